"""Snippets: run once as notebooks, quoted in notes with what they printed and drew, shown whole as lab pages."""
