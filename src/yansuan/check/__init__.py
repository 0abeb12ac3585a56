"""Formulas, checked: trees evaluated on random instances, verdicts, and what a page shows of them."""
