"""Chromium, for the tests that need one, and how they wait for it.

A browser does in its own time what a test asks of it.  So no test looks at once after it has moved, clicked, scrolled
or asked for something: it says what must come to be, by Playwright's `expect(…)`, by `wait_for_function`, by
`expect_event`, or, where Python has to work it out, by `until`.  Each asks again until it is so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from yansuan.node import node_command

# Playwright's own Node wants a library that a bare Debian lacks; the one that sets the mathematics runs everywhere.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node_command()[0])

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds after which what was to come is taken not to come, on a busy machine, too."""

expect.set_options(timeout=1000 * PATIENCE)

# The first is Chromium without its windows, bars and menus, for which a page costs half as much; nor does it keep pages
# to go back to.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")

# What Chromium does of its own accord and no test looks at.  The popups of the address bar are pages of their own, in
# each window, and took a third of the browser's time; a process for the page that might come next was started with each
# page.  The rest is what Playwright leaves out: the last list counts.
_WITHOUT = (
    "WebUIOmniboxPopup WebUIOmniboxAimPopup AimEnabled AvoidCorsURLLoaderRestartOnRedirect"
    " AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsFirstBalancedModeAutoEnable HttpsUpgrades"
    " LensOverlay MediaRouter NetworkTimeServiceQuerying OptimizationHints PaintHolding PreconnectToSearch"
    " SpareRendererForSitePerProcess ThirdPartyStoragePartitioning"
)
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ARGUMENTS += ["--disable-gpu"]  # where there is none, it is imitated, which costs more than to draw without
ARGUMENTS.append(f"--disable-features={','.join(_WITHOUT.split())}")


def chromium_path(*, whole: bool = False) -> str:
    """The Chromium on PATH, a `whole` one if so; without one the test says how to get it, and in CI it fails."""
    if found := next(filter(None, map(shutil.which, _NAMES[whole:])), None):
        return found
    need = "this test needs Chromium on PATH (Debian: apt-get install chromium fonts-noto-cjk)"
    if os.environ.get("CI"):
        pytest.fail(need)
    pytest.skip(need)


def launch(playwright: Playwright, *arguments: str) -> Browser:
    """The Chromium on PATH; with $SLOWED in the environment its pages run so many times slower (bench/steady.py)."""
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*ARGUMENTS, *arguments])
    browser.on("context", _prepare)
    return browser


def _prepare(context: BrowserContext) -> None:
    context.set_default_timeout(1000 * PATIENCE)
    if "SLOWED" in os.environ:
        context.on("page", _slow)


def _slow(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": float(os.environ["SLOWED"])})


def until(page: Page, read: Callable[[], T], is_so: Callable[[T], bool]) -> T:
    """What is read, once it is as it must be; where that never comes, the test says what it was last.

    For what the browser cannot be asked in one sentence: numbers that the test compares with its own, requests that it
    holds back.  Meanwhile the browser goes on, and Playwright tells of what happens.
    """
    end = monotonic() + PATIENCE
    while not is_so(found := read()):
        assert monotonic() < end, found
        page.wait_for_timeout(20)
    return found


def drawn(page: Page) -> None:
    """Waits until the browser has drawn what it knows of by now: after this frame comes another.

    Where scripts are off no page is told of its frames: there a locator waits by itself until it stands still.
    """
    page.wait_for_function("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")


def stands(page: Page) -> None:
    """Waits until a page is laid out to its end, which comes when the browser is idle."""
    page.wait_for_function("'stands' in document.documentElement.dataset")


# The theme leads to other pages itself once it has the sitemap; a click before that asks the browser for a new page.
# What is asked for after the sitemap has come, comes after the theme has read it.
_LEADS = """async () => {
  if (!JSON.parse(document.getElementById("__config").textContent).features.includes("navigation.instant")) return true;
  const asked = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/sitemap.xml"));
  return asked.some(({ responseEnd }) => responseEnd) && fetch(asked[0].name).then(answer => answer.text());
}"""


def is_moved(page: Page) -> None:
    """Waits for the theme's script, which comes when a reader moves, and for what it asks for at its start."""
    for x in (7, 8):
        page.mouse.move(x, 7)
    page.wait_for_function("window.target$")
    page.wait_for_function(_LEADS)
    page.wait_for_load_state("networkidle")
