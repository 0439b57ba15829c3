"""The glossary is gathered from the lessons, and the lessons are plain."""

import re
from pathlib import Path

import jupytext
import pytest

from course.lessons.builder import find_lessons
from course.lessons.glossary import as_page, find_words

ROOT = Path(__file__).parents[2]
LESSONS = find_lessons(ROOT / "source")
# Words to a sentence, on average: what a tired reader takes in at once.
LONGEST_MEAN = 18

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


def prose(lesson):
    """Return the running text of a lesson: no tables, formulas, lists of words."""
    cells = jupytext.read(lesson, fmt="md:myst").cells
    text = "\n\n".join(c.source for c in cells if c.cell_type == "markdown")
    text = text.partition("### Where to read more")[0]
    text = re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
    lines = [
        line for line in text.splitlines() if not re.match(r"\s*(\||#|\$|---)", line)
    ]
    return "\n".join(lines)


def sentences(text):
    """Cut a text into sentences; a decimal point ends none."""
    parts = re.split(r"(?<=[.?:])\*{0,2}\s+|\n", text)
    return [part for part in parts if re.search(r"[a-zA-Z]", part)]


@every_lesson
def test_sentences_are_short(lesson):
    """One thought each; a tired nurse reads them."""
    lengths = [len(sentence.split()) for sentence in sentences(prose(lesson))]

    assert sum(lengths) / len(lengths) < LONGEST_MEAN
    # One in a hundred may be long, and then it should be worth it.
    assert sorted(lengths)[int(len(lengths) * 0.99)] <= 36


@every_lesson
def test_each_word_in_the_list_is_explained_in_the_lesson(lesson):
    """It stands there in bold, where it is met."""
    words = [
        w for w in find_words(lesson.parent) if lesson.name[:2] == f"{w.lesson:02}"
    ]
    told = prose(lesson).partition("### Words")[0].casefold()

    assert len(words) >= 5
    for word in words:
        assert f"**{word.term.casefold()}" in told, word.term


def test_the_page_in_the_docs_is_what_the_lessons_say():
    """If this fails: run `make lessons`."""
    page = (ROOT / "docs/glossary.md").read_text("utf-8")

    assert page == as_page(find_words(ROOT / "source"))


def test_a_word_is_found_only_below_its_heading(tmp_path):
    """Bold words in other lists are left alone, and the next heading ends it."""
    (tmp_path / "03-aim.md").write_text(
        "---\nfourlenses:\n  title: Aim\n  number: 3\n---\n\n"
        "- **not this**: no\n\n### Words\n\n- **aim**: what we want\n\n"
        "### Where to read more\n\n- **nor this**: no\n",
        encoding="utf-8",
    )

    assert [(word.term, word.meaning) for word in find_words(tmp_path)] == [
        ("aim", "what we want")
    ]
