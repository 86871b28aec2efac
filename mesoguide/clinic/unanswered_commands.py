"""The commands `mesoguide unanswered ...`: what MesoGuide could not answer."""

from __future__ import annotations

from datetime import tzinfo

import typer

from mesoguide.clinic.conversation_models import UnansweredQuestion
from mesoguide.clinic.conversation_values import QuestionStatus
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
from mesoguide.clinic.unanswered_repository import UnansweredRepository

unanswered_app = typer.Typer(no_args_is_help=True, help="See what MesoGuide could not answer.")

_HEADINGS = ("No.", "Last asked", "Times", "Question", "Why", "Nearest topics", "Channel", "Status")


@unanswered_app.command("list")
def list_unanswered(
    show_all: ShowAll = False, limit: Limit = None, as_json: AsJson = False
) -> None:
    """List questions without an answer, the one that was asked last first.

    Example: mesoguide unanswered list --limit 20
    """
    status = None if show_all else QuestionStatus.NEW
    with failures_in_one_line(), clinic_session() as session:
        rows = UnansweredRepository(session).newest(status, limit=limit)
        print_list(
            "Unanswered questions",
            _HEADINGS,
            rows,
            _line,
            as_json=as_json,
            if_none="No question waits for an answer.",
        )


@unanswered_app.command("answer")
def answer_questions(numbers: Numbers, by: By) -> None:
    """Say that MesoGuide can answer questions now; asked in vain again, they come back.

    Example: mesoguide unanswered answer 5 --by 'Ana Silva'
    """
    _decide(numbers, QuestionStatus.ANSWERED, by, "Answered")


@unanswered_app.command("dismiss")
def dismiss_questions(numbers: Numbers, by: By) -> None:
    """Say that questions need no answer; they stay away however often they are asked.

    Example: mesoguide unanswered dismiss 6 7 --by 'Ana Silva'
    """
    _decide(numbers, QuestionStatus.DISMISSED, by, "Dismissed")


def _decide(numbers: list[int], status: QuestionStatus, by: str, what: str) -> None:
    mark_each(numbers, by, lambda staff, number: staff.decide_question(number, status), what)


def _line(row: UnansweredQuestion, zone: tzinfo) -> tuple[object, ...]:
    return (
        row.id,
        local_time(row.last_asked_at, zone),
        row.times_asked,
        row.question,
        row.reason.replace("_", " "),
        ", ".join(row.nearest),
        row.channel,
        f"{row.status} by {row.decided_by}" if row.decided_by else row.status,
    )
