"""Sends notices, again if need be, and none of them twice in a short time."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mesoguide.exceptions import NoticeNotSent
from mesoguide.ops.notices.notice import Notice, NoticeKind

logger = logging.getLogger(__name__)

#: Seconds until the second try; each further pause is twice as long.
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 300.0

#: Seconds after which a notice is given up: a failure of yesterday is no news. Safety alerts stay.
GIVE_UP_SECONDS = 24 * 60 * 60.0

#: Seconds in which a failure is told once, however often it happens.
QUIET_SECONDS = 30 * 60.0

#: Notices that wait at once; what is more than that is in the log.
MOST_WAITING = 200


class Channel(Protocol):
    """Takes notices to staff."""

    name: str

    def send(self, notice: Notice) -> None:
        """Take one, or raise NoticeNotSent."""


@dataclass
class _Delivery:
    """A notice on its way by one channel."""

    notice: Notice
    channel: Channel
    due: float
    give_up_at: float
    pause: float = FIRST_PAUSE_SECONDS
    told: threading.Event = field(default_factory=threading.Event)


class Dispatcher:
    """Takes notices from anybody at once; a thread of its own calls :meth:`flush`."""

    def __init__(
        self, channels: Sequence[Channel], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._channels = tuple(channels)
        self._clock = clock
        self._waiting: list[_Delivery] = []
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()

    @property
    def has_channels(self) -> bool:
        """Tell whether anybody gets notices."""
        return bool(self._channels)

    def offer(self, notice: Notice) -> bool:
        """Take a notice to be sent; False when its failure was told a short time ago."""
        now = self._clock()
        with self._lock:
            if notice.kind is NoticeKind.FAILURE:
                if now - self._told.get(notice.key, -QUIET_SECONDS) < QUIET_SECONDS:
                    return False
                self._told[notice.key] = now
            elif notice.kind is NoticeKind.RECOVERY:
                self._told.pop(notice.key, None)
            if len(self._waiting) >= MOST_WAITING:
                logger.error("too many notices wait; %s is only here", notice.title)
                return False
            once = threading.Event()
            is_alert = notice.kind is NoticeKind.SAFETY_ALERT
            give_up_at = math.inf if is_alert else now + GIVE_UP_SECONDS
            self._waiting += [
                _Delivery(notice, channel, now, give_up_at, told=once) for channel in self._channels
            ]
        return True

    def flush(self) -> None:
        """Send what is due."""
        now = self._clock()
        with self._lock:
            due = [each for each in self._waiting if each.due <= now]
        for delivery in due:
            self._try(delivery)

    def _try(self, delivery: _Delivery) -> None:
        notice, channel = delivery.notice, delivery.channel
        try:
            channel.send(notice)
        except Exception as error:  # whatever is wrong with one, the others must be sent
            self._postpone(delivery, error)
            return
        with self._lock:
            self._waiting.remove(delivery)
        logger.info("staff were told by %s: %s", channel.name, notice.title)
        if notice.on_delivered is not None and not delivery.told.is_set():
            delivery.told.set()
            notice.on_delivered()

    def _postpone(self, delivery: _Delivery, error: Exception) -> None:
        now = self._clock()
        reason = str(error) if isinstance(error, NoticeNotSent) else type(error).__name__
        logger.error("staff could not be told by %s: %s", delivery.channel.name, reason)
        if now >= delivery.give_up_at:
            with self._lock:
                self._waiting.remove(delivery)
            return
        delivery.due = now + delivery.pause
        delivery.pause = min(2 * delivery.pause, LONGEST_PAUSE_SECONDS)
