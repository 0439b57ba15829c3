"""What a hub starts for one person, as that person: their folder, then JupyterLab.

The hub itself runs as root and touches nothing in anybody's home.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from course.classroom.workspace import WorkspaceUnusable, put_pages

WORKSPACE = "four-lenses"
# Kernels speak through sockets that lie here: through a port of the machine, anybody
# on it could listen to what they print. A socket's path may have 107 letters.
_RUNTIME = ".fourlenses-run"


def main() -> None:
    """Make the person's folder ready, and become their server."""
    # What they write is theirs, whatever a home's own permissions are.
    os.umask(0o077)
    workspace, runtime = Path.home() / WORKSPACE, Path.home() / _RUNTIME
    try:
        put_pages(workspace, date.today())
    except WorkspaceUnusable as problem:
        sys.exit(str(problem))
    os.chdir(workspace)
    os.environ["JUPYTER_RUNTIME_DIR"] = str(runtime)
    os.environ["FOURLENSES_WORKSPACE"] = str(workspace)
    os.environ["JUPYTERHUB_ROOT_DIR"] = str(workspace)
    server = [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]]
    os.execv(sys.executable, server)


if __name__ == "__main__":
    main()
