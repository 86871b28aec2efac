"""What conversations leave behind, as actions keep and ask for it: off the event loop, in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.conversation_deletion import ConversationDeletion
from mesoguide.clinic.conversation_values import (
    ContactRequest,
    DeletedFor,
    DeletionReceiptView,
    FeedbackGiven,
    PatientPlanView,
    SafetyAlertRaised,
    UnansweredAsked,
)
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.feedback_repository import FeedbackRepository
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.patient_plan_lookup import PatientPlanLookup
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.clinic.unanswered_repository import UnansweredRepository
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.settings import Settings


class ConversationRecords:
    """Keeps and finds records, or raises ClinicDataUnavailable within the timeout.

    One serves the whole process. After a timeout a record may have been kept all the same; storing
    it again does no harm, except that a question or an alert is then there twice. A request is the
    exception: whoever was told that it was not sent is not called after all.
    """

    def __init__(
        self,
        session_factory: sessionmaker[Session],
        *,
        timeout_seconds: float,
        secret_key: bytes,
        tracker_sessions: sessionmaker[Session] | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Opens nothing yet; connections are made on first use.

        Args:
            session_factory: Sessions on the clinic database.
            timeout_seconds: Limit on each question.
            secret_key: The key that patients' references are kept under.
            tracker_sessions: Sessions on the database of conversations; None when it is the
                clinic's own.
            now: Tells the time, with a zone.
        """
        self._worker = DatabaseWorker(
            session_factory,
            timeout_seconds=timeout_seconds,
            name="conversation-records",
            unreadable=_unreadable,
        )
        self._now = now
        self._lookup = PatientPlanLookup(session_factory, KeyedDigests(secret_key), now=now)
        self._deletion = ConversationDeletion(session_factory, tracker_sessions, now=now)

    async def add_callback_request(self, request: ContactRequest) -> bool:
        """Keeps a request for staff; False when the same one already waits."""
        at = self._now()
        return await self._worker.write(
            lambda session: CallbackRepository(session).add(request, at=at), only_in_time=True
        )

    async def add_feedback(self, feedback: FeedbackGiven) -> bool:
        """Keeps a vote on an answer; gives whether it is new, or the other way than before."""
        at = self._now()
        return await self._worker.write(
            lambda session: FeedbackRepository(session).keep(feedback, at=at)
        )

    async def add_unanswered(self, question: UnansweredAsked) -> int:
        """Keeps a question without an answer; gives how often it was asked, by anybody."""
        at = self._now()
        return await self._worker.write(
            lambda session: UnansweredRepository(session).add(question, at=at)
        )

    async def add_safety_alert(self, alert: SafetyAlertRaised) -> None:
        """Keeps an alert for staff."""
        at = self._now()
        await self._worker.write(lambda session: SafetyAlertRepository(session).add(alert, at=at))

    async def patient_plan(
        self, conversation_id: str, reference: str, verifier: str
    ) -> PatientPlanView | None:
        """A patient's own course; None alike for unknown, wrong and locked.

        Args:
            conversation_id: Rasa's sender id; five wrong tries in it shut the way for a day.
            reference: What the patient typed, in any spelling.
            verifier: A date of birth in any usual form, or a PIN.
        """
        return await self._worker.run(
            lambda: self._lookup.find(conversation_id, reference, verifier)
        )

    async def delete_conversation(
        self, conversation_id: str, *, requested_by: DeletedFor, within_a_turn: bool = True
    ) -> DeletionReceiptView:
        """Deletes everything that is kept of a conversation, Rasa's events among it.

        Within a turn Rasa still has the conversation in memory. So that it is not written again,
        the action sets the slot `conversation_deleted` to the receipt's code.

        Args:
            conversation_id: The conversation.
            requested_by: For whom it is done.
            within_a_turn: Whether the conversation goes on to say that it was done: then messages
                that wait for an answer stay until they have it.
        """
        return await self._worker.run(
            lambda: self._deletion.delete(
                [conversation_id], requested_by=requested_by, keep_unanswered=within_a_turn
            )
        )

    async def stored_for(self, conversation_id: str) -> dict[str, int]:
        """Rows that are kept of a conversation, by table, also those tables that have none."""
        return await self._worker.run(lambda: self._deletion.stored(conversation_id))

    def close(self) -> None:
        """Takes no more questions; a thread that is still at work ends by itself."""
        self._worker.close()


def open_conversation_records(
    settings: Settings, *, now: Callable[[], datetime] = utc_now
) -> ConversationRecords:
    """Opens the databases that the settings name, and reads or makes the secret key.

    Raises:
        SecretKeyUnusable: The key cannot be read or made.
        DatabaseUrlInvalid: An address cannot be read.
        DatabaseUnwritable: A SQLite file cannot be written.
    """
    clinic, tracker = open_sessions(settings, timeout_seconds=settings.database_timeout_seconds)
    return ConversationRecords(
        clinic,
        timeout_seconds=settings.database_timeout_seconds,
        secret_key=load_secret_key(settings),
        tracker_sessions=tracker,
        now=now,
    )


def open_sessions(
    settings: Settings, *, timeout_seconds: float
) -> tuple[sessionmaker[Session], sessionmaker[Session] | None]:
    """Sessions on the clinic's database and on that of conversations, None when they are one."""
    clinic = create_engine_for(settings.database_url, timeout_seconds=timeout_seconds)
    tracker = create_engine_for(settings.tracker_database_url, timeout_seconds=timeout_seconds)
    if tracker.url == clinic.url:
        return session_factory(clinic), None
    return session_factory(clinic), session_factory(tracker)


def _unreadable(error: ValueError) -> str:
    # The error's own words may quote what a visitor wrote.
    return f"a record of the clinic database can be neither kept nor read: {type(error).__name__}"
