"""Sentences are read as TOML says, whichever way is taken."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.messages import HERE, read_sentences

FILES = sorted((HERE / "en").glob("*.toml"))

printable = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_of_the_course_says_the_same_either_way(path: Path):
    """The quick way may be quick, and nothing else."""
    text = path.read_text("utf-8")

    assert read_sentences(text) == tomllib.loads(text)


@given(st.dictionaries(printable, printable, max_size=4))
def test_any_sentences_say_the_same_either_way(sentences):
    """Quotation marks, backslashes and signs of equality included."""
    quoted = {
        a.replace("\\", "\\\\").replace('"', '\\"'): b.replace("\\", "\\\\").replace(
            '"', '\\"'
        )
        for a, b in sentences.items()
    }
    text = "\n".join(f'"{key}" = "{said}"' for key, said in quoted.items())

    assert read_sentences(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "\"a\" = 'b'",
        '"a" = """b\nc"""',
        '"a" = "b" # "c"',
        '["a"]\n"b" = "c"',
        '"a" = "\\U0001f642"',
        '"a"   =   "b"',
        '"a" = ["b", "c"]',
        '"a" = 3',
        "a = 'b'",
        "",
    ],
)
def test_what_is_written_in_another_way_is_read_too(text):
    """By the library for it."""
    assert read_sentences(text) == tomllib.loads(text)


@pytest.mark.parametrize("text", ['"a" = "b"\n"a" = "c"', '"a" = "b', '"a": "b"'])
def test_what_is_no_toml_is_refused(text):
    """A key that stands there twice, for one."""
    with pytest.raises(tomllib.TOMLDecodeError):
        read_sentences(text)
