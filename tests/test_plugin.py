"""The plugin: its settings, what of it is on, and the project that it takes from where mkdocs.yml stands."""

from __future__ import annotations

import errno
from pathlib import Path
from socket import socket
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer

from tests.conftest import warm
from yansuan.plugin import PARTS, Settings, Yansuan
from yansuan.project import Project
from yansuan.read.included import Includes

pytestmark = pytest.mark.site

SIBLING = "def notation(rng):\n    while True:\n        yield {'x': ('数', 2.0)}\n"
SNIPPET = "from snippets.sibling import notation\n\nNOTATIONS = {'main': notation}\n"
NOTE = "---\ndate: 2021-05-01\nsnippet: one\n---\n# 题\n\n$$x = 2$$\n"


def failed(**settings: Any) -> list[str]:
    """What is wrong with settings."""
    config = Settings()
    config.load_dict(settings)
    errors, warnings = config.validate()
    return [f"{key}: {error}" for key, error in [*errors, *warnings]]


def test_all_is_on_unless_said_otherwise() -> None:
    plugin = Yansuan()
    assert plugin.load_config({}) == ([], [])
    assert tuple(plugin.config.parts) == PARTS
    assert plugin.load_config({"parts": ["mathjax"]}) == ([], [])
    assert plugin.config.parts == ["mathjax"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"parts": ["mathsjax"]}, "mathjax"),
        ({"parts": "mathjax"}, "list"),
        ({"timeout": 0}, "0 is no whole number from 1 on."),
        ({"workers": True}, "True is no whole number from 1 on."),
        ({"timeout": "1"}, "that is no whole number."),
        ({"snippets": 1}, "that is no text."),
        ({"timeouts": 1}, "there is no setting 'timeouts'. Did you mean 'timeout'?"),
    ],
)
def test_a_wrong_setting_is_reported(settings: dict[str, Any], said: str) -> None:
    [message] = failed(**settings)
    assert said in message


def test_a_wrong_setting_is_told_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text("site_name: x\nplugins:\n  - search\n  - yansuan:\n      workers: 0\n      worker: 3\n", "utf-8")
    plugin = Yansuan()
    ((_, error),), ((_, warning),) = plugin.load_config({"workers": 0, "worker": 3}, str(file))
    assert str(error) == f"{file}:5:16: 0 is no whole number from 1 on."
    assert str(warning) == f"{file}:6:7: there is no setting 'worker'. Did you mean 'workers'?"


def test_a_build_within_a_build_is_told() -> None:
    plugin, nothing = Yansuan(), cast("Any", None)
    plugin.load_config({"parts": []})
    plugin.doors = nothing
    plugin.on_pre_build(config=nothing)
    with pytest.raises(PluginError, match="another plugin builds the site again within this build"):
        plugin._first_on_config(nothing)


def test_a_full_disk_is_told_in_a_line_and_other_faults_stay() -> None:
    plugin = Yansuan()
    full = OSError(errno.ENOSPC, "No space left on device", "theme/a.js", None, "site/a.js")
    with pytest.raises(PluginError, match=r"^yansuan: site/a\.js: nothing can be written there \(No space left"):
        plugin.on_build_error(error=full)
    plugin.on_build_error(error=OSError(errno.ENOENT, "No such file", "x"))


def test_a_taken_port_is_told_in_a_line() -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        host, port = taken.getsockname()
        server = LiveReloadServer(lambda: None, host=host, port=port, root=".")
        plugin = Yansuan()
        plugin.on_serve(server, config=cast("Any", SimpleNamespace(config_file_path=None)), builder=None)
        with pytest.raises(Abort, match=f"cannot be served at {host}:{port} .* mkdocs serve -a {host}:{port + 1}"):
            server.server_bind()
        server.server_close()


def test_the_project_is_where_its_settings_stand(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "a/b").mkdir(parents=True)
    project = Project.around(tmp_path / "a/b")
    assert project == Project.at(tmp_path)
    root = tmp_path.resolve()
    assert (project.docs, project.snippets, project.cache) == (root / "docs", root / "snippets", root / ".cache")
    for elsewhere in ("/elsewhere", "../elsewhere"):
        with pytest.raises(ValueError, match="outside of the project"):
            Project.at(tmp_path, snippets=elsewhere)


def test_a_snippet_may_import_another_and_stand_in_another_folder(tmp_path: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    warm(tmp_path)
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [yansuan: {parts: [mathjax, equations], snippets: programs}]\n",
        "docs/index.md": NOTE,
        "programs/one.py": SNIPPET.replace("snippets.", "programs."),
        "programs/sibling.py": SIBLING,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    build(load_config(str(tmp_path / "mkdocs.yml"), strict=True))
    assert "Checked: proved" in (tmp_path / "site/index.html").read_text("utf-8")


def test_folders_of_what_notes_include_are_watched_each_once(tmp_path: Path) -> None:
    """Also those in which a file is missing: to make it is to mend the note."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/one.md").write_text("一", "utf-8")
    includes = Includes({"base_path": [str(tmp_path)]})
    watched = list[tuple[str, bool]]()
    plugin = Yansuan()
    plugin.on_startup(command="serve", dirty=False)
    plugin.doors = SimpleNamespace(notes=SimpleNamespace(includes=includes))  # type: ignore[assignment]
    plugin._server = SimpleNamespace(watch=lambda path, *, recursive: watched.append((path, recursive)))
    for line in ('--8<-- "a/one.md"', '--8<-- "a/two.md"', '--8<-- "three.md"'):
        includes(line)
        plugin._watch()
    assert watched == [(str(tmp_path / "a"), False), (str(tmp_path), False)]
