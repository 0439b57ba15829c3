"""From a lesson in Markdown to an nbgrader notebook, the same every time.

The author marks a code cell with one key; ids, points, locks and nbgrader's metadata
follow from it:

``:start: variation``
    who is learning, and how far they have come;
``:task: run-lengths``
    an exercise, and beneath a graded one the locked cell that marks it;
``:hand-in: variation``
    the button at the end.

Nothing is imported here: the lines of a notebook (`page`, `progress`) must not wait for
what builds notebooks (`builder`), whose libraries take seconds to load.
"""
