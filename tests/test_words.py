"""The words of all languages: the same keys, the same names in their sentences, and no fragment of one in the other."""

from __future__ import annotations

import datetime as dt
import re
from string import Formatter

import pytest

from tests.conftest import ROOT
from tests.together import together
from yansuan.words import HOME, LANGUAGES, begin, knows, later, of, said

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ZH, EN = of("zh"), of("en")


def forms(language: str, key: str) -> list[str]:
    entry = of(language).entries[key]
    return [entry] if isinstance(entry, str) else list(entry.values())


def names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_keys(language: str) -> None:
    assert set(of(language).entries) == set(ZH.entries)


@together("key", ZH.entries)
def test_a_sentence_is_filled_in_with_the_same_in_all_languages(key: str) -> None:
    found = {frozenset(names(form)) for language in LANGUAGES for form in forms(language, key)}
    without_count = {one - {"count"} for one in found}
    assert len(without_count) == 1, found
    plural = [language for language in LANGUAGES if not isinstance(of(language).entries[key], str)]
    assert plural in ([], list(LANGUAGES)), "forms in one language and none in the other"
    for language in plural:
        assert "count" in names(of(language).entries[key]["other"])  # type: ignore[index]


def test_no_chinese_stands_in_english() -> None:
    assert not [key for key in EN.entries for form in forms("en", key) if CHINESE.search(form)]


def test_every_key_is_used() -> None:
    """A key is whole where it is used, or its end is chosen there."""
    files = [path for path in (ROOT / "src/yansuan").rglob("*") if path.suffix in (".py", ".html", ".j2")]
    text = "\n".join(path.read_text("utf-8") for path in files)
    starts = set(re.findall(r'f["\']([\w.]+[.-])\{|["\']([\w.]+[.-])["\'] ~', text))
    unused = [
        key
        for key in ZH.entries
        if key not in text and not any(key.startswith(start) for pair in starts for start in pair if start)
    ]
    assert not unused


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh"), ("zh-CN", "zh"), ("zh-Hans", "zh"), ("ZH-tw", "zh"), ("en", "en"), ("en-GB", "en"),
        ("fr", "en"), ("", "en"), ("zhang", "en"), ("None", "en"),
    ],
)  # fmt: skip
def test_a_tag_names_a_language(tag: str, language: str) -> None:
    assert of(tag).language == language
    assert knows(tag) == tag.lower().startswith(("zh-", "en-")) or tag in ("zh", "en")


def test_a_page_may_name_a_language_of_its_own() -> None:
    assert ZH.within("en-GB") is EN
    assert [ZH.within(tag) for tag in (None, "fr", 7, "")] == [ZH] * 4
    assert HOME is ZH


def test_english_has_forms_for_one_and_for_others() -> None:
    assert [EN("count.of-note", count=n) for n in (0, 1, 2)] == [
        "0 formulas in this note",
        "1 formula in this note",
        "2 formulas in this note",
    ]
    assert [ZH("count.of-note", count=n) for n in (1, 2)] == ["本篇 1 条公式", "本篇 2 条公式"]


def test_sentences_begin_with_a_capital_and_stand_apart() -> None:
    told = [EN.sentence("verdict.more", sentence=one) for one in ("a is so", "<var>x</var> is so")]
    assert EN.sentences([*told, ""]) == "A is so. <var>x</var> is so."
    assert ZH.sentences(ZH.sentence("verdict.more", sentence=one) for one in "甲乙") == "甲。乙。"
    assert begin("") == ""


def test_dates_are_written_in_words() -> None:
    day = dt.date(2021, 5, 7)
    assert (ZH.date(day), EN.date(day)) == ("2021 年 5 月 7 日", "7 May 2021")


def test_a_word_that_is_missing_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        ZH("verdict.nonsense")
    with pytest.raises(KeyError):
        ZH("verdict.state")  # and nothing to fill in


def test_what_is_said_later_is_said_in_the_language_of_the_page() -> None:
    html = f"<p>{later('fault.program', '<code>a {b}</code>')}</p><p>{later('fault.same')}</p>"
    assert said(html, ZH) == "<p>此处有误：<code>a {b}</code></p><p>原因与上面一条相同。</p>"
    assert said(html, EN) == "<p>Mistake here: <code>a {b}</code></p><p>for the same reason as the one above.</p>"
    assert said("<p>{a}</p>", EN) == "<p>{a}</p>"
