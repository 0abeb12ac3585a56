"""What `--format sarif` writes is SARIF 2.1.0, by its schema."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from tests.lint.test_command import judged
from yansuan.lint import judge as judging
from yansuan.lint.command import main
from yansuan.node import SetupError, ensure

HERE = Path(__file__).parent


@pytest.fixture
def schema() -> Draft4Validator:
    """What validates a log; Microsoft's matchers for tests bring the schema."""
    try:
        folder = ensure(HERE / "sarif", "SARIF's schema", print)
    except SetupError as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    file = folder / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    return Draft4Validator(json.loads(file.read_text("utf-8")))


def test_a_log(
    schema: Draft4Validator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(judging, "judge", judged)
    (tmp_path / "a b.md").write_text("<!-- yansuan: what -->\n$x-a$\n$x-a$\n\n$$100\\%\n- a$$\n", "utf-8")
    (tmp_path / "gb.md").write_bytes("公式".encode("gbk"))
    logs = []
    for before in ("", "Moved.\n\n"):
        text = (tmp_path / "a b.md").read_text("utf-8")
        (tmp_path / "a b.md").write_text(before + text, "utf-8")
        assert main(["--format", "sarif", "--no-cache", "."]) == 2
        logs.append(json.loads(capsys.readouterr().out))
        assert [error.message for error in schema.iter_errors(logs[-1])] == []
    (run,) = logs[0]["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} == {"text", "numbers"} <= rules
    last = run["results"][-1]
    place = last["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.md"
    assert place["region"] == {"startLine": 5, "startColumn": 3, "endLine": 6, "endColumn": 4}
    replacement = last["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"] == {"text": "+"}
    assert replacement["deletedRegion"] == {"startLine": 6, "startColumn": 1, "endLine": 6, "endColumn": 2}
    marks = [[result["partialFingerprints"]["formula/v1"] for result in log["runs"][0]["results"]] for log in logs]
    assert marks[0] == marks[1]
    assert len(set(marks[0])) == 4
