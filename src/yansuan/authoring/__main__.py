"""`python -m yansuan.authoring [--without-program] TITLE [NAME]`: begin a note."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from yansuan.authoring.note import NameRefused, begin
from yansuan.project import Project


def main(arguments: list[str] | None = None, root: Path | None = None, today: date | None = None) -> int:
    """Write the files of a note into the project in `root`, else that of the working directory.

    0 and the files that were made on stdout; 2 and the reason on stderr where none was.
    """
    root = root or Project.around(Path.cwd()).root
    parser = argparse.ArgumentParser(prog="python -m yansuan.authoring", description="开始一篇笔记")
    parser.add_argument("title", help="笔记的标题")
    parser.add_argument(
        "name", nargs="?", default="", help="小写拉丁字母、数字与连字符，如 fourier-series；地址与文件由它得名"
    )
    parser.add_argument(
        "--without-program", action="store_true", help="不写程序：公式里的字母是什么，写在笔记开头的 symbols 里"
    )
    given = parser.parse_args(arguments)
    try:
        for path in begin(root, given.title, given.name, today or date.today(), program=not given.without_program):
            print(path.relative_to(root))
    except (NameRefused, FileExistsError) as error:
        print(f"make note: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
