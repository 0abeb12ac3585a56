"""Posts that have become notes are written, all of them, or none."""

from __future__ import annotations

import shutil
from pathlib import Path

from yansuan.importing.site import Refused, Site
from yansuan.importing.told import Plan
from yansuan.read.source import shown_path


def write(plan: Plan, site: Site) -> None:
    """Write all of it.

    Raises:
        Refused: something of it is there already; nothing is written.
        OSError: something could not be written; nothing is left.
    """
    files = [site.docs / name for name in plan.texts]
    copies = {source: site.docs / place for source, place in plan.copies.items()}
    there = [path for path in files if path.exists()]
    there += [path for source, path in copies.items() if path.exists() and not _is_same(source, path)]
    if there:
        names = ", ".join(shown_path(path) for path in there[:5])
        more = f" and {len(there) - 5} more" if there[5:] else ""
        raise Refused(f"{names}{more}: there already. Nothing was written; move what is there, or import with --to DIR")
    made = list[Path]()
    try:
        for name, content in plan.texts.items():
            _make_room(site.docs / name, made)
            (site.docs / name).write_text(content, "utf-8")
        for source, path in copies.items():
            if not path.exists():
                _make_room(path, made)
                shutil.copyfile(source, path)
    except OSError:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _is_same(source: Path, path: Path) -> bool:
    return path.is_file() and source.read_bytes() == path.read_bytes()


def _make_room(path: Path, made: list[Path]) -> None:
    for parent in reversed(path.parents):
        if not parent.exists():
            parent.mkdir()
            made.append(parent)
    made.append(path)
