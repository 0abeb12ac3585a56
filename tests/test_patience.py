"""A mistake in mkdocs.yml under `serve`."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError

from yansuan.patience import patient
from yansuan.theme.material import TEMPLATES
from yansuan.theme.mistakes import of_encoding, of_template


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("site_name: x\nplugins: [\n", ":3:1: ", "it is not valid YAML: "),
        ("site_name: x\n\tnav: []\n", ":2:1: ", "it is not valid YAML: "),
        ("site_name: x\nINHERIT: no.yml\n", ":1:1: ", "no.yml"),
    ],
)
def test_it_is_told_in_a_line_and_the_build_ends_in_peace(tmp_path: Path, text: str, place: str, says: str) -> None:
    file, told = tmp_path / "mkdocs.yml", list[str]()
    file.write_text(text, "utf-8")
    patient(lambda: load_config(str(file)), file, told.append)()
    (message,) = told
    assert message.startswith(f"{file}{place}")
    assert says in message
    assert "\n" not in message


OWN = (
    ("more.html", b"a\n<p>{{ x </p>", ":2:1: the template cannot be used: unexpected '/'. Mend it."),
    ("more.html", b"a\n\n{{ no.thing }}", ":3:1: the template cannot be used: 'no' is undefined. Mend it."),
    ("more.html", b"{{ 1 / 0 }}", ":1:1: the template cannot be used: division by zero. Mend it."),
    ("main.html", b"{% include 'no.html' %}", ":1:1: the template cannot be used: 'no.html' not found. Mend it."),
)


@pytest.mark.parametrize(("name", "text", "says"), OWN)
def test_a_template_is_told_in_a_line(tmp_path: Path, name: str, text: bytes, says: str) -> None:
    (tmp_path / "main.html").write_text("{% include 'more.html' %}", "utf-8")
    (tmp_path / name).write_bytes(text)
    env = Environment(loader=FileSystemLoader(tmp_path))
    with pytest.raises(Exception) as raised:  # noqa: PT011  # whatever a template does
        env.get_template("main.html").render()
    assert of_template(raised.value) == f"{tmp_path / name}{says}"
    assert of_encoding([tmp_path]) is None


def test_a_template_of_ours_or_that_is_no_text(tmp_path: Path) -> None:
    env = Environment(loader=FileSystemLoader(TEMPLATES))
    with pytest.raises(Exception) as raised:  # noqa: PT011
        env.get_template("partials/series.html").render()
    assert of_template(raised.value) is None  # a fault of ours is one
    (tmp_path / "x.html").write_bytes("<p>\n文".encode("gbk"))
    assert of_encoding([TEMPLATES, tmp_path]) == f"{tmp_path / 'x.html'}:2:1: the file is not UTF-8. Save it as UTF-8."


def test_what_mkdocs_has_said_itself_ends_nothing(tmp_path: Path) -> None:
    def build() -> None:
        raise Abort("Aborted with a configuration error!")

    told = list[str]()
    patient(build, tmp_path / "mkdocs.yml", told.append)()
    assert "served as it was" in told[0]


def test_a_fault_of_ours_is_no_mistake_of_the_authors(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        patient(lambda: 1 / 0, tmp_path / "mkdocs.yml", lambda message: None)()


def test_a_wrong_template_ends_no_server(tmp_path: Path) -> None:
    def build() -> None:
        raise PluginError("x.html:1:1: the template cannot be used: y. Mend it.")

    told = list[str]()
    patient(build, tmp_path / "mkdocs.yml", told.append)()
    assert told == ["x.html:1:1: the template cannot be used: y. Mend it. Until then the site is served as it was."]


def test_a_file_that_goes_away_meanwhile_ends_no_server(tmp_path: Path) -> None:
    told = list[str]()
    patient((tmp_path / "gone.py").read_text, tmp_path / "mkdocs.yml", told.append)()
    (message,) = told
    assert message.startswith(f"{tmp_path / 'gone.py'}: the file went away")
    with pytest.raises(FileNotFoundError):  # a fault of ours
        patient(lambda: open(""), tmp_path / "mkdocs.yml", told.append)()  # noqa: SIM115
