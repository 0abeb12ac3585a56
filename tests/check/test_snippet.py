"""What is wrong with a snippet's notation is told with its place in the snippet, whatever it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yansuan.check.apart import Allowed
from yansuan.check.snippet import instances, notations
from yansuan.check.verify import Verifier
from yansuan.tex.patterns import NotationError

SNIPPET = """\
def helper(x):
    return 1 / x

def notation(rng):
    {}

NOTATIONS = {{"main": notation}}
"""


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        ('while True: yield {"a": ("值", helper(0))}', "2:12", "ZeroDivisionError: division by zero"),
        (
            'while True: yield {"a": ("值", 1.0), r"\\hat{u}_{i": ("值", 2.0)}',
            "5:41",
            r"key '\hat{u}_{i' is no pattern",
        ),
        ('while True: yield {"b, a+": ("值", 1.0)}', "5:24", "'b, a+' is no pattern"),
        ('while True: yield {"a": ("值", lambda q: q)}', "5:24", "'a' follows from 'q'"),
        ('while True: yield {"a": 1.0}', "5:24", "'a' is not a pair (name, value)"),
        ("while True: yield {3: 1.0}", "4:1", "key 3 is no text"),
        ("while True: yield 3", "4:1", "'3', and wanted is a dict of symbols"),
        ("return iter([])", "4:1", "gives 0 instances and 30 are needed"),
    ],
)
def test_what_is_wrong_with_a_notation_is_told_in_its_place(tmp_path: Path, body: str, place: str, says: str) -> None:
    path = tmp_path / "a.py"
    path.write_text(SNIPPET.format(body), "utf-8")
    with pytest.raises(NotationError) as told:
        instances(path, None)
    assert str(told.value).startswith(f"{path}:{place}: ")
    assert says in str(told.value)


@pytest.mark.parametrize("takes", ["", "rng, n", "*, rng"])
def test_a_notation_takes_the_generator_alone(tmp_path: Path, takes: str) -> None:
    path = tmp_path / "a.py"
    path.write_text(f"def main({takes}):\n    yield {{}}\n\nNOTATIONS = {{'main': main}}\n", "utf-8")
    with pytest.raises(
        NotationError, match=r"a\.py:1:1: a notation takes the generator of random numbers, and nothing"
    ):
        instances(path, None)


@pytest.mark.parametrize("key", [r"\overline{c_n}", r"\underline{c_n}", r"\overline{c_{n}}"])
def test_an_index_may_stand_below_a_bar(tmp_path: Path, key: str) -> None:
    path = tmp_path / "a.py"
    body = f'while True: yield {{"n": ("号", ...), r"{key}": ("值", [1.0, 2.0])}}'
    path.write_text(SNIPPET.format(body), "utf-8")
    assert instances(path, None)


def test_all_notations_of_a_snippet_are_drawn_once(tmp_path: Path) -> None:
    path = tmp_path / "many.py"
    path.write_text(
        "def one(rng):\n    while True:\n        yield {'x': ('数', rng.normal())}\n\n"
        "NOTATIONS = {f'n{k}': one for k in range(60)}\n",
        "utf-8",
    )
    names = list(notations(path))
    first = [instances(path, name) for name in names]
    assert len(names) == 60
    assert all(instances(path, name) is found for name, found in zip(names, first, strict=True))


HELD_UP = "while True:\n    try:\n        print(1)\n    except Exception:\n        pass\n"
NEVER = "def notation(rng):\n    while True: pass\n    yield\nNOTATIONS = {'main': notation}\n"


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("x = 0\nwhile True:\n    x += 1\n", r"a\.py:[23]:\d+", "stopped here after 0.1 s. Make it end sooner, or put"),
        (HELD_UP, r"a\.py:[1-5]:\d+", "stopped here after 0.1 s"),
        (NEVER, r"a\.py:2:", "Let the notation yield sooner."),
        ("input('? ')\n", r"a\.py:1:1", "EOFError"),
    ],
)
def test_a_snippet_that_does_not_end_or_asks_something_holds_nobody_up(
    text: str, place: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Allowed, "seconds", 0.1)
    path = tmp_path / "a.py"
    path.write_text(text, "utf-8")
    for _ in range(2):  # it is not waited for once more
        with pytest.raises(NotationError) as told:
            instances(path, None)
        assert re.search(place, str(told.value))
        assert says in str(told.value)
    assert not capfd.readouterr().out


NEVER_FOR_LARGE = """\
def f(x):
    while x > 1:
        pass
    return x

def notation(rng):
    while True: yield {"x": ("数", rng.uniform(2, 3)), "y": ("数", 1.0), "f(x)": ("函数", f)}

NOTATIONS = {"main": notation}
"""


@pytest.mark.parametrize("symbols", ["", "symbols: {z: 实数}\n"])
def test_a_function_that_does_not_end_is_told_where_it_stands_and_not_asked_again(
    symbols: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Allowed, "seconds", 0.2)
    (tmp_path / "a.py").write_text(NEVER_FOR_LARGE, "utf-8")
    note = f"---\nsnippet: a\n{symbols}---\n\n$$f(x) = x$$\n\n$$f(y) = y$$\n"
    for verifier in (Verifier(tmp_path, tmp_path / "cache"), Verifier(tmp_path, tmp_path / "cache")):
        found = verifier.verify(note)
        assert [one.verdict.kind for one in found] == ["unreadable"] * 2
        assert len({one.verdict.reason for one in found}) == 1, "of one cause, told once"
        assert re.search(r"a\.py:[23]:\d+: the snippet was stopped here after 0.2 s", str(found[0].verdict.reason))
    (tmp_path / "a.py").write_text(NEVER_FOR_LARGE.replace("x > 1", "x > 9"), "utf-8")
    assert [one.verdict.kind for one in verifier.verify(note)] == ["holds"] * 2


def test_what_takes_too_long_without_a_snippet_is_said_not_to_be_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(Allowed, "seconds", 0.1)
    monkeypatch.setattr("yansuan.check.verify.check", check)
    (one,) = Verifier(tmp_path, None).verify("---\nsymbols: {x: 实数}\n---\n\n$$x = x$$\n")
    assert "it was not judged within 0.1 s. Write it as several formulas" in one.message()
