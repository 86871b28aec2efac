"""What conversations leave behind, as plain values: handed in by actions, handed out to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from mesoguide.clinic.values import PlanView


class ContactKind(str, Enum):
    """What a visitor asks the clinic to do."""

    CALL_BACK = "call_back"
    APPOINTMENT = "appointment"


class PatientStatus(str, Enum):
    """Whether the visitor has been at the clinic before."""

    NEW = "new"
    EXISTING = "existing"


class VisitRequest(str, Enum):
    """What is to be done about a visit."""

    BOOK = "book"
    CHANGE = "change"
    CANCEL = "cancel"


class RequestStatus(str, Enum):
    """Whether staff have dealt with a request."""

    NEW = "new"
    DONE = "done"


class UnansweredReason(str, Enum):
    """Why a question counts as unanswered."""

    NOT_UNDERSTOOD = "not_understood"
    OUT_OF_SCOPE = "out_of_scope"
    UNHELPFUL = "unhelpful"


class QuestionStatus(str, Enum):
    """What staff have decided about a question."""

    NEW = "new"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class AlertKind(str, Enum):
    """How a message worried us."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    URGENT_SYMPTOM = "urgent_symptom"


class VerifierKind(str, Enum):
    """What a patient proves themselves with, besides the reference."""

    DATE_OF_BIRTH = "date_of_birth"
    PIN = "pin"


class DeletedFor(str, Enum):
    """Who had a conversation deleted."""

    PATIENT = "patient"
    STAFF = "staff"
    RETENTION = "retention"


@dataclass(frozen=True)
class ContactRequest:
    """A call back or an appointment that a visitor asked for and confirmed.

    Attributes:
        conversation_id: Rasa's sender id.
        channel: Name of the channel, such as "widget".
        name: None when the visitor would not say.
        phone: E.164, such as "+441632960123"; one of phone and email is required.
        best_time: When to call, in the visitor's words.
        topic: What it is about.
        promised: What the visitor was promised, such as "on Monday 23 November, after 09:00".
    """

    kind: ContactKind
    conversation_id: str
    channel: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    best_time: str | None = None
    topic: str | None = None
    patient_status: PatientStatus | None = None
    visit_request: VisitRequest | None = None
    promised: str | None = None

    def __post_init__(self) -> None:
        if not self.phone and not self.email:
            raise ValueError("a contact request needs a phone number or an e-mail address")


@dataclass(frozen=True)
class FeedbackGiven:
    """A visitor's vote on one answer.

    Attributes:
        answer_id: What tells the answers of a conversation apart, such as the message's id; a
            second vote on the same answer replaces the first.
        responses: Names of the responses that were shown.
        claims: Ids of the claims that the answer rests on.
        question: What the visitor had asked.
    """

    conversation_id: str
    channel: str
    answer_id: str
    helpful: bool
    reason: str | None = None
    responses: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    question: str | None = None


@dataclass(frozen=True)
class UnansweredAsked:
    """A question that got no answer, or none that helped.

    Attributes:
        nearest: Names of the intents that came nearest, best first.
    """

    conversation_id: str
    channel: str
    question: str
    reason: UnansweredReason
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True)
class SafetyAlertRaised:
    """A message that staff must hear of.

    Attributes:
        message: What the visitor wrote.
        signs: The signs that were recognised, such as "anaphylaxis".
    """

    conversation_id: str
    channel: str
    kind: AlertKind
    message: str
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class PatientPlanView:
    """A patient's own course, shown to nobody but who has proved to be that patient.

    Attributes:
        plan: The clinic's plan that the course follows.
        next_visit_on: Day of the next visit where the clinic is; None when none is arranged.
        next_visit_at: Its moment in UTC; None while only the day is known.
    """

    plan: PlanView
    visits_done: int
    visits_planned: int
    next_visit_on: date | None
    next_visit_at: datetime | None
    updated_at: datetime

    @property
    def visits_left(self) -> int:
        """Visits still to come."""
        return self.visits_planned - self.visits_done


@dataclass(frozen=True)
class DeletionReceiptView:
    """Proof of a deletion; it does not say of which conversation.

    Attributes:
        code: What the person keeps, such as "7K4P-2QX9".
        counts: Rows that were removed, by table; tables without any are left out.
    """

    code: str
    created_at: datetime
    requested_by: DeletedFor
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Rows that were removed altogether."""
        return sum(self.counts.values())
