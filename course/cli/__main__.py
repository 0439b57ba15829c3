"""``python -m course.cli`` is ``fourlenses``."""

from course.cli import main

main()
