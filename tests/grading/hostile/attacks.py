"""The attacks on the grader, family by family: what each does, and what must hold."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .scripts import script_attacks
from .submissions import (
    ALL_NOTHING,
    ASSIGNMENT,
    ERROR,
    GRADED,
    LUCK,
    NOTEBOOK,
    NOTHING,
    VICTIM,
    Attack,
    Change,
    Place,
    about,
    all_of,
    answer_of,
    answered_as,
    cell,
    content,
    copied_from_victim,
    device,
    doorway,
    elsewhere,
    folder,
    hard_link_to,
    in_cells,
    in_notebook,
    in_root,
    instead_of,
    link_to,
    many_files,
    nested_folders,
    notebook_of,
    nothing_more,
    own_cells,
    pipe,
    result,
    spoofed,
    stream,
    the_answer,
    the_answers,
    the_file,
    the_notebook,
    vast,
    with_answers,
    with_fields,
    without,
)


def _scores() -> list[Attack]:
    """Points claimed in outputs and metadata, for no answers at all."""
    texts = {
        "hundred": "100.0",
        "np-float": "np.float64(0.25)",
        "nan": "nan",
        "minus-one": "-1",
        "infinity": "inf",
        "true": "True",
        "text": "'well done'",
    }
    changes = {f"result-{name}": spoofed(result(text)) for name, text in texts.items()}
    changes |= {
        "result-before-an-error": spoofed(result("6.0"), ERROR),
        "error-before-a-result": spoofed(ERROR, result("6.0")),
        "warning-on-stderr": spoofed(stream("FutureWarning: soon")),
        "no-output-and-no-error": spoofed(),
        "html-that-claims-points": spoofed(
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/html": "<b>6 / 6</b>", "text/plain": "6.0"},
            }
        ),
        "sandbox-found-it-right": all_of(
            without(*GRADED),
            in_cells(
                lambda c: c["metadata"].update(
                    fourlenses_test={"ended": True, "mark": 6.0}
                )
            ),
        ),
        "score-in-metadata": all_of(
            without(*GRADED), about(score=6, auto_score=6, manual_score=6)
        ),
    }
    return [
        Attack(name=f"score-{name}", family="scores", does=does, points=ALL_NOTHING)
        for name, does in changes.items()
    ]


def _cells() -> list[Attack]:
    """The lesson's own cells, changed in every way; answers are as they were."""

    def rename(one: dict[str, Any]) -> None:
        one["metadata"]["nbgrader"]["grade_id"] = "no-such-task"
        one["id"] = "no-such-cell"

    def copy_graded(notebook: dict[str, Any]) -> None:
        notebook["cells"] *= 2

    def delete_graded(notebook: dict[str, Any]) -> None:
        notebook["cells"] = [
            one
            for one in notebook["cells"]
            if not one["metadata"].get("nbgrader", {}).get("grade")
        ]

    def same_id_for_all(notebook: dict[str, Any]) -> None:
        for one in notebook["cells"]:
            if "nbgrader" in one["metadata"]:
                one["metadata"]["nbgrader"]["grade_id"] = "signals"
            one["id"] = "signals"

    def odd_types(notebook: dict[str, Any]) -> None:
        odd = (7, None, [], "text", {"a": {}}, True)
        for number, one in enumerate(notebook["cells"]):
            wrong = odd[number % len(odd)]
            one["metadata"] = wrong if number % 2 else {"nbgrader": wrong}
            one["id"] = wrong
            one["cell_type"] = wrong
            one["outputs"] = wrong
            one["attachments"] = wrong

    schemas = {"old": 1, "none": 0, "new": 99, "word": "three", "null": None}
    changes = {
        f"schema-{name}": about(schema_version=value) for name, value in schemas.items()
    }
    tags = {"tags": ["skip-execution", "raises-exception"]}
    changes |= {
        "schema-infinite": notebook_of(
            lambda place: place.notebook.read_bytes().replace(
                b'"schema_version": 3', b'"schema_version": 1e400'
            )
        ),
        "edited": in_cells(lambda one: one.update(source="100.0")),
        "deleted": in_notebook(delete_graded),
        "copied": in_notebook(copy_graded),
        "reversed": in_notebook(lambda notebook: notebook["cells"].reverse()),
        "one-grade-id-for-all": in_notebook(same_id_for_all),
        "renamed": in_cells(rename),
        "retagged-as-solution": about(grade=False, solution=True, task=True),
        "unlocked": about(locked=False),
        "points-1000": about(points=1000),
        "points-negative": about(points=-5),
        "points-a-word": about(points="many"),
        "checksum-changed": about(checksum="0" * 32),
        "skip-execution": in_cells(lambda one: one["metadata"].update(tags)),
        "turned-into-markdown": in_cells(lambda one: one.update(cell_type="markdown")),
        "turned-into-raw": in_cells(lambda one: one.update(cell_type="raw")),
        "metadata-of-wrong-types": in_notebook(odd_types),
        "nbgrader-metadata-a-list": in_cells(
            lambda one: one["metadata"].update(nbgrader=["signals"])
        ),
        "grade-id-a-list": about(grade_id=["signals"]),
        "source-a-number": in_cells(lambda one: one.update(source=7)),
        "source-a-list-of-numbers": in_cells(lambda one: one.update(source=[1, {}])),
        "cells-that-are-no-cells": in_notebook(
            lambda notebook: notebook["cells"].extend([1, None, "text", [], {}])
        ),
        "attachments": own_cells(
            cell(
                "![x](attachment:x.svg)",
                attachments={"x.svg": {"image/svg+xml": "<svg onload=alert(1)>"}},
            )
        ),
        "own-cells-as-long-as-may-be": own_cells(
            cell("x" * 20_000), cell("`" * 20_000), cell("y" * 20_000, "code")
        ),
        "100-own-cells": own_cells(*(cell(f"Note {i}") for i in range(50))),
        "own-test-cell": own_cells(
            cell(
                "100.0",
                "code",
                metadata={
                    "nbgrader": {
                        "grade_id": "extra",
                        "grade": True,
                        "solution": False,
                        "points": 100,
                        "locked": True,
                        "schema_version": 3,
                    }
                },
            )
        ),
    }
    attacks = [
        Attack(name=f"cells-{name}", family="cells", does=does)
        for name, does in changes.items()
    ]
    too_many = {
        "5000-own-cells": own_cells(*(cell(f"Note {i}") for i in range(2500))),
        "own-cell-of-a-megabyte": own_cells(cell("x" * 1_000_000)),
        "own-cells-behind-6000-empty-ones": in_notebook(
            lambda notebook: notebook.update(
                cells=[cell("") for _ in range(6000)] + [cell("mine")]
            )
        ),
        "own-cells-of-300000-letters": own_cells(
            *(cell(f"{i}" + "y" * 19_900) for i in range(15))
        ),
    }
    return attacks + [
        Attack(
            name=f"cells-{name}", family="cells", does=does, says="cells of your own"
        )
        for name, does in too_many.items()
    ]


def _notebooks() -> list[Attack]:
    """The notebook as a file: whatever it is, the answers count."""

    def in_format_3(notebook: dict[str, Any]) -> None:
        notebook["worksheets"] = [{"cells": notebook.pop("cells")}]
        notebook.update(nbformat=3, nbformat_minor=0)

    half = "\\ud83d"
    as_text: dict[str, Change] = {
        "without-metadata": in_notebook(
            lambda notebook: [
                one.pop("metadata") for one in (notebook, *notebook["cells"])
            ]
        ),
        "nbformat-99": in_notebook(lambda notebook: notebook.update(nbformat=99)),
        "nan": notebook_of(
            lambda place: place.notebook.read_bytes().replace(
                b'"nbformat": 4', b'"nbformat": NaN'
            )
        ),
        "infinite": notebook_of(
            lambda place: place.notebook.read_bytes().replace(
                b'"nbformat": 4', b'"nbformat": 1e999'
            )
        ),
        "byte-order-mark": notebook_of(
            lambda place: b"\xef\xbb\xbf" + place.notebook.read_bytes()
        ),
        "control-characters": own_cells(cell("a\x00b\x07c\x1b[2Jd\x9be\u202ef\u2028g")),
        "extra-notebooks": all_of(
            instead_of(the_file("another.ipynb"), content(b"{}")),
            instead_of(the_file("Variation.ipynb"), content(b"{}")),
            instead_of(the_file("variation (1).ipynb"), content(b"\xff")),
        ),
        "hard-link-to-the-teachers": instead_of(
            the_notebook, hard_link_to(in_root("source", ASSIGNMENT, NOTEBOOK))
        ),
    }
    unreadable: dict[str, Change] = {
        "format-3": in_notebook(in_format_3),
        "empty": notebook_of(b""),
        "truncated": notebook_of(lambda place: place.notebook.read_bytes()[:5000]),
        "not-json": notebook_of(b"print('a notebook')"),
        "a-list": notebook_of(b"[]"),
        "a-number": notebook_of(b"7"),
        "cells-a-table": notebook_of(b'{"cells": {"a": 1}, "nbformat": 4}'),
        "nested-100000-deep": notebook_of(b'{"cells": ' + b"[" * 100_000),
        "nested-100000-deep-and-closed": notebook_of(
            b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        ),
        "number-of-5000-digits": notebook_of(b'{"cells": ' + b"9" * 5000 + b"}"),
        "latin-1": notebook_of(b'{"cells": [{"source": "\xe5"}]}'),
        "utf-16": notebook_of(
            lambda place: place.notebook.read_text().encode("utf-16")
        ),
        "half-a-letter": own_cells(cell("HALF")),
        "half-a-letter-raw": own_cells(cell("HALF")),
        "half-a-letter-in-utf-16": own_cells(cell("HALF")),
    }

    def swap(old: bytes, new: bytes, encoding: str = "utf-8") -> Change:
        return notebook_of(
            lambda place: (
                place.notebook.read_bytes()
                .replace(old, new)
                .decode("utf-8", "surrogatepass")
                .encode(encoding, "surrogatepass")
            )
        )

    raw_half = "\ud83d".encode("utf-8", "surrogatepass")
    unreadable["half-a-letter"] = all_of(
        unreadable["half-a-letter"], swap(b"HALF", half.encode())
    )
    # As JupyterLab writes it, without escapes.
    unescaped = notebook_of(
        lambda place: json.dumps(
            json.loads(place.notebook.read_bytes()), ensure_ascii=False
        ).encode()
    )
    for name, encoding in (
        ("half-a-letter-raw", "utf-8"),
        ("half-a-letter-in-utf-16", "utf-16"),
    ):
        unreadable[name] = all_of(
            unreadable[name], unescaped, swap(b"HALF", raw_half, encoding)
        )

    link, odd = "variation.ipynb is a link", "variation.ipynb is no file"
    not_files: dict[str, tuple[Callable[[Place, Path], Any], str]] = {
        "link-to-the-victims": (link_to(lambda p: p.of_victim(NOTEBOOK)), link),
        "link-to-the-teachers": (
            link_to(in_root("source", ASSIGNMENT, NOTEBOOK)),
            link,
        ),
        "link-to-passwd": (link_to("/etc/passwd"), link),
        "link-to-dev-zero": (link_to("/dev/zero"), link),
        "link-to-itself": (link_to(NOTEBOOK), link),
        "link-to-nothing": (link_to("no-such-file"), link),
        "pipe": (pipe, odd),
        "device": (device, odd),
        "socket": (doorway, odd),
        "folder": (folder, r"variation.ipynb could not be read"),
        "20-megabytes": (content(b" " * 20_000_000), r"larger than it may be \(20"),
        "10-gigabytes": (vast, "larger than it may be"),
        "missing": (lambda *_: None, "variation.ipynb was not handed in"),
    }
    return (
        [
            Attack(name=f"notebook-{name}", family="notebooks", does=does)
            for name, does in as_text.items()
        ]
        + [
            Attack(
                name=f"notebook-{name}",
                family="notebooks",
                does=does,
                says="variation.ipynb cannot be read as a notebook",
            )
            for name, does in unreadable.items()
        ]
        + [
            Attack(
                name=f"notebook-{name}",
                family="notebooks",
                does=instead_of(the_notebook, make),
                says=says,
            )
            for name, (make, says) in not_files.items()
        ]
        + [
            Attack(
                name="notebook-100000-cells",
                family="notebooks",
                does=in_notebook(
                    lambda notebook: notebook["cells"].extend(
                        {"cell_type": "raw"} for _ in range(100_000)
                    )
                ),
                says="cells of your own",
            ),
            Attack(
                name="notebook-of-2-million-lists",
                family="notebooks",
                does=notebook_of(b"[" + b"[]," * 2_000_000 + b"[]]"),
                says="cannot be read as a notebook",
            ),
        ]
    )


def _answer_files() -> list[Attack]:
    """One answer, or their folder, that is no honest file."""
    one = the_answer("signals")
    lost = {"signals": NOTHING}
    link, odd = r"answers/signals.json is a link", r"answers/signals.json is no file"
    changes: dict[str, tuple[Callable[[Place, Path], Any], str]] = {
        "link-to-the-victims": (
            link_to(lambda p: p.of_victim("answers", "signals.json")),
            link,
        ),
        "link-to-my-own-elsewhere": (link_to("which-rule.json"), link),
        "link-to-passwd": (link_to("/etc/passwd"), link),
        "link-to-the-gradebook": (link_to(in_root("gradebook.db")), link),
        "link-to-the-keys": (
            link_to(f"../../../../source/{ASSIGNMENT}.keys.toml"),
            link,
        ),
        "link-to-dev-zero": (link_to("/dev/zero"), link),
        "link-to-itself": (link_to("signals.json"), link),
        "link-to-nothing": (link_to("nothing.json"), link),
        "pipe": (pipe, odd),
        "device": (device, odd),
        "socket": (doorway, odd),
        "folder": (folder, "answers/signals.json could not be read"),
        "300-kilobytes": (content(b" " * 300_000), "answers/signals.json is larger"),
        "10-gigabytes": (vast, "answers/signals.json is larger"),
    }
    attacks = [
        Attack(
            name=f"answer-{name}",
            family="answer files",
            does=instead_of(one, make),
            points=lost,
            says=says,
        )
        for name, (make, says) in changes.items()
    ]

    folders: dict[str, tuple[Callable[[Place, Path], Any], str]] = {
        "link-to-the-victims": (
            link_to(lambda p: p.of_victim("answers")),
            "answers is a link",
        ),
        "link-to-source": (link_to("../../../source"), "answers is a link"),
        "link-to-the-root": (link_to("/"), "answers is a link"),
        "a-file": (content(b"{}"), "answers is no folder"),
        "pipe": (pipe, "answers is no f"),
        "device": (device, "answers is no f"),
        "missing": (lambda *_: None, ""),
    }
    attacks += [
        Attack(
            name=f"answers-{name}",
            family="answer files",
            does=instead_of(the_answers, make),
            points=ALL_NOTHING,
            says=says,
        )
        for name, (make, says) in folders.items()
    ]
    return [
        *attacks,
        Attack(
            name="answer-hard-link-to-the-victims",
            family="answer files",
            does=instead_of(
                the_answer("bead-limits"),
                hard_link_to(lambda p: p.of_victim("answers", "bead-limits.json")),
            ),
            points={"bead-limits": (0.0, True)},
            flags=r"amira",
        ),
        Attack(
            name="answer-hard-link-to-the-keys",
            family="answer files",
            does=instead_of(
                the_answer("two-errors"),
                hard_link_to(in_root("source", f"{ASSIGNMENT}.keys.toml")),
            ),
            points={"two-errors": (0.0, True)},
            flags="could not be read",
        ),
        Attack(
            name="answers-20000-of-them",
            family="answer files",
            does=many_files(the_answers, 20_000),
            says="more than 1000 files in answers/",
        ),
        Attack(
            name="answers-nothing-but-links",
            family="answer files",
            does=all_of(
                *(
                    instead_of(the_answer(task), link_to("/etc/passwd"))
                    for task in GRADED
                )
            ),
            points=ALL_NOTHING,
            says=r"And \d+ more were left out",
        ),
        Attack(
            name="answers-names-that-differ-by-case",
            family="answer files",
            does=all_of(
                instead_of(the_answer("Signals"), content(b"{}")),
                instead_of(the_answer("SIGNALS"), content(b"{}")),
            ),
        ),
        Attack(
            name="answers-by-another-name",
            family="answer files",
            does=lambda place: os.rename(
                place.answer("signals"), place.folder / "answers" / "Signals.json"
            ),
            points=lost,
        ),
    ]


def _answer_contents() -> list[Attack]:
    """What stands in an answer file; the others are not touched by it."""
    half = json.dumps("\ud83d").encode()
    raw_half = "\ud83d".encode("utf-8", "surrogatepass")

    def text(written: bytes) -> bytes:
        fields = b'"format": 1, "task": "signals", "learner": "x", "run": "r", '
        rest = b'"version": 1, "saved": "", "attempts": 1, "hints": 0'
        return b"{" + fields + rest + b', "answer": ' + written + b"}"

    damaged: dict[str, Change] = {
        name: answer_of("signals", written)
        for name, written in {
            "empty": b"",
            "not-json": b"signals = right",
            "a-list": b"[]",
            "null": b"null",
            "truncated": text(b"{}")[:-1],
            "followed-by-more": text(b"{}") + b"{}",
            "nan": text(b'{"a": NaN}'),
            "minus-infinity": text(b'{"a": -Infinity}'),
            "half-a-letter": text(b'{"a": ' + half + b"}"),
            "half-a-letter-raw": text(b'{"a": "' + raw_half + b'"}'),
            "half-a-letter-in-utf-16": text(b'{"a": "' + raw_half + b'"}')
            .decode("utf-8", "surrogatepass")
            .encode("utf-16", "surrogatepass"),
            "nul-bytes": b"\0" * 1000,
            "nested-100000-deep": text(b"[" * 100_000 + b"]" * 100_000),
            "nested-33-deep": text(b"[" * 33 + b"]" * 33),
            "number-of-5000-digits": text(b"9" * 5000),
            "latin-1": text(b'{"a": "\xe5"}'),
        }.items()
    }
    damaged |= {
        f"{name.replace('_', '-')}-{label}": with_fields("signals", **{name: value})
        for name, values in {
            "version": {"negative": -1, "true": True, "infinite": 1e400, "word": "1"},
            "attempts": {"huge": 10**12, "null": None},
            "hints": {"a-list": [], "fraction": 0.5},
            "learner": {"a-number": 7, "a-table": {}, "null": None},
            "run": {"a-list": ["four-lenses"]},
            "saved": {"a-number": 1e9},
            "task": {"another": "which-rule", "a-path": "../signals", "a-list": []},
        }.items()
        for label, value in values.items()
    }
    attacks = [
        Attack(
            name=f"content-{name}",
            family="answer contents",
            does=does,
            points={"signals": (0.0, True)},
            flags="could not be read",
        )
        for name, does in damaged.items()
    ]
    wrong: dict[str, Callable[[list[str]], Any]] = {
        "a-number": lambda _: 7,
        "true": lambda _: True,
        "a-text": lambda _: "all right",
        "an-empty-list": lambda _: [],
        "an-empty-table": lambda _: {},
        "list-of-lists": lambda _: [[], [[]]],
        "list-of-tables": lambda items: [{item: 1} for item in items],
        "unknown-items": lambda _: {"no-such-item": "x", "": ""},
        "infinity": lambda _: 1e400,
        "null-for-each": lambda items: dict.fromkeys(items),
        "true-for-each": lambda items: dict.fromkeys(items, True),
        "table-for-each": lambda items: dict.fromkeys(items, {"a": 1}),
        "lists-in-list-for-each": lambda items: dict.fromkeys(items, [["shift"]]),
        "infinity-for-each": lambda items: dict.fromkeys(items, 1e400),
        "20000-letters-for-each": lambda items: dict.fromkeys(items, "9" * 20_000),
        "huge-number-for-each": lambda items: dict.fromkeys(items, 10**300),
        "10000-items": lambda items: dict.fromkeys(map(str, range(10_000)), 1),
        "10000-cards": lambda items: (items * 5000)[:10_000],
    }
    attacks += [
        Attack(
            name=f"answered-{name}",
            family="answer contents",
            does=with_answers(value),
            points=ALL_NOTHING,
        )
        for name, value in wrong.items()
    ]
    sound = {
        "version-of-a-billion": with_fields("signals", version=10**9 - 1),
        "more-fields": with_fields("signals", points=100, mark={"points": 100}),
        "saved-by-a-script": with_fields("signals", saved="<script>alert(1)</script>"),
    }
    return [
        *attacks,
        *(
            Attack(name=f"content-{name}", family="answer contents", does=does)
            for name, does in sound.items()
        ),
        Attack(
            name="content-of-a-later-edition",
            family="answer contents",
            does=with_fields("signals", format=2),
            points={"signals": (0.0, True)},
            flags="later|newer",
        ),
        Attack(
            name="answered-marks-everywhere",
            family="answer contents",
            does=with_fields("signals", answer=dict.fromkeys("abcd", [*range(1, 13)])),
            points={"signals": LUCK},
        ),
    ]


def _identities() -> list[Attack]:
    """Somebody else's answers, or a case of one's own choice."""
    taken = {"run-lengths": (0.0, True)}
    nobody = {"run-lengths": (float(GRADED["run-lengths"].points), True)}
    changes = {
        "name-left": (copied_from_victim("run-lengths"), taken, VICTIM),
        "name-in-capitals": (
            copied_from_victim("run-lengths", learner="AMIRA"),
            taken,
            "AMIRA",
        ),
        "name-with-spaces": (
            copied_from_victim("run-lengths", learner="  amira "),
            taken,
            VICTIM,
        ),
        "victim-in-another-run": (
            answered_as("run-lengths", VICTIM, "spring"),
            taken,
            VICTIM,
        ),
        "look-alike": (answered_as("run-lengths", "\u0430mira"), nobody, "\u0430mira"),
        "full-width": (answered_as("run-lengths", "\uff41mira"), nobody, "\uff41mira"),
        "name-of-nobody": (answered_as("run-lengths", "zoe"), nobody, "zoe"),
        "no-name": (answered_as("run-lengths", ""), nobody, "drawn for the name “”"),
        "run-of-my-own": (
            lambda place: answered_as("run-lengths", place.student, "r69")(place),
            nobody,
            "r69",
        ),
        "format-string": (
            answered_as("run-lengths", "{0.__class__}%s{learner}{{7*7}}"),
            nobody,
            r"\{0\.__class__\}%s\{learner\}\{\{7\*7\}\}",
        ),
        "zero-width": (answered_as("run-lengths", "am\u200bira"), nobody, r"am\?ira"),
        "right-to-left": (
            answered_as("run-lengths", "\u202earima"),
            nobody,
            r"\?arima",
        ),
        "escapes": (
            answered_as("run-lengths", "\x1b[2J\x1b]0;mine\x07\x9b31mzoe"),
            nobody,
            r"\?\[2J\?\]0;mine\?\?31mzoe",
        ),
        "two-lines": (
            answered_as("run-lengths", "zoe\nteacher: all is well"),
            nobody,
            r"zoe\?teacher: all is well",
        ),
        "run-with-escapes": (
            answered_as("run-lengths", "zoe", "\x1b[8mrun"),
            nobody,
            r"\?\[8mrun",
        ),
        "200000-letters": (
            answered_as("run-lengths", "z" * 200_000),
            nobody,
            "z{59}…",
        ),
    }
    attacks = [
        Attack(
            name=f"identity-{name}",
            family="identities",
            does=does,
            points=points,
            flags=flags,
        )
        for name, (does, points, flags) in changes.items()
    ]
    run_file = the_file("course-run.json")
    ours = {
        "my-name-in-capitals": lambda place: with_fields(
            "run-lengths", learner=place.student.upper()
        )(place),
        "run-file-forged": instead_of(run_file, content(b'{"run": "r69"}')),
        "run-file-vast": instead_of(run_file, vast),
        "run-file-not-json": instead_of(run_file, content(b"\xff{")),
    }
    attacks += [
        Attack(name=f"identity-{name}", family="identities", does=does)
        for name, does in ours.items()
    ]
    return [
        *attacks,
        Attack(
            name="identity-run-file-a-link",
            family="identities",
            does=instead_of(run_file, link_to("/dev/zero")),
            says="course-run.json is a link",
        ),
        Attack(
            name="identity-name-changed",
            family="identities",
            does=lambda place: copied_from_victim("run-lengths", learner=place.student)(
                place
            ),
            points={"run-lengths": LUCK},
        ),
    ]


def _forged_files() -> list[Attack]:
    """Files that the grader itself writes, or reads elsewhere."""
    record = json.dumps(
        {
            "format": 1,
            "submission": "0" * 64,
            "marked_by": "0" * 64,
            "remarks": [],
            "tasks": {},
        }
    )
    names = {
        "fourlenses-record.json": record,
        "fourlenses-flags.json": "{}",
        ".fourlenses": "{}",
        ".fourlenses-name": VICTIM,
        ".rehearsal": "",
        ".grading.lock": "",
        "gradebook.db": "SQLite format 3\0",
        f"{ASSIGNMENT}.keys.toml": "[two-errors.items.d01]\nright = 'sound'\n",
        "variation.html": "<script>alert(1)</script>",
    }
    attacks = [
        Attack(
            name=f"forged-{name.strip('.').replace('.', '-')}",
            family="forged files",
            does=all_of(
                without("signals"), instead_of(the_file(name), content(written))
            ),
            points={"signals": NOTHING},
        )
        for name, written in names.items()
    ]
    return [
        *attacks,
        Attack(
            name="forged-record-a-link",
            family="forged files",
            does=instead_of(
                the_file("fourlenses-record.json"),
                link_to(f"../../../autograded/{VICTIM}/{ASSIGNMENT}/{NOTEBOOK}"),
            ),
            says="fourlenses-record.json is a link",
        ),
    ]


def _timestamps() -> list[Attack]:
    """When it was handed in, said in ways nobody can read."""
    stamp = the_file("timestamp.txt")
    unreadable = {
        "garbled": b"the day before yesterday",
        "binary": bytes(range(128, 200)),
        "nul-bytes": b"2027-03-01\0 12:00:00",
        "far-future": b"9999-12-31 23:59:59 -0100",
        "year-3000": b"3000-01-01 00:00:00 UTC",
        "before-history": b"0001-01-01 00:00:00 +2300",
        "zone-a-path": b"2027-03-01 12:00:00 /etc/passwd",
        "zone-a-path-upwards": b"2027-03-01 12:00:00 ../../../../etc/passwd",
        "zone-absurd": b"2027-03-01 12:00:00 +999999",
        "number-of-90-digits": b"9" * 90,
        "escapes": b"\x1b[2J\x1b]0;mine\x07 yesterday",
        "utf-16": "2027-03-01 12:00:00".encode("utf-16"),
        # Would be a time of today, another one tomorrow.
        "a-number": b"12",
        "a-time-without-a-day": b"12:30",
    }
    attacks = [
        Attack(
            name=f"timestamp-{name}",
            family="timestamps",
            does=instead_of(stamp, content(written)),
            says="time of handing in cannot be read",
        )
        for name, written in unreadable.items()
    ]
    not_files = {
        "huge": (content(b"2027" * 100_000), "timestamp.txt is larger"),
        "link-to-passwd": (link_to("/etc/passwd"), "timestamp.txt is a link"),
        "link-to-dev-zero": (link_to("/dev/zero"), "timestamp.txt is a link"),
        "pipe": (pipe, "timestamp.txt is no file"),
        "folder": (folder, "timestamp.txt could not be read"),
        "empty": (content(b""), ""),
        "long-ago": (content(b"2001-01-01 00:00:00 UTC"), ""),
        "minus": (content(b"-2027-03-01 12:00:00"), ""),
        "zone-of-nowhere": (content(b"2027-03-01 12:00:00 NOPE"), ""),
        "missing": (lambda *_: None, ""),
    }
    return attacks + [
        Attack(
            name=f"timestamp-{name}",
            family="timestamps",
            does=instead_of(stamp, make),
            says=says,
        )
        for name, (make, says) in not_files.items()
    ]


def _names() -> list[Attack]:
    """Names of files, which are said to the teacher where they are links."""
    names = {
        "two-lines": ("two\nlines", r"two\?lines is a link"),
        "escapes": ("\x1b[2J\x1b]0;mine\x07", r"\?\[2J\?\]0;mine\? is a link"),
        "script": ("<script>alert(1)<", r"<script>alert\(1\)< is a link"),
        "image": ("<img src=x onerror=alert(1)>", "<img src=x .* is a link"),
        "of-255-bytes": ("n" * 255, r"n{59}… is a link"),
        "no-text": (os.fsdecode(b"\xff\xfe"), r"\?\? is a link"),
        "right-to-left": ("\u202egnp.exe", r"\?gnp.exe is a link"),
        "format-string": ("{0.__class__}%s%n", r"\{0.__class__\}%s%n is a link"),
        "leading-dash": ("-rf", "-rf is a link"),
        "only-dots": ("...", r"\.\.\. is a link"),
        "trailing-space": ("answers ", "answers  is a link"),
        "backslashes": ("..\\..\\gradebook.db", "is a link"),
    }
    attacks = [
        Attack(
            name=f"file-name-{label}",
            family="file names",
            does=instead_of(the_file(name), link_to("/etc/passwd")),
            says=says,
        )
        for label, (name, says) in names.items()
    ]
    return [
        *attacks,
        Attack(name="folders-2000-deep", family="file names", does=nested_folders),
        Attack(
            name="folder-of-3000-files",
            family="file names",
            does=many_files(lambda place: place.folder, 3000),
            says="more than 1000 files in the folder",
        ),
    ]


def _students() -> list[Attack]:
    """Odd folders in ``submitted/``; they hold perfect work all the same."""
    refused = {
        "two-lines": "zoe\nteacher: all is well",
        "escapes": "\x1b[2J\x1b]0;mine\x07zoe",
        "image": "<img src=x onerror=alert(1)>",
        "leading-dash": "-rf",
        "leading-plus": "+rw",
        "leading-space": " amira",
        "trailing-space": "amira ",
        "trailing-line": "amira\n",
        "200-letters": "z" * 200,
        "no-text": os.fsdecode(b"zo\xeb"),
        "right-to-left": "\u202earima",
        "zero-width": "am\u200bira",
        "star": "*",
        "in-brackets": "[a-z]mira",
        "comma": "amira,chidi",
        "format-string": "{0.__class__}%s",
        "jinja": "{{ 7*7 }}",
        "shell": "$(touch pwned);`id`",
        "quote": "'; DROP TABLE student; --",
        "backslash": "b\\amira",
        "underscore": "__init__",
        "dot-in-front-of-a-letter-like-nothing": "\u2024\u2024",
    }
    attacks = [
        Attack(
            name=f"student-{label}",
            family="students",
            folder=name,
            does=nothing_more,
            refused="cannot be the name of a learner",
        )
        for label, name in refused.items()
    ]
    allowed = {
        "e-mail": "zoe+attack@region.example",
        "look-alike": "amir\u0430",
        "named-like-a-module": "course.py",
        "named-like-the-assignment": ASSIGNMENT,
        "named-like-none": "None",
    }
    attacks += [
        Attack(
            name=f"student-{label}", family="students", folder=name, does=nothing_more
        )
        for label, name in allowed.items()
    ]
    link = "is a link or no folder"
    places = {
        "folder-a-link-to-the-victims": (
            link_to(lambda p: Place(p.root, VICTIM).home),
            True,
            link,
        ),
        "folder-a-link-to-all": (link_to("../submitted"), True, link),
        "folder-a-link-to-the-root": (link_to("/"), True, ""),
        "folder-a-file": (content(b"{}"), True, ""),
        "folder-a-pipe": (pipe, True, ""),
        "work-a-link-to-the-victims": (
            link_to(f"../{VICTIM}/{ASSIGNMENT}"),
            False,
            link,
        ),
        "work-a-link-to-source": (
            link_to(f"../../source/{ASSIGNMENT}"),
            False,
            link,
        ),
        "work-a-link-to-nothing": (link_to("nothing"), False, link),
        "work-a-file": (content(b"{}"), False, link),
        "work-a-pipe": (pipe, False, link),
        "work-a-device": (device, False, link),
        "work-an-empty-folder": (lambda _, path: path.mkdir(), False, "neither"),
        "work-missing": (lambda *_: None, False, ""),
    }
    attacks += [
        Attack(
            name=f"student-{label}",
            family="students",
            does=elsewhere(make, whole=whole),
            refused=why,
            unseen=not why,
        )
        for label, (make, whole, why) in places.items()
    ]
    nothing_readable = all_of(
        notebook_of(b""),
        instead_of(the_notebook, link_to("/etc/passwd")),
        instead_of(the_answers, link_to("/etc")),
    )
    return [
        *attacks,
        Attack(
            name="student-nothing-but-links",
            family="students",
            does=nothing_readable,
            refused="neither .* answers is a link|neither .* variation.ipynb is a link",
        ),
        Attack(
            name="student-hidden",
            family="students",
            folder=".hidden",
            does=nothing_more,
            unseen=True,
        ),
    ]


def _programs() -> list[Attack]:
    """Code of the learner's, everywhere where Python or Jupyter might find it."""
    modules = (
        "course.py",
        "numpy.py",
        "json.py",
        "sitecustomize.py",
        "usercustomize.py",
        "nbgrader_config.py",
        "jupyter_config.py",
        "jupyter_nbconvert_config.py",
        "conftest.py",
        "__init__.py",
        "mine.pth",
    )

    def beside(name: str) -> Change:
        def change(place: Place) -> None:
            for where in (place.folder, place.home, place.folder / "answers"):
                (where / name).write_text(place.leave_trace)

        return change

    def package(place: Place) -> None:
        for name in ("course", "nbgrader", "profile_default/startup", "__pycache__"):
            (place.folder / name).mkdir(parents=True)
            (place.folder / name / "__init__.py").write_text(place.leave_trace)

    def everywhere(place: Place) -> None:
        trace = place.leave_trace

        def edit(notebook: dict[str, Any]) -> None:
            for one in notebook["cells"]:
                if one["cell_type"] == "code":
                    one["source"] = trace + "100.0"
            notebook["cells"].insert(0, cell(trace, "code"))
            notebook["cells"].append(cell("!touch " + str(place.trace), "code"))
            notebook["cells"].append(cell("%%bash\ntouch " + str(place.trace), "code"))
            notebook["metadata"]["kernelspec"] = {
                "name": "bash",
                "argv": ["touch", str(place.trace)],
            }

        in_notebook(edit)(place)

    def config(place: Place) -> None:
        settings = {
            "Autograde": {"exporter_class": "nbconvert.exporters.NotebookExporter"},
            "CourseDirectory": {"db_url": "sqlite:///mine.db"},
        }
        for name in ("nbgrader_config.json", "jupyter_config.json"):
            (place.folder / name).write_text(json.dumps(settings))

    changes = {name.strip("_").replace(".", "-"): beside(name) for name in modules}
    changes |= {
        "packages": package,
        "in-every-cell": everywhere,
        "json-settings": config,
    }
    return [
        Attack(name=f"program-{name}", family="programs", does=does)
        for name, does in changes.items()
    ]


def _keys() -> list[Attack]:
    """Secrets of the teacher's, asked for in ways that might hand them out."""

    def the_teachers_notebook(place: Place) -> bytes:
        return (place.root / "source" / ASSIGNMENT / NOTEBOOK).read_bytes()

    hidden = "### BEGIN HIDDEN TESTS\nraise ValueError\n### END HIDDEN TESTS"
    return [
        Attack(
            name="keys-the-teachers-notebook",
            family="keys",
            does=notebook_of(the_teachers_notebook),
        ),
        Attack(
            name="keys-hidden-tests-of-my-own",
            family="keys",
            does=own_cells(cell(hidden, "code"), cell(hidden)),
        ),
        Attack(
            name="keys-answers-linked-to-source",
            family="keys",
            does=all_of(
                *(
                    instead_of(
                        the_answer(task),
                        link_to(f"../../../../source/{ASSIGNMENT}.keys.toml"),
                    )
                    for task in ("two-errors", "own-measure")
                )
            ),
            points={"two-errors": NOTHING, "own-measure": NOTHING},
            says="answers/two-errors.json is a link",
        ),
        Attack(
            name="keys-every-option-in-turn",
            family="keys",
            does=with_fields("two-errors", answer={"d02": "sound", "d99": "sound"}),
            points={"two-errors": NOTHING},
        ),
    ]


ATTACKS = [
    *_scores(),
    *_cells(),
    *_notebooks(),
    *_answer_files(),
    *_answer_contents(),
    *_identities(),
    *_forged_files(),
    *_timestamps(),
    *_names(),
    *_students(),
    *_programs(),
    *_keys(),
    *script_attacks(),
]
