"""The commands `mesoguide plans ...` and `mesoguide db ...`, for the clinic's staff."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mesoguide.clinic import plan_approval, schema
from mesoguide.clinic.plan_import import ImportReport, import_plans
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.plan_tables import plan_json, plan_table, plans_table
from mesoguide.clinic.plan_views import staff_plan_view
from mesoguide.clinic.staff_terminal import (
    AsJson,
    clinic_session,
    failures_in_one_line,
    print_json,
    staff_name,
)
from mesoguide.exceptions import PlanNotFound

plans_app = typer.Typer(no_args_is_help=True, help="See, approve and import treatment plans.")
db_app = typer.Typer(no_args_is_help=True, help="Make and check the clinic database's tables.")

Code = Annotated[str, typer.Argument(help="The plan's code, such as HAIR-01 or 'hair 01'.")]


@plans_app.command("list")
def list_plans(as_json: AsJson = False) -> None:
    """List all plans.

    Example: mesoguide plans list
    """
    with failures_in_one_line(), clinic_session() as session:
        plans = [staff_plan_view(row) for row in PlanRepository(session).all()]
    if as_json:
        print_json([plan_json(plan) for plan in plans])
    elif plans:
        Console().print(plans_table(plans))
    else:
        typer.echo("There are no plans yet: run `mesoguide plans import`.")


@plans_app.command("show")
def show_plan(code: Code, as_json: AsJson = False) -> None:
    """Show one plan with its price, sources and reviewers' remarks.

    Example: mesoguide plans show HAIR-01
    """
    with failures_in_one_line(), clinic_session() as session:
        row = PlanRepository(session).by_code(code)
        if row is None:
            raise PlanNotFound(code)
        plan = staff_plan_view(row)
    if as_json:
        print_json(plan_json(plan))
    else:
        Console().print(plan_table(plan))


@plans_app.command("approve")
def approve_plan(
    code: Code,
    by: Annotated[str, typer.Option(help="Name of the clinician who has read the plan.")],
    revoke: Annotated[bool, typer.Option("--revoke", help="Withdraw the approval.")] = False,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of the approval; today if left out."),
    ] = None,
) -> None:
    """Approve a plan, so that patients see it as the clinic's own, with its price.

    Example: mesoguide plans approve HAIR-01 --by 'Dr Ana Silva'

    Example: mesoguide plans approve HAIR-01 --by 'Dr Ana Silva' --revoke
    """
    day = (on or datetime.now().astimezone()).date()
    with failures_in_one_line(), clinic_session() as session:
        if revoke:
            plan = plan_approval.revoke(session, code, by)
            outcome = f"{plan.code} is an example again; its price is no longer shown."
        else:
            plan = plan_approval.approve(session, code, by, day)
            outcome = f"{plan.code} is approved by {plan.approved_by} on {plan.approved_on}."
        session.commit()
    typer.echo(outcome)


@plans_app.command("import")
def import_file(
    file: Annotated[
        Path | None, typer.Argument(help="The plans file; content/plans.yml if left out.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete plans that the file does not have.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    by: Annotated[str, typer.Option(help="Your name, for the audit trail.")] = "command line",
) -> None:
    """Import a plans file; run it again after each change of the file.

    A plan whose text for patients changed has to be approved again.

    Example: mesoguide plans import --dry-run
    """
    who = staff_name(by)
    with failures_in_one_line(), clinic_session() as session:
        report = import_plans(session, file or _default_file(), who=who, prune=prune)
        if not dry_run:
            session.commit()
    _print_report(report, dry_run=dry_run)


@db_app.command("upgrade")
def upgrade() -> None:
    """Make the tables, or bring them up to this release; safe to run at every start.

    Example: mesoguide db upgrade
    """
    with failures_in_one_line():
        schema.upgrade(_database_url())
    typer.echo(f"The clinic database is at revision {schema.newest()}.")


@db_app.command("downgrade")
def downgrade(
    revision: Annotated[
        str, typer.Argument(help="The revision to go back to; 'base' removes all tables.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
) -> None:
    """Take the tables back to an older revision. What only newer tables hold is lost.

    Example: mesoguide db downgrade base
    """
    if not yes:
        typer.confirm(f"Go back to {revision} and lose what only newer tables hold?", abort=True)
    with failures_in_one_line():
        schema.downgrade(_database_url(), revision)
        found = schema.current(_database_url())
    typer.echo(f"The clinic database is at revision {found or 'none'}.")


@db_app.command("status")
def status() -> None:
    """Say whether the tables fit this release; the exit code is 1 if they do not.

    Example: mesoguide db status
    """
    with failures_in_one_line():
        schema.require_current(_database_url())
    typer.echo(f"The clinic database is up to date, at revision {schema.newest()}.")


def _database_url() -> str:
    from mesoguide.ops.settings import load_settings

    return load_settings().database_url


def _default_file() -> Path:
    from mesoguide.ops.settings import load_settings

    return load_settings().content_dir / "plans.yml"


def _print_report(report: ImportReport, *, dry_run: bool) -> None:
    if dry_run:
        typer.echo("Nothing was changed; this is what an import would do:")
    lines = (
        ("Added", report.added),
        ("Updated", report.updated),
        ("Unchanged", report.unchanged),
        ("To be approved again", report.approval_cleared),
        ("Removed", report.removed),
        ("Not in the file, kept (--prune deletes them)", _kept(report)),
    )
    for label, codes in lines:
        if codes:
            typer.echo(f"{label}: {', '.join(codes)}")


def _kept(report: ImportReport) -> tuple[str, ...]:
    return tuple(code for code in report.missing if code not in report.removed)
