"""The commands `mesoguide feedback ...`: what visitors thought of answers."""

from __future__ import annotations

from datetime import tzinfo
from typing import Annotated

import typer

from mesoguide.clinic.conversation_models import Feedback
from mesoguide.clinic.feedback_repository import FeedbackRepository
from mesoguide.clinic.staff_terminal import (
    AsJson,
    Limit,
    clinic_session,
    failures_in_one_line,
    local_time,
    print_list,
)

feedback_app = typer.Typer(no_args_is_help=True, help="See what visitors thought of answers.")

_HEADINGS = ("No.", "When", "Helpful", "Question", "Answers shown", "Claims", "Reason", "Channel")


@feedback_app.callback()
def feedback() -> None:
    """See what visitors thought of answers."""


@feedback_app.command("list")
def list_feedback(
    unhelpful: Annotated[
        bool, typer.Option("--unhelpful", help="Only answers that did not help.")
    ] = False,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """List votes on answers, newest first.

    Example: mesoguide feedback list --unhelpful
    """
    with failures_in_one_line(), clinic_session() as session:
        rows = FeedbackRepository(session).newest(helpful=False if unhelpful else None, limit=limit)
        print_list(
            "Feedback",
            _HEADINGS,
            rows,
            _line,
            as_json=as_json,
            if_none="There is no feedback yet.",
        )


def _line(row: Feedback, zone: tzinfo) -> tuple[object, ...]:
    return (
        row.id,
        local_time(row.updated_at, zone),
        "yes" if row.helpful else "no",
        row.question,
        ", ".join(row.responses),
        ", ".join(row.claims),
        row.reason,
        row.channel,
    )
