"""What goes wrong next, on request. Settings may change at any time, from any thread."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field

from mesoguide.messenger.simulator.meta_errors import RATE_LIMITED, UNEXPECTED, MetaError


@dataclass
class Faults:
    """The knobs of the simulator.

    Attributes:
        delay_seconds: how long each call to ``/messages`` takes before it is answered.
        calls_per_second: how many calls to ``/messages`` are taken in any second; more are refused
            with Meta's rate limit error. None is no limit.
    """

    delay_seconds: float = 0.0
    calls_per_second: int | None = None
    _errors: deque[MetaError] = field(default_factory=deque)
    _lost_answers: int = 0
    _lost_requests: int = 0
    _calls: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fail_next(self, count: int = 1, error: MetaError = UNEXPECTED) -> None:
        """Refuse the next messages with an error of Meta's; nothing of them is kept."""
        with self._lock:
            self._errors.extend([error] * count)

    def lose_answers(self, count: int = 1) -> None:
        """Take the next messages, then drop the connection instead of answering."""
        with self._lock:
            self._lost_answers += count

    def lose_requests(self, count: int = 1) -> None:
        """Drop the connection of the next messages without taking them."""
        with self._lock:
            self._lost_requests += count

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self.delay_seconds, self.calls_per_second = 0.0, None
            self._lost_answers = self._lost_requests = 0
            self._errors.clear()
            self._calls.clear()

    def next_error(self) -> MetaError | None:
        """Return the error that the message at hand gets, each once."""
        with self._lock:
            now = time.monotonic()
            while self._calls and now - self._calls[0] >= 1.0:
                self._calls.popleft()
            if self.calls_per_second is not None and len(self._calls) >= self.calls_per_second:
                return RATE_LIMITED
            self._calls.append(now)
            return self._errors.popleft() if self._errors else None

    def takes_lost_request(self) -> bool:
        """Tell whether the request at hand gets lost, and count it."""
        with self._lock:
            lost = self._lost_requests > 0
            self._lost_requests -= lost
            return lost

    def takes_lost_answer(self) -> bool:
        """Tell whether the answer at hand gets lost, and count it."""
        with self._lock:
            lost = self._lost_answers > 0
            self._lost_answers -= lost
            return lost
