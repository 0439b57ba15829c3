"""Keys beside the lesson: read as written, and every slip said in one sentence."""

from pathlib import Path

import pytest

from course.exercises import TASKS
from course.tasks import Key
from course.tasks.keys import read_keys

WRITTEN = """
[two-errors.items.d01]
right = "sound"
why = "Beyond the limit."
wrong = { by-outcome = "mistake-1" }

[two-errors.items.d02]
right = "mistake-1"
why = "Within the limits."

[two-errors.instead.acting-is-safe]
mistake-1 = "sound"
"""


@pytest.fixture
def written(tmp_path):
    """Write a keys file with some text."""

    def write(text):
        path = tmp_path / "04-variation.keys.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_key_is_read_as_it_is_written(written):
    """Truth, reasons, and what each thought would answer."""
    assert read_keys(written(WRITTEN)) == {
        "two-errors": Key(
            truth={"d01": "sound", "d02": "mistake-1"},
            why={"d01": "Beyond the limit.", "d02": "Within the limits."},
            misreadings={
                "acting-is-safe": {"d02": "sound"},
                "by-outcome": {"d01": "mistake-1"},
            },
        )
    }


def test_a_lesson_without_keys_needs_no_file():
    """Most tasks compute what is right."""
    assert read_keys(Path("00-nothing.keys.toml")) == {}


@pytest.mark.parametrize(
    "change, said",
    [
        (("[two-errors.items.d01]", "[two-errors.items.d01"), "cannot be read as TOML"),
        (('right = "sound"\n', ""), "two-errors.items.d01: 'right' must be a text"),
        (('why = "Beyond the limit."', 'why = ""'), "items.d01: 'why' must be a text"),
        (('right = "sound"', "right = 1"), "items.d01: 'right' must be a text"),
        (('why = "Within', 'wy = "Within'), "'wy' is not one of right, why, wrong"),
        (("two-errors.instead", "two-errors.elsewhere"), "'elsewhere' is not one of"),
        (
            ('by-outcome = "mistake-1"', 'by-outcome = "sound"'),
            "at d01, which is right",
        ),
        (
            ('mistake-1 = "sound"', 'mistake-9 = "sound"'),
            "'mistake-9' is right nowhere",
        ),
        ((WRITTEN, "[two-errors]"), "two-errors has no items"),
        ((WRITTEN, "two-errors = 1"), "two-errors must be a table"),
        ((WRITTEN, "[two-errors]\nitems = 1"), "two-errors.items must be a table"),
        ((WRITTEN, "[two-errors.items]\nd01 = 1"), "items.d01 must be a table"),
    ],
)
def test_each_slip_is_said_with_its_place(written, change, said):
    """One sentence, with the name of the file in front."""
    with pytest.raises(ValueError, match=said) as raised:
        read_keys(written(WRITTEN.replace(*change)))

    assert str(raised.value).startswith("04-variation.keys.toml")
    assert "\n" not in str(raised.value)


def test_the_real_keys_belong_to_tasks_that_need_one():
    """And every task that needs a key has it."""
    source = Path(__file__).parents[2] / "source"
    keys = {
        name: key
        for path in source.glob("*.keys.toml")
        for name, key in read_keys(path).items()
    }

    assert set(keys) == {name for name, task in TASKS.items() if task.needs_key}
