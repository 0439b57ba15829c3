"""``python -m course.lessons``: build every lesson in ``source/``."""

from pathlib import Path

from course.lessons.builder import find_lessons, write_lesson

if __name__ == "__main__":
    for lesson in find_lessons(Path("source")):
        print(write_lesson(lesson))
