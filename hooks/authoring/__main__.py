"""`python -m hooks.authoring TITLE [NAME]`: begin a note."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from hooks.authoring.note import NameRefused, begin

ROOT = Path(__file__).parents[2]


def main(arguments: list[str] | None = None, root: Path = ROOT, today: date | None = None) -> int:
    """0 and the files that were made on stdout; 2 and the reason on stderr where none was."""
    parser = argparse.ArgumentParser(prog="python -m hooks.authoring", description="开始一篇笔记")
    parser.add_argument("title", help="笔记的标题")
    parser.add_argument(
        "name", nargs="?", default="", help="小写拉丁字母、数字与连字符，如 fourier-series；地址与文件由它得名"
    )
    given = parser.parse_args(arguments)
    try:
        for path in begin(root, given.title, given.name, today or date.today()):
            print(path.relative_to(root))
    except (NameRefused, FileExistsError) as error:
        print(f"make note: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
