"""Runs what the modules of the explorables compute, in Node."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.conftest import ROOT
from yansuan.node import node_command

_PROGRAM = """
let text = "";
for await (const chunk of process.stdin) text += chunk;
const given = JSON.parse(text);
const module = await import(process.argv[1]);
const told = (key, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
"""


def computed(module: str, expression: str, given: Any) -> Any:
    """What a JavaScript expression gives, in which `module` is a file of `snippets/` and `given` the data.

    Numbers that are not finite come as text: "Infinity".
    """
    program = f"{_PROGRAM}process.stdout.write(JSON.stringify({expression}, told));"
    command = [*node_command(), "--input-type=module", "--eval", program, (ROOT / "snippets" / module).as_uri()]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
