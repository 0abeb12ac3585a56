"""The colours of the drawings: names of the site's CSS variables, never colours as such.

朱 is what comes in, 绿 what goes out, 黄 the thing in question; each has a second cue beside it (the slant of the
hatching, a double line), so that none of the drawings needs colour to be read.  The fallbacks, for where the site's
style sheet does not reach (a feed reader), are those of manuscript paper.
"""

GROUND = "var(--ground, #FBFAF6)"
INK = "var(--ink, #22262B)"
QUIET = "var(--ink-quiet, #5B6470)"
ZHU = "var(--zhu, #B3261E)"
LV = "var(--lv, #1E6B45)"
HUANG = "var(--huang, #F4D35E)"

# On paper from a printer: black on white, whatever the screen showed.  The hatching tells what the colours told.
_PRINT = (
    "@media print{.figure-drawing{--ground:#fff;--ink:#000;--ink-quiet:#333;"
    "--zhu:#B3261E;--lv:#1E6B45;--huang:#F4D35E}}"
)
# High contrast as the reader's system has it: its two colours, and again the hatching.
_FORCED = (
    "@media (forced-colors:active){.figure-drawing{--ground:Canvas;--ink:CanvasText;--ink-quiet:CanvasText;"
    "--zhu:CanvasText;--lv:CanvasText;--huang:GrayText}}"
)

STYLE = _PRINT + _FORCED
