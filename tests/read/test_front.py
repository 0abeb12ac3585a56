"""Front matter: each fault is one message with its place, and what to do."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.jumps import jump
from tests.site.conftest import note
from yansuan.read import front


def messages(source: str) -> list[str]:
    return [str(problem) for problem in front.read(source, "x.md", {"snippet", "other"}).problems]


def test_a_sound_one_is_passed_over_in_silence() -> None:
    assert messages(note(was="[/2021/06/Slug/, /old/]", draft="false", hide="[toc]", lang="en-GB")) == []


def test_a_note_names_a_snippet_or_says_what_its_letters_are() -> None:
    assert messages(note(snippet=None, symbols="{x: 实数, y: [0, 1], n: 3}")) == []
    assert messages(note(snippet=None, symbols="{}")) == []  # comments in its sections say it
    assert messages(note(symbols="\n  x: 实数\n  A: m×n 矩阵")) == []


@pytest.mark.parametrize(
    ("source", "place", "said"),
    [
        (note(date=None), "x.md:1:1: ", "date is missing"),
        (note(date="昨天"), "x.md:2:7: ", "昨天 is not a date"),
        (note(date="2021-13-45"), "x.md:2:7: ", "month must be in 1..12"),
        (note(date="2021-05-27 10:00:00"), "x.md:2:7: ", "is not a date"),
        (note(slug=None), "x.md:1:1: ", "slug is missing"),
        (note(slug=""), "x.md:3:1: ", "slug is missing"),
        (note(slug="7"), "x.md:3:7: ", "7 will not do"),
        (note(slug="Legendre Transform"), "x.md:3:7: ", "lower-case"),
        (note(tags="数学"), "x.md:4:7: ", "not a list"),
        (note(tags="[]"), "x.md:4:7: ", "not a list"),
        (note(tags="[1]"), "x.md:4:7: ", "1 is not a word"),
        (note(tags="[a, a]"), "x.md:4:7: ", "twice"),
        (note(tags="[a"), "x.md:4:7: ", "flow sequence"),
        (note(description=None), "x.md:1:1: ", "description is missing"),
        (note(description="代价 $J$"), "x.md:5:14: ", "TeX"),
        (note(description=r"\partial J"), "x.md:5:14: ", "TeX"),
        (note(description="a: b"), "x.md:5:15: ", "quotes"),
        (note(snippet=None), "x.md:1:1: ", "snippet is missing"),
        (note(snippet="snipet"), "x.md:6:10: ", "Do you mean snippet?"),
        (note(snippet="a-b.py"), "x.md:6:10: ", "not a module's name"),
        (note(tgas="[a]", tags=None), "x.md:6:1: ", "Do you mean tags?"),
        (note(colour="red"), "x.md:7:1: ", "unknown key colour"),
        (note(symbols="实数"), "x.md:7:10: ", "symbols: it is not a mapping. Wanted is a line for each letter"),
        (note(symbols="[x]", snippet=None), "x.md:6:10: ", "not a mapping"),
        (note(draft="maybe"), "x.md:7:8: ", "neither true nor false"),
        (note(hide="toc"), "x.md:7:7: ", "not a list"),
        (note(was="old"), "x.md:7:6: ", "not an address"),
        (note(was="/../x/"), "x.md:7:6: ", "not an address"),
        (note(lang="fr"), "x.md:7:7: ", "fr is no language in which a page is framed. Wanted is `lang: zh`"),
        (note(lang="no"), "x.md:7:7: ", "False is no language"),
        (note() .replace("slug: slug", "slug: slug\nslug: other"), "x.md:4:1: ", "in line 3 already"),
        (note().replace("---\n\n", "\n", 1), "x.md:1:1: ", "no closing line"),
        ("# 题\n", "x.md:1:1: ", "is missing"),
        ("", "x.md:1:1: ", "is missing"),
        ("---\n- a\n---\n", "x.md:1:1: ", "`key: value`"),
    ],
)  # fmt: skip
def test_a_fault_is_one_message(source: str, place: str, said: str) -> None:
    (message,) = messages(source)
    assert message.startswith(place)
    assert jump(message)[0] == "x.md"
    assert said in message


def test_the_place_is_that_of_the_value_wherever_it_stands() -> None:
    source = note(tags=None).replace("slug: slug", 'tags:\n  - 数\n  - 7\nslug:   "é $"')
    assert [message.partition(": ")[0] for message in messages(source)] == ["x.md:4:3", "x.md:6:9"]


def test_a_draft_may_lack_what_is_not_written_yet() -> None:
    assert messages("---\ndate: 2021-05-27\ndraft: true\n---\n# 题\n") == []


def test_every_fault_is_told_in_the_order_of_the_file() -> None:
    told = messages(note(date="昨天", slug="A", snippet="none"))
    assert [message.split(":")[1] for message in told] == ["2", "3", "6"]


def test_two_notes_may_not_share_a_slug_or_an_old_address() -> None:
    fronts = [front.read(note(was="/old/", slug=slug), path) for path, slug in [("b.md", "x"), ("a.md", "x")]]
    told = [str(problem) for problem in front.conflicts(fronts)]
    assert told == [
        "b.md:3:7: slug: x is taken by a.md:3:7. Give one of the two another.",
        "b.md:7:6: was: /old/ is taken by a.md:7:6. Give one of the two another.",
    ]


def test_a_page_that_is_not_a_note_needs_none() -> None:
    assert front.read_page("# 关于\n", "a.md").problems == []
    assert front.read_page("---\ntemplate: x.html\ncolour: red\n---\n", "a.md").problems == []
    (problem,) = front.read_page("---\ntitle: [a\n---\n", "a.md").problems
    assert str(problem).startswith("a.md:2:8: the front matter is not valid YAML")


def test_a_note_keeps_its_address_while_its_front_matter_is_edited() -> None:
    before = front.read(note(date="2021-06-01", slug="x"), "x.md").values
    edited = front.read(note(tags="[a"), "x.md")
    handed = yaml.safe_load(edited.repaired(before).split("---\n")[1])
    assert (handed["date"].isoformat(), handed["slug"]) == ("2021-06-01", "x")


VALUES = st.one_of(st.text("ab:[]{}'\"#-$ 数\n\t&*!%@`|>", max_size=12), st.sampled_from(["2021-01-01", "true", "1"]))


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(["date", "slug", "tags", "draft", "hide", "search", "was", "x"]), VALUES))
def test_whatever_is_typed_the_plugins_get_what_they_can_read(values: dict[str, str]) -> None:
    typed = "".join(f"{key}: {value}\n" for key, value in values.items())
    checked = front.read(f"---\n{typed}---\n# 题\n", "x.md")
    _, head, body = checked.repaired({}).split("---\n", 2)
    handed = yaml.safe_load(head)
    assert handed["date"].year
    assert isinstance(handed.get("slug", ""), str)
    assert isinstance(handed.get("draft", False), bool)
    assert all(isinstance(tag, str) for tag in handed.get("tags", []))
    assert isinstance(handed.get("hide", []), list)
    assert body.endswith("# 题\n")
