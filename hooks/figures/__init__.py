"""The figures of the notes, drawn at build as SVG from the values that their snippets compute with.

`network`, `tangent` and `factorization` draw: plain values in, a `Drawing` out.  `ink` is the hand they share,
`palette` its colours, `catalogue` says which figure takes which values of which snippet, `extension` puts a figure on
a page (`/// figure | NAME`), and `hook` is the door to MkDocs.
"""
