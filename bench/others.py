"""Write the page 别人的公式 from the list of what the linter told of formulas that others have published.

    python -m bench.others [--check]

With `--check` nothing is written: 1 where the page is not what would be written.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIST = ROOT / "tests" / "lint" / "corpus.toml"
PAGE = ROOT / "docs" / "posts" / "formulas-of-others.md"
_FORMULAS = 3359  # of the collection, see README, "yansuan lint"

PARTS = Path(__file__).with_suffix(".md")  # the beginning, what was found, one of these, slips of typing
_NUMBERS = "一二三四五六七八九"


def page() -> str:
    """The page, in Markdown."""
    entries = tomllib.loads(LIST.read_text("utf-8"))["formula"]
    head, found, shown, typed = PARTS.read_text("utf-8").split("%%%%\n")
    text = head + found.format(formulas=_FORMULAS)
    for title, one in zip(_NUMBERS, (one for one in entries if "says" in one), strict=False):
        text += shown.format(
            title=f"其{title}", symbols="\n".join(one["symbols"]), source=f"`{one['source']}`", says=one["says"],
            wrong=_plain(one["wrong"]), right=one["right"],
        )  # fmt: skip
    slips = [one for one in entries if one["rule"] == "typed"]
    sources = "\n".join(f"- `{source}`" for source in dict.fromkeys(one["source"] for one in slips))
    return text + typed.format(count=len(slips), sources=sources)


def _plain(tex: str) -> str:
    r"""A link in one row: it stood in an aligned environment."""
    return " ".join(tex.replace(r"\\ &", " ").replace("&", " ").split())


def main() -> int:
    """Write the page, or say whether it is up to date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        same = PAGE.is_file() and PAGE.read_text("utf-8") == page()
        if not same:
            print(f"{PAGE.name} is not what the list makes. Run python -m bench.others.", file=sys.stderr)
        return 0 if same else 1
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
