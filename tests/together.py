"""Many small cases as one test: passing each by itself costs pytest more than such a case does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

Test = Callable[..., None]


def together(
    names: str | tuple[str, ...], cases: Iterable[Any], ids: Callable[[Any], str] | None = None
) -> Callable[[Test], Test]:
    """As `pytest.mark.parametrize`, in one test that passes all cases and lists those that fail.

    For what takes no fixtures and leaves nothing behind.

    Args:
        names: of the arguments.
        cases: their values.
        ids: what a case of one argument is called; its values if nothing else is said.
    """
    listed = list(cases)
    if not listed:
        raise ValueError("there is no case")
    arguments = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)

    def decorated(test: Test) -> Test:
        def passes_each() -> None:
            failed = list[str]()
            for case in listed:
                values = [case] if len(arguments) == 1 else list(case)
                try:
                    test(**dict(zip(arguments, values, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    name = ids(case) if ids else ", ".join(repr(value)[:200] for value in values)
                    failed.append(f"{name}\n{type(error).__name__}: {error}")
            assert not failed, f"{len(failed)} of {len(listed)} cases:\n\n" + "\n\n".join(failed)

        passes_each.__name__, passes_each.__doc__, passes_each.__module__ = test.__name__, test.__doc__, test.__module__
        passes_each.place_as = test  # type: ignore[attr-defined]  # where pytest says that it stands
        return passes_each

    return decorated
