"""What a run depends on: the import graph within the project, and versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from yansuan.program import provenance

FILES = {
    "snippets/b.py": "",
    "package/__init__.py": "",
    "package/part.py": "from .other import x\nimport b",
    "package/other.py": "x = 1",
    "top.py": "import b",
    "broken.py": "x = (",
    "ring.py": "import ring2",
    "ring2.py": "import ring",
}


def project(root: Path, statement: str) -> tuple[Path, ...]:
    for name, text in {"snippets/a.py": statement, **FILES}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    return root / "snippets", root


PACKAGE = ["package/__init__.py", "package/other.py", "package/part.py", "snippets/b.py"]


@pytest.mark.parametrize(
    ("statement", "files"),
    [
        ("import b", ["snippets/b.py"]),
        ("import snippets.b", ["snippets/b.py"]),
        ("from snippets import b", ["snippets/b.py"]),
        ("from b import *", ["snippets/b.py"]),
        ("def f():\n    try:\n        import b\n    except ImportError:\n        pass", ["snippets/b.py"]),
        ("match 1:\n    case 1:\n        import b", ["snippets/b.py"]),
        ("import importlib\nx = [importlib.import_module('b')]", ["snippets/b.py"]),
        ("import package.part", PACKAGE),
        ("from package import part", PACKAGE),
        ("from package import nothing", ["package/__init__.py"]),
        ("import top", ["snippets/b.py", "top.py"]),
        ("import numpy, json", []),
        ("import broken", ["broken.py"]),
        ("import ring", ["ring.py", "ring2.py"]),
    ],
)
def test_imports_are_followed_through_the_project(tmp_path: Path, statement: str, files: list[str]) -> None:
    roots = project(tmp_path, statement)
    found = provenance.imports(tmp_path / "snippets/a.py", roots).files
    assert [file.relative_to(tmp_path).as_posix() for file in found] == files


def test_packages_from_elsewhere_are_named_and_have_versions(tmp_path: Path) -> None:
    roots = project(tmp_path, "import scipy.optimize\nimport os, nowhere\nfrom matplotlib import pyplot")
    found = provenance.imports(tmp_path / "snippets/a.py", roots)
    assert found.packages == ("matplotlib", "nowhere", "scipy")
    assert list(provenance.versions(found.packages)) == ["Python", "NumPy", "matplotlib", "scipy"]


def test_the_digest_changes_with_files_versions_and_whatever_else_is_given(tmp_path: Path) -> None:
    roots = project(tmp_path, "import b")
    files = [tmp_path / "snippets/b.py"]

    def digest(version: str = "1", more: bytes = b"") -> str:
        return provenance.digest(files, roots, {"NumPy": version}, more)

    before = digest()
    assert digest() == before
    assert len({before, digest("2"), digest(more=b"rc")}) == 3
    files[0].write_text("x = 2")
    assert digest() != before
