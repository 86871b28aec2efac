"""The audit trail: one entry for each change of a plan, in the change's own transaction."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mesoguide.clinic.models import LONGEST_NAME, AuditEntry


class AuditLog:
    """Writes down what one person does at one moment."""

    def __init__(self, session: Session, *, who: str, at: datetime) -> None:
        self._session = session
        self._who = who
        self._at = at

    def record(self, action: str, subject: str, **details: Any) -> None:
        """Adds an entry; details are plain JSON values."""
        self._session.add(
            AuditEntry(at=self._at, who=self._who, action=action, subject=subject, details=details)
        )


def person_name(typed: object) -> str | None:
    """A person's name with single spaces; None for what is blank, too long or no name."""
    if not isinstance(typed, str):
        return None
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME or not any(character.isalpha() for character in name):
        return None
    if any(unicodedata.category(character).startswith("C") for character in name):
        return None
    return name
