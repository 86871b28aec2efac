"""What deliveries leave in the database, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_rows import ConversationRows
from mesoguide.clinic.messenger_models import MessengerEvent, MessengerPerson, MessengerReply
from mesoguide.messenger.event_values import (
    Delivery,
    Echo,
    EventKind,
    PersonEvent,
    PolicyNotice,
    ThreadControl,
)
from mesoguide.messenger.inbox import Inbox
from mesoguide.messenger.outbox import Outbox
from mesoguide.messenger.people import People
from mesoguide.messenger.person_keys import PersonKeys
from mesoguide.messenger.personal_details import PersonalDetails
from mesoguide.messenger.turn_queue import TurnQueue

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
PSID = "1234567890123456"
PAUSE = timedelta(hours=24)
KEYS = PersonKeys(b"k" * 32)
ME = KEYS.conversation_id(PSID)


@dataclass
class Kept:
    """An inbox on a database."""

    sessions: sessionmaker[Session]

    def keep(self, *events: PersonEvent, **others: Any) -> bool:
        details = PersonalDetails("GB", lambda: date(2026, 11, 22))
        inbox = Inbox(KEYS, details, PAUSE, lambda: NOW)
        prepared = [inbox.prepare(Delivery(events=events, **others))]
        with self.sessions() as session:
            known = inbox.known(session, prepared)
        with self.sessions.begin() as session:
            return inbox.keep(session, prepared, known)

    def rows(self, model: Any) -> list[Any]:
        with self.sessions() as session:
            found: list[Any] = session.execute(select(model).order_by(model.id)).scalars().all()
            return found

    def statuses(self) -> list[str]:
        return [row.status for row in self.rows(MessengerEvent)]


@pytest.fixture
def kept(clinic_sessions: sessionmaker[Session]) -> Kept:
    return Kept(clinic_sessions)


def said(text: str = "does it hurt?", *, mid: str = "m_1", **more: Any) -> PersonEvent:
    values = {"kind": EventKind.TEXT, "identity": f"mid:{mid}", "sent_at": NOW, **more}
    return PersonEvent(psid=PSID, text=text, **values)


def unsend(mid: str = "m_1") -> PersonEvent:
    return said("", mid=f"u_{mid}", kind=EventKind.UNSEND, replaces=f"mid:{mid}")


def test_message_waits_with_its_person(kept: Kept) -> None:
    assert kept.keep(said())
    (event,) = kept.rows(MessengerEvent)
    (person,) = kept.rows(MessengerPerson)
    assert (event.status, event.text, event.conversation_id) == ("pending", "does it hurt?", ME)
    assert (person.conversation_id, person.psid, person.last_message_at) == (ME, PSID, NOW)


def test_message_delivered_again_is_not_new(kept: Kept) -> None:
    kept.keep(said())
    assert not kept.keep(said())
    assert kept.statuses() == ["pending"]


def test_message_kept_by_two_processes_at_once_is_there_once(kept: Kept) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: kept.keep(said(), said(mid=f"m_own_{n}")), range(4)))
    assert len(kept.rows(MessengerEvent)) == 4 + 1
    assert len(kept.rows(MessengerPerson)) == 1


def test_rows_are_in_the_order_of_meta_clock(kept: Kept) -> None:
    later, sooner = said("b", mid="m_b"), said("a", mid="m_a", sent_at=NOW - timedelta(seconds=1))
    kept.keep(later, sooner)
    assert [row.text for row in kept.rows(MessengerEvent)] == ["a", "b"]


def test_late_message_does_not_shorten_the_time_for_answers(kept: Kept) -> None:
    kept.keep(said())
    kept.keep(said(mid="m_2", sent_at=NOW - timedelta(hours=3)))
    assert kept.rows(MessengerPerson)[0].last_message_at == NOW


def test_personal_details_are_not_kept(kept: Kept) -> None:
    kept.keep(said("call 07700 900123"))
    (event,) = kept.rows(MessengerEvent)
    assert event.text == "call [phone number]"
    assert event.details_removed


def test_phone_number_behind_a_quick_reply_is_not_kept(kept: Kept) -> None:
    kept.keep(said("+447700900123", kind=EventKind.CHOICE, payload="+447700900123"))
    (event,) = kept.rows(MessengerEvent)
    assert (event.text, event.payload) == ("[phone number]", None)


def test_text_that_no_database_takes_is_made_fit(kept: Kept) -> None:
    kept.keep(said("does\x00 it \ud800hurt"))
    assert kept.rows(MessengerEvent)[0].text == "does  it hurt"


def test_message_of_yesterday_is_kept_without_its_text(kept: Kept) -> None:
    kept.keep(said(sent_at=NOW - timedelta(hours=25)))
    (event,) = kept.rows(MessengerEvent)
    assert (event.status, event.text) == ("expired", None)


def test_message_taken_back_before_its_turn_is_dropped(kept: Kept) -> None:
    kept.keep(said("a secret"))
    kept.keep(unsend())
    first, second = kept.rows(MessengerEvent)
    assert (first.status, first.text) == ("withdrawn", None)
    assert second.status == "pending"


def test_message_that_comes_after_it_was_taken_back_is_dropped(kept: Kept) -> None:
    kept.keep(unsend())
    kept.keep(said("a secret"))
    assert [(row.status, row.text) for row in kept.rows(MessengerEvent)][1] == ("withdrawn", None)


def test_edit_stands_in_for_a_message_that_waits(kept: Kept) -> None:
    kept.keep(said("old"))
    kept.keep(said("new", mid="edit", replaces="mid:m_1"))
    assert [row.text for row in kept.rows(MessengerEvent)] == [None, "new"]


def test_edit_that_waits_goes_when_the_message_is_taken_back(kept: Kept) -> None:
    kept.keep(said("new", mid="edit", replaces="mid:m_1"))
    kept.keep(unsend())
    assert kept.statuses() == ["withdrawn", "pending"]


def test_echo_of_ours_settles_the_message(kept: Kept) -> None:
    kept.keep(said())
    with kept.sessions.begin() as session:
        Outbox(session).add(ME, [{"text": "Yes."}], at=NOW)
        reply = Outbox(session).next_for(ME)
    assert reply is not None
    kept.keep(echoes=(Echo(PSID, NOW, reply.metadata, "m_out"),))
    (row,) = kept.rows(MessengerReply)
    assert (row.status, row.message, row.message_id) == ("sent", None, "m_out")
    assert kept.rows(MessengerPerson)[0].paused_until is None


def test_echo_of_staff_leaves_the_person_to_them(kept: Kept) -> None:
    kept.keep(echoes=(Echo(PSID, NOW, "", "m_staff"),))
    assert kept.rows(MessengerPerson)[0].paused_until == NOW + PAUSE


def test_echo_of_staff_delivered_again_does_not_undo_a_resume(kept: Kept) -> None:
    echo = Echo(PSID, NOW, "", "m_staff")
    kept.keep(echoes=(echo,))
    with kept.sessions.begin() as session:
        assert People(session).resume(ME)
    kept.keep(echoes=(echo,))
    assert kept.rows(MessengerPerson)[0].paused_until is None


def test_longer_pause_stays(kept: Kept) -> None:
    kept.keep(echoes=(Echo(PSID, NOW, "", "m_1"), Echo(PSID, NOW - timedelta(hours=2), "", "m_2")))
    assert kept.rows(MessengerPerson)[0].paused_until == NOW + PAUSE


def test_hand_over_to_us_ends_a_pause(kept: Kept) -> None:
    kept.keep(controls=(ThreadControl(PSID, NOW, to_us=False),))
    kept.keep(controls=(ThreadControl(PSID, NOW + timedelta(seconds=1), to_us=True),))
    (person,) = kept.rows(MessengerPerson)
    assert (person.paused_until, person.introduce_again) == (None, True)


def test_message_to_others_pauses_and_opens_no_time_for_answers(kept: Kept) -> None:
    kept.keep(replace(said(), to_others=True))
    (person,) = kept.rows(MessengerPerson)
    assert (person.paused_until, person.last_message_at) == (NOW + PAUSE, None)


def test_warning_of_meta_is_noted_once(kept: Kept) -> None:
    notice = PolicyNotice("policy:1", NOW, "warning", "Too many messages.")
    kept.keep(notices=(notice,))
    kept.keep(notices=(notice,))
    assert [row.text for row in kept.rows(MessengerEvent)] == ["warning: Too many messages."]


# ---- Deletion ----


def delete(kept: Kept, *, keep_unanswered: bool) -> dict[str, int]:
    with kept.sessions.begin() as session:
        return ConversationRows(session).delete([ME], keep_unanswered=keep_unanswered)


def test_deletion_leaves_nothing_of_the_person(kept: Kept) -> None:
    kept.keep(said())
    counts = delete(kept, keep_unanswered=False)
    (event,) = kept.rows(MessengerEvent)
    assert (event.conversation_id, event.text, event.status) == (None, None, "withdrawn")
    assert kept.rows(MessengerPerson) == []
    assert (counts["messenger_people"], counts["messenger_events"]) == (1, 1)


def test_message_from_before_a_deletion_is_not_new_when_it_is_delivered_again(kept: Kept) -> None:
    kept.keep(said())
    delete(kept, keep_unanswered=False)
    assert not kept.keep(said())
    assert kept.rows(MessengerPerson) == []


def test_deletion_in_the_chat_keeps_what_waits_and_forgets_after_the_last_reply(
    kept: Kept,
) -> None:
    kept.keep(said())
    delete(kept, keep_unanswered=True)
    with kept.sessions.begin() as session:
        assert not People(session).forget_if_done(ME)
        event = TurnQueue(session).next_for(ME)
    assert event is not None
    assert event.text == "does it hurt?"


def test_person_who_writes_after_a_deletion_is_not_forgotten(kept: Kept) -> None:
    kept.keep(said())
    delete(kept, keep_unanswered=True)
    kept.keep(said("and now?", mid="m_2"))
    assert kept.rows(MessengerPerson)[0].forget_when_sent is False


def test_what_is_kept_counts_as_part_of_the_conversation(kept: Kept) -> None:
    kept.keep(said())
    with kept.sessions() as session:
        counts = ConversationRows(session).count(ME)
        assert (counts["messenger_people"], counts["messenger_events"]) == (1, 1)
        assert ConversationRows(session).last_times() == {ME: NOW}
