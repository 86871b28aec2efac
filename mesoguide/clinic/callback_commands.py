"""The commands `mesoguide callbacks ...`: who waits for a call or an appointment."""

from __future__ import annotations

from datetime import tzinfo

import typer

from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.conversation_models import CallbackRequest
from mesoguide.clinic.conversation_values import RequestStatus
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

callbacks_app = typer.Typer(
    no_args_is_help=True, help="See who waits for a call or an appointment."
)

_HEADINGS = ("No.", "Asked", "What", "Name", "Contact", "Best time", "About", "Promised", "Status")


@callbacks_app.command("list")
def list_callbacks(show_all: ShowAll = False, limit: Limit = None, as_json: AsJson = False) -> None:
    """List requests for a call or an appointment, newest first.

    Example: mesoguide callbacks list
    """
    status = None if show_all else RequestStatus.NEW
    with failures_in_one_line(), clinic_session() as session:
        rows = CallbackRepository(session).newest(status, limit=limit)
        print_list(
            "Requests",
            _HEADINGS,
            rows,
            _line,
            as_json=as_json,
            if_none="Nobody waits for a call or an appointment.",
        )


@callbacks_app.command("done")
def finish_callbacks(numbers: Numbers, by: By) -> None:
    """Say that requests are dealt with.

    Example: mesoguide callbacks done 12 --by 'Ana Silva'
    """
    mark_each(numbers, by, lambda staff, number: staff.finish_request(number), "Dealt with")


def _line(row: CallbackRequest, zone: tzinfo) -> tuple[object, ...]:
    what = (row.kind, row.visit_request, row.patient_status and f"{row.patient_status} patient")
    handled = f"done by {row.handled_by}, {local_time(row.handled_at, zone)}"
    return (
        row.id,
        local_time(row.created_at, zone),
        ", ".join(part.replace("_", " ") for part in what if part),
        row.name or "would not say",
        "\n".join(part for part in (row.phone, row.email) if part),
        row.best_time,
        row.topic,
        row.promised,
        handled if row.handled_at else "waits",
    )
