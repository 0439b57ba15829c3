"""``python -m course.lessons``: build every lesson's notebook, and the glossary."""

from pathlib import Path

from course.lessons.builder import find_lessons, write_lesson
from course.lessons.glossary import as_page, find_words

SOURCE, GLOSSARY = Path("source"), Path("docs/glossary.md")

if __name__ == "__main__":
    for lesson in find_lessons(SOURCE):
        print(write_lesson(lesson))
    GLOSSARY.write_text(as_page(find_words(SOURCE)), encoding="utf-8")
    print(GLOSSARY)
