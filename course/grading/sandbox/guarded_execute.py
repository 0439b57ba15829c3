"""nbgrader's ``Execute``, with bounds, and with a guard around each test."""

from __future__ import annotations

import ast
import asyncio
import json
import secrets
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from queue import Empty

from jupyter_core.utils import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors.execute import Execute
from traitlets.config import Config

from course.grading.sandbox import guard
from course.grading.sandbox.guard import REQUEST, sign

# The guard answers in less than a second, or not at all.
_SECONDS_TO_ANSWER = 20

_NOT_ENDED = {"ended": False, "mark": None}
_WRITES = {"stream", "display_data", "execute_result", "update_display_data", "error"}


class ExecuteGuarded(Execute):
    """Execute a notebook, and tell tests that ran to their end from all others.

    Where a cell ends the kernel, or does not let itself be stopped, the cells after
    it are not executed, and those before it keep what they earned.

    Parameters
    ----------
    sockets : Path
        A folder for the files by which the kernel is reached.
    tests : collection of int
        Which cells are a teacher's tests, counted from 0.
    seconds_per_cell : int
    until : float
        When the last cell must have ended, on the clock of ``time.monotonic``.
    most_output : int
        Bytes, for the whole notebook.

    Attributes
    ----------
    findings : dict of int to dict
        For each test that was begun, whether it ``ended``, and the ``mark`` it gave.
    """

    def __init__(
        self,
        *,
        sockets: Path,
        tests: Collection[int],
        seconds_per_cell: int,
        until: float,
        most_output: int,
    ) -> None:
        super().__init__(
            # Without a network, files in a folder of our own are what is left.
            config=Config(
                {"KernelManager": {"transport": "ipc", "ip": str(sockets / "kernel")}}
            ),
            kernel_name="python3",
            extra_arguments=["--InteractiveShellApp.ignore_cwd=True"],
            on_notebook_start=self._send_guard,
            record_timing=False,
            store_widget_state=False,
            shutdown_kernel="immediate",
        )
        self.findings: dict[int, dict] = {}
        self._tests = tests
        self._seconds_per_cell = seconds_per_cell
        self._until = until
        self._most_output = most_output
        self._secret = secrets.token_hex()
        self._stopped = False
        self._written = 0
        self._written_here = 0

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Execute one cell, unless an earlier one put an end to it."""
        left = self._until - time.monotonic()
        if cell.cell_type != "code" or self._stopped or left < 1:
            return cell, resources
        self.timeout = int(min(self._seconds_per_cell, left))
        self._written_here = 0
        try:
            if index in self._tests:
                self._ask("enter", source=cell.source)
            super().preprocess_cell(cell, resources, index)
            if index in self._tests:
                self.findings[index] = self._finding()
        # A kernel that has died, and one that does not let itself be stopped.
        except (RuntimeError, TimeoutError) as error:
            self._stopped = True
            cell.outputs = [*cell.get("outputs", []), _error(type(error).__name__)]
        return cell, resources

    def process_message(
        self, msg: dict, cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Stop a cell that writes too much, and keep none of the surplus."""
        if msg["msg_type"] not in _WRITES:
            return super().process_message(msg, cell, cell_index)
        size = len(json.dumps(msg["content"], default=str))
        first = self._written_here <= self._most_output < self._written_here + size
        self._written += size
        self._written_here += size
        if first:
            cell.outputs.append(_error("TooMuchOutput"))
            # Held, or it might be gone before it is done.
            self._interrupting = asyncio.ensure_future(self.km.interrupt_kernel())
        if self._written > self._most_output:
            if msg["msg_type"] == "error":
                cell.outputs.append(_error(str(msg["content"].get("ename"))[:100]))
            return None
        return super().process_message(msg, cell, cell_index)

    async def _send_guard(self, notebook: NotebookNode) -> None:
        text = Path(guard.__file__).read_text("utf-8")
        # In a namespace of its own, with built-in functions of its own.
        source = (
            "guard = {'__builtins__': dict(vars(__import__('builtins')))}\n"
            "guard['__name__'] = 'guard'\n"
            f"exec(compile({text!r}, 'guard', 'exec'), guard)\n"
            "guard['install'](get_ipython())\n"
            "del guard"
        )
        await self._reply_to(self.kc.execute(source, silent=True, store_history=False))
        modules = imported(
            cell.source for cell in notebook.cells if cell.cell_type == "code"
        )
        await self._async_ask("begin", secret=self._secret, modules=modules)

    def _finding(self) -> dict:
        challenge = secrets.token_hex()
        reply = self._ask("leave", challenge=challenge)
        finding = reply.get("finding")
        proof = sign(self._secret, challenge, finding)
        if not secrets.compare_digest(
            str(reply.get("signature")).encode(), proof.encode()
        ):
            return _NOT_ENDED
        return finding

    async def _async_ask(self, step: str, **content: object) -> dict:
        message = self.kc.session.msg(REQUEST, {"step": step, **content})
        self.kc.shell_channel.send(message)
        return await self._reply_to(message["header"]["msg_id"])

    _ask = run_sync(_async_ask)

    async def _reply_to(self, sent: str) -> dict:
        """Wait for a reply; none is an empty one, which proves nothing."""
        until = time.monotonic() + _SECONDS_TO_ANSWER
        while (left := until - time.monotonic()) > 0:
            try:
                message = await self.kc.shell_channel.get_msg(timeout=min(left, 1))
            except Empty:
                await self._async_check_alive()
                continue
            if message["parent_header"].get("msg_id") == sent:
                return message["content"]
        return {}


def imported(sources: Iterable[str]) -> list[str]:
    """List the modules that cells name in import statements.

    Parameters
    ----------
    sources : iterable of str
        Those that are not plain Python are passed over.

    Returns
    -------
    list of str
        What is imported from a module may be a module as well, and is listed too.

    Examples
    --------
    >>> imported(["import numpy as np", "from math import pi", "%matplotlib inline"])
    ['math', 'math.pi', 'numpy']
    """
    found: set[str] = set()
    for source in sources:
        try:
            nodes = list(ast.walk(ast.parse(source)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in nodes:
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return sorted(found)


def _error(name: str) -> NotebookNode:
    return new_output("error", ename=name, evalue="", traceback=[name])
