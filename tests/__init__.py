"""The tests, which keep what Python has compiled of them.

Where it is told to keep nothing (images of containers do that), each process would compile all tests, and what pytest
rewrites besides, again: an eighth of what the quick tests took.  What tests themselves write stays as the machine has
it: `pytest_collection_finish` says so.
"""

import sys

KEEPS_NOTHING = sys.dont_write_bytecode
sys.dont_write_bytecode = False
