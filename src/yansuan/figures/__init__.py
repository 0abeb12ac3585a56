"""The figures of the notes, drawn at build as SVG from the values that their snippets compute with.

`declared` reads which figures the snippets declare, `modules` runs their files, `catalogue` draws, `extension` puts a
figure on a page (`/// figure | NAME`), and `door` is the door to MkDocs.
"""
