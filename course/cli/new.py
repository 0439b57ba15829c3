"""``fourlenses new``: make a course run for a group, with its own course directory."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.messages import say

if TYPE_CHECKING:
    from course.classroom.course_runs import Plan


def new(
    folder: Annotated[Path | None, typer.Argument(help=say("cli.new.folder"))] = None,
    track: Annotated[str, typer.Option(help=say("cli.new.track"))] = "",
    start: Annotated[str, typer.Option(help=say("cli.new.start"))] = "",
    months: Annotated[int | None, typer.Option(help=say("cli.new.months"))] = None,
    run: Annotated[str, typer.Option(help=say("cli.new.run"))] = "",
    db: Annotated[str, typer.Option(help=say("cli.new.db"))] = "",
    zone: Annotated[str, typer.Option(help=say("cli.new.zone"))] = "",
    show_list: Annotated[
        bool, typer.Option("--list", help=say("cli.new.list"))
    ] = False,
    root: Annotated[Path, typer.Option(help=say("cli.new.root"))] = Path("."),
) -> None:
    """Make a course run, or list the tracks there are.

    Parameters
    ----------
    folder : Path
        Where the course run is to be; empty, or not there.
    track : str
        Of the course, or the path of a TOML file.
    start : str
        The first day, as ISO 8601.
    months : int
        How long it lasts; as the track says if not given.
    run : str
        Its name.
    db : str
        URL of the gradebook's database.
    zone : str
        Time zone of the due dates.
    show_list : bool
        List the tracks and make nothing.
    root : Path
        The folder of the course.

    Raises
    ------
    typer.Exit
        With 2, after a sentence, where nothing could be made.
    """
    from course.classroom.course_runs import NotMade, make_course_run
    from course.classroom.tracks import NoTrack
    from course.cli.progress_bar import counting
    from course.grading.course_directory import NotACourseDirectory
    from course.grading.gradebook import GradebookUnusable

    try:
        root = _root(root)
        if show_list:
            _list_tracks(root)
            return
        if folder is None:
            raise NotMade(say("course-run.no-folder"))
        plan = _plan(track, start, months, run, db, zone, root)
        folder = folder.expanduser().absolute()
        with counting(say("course-run.doing"), len(plan.assigned)) as tick:
            make_course_run(plan, root, folder, tick)
    except (NoTrack, NotMade, NotACourseDirectory, GradebookUnusable) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        reason = f"{error.strerror or error}{where}"
        typer.echo(say("course-run.disk", reason=reason), err=True)
        raise typer.Exit(2) from None
    _tell(plan, folder)


def _root(root: Path) -> Path:
    """The folder of the course: as said, or the checkout this code is in."""
    from course.classroom.course_runs import NotMade, holds_course

    checkout = Path(__file__).parents[2]
    for place in (root.absolute(), checkout):
        if holds_course(place):
            return place
    raise NotMade(say("course-run.no-source", root=root.absolute()))


def _plan(
    track: str,
    start: str,
    months: int | None,
    run: str,
    db: str,
    zone: str,
    root: Path,
) -> Plan:
    from course.classroom.course_runs import NotMade, find_zone, plan_course_run
    from course.classroom.tracks import find_track, known_tracks

    if not track:
        raise NotMade(say("course-run.no-track", known=", ".join(known_tracks())))
    return plan_course_run(
        find_track(track),
        root / "source",
        _date(start),
        months=months,
        name=run,
        db_url=db,
        zone=find_zone(zone),
    )


def _date(start: str) -> date:
    from course.classroom.course_runs import NotMade

    if not start:
        raise NotMade(say("course-run.no-start"))
    try:
        return date.fromisoformat(start.strip())
    except ValueError:
        raise NotMade(say("course-run.start", start=start)) from None


def _list_tracks(root: Path) -> None:
    from course.classroom.course_runs import hours_of_all, taken_in_words
    from course.classroom.tracks import assignments_of, known_tracks

    for track in known_tracks().values():
        assigned = assignments_of(track, root / "source")
        typer.echo(
            say(
                "course-run.listed",
                name=track.name,
                title=track.title,
                months=track.months,
                hours=f"{hours_of_all(assigned):g}",
                points=f"{sum(one.points for one in assigned):g}",
            )
        )
        for one in assigned:
            words = say(
                "course-run.listed-module",
                name=one.name,
                taken=taken_in_words(one),
                depth=say(f"track.depth.{one.dose.depth}"),
                hours=f"{one.hours:g}",
                points=f"{one.points:g}",
            )
            typer.echo(f"  {words}")


def _tell(plan: Plan, folder: Path) -> None:
    from course.classroom.course_runs import hours_of_all
    from course.tasks.calendar_days import say_day

    typer.echo(
        say(
            "course-run.done",
            name=plan.name,
            folder=folder,
            count=len(plan.assigned),
            hours=f"{hours_of_all(plan.assigned):g}",
            points=f"{sum(one.points for one in plan.assigned):g}",
        )
    )
    for one, due in zip(plan.assigned, plan.due, strict=True):
        when = say_day(due)
        words = say("course-run.done-due", name=one.name, due=when)
        typer.echo(f"  {words}")
    typer.echo(say("course-run.done-next"))
