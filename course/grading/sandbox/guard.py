"""Sent into a learner's kernel before their first line: keeps tests honest.

A teacher's test runs in the process in which the learner's code has run. Before each
test, what was loaded from the start is put back as it was: a replaced ``np.isclose``,
a hook of IPython's that rewrites cells, a changed built-in function. The test's own
source is then run with a note taken after each of its statements, so that a test that
was left early, by whatever way, is not taken for one that held. The value of its last
line is noted too, as a number and not as the text that was displayed.

This module imports nothing of the course, and the kernel runs it from its text.
"""

from __future__ import annotations

import ast
import builtins
import gc
import hmac
import importlib
import json
import math
import os
import secrets
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterable, Iterator

# The runner speaks to the guard by messages of this type, past IPython's cells.
REQUEST = "fourlenses_guard_request"
REPLY = "fourlenses_guard_reply"

# CPython's mark of classes that were made by a class statement, and of those among
# them that are fixed (Include/object.h).
_MADE_BY_STATEMENT = 1 << 9
_FIXED = 1 << 8

_WRAPPED_FUNCTIONS = (classmethod, staticmethod, property)


def install(shell: object) -> None:
    """Let a kernel answer the runner.

    Parameters
    ----------
    shell : ipykernel.zmqshell.ZMQInteractiveShell
    """
    shell.kernel.shell_handlers[REQUEST] = Guard(shell).answer


def sign(secret: str, challenge: str, finding: object) -> str:
    """Return what only one who knows the secret can say about a test.

    Parameters
    ----------
    secret, challenge : str
    finding : object
        Made of what JSON knows.

    Returns
    -------
    str

    Examples
    --------
    >>> sign("secret", "1", 0.5) == sign("secret", "2", 0.5)
    False
    """
    text = json.dumps([challenge, finding])
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()


def with_notes(source: str, note: str) -> tuple[ast.Module, int]:
    r"""Parse a test, with a call of the function `note` after each statement.

    Parameters
    ----------
    source : str
        Plain Python.
    note : str
        Name of a function that is given a number, and for a last line that is an
        expression also its value, which it returns.

    Returns
    -------
    tree : ast.Module
    notes : int
        How many there are, numbered from 0.

    Examples
    --------
    >>> tree, notes = with_notes("assert f(1)\nscore", "note")
    >>> print(ast.unparse(tree), notes)
    assert f(1)
    note(0)
    note(1, score) 2
    """
    tree = ast.parse(source)
    body: list[ast.stmt] = []
    notes = 0

    def noted(after: ast.stmt, *values: ast.expr) -> ast.Expr:
        call = ast.Call(
            ast.Name(note, ast.Load()), [ast.Constant(notes), *values], keywords=[]
        )
        return ast.fix_missing_locations(ast.copy_location(ast.Expr(call), after))

    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            body.append(statement)
            continue
        if statement is tree.body[-1] and isinstance(statement, ast.Expr):
            body.append(noted(statement, statement.value))
        else:
            body += [statement, noted(statement)]
        notes += 1
    tree.body = body
    return tree, notes


def as_mark(value: object) -> object:
    """Read the value of a test's last line as a mark.

    Parameters
    ----------
    value : object

    Returns
    -------
    None, bool, float or str
        A finite number of Python's or numpy's own types as a float, so that a
        learner's class with a clever ``__float__`` counts as nothing; ``"other"`` for
        whatever is none of these.

    Examples
    --------
    >>> import numpy as np
    >>> as_mark(2), as_mark(np.float64(0.25)), as_mark(True), as_mark(None)
    (2.0, 0.25, True, None)
    >>> as_mark("0.5"), as_mark(math.nan)
    ('other', 'other')
    """
    if type(value).__module__ == "numpy" and hasattr(type(value), "item"):
        value = value.item() if getattr(value, "ndim", 0) == 0 else "other"
    if value is None or type(value) is bool:
        return value
    if type(value) in (int, float) and math.isfinite(value):
        return float(value)
    return "other"


class Untouched:
    """All functions and classes that were loaded at one moment, to be put back."""

    def __init__(self) -> None:
        self._modules: dict[str, types.ModuleType] = {}
        self._attributes: list[tuple[dict, dict]] = []
        self._members: list[tuple[type, dict, frozenset]] = []
        self._built_in = vars(builtins).keys() - {"__doc__", "__name__"}
        self._bodies: list[tuple[types.FunctionType, tuple]] = []
        classes, functions = set(), set()
        for name, module in list(sys.modules.items()):
            # What the learner will define lies in the main module.
            if not isinstance(module, types.ModuleType) or name == "__main__":
                continue
            self._modules[name] = module
            code = dict(_code_in(vars(module)))
            self._attributes.append((vars(module), code))
            classes.update(value for value in code.values() if isinstance(value, type))
            functions.update(filter(_is_function, code.values()))
        for cls in classes:
            if not cls.__flags__ & _MADE_BY_STATEMENT or cls.__flags__ & _FIXED:
                continue
            code = dict(_code_in(vars(cls)))
            self._members.append((cls, code, frozenset(vars(cls))))
            functions.update(filter(_is_function, code.values()))
        self._bodies = [(function, _body(function)) for function in functions]
        self._path = list(sys.path)
        self._finders = (list(sys.meta_path), list(sys.path_hooks))
        self._collected = list(gc.callbacks)

    def put_back(self) -> None:
        """Undo what was replaced, and what was added in front of something known."""
        for namespace, code in self._attributes:
            for name, value in code.items():
                if namespace.get(name) is not value:
                    namespace[name] = value
            # A module's own `all` would hide the one that is built in.
            for name in self._built_in & namespace.keys() - code.keys():
                if callable(namespace[name]) and namespace is not vars(builtins):
                    del namespace[name]
        for cls, code, names in self._members:
            now = cls.__dict__
            for name, value in code.items():
                if now.get(name) is not value:
                    type.__setattr__(cls, name, value)
            if len(now) != len(names):
                for name in [name for name, _ in _code_in(now) if name not in names]:
                    if any(name in vars(base) for base in cls.__mro__[1:]):
                        type.__delattr__(cls, name)
        for function, body in self._bodies:
            if any(
                one is not was for one, was in zip(_body(function), body, strict=True)
            ):
                (function.__code__, function.__defaults__, function.__kwdefaults__) = (
                    body
                )
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
        # What a learner put before the installed libraries comes after them.
        added = [entry for entry in sys.path if entry not in self._path]
        sys.path[:] = self._path + added
        sys.meta_path[:], sys.path_hooks[:] = self._finders
        gc.callbacks[:] = self._collected


class Places:
    """Attributes of some objects, to be set again to what they were."""

    def __init__(self, places: Iterable[tuple[object, str]]) -> None:
        self._places = list(places)

    def now(self) -> list[object]:
        """Return what stands there at this moment."""
        return [_copied(getattr(owner, name)) for owner, name in self._places]

    def set(self, values: list[object]) -> None:
        """Put there what stood there when `values` were taken."""
        for (owner, name), value in zip(self._places, values, strict=True):
            setattr(owner, name, _copied(value))


def open_places(shell: object) -> Iterator[tuple[object, str]]:
    """Where others may take part in running and showing a cell, but not a test.

    Between tests a learner's own are in force: without them, charts would be missing
    from what the teacher reads.
    """
    yield from (
        (shell, name) for name in ("ast_transformers", "ast_node_interactivity")
    )
    yield shell, "input_transformers_post"
    inputs = shell.input_transformer_manager
    for name in ("cleanup_transforms", "line_transforms", "token_transformers"):
        yield inputs, name
    yield shell.events, "callbacks"
    for formatter in shell.display_formatter.formatters.values():
        for name in ("type_printers", "singleton_printers", "deferred_printers"):
            yield formatter, name


def closed_places(shell: object) -> Iterator[tuple[object, str]]:
    """Where a learner has no business."""
    parts = ("input_transformer_manager", "events", "compile", "custom_exceptions")
    parts += ("displayhook", "display_pub", "display_formatter", "kernel")
    yield from ((shell, name) for name in parts)
    yield from ((shell.kernel, name) for name in ("shell_handlers", "control_handlers"))
    yield shell.display_formatter, "formatters"


class OwnFunctions:
    """Functions that objects have for themselves, in front of their classes'."""

    def __init__(self, objects: Iterable[object]) -> None:
        self._known = [(vars(one), self._functions(vars(one))) for one in objects]

    def put_back(self) -> None:
        """Undo what was replaced and what was added."""
        for own, known in self._known:
            for name in self._functions(own).keys() - known.keys():
                del own[name]
            own.update(known)

    @staticmethod
    def _functions(own: dict) -> dict:
        return {name: value for name, value in own.items() if callable(value)}


class Guard:
    """Answers the runner: ``begin`` once, ``enter`` and ``leave`` around each test."""

    def __init__(self, shell: object) -> None:
        self._shell = shell
        self._namespace = shell.user_ns
        self._transform = shell.input_transformer_manager.transform_cell
        self._secret = secrets.token_hex()
        self._noted: list[int] = []
        self._expected: list[int] = [-1]
        self._mark: object = None
        self._note = ""

    def answer(self, stream: object, ident: list, request: dict) -> None:
        """Handle one message, as ipykernel calls its handlers."""
        content = dict(request["content"])
        step = {"begin": self._begin, "enter": self._enter, "leave": self._leave}
        reply = step[content.pop("step")](**content)
        self._shell.kernel.session.send(
            stream, REPLY, reply or {}, request, ident=ident
        )

    def _begin(self, secret: str, modules: list[str]) -> None:
        self._secret = secret
        for module in modules:
            try:
                importlib.import_module(module)
            # One of the teacher's own, or one that is not installed here: the test
            # will say so itself.
            except Exception:
                continue
        # What lies beside the notebook can be imported, and never in the place of
        # something installed.
        sys.path.append(os.getcwd())
        self._untouched = Untouched()
        self._closed = Places(closed_places(self._shell))
        self._open = Places(open_places(self._shell))
        self._at_first = self._closed.now(), self._open.now()
        shell = self._shell
        self._functions = OwnFunctions(
            [
                *(shell, shell.kernel, shell.events, shell.compile),
                *(shell.input_transformer_manager, shell.display_pub),
                *(shell.displayhook, shell.display_formatter),
                *shell.display_formatter.formatters.values(),
            ]
        )

    def _enter(self, source: str) -> None:
        self._put_back()
        sys.settrace(None)
        sys.setprofile(None)
        threading.settrace(None)
        threading.setprofile(None)
        for clock in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
            signal.setitimer(clock, 0)
        self._learners = self._open.now()
        self._open.set(self._at_first[1])

        self._noted, self._mark = [], None
        self._note = f"_note_{secrets.token_hex(8)}"
        try:
            tree, notes = with_notes(self._transform(source), self._note)
        # IPython will show the learner or the teacher what is wrong with it.
        except SyntaxError:
            self._expected = [-1]
            return
        self._expected = list(range(notes))
        self._namespace[self._note] = self._take_note
        self._shell.ast_transformers.append(_Once(tree))

    def _leave(self, challenge: str) -> dict:
        ended = self._noted == self._expected
        self._namespace.pop(self._note, None)
        self._expected = [-1]
        # Also what the tested functions did.
        self._put_back()
        self._open.set(self._learners)
        finding = {"ended": ended, "mark": self._mark}
        signature = sign(self._secret, challenge, finding)
        return {"finding": finding, "signature": signature}

    def _put_back(self) -> None:
        self._untouched.put_back()
        self._functions.put_back()
        self._closed.set(self._at_first[0])

    def _take_note(self, number: int, *values: object) -> object:
        self._noted.append(number)
        if not values:
            return None
        self._mark = as_mark(values[0])
        return values[0]


class _Once:
    """Puts one parsed cell in the place of the next cell that IPython runs."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    def visit(self, tree: ast.AST) -> ast.AST:
        """Return the cell, and afterwards what is given."""
        ours, self._tree = self._tree, None
        return ours or tree


def _is_function(value: object) -> bool:
    return isinstance(value, types.FunctionType)


def _code_in(namespace: dict) -> Iterator[tuple[str, Callable]]:
    for name, value in list(namespace.items()):
        if callable(value) or isinstance(value, _WRAPPED_FUNCTIONS):
            yield name, value


def _body(function: types.FunctionType) -> tuple:
    return function.__code__, function.__defaults__, function.__kwdefaults__


def _copied(value: object) -> object:
    """Copy a list, or a table of lists; what they hold stays the same."""
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    return list(value) if isinstance(value, list) else value
