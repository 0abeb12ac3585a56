"""A mistake in mkdocs.yml under `serve`."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from yansuan.patience import patient


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


def test_what_mkdocs_has_said_itself_ends_nothing(tmp_path: Path) -> None:
    def build() -> None:
        raise Abort("Aborted with a configuration error!")

    told = list[str]()
    patient(build, tmp_path / "mkdocs.yml", told.append)()
    assert "served as it was" in told[0]


def test_a_fault_of_ours_is_no_mistake_of_the_authors(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        patient(lambda: 1 / 0, tmp_path / "mkdocs.yml", lambda message: None)()
