"""A linter of mathematics: the formulas of anybody's text, without a site and without a notation.

`documents/` finds the formulas of a file, `conventions.py` says what their letters are taken for, `judge.py` says
what is wrong with one, `command.py` is `yansuan lint`.
"""
