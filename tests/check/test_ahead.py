"""Under `serve`, what is wrong after a program was saved is told on the console before the build comes to the notes."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from threading import Event

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.conftest import warm

pytestmark = pytest.mark.site

SNIPPET = """\
def notation(rng):
    while True:
        x = float(rng.normal())
        yield {"x": ("数", x), "y": ("数", 2 * x)}


def other(rng):
    while True:
        yield {"z": ("数", 3.0)}


NOTATIONS = {"main": notation, "other": other}
"""
FILES = {
    "mkdocs.yml": "site_name: x\nplugins: [yansuan: {parts: [mathjax, equations, rebuild]}]\n",
    "docs/index.md": "---\nsnippet: one\n---\n# 题\n\n$$y = 2x$$\n\n$$y - x = x$$\n\n$$x \\neq y + 5$$\n",
    "docs/two.md": "---\nsnippet: one\n---\n# 又\n\n<!-- notation: other -->\n\n$$z = 3$$\n",
    "snippets/one.py": SNIPPET,
}


class Console(io.StringIO):
    """What stands on the console; a test may wait for something on it."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Event()

    def write(self, text: str) -> int:
        written = super().write(text)
        if "fails" in text:
            self.told.set()
        return written


def test_what_is_wrong_is_told_first_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    warm(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    console = Console()
    handler = logging.StreamHandler(console)
    logging.getLogger("mkdocs").addHandler(handler)
    before = list[bool]()

    def saved(program: str, *, waits: bool) -> str:
        """What the console says of a build after a program was saved."""
        (tmp_path / "snippets/one.py").write_text(program, "utf-8")
        console.truncate(console.seek(0))
        console.told.clear()
        config = load_config("mkdocs.yml", site_dir=str(tmp_path / "site"))  # which keeps the plugin, as `serve` does
        config.plugins.on_startup(command="serve", dirty=False)
        # Nothing of the site is read before this; so whoever goes on from here has been told.
        config.plugins.events["pre_build"].append(lambda config: before.append(console.told.wait(60 if waits else 0)))
        build(config)
        return console.getvalue()

    try:
        assert "fails" not in saved(SNIPPET, waits=False)
        said = saved(SNIPPET.replace("2 * x", "3 * x"), waits=True)
        assert before[-1]
        assert [said.count(f"docs/index.md:{line}:") for line in (6, 8, 10)] == [1, 1, 0]
        page = (tmp_path / "site/index.html").read_text("utf-8")
        assert page.count("formula fails") == 2
        again = saved(SNIPPET.replace("2 * x", "3 * x"), waits=False)  # the mistake is still there, and told
        assert [again.count(f"docs/index.md:{line}:") for line in (6, 8)] == [1, 1]
        assert "fails" not in saved(SNIPPET.replace("2 * x", "x * 2"), waits=False)
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
