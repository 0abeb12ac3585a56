"""A small project with snippets of its own, run once for all tests of a worker."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.forked import python
from yansuan import project
from yansuan.program.options import Options
from yansuan.program.workshop import Lab, Workshop

ROOT = Path(__file__).parents[2]

# Each run of it leaves a letter in alpha.runs. What it prints is to come through to the letter.
PRINTED = "<b>*not bold*</b> $x$ `code` &amp; \\(y\\)\n\n\n    indented\tby a tab\n--8<-- [start:show]\n# no heading\n"
ALPHA = f'''\
# %% setup
"""第一个模块。"""

from pathlib import Path
from typing import Any

from snippets.beta import twice


def failing():
    """只在别处出错。"""
    raise ValueError("三个\\n字")


# %% [markdown] about
# ## 说明
#
# 见[首页](../index.md)。

# %% count
if __name__ == "__main__":
    with open(Path(__file__).parents[1] / "alpha.runs", "a") as file:
        file.write("x")

# %% show
if __name__ == "__main__":
    print("\\x1b[31m", twice(21), "\\x1b[0m", sep="")
    print({PRINTED!r}, end="")

# %% draw
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [1, 4, 9], color="#B3261E", label="平方 & <立方>")
    axes.plot([1, 2, 3], [1, 8, 27], "--")
    axes.scatter([2], [4], color="white", edgecolor="black")
    axes.set(title="图的名字", xlabel="横轴")
    axes.legend()
    plt.show()
    print("after the figure")

# %% code-with-marks
QUOTED = """
--8<-- "alpha.py:show"
--8<-- [end:code-with-marks]
```
"""
SUM = 1 + 2
SUM
'''
BETA = '''\
# %% module
"""第二个模块。"""

import gamma


def twice(number):
    """两倍。"""
    return gamma.TWO * number


# %% count
if __name__ == "__main__":
    from pathlib import Path

    with open(Path(__file__).parents[1] / "beta.runs", "a") as file:
        file.write("x")
'''
GAMMA = "TWO = 2\n"


@dataclass
class Project:
    """A project in a temporary folder, and what was said on the console."""

    root: Path
    said: list[str] = field(default_factory=list)

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def make(self, **options: Any) -> dict[str, Lab]:
        self.said.clear()
        return Workshop(project.Project.at(self.root), Options(**options), self.said.append).make()

    def runs(self, name: str) -> int:
        file = self.root / f"{name}.runs"
        return len(file.read_text()) if file.exists() else 0

    def build(self, *arguments: str, module: str = "mkdocs") -> subprocess.CompletedProcess[str]:
        return python("-m", module, "build", *arguments, cwd=self.root, env=os.environ)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, Lab]]:
    """The project after its first run; tests that change it take a `copy`."""
    project = Project(tmp_path_factory.mktemp("made"))
    for name, text in {"alpha": ALPHA, "beta": BETA, "gamma": GAMMA}.items():
        # gamma is a module of the project, but no snippet.
        project.write(f"{name}.py" if name == "gamma" else f"snippets/{name}.py", text)
    return project, project.make()


@pytest.fixture
def copy(made: tuple[Project, dict[str, Lab]], tmp_path: Path) -> Callable[[], Project]:
    """Makes copies of the project, caches included."""

    def copied() -> Project:
        root = tmp_path / "project"
        shutil.copytree(made[0].root, root)
        return Project(root)

    return copied
