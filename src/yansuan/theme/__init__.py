"""The theme's files: what they would fetch elsewhere is left out, and so is what no page uses."""
