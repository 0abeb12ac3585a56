"""TeX, read: text in, a small tree that knows its columns out; what is ambiguous is refused with its place."""
