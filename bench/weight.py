"""What a note weighs on a phone, beside the same notes by stock Material with MathJax in the browser.

    python -m bench.weight [--repeat 3]

Both sites are built here and now, both served compressed from this machine, and each note is opened in a Chromium that
is slowed to a phone: 1.6 Mbit/s, 150 ms a round trip, a quarter of the processor.  Printed are medians: bytes that came
over the wire, in all and of scripts; when anything was painted first, and when the largest thing of the first screen
was (seconds after the start of the navigation); for how many milliseconds the page would not have answered, that is,
what all its tasks took beyond 50 ms each; when the last formula became what it stays; the layout shift until then; how
many elements there are after that, of 8,000 that a note may have.  A
formula is final when its place and its size are: ours that are out of sight are drawn when they come near.

Time grows with length, and these notes are long.  So `short` is measured too: back propagation up to its 23rd formula,
which is as many as the note had with which other ways to publish were compared.  And each note is measured bare (see
bench/bare.py), drawn and as letters: what it would take, on this machine, if there were nothing but its prose and
formulas, and if these were not even set.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.bare import bare
from bench.sites import POSTS, ROOT, copy_of_project, stock_project
from tests.chromium import ARGUMENTS, chromium_path
from yansuan.node import ensure

STOCK = Path(__file__).with_name("stock")
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER = 4
PHONE = {"width": 390, "height": 844}
SHORT = 23
QUIET = 1.5  # seconds without a change, after which nothing more is expected

# Whatever changes a formula's place or size, or brings another or a font, is the latest change.  Who looks must not
# make the browser lay out what it would not have laid out by itself yet: so it is looked when a layout has changed the
# page's height, and, for what changes no height, now and then once all is loaded.
WATCH = """
window.finality = { at: 0, shift: 0, first: 0, largest: 0, blocking: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) finality.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName("first-contentful-paint")) finality.first = entry.startTime;
}).observe({ type: "paint", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) finality.largest = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) finality.blocking += entry.duration - 50;
}).observe({ type: "longtask", buffered: true });
document.fonts.addEventListener("loadingdone", ({ fontfaces }) => { // MathJax's; ours draws formulas without
  if (fontfaces.some(({ family }) => family.includes("MJX"))) finality.at = performance.now();
});
const kinds = ["formula", "formula-scroll"].map((name) => document.getElementsByClassName(name));
kinds.push(document.getElementsByTagName("mjx-container"));
let before = "";
function look() {
  const now = kinds.filter((all) => all.length).map((all) => {
    const box = all[all.length - 1].getBoundingClientRect();
    return [all.length, box.top + scrollY, box.width, box.height];
  }).join();
  if (now != before) { before = now; finality.at = performance.now(); }
}
(function watch() {
  if (!document.body) return requestAnimationFrame(watch);
  new ResizeObserver(look).observe(document.body); // the root's height is the window's
})();
setInterval(() => { if (document.readyState == "complete") look(); }, 250);
"""


@dataclass(frozen=True)
class Opened:
    """One opening of a note: bytes in all and of scripts, seconds, milliseconds of blocking, layout shift, elements."""

    whole: float
    script: float
    first: float
    largest: float
    blocking: float
    final: float
    shift: float
    elements: float


def main() -> None:
    """Build, serve, open, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="how often each note is opened")
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory(prefix="weight-") as folder:
        ours = _our_site(Path(folder, "ours"))
        sites = {"ours": ours, "stock": _stock_site(Path(folder, "stock"))}
        for name, drawn in (("bare", True), ("letters", False)):
            sites[name] = _bare_site(ours, Path(folder, name), drawn)
        with sync_playwright() as playwright, ExitStack() as stack:
            roots = {name: stack.enter_context(served(site)) for name, site in sites.items()}
            browser = playwright.chromium.launch(executable_path=chromium_path(whole=True), args=ARGUMENTS)
            print(f"{'note':24}{'site':12}{'KB in all':>10}{'script':>8}", end="")
            print(f"{'first (s)':>11}{'largest (s)':>12}{'blocking (ms)':>14}{'final (s)':>11}", end="")
            print(f"{'shift':>8}{'elements':>10}")
            for slug, address in notes(ours):
                addresses = {name: root + (f"{slug}/" if name == "stock" else address) for name, root in roots.items()}
                _print(slug, _medians(browser, addresses, repeat))
            browser.close()


def _print(slug: str, found: dict[str, Opened]) -> None:
    for site, one in found.items():
        sizes = f"{one.whole / 1000:10.1f}{one.script / 1000:8.1f}"
        paints = f"{one.first:11.2f}{one.largest:12.2f}{one.blocking:14.0f}"
        print(f"{slug:24}{site:12}{sizes}{paints}{one.final:11.2f}{one.shift:8.3f}{one.elements:10.0f}", flush=True)
    ours = found.pop("ours")
    for site, one in found.items():
        paints = f"{_ratio(ours.first, one.first):>11}{_ratio(ours.largest, one.largest):>12}"
        times = f"{paints}{_ratio(ours.blocking, one.blocking):>14}{_ratio(ours.final, one.final):>11}"
        print(f"{slug:24}{f'ours/{site}':12}{_ratio(ours.whole, one.whole):>10}{'':8}{times}")


def _ratio(one: float, other: float) -> str:
    """How many times the other; nothing beside nothing, which blocking may be."""
    return f"{one / other:.2f}" if other else ""


def _our_site(folder: Path) -> Path:
    """This project's, with one note more."""
    project = copy_of_project(folder / "project")
    for name, text in _texts():
        (project / POSTS / name).write_text(text, "utf-8")
    site = folder / "site"
    build(project, site)
    return site


def _texts() -> Iterator[tuple[str, str]]:
    """The files of the notes and what stands in them, the short one included."""
    for note in sorted((ROOT / POSTS).glob("*.md")):
        yield note.name, note.read_text("utf-8")
    yield "short.md", _short((ROOT / POSTS / "backpropagation.md").read_text("utf-8"))


def _short(text: str) -> str:
    """A note up to its `SHORT`th formula, as a note of its own."""
    kept, formulas, inside = list[str](), 0, False
    for line in re.sub(r"^(slug: ).*\n(was: .*\n)?", r"\1short\n", text, count=1, flags=re.MULTILINE).splitlines():
        kept.append(line)
        formulas += 1 if line == "$$" else line.count("$")
        inside = line != "$$" if inside else line == "$$"  # ends where it began
        if formulas >= 2 * SHORT and not inside and not line:
            break
    return "\n".join(kept) + "\n"


def _stock_site(folder: Path) -> Path:
    """The same notes as stock Material takes them: code as fenced blocks, no figures, MathJax in the browser."""
    packages = ensure(STOCK, "MathJax for browsers", print) / "node_modules"
    stock_project(folder, dict(_texts()), ROOT / "snippets")
    site = folder / "site"
    build(folder, site)
    (site / "mathjax").symlink_to(packages / "mathjax")
    for scope in packages.glob("@mathjax"):  # where MathJax looks for its font when it is not told otherwise
        (site / "@mathjax").symlink_to(scope)
    return site


def _bare_site(ours: Path, site: Path, drawn: bool) -> Path:
    for _, address in notes(ours):
        page = site / address / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(bare((ours / address / "index.html").read_text("utf-8"), drawn=drawn), "utf-8")
    return site


def build(folder: Path, site: Path) -> None:
    """A site of a project."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=folder, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=True)


def notes(site: Path) -> list[tuple[str, str]]:
    """The slugs of the notes and where they stand in our site."""
    pages = sorted(site.glob("[0-9]*/[0-9]*/*/index.html"))
    pages = [page for page in pages if "formula-glyphs" in page.read_text("utf-8")]  # the others redirect
    return [(page.parent.name, page.parent.relative_to(site).as_posix() + "/") for page in pages]


def _medians(browser: Browser, addresses: dict[str, str], repeat: int) -> dict[str, Opened]:
    """Each site's, opened in turn, so that what else the machine does meets all of them."""
    opened: dict[str, list[Opened]] = {site: [] for site in addresses}
    for _ in range(repeat):
        for site, address in addresses.items():
            opened[site].append(_open(browser, address))
    names = Opened.__dataclass_fields__
    return {site: Opened(*(median(getattr(o, name) for o in all_) for name in names)) for site, all_ in opened.items()}


def _open(browser: Browser, address: str) -> Opened:
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    kinds, sizes = dict[str, str](), dict[str, float]()
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_function(f"finality.at && performance.now() - finality.at > {1000 * QUIET}", timeout=120_000)
    found = page.evaluate("finality")
    elements = page.evaluate("document.getElementsByTagName('*').length")
    context.close()
    script = sum(size for request, size in sizes.items() if kinds.get(request) == "Script")
    first, largest, final = (found[name] / 1000 for name in ("first", "largest", "at"))
    return Opened(sum(sizes.values()), script, first, largest, found["blocking"], final, found["shift"], elements)


class Compressed(SimpleHTTPRequestHandler):
    """Files of a folder, compressed as a server in front of readers does, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, log: list[tuple[str, int]], **options: Any) -> None:
        self.log = log
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """A file, and what it weighed into the log."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        packed = path.suffix in (".html", ".css", ".js", ".mjs", ".svg", ".json", ".xml")
        body = _packed(path, path.stat().st_mtime_ns) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.log.append((self.path, len(body)))
        return None

    def do_POST(self) -> None:
        """A visit, which nobody counts here."""
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@cache
def _packed(path: Path, time: int) -> bytes:
    """A file as it is sent since it was last written."""
    return gzip.compress(path.read_bytes(), 9)


@contextmanager
def served(site: Path, log: list[tuple[str, int]] | None = None) -> Iterator[str]:
    """Where a site is served compressed.

    Args:
        site: its folder.
        log: where each address that was asked for goes, with the bytes that its body took.
    """
    handler = partial(Compressed, directory=str(site), log=[] if log is None else log)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
