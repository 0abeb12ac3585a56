"""Programs that tests start."""

from __future__ import annotations

import os
import shutil

import pytest


def program(name: str, package: str = "") -> str:
    """A program that Debian has, in the package of its name or another; without it the test says how to get it.

    In CI it fails then.
    """
    found = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    if found:
        return found
    need = f"this test needs {name} on PATH (Debian: apt-get install {package or name})"
    if os.environ.get("CI"):
        pytest.fail(need)
    pytest.skip(need)
