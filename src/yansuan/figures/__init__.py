"""The figures of the notes, drawn at build as SVG from the values that their snippets compute with.

`network`, `tangent` and `factorization` draw with `yansuan.draw`: plain values in, a `Drawing` out.  `catalogue` says
which figure takes which values of which snippet, `extension` puts a figure on a page (`/// figure | NAME`), and `door`
is the door to MkDocs.
"""
