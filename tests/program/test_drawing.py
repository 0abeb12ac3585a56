"""Figures made fit for a page."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

import pytest

from yansuan.program.drawing import DrawingError, clean

SVG = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="460.8pt" height="259.2pt" viewBox="0 0 460.8 259.2"
 xmlns="http://www.w3.org/2000/svg" version="1.1">
 <title>图 &amp; 名</title>
 <metadata><rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><dc:title>not this</dc:title></rdf:RDF></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>
 <g id="figure_1"><g id="axes_1">
   <path d="M 0 0 L 1 1" style="fill: none"/>
   <path d="M 57.600001 307.584000 &#10;L -0.001 1e-7" clip-path="url(#p1)" style="fill: none; stroke: #b3261e"/>
   <defs><path id="m1" d="M 0 0 L 0 3.5" style="stroke: #000000; stroke-width: 0.8"/></defs>
   <use xlink:href="#m1" x="73.832727" y="2" style="stroke: #000000; stroke-width: 0.8"/>
   <g id="text_1"><!-- 标签 --><text style="font-size: 11px; font-family: 'DejaVu Sans', sans-serif; fill: #22262b"
     transform="rotate(-0 1.5 2.5)">标签  a</text></g>
   <rect fill="white" stroke="#123456" x="1" y="2" width="3" height="4"/>
 </g></g>
 <defs><clipPath id="p1"><rect x="0" y="0" width="9" height="9"/></clipPath></defs>
</svg>"""


@pytest.fixture(scope="module")
def cleaned() -> str:
    return clean(SVG, "name-cell", "cell")


def test_what_is_only_for_files_is_gone(cleaned: str) -> None:
    for gone in ("<?xml", "DOCTYPE", "metadata", "rdf", "<style", "<!--", "DejaVu", "figure_1", "version"):
        assert gone not in cleaned


def test_it_is_a_document_of_its_own_for_the_notebook(cleaned: str) -> None:
    assert fromstring(cleaned).tag == "{http://www.w3.org/2000/svg}svg"


def test_it_scales_with_the_column_and_has_a_name(cleaned: str) -> None:
    root = cleaned.partition(">")[0]
    assert 'viewBox="0 0 460.8 259.2"' in root
    assert 'width="100%"' in root
    assert 'role="img"' in root
    assert "max-width: 40em" in root
    assert '<title id="name-cell-title">图 &amp; 名</title>' in cleaned
    assert '<title id="x-title">cell</title>' in clean(SVG.replace("<title>图 &amp; 名</title>", ""), "x", "cell")


def test_ids_are_its_own_and_referred_to(cleaned: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', cleaned)
    assert len(ids) == len(set(ids)) == 3
    assert all(name.startswith("name-cell-") for name in ids)
    assert set(re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', cleaned)) == set(ids) - {"name-cell-title"}


def test_the_palette_becomes_the_pages(cleaned: str) -> None:
    assert "stroke: var(--zhu, #B3261E)" in cleaned
    assert "stroke: var(--ink, #22262B)" in cleaned  # pure black
    assert "fill: var(--ground, #FBFAF6)" in cleaned  # pure white, and from an attribute
    assert "stroke: #123456" in cleaned  # not of the palette
    assert "white" not in cleaned


def test_numbers_are_short_and_text_is_whole(cleaned: str) -> None:
    assert 'd="M 57.6 307.58 L 0 1e-7"' in cleaned
    assert '<text style="font-size: 11px">标签  a</text>' in cleaned  # ink is the root's, and it is not turned


def test_what_is_no_svg_is_an_error() -> None:
    with pytest.raises(DrawingError, match="no well-formed SVG"):
        clean("<svg", "a", "b")
