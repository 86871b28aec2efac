"""The commands `mesoguide alerts ...`: messages that staff must hear of."""

from __future__ import annotations

from datetime import tzinfo

import typer

from mesoguide.clinic.conversation_models import SafetyAlert
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.clinic.staff_terminal import (
    AsJson,
    By,
    Limit,
    Numbers,
    ShowAll,
    clinic_session,
    failures_in_one_line,
    local_time,
    mark_each,
    print_list,
)
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import NoticeNotSent
from mesoguide.ops.settings import load_settings

alerts_app = typer.Typer(no_args_is_help=True, help="See messages that sounded like an emergency.")

_HEADINGS = ("No.", "When", "Kind", "Message", "Signs", "Conversation", "Acknowledged")


@alerts_app.command("list")
def list_alerts(show_all: ShowAll = False, limit: Limit = None, as_json: AsJson = False) -> None:
    """List safety alerts that nobody has acknowledged, newest first.

    Example: mesoguide alerts list
    """
    with failures_in_one_line(), clinic_session() as session:
        rows = SafetyAlertRepository(session).newest(waiting=not show_all, limit=limit)
        print_list(
            "Safety alerts",
            _HEADINGS,
            rows,
            _line,
            as_json=as_json,
            if_none="No alert waits.",
        )


@alerts_app.command("acknowledge")
def acknowledge_alerts(numbers: Numbers, by: By) -> None:
    """Say that somebody has read alerts and has done what was to be done.

    Example: mesoguide alerts acknowledge 3 --by 'Dr Ana Silva'
    """
    mark_each(numbers, by, lambda staff, number: staff.acknowledge_alert(number), "Acknowledged")


@alerts_app.command("test")
def test_alerts() -> None:
    """Send a test by every way that the settings name, and say whether it was taken.

    Example: mesoguide alerts test
    """
    from mesoguide.ops.notices.opening import open_channels, test_notice

    channels = open_channels(load_settings())
    if not channels:
        typer.echo(
            "Error: nobody gets alerts: set MESOGUIDE_SMTP_URL with MESOGUIDE_ALERT_TO, or "
            "MESOGUIDE_ALERT_WEBHOOK",
            err=True,
        )
        raise typer.Exit(1)
    failed = False
    for channel in channels:
        try:
            channel.send(test_notice(utc_now()))
        except NoticeNotSent as error:
            failed = True
            typer.echo(f"Not sent by {channel.name}: {error}", err=True)
        else:
            typer.echo(f"Sent by {channel.name}: see that it has arrived.")
    if failed:
        raise typer.Exit(1)


def _line(row: SafetyAlert, zone: tzinfo) -> tuple[object, ...]:
    seen = f"by {row.acknowledged_by}, {local_time(row.acknowledged_at, zone)}"
    return (
        row.id,
        local_time(row.created_at, zone),
        row.kind.replace("_", " "),
        row.message,
        ", ".join(row.signs),
        f"{row.conversation_id} ({row.channel})",
        seen if row.acknowledged_at else "no",
    )
