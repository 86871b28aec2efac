"""What staff decide about requests, questions and alerts, each with an entry in the audit trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.conversation_values import QuestionStatus, RequestStatus
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.clinic.unanswered_repository import UnansweredRepository
from mesoguide.exceptions import RecordNotFound


class StaffWorklist:
    """One member of staff at work, in one session; committing is the caller's business.

    A decision that was taken already stays as it is, with the name of who took it. Make it before
    the session has read anything.
    """

    def __init__(self, session: Session, *, who: str, at: datetime) -> None:
        lock_for_writing(session)
        self._session = session
        self._audit = AuditLog(session, who=who, at=at)
        self._who = who
        self._at = at

    def finish_request(self, number: int) -> bool:
        """Marks a request as dealt with; False when it was before.

        Raises:
            RecordNotFound: No request has the number.
        """
        row = CallbackRepository(self._session).by_id(number)
        if row is None:
            raise RecordNotFound("request", number, "mesoguide callbacks list --all")
        if row.status == RequestStatus.DONE.value:
            return False
        row.status, row.handled_by, row.handled_at = RequestStatus.DONE.value, self._who, self._at
        self._audit.record("request_done", f"request {number}", kind=row.kind)
        return True

    def decide_question(self, number: int, status: QuestionStatus) -> bool:
        """Marks a question as answered or dismissed; False when it was before.

        Raises:
            RecordNotFound: No question has the number.
        """
        row = UnansweredRepository(self._session).by_id(number)
        if row is None:
            raise RecordNotFound("question", number, "mesoguide unanswered list --all")
        if row.status == status.value:
            return False
        before = row.status
        row.status, row.decided_by, row.decided_at = status.value, self._who, self._at
        self._audit.record(
            f"question_{status.value}", f"question {number}", before=before, times=row.times_asked
        )
        return True

    def acknowledge_alert(self, number: int) -> bool:
        """Marks an alert as seen; False when it was before.

        Raises:
            RecordNotFound: No alert has the number.
        """
        row = SafetyAlertRepository(self._session).by_id(number)
        if row is None:
            raise RecordNotFound("alert", number, "mesoguide alerts list --all")
        if row.acknowledged_at is not None:
            return False
        row.acknowledged_by, row.acknowledged_at = self._who, self._at
        self._audit.record("alert_acknowledged", f"alert {number}", kind=row.kind)
        return True
