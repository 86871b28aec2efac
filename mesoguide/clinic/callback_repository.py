"""Requests for a call back or an appointment."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import LONGEST_CHANNEL, CallbackRequest
from mesoguide.clinic.conversation_values import ContactRequest, RequestStatus
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.declarative import LONGEST_NAME
from mesoguide.clinic.stored_text import stored_line

_COMPARED = ("name", "phone", "email", "best_time", "topic", "patient_status", "visit_request")


class CallbackRepository:
    """Keeps requests in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, request: ContactRequest, *, at: datetime) -> bool:
        """Keeps a request; False when the same one already waits to be dealt with.

        Call it before the session has read anything.
        """
        lock_for_writing(self._session)
        row = _row(request, at)
        if self._waiting(row.digest) is not None:
            return False
        self._session.add(row)
        self._session.flush()
        return True

    def newest(
        self, status: RequestStatus | None = None, *, limit: int | None = None
    ) -> list[CallbackRequest]:
        """Requests, newest first; with a status, only those."""
        query = select(CallbackRequest).order_by(
            desc(CallbackRequest.created_at), desc(CallbackRequest.id)
        )
        if status is not None:
            query = query.where(CallbackRequest.status == status.value)
        rows: list[CallbackRequest] = self._session.execute(query.limit(limit)).scalars().all()
        return rows

    def by_id(self, number: int) -> CallbackRequest | None:
        """The request with a number."""
        row: CallbackRequest | None = self._session.get(CallbackRequest, number)
        return row

    def _waiting(self, digest: str) -> CallbackRequest | None:
        query = select(CallbackRequest).where(
            CallbackRequest.digest == digest, CallbackRequest.status == RequestStatus.NEW.value
        )
        row: CallbackRequest | None = self._session.execute(query).scalars().first()
        return row


def _row(request: ContactRequest, at: datetime) -> CallbackRequest:
    row = CallbackRequest(
        kind=request.kind.value,
        conversation_id=request.conversation_id,
        channel=stored_line(request.channel, longest=LONGEST_CHANNEL) or "unknown",
        name=stored_line(request.name, longest=LONGEST_NAME),
        phone=request.phone or None,
        email=request.email or None,
        best_time=stored_line(request.best_time),
        topic=stored_line(request.topic),
        patient_status=request.patient_status and request.patient_status.value,
        visit_request=request.visit_request and request.visit_request.value,
        promised=stored_line(request.promised),
        status=RequestStatus.NEW.value,
        created_at=at,
    )
    row.digest = _digest(row)
    return row


def _digest(row: CallbackRequest) -> str:
    """What tells requests apart; what was promised changes with the clock, so it is left out."""
    details = [str(getattr(row, name) or "").casefold() for name in _COMPARED]
    compared = json.dumps([row.conversation_id, row.kind, *details])
    return hashlib.sha256(compared.encode()).hexdigest()
