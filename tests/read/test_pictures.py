"""How wide and high pictures are, by their files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from yansuan.read.pictures import size, sizes_in


@pytest.mark.parametrize(
    ("svg", "wanted"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="20"/>', (30, 20)),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 40 30.4"/>', (40, 30)),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', None),
        ("<svg", None),
    ],
)
def test_of_drawings(tmp_path: Path, svg: str, wanted: tuple[int, int] | None) -> None:
    (tmp_path / "a.svg").write_text(svg, "utf-8")
    assert size(tmp_path, "a.svg") == wanted


def test_of_photographs(tmp_path: Path) -> None:
    Image.new("RGB", (8, 5)).save(tmp_path / "图 一.png")
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (8, 5)).save(tmp_path / "b.jpg", exif=turned)
    assert size(tmp_path, "%E5%9B%BE%20%E4%B8%80.png") == (8, 5)
    assert size(tmp_path, "b.jpg") == (5, 8)
    assert size(tmp_path, "none.png") is None
    assert size(tmp_path, "https://example.org/b.jpg") is None
    assert sizes_in("![甲](b.jpg) ![乙][b]\n\n[b]: none.png", tmp_path) == "[(5, 8), None]"
