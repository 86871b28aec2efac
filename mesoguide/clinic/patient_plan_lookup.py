"""Showing a patient their own course, and nobody else.

An unknown reference, a wrong verifier and a shut way get the same answer for the same work, so
that neither the words nor the time tell which it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_values import PatientPlanView, VerifierKind
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.patient_plan_repository import PatientPlanRepository, patient_plan_view
from mesoguide.clinic.plan_attempts import PlanAttempts
from mesoguide.clinic.verifiers import compared_verifier


class PatientPlanLookup:
    """Compares a reference and a verifier with what is kept of them."""

    def __init__(
        self,
        session_factory: sessionmaker[Session],
        digests: KeyedDigests,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._session_factory = session_factory
        self._digests = digests
        # Made now, since the first unknown reference must not take longer than others.
        self._dummy_hash = digests.dummy_hash
        self._now = now

    def find(self, conversation_id: str, reference: str, verifier: str) -> PatientPlanView | None:
        """The course with a reference, if the verifier is right and the way is not shut.

        Hashing takes long, so no transaction is open meanwhile.
        """
        digest = self._digests.reference(reference)
        with self._session_factory.begin() as session:
            attempt, shut = PlanAttempts(session).begin(digest, conversation_id, at=self._now())
            kept = PatientPlanRepository(session).verifier(digest)
        kind, kept_hash = kept or (VerifierKind.DATE_OF_BIRTH, self._dummy_hash)
        compared = compared_verifier(verifier, kind, today=self._now().date())
        right = self._digests.verify(kept_hash, digest, compared or "")
        if shut or kept is None or not right:
            return None
        return self._open(attempt, digest)

    def _open(self, attempt: int, digest: str) -> PatientPlanView | None:
        with self._session_factory.begin() as session:
            PlanAttempts(session).succeed(attempt, digest)
            row = PatientPlanRepository(session).by_digest(digest)
            return None if row is None else patient_plan_view(row)
