"""The command ``fourlenses``: one file for each thing it does.

Commands import what they need when they run, so that ``fourlenses --help`` is quick.
"""

from __future__ import annotations

import typer

from course.cli.backup import backup
from course.cli.certificate import certificate
from course.cli.coverage import coverage
from course.cli.feedback import feedback
from course.cli.grade import grade
from course.cli.hub import hub
from course.cli.learn import learn
from course.cli.marks import marks
from course.cli.new import new
from course.cli.peers import app as peers
from course.cli.regrade import regrade
from course.cli.rehearse import rehearse
from course.cli.restore import restore
from course.cli.second_marks import second_marks
from course.cli.teach import teach
from course.cli.validity import validity
from course.messages import say

app = typer.Typer(
    name="fourlenses",
    help=say("cli.about"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


app.command(help=say("cli.learn"))(learn)
app.command(help=say("cli.new"))(new)
app.command(help=say("cli.teach"))(teach)
app.command(help=say("cli.grade"))(grade)
app.command(help=say("cli.regrade"))(regrade)
app.command(name="second-marks", help=say("cli.second-marks"))(second_marks)
app.command(help=say("cli.feedback"))(feedback)
app.command(help=say("cli.marks"))(marks)
app.command(help=say("cli.certificate"))(certificate)
app.command(help=say("cli.backup"))(backup)
app.command(help=say("cli.restore"))(restore)
app.command(help=say("cli.rehearse"))(rehearse)
app.command(help=say("cli.validity"))(validity)
app.command(help=say("cli.coverage"))(coverage)
app.add_typer(peers, name="peers", help=say("cli.peers"))
app.command(help=say("cli.hub"))(hub)


def main() -> None:
    """Run the command the learner or teacher typed."""
    app()
