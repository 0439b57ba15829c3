"""Kernels of this environment do not import from the folder of the notebook.

A lesson runs its own lines when it is opened. A file called `course.py` that lies
beside a notebook must not be what those lines import.
"""

c = get_config()  # noqa: F821, IPython puts it there

c.InteractiveShellApp.ignore_cwd = True
