"""Kernels of this environment import and write nothing that a lesson does not ask for.

A lesson runs its own lines when it is opened. A file called `course.py` that lies
beside a notebook must not be what those lines import. And those lines need not be kept
for later: IPython would write each into one database in the home folder, which takes
time and, where that folder lies on a network, can lock.
"""

c = get_config()  # noqa: F821, IPython puts it there

c.InteractiveShellApp.ignore_cwd = True
c.HistoryManager.enabled = False
