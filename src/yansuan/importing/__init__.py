"""`yansuan import DIR`: posts of Jekyll, Hexo, Hugo, MkDocs, or a folder of Markdown such as Obsidian's, as notes here.

The original is read and never written.  `systems.py` finds the posts of a folder and what its settings say, `front.py`
reads their front matters, `keys.py` makes ours of them, `text.py` goes once through a body and notes what is to be put
where (`edits.py`), `tags.py` and `shortcodes.py` know the tags, `tex.py` mathematics, `addresses.py` and `anchors.py`
links and pictures; `moving.py` puts it together and writes, and `command.py` tells what was left, by file and line.
"""
