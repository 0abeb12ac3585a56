"""Programs that tests start."""

from __future__ import annotations

import os
import shutil

import pytest


def program(name: str) -> str:
    """A program that Debian has; without it the test says how to get it, and in CI it fails."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    if found:
        return found
    need = f"this test needs {name} on PATH (Debian: apt-get install {name})"
    if os.environ.get("CI"):
        pytest.fail(need)
    pytest.skip(need)
