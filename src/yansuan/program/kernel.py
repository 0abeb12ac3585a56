"""One run of a notebook in a kernel of its own.

The kernel is the Python that builds the site.  It sees neither the user's IPython profile nor their matplotlibrc, has
the project on its path as `python snippets/NAME.py` and `import snippets.NAME` both expect, writes nothing beside the
sources (a `__pycache__` there would make `serve` build again), and is gone when the run is over, whatever happened.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from yansuan.program.percent import Cell, Problem

RC = Path(__file__).with_name("rc.py")
RC_NAME = "notebook_rc"  # under this name it applies itself

_TIME_LIMIT = "TimeLimit"
_IN_CELL = re.compile(r"Cell In\[(\d+)\], line (\d+)")

# What the kernel reads as its IPython profile.  Figures come as SVG at the size that the cell asked for.
_PROFILE = """\
c = get_config()
c.InteractiveShellApp.exec_lines = {lines!r}
c.InlineBackend.figure_formats = {{"svg"}}
c.InlineBackend.print_figure_kwargs = {{"bbox_inches": None}}
c.InteractiveShell.colors = "nocolor"
c.InteractiveShell.xmode = "Context"
c.HistoryManager.enabled = False
"""

_silent = logging.getLogger("yansuan.program.kernel")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


@dataclass(frozen=True)
class Setting:
    """Where and how a snippet is run.

    Args:
        folder: the kernel's working directory, the project's root.
        path: the snippet's file, which the cells see as `__file__`.
        roots: what stands first on the kernel's `sys.path`.
        draws: whether matplotlib is to be set up.
        limit: seconds that a cell may take.
    """

    folder: Path
    path: Path
    roots: Sequence[Path]
    draws: bool
    limit: int

    @property
    def lines(self) -> list[str]:
        """What is executed before the first cell."""
        path = [str(root) for root in self.roots]
        lines = [f"import sys; sys.path[:0] = {path!r}; del sys", f"__file__ = {str(self.path)!r}"]
        if self.draws:
            lines.append(f"import runpy; runpy.run_path({str(RC)!r}, run_name={RC_NAME!r}); del runpy")
        return lines


def preamble(draws: bool) -> bytes:
    """What of the kernel's setting makes a difference to the outputs."""
    return _PROFILE.encode() + (RC.read_bytes() if draws else b"")


async def run(notebook: Any, cells: Sequence[Cell], setting: Setting) -> Problem | None:
    """Run a notebook whose code cells are `cells`, filling in its outputs; say what stopped it, if something did."""
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    with TemporaryDirectory(prefix="notebook-", ignore_cleanup_errors=True) as folder:
        client, begun = _client(notebook, Path(folder), setting)
        try:
            await client.async_execute(
                cleanup_kc=True, env=_environment(Path(folder), setting), cwd=str(setting.folder)
            )
        except CellExecutionError as error:
            return _failure([cells[index] for index in begun], notebook.cells[begun[-1]], error, setting.limit)
        except DeadKernelError:
            cell = cells[begun[-1]] if begun else None
            message = (
                f"the kernel died in the cell {cell.name!r}." if cell else "the kernel died before the first cell."
            )
            return Problem(*(cell.place() if cell else (1, 1)), message, cell.name if cell else None)
        except (RuntimeError, OSError) as error:
            return Problem(1, 1, f"no kernel could be started to run the snippet: {error}")
    return None


def _client(notebook: Any, folder: Path, setting: Setting) -> tuple[Any, list[int]]:
    """A client with its kernel's manager, and the list in which it notes the cells begun."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    class ThisPython(KernelSpecManager):
        """Knows one kernel: a kernel spec found on the machine may be that of another Python."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=argv, display_name="Python 3", language="python")

    manager = AsyncKernelManager(
        kernel_spec_manager=ThisPython(),
        connection_file=str(folder / "kernel.json"),
        transport="ipc" if os.name == "posix" else "tcp",
    )
    begun: list[int] = []
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=setting.limit,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": _TIME_LIMIT, "evalue": "", "traceback": []},
        shutdown_kernel="immediate",
        record_timing=False,
        on_cell_execute=lambda cell, cell_index: begun.append(cell_index),
        log=_silent,
    )
    return client, begun


def _environment(folder: Path, setting: Setting) -> Mapping[str, str]:
    profile = folder / "profile_default"
    profile.mkdir()
    (profile / "ipython_kernel_config.py").write_text(_PROFILE.format(lines=setting.lines), "utf-8")
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    return inherited | {
        "IPYTHONDIR": str(folder),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
    }


def _failure(begun: Sequence[Cell], executed: Any, error: Any, limit: int) -> Problem:
    """The place of an exception: the innermost frame that lies in the snippet, whichever cell defines it."""
    cell = begun[-1]
    place = cell.place()
    traceback = "\n".join(row for output in executed.outputs for row in output.get("traceback", []))
    for count, row in _IN_CELL.findall(traceback):
        if 0 < int(count) <= len(begun):
            inner = begun[int(count) - 1]
            place = inner.place(inner.line + int(row) - 1)
    if error.ename == _TIME_LIMIT:
        return Problem(*place, _too_long(cell.name, limit), cell.name)
    message = f"{error.ename}: {' '.join(str(error.evalue).split())}".removesuffix(": ")
    return Problem(*place, f"{message[:400]} (in the cell {cell.name!r})", cell.name)


def _too_long(name: str, limit: int) -> str:
    return (
        f"the cell {name!r} was stopped here after {limit} s. "
        "Make it end sooner, or allow more with the plugin yansuan's setting timeout in mkdocs.yml."
    )


def kernelspec(key: str) -> dict[str, Any]:
    """The notebook metadata in which jupyter-cache looks for what a run depends on besides its code."""
    return {"display_name": "Python 3", "language": "python", "name": "python3", "digest": key}
