"""What is wrong with a template of the site's own, in a line; Jinja tells it by a traceback."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from yansuan.files import files_in
from yansuan.known import is_installed
from yansuan.read import places
from yansuan.read.source import shown_path
from yansuan.theme.material import TEMPLATES


def of_template(error: BaseException) -> str | None:
    """What an error of a build says of a template; None where it says nothing of one that is the site's own."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        place = Path(error.filename), error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        shown = [one for one in frames if one.filename.endswith(".html")]
        if not shown or not (isinstance(error, TemplateError) or frames[-1] is shown[-1]):
            return None
        place = Path(shown[-1].filename), shown[-1].lineno or 1
    if not _is_own(place[0]):
        return None
    what = str(error).partition(" in search path")[0]
    return f"{places.shown(shown_path(place[0]), (place[1], 1))}: the template cannot be used: {what}. Mend it."


def of_encoding(folders: Iterable[Path]) -> str | None:
    """What is wrong with a template that is no text, which Jinja would not name."""
    for path in (path for folder in folders if _is_own(folder) for path in files_in(folder)):
        if path.suffix == ".html":
            try:
                path.read_text("utf-8")
            except UnicodeDecodeError as error:
                where = places.shown(shown_path(path), places.of_byte(error))
                return f"{where}: the file is not UTF-8. Save it as UTF-8."
    return None


def _is_own(path: Path) -> bool:
    return not is_installed(path) and not path.is_relative_to(TEMPLATES)
