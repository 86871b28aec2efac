"""Tells staff of failures: parts that are away, servers that crash, errors that repeat."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from mesoguide.ops.notices.dispatcher import Dispatcher
from mesoguide.ops.notices.notice import Notice, NoticeKind
from mesoguide.ops.supervisor import Crash

#: Seconds between looks at whether the chat can answer.
READY_EVERY_SECONDS = 10.0

#: Looks that a part must fail in a row before staff hear of it: a minute; a restart takes less.
FAILED_LOOKS = 6

#: Seconds between looks at how many errors there were, and how far back they are added up.
ERRORS_EVERY_SECONDS = 60.0
ERROR_WINDOW_LOOKS = 5

#: Errors within the window that staff hear of; single ones are in the log.
MANY_ERRORS = 10

_PROBE_TIMEOUT_SECONDS = 5.0
#: Parts that readiness names (mesoguide/ops/readiness.py), and what each means for patients.
PARTS = {
    "chat": ("the chat does not answer", "Patients cannot write."),
    "actions": (
        "the action server does not answer",
        "Patients get an apology with the clinic's phone number for many questions.",
    ),
    "clinic": (
        "the clinic's database is away",
        "Plans cannot be read, requests and safety alerts cannot be stored.",
    ),
    "conversations": ("the database of conversations is away", "Patients cannot write."),
    "locks": (
        "Redis, which keeps locks and limits, is away",
        "The chat goes on, slower; each chat server keeps its own order and its own limits.",
    ),
}


class ReadinessWatch:
    """Looks at what the chat server says of its parts."""

    def __init__(
        self,
        probe: Callable[[], Mapping[str, bool]],
        dispatcher: Dispatcher,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """Makes the watch.

        Args:
            probe: tells for each part whether it works.
            dispatcher: takes the notices.
            now: tells the time.
        """
        self._probe = probe
        self._dispatcher = dispatcher
        self._now = now
        self._failed: dict[str, int] = {}

    def look(self) -> None:
        """Look once; tell of a part that failed several times, and when it is back."""
        for part, works in self._probe().items():
            failed = self._failed.get(part, 0)
            if works:
                self._failed[part] = 0
                if failed >= FAILED_LOOKS:
                    self._tell(NoticeKind.RECOVERY, part, f"no longer: {PARTS[part][0]}", [])
                continue
            self._failed[part] = failed + 1
            if failed + 1 >= FAILED_LOOKS:
                problem, meaning = PARTS[part]
                self._tell(NoticeKind.FAILURE, part, problem, [meaning])

    def _tell(self, kind: NoticeKind, part: str, what: str, lines: list[str]) -> None:
        self._dispatcher.offer(failure_notice(kind, f"part {part}", what, lines, self._now()))


class ErrorWatch:
    """Looks at how many errors all processes counted."""

    def __init__(
        self, total: Callable[[], float], dispatcher: Dispatcher, *, now: Callable[[], datetime]
    ) -> None:
        self._total = total
        self._dispatcher = dispatcher
        self._now = now
        self._totals: deque[float] = deque(maxlen=ERROR_WINDOW_LOOKS + 1)

    def look(self) -> None:
        """Look once; tell when there were many within the window."""
        self._totals.append(self._total())
        recent = self._totals[-1] - self._totals[0]
        if recent >= MANY_ERRORS:
            minutes = round((len(self._totals) - 1) * ERRORS_EVERY_SECONDS / 60)
            what = f"{recent:.0f} errors within {minutes} minutes"
            lines = ["Messages failed, or were answered with an apology."]
            notice = failure_notice(NoticeKind.FAILURE, "errors", what, lines, self._now())
            self._dispatcher.offer(notice)


def crash_notice(crash: Crash, at: datetime) -> Notice:
    """Return the notice of a server that stopped by itself."""
    when = f"in {crash.pause_seconds:.0f} seconds" if crash.pause_seconds else "at once"
    lines = [f"It is started again {when}; it is restart number {crash.restarts}."]
    what = f"the {crash.server} stopped by itself"
    return failure_notice(NoticeKind.FAILURE, f"crash {crash.server}", what, lines, at)


def failure_notice(kind: NoticeKind, key: str, what: str, lines: list[str], at: datetime) -> Notice:
    """Return a notice about the machine, with where to look."""
    return Notice(
        kind=kind,
        key=key,
        title=f"MesoGuide: {what}",
        lines=[f"{what[:1].upper()}{what[1:]}.", *lines, "", *_WHERE_TO_LOOK],
        at=at,
    )


_WHERE_TO_LOOK = ("On the clinic's machine:", "", "    mesoguide doctor", "    ls -l var/logs/")


def ready_probe(url: str) -> Callable[[], Mapping[str, bool]]:
    """Return a probe of the chat server's ``/ready``."""

    def probe() -> Mapping[str, bool]:
        try:
            with urllib.request.urlopen(url, timeout=_PROBE_TIMEOUT_SECONDS) as reply:  # noqa: S310 - ours
                body: Any = json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                body = _json(error.read())
        except (OSError, ValueError, http.client.HTTPException):
            return {"chat": False}
        parts = body.get("parts", {}) if isinstance(body, dict) else {}
        return {"chat": True, **{part: parts[part] == "ok" for part in PARTS if part in parts}}

    return probe


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {}
