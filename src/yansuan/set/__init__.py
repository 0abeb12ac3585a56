"""Mathematics, set at build: TeX into SVG, MathML and plain text, and what makes drawings lean."""
