"""What staff are told, and how it reads in a mail and in a webhook's JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any


class NoticeKind(str, Enum):
    """What a notice is about."""

    SAFETY_ALERT = "safety_alert"
    FAILURE = "failure"
    RECOVERY = "recovery"
    TEST = "test"


@dataclass(frozen=True)
class Notice:
    """Something that staff have to know.

    Attributes:
        key: two notices of one key are about the same thing.
        title: one line, the subject of the mail.
        lines: what happened and what to do, a sentence or an entry each.
        at: when it happened, with its zone.
        details: the same for programs, in plain JSON values.
        on_delivered: called once, when the first of the channels has taken it.
    """

    kind: NoticeKind
    key: str
    title: str
    lines: Sequence[str]
    at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)
    on_delivered: Callable[[], None] | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The body of a mail."""
        return "\n".join(self.lines) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Return the body of a webhook; chat programs show its ``text``."""
        return {
            "kind": self.kind.value,
            "key": self.key,
            "title": self.title,
            "text": f"{self.title}\n{self.text}",
            "at": self.at.isoformat(),
            **self.details,
        }
