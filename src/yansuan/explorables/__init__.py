"""Explorables: figures that a reader can change, computed in the browser with the snippet's own numbers.

Readers without script, and paper, get a picture drawn at build.  A snippet declares them (`yansuan.figures.declared`);
the module of NAME is served as `assets/explorables/NAME.js` and fetched when the figure comes into view.
"""
