"""Explorables: figures that a reader can change, computed in the browser with the snippet's own numbers.

Readers without script, and paper, get a picture drawn at build.  What stands in `NAME.mjs` is served as
`assets/explorables/NAME.js` and fetched when the figure comes into view.
"""
