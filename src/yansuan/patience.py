"""Under `serve`, a mistake in mkdocs.yml or in a template is told in a line, and the site is served as it was until it
is mended.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from yansuan.read import places
from yansuan.read.source import shown_path


def patient(build: Callable[..., Any], file: Path, report: Callable[[str], None]) -> Callable[..., Any]:
    """A build that ends in peace where settings or templates cannot be read; MkDocs would answer nothing from then on.

    Args:
        build: what MkDocs's server calls when a file has changed.
        file: the settings.
        report: takes mistakes.
    """
    from mkdocs.exceptions import Abort, ConfigurationError, PluginError

    def built(*given: Any, **more: Any) -> Any:
        try:
            return build(*given, **more)
        except ConfigurationError as error:
            report(f"{_place(file, error)}: {_said(error)} The site is served as it was.")
        except FileNotFoundError as error:
            if error.filename is None or Path(error.filename).exists():
                raise
            gone = shown_path(Path(error.filename))
            report(f"{gone}: the file went away while the site was built. Until the next build it is served as it was.")
        except PluginError as error:
            report(f"{error} Until then the site is served as it was.")
        except Abort:  # what is wrong has been said
            report(f"{places.shown(shown_path(file), (1, 1))}: the site is served as it was, until that is mended.")
        return None

    return built


def _place(file: Path, error: BaseException) -> str:
    cause = error.__cause__ or error.__context__
    mark = getattr(cause, "problem_mark", None) or getattr(cause, "context_mark", None)
    return places.shown(shown_path(file), (mark.line + 1, mark.column + 1) if mark else (1, 1))


def _said(error: BaseException) -> str:
    cause = error.__cause__ or error.__context__
    problem = getattr(cause, "problem", None)
    return f"it is not valid YAML: {problem}." if problem else f"{str(error).splitlines()[0].rstrip('.')}."
