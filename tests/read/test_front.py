"""Front matter: each fault is one message with its place, and what to do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.jumps import jump
from tests.site.conftest import note
from tests.together import together
from yansuan.read import front
from yansuan.read.tags import look_alike


def messages(source: str) -> list[str]:
    return [str(problem) for problem in front.read(source, "x.md", {"snippet", "other"}).problems]


def test_a_sound_one_is_passed_over_in_silence() -> None:
    assert messages(note(was="[/2021/06/Slug/, /old/]", draft="false", hide="[toc]", lang="en-GB")) == []


def test_a_note_names_a_snippet_or_says_what_its_letters_are() -> None:
    assert messages(note(snippet=None, symbols="{x: 实数, y: [0, 1], n: 3}")) == []
    assert messages(note(snippet=None, symbols="{}")) == []  # comments in its sections say it
    assert messages(note(symbols="\n  x: 实数\n  A: m×n 矩阵")) == []


@together(
    ("source", "place", "said"),
    [
        (note(date=None), "x.md:1:1: ", "date is missing"),
        (note(date="昨天"), "x.md:2:7: ", "昨天 is not a date"),
        (note(date="2021-13-45"), "x.md:2:7: ", "month must be in 1..12"),
        (note(date="2026-13-28"), "x.md:2:7: ", "2026-13-28 is not a date: month must be in 1..12"),
        (note(date='"2022-02-30"'), "x.md:2:7: ", "2022-02-30 is not a date: day is out of range"),
        (note(date="2022-03-04 24:30"), "x.md:2:7: ", "hour must be in 0..23"),
        (note(date="27.05.2021"), "x.md:2:7: ", "27.05.2021 is not a date. Wanted is"),
        (note(updated="2021-05-26"), "x.md:7:10: ", "updated: 2021-05-26 is before date: 2021-05-27"),
        (note(updated="gestern"), "x.md:7:10: ", "is not a date"),
        (note(slug="7.5"), "x.md:3:7: ", "7.5 will not do"),
        (note(slug="Legendre Transform"), "x.md:3:7: ", "lower-case"),
        (note(tags="数学, 分析"), "x.md:4:7: ", "not a list"),
        (note(tags="[yes]"), "x.md:4:7: ", "True is not a word"),
        (note(tags="[a, a]"), "x.md:4:7: ", "twice"),
        (note(tags="[a"), "x.md:4:7: ", "flow sequence"),
        (note(description="代价 $J$"), "x.md:5:14: ", "TeX"),
        (note(description=r"\partial J"), "x.md:5:14: ", "TeX"),
        (note(description="a: b"), "x.md:5:15: ", "quotes"),
        (note(snippet="snipet"), "x.md:6:10: ", "Do you mean snippet?"),
        (note(snippet="a-b.py"), "x.md:6:10: ", "not a module's name"),
        (note(tgas="[a]", tags=None), "x.md:6:1: ", "Do you mean tags?"),
        (note(colour="red"), "x.md:7:1: ", "unknown key colour"),
        (note(symbols="实数"), "x.md:7:10: ", "symbols: it is not a mapping. Wanted is a line for each letter"),
        (note(symbols="[x]", snippet=None), "x.md:6:10: ", "not a mapping"),
        (note(draft="maybe"), "x.md:7:8: ", "neither true nor false"),
        (note(hide="toc"), "x.md:7:7: ", "not a list"),
        (note(hide="[toc, minuts]"), "x.md:7:7: ", "there is no minuts. Do you mean minutes?"),
        (note(cover="https://example.org/a.png"), "x.md:7:8: ", "is on another host"),
        (note(cover="{src: a.png, alr: 甲}"), "x.md:7:8: ", "there is no alr"),
        (note(was="/?p=12"), "x.md:7:6: ", "not an address"),
        (note(permalink="/a/:title/"), "x.md:7:1: ", "unknown key permalink. An address is made of `date:`"),
        (note(aliases="[/old/]"), "x.md:7:1: ", "Write the addresses that it had as `was:`"),
        (note(lastmod="2022-01-01"), "x.md:7:1: ", "Write `updated:"),
        (note(pin="top"), "x.md:7:6: ", "neither true nor false"),
        (note(series="[a]"), "x.md:7:9: ", "not a text"),
        ("+++\ndate = 2021-05-27\n+++\n# 题\n", "x.md:1:1: ", "the front matter is TOML"),
        ('{\n  "date": "2021-05-27"\n}\n# 题\n', "x.md:1:1: ", "the front matter is JSON, and here it is YAML"),
        ('{"date": "2021-05-27", "tags": ["a"]}\n# 题\n', "x.md:1:1: ", "the front matter is JSON, and here"),
        ("---toml\ndate = 2021-05-27\n---\n# 题\n", "x.md:1:1: ", "the front matter is TOML (after ---toml), and"),
        ('---json\n{"date": "2021-05-27"}\n---\n# 题\n', "x.md:1:1: ", "the front matter is JSON (after ---json)"),
        ('"date": "2021-05-27"\n;;;\n# 题\n', "x.md:1:1: ", "the front matter is JSON (up to a line of ;;;)"),
        ("title: 题\ndate: 2021-05-27\n\n正文：字\n", "x.md:1:1: ", "the front matter is lines without ---"),
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


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"2022-03-04"', date(2022, 3, 4)),
        ("2022/3/4", date(2022, 3, 4)),
        ("2022.03.04", date(2022, 3, 4)),
        ("2013-7-13 20:46:25", datetime(2013, 7, 13, 20, 46, 25)),
        ("2022-03-04 10:30", datetime(2022, 3, 4, 10, 30)),
        ("2022-03-04 10:30:00 +0800", datetime(2022, 3, 4, 10, 30, tzinfo=timezone(timedelta(hours=8)))),
        ("2022-03-04T10:30:00-05:00", datetime(2022, 3, 4, 10, 30, tzinfo=timezone(timedelta(hours=-5)))),
        ("{created: 2022-03-04, updated: 2022-03-05}", date(2022, 3, 4)),
    ],
)
def test_a_date_is_read_as_people_write_it(written: str, read: date) -> None:
    checked = front.read(note(date=written), "x.md")
    assert checked.problems == []
    assert checked.values["date"] == read
    assert yaml.safe_load(checked.repaired({}).split("---\n")[1])["date"] == read


def test_a_date_is_all_that_a_note_needs() -> None:
    checked = front.read("---\ndate: 2022-03-04\n---\nOne line.\n", "2022-03-04-Hello_world.md")
    assert (checked.problems, checked.values["slug"]) == ([], "hello-world")
    (problem,) = front.read("---\ndate: 2022-03-04\n---\n", "你好.md").problems
    assert str(problem).startswith("你好.md:1:1: slug is missing: ")
    assert messages(note(tags="[]", description="", snippet="")) == []


def test_one_word_is_a_list_and_a_year_is_a_word() -> None:
    for written, read in (("数学", ["数学"]), ("[数学, 2024]", ["数学", "2024"])):
        checked = front.read(note(tags=written, categories=written), "x.md")
        assert (checked.problems, checked.values["tags"], checked.values["categories"]) == ([], read, read)


def test_a_number_or_a_day_is_a_text_where_one_is_wanted() -> None:
    checked = front.read(note(slug="2024", title="1984", series="2024-05-01"), "x.md", {"snippet"})
    assert not checked.problems
    assert (checked.values["slug"], checked.values["series"]) == ("2024", "2024-05-01")


def test_a_head_of_another_system_is_not_printed() -> None:
    for head in ("+++\na = 1\n+++\n", '{\n"a": 1\n}\n', ';;;\n"a": 1\n;;;\n', "title: a\n\n"):
        assert front.read(f"{head}# 题\n", "x.md").body == "# 题\n"
    for text in ("{ 不是题头 }\n", "日期：今天\n\n正文\n", "Note: this is text.\n\nMore.\n"):
        assert "is missing" in messages(text)[0]


def test_old_addresses_may_have_any_form() -> None:
    written = "[/2019/03/hello.html, hello, https://me.github.io/a/, /%E4%BD%A0%E5%A5%BD/]"
    checked = front.read(note(was=written), "x.md")
    assert checked.problems == []
    assert front.old_addresses(checked) == ("/2019/03/hello.html", "/hello", "/a/", "/你好/")


def test_a_note_of_a_day_to_come() -> None:
    now = datetime(2021, 5, 27, 12, tzinfo=UTC)
    later = ["2021-05-28", "2021-05-27 12:01", "2021-05-27T12:30:00Z", "2021-05-27T19:00:00+05:00"]
    earlier = ["2021-05-27", "2021-05-27 11:59", "2021-05-27T19:00:00+08:00", "0001-01-01"]
    told = [front.read(note(date=day), "x.md").is_to_come(now) for day in later + earlier]
    assert told == [True, True, True, True, False, False, False, False]


def test_the_place_is_that_of_the_value_wherever_it_stands() -> None:
    source = note(tags=None).replace("slug: slug", 'tags:\n  - 数\n  - no\nslug:   "é $"')
    assert [message.partition(": ")[0] for message in messages(source)] == ["x.md:4:3", "x.md:6:9"]


def test_a_page_in_toml_is_told() -> None:
    (problem,) = front.read_page("+++\ntitle = 'x'\n+++\n# 关于\n", "a.md").problems
    assert str(problem).startswith("a.md:1:1: the front matter is TOML")


def test_a_draft_may_lack_what_is_not_written_yet() -> None:
    assert messages("---\ndate: 2021-05-27\ndraft: true\n---\n# 题\n") == []


def test_every_fault_is_told_in_the_order_of_the_file() -> None:
    told = messages(note(date="昨天", slug="A", snippet="none"))
    assert [message.split(":")[1] for message in told] == ["2", "3", "6"]


def settled(**sources: str) -> dict[str, front.Front]:
    return front.settled({f"{name}.md": front.read(source, f"{name}.md") for name, source in sources.items()})


def test_two_notes_may_not_share_a_slug_or_an_old_address() -> None:
    found = settled(b=note(was="/old/", slug="x"), a=note(was="/old/", slug="x"), c=note(slug="x"))
    assert [str(problem) for problem in found["b.md"].problems] == [
        "b.md:3:7: slug: x is taken by a.md:3:7. Give one of the two another.",
        "b.md:7:6: was: /old/ is taken by a.md:7:6. Give one of the two another.",
    ]
    assert [found[name].values["slug"] for name in ("a.md", "b.md", "c.md")] == ["x", "x-2", "x-3"]
    assert not found["a.md"].problems


def test_a_note_keeps_its_slug_when_another_is_copied_from_it() -> None:
    fronts = {name: front.read(note(slug="x"), name) for name in ("a.md", "b.md")}
    found = front.settled(fronts, {"b.md": {"slug": "x"}})
    assert [found[name].values["slug"] for name in ("a.md", "b.md")] == ["x-2", "x"]


def test_tags_that_differ_by_capitals_are_one_and_told() -> None:
    found = settled(
        a=note(slug="a", tags="[Python, C++]"), b=note(slug="b", tags="[python, C#]"), c=note(slug="c", tags="[python]")
    )
    assert [str(problem) for one in found.values() for problem in one.problems] == [
        "a.md:4:7: tags: Python is python at b.md:4:7. Write them alike."
    ]
    assert [found[name].values["tags"] for name in ("a.md", "b.md")] == [["python", "C++"], ["python", "C#"]]


def test_a_tag_that_looks_like_another_is_told_and_stays() -> None:
    found = settled(
        a=note(slug="a", tags="[线性代数, 高等数学, Machine Learning, Python2]"),
        b=note(slug="b", tags="[线形代数, 初等数学, machine-learning, Python3]"),
        c=note(slug="c", tags="[线性代数, 数论, 图论]"),
    )
    assert [str(problem) for one in found.values() for problem in one.problems] == [
        "b.md:4:7: tags: 线形代数 looks like 线性代数 at a.md:4:7. Write them alike if they are one.",
        "b.md:4:7: tags: machine-learning looks like Machine Learning at a.md:4:7. Write them alike if they are one.",
    ]
    assert found["b.md"].values["tags"] == ["线形代数", "初等数学", "machine-learning", "Python3"]


@together(
    ("one", "other", "are"),
    [
        ("probabilty", "probability", True),
        ("proabbility", "probability", True),
        ("number", "numbers", True),
        ("Ｐｙｔｈｏｎ", "Python", True),
        ("傅立叶变换", "傅里叶变换", True),
        ("行列式", "形列式", True),
        ("微分方程", "积分方程", False),
        ("概率论", "概率", False),
        ("向量", "相量", False),
        ("C++", "C#", False),
        ("R", "C", False),
        ("log", "logs", False),
        ("matrix", "metric", False),
    ],
)
def test_what_looks_like_a_misspelling(one: str, other: str, are: bool) -> None:
    assert look_alike(one, other) == look_alike(other, one) == are


def test_a_page_that_is_not_a_note_needs_none() -> None:
    assert front.read_page("# 关于\n", "a.md").problems == []
    assert front.read_page("---\ntemplate: x.html\ncolour: red\n---\n", "a.md").problems == []
    (problem,) = front.read_page("---\ntitle: [a\n---\n", "a.md").problems
    assert str(problem).startswith("a.md:2:8: the front matter is not valid YAML")


def test_a_note_keeps_its_address_while_its_front_matter_is_edited() -> None:
    before = front.read(note(date="2021-06-01", slug="x"), "x.md").values
    edited = front.read(note(date="2021-06-", slug="x", tags="[a"), "x.md")
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


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("tags:\n\t- 甲\n---\n", "x.md:5:1: the front matter is not valid YAML: a tab stands where blanks are wanted"),
        ("title: 甲: 乙\n---\n", "x.md:4:9: the front matter is not valid YAML"),
        ("\n# 题\n", "x.md:1:1: the front matter has no closing line"),
    ],
)
def test_a_note_keeps_its_address_whatever_else_cannot_be_read(head: str, says: str) -> None:
    made = front.read(f"---\ndate: 2021-05-27\nslug: some\n{head}", "x.md")
    assert str(made.problems[0]).startswith(says)
    assert (made.values["date"], made.values["slug"]) == (date(2021, 5, 27), "some")
