"""Points of test cells: as nbgrader where it is right, and never for nothing."""

import nbformat
import pytest
from nbgrader.utils import determine_grade

from course.grading.sandbox.code_cells import FOUND, is_test, points_of


def executed(outputs, ended=True, mark=None, count=1, **about):
    """Make a test cell worth 2 points, as it comes out of the sandbox."""
    about = {"grade": True, "solution": False, "grade_id": "a", "points": 2} | about
    return {
        "cell_type": "code",
        "execution_count": count,
        "source": "assert True",
        "outputs": outputs,
        "metadata": {"nbgrader": about, FOUND: {"ended": ended, "mark": mark}},
    }


def shown(text):
    """Make the output of a last line."""
    return {
        "output_type": "execute_result",
        "data": {"text/plain": text},
        "metadata": {},
        "execution_count": 1,
    }


def written(name, text="words"):
    """Make an output to one of the standard streams."""
    return {"output_type": "stream", "name": name, "text": text}


ERROR = {"output_type": "error", "ename": "A", "evalue": "", "traceback": []}

AS_NBGRADER = {
    "nothing to say": executed([]),
    "words": executed([written("stdout")]),
    "part": executed([shown("0.5")], mark=0.5),
    "whole number": executed([shown("1")], mark=1.0),
    "none": executed([shown("0")], mark=0.0),
    "all": executed([shown("2")], mark=2.0),
    "words and a number": executed([written("stdout"), shown("1.5")], mark=1.5),
    "true": executed([shown("True")], mark=True),
    "an error": executed([ERROR], ended=False),
}


@pytest.mark.parametrize("cell", AS_NBGRADER.values(), ids=AS_NBGRADER)
def test_honest_cells_get_what_nbgrader_gives(cell):
    """A teacher who knows nbgrader meets no surprise."""
    assert points_of(cell) == determine_grade(nbformat.from_dict(cell))[0]


@pytest.mark.parametrize(
    "cell, points",
    [
        (executed([written("stderr", "FutureWarning")]), 2),
        (executed([shown("np.float64(0.25)")], mark=0.25), 0.25),
        (executed([shown("nan")], mark="other"), 0),
        (executed([shown("-1")], mark=-1.0), 0),
        (executed([shown("99")], mark=99.0), 2),
        (executed([shown("'wrong'")], mark="other"), 0),
        (executed([shown("False")], mark=False), 0),
        (executed([], ended=False, count=None), 0),
        (executed([shown("2"), ERROR], ended=False), 0),
        (executed([shown("2"), ERROR], mark=2.0), 0),
        (executed([], ended=False), 0),
        (executed([shown("2")], mark=0.5), 0.5),
        (executed([shown("2")], count=None, mark=2.0), 0),
    ],
    ids=[
        "a warning costs nothing",
        "a number of numpy's is a number",
        "what is no number is none",
        "below nothing is nothing",
        "above all is all",
        "a text is no mark",
        "false is nothing",
        "not run",
        "a result before an error",
        "an error after its end",
        "left early without an error",
        "what was shown is not what it was",
        "no count of this execution",
    ],
)
def test_where_nbgrader_is_mistaken_it_is_not_followed(cell, points):
    """Each of these is full points, none, or an exception in nbgrader 0.9.6."""
    assert points_of(cell) == points


@pytest.mark.parametrize(
    "cell",
    [
        executed([], solution=True),
        executed([], grade=False),
        executed([]) | {"cell_type": "markdown"},
        {"cell_type": "code", "metadata": {}, "outputs": []},
    ],
    ids=["manually graded", "not graded", "a text", "not nbgrader's"],
)
def test_other_cells_have_no_points_from_running(cell):
    """A person gives them, or nobody does."""
    assert not is_test(cell)
    assert points_of(cell) is None


def test_a_cell_the_sandbox_has_not_seen_earns_nothing():
    """Without a finding there is no proof, whatever the outputs say."""
    cell = executed([shown("2")])
    del cell["metadata"][FOUND]

    assert points_of(cell) == 0
