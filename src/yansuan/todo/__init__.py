"""The page 待办: under `serve`, all that is wrong with the site, by file, with the way to each page."""
