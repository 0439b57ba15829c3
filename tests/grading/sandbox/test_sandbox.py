"""Real notebooks in real sandboxes: honest ones, and all that the others may try."""

import os
import shutil
import socket
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from course.grading.sandbox import execution as sandbox
from course.grading.sandbox.code_cells import FOUND, points_of
from course.grading.sandbox.execution import (
    Limits,
    NotExecuted,
    SandboxMissing,
    execute_in_sandbox,
    sandbox_problem,
)
from course.grading.sandbox.watch import descendants

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module", autouse=True)
def _sandbox():
    """Skip in plain words where no sandbox can be started, unless one is required."""
    problem = sandbox_problem()
    if problem and os.environ.get("FOURLENSES_REQUIRE_SANDBOX") == "1":
        pytest.fail(problem, pytrace=False)
    if problem:
        pytest.skip(problem)


def code_cell(name, source, points=None, **metadata):
    """Make a learner's cell or, with points, a teacher's test."""
    about = {
        "schema_version": 3,
        "grade_id": name,
        "solution": points is None,
        "grade": points is not None,
        "locked": points is not None,
        "task": False,
    }
    if points is not None:
        about["points"] = points
    return {
        "cell_type": "code",
        "id": name[:64],
        "metadata": {"nbgrader": about, **metadata},
        "source": textwrap.dedent(source).strip(),
        "outputs": [],
        "execution_count": None,
    }


def notebook_of(*cells):
    """Make a notebook, as JSON has it."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}


def in_pairs(table):
    """Make a notebook of (learner's source, test's source), each test worth 1."""
    cells = []
    for name, (learners, test) in table.items():
        cells.append(code_cell(name, learners))
        cells.append(code_cell(f"{name}-test", test, 1))
    return notebook_of(*cells)


def points_in(notebook):
    """Return points of each test by its name, without the ending."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"].removesuffix("-test"): points_of(cell)
        for cell in notebook["cells"]
        if points_of(cell) is not None
    }


def text_of(notebook):
    """All that the cells of a notebook wrote to standard output."""
    return "".join(
        output["text"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "stream" and output["name"] == "stdout"
    )


def running_with(words):
    """List the processes of this machine that have some words in their command."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if words.encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


HONEST = {
    "asserts that hold": (
        "def f(x): return 2 * x",
        "assert f(2) == 4\nassert f(3) == 6",
    ),
    "an assert that fails": ("def g(x): return 3 * x", "assert g(2) == 4"),
    "an error": ("def h(x): return x / 0", "assert h(2) == 4"),
    "nothing written": ("raise NotImplementedError", "assert missing(2) == 4"),
    "part of the points": ("share = 0.25", "share"),
    "all the points as a whole number": ("whole = 1", "whole"),
    "no points as a number": ("none = 0", "none"),
    "words on standard output": ("", "print('All is well')"),
    "a magic command": ("", "%time assert f(1) == 2"),
    "an asynchronous test": (
        "import asyncio\nasync def wait(): return 1",
        "assert await wait() == 1",
    ),
    "a function of the test's own": (
        "",
        "from __future__ import annotations\ndef check(x: int): assert f(x)\ncheck(1)",
    ),
    "a library": (
        "import numpy as np\nimport pandas as pd\nfrom matplotlib import pyplot as plt",
        "assert np.isclose(pd.Series([1, 2]).mean(), 1.5)",
    ),
    "a chart in the test": (
        "def draw():\n    plt.plot([1, 2])\n    return plt.gca()",
        "lines = draw().lines\nassert len(lines) == 1",
    ),
    "a file beside the notebook": ("", "assert open('data/one.csv').read() == 'a,b'"),
    "a module beside the notebook": ("", "import beside\nassert beside.answer == 42"),
    "processes of its own": (
        "import subprocess",
        "assert subprocess.run(['echo', 'a'], capture_output=True).stdout == b'a\\n'",
    ),
}
FILES = {"data/one.csv": b"a,b", "beside.py": b"answer = 42\n"}


def test_honest_notebooks_get_what_nbgrader_gives(tmp_path):
    """The sandbox and the guard cost nobody a point."""
    import nbformat
    from nbgrader.preprocessors import Execute
    from nbgrader.utils import determine_grade

    notebook = in_pairs(HONEST)
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    stock = nbformat.from_dict(notebook)
    execute = Execute(kernel_name="python3", shutdown_kernel="immediate")
    # As in the sandbox, a module beside the notebook comes after those installed.
    stock.cells[0].source += f"\nimport sys\nsys.path.append({str(tmp_path)!r})"
    execute.preprocess(stock, {"metadata": {"path": str(tmp_path)}})
    expected = {
        cell.metadata.nbgrader.grade_id.removesuffix("-test"): determine_grade(cell)[0]
        for cell in stock.cells
        if cell.metadata.nbgrader.grade
    }

    assert points_in(execute_in_sandbox(notebook, FILES)) == expected
    assert sum(expected.values()) == 11.25


# Each learner's function is wrong, and each must earn nothing.
FORGERIES = {
    "leave by an exit": ("def f(x): raise SystemExit(0)", "assert f(2) == 4"),
    "leave by sys.exit": (
        "import sys\ndef f(x): sys.exit()",
        "assert f(2) == 4",
    ),
    "leave by an interrupt": (
        "def f(x): raise KeyboardInterrupt",
        "assert f(2) == 4",
    ),
    "leave by an exception of one's own": (
        "class Quiet(BaseException): pass\ndef f(x): raise Quiet",
        "assert f(2) == 4",
    ),
    "leave by a cancelled task": (
        "import asyncio\ndef f(x): raise asyncio.CancelledError",
        "assert f(2) == 4",
    ),
    "hide the traceback": (
        """
        ip = get_ipython()
        def f(x):
            ip.showtraceback = ip._showtraceback = lambda *a, **k: None
            return 0
        """,
        "assert f(2) == 4",
    ),
    "take errors for oneself": (
        """
        ip.set_custom_exc((Exception,), lambda *a, **k: [])
        def f(x): return 0
        """,
        "assert f(2) == 4",
    ),
    "replace what an assert raises": (
        """
        import builtins
        class Nothing(Exception): pass
        builtins.AssertionError = AssertionError = Nothing
        def f(x): return 0
        """,
        "assert f(2) == 4",
    ),
    "replace functions that are built in": (
        "builtins.all = builtins.sum = lambda *a: True\ndef f(x): return 0",
        "assert all([f(2) == 4])\nassert sum([f(2)])",
    ),
    "replace a function of a library": (
        """
        import math, numpy as np, numpy.testing
        math.isclose = np.isclose = lambda *a, **k: True
        def f(x): return 0
        """,
        "import math\nassert math.isclose(f(2), 4)\nassert np.isclose(f(2), 4)",
    ),
    "replace a check by another function": (
        "np.testing.assert_allclose = print",
        "np.testing.assert_allclose(f(2), 4)",
    ),
    "replace the body of a function": (
        "np.testing.assert_equal.__code__ = (lambda *a, **k: None).__code__",
        "np.testing.assert_equal(f(2), 4)",
    ),
    "replace the method of a class": (
        """
        import unittest
        unittest.TestCase.assertEqual = lambda *a, **k: None
        """,
        "unittest.TestCase().assertEqual(f(2), 4)",
    ),
    "hide a function from a library": (
        "unittest.case.all = np.testing._private.utils.all = lambda *a: True\n"
        "unittest.case.repr = np.testing._private.utils.bool = lambda *a: True",
        "np.testing.assert_(all([f(2) == 4]))",
    ),
    "put a method in front of an inherited one": (
        "unittest.FunctionTestCase.assertEqual = lambda *a: None",
        "unittest.FunctionTestCase(print).assertEqual(f(2), 4)",
    ),
    "put a false module in the place of one": (
        """
        import sys, types
        false = types.ModuleType("statistics")
        false.mean = lambda values: 4
        sys.modules["statistics"] = false
        """,
        "import statistics\nassert statistics.mean([f(2)]) == 4",
    ),
    "hand in a module of the same name": (
        """
        import os
        sys.path.insert(0, os.getcwd())
        sys.path.insert(0, "")
        """,
        "import fractions\nassert not hasattr(fractions, 'false')\nassert f(2) == 4",
    ),
    "find modules oneself": (
        """
        from importlib.machinery import ModuleSpec
        class Finder:
            @staticmethod
            def find_spec(name, path=None, target=None):
                return ModuleSpec(name, Finder) if name == "decimal" else None
            create_module = staticmethod(lambda spec: None)
            exec_module = staticmethod(lambda module: vars(module).update(Decimal=bool))
        sys.meta_path.insert(0, Finder)
        sys.modules.pop("decimal", None)
        """,
        "from decimal import Decimal\nassert Decimal(f(2)) == 4",
    ),
    "rewrite cells as they come in": (
        """
        def without(lines): return [one for one in lines if "assert" not in one]
        ip.input_transformers_cleanup.append(without)
        """,
        "assert f(2) == 4",
    ),
    "rewrite cells before they are parsed": (
        "ip.input_transformers_post.append(without)",
        "assert f(2) == 4",
    ),
    "rewrite the parsed cell": (
        """
        import ast
        class NoAsserts(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.Pass()
        ip.ast_transformers.append(NoAsserts())
        """,
        "assert f(2) == 4",
    ),
    "rewrite by a new list": (
        "ip.ast_transformers = [NoAsserts()]",
        "assert f(2) == 4",
    ),
    "clear what is shown afterwards": (
        """
        from IPython.display import clear_output, display
        def hide(*args):
            clear_output()
            f.show()
        def show():
            ip.kernel.session.send(
                ip.kernel.iopub_socket,
                "execute_result",
                {"data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 1},
                parent=ip.kernel.get_parent("shell"),
                ident=b"execute_result",
            )
        f.show = show
        ip.events.register("post_run_cell", hide)
        ip.events.register("post_execute", hide)
        """,
        "assert f(2) == 4",
    ),
    "show a result before the error": (
        """
        def f(x):
            show()
            return 0
        f.show = show
        """,
        "assert f(2) == 4",
    ),
    "show full points beside the true ones": ("def f(x): show()", "f(2)\n0.0"),
    "be shown as a number": (
        "class One:\n    def __repr__(self): return '1.0'\ndef f(x): return One()",
        "f(2)",
    ),
    "be a number of another kind": (
        """
        class Full(float):
            def __repr__(self): return "1.0"
        def f(x): return Full(0)
        """,
        "f(2)",
    ),
    "be no number": ("def f(x): return float('nan')", "f(2)"),
    "be below zero": ("def f(x): return -1", "f(2)"),
    "be a text": ("def f(x): return 'All the points, please'", "f(2)"),
    "say false": ("def f(x): return False", "f(2)"),
    "choose how numbers are shown": (
        """
        plain = ip.display_formatter.formatters["text/plain"]
        plain.for_type(float, lambda value, p, cycle: p.text("1.0"))
        def f(x): return 0.0
        """,
        "f(2)",
    ),
    "trace the test": (
        """
        def trace(frame, event, arg):
            if frame.f_code.co_name == "<module>":
                frame.f_globals["f"] = lambda x: 4
        def f(x): return 0
        sys.settrace(trace)
        """,
        "assert f(2) == 4",
    ),
    "replace how the shell runs code": (
        """
        def f(x): return 0
        async def run(*args, **kwargs): return False
        ip.run_code = ip.run_ast_nodes = run
        ip.run_cell_async = ip.run_cell_async
        type(ip).run_code = type(ip).run_ast_nodes = run
        """,
        "assert f(2) == 4",
    ),
    "replace how the shell runs code, from the test": (
        """
        def f(x):
            ip.run_code = run
            type(ip).run_code = run
            return 4 if x == 2 else 0
        """,
        "assert f(2) == 4\nassert f(3) == 6",
    ),
    "empty the names in the test": (
        "def f(x): ip.user_ns.clear()",
        "f(2)\nassert f(3) == 6",
    ),
}

# After these, nothing more is known of this kernel.
TAKEOVERS = {
    "answer for the kernel": (
        """
        ip = get_ipython()
        kernel = ip.kernel
        async def do_execute(self, *args, **kwargs):
            return {"status": "ok", "execution_count": 9, "user_expressions": {}}
        kernel.do_execute = lambda *args, **kwargs: do_execute(kernel)
        type(kernel).do_execute = do_execute
        def f(x): return 0
        """,
        "assert f(2) == 4",
    ),
    "answer for the guard": (
        """
        kernel = get_ipython().kernel
        true = {"finding": {"ended": True, "mark": 1.0}, "signature": "0" * 64}
        def answer(stream, ident, parent):
            kernel.session.send(
                stream, "fourlenses_guard_reply", true, parent, ident=ident
            )
        kernel.shell_handlers["fourlenses_guard_request"] = answer

        import ast
        class NoAsserts(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.Pass()
        get_ipython().ast_transformers.append(NoAsserts())
        """,
        "assert f(2) == 4",
    ),
}


@pytest.fixture(scope="module")
def forged():
    """Return the notebook with all of them, and a right function at its end."""
    right = {"a right function": ("def f(x): return 2 * x", "assert f(2) == 4")}
    notebook = in_pairs(FORGERIES | right)
    false = b"false = True\n"
    files = {"fractions.py": false, "numpy.py": false, "ipykernel_launcher.py": false}
    return execute_in_sandbox(notebook, files)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_earns_nothing(forged, name):
    """The function is wrong, whatever stands around it."""
    assert points_in(forged)[name] == 0


def test_all_forgeries_were_tried(forged):
    """None earned nothing only because an earlier one had broken the kernel."""
    assert all(cell["execution_count"] for cell in forged["cells"])
    assert points_in(forged)["a right function"] == 1


@pytest.mark.parametrize("name", TAKEOVERS)
def test_a_kernel_that_was_taken_over_proves_nothing(name):
    """Only the guard that was sent at the start is believed."""
    assert points_in(execute_in_sandbox(in_pairs({name: TAKEOVERS[name]}), {})) == {
        name: 0
    }


def test_marks_that_were_handed_in_count_for_nothing():
    """No tag, and nothing in the metadata of a submission, stands for a test."""
    wrong = {"source": "assert False", "points": 1}
    skipped = code_cell("skipped", **wrong, tags=["skip-execution"])
    claimed = code_cell("claimed", **wrong, **{FOUND: {"ended": True, "mark": 1.0}})
    claimed["outputs"] = [
        {
            "output_type": "execute_result",
            "data": {"text/plain": "1.0"},
            "metadata": {},
            "execution_count": 1,
        }
    ]
    claimed["execution_count"] = 1
    allowed = code_cell("allowed", **wrong, tags=["raises-exception"])
    text = code_cell("text", **wrong, tags="skip-execution")
    empty = code_cell("empty", "", 1)
    notebook = notebook_of(skipped, claimed, allowed, text, empty)
    notebook["metadata"] = {"kernelspec": {"name": "bash"}, "skip_cells_with_tag": "x"}

    done = execute_in_sandbox(notebook, {})

    assert set(points_in(done).values()) == {0}
    assert [cell["execution_count"] for cell in done["cells"]] == [1, 2, 3, 4, None]
    assert not any("tags" in cell["metadata"] for cell in done["cells"])
    assert notebook["cells"][0]["metadata"]["tags"] == ["skip-execution"]


# Each prints its name if it found a way out.
ESCAPES = {
    "read the lessons": "out = os.path.exists(ROOT + '/source')",
    "read the keys": "out = glob.glob(ROOT + '/**/*.keys.toml', recursive=True)",
    "read the gradebook": "out = open(SECRET).read()",
    "read another submission": "out = os.listdir(os.path.dirname(SECRET))",
    "follow a link out": "os.symlink(SECRET, 'link')\nout = open('link').read()",
    "read the home": """
        # The way to a Python that lies there is all one finds.
        way = (sys.prefix + "/", sys.base_prefix + "/")
        out = [
            name
            for name in os.listdir(HOME)
            if not any(prefix.startswith(f"{HOME}/{name}/") for prefix in way)
        ]
        """,
    "read what others keep in /tmp": "out = glob.glob('/tmp/pytest*')",
    "read the users": "out = open('/etc/passwd').read()",
    "read the environment": "out = 'LEAKED' in str(os.environ)",
    "read the program's environment": "out = open('/proc/1/environ').read()",
    "read the program's memory": "out = open('/proc/1/mem', 'rb')",
    "list the program's files": "out = os.listdir('/proc/1/fd')",
    "write to the program's files": """
        for number in range(64):
            with contextlib.suppress(OSError):
                open(f"/proc/1/fd/{number}", "wb").write(b"forged")
                out = True
        """,
    "write to files left open": """
        for number in range(3, 64):
            with contextlib.suppress(OSError):
                if "pipe" in os.readlink(f"/proc/self/fd/{number}"):
                    os.write(number, b'{"token": "", "cells": []}\\n')
        for name in ("/dev/stdout", "/proc/self/fd/1", "/proc/self/fd/2"):
            with contextlib.suppress(OSError):
                open(name, "w").write("forged")
        """,
    "trace the program": "out = libc.ptrace(16, 1, 0, 0) == 0",
    "kill the program": "os.kill(1, 9); os.kill(1, 19); os.kill(1, 15); os.kill(1, 2)",
    "see other processes": """
        names = [open(path).read() for path in glob.glob("/proc/[0-9]*/cmdline")]
        out = any("pytest" in name for name in names)
        """,
    "reach a server on this machine": """
        out = socket.create_connection(("127.0.0.1", PORT), 1)
        """,
    "reach a server by its name in the kernel": """
        with socket.socket(socket.AF_UNIX) as plug:
            plug.connect("\\0fourlenses-test")
            out = True
        """,
    "reach the world": "out = socket.create_connection(('192.0.2.1', 80), 1)",
    "ask for an address": "out = socket.getaddrinfo('example.org', 80)",
    "write beside the course": "out = open(ROOT + '/written', 'w')",
    "write into the course": "out = open(ROOT + '/course/written.py', 'w')",
    "write into the environment": "out = open(sys.prefix + '/written', 'w')",
    "write into the system": "out = open('/usr/bin/written', 'w')",
    "write at the root": "out = open('/written', 'w')",
    "write among devices": "out = open('/dev/written', 'w')",
    "become root": "os.setuid(0)\nout = True",
    "make a namespace of one's own": """
        # By a process without threads, as Linux demands.
        child = os.fork()
        if child == 0:
            os._exit(libc.unshare(0x10000000) == 0)
        out = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        """,
    "be allowed to write to what can be read": """
        mounts = [line.split() for line in open("/proc/self/mounts")]
        flags = {place: flags.split(",") for _, place, _, flags, *_ in mounts}
        out = "rw" in flags["/usr"] or "rw" in flags[sys.prefix]
        """,
    "mount": "out = libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0",
    "raise a limit": """
        import resource
        resource.setrlimit(resource.RLIMIT_NPROC, (9999, 9999))
        out = True
        """,
    "fill the disk": """
        with open("big", "wb") as big:
            for _ in range(100): big.write(bytes(2**20))
        out = True
        """,
    "fill the disk with many files": """
        with contextlib.suppress(OSError):
            for number in range(100):
                open(f"big{number}", "wb").write(bytes(2**20))
        out = len(glob.glob("big*")) > 70
        for name in glob.glob("big*"): os.remove(name)
        """,
    "fill the shared memory": """
        with open("/dev/shm/big", "wb") as big:
            for _ in range(40): big.write(bytes(2**20))
        out = True
        """,
    "fill the memory": "out = len(bytearray(2**31))",
    "leave a daemon": """
        import subprocess
        daemon = ["sleep", "600.125"]
        started = subprocess.Popen(["setsid", "-f", *daemon])
        """,
    "start many processes": """
        children = []
        try:
            for _ in range(300):
                child = os.fork()
                if child == 0:
                    time.sleep(1)
                    os._exit(0)
                children.append(child)
        except OSError:
            pass
        out = len(children) > 64
        for child in children: os.kill(child, 9)
        for child in children: os.waitpid(child, 0)
        """,
}


@pytest.fixture(scope="module")
def escaped(tmp_path_factory):
    """Return what a notebook that tries all ways out wrote."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "gradebook.db").write_text("LEAKED")
    asked = []

    def listen(server):
        while True:
            try:
                asked.append(server.accept())
            except OSError:
                return

    servers = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
    servers[1].bind("\0fourlenses-test")
    servers[1].listen()
    listeners = [threading.Thread(target=listen, args=[one]) for one in servers]
    for listener in listeners:
        listener.start()
    first = f"""
        import contextlib, ctypes, glob, os, socket, sys, time
        libc = ctypes.CDLL(None)
        ROOT, HOME = {str(ROOT)!r}, {str(Path.home())!r}
        PORT = {servers[0].getsockname()[1]}
        SECRET = {str(outside / "gradebook.db")!r}
        """
    cells = [code_cell("first", first)]
    for name, attempt in ESCAPES.items():
        body = textwrap.indent(textwrap.dedent(attempt).strip(), "    ")
        report = f"if out: print('\\n' + {name!r})"
        source = f"out = None\ntry:\n{body}\nexcept Exception as error: pass\n{report}"
        cells.append(code_cell(name, source))
    cells.append(code_cell("right", "print('\\nthe end')"))
    cells.append(code_cell("right-test", "assert 1 + 1 == 2", 1))
    os.environ["FOURLENSES_TEST_SECRET"] = "LEAKED"
    try:
        done = execute_in_sandbox(notebook_of(*cells), {})
    finally:
        del os.environ["FOURLENSES_TEST_SECRET"]
        for server in servers:
            server.shutdown(socket.SHUT_RDWR)
            server.close()
        for listener in listeners:
            listener.join()
    return done, asked, outside


# A checkout in a folder of which the sandbox has one of its own is written beside in
# there; that nothing is written outside is asked of this one.
IN_ITS_ROOM = {"write beside the course"} if ROOT.is_relative_to("/tmp") else set()


@pytest.mark.parametrize("name", sorted(ESCAPES.keys() - IN_ITS_ROOM))
def test_there_is_no_way_out(escaped, name):
    """Nothing is read, written, reached or used that is not the notebook's own."""
    assert name not in text_of(escaped[0]).splitlines()


def test_all_ways_out_were_tried_and_nothing_came_of_it(escaped):
    """The notebook ran to its end and is paid; outside, nothing has changed."""
    done, asked, outside = escaped

    assert text_of(done).splitlines()[-1] == "the end"
    assert points_in(done) == {"right": 1.0}
    assert asked == []
    assert [path.name for path in outside.iterdir()] == ["gradebook.db"]
    assert not (ROOT / "written").exists()
    assert not (ROOT / "course" / "written.py").exists()
    assert running_with("600.125") == []


def test_a_cell_that_takes_too_much_does_not_cost_the_others():
    """Endless loops and endless output are stopped, and the next cell is run."""
    table = {
        "before": ("def f(x): return 2 * x", "assert f(2) == 4"),
        "loop": ("while True: pass", "assert f(2) == 4"),
        "loop in the test": ("def g(x):\n    while True: pass", "assert g(2) == 4"),
        "print": ("while True: print('output ' * 100)", "assert f(2) == 4"),
        "print in one": ("print('x' * 30_000_000)", "assert f(2) == 4"),
        "show": (
            "from IPython.display import HTML\nHTML('y' * 9_000_000)",
            "f(0.5) / 2",
        ),
    }
    limits = Limits(seconds_per_cell=2, output_kb=64)

    done = execute_in_sandbox(in_pairs(table), {}, limits=limits)

    assert points_in(done) == {
        "before": 1,
        "loop": 1,
        "loop in the test": 0,
        "print": 1,
        "print in one": 1,
        "show": 0.5,
    }
    assert len(str([cell["outputs"] for cell in done["cells"]])) < 2 * 64 * 1024


@pytest.mark.parametrize(
    "end",
    [
        "import os\ndef f(x): os._exit(0)",
        "import os\ndef f(x): os.execv('/bin/true', ['true'])",
        """
        import signal
        def f(x):
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            while True: pass
        """,
        """
        import builtins
        builtins.compile = builtins.isinstance = lambda *a, **k: True
        def f(x): return 4
        """,
    ],
    ids=[
        "leaves the kernel",
        "becomes another program",
        "does not listen",
        "breaks itself",
    ],
)
def test_a_kernel_that_ended_keeps_what_was_earned_before(end):
    """Those before it are paid, the test itself and those after it are not."""
    table = {
        "before": ("def f(x): return 2 * x", "assert f(2) == 4"),
        "end": (end, "assert f(2) == 4"),
        "after": ("", "assert True"),
    }
    limits = Limits(seconds_per_cell=2)

    done = execute_in_sandbox(in_pairs(table), {}, limits=limits)

    assert points_in(done) == {"before": 1, "end": 0, "after": 0}


@pytest.mark.parametrize(
    "greed, limits, words",
    [
        ("import time\ntime.sleep(600)", Limits(seconds=1), "within 1 seconds"),
        (
            """
            import os, time
            for _ in range(6):
                if not os.fork():
                    keep = bytearray(os.urandom(1)) * (100 * 2**20)
                    time.sleep(20)
                    os._exit(0)
            time.sleep(20)
            """,
            Limits(memory_mb=400, seconds=40),
            "more than 400 MB",
        ),
        (
            """
            for number in range(30_000): open(f"/tmp/{number}", "w").close()
            import time; time.sleep(20)
            """,
            Limits(seconds=40),
            "too many files",
        ),
    ],
    ids=["time", "memory of many processes", "empty files"],
)
def test_a_submission_that_uses_too_much_is_ended(greed, limits, words):
    """It is ended as a whole, at once, and the teacher reads why."""
    before = descendants(os.getpid())
    with pytest.raises(NotExecuted, match=words):
        execute_in_sandbox(notebook_of(code_cell("greed", greed)), {}, limits=limits)

    assert set(descendants(os.getpid())) <= set(before)


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/outside", "a/../../outside", "", ".", "a\0b"]
)
def test_a_file_that_would_lie_elsewhere_is_refused(name):
    """Files are put beside the notebook, or nowhere."""
    with pytest.raises(NotExecuted, match="no name for a file"):
        execute_in_sandbox(notebook_of(), {name: b""})


def test_more_files_than_there_is_room_for_are_refused():
    """Said before anything is started."""
    with pytest.raises(NotExecuted, match="larger than the 1 MB"):
        execute_in_sandbox(
            notebook_of(), {"big": bytes(2**21)}, limits=Limits(disk_mb=1)
        )


@pytest.mark.parametrize(
    "notebook",
    [{}, {"cells": None}, {"cells": [1]}, {"cells": [{"cell_type": "code"}]}],
)
def test_a_damaged_notebook_is_said_to_be_damaged(notebook):
    """The next submission can be graded."""
    with pytest.raises(NotExecuted, match="damaged"):
        execute_in_sandbox(notebook, {})


WITHOUT = """
from test_sandbox import *

notebook = in_pairs({
    "right": ("def f(x): return 2 * x", "assert f(2) == 4"),
    "wrong": ("def f(x): return 0", "assert f(2) == 4"),
    "daemon": ("import os; os.system('setsid -f sleep 600.25')", "0.5"),
})
print(sandbox_problem())
try:
    execute_in_sandbox(notebook, {})
except SandboxMissing as missing:
    print(missing)
print(points_in(execute_in_sandbox(notebook, {}, unsafe=True)))
"""


def test_without_bubblewrap_nothing_is_run_unless_the_teacher_insists(tmp_path):
    """It fails closed, in plain words; `unsafe` still bounds it and tidies up."""
    (tmp_path / "sleep").symlink_to(shutil.which("sleep"))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        env={"PATH": str(tmp_path), "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()

    assert done.returncode == 0, done.stderr
    assert "bubblewrap is not installed" in lines[0]
    assert lines[1] == lines[0]
    assert lines[2] == "{'right': 1.0, 'wrong': 0.0, 'daemon': 0.5}"
    assert running_with("600.25") == []


def test_a_bubblewrap_that_may_not_start_is_quoted(tmp_path):
    """The teacher reads its own words, and nothing is run."""
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho No permissions here >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from course.grading.sandbox.execution import sandbox_problem\n"
            "print(sandbox_problem())",
        ],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip().endswith("on this machine: No permissions here")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"forged",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"token": 1, "cells": []}',
        b'{"token": "guessed", "cells": []}',
    ],
    ids=["empty", "text", "deep", "list", "no token", "a number", "a guess"],
)
def test_a_report_that_is_not_the_program_s_is_not_believed(line):
    """Only the program inside has read the token that came with the request."""
    with pytest.raises(NotExecuted, match="what came back"):
        sandbox._report(line, "token")


def test_missing_is_an_error_of_its_own():
    """A grader tells "cannot be run here" from "gave no result"."""
    assert not issubclass(SandboxMissing, NotExecuted)
    assert not issubclass(NotExecuted, SandboxMissing)
