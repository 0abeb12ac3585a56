"""Firefox, for the tests of what only it did wrong.

Playwright drives a Firefox of its own making, which no distribution has.  The one on PATH is asked by Marionette, the
protocol that it speaks itself and that geckodriver translates: JSON in both directions, each message after its length
(https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.chromium import PATIENCE
from tests.window import Window, lacks

_NAMES = ("firefox-esr", "firefox")

# A port that is free, nothing asked of the network, no page of Firefox's own.
_PREFERENCES = {
    "marionette.port": 0,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.min_background_timeout_value": 4,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "intl.accept_languages": "zh-CN",
}


def firefox_path() -> str:
    """The Firefox on PATH; without one the test says how to get it, and in CI it fails."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        lacks("this test needs Firefox on PATH (Debian: apt-get install firefox-esr fonts-noto-cjk)", "NO_FIREFOX")
    return found


class Firefox(Window):
    """A window without a screen."""

    def __init__(self, connection: socket.socket) -> None:
        self._stream = connection.makefile("rwb")
        self._asked = 0
        self._read()  # it says first what it is
        self._ask("WebDriver:NewSession", pageLoadStrategy="normal")
        self._ask("WebDriver:SetTimeouts", script=2000 * PATIENCE, pageLoad=2000 * PATIENCE)

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._stream.read(1)
        return json.loads(self._stream.read(int(length[:-1])))

    def _ask(self, what: str, **how: Any) -> Any:
        self._asked += 1
        said = json.dumps([0, self._asked, what, how]).encode()
        self._stream.write(b"%d:%s" % (len(said), said))
        self._stream.flush()
        _, number, error, answer = self._read()
        assert number == self._asked
        assert error is None, f"{what}: {error}"
        return answer

    def resize(self, width: int, height: int) -> None:
        """Make the page so large: a window would not be narrower than its bars."""
        self._tell_window(
            "for (const key of ['width', 'height']) page.style[key] = said[key] + 'px'", width=width, height=height
        )
        self.wait(f"innerWidth == {width} && innerHeight == {height}")

    def prefer(self, **media: str) -> None:
        """Let the page find what a reader prefers, as `prefersColorScheme="dark"` or `forcedColors="active"`."""
        self._tell_window("for (const key in said) page.browsingContext[key + 'Override'] = said[key]", **media)

    def _tell_window(self, script: str, **said: Any) -> None:
        self._ask("Marionette:SetContext", value="chrome")
        window = "const [said] = arguments, page = window.gBrowser.selectedBrowser; "
        self._ask("WebDriver:ExecuteScript", script=window + script, args=[said])
        self._ask("Marionette:SetContext", value="content")

    def _go(self, address: str) -> None:
        self._ask("WebDriver:Navigate", url=address)

    def _act(self, source: Mapping[str, Any]) -> None:
        self._ask("WebDriver:PerformActions", actions=[source])

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script of the page returns, or what its promise is kept with."""
        answer = self._ask("WebDriver:ExecuteScript", script=script, args=arguments, sandbox=None, newSandbox=False)
        return answer["value"]

    def wheel(self, y: int) -> None:
        """Turn the wheel over the middle of the page."""
        turn = {"type": "scroll", "x": 300, "y": 300, "deltaX": 0, "deltaY": y, "origin": "viewport"}
        self._act({"type": "wheel", "id": "wheel", "actions": [turn]})

    def picture(self, *, whole: bool = False) -> bytes:
        """A PNG of what is seen, or of the whole page."""
        return base64.b64decode(self._ask("WebDriver:TakeScreenshot", full=whole, hash=False)["value"])


@contextmanager
def firefox(folder: Path, **preferences: Any) -> Iterator[Firefox]:
    """A Firefox of its own, whose profile is in this folder.

    Args:
        folder: an empty one.
        preferences: what about:config would say, besides.
    """
    lines = [
        f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in (_PREFERENCES | preferences).items()
    ]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    command = [
        firefox_path(),
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(folder),
    ]
    told = {**os.environ, "HOME": str(folder), "MOZ_DISABLE_CONTENT_SANDBOX": "1"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=told) as process:
        try:
            with socket.create_connection(("127.0.0.1", _port(folder, process)), PATIENCE) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()


def _port(folder: Path, process: subprocess.Popen[bytes]) -> int:
    """Where it listens, which it writes into its profile when it does."""
    file, end = folder / "MarionetteActivePort", monotonic() + PATIENCE
    while not (file.exists() and file.read_text().strip()):
        assert process.poll() is None, "Firefox has ended"
        assert monotonic() < end, "Firefox does not listen"
        sleep(0.02)
    return int(file.read_text())
