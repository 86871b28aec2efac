"""The commands `mesoguide purge` and `mesoguide receipts ...`: deleting, and proof of it."""

from __future__ import annotations

from typing import Annotated

import typer

from mesoguide.clinic import schema
from mesoguide.clinic.conversation_records import open_sessions
from mesoguide.clinic.conversation_values import DeletionReceiptView
from mesoguide.clinic.deletion_receipts import DeletionReceiptRepository
from mesoguide.clinic.retention import Purge, Retention, read_period
from mesoguide.clinic.staff_terminal import (
    NOBODY_NAMED,
    WAIT_SECONDS,
    AsJson,
    By,
    Limit,
    clinic_session,
    clinic_zone,
    failures_in_one_line,
    local_time,
    print_json,
    print_table,
    staff_name,
)
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import RecordNotFound
from mesoguide.ops.settings import load_settings

receipts_app = typer.Typer(no_args_is_help=True, help="Look up what was deleted, and when.")


def purge(
    conversation: Annotated[
        str | None, typer.Option(help="Delete everything of this conversation.")
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(help="Delete conversations in which nothing happened for so long: 90d, 12w."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be deleted, and delete nothing.")
    ] = False,
    by: By = NOBODY_NAMED,
    as_json: AsJson = False,
) -> None:
    """Delete conversations with everything that hangs on them, and print the receipt.

    Example: mesoguide purge --older-than 90d --dry-run

    Example: mesoguide purge --conversation 4b1f0c --by 'Ana Silva'
    """
    who = staff_name(by)
    if (conversation is None) == (older_than is None):
        raise typer.BadParameter("give either --conversation or --older-than")
    settings = load_settings()
    with failures_in_one_line():
        period = None if older_than is None else read_period(older_than)
        schema.require_current(settings.database_url)
        clinic, tracker = open_sessions(settings, timeout_seconds=WAIT_SECONDS)
        retention = Retention(clinic, tracker, who=who, now=utc_now())
        if period is not None:
            done = retention.purge_older(period, dry_run=dry_run)
        else:
            done = retention.purge_one(str(conversation), dry_run=dry_run)
    if as_json:
        print_json(_purge_as_json(done, dry_run=dry_run))
    else:
        _print_purge(done, dry_run=dry_run)


@receipts_app.command("list")
def list_receipts(limit: Limit = None, as_json: AsJson = False) -> None:
    """List receipts of deletions, newest first.

    Example: mesoguide receipts list
    """
    with failures_in_one_line(), clinic_session() as session:
        receipts = DeletionReceiptRepository(session).newest(limit=limit)
    _print_receipts(receipts, as_json=as_json)


@receipts_app.command("show")
def show_receipt(
    code: Annotated[str, typer.Argument(help="The code that the person was given.")],
    as_json: AsJson = False,
) -> None:
    """Show one receipt, for a person who asks whether their conversation was deleted.

    Example: mesoguide receipts show 7K4P-2QX9
    """
    with failures_in_one_line(), clinic_session() as session:
        receipt = DeletionReceiptRepository(session).by_code(code)
        if receipt is None:
            raise RecordNotFound("receipt", code, "mesoguide receipts list")
    _print_receipts([receipt], as_json=as_json)


def _print_purge(done: Purge, *, dry_run: bool) -> None:
    if not sum(done.counts.values()):
        typer.echo("Nothing to delete: nothing of this is kept.")
        return
    title = "Would be deleted" if dry_run else "Deleted"
    print_table(title, ("Table", "Rows"), [(name, n) for name, n in done.counts.items() if n])
    typer.echo(f"Conversations: {done.conversations}")
    if done.open_requests:
        typer.echo(f"Requests among them that nobody had dealt with: {done.open_requests}")
    if done.receipt is None:
        typer.echo("Nothing was deleted.")
    else:
        typer.echo(f"Receipt: {done.receipt.code}")


def _purge_as_json(done: Purge, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "conversations": done.conversations,
        "rows": dict(done.counts),
        "open_requests": done.open_requests,
        "receipt": None if done.receipt is None else done.receipt.code,
    }


def _print_receipts(receipts: list[DeletionReceiptView], *, as_json: bool) -> None:
    if as_json:
        print_json([_receipt_as_json(receipt) for receipt in receipts])
        return
    if not receipts:
        typer.echo("Nothing was deleted yet.")
        return
    zone = clinic_zone(load_settings())
    rows = [
        (
            receipt.code,
            local_time(receipt.created_at, zone),
            receipt.requested_by.value,
            ", ".join(f"{name}: {number}" for name, number in receipt.counts.items()) or "nothing",
        )
        for receipt in receipts
    ]
    print_table("Receipts", ("Code", "When", "Asked for by", "Rows"), rows)


def _receipt_as_json(receipt: DeletionReceiptView) -> dict[str, object]:
    return {
        "code": receipt.code,
        "created_at": receipt.created_at,
        "requested_by": receipt.requested_by.value,
        "rows": dict(receipt.counts),
    }
