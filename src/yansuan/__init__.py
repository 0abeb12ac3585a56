"""验算 (yansuan): Markdown notes with mathematics, made into a site in which nothing a reader sees is unchecked.

`plugin` is the door to MkDocs; the first thing to read, as it tells in which order everything happens.
"""
