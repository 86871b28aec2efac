"""Tries to see a patient's course: after five wrong ones the way is shut for a day.

Each try is written down as a wrong one before the answer is compared, so that tries at the same
moment cannot outrun the count.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.patient_plan_models import PlanAttempt

MOST_WRONG_TRIES = 5
"""design.md, 4: locked after five wrong tries."""

LOCK_LASTS = timedelta(hours=24)

# Twice as long, so that deleting a conversation after four tries wins nobody any.
_UNLINKED_LAST = 2 * LOCK_LASTS

_TRIES = PlanAttempt.__table__.c


class PlanAttempts:
    """Counts tries in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(
        self, reference_digest: str, conversation_id: str, *, at: datetime
    ) -> tuple[int, bool]:
        """Writes a try down as a wrong one; gives its number and whether the way is shut.

        Tries against a shut way do not count, so nobody keeps it shut by trying on. Call it before
        the session has read anything.
        """
        lock_for_writing(self._session)
        self.forget_unlinked(at)
        of_reference = _counts_for_reference(reference_digest)
        of_conversation = _counts_for_conversation(conversation_id)
        reference_shut = self._is_shut(of_reference, at, "counts_for_reference")
        conversation_shut = self._is_shut(of_conversation, at, "counts_for_conversation")
        attempt = PlanAttempt(
            reference_digest=reference_digest,
            conversation_id=conversation_id,
            at=at,
            succeeded=False,
            counts_for_reference=not (reference_shut or conversation_shut),
            counts_for_conversation=not conversation_shut,
        )
        self._session.add(attempt)
        self._session.flush()
        return int(attempt.id), reference_shut or conversation_shut

    def succeed(self, number: int, reference_digest: str) -> None:
        """Marks a try as right; wrong ones on its reference no longer count.

        Those of the conversation do: who has a plan of their own must not use it to guess on.
        """
        self._update(
            PlanAttempt.id == number,
            succeeded=True,
            counts_for_reference=False,
            counts_for_conversation=False,
        )
        self.unlock_reference(reference_digest)

    def unlock_reference(self, reference_digest: str) -> int:
        """Lets wrong tries on a reference count no longer; gives how many did."""
        return self._update(_counts_for_reference(reference_digest), counts_for_reference=False)

    def unlock_conversation(self, conversation_id: str) -> int:
        """Lets wrong tries in a conversation count no longer; gives how many did."""
        return self._update(
            _counts_for_conversation(conversation_id), counts_for_conversation=False
        )

    def forget_reference(self, reference_digest: str) -> None:
        """Deletes all tries on a reference."""
        self._delete(PlanAttempt.reference_digest == reference_digest)

    def shut_until(self, reference_digest: str, *, now: datetime) -> datetime | None:
        """When a reference opens again; None when it is open."""
        tries, last = self._counted(_counts_for_reference(reference_digest))
        if tries < MOST_WRONG_TRIES or last is None or last + LOCK_LASTS <= now:
            return None
        return last + LOCK_LASTS

    def _is_shut(self, counting: Any, at: datetime, column: str) -> bool:
        """Says whether tries have shut a way; once a lock has ended, counting begins anew."""
        tries, last = self._counted(counting)
        if tries < MOST_WRONG_TRIES or last is None:
            return False
        if last + LOCK_LASTS > at:
            return True
        self._update(counting, **{column: False})
        return False

    def _counted(self, counting: Any) -> tuple[int, datetime | None]:
        query = select(func.count(), func.max(PlanAttempt.at)).where(counting)
        tries, last = self._session.execute(query).one()
        return int(tries), last

    def forget_unlinked(self, at: datetime) -> None:
        """Deletes what deleted conversations left behind, once no lock needs it."""
        needless = or_(
            _TRIES.counts_for_reference.is_(False), PlanAttempt.at <= at - _UNLINKED_LAST
        )
        self._delete(and_(_TRIES.conversation_id.is_(None), needless))

    def _delete(self, which: Any) -> None:
        self._session.execute(
            delete(PlanAttempt).where(which).execution_options(synchronize_session=False)
        )

    def _update(self, which: Any, **values: Any) -> int:
        done = self._session.execute(
            update(PlanAttempt)
            .where(which)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        return int(done.rowcount)


def _counts_for_reference(digest: str) -> Any:
    return and_(PlanAttempt.reference_digest == digest, _TRIES.counts_for_reference.is_(True))


def _counts_for_conversation(conversation_id: str) -> Any:
    return and_(
        PlanAttempt.conversation_id == conversation_id,
        _TRIES.counts_for_conversation.is_(True),
    )
