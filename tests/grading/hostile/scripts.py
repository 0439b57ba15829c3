"""Script, style and markup, for wherever a page shows something of a learner's."""

from __future__ import annotations

from typing import Any

from .submissions import (
    ERROR,
    GRADED,
    NOTHING,
    Attack,
    Change,
    Place,
    answered_as,
    cell,
    in_notebook,
    result,
    stream,
    with_fields,
)

# Each tells on itself: it sets window.pwned, changes the title, or asks for something.
_RUN = "window.pwned=1;document.title='pwned'"
SCRIPTS = {
    "script": f"<script>{_RUN}</script>",
    "script-after-other-ends": (
        f"</script></style></title></textarea></pre></svg>]]>--><script>{_RUN}</script>"
    ),
    "image": f'<img src=x onerror="{_RUN}">',
    "svg": f'<svg onload="{_RUN}"><script>{_RUN}</script></svg>',
    "svg-animation": f'<svg><animate onbegin="{_RUN}" attributeName=x dur=1s></svg>',
    "svg-link": f'<svg><a xlink:href="javascript:{_RUN}"><text y=20>x</text></a></svg>',
    "math-element": (
        f'<math><maction actiontype="statusline" xlink:href="javascript:{_RUN}">x'
        "</maction></math>"
    ),
    "details": f'<details open ontoggle="{_RUN}">x</details>',
    "focus": f'<input autofocus onfocus="{_RUN}">',
    "frame": f'<iframe srcdoc="<script>parent.{_RUN}</script>"></iframe>',
    "frame-address": f'<iframe src="javascript:parent.{_RUN}"></iframe>',
    "object": '<object data="http://evil.example/o"></object>',
    "form": f'<form action="javascript:{_RUN}"><button autofocus>x</button></form>',
    "meta": '<meta http-equiv="refresh" content="0;url=http://evil.example/meta">',
    "base": '<base href="http://evil.example/"><img src="base.png">',
    "style": "<style>@import 'http://evil.example/s.css'; * {display: none}</style>",
    "style-attribute": '<p style="background:url(http://evil.example/p)">x</p>',
    "stylesheet": '<link rel="stylesheet" href="http://evil.example/l.css">',
    "picture": "![x](http://evil.example/a.png) <img src=http://evil.example/b.png>",
    "link": f'[x](javascript:{_RUN}) <a href="javascript:{_RUN}">x</a>',
    "link-data": f"[x](data:text/html,<script>{_RUN}</script>)",
    "reference": f"[x]\n\n[x]: javascript:{_RUN}",
    "mathematics": f"$\\href{{javascript:{_RUN}}}{{x}}$ \\(\\require{{html}}\\)",
    "mathematics-in-a-block": (
        f"$$\n\\require{{html}}\\style{{x}}{{y}}\\href{{javascript:{_RUN}}}{{x}}\n$$"
    ),
    "mathematics-environment": (
        f"\\begin{{equation}}\\href{{javascript:{_RUN}}}{{x}}\\end{{equation}}"
    ),
    "fence": f"```\n</code></pre><script>{_RUN}</script>\n````\n~~~\n`````text\n",
    "fence-indented": f"   ```````\n<script>{_RUN}</script>\n\t```````````\n",
    "fence-and-odd-lines": (
        f"\r```\u2028```\x0b```\x0c```\x85```\r<script>{_RUN}</script>"
    ),
    "template": "{{ 7*7 }}{% for x in y %}{# #}{0.__class__}%(name)s${7*7}<%= 7*7 %>",
    "escapes": "\x1b[31m\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07\x1b[2J",
    "clobbering": (
        "<form id=notebook name=MathJax><input name=innerHTML></form>"
        "<a id=formgrade></a><img name=getElementById>"
    ),
}


def _script_everywhere(payload: str) -> Change:
    """Put it wherever a page shows something of a learner's."""
    shown = {
        "output_type": "display_data",
        "metadata": {},
        "data": {
            "text/html": payload,
            "text/markdown": payload,
            "image/svg+xml": f"<svg>{payload}</svg>",
            "application/javascript": _RUN,
            "text/latex": payload,
            "text/plain": payload,
        },
    }
    error = {**ERROR, "ename": payload, "evalue": payload, "traceback": [payload]}
    outputs = [shown, result(payload), stream(payload), stream(payload, "stdout")]

    def spoil(notebook: dict[str, Any]) -> None:
        notebook["metadata"] = {
            "title": payload,
            "authors": [{"name": payload}],
            "fourlenses": {"title": payload},
            "language_info": {"name": payload, "pygments_lexer": payload},
            "widgets": {
                "application/vnd.jupyter.widget-state+json": {"state": payload}
            },
        }
        for one in notebook["cells"]:
            if one["cell_type"] == "code":
                one["outputs"] = [*outputs, error]
                one["metadata"]["tags"] = [payload]
                one["id"] = one["id"]
        own = [
            cell(payload),
            cell(payload.splitlines(keepends=True)),
            cell(payload, "raw", metadata={"raw_mimetype": "text/html"}),
            cell(payload, "code", outputs=[*outputs, error], id=payload[:60]),
            cell(payload, payload),
            cell(f"# {payload}\n\n> {payload}\n\n* {payload}\n\n| {payload} |\n|---|"),
        ]
        notebook["cells"] = own + notebook["cells"] + own

    def change(place: Place) -> None:
        in_notebook(spoil)(place)
        texts = dict.fromkeys(("what", "expect", "act"), payload)
        with_fields("own-measure", answer=texts)(place)
        with_fields("bead-limits", answer={"centre": payload[:60]})(place)
        with_fields("signals", answer={payload: [1]})(place)
        answered_as("run-lengths", payload)(place)
        learner = place.student
        answered_as("which-rule", learner, payload)(place)
        (place.folder / "timestamp.txt").write_text(payload[:100])
        name = payload.replace("/", "\u2215").encode()[:200].decode(errors="ignore")
        (place.folder / name).symlink_to("/etc/passwd")

    return change


def script_attacks() -> list[Attack]:
    """Script, style and markup, wherever a page shows something of a learner's."""
    points = {
        "bead-limits": NOTHING,
        "signals": NOTHING,
        "run-lengths": (float(GRADED["run-lengths"].points), True),
        "which-rule": (float(GRADED["which-rule"].points), True),
    }
    return [
        Attack(
            name=f"script-{name}",
            family="scripts",
            does=_script_everywhere(payload),
            points=points,
            says="is a link",
            flags=".",
        )
        for name, payload in SCRIPTS.items()
    ]
