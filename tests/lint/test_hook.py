"""The hook for pre-commit, run by pre-commit itself.

Its users' `language: python` installs this package with all that it needs, for which there must be a network; so what
`.pre-commit-hooks.yaml` says is checked by pre-commit, and run as a hook of the repository's own that is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml
from pre_commit.clientlib import load_manifest

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"


def test_a_wrong_formula_is_refused(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {"PRE_COMMIT_HOME": str(tmp_path / "kept"), "XDG_CACHE_HOME": str(tmp_path / "kept")}
    environment = {**os.environ, "PATH": path, **kept}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)

    folder = tmp_path / "notes"
    folder.mkdir()
    (hook,) = load_manifest(str(MANIFEST))
    hook = {key: value for key, value in hook.items() if key in yaml.safe_load(MANIFEST.read_text("utf-8"))[0]}
    local = [{"repo": "local", "hooks": [hook | {"language": "unsupported"}]}]
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": local}), "utf-8")
    (folder / "a.md").write_text("$2^{10} = 1023$\n", "utf-8")
    (folder / "a.txt").write_text("$1=2$\n", "utf-8")
    assert run("git", "init", "-q").returncode == 0
    run("git", "add", "-A")
    refused = run("pre-commit", "run", "--all-files")
    assert refused.returncode == 1
    assert "a.md:1:2: wrong: " in refused.stdout
    assert "1 formula in 1 file" in refused.stdout
