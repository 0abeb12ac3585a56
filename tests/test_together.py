"""Cases that are passed together are all passed, and those that fail are named."""

from __future__ import annotations

import pytest

from tests.together import together


def test_each_case_that_fails_is_listed_with_its_reason() -> None:
    passed = list[tuple[int, str]]()

    @together("number, word", [(1, "a"), (2, "b"), (3, "c"), (4, "d")])
    def one(number: int, word: str) -> None:
        passed.append((number, word))
        assert number != 2, "it is two"
        if number == 3:
            raise KeyError(word)
        if number == 4:
            pytest.fail("no more")

    with pytest.raises(AssertionError) as error:
        one()
    assert passed == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    told = str(error.value).splitlines()
    assert told[0] == "3 of 4 cases:"
    assert [told[told.index(case) + 1].split()[0] for case in ("2, 'b'", "3, 'c'", "4, 'd'")] == [
        "AssertionError:", "KeyError:", "Failed:"
    ]  # fmt: skip
    assert "it is two" in str(error.value)


def test_no_cases_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="no case"):
        together("number", [])
