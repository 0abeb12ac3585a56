"""Where Chromium is, for the tests that need one."""

from __future__ import annotations

import os
import shutil

import pytest

from hooks.node import node_command

# Playwright's own Node wants a library that a bare Debian lacks; the one that sets the mathematics runs everywhere.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node_command()[0])

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def chromium_path() -> str:
    """The Chromium on PATH; without one the test says how to get it, and in CI it fails."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if found:
        return found
    need = "this test needs Chromium on PATH (Debian: apt-get install chromium fonts-noto-cjk)"
    if os.environ.get("CI"):
        pytest.fail(need)
    pytest.skip(need)
