"""The commands of `mesoguide messenger` for every day: what waits, and who is left to staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer

from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.staff_terminal import (
    AsJson,
    By,
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
from mesoguide.messenger.people import People
from mesoguide.messenger.queue_status import QueueStatus, queue_status
from mesoguide.ops.settings import load_settings

Conversation = Annotated[
    str, typer.Argument(help="The conversation, as `mesoguide alerts list` and others name it.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("queue")(queue)
    app.command("paused")(paused)
    app.command("pause")(pause)
    app.command("resume")(resume)


def queue(as_json: AsJson = False) -> None:
    """Show how many messages wait, what could not be sent, and what Meta said about the page.

    Example: mesoguide messenger queue
    """
    with failures_in_one_line(), clinic_session() as session:
        status = queue_status(session)
    if as_json:
        print_json(_as_json(status))
    else:
        _print_queue(status)


def paused(as_json: AsJson = False) -> None:
    """List the conversations that are left to staff, and until when.

    Example: mesoguide messenger paused
    """
    with failures_in_one_line(), clinic_session() as session:
        people = People(session).paused(utc_now())
    if as_json:
        print_json(
            [{"conversation": p.conversation_id, "paused_until": p.paused_until} for p in people]
        )
    elif people:
        zone = clinic_zone(load_settings())
        rows = [(p.conversation_id, local_time(p.paused_until, zone)) for p in people]
        print_table("Left to staff", ("Conversation", "Until"), rows)
    else:
        typer.echo("The chatbot answers everybody.")


def pause(
    conversation: Conversation,
    by: By,
    hours: Annotated[
        float | None,
        typer.Option(min=0.1, help="For how long; MESSENGER_PAUSE_HOURS unless given."),
    ] = None,
) -> None:
    """Leave a conversation to staff. An emergency is answered all the same.

    Example: mesoguide messenger pause messenger-4b1f --by 'Ana Silva'
    """
    who, now = staff_name(by), utc_now()
    length = load_settings().messenger_pause_hours if hours is None else hours
    until = now + timedelta(hours=length)
    with failures_in_one_line(), clinic_session() as session:
        if not People(session).pause(conversation, until=until):
            raise RecordNotFound("conversation", conversation, "mesoguide alerts list --all")
        AuditLog(session, who=who, at=now).record("messenger_paused", conversation, hours=length)
        session.commit()
    typer.echo(f"Left to staff until {local_time(until, clinic_zone(load_settings()))}.")


def resume(conversation: Conversation, by: By) -> None:
    """Let the chatbot answer again. It says that it is a computer program.

    Example: mesoguide messenger resume messenger-4b1f --by 'Ana Silva'
    """
    who = staff_name(by)
    with failures_in_one_line(), clinic_session() as session:
        if not People(session).resume(conversation):
            raise RecordNotFound("paused conversation", conversation, "mesoguide messenger paused")
        AuditLog(session, who=who, at=utc_now()).record("messenger_resumed", conversation)
        session.commit()
    typer.echo("The chatbot answers again.")


def _print_queue(status: QueueStatus) -> None:
    zone = clinic_zone(load_settings())
    typer.echo(f"Messages of people that wait: {status.unanswered}")
    typer.echo(f"Messages to people that wait: {status.unsent}")
    typer.echo(f"The oldest waits since: {local_time(status.oldest, zone) or 'nothing waits'}")
    typer.echo(f"Failed: {status.failed}; too late for Meta's 24 hours: {status.expired}")
    if status.failures:
        rows = [(f.conversation_id, local_time(f.at, zone), f.reason) for f in status.failures]
        print_table("Never sent", ("Conversation", "When", "Why"), rows)
    if status.warnings:
        warnings = [(local_time(at, zone), said) for at, said in status.warnings]
        print_table("Meta about the page", ("When", "What"), warnings)


def _as_json(status: QueueStatus) -> dict[str, Any]:
    return {
        "unanswered": status.unanswered,
        "unsent": status.unsent,
        "oldest": status.oldest,
        "failed": status.failed,
        "expired": status.expired,
        "failures": [
            {"conversation": f.conversation_id, "at": f.at, "reason": f.reason}
            for f in status.failures
        ],
        "warnings": [{"at": at, "said": said} for at, said in status.warnings],
    }
