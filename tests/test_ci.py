"""The workflow that tests every pull request, which no machine here can run: it does what .ci/run does, and no more."""

from __future__ import annotations

import re

import yaml

from tests.conftest import ROOT

# By yaml.BaseLoader all is text, and `on` is not taken for true.
WORKFLOW = yaml.load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"), yaml.BaseLoader)
[JOB] = WORKFLOW["jobs"].values()
STEPS = JOB["steps"]


def test_a_pull_request_passes_what_ci_run_asks() -> None:
    assert {"pull_request", "push"} <= set(WORKFLOW["on"])
    assert JOB["container"]["image"] == "debian:12"
    first, last = [step["run"] for step in STEPS if "run" in step]
    assert {"ca-certificates", "git"} <= set(first.split())
    assert last == "bash .ci/run"
    assert (ROOT / ".ci/run").is_file()
    assert "run" in STEPS[0], "checkout needs what the first step installs"


def test_it_may_change_nothing_and_ends() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in JOB
    assert 0 < int(JOB["timeout-minutes"]) <= 60
    assert WORKFLOW["concurrency"]["cancel-in-progress"] == "true"
    assert "github.ref" in WORKFLOW["concurrency"]["group"]
    used = {step["uses"].partition("@")[0]: step.get("with", {}) for step in STEPS if "uses" in step}
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in STEPS if "uses" in step)
    assert used["actions/checkout"]["persist-credentials"] == "false"


def test_what_is_cached_cannot_change_a_result() -> None:
    [cache] = [step["with"] for step in STEPS if step.get("uses", "").startswith("actions/cache@")]
    assert set(cache["path"].split()) == {"/root/.cache/pip", "/root/.npm"}  # compared with the locks' hashes
    assert STEPS[-1]["env"] == {"HOME": "/root"}
