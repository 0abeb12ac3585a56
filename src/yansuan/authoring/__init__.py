"""`make note TITLE=… [NAME=…] [PROGRAM=no]`: a note, its snippet with a notation, and a test, which all pass."""
