"""What an author wrote, read: front matter, formulas, blocks, and where each of them stands."""
