"""`yansuan links`: are the pages still there that notes link to elsewhere?  Asked on request, never by a build.

`found.py` finds the links of a text, `asking.py` asks for them politely, `command.py` tells which lead nowhere.
"""
