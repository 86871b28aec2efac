"""Receipts: proof of a deletion that does not say of which conversation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import DeletionReceipt
from mesoguide.clinic.conversation_values import DeletedFor, DeletionReceiptView
from mesoguide.clinic.patient_references import new_code
from mesoguide.clinic.plan_codes import compared_code


class DeletionReceiptRepository:
    """Keeps receipts in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, counts: Mapping[str, int], *, requested_by: DeletedFor, at: datetime
    ) -> DeletionReceiptView:
        """Writes a receipt for what was deleted."""
        row = DeletionReceipt(
            code=new_code(),
            created_at=at,
            requested_by=requested_by.value,
            counts={name: number for name, number in counts.items() if number},
        )
        self._session.add(row)
        self._session.flush()
        return _view(row)

    def newest(self, *, limit: int | None = None) -> list[DeletionReceiptView]:
        """Receipts, newest first."""
        query = select(DeletionReceipt).order_by(
            desc(DeletionReceipt.created_at), desc(DeletionReceipt.id)
        )
        return [_view(row) for row in self._session.execute(query.limit(limit)).scalars()]

    def by_code(self, typed: str) -> DeletionReceiptView | None:
        """The receipt with a code in any spelling."""
        bare = (compared_code(typed) or "").upper()
        query = select(DeletionReceipt).where(DeletionReceipt.code == f"{bare[:4]}-{bare[4:]}")
        row = self._session.execute(query).scalars().first()
        return None if row is None else _view(row)


def _view(row: DeletionReceipt) -> DeletionReceiptView:
    return DeletionReceiptView(
        code=row.code,
        created_at=row.created_at,
        requested_by=DeletedFor(row.requested_by),
        counts=dict(row.counts),
    )
