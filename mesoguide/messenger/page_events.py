"""Keeps what happened on the page beside people's messages: echoes, hand-overs, Meta's warnings."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import EventStatus, MessengerEvent
from mesoguide.clinic.stored_text import stored_text
from mesoguide.messenger.event_values import Delivery, Echo, PolicyNotice, ThreadControl
from mesoguide.messenger.insert_once import insert_each_once
from mesoguide.messenger.outbox import Outbox, reference_in
from mesoguide.messenger.people import People, Seen
from mesoguide.messenger.person_keys import PersonKeys

logger = logging.getLogger(__name__)

#: Names for rows that are no event of a person.
POLICY, HANDED_OVER = "policy", "handed_over"


class PageEvents:
    """Works in one session; committing is the caller's business."""

    def __init__(self, session: Session, keys: PersonKeys, pause: timedelta, now: datetime) -> None:
        self._session = session
        self._keys = keys
        self._pause = pause
        self._now = now

    def keep(self, delivery: Delivery) -> None:
        """Keep what a delivery tells of the page; what was told before changes nothing."""
        for echo in delivery.echoes:
            self._keep_echo(echo)
        for control in delivery.controls:
            self._keep_control(control)
        for notice in delivery.notices:
            self._keep_notice(notice)

    def _keep_echo(self, echo: Echo) -> None:
        """An echo of ours settles what became of it; anybody else's means that staff are there."""
        outbox = Outbox(self._session)
        reference = reference_in(echo.metadata)
        if reference is not None:
            outbox.arrived(reference, message_id=echo.message_id, at=self._now)
            return
        if not outbox.sent_by_us(echo.message_id):
            identity = f"echo:{echo.message_id or echo.sent_at.isoformat()}:{echo.psid}"
            self._leave_to_staff(echo.psid, identity, echo.sent_at)

    def _keep_control(self, control: ThreadControl) -> None:
        identity = f"control:{control.psid}:{control.sent_at.isoformat()}:{control.to_us}"
        if not control.to_us:
            self._leave_to_staff(control.psid, identity, control.sent_at)
        elif self._is_new(control.psid, identity, control.sent_at):
            People(self._session).resume(self._keys.conversation_id(control.psid))

    def _leave_to_staff(self, psid: str, identity: str, at: datetime) -> None:
        if self._is_new(psid, identity, at):
            conversation = self._keys.conversation_id(psid)
            people = People(self._session)
            people.note([Seen(conversation, psid)], now=self._now)
            people.pause(conversation, until=at + self._pause)

    def _is_new(self, psid: str, identity: str, at: datetime) -> bool:
        """Remember a hand-over, so that one delivered late does not undo what staff did since."""
        return self._note(identity, HANDED_OVER, at, self._keys.conversation_id(psid))

    def _keep_notice(self, notice: PolicyNotice) -> None:
        text = stored_text(f"{notice.action}: {notice.reason}")
        if self._note(notice.identity, POLICY, notice.sent_at, None, text):
            logger.error(
                "Meta took action on the page: %s. See `mesoguide messenger queue` and "
                "docs/messenger.md",
                notice.action if notice.action.isalpha() else "unknown",
            )

    def _note(
        self,
        identity: str,
        kind: str,
        at: datetime,
        conversation: str | None,
        text: str | None = None,
    ) -> bool:
        row = {
            "key": self._keys.event_key(identity),
            "conversation_id": conversation,
            "kind": kind,
            "text": text,
            "payload": None,
            "replaces": None,
            "details_removed": False,
            "status": EventStatus.NOTED.value,
            "sent_at": at,
            "received_at": self._now,
            "attempts": 0,
        }
        return insert_each_once(self._session, MessengerEvent, [row]) > 0
