"""`make note TITLE=… [NAME=…]`: a note, its snippet with a notation, and a test, which all pass as they are."""
