"""Records for tests, each complete unless changed, and a clock that is set by hand."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone
from typing import Any

from mesoguide.clinic.conversation_values import (
    AlertKind,
    ContactKind,
    ContactRequest,
    FeedbackGiven,
    PatientStatus,
    SafetyAlertRaised,
    UnansweredAsked,
    UnansweredReason,
    VisitRequest,
)

START = datetime(2026, 11, 20, 10, 30, tzinfo=timezone.utc)
SECRET_KEY = b"f3a91c07d2be4865a07e19c3b8d4526f"

_CONTACT = ContactRequest(
    kind=ContactKind.CALL_BACK,
    conversation_id="talk-1",
    channel="widget",
    name="Anna Smith",
    phone="+441632960123",
    email="anna@example.org",
    best_time="after 5pm",
    topic="hair loss",
    patient_status=PatientStatus.NEW,
    visit_request=VisitRequest.BOOK,
    promised="today, before 18:00",
)
_FEEDBACK = FeedbackGiven(
    conversation_id="talk-1",
    channel="widget",
    answer_id="1763634600.25",
    helpful=False,
    reason="too long",
    responses=("utter_answer_recovery",),
    claims=("C12", "C13"),
    question="when can I work?",
)
_UNANSWERED = UnansweredAsked(
    conversation_id="talk-1",
    channel="widget",
    question="Do you treat  horses?",
    reason=UnansweredReason.NOT_UNDERSTOOD,
    nearest=("ask_uses", "ask_safety"),
)
_ALERT = SafetyAlertRaised(
    conversation_id="talk-1",
    channel="widget",
    kind=AlertKind.EMERGENCY,
    message="my tongue is swelling",
    signs=("anaphylaxis",),
)


def make_contact(**changes: Any) -> ContactRequest:
    """A request for a call."""
    return dataclasses.replace(_CONTACT, **changes)


def make_feedback(**changes: Any) -> FeedbackGiven:
    """A vote against an answer."""
    return dataclasses.replace(_FEEDBACK, **changes)


def make_unanswered(**changes: Any) -> UnansweredAsked:
    """A question without an answer."""
    return dataclasses.replace(_UNANSWERED, **changes)


def make_alert(**changes: Any) -> SafetyAlertRaised:
    """A message that sounded like an emergency."""
    return dataclasses.replace(_ALERT, **changes)


class Clock:
    """Tells the time that it was set to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Lets time go by, such as `hours=1`."""
        self.now += timedelta(**time)
