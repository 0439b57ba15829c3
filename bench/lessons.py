"""What a learner waits for: opening a module, and every press in it.

``make bench`` runs it. Opening is the kernel's time for all cells of a released
notebook, beside that of importing ipywidgets, numpy and matplotlib in a fresh kernel.
A press is what the kernel needs from a message of the page to being idle again, taken
from the browser tests of the modules while they operate every exercise in Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import nbformat
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from course.classroom.workspace import prepare

ROOT = Path(__file__).parents[1]
# The libraries such a course cannot do without.
BASELINE = "import ipywidgets, numpy, matplotlib"
# As a notebook with a chart in it imports the last of them.
WITH_PYPLOT = "import ipywidgets, numpy, matplotlib.pyplot"


def main() -> None:
    """Print the ratios and the times."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5, help="of each, in turn")
    options.add_argument("--no-browser", action="store_true", help="opening alone")
    chosen = options.parse_args()
    opening(chosen.rounds)
    if not chosen.no_browser:
        pressing()


def opening(rounds: int) -> None:
    """Open every module, and beside each the baseline, in turn."""
    with tempfile.TemporaryDirectory(prefix="fourlenses-bench-") as folder:
        workspace = Path(folder) / "learner"
        prepare(workspace, ROOT, date.today())
        notebooks = sorted(workspace.glob("[0-9][0-9]-*/*.ipynb"))
        # As for a learner who has opened it before: every module compiled, once.
        compiled = Path(folder) / "compiled"
        print(
            "\nOpening a module: seconds in the kernel, median, beside importing "
            "ipywidgets, numpy and matplotlib (wanted: 1.5 times), and pyplot"
        )
        for notebook in notebooks:
            cells = [
                cell.source
                for cell in nbformat.read(notebook, as_version=4).cells
                if cell.cell_type == "code"
            ]
            measured = [
                [seconds(each, notebook.parent, compiled) for each in ways]
                for ways in [([BASELINE], [WITH_PYPLOT], cells)] * (rounds + 1)
            ][1:]
            base, _, ours = map(statistics.median, zip(*measured, strict=True))
            ratio = statistics.median(each[2] / each[0] for each in measured)
            beside = statistics.median(each[2] / each[1] for each in measured)
            print(
                f"  {notebook.parent.name:20} {ours:6.2f} s, baseline {base:5.2f} s: "
                f"{ratio:.2f} times; with pyplot {beside:.2f} times"
            )


def seconds(cells: list[str], folder: Path, compiled: Path) -> float:
    """Run cells in a fresh kernel; the time it was busy with them."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(compiled),
        "JUPYTER_LOG_LEVEL": "ERROR",
        "FOURLENSES_LEARNER": "amira",
    }
    manager, client = start_new_kernel(cwd=str(folder), env=environment)
    try:
        return sum(_busy(client, source) for source in cells)
    finally:
        _stop(manager, client)


def _busy(client: BlockingKernelClient, source: str) -> float:
    asked = client.execute(source)
    times = {}
    while "idle" not in times:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != asked:
            continue
        if message["msg_type"] == "error":
            raise SystemExit("\n".join(message["content"]["traceback"]))
        if message["msg_type"] == "status":
            state = message["content"]["execution_state"]
            times[state] = message["header"]["date"]
    return (times["idle"] - times["busy"]).total_seconds()


def _stop(manager: KernelManager, client: BlockingKernelClient) -> None:
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def pressing() -> None:
    """Let the browser tests operate every module, and read what the kernel needed."""
    with tempfile.TemporaryDirectory(prefix="fourlenses-bench-") as folder:
        kept = Path(folder) / "presses.jsonl"
        subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-m", "browser"),
                "tests/browser/test_modules.py",
            ],
            cwd=ROOT,
            env=os.environ | {"FOURLENSES_PRESSES": str(kept)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        times = defaultdict(list)
        for line in kept.read_text("utf-8").splitlines():
            press = json.loads(line)
            times[press["test"]].append(press["ms"])
    print("\nA press: milliseconds in the kernel (wanted: 95 in 100 within 50)")
    for name, each in times.items():
        ranked = sorted(each)
        print(
            f"  {name:20} {len(each):5d} presses, median "
            f"{statistics.median(ranked):5.1f}, 95th percentile "
            f"{ranked[int(0.95 * len(ranked))]:5.1f}, most {ranked[-1]:5.1f}"
        )


if __name__ == "__main__":
    main()
