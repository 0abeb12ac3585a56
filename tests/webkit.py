"""WebKit, for the tests of what Safari's readers meet: GTK's, which Debian has, by its driver.

The driver speaks the W3C's WebDriver, JSON over HTTP (https://www.w3.org/TR/webdriver2/).  Its browser wants a screen,
so it gets one that nobody sees, by Xvfb.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.chromium import PATIENCE
from tests.ports import free_port
from tests.window import Window, lacks

_NEEDED = ("WebKitWebDriver", "Xvfb")

# Drawn without a graphics card; a root of a container may not make the sandbox; nobody asks for names of what is there.
_SURROUNDINGS = {
    "GDK_BACKEND": "x11",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "NO_AT_BRIDGE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
}


def _browser_path() -> str:
    """The little browser that comes with the library; without it the test says how to get it, and in CI it fails."""
    found = sorted(Path("/usr").glob("lib*/*/webkit2gtk-4.*/MiniBrowser")) if all(map(shutil.which, _NEEDED)) else []
    if not found:
        need = "this test needs WebKitGTK's driver and Xvfb on PATH (Debian: apt-get install webkit2gtk-driver xvfb)"
        lacks(need, "NO_WEBKIT")
    return str(found[-1])


class WebKit(Window):
    """A window on a screen that nobody sees."""

    def __init__(self, port: int, browser: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=2 * PATIENCE)
        self._session, self._framed = "", False
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        opened = self._ask("POST", "/session", capabilities={"alwaysMatch": wanted})
        self._session = f"/session/{opened['sessionId']}"
        self._ask("POST", "/timeouts", script=2000 * PATIENCE, pageLoad=2000 * PATIENCE)

    def _ask(self, method: str, path: str, **how: Any) -> Any:
        self._connection.request(method, self._session + path, json.dumps(how) if method == "POST" else None)
        answer = self._connection.getresponse()
        value = json.loads(answer.read())["value"]
        assert answer.status == 200, f"{path}: {value}"
        return value

    def resize(self, width: int, height: int) -> None:
        """Make the window so large; it will not be narrower than its bar, see `narrow`."""
        self._ask("POST", "/window/rect", width=width, height=height)
        self.wait(f"innerWidth == {width}")

    def _go(self, address: str) -> None:
        self._ask("POST", "/url", url=address)
        self._framed = False

    def _act(self, source: Mapping[str, Any]) -> None:
        self._ask("POST", "/actions", actions=[source])

    def narrow(self, width: int) -> None:
        """Show the open page in a frame so wide, and ask that from now on; the driver does not always find frames."""
        self.run(
            """const [width] = arguments, frame = document.createElement("iframe");
            frame.style = `position: fixed; inset: 0 auto auto 0; width: ${width}px; height: 700px; border: 0`;
            const loaded = new Promise(done => frame.onload = () => done());
            frame.src = location.href;
            document.body.replaceChildren(frame);
            return loaded""",
            width,
        )
        self._framed = True
        self.stands()

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script of the page returns, or what its promise is kept with."""
        if self._framed:
            arguments = (script, *arguments)
            script = "const [script, ...given] = arguments; return frames[0].Function(script)(...given)"
        return self._ask("POST", "/execute/sync", script=script, args=arguments)

    def click(self, x: float, y: float) -> None:
        """Press the mouse's first button at a place of what is seen."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y), "origin": "viewport", "duration": 0}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def close(self) -> None:
        """End the browser."""
        self._ask("DELETE", "")
        self._connection.close()


@contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """A WebKit of its own, which keeps in an empty folder what it keeps."""
    browser, port = _browser_path(), free_port()
    with ExitStack() as stack:
        around = {**os.environ, **_SURROUNDINGS, "HOME": str(folder), "DISPLAY": stack.enter_context(_screen())}
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "WAYLAND_DISPLAY"):
            around.pop(name, None)
        driver = [shutil.which("WebKitWebDriver") or "", "--host=127.0.0.1", f"--port={port}"]
        stack.enter_context(_running(driver, env=around))
        _listens(port)
        window = WebKit(port, browser)
        stack.callback(window.close)
        yield window


@contextmanager
def _screen() -> Iterator[str]:
    """A screen of which nobody has the name yet."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with _running(command, pass_fds=[write]):
        os.close(write)
        with open(read, encoding="ascii") as told:
            name = told.readline()
        assert re.fullmatch(r"\d+\n", name), "Xvfb has no screen"
        yield f":{name.strip()}"


@contextmanager
def _running(command: list[str], **how: Any) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how) as process:
        try:
            yield
        finally:
            process.terminate()


def _listens(port: int) -> None:
    """Wait until the driver answers."""
    end = monotonic() + PATIENCE
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/status")
            return connection.close()
        except ConnectionRefusedError:
            assert monotonic() < end, "WebKitWebDriver does not listen"
            sleep(0.02)
