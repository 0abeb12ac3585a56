"""The Markdown extension `yansuan.mathematics`: formulas, set at build.

See `yansuan.by_name`.
"""

from markdown.extensions import Extension

from yansuan.by_name import named


def makeExtension(**settings: object) -> Extension:  # noqa: N802  # Python-Markdown asks for this name
    """The extension; its settings are `yansuan.by_name.Settings`."""
    return named(__name__, settings)
