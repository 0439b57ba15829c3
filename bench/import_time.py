"""How long `import course` takes, beside what a lesson would otherwise load.

Every lesson begins with this import, so it may take at most a tenth of the time of
importing pandas, matplotlib.pyplot and ipywidgets. Run it with `make bench`.
"""

import subprocess
import sys

OURS = "course"
THEIRS = "pandas, matplotlib.pyplot, ipywidgets"
BOUND = 0.10
ROUNDS = 7

_TIMED = """
from time import perf_counter
before = perf_counter()
import {modules}
print(perf_counter() - before)
"""


def seconds_to_import(modules: str) -> float:
    """Import in a fresh interpreter, and return what that alone took, in seconds."""
    script = _TIMED.format(modules=modules)
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return float(finished.stdout)


def main() -> None:
    """Print the two times and their ratio; exit with 1 if it is beyond the bound."""
    # In turns, so that a busy moment of the machine falls on both. The fastest
    # round is the one least disturbed.
    rounds = [
        (seconds_to_import(OURS), seconds_to_import(THEIRS)) for _ in range(ROUNDS)
    ]
    ours, theirs = (min(times) for times in zip(*rounds, strict=True))
    ratio = ours / theirs
    print(f"import {OURS}: {1000 * ours:.1f} ms")
    print(f"import {THEIRS}: {1000 * theirs:.1f} ms")
    print(f"ratio: {ratio:.3f} (at most {BOUND:.2f})")
    sys.exit(ratio > BOUND)


if __name__ == "__main__":
    main()
