"""Graphs that a note describes in Graphviz's language, drawn at build."""
