"""What the commands for staff share: a session, failures in one line, tables and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timezone, tzinfo
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mesoguide.clinic import schema
from mesoguide.clinic.audit import person_name
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.database_worker import explained
from mesoguide.clinic.staff_worklist import StaffWorklist
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError, MesoGuideError
from mesoguide.ops.settings import Settings, load_settings

WAIT_SECONDS = 10.0
"""How long a command waits for the database."""

Row = TypeVar("Row")

NOBODY_NAMED = "command line"

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
ShowAll = Annotated[bool, typer.Option("--all", help="Also those that are dealt with.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Show no more than this many.")]
Numbers = Annotated[list[int], typer.Argument(help="One number of the list, or several.")]
By = Annotated[str, typer.Option("--by", help="Your name, for the audit trail.")]

# Kept for comparing; they tell staff nothing.
_INTERNAL = ("digest", "compared", "compared_digest")


@contextmanager
def clinic_session() -> Iterator[Session]:
    """A session on tables of this release; what is not committed is taken back."""
    url = load_settings().database_url
    schema.require_current(url)
    engine = create_engine_for(url, timeout_seconds=WAIT_SECONDS)
    try:
        with session_factory(engine)() as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def failures_in_one_line() -> Iterator[None]:
    """Ends the command with exit code 1 and one line without a word of any patient."""
    try:
        yield
    except MesoGuideError as error:
        _fail(" ".join(str(error).split()))
    except SQLAlchemyError as error:
        _fail(f"the clinic database failed: {explained(error)}")
    except ValueError as error:
        _fail(f"a row of the clinic database cannot be read ({type(error).__name__})")


def staff_name(typed: str) -> str:
    """The name of who is at work; refuses what is none."""
    name = person_name(typed)
    if name is None:
        raise typer.BadParameter("give a person's name", param_hint="--by")
    return name


def mark_each(
    numbers: list[int], by: str, change: Callable[[StaffWorklist, int], bool], outcome: str
) -> None:
    """Changes entries of the worklist in one transaction, and says which were changed before."""
    who = staff_name(by)
    with failures_in_one_line(), clinic_session() as session:
        staff = StaffWorklist(session, who=who, at=utc_now())
        changed = {number: change(staff, number) for number in numbers}
        session.commit()
    done = [number for number, new in changed.items() if new]
    say_outcome(done, [n for n in changed if n not in done], outcome)


def clinic_zone(settings: Settings) -> tzinfo:
    """The zone that the clinic's clocks show; UTC when the clinic's facts do not say."""
    try:
        return ZoneInfo(str(read_yaml(settings.content_dir / "clinic.yml").get("time_zone")))
    except (ContentError, ZoneInfoNotFoundError, ValueError):
        return timezone.utc


def local_time(moment: datetime | None, zone: tzinfo) -> str:
    """A moment on the clinic's clock, to the minute."""
    return "" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints a table; the first column is never broken."""
    table = Table(title=title, show_lines=True)
    for place, heading in enumerate(headings):
        table.add_column(heading, no_wrap=place == 0, overflow="fold")
    for row in rows:
        table.add_row(*(escape("" if value is None else str(value)) for value in row))
    Console().print(table)


def print_list(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Row],
    line: Callable[[Row, tzinfo], Sequence[object]],
    *,
    as_json: bool,
    if_none: str,
) -> None:
    """Prints rows of the database as a table or as JSON, or says that there are none.

    Args:
        title: what stands above the table.
        headings: one for each column.
        rows: what the database holds.
        line: makes a line of the table of a row, with moments in the clinic's own time zone.
        as_json: print JSON for other programs.
        if_none: the sentence for an empty list.
    """
    if as_json:
        print_json([row_as_json(row) for row in rows])
    elif rows:
        zone = clinic_zone(load_settings())
        print_table(title, headings, [line(row, zone) for row in rows])
    else:
        typer.echo(if_none)


def print_json(value: object) -> None:
    """Prints JSON; moments and days as ISO 8601."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_iso))


def row_as_json(row: Any, *, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """A row's columns but those for comparing; moments are in UTC."""
    names = (column.name for column in row.__table__.columns)
    return {n: getattr(row, n) for n in names if n not in _INTERNAL and n not in leave_out}


def say_outcome(done: Sequence[int], before: Sequence[int], what: str) -> None:
    """Says which numbers a command changed and which needed no change."""
    if done:
        typer.echo(f"{what}: {', '.join(map(str, done))}.")
    if before:
        typer.echo(f"No change, this was done before: {', '.join(map(str, before))}.")


def _iso(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)


def _fail(message: str) -> None:
    typer.echo(f"Error: {message}", err=True)
    raise typer.Exit(1)
