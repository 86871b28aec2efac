"""Keeps what webhooks bring, in one transaction, before Meta is told that it arrived.

Everything is written by a few statements, however many events there are: Meta waits for this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import EventStatus, MessengerEvent
from mesoguide.clinic.stored_text import stored_text
from mesoguide.messenger.event_values import Delivery, EventKind, PersonEvent
from mesoguide.messenger.insert_once import insert_each_once
from mesoguide.messenger.page_events import PageEvents
from mesoguide.messenger.people import People, Seen
from mesoguide.messenger.person_keys import PersonKeys
from mesoguide.messenger.personal_details import PersonalDetails
from mesoguide.messenger.webhook_events import LONGEST_TEXT

#: Meta's standard messaging window: after it a page may not answer (Messenger Platform, policy).
WINDOW = timedelta(hours=24)

#: Characters (Send API reference: quick replies and postbacks).
LONGEST_PAYLOAD = 1000

#: Rasa takes what begins so for an intent.
PAYLOAD_MARK = "/"

#: Keys in one statement; SQLite once took no more than 999 values.
_AT_ONCE = 500

_EVENTS = MessengerEvent.__table__.c


@dataclass(frozen=True)
class Prepared:
    """A delivery without personal details, ready to be kept.

    Attributes:
        keyed: the people's events with their keys, by Meta's clock.
        detailed: keys of events from which personal details were taken.
    """

    delivery: Delivery
    keyed: tuple[tuple[str, PersonEvent], ...] = ()
    detailed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Inbox:
    """Keeps deliveries.

    Attributes:
        pause: how long the bot is silent after staff wrote.
        now: tells the time, aware.
    """

    keys: PersonKeys
    details: PersonalDetails
    pause: timedelta
    now: Callable[[], datetime]

    def prepare(self, delivery: Delivery) -> Prepared:
        """Take personal details out of the texts, before anything is stored."""
        keyed, detailed = [], set()
        # By Meta's clock within a delivery; the ids of the rows then keep that order.
        for event in sorted(delivery.events, key=lambda event: event.sent_at):
            key = self.keys.event_key(event.identity)
            redacted = self.details.redact(event.text)
            if redacted.found:
                detailed.add(key)
            text = stored_text(redacted.text, longest=LONGEST_TEXT) or ""
            keyed.append((key, replace(event, text=text, payload=_usable_payload(event))))
        return Prepared(delivery, tuple(keyed), frozenset(detailed))

    def known(self, session: Session, deliveries: Iterable[Prepared]) -> set[str]:
        """Return the keys of events that were delivered before.

        Ask it in a transaction of its own: on SQLite one that has read must not write any more. If
        another process keeps the same delivery meanwhile, its row stands and ours is not added.
        """
        found: set[str] = set()
        for some in _portions([key for each in deliveries for key, _ in each.keyed]):
            found.update(
                session.execute(select(_EVENTS.key).where(_EVENTS.key.in_(some))).scalars()
            )
        return found

    def keep(
        self, session: Session, deliveries: Sequence[Prepared], known: Collection[str]
    ) -> bool:
        """Keep deliveries; tell whether there is something new to answer.

        Args:
            session: a transaction on the clinic's database.
            deliveries: what arrived.
            known: keys of events that were delivered before.
        """
        new = {
            key: (event, key in each.detailed)
            for each in deliveries
            for key, event in each.keyed
            if key not in known
        }
        if new:
            self._keep_events(session, new)
        for each in deliveries:
            PageEvents(session, self.keys, self.pause, self.now()).keep(each.delivery)
        return bool(new)

    def _keep_events(self, session: Session, new: dict[str, tuple[PersonEvent, bool]]) -> None:
        rows = [self._row(key, event, detailed) for key, (event, detailed) in new.items()]
        insert_each_once(session, MessengerEvent, rows)
        people = People(session)
        people.note([self._seen(event) for event, _ in new.values()], now=self.now())
        for key, (event, _) in new.items():
            if event.to_others:
                conversation = self.keys.conversation_id(event.psid)
                people.pause(conversation, until=event.sent_at + self.pause)
            if event.replaces:
                self._withdraw(session, key, self.keys.event_key(event.replaces))
        for some in _portions(list(new)):
            self._drop_taken_back(session, some)

    def _row(self, key: str, event: PersonEvent, detailed: bool) -> dict[str, Any]:
        now = self.now()
        expired = event.sent_at < now - WINDOW and event.kind is not EventKind.UNSEND
        return {
            "key": key,
            "conversation_id": self.keys.conversation_id(event.psid),
            "kind": event.kind.value,
            "text": None if expired else event.text,
            "payload": None if expired else event.payload or None,
            "replaces": self.keys.event_key(event.replaces) if event.replaces else None,
            "details_removed": detailed,
            "status": EventStatus.EXPIRED.value if expired else EventStatus.PENDING.value,
            "sent_at": event.sent_at,
            "received_at": now,
            "attempts": 0,
        }

    def _seen(self, event: PersonEvent) -> Seen:
        opens = event.kind is not EventKind.UNSEND and not event.to_others
        at = event.sent_at if opens else None
        return Seen(self.keys.conversation_id(event.psid), event.psid, at)

    def _withdraw(self, session: Session, own_key: str, replaced: str) -> None:
        """Drop a message that nobody has answered yet; of an answered one the turn takes care."""
        edit = and_(_EVENTS.replaces == replaced, _EVENTS.kind == EventKind.TEXT.value)
        self._drop(session, or_(_EVENTS.key == replaced, edit), _EVENTS.key != own_key)

    def _drop_taken_back(self, session: Session, keys: Sequence[str]) -> None:
        """Drop messages of which we heard that they were taken back before they came."""
        unsend = (_EVENTS.replaces.in_(keys), _EVENTS.kind == EventKind.UNSEND.value)
        gone = session.execute(select(_EVENTS.replaces).where(*unsend)).scalars().all()
        if gone:
            self._drop(session, _EVENTS.key.in_(gone))

    def _drop(self, session: Session, *which: Any) -> None:
        emptied = {"status": EventStatus.WITHDRAWN.value, "text": None, "payload": None}
        pending = _EVENTS.status == EventStatus.PENDING.value
        statement = update(MessengerEvent).where(*which, pending).values(**emptied)
        session.execute(statement.execution_options(synchronize_session=False))


def _usable_payload(event: PersonEvent) -> str:
    """Return a payload that may be an intent; whether it was offered is asked at its turn.

    Meta puts a person's phone number or e-mail address there when a quick reply asks for it.
    """
    payload = stored_text(event.payload) or ""
    return payload if payload.startswith(PAYLOAD_MARK) and len(payload) <= LONGEST_PAYLOAD else ""


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
