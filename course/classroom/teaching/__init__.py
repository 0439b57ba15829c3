"""The instructor's page: an extension of the instructor's own Jupyter server.

It stands behind that server's login, on a hub as on a laptop, and can do what the
instructor can do in a terminal, and no more.
"""

from __future__ import annotations

from typing import Any

# Of the page, on the instructor's server.
ADDRESS = "fourlenses/teach"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "course.classroom.teaching"}]


def _load_jupyter_server_extension(server: Any) -> None:
    from course.classroom.teaching.handlers import add_handlers

    add_handlers(server.web_app, server.root_dir)
