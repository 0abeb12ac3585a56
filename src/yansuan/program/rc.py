"""How figures are drawn: matplotlib's settings in the kernel, before a snippet's first cell.

Lines of ink on no ground, text kept as text, the colours of the light page (the page's own colours take their place
when the SVG is cleaned), and nothing in the file that differs from one run to the next.  The three pigments of the
site carry meaning, so the cycle of colours does without them.
"""

from __future__ import annotations

import functools
import json
import warnings
from typing import Any

LABELS = "labels:"
"""Before the labels of a figure that has no title, in the place of one."""

INK, QUIET, RULE, INDIGO = "#22262B", "#5B6470", "#D9DEE6", "#2B4C7E"

SETTINGS: dict[str, Any] = {
    "figure.figsize": (4.8, 3.2),  # on a phone its letters are then still 11 px high
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "snippets",
    # Measured with the face that matplotlib carries, so that the layout is the same on every machine.
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 11,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "xtick.color": INK,
    "ytick.color": INK,
    "patch.edgecolor": INK,
    "hatch.color": INK,
    "grid.color": RULE,
    "lines.linewidth": 1.4,
    "legend.frameon": False,
    "image.cmap": "Greys",
}


def apply() -> None:
    """Set all this in the running Python, which imports matplotlib for it."""
    import matplotlib
    from cycler import cycler
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    matplotlib.rcdefaults()
    settings: Any = matplotlib.rcParams
    settings.update(SETTINGS)
    # Colours only: dashes in the cycle would also go to lines whose colour the author chose.
    settings["axes.prop_cycle"] = cycler(color=[INK, INDIGO, QUIET])
    # Chinese is set by the reader's browser, in the page's face; here its letters are only measured.
    warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
    FigureCanvasSVG.print_svg = titled(FigureCanvasSVG.print_svg)  # type: ignore[method-assign]


def titled(print_svg: Any) -> Any:
    """Let the SVG carry what the figure says of itself, for those who hear the page."""

    @functools.wraps(print_svg)
    def wrapper(canvas: Any, filename: Any, *, metadata: dict[str, Any] | None = None, **more: Any) -> None:
        title = description(canvas.figure)
        metadata = {"Date": None, **({"Title": title} if title else {}), **(metadata or {})}
        print_svg(canvas, filename, metadata=metadata, **more)

    return wrapper


def description(figure: Any) -> str:
    """A figure in words: its titles; where it has none, what its axes and the entries of its legends are called.

    As JSON after `LABELS` where that takes words of ours: in which language is not known in the kernel.
    """
    titles = [figure.get_suptitle(), *(axes.get_title() for axes in figure.axes)]
    if told := list(dict.fromkeys(filter(None, titles))):
        return told[0] if len(told) == 1 else LABELS + json.dumps({"titles": told})
    labels = [found for axes in figure.axes if (found := _labels(axes))]
    return LABELS + json.dumps({"axes": labels}) if labels else ""


def _labels(axes: Any) -> list[tuple[str, list[str]]]:
    legend = axes.get_legend()
    entries = [text.get_text() for text in legend.get_texts()] if legend else []
    named = [("x", [axes.get_xlabel()]), ("y", [axes.get_ylabel()]), ("legend", entries)]
    # TeX is for the eye: read out, it is dollars and backslashes.
    return [(kind, names) for kind, names in named if any(names) and "$" not in "".join(names)]


if __name__ == "notebook_rc":  # as the kernel runs this file
    apply()
