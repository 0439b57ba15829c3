"""Some of the spoilt hand-ins that `make fuzz` throws at the grader by the thousand."""

import runpy
from pathlib import Path

import pytest

FUZZ = runpy.run_path(Path(__file__).parents[2] / "bench" / "fuzz_grading.py")
# Numbers of tries. One that ever escapes is added here by its number.
TRIES = range(160)


@pytest.fixture(scope="module")
def try_one(tmp_path_factory):
    """Return what spoils one hand-in, grades it, and holds what must hold of it."""
    return FUZZ["prepare"](tmp_path_factory.mktemp("spoilt"))


def test_whatever_the_bytes_are_grading_gives_a_result_or_a_reason(try_one):
    """And the tries do spoil something: many end in a remark or a flag, many do not."""
    told = []
    for number in TRIES:
        try:
            graded = try_one(number)
        except Exception as error:
            pytest.fail(f"python bench/fuzz_grading.py --only {number}: {error!r}")
        flags = (
            [t.flag for t in graded.record.tasks.values()] if graded else ["refused"]
        )
        told.append(any(flags) or bool(graded.record.remarks))

    assert len(TRIES) / 5 < sum(told) < len(TRIES)
