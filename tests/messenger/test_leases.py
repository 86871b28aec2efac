"""One process at a time works for a person, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.messenger_models import EventStatus, MessengerEvent
from mesoguide.messenger.leases import LEASE_SECONDS, Lease, Leases, Work
from mesoguide.messenger.outbox import Outbox
from mesoguide.messenger.people import People, Seen
from mesoguide.messenger.turn_queue import TurnQueue

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
PEOPLE = tuple(f"messenger-{number}" for number in range(6))


@pytest.fixture
def waiting(clinic_sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Six people who wait for an answer, the first one longest."""
    with clinic_sessions.begin() as session:
        People(session).note([Seen(who, who[-1], NOW) for who in PEOPLE], now=NOW)
        for who in PEOPLE:
            session.add(event(who))
            session.flush()
    return clinic_sessions


def event(conversation_id: str, name: str = "first") -> MessengerEvent:
    return MessengerEvent(
        key=f"{conversation_id}-{name}",
        conversation_id=conversation_id,
        kind="text",
        text="does it hurt?",
        details_removed=False,
        status=EventStatus.PENDING.value,
        sent_at=NOW,
        received_at=NOW,
        attempts=0,
    )


def take(
    sessions: sessionmaker[Session], *, most: int = 10, at: datetime = NOW, work: Work = Work.TURN
) -> list[Lease]:
    with sessions.begin() as session:
        return Leases(session).take(work, most=most, now=at)


def names(leases: list[Lease]) -> list[str]:
    return sorted(lease.person.conversation_id for lease in leases)


def test_everybody_who_waits_is_taken_once(waiting: sessionmaker[Session]) -> None:
    assert names(take(waiting)) == list(PEOPLE)
    assert take(waiting) == []


def test_who_waits_longest_is_taken_first(waiting: sessionmaker[Session]) -> None:
    assert names(take(waiting, most=2)) == list(PEOPLE[:2])


def test_processes_that_take_at_once_get_different_people(waiting: sessionmaker[Session]) -> None:
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: names(take(waiting, most=3)), range(4)))
    everybody = [name for some in taken for name in some]
    assert len(everybody) == len(set(everybody))


def test_lease_of_a_dead_process_ends(waiting: sessionmaker[Session]) -> None:
    take(waiting)
    later = NOW + timedelta(seconds=LEASE_SECONDS + 1)
    assert names(take(waiting, at=later)) == list(PEOPLE)


def test_renewed_lease_does_not_end(waiting: sessionmaker[Session]) -> None:
    (lease,) = take(waiting, most=1)
    later = NOW + timedelta(seconds=LEASE_SECONDS - 1)
    with waiting.begin() as session:
        assert Leases(session).renew(lease, now=later)
    again = take(waiting, at=later + timedelta(seconds=LEASE_SECONDS - 1))
    assert lease.person.conversation_id not in names(again)


def test_lost_lease_cannot_be_renewed(waiting: sessionmaker[Session]) -> None:
    (lease,) = take(waiting, most=1)
    later = NOW + timedelta(seconds=LEASE_SECONDS + 1)
    take(waiting, at=later)
    with waiting.begin() as session:
        assert not Leases(session).renew(lease, now=later)


def test_lease_that_was_given_back_is_free_at_once(waiting: sessionmaker[Session]) -> None:
    (lease,) = take(waiting, most=1)
    with waiting.begin() as session:
        Leases(session).give_back(lease)
    assert lease.person.conversation_id in names(take(waiting))


def test_sending_does_not_wait_for_a_turn(waiting: sessionmaker[Session]) -> None:
    take(waiting)
    with waiting.begin() as session:
        Outbox(session).add(PEOPLE[0], [{"text": "Yes."}], at=NOW)
    assert names(take(waiting, work=Work.SEND)) == [PEOPLE[0]]


def test_who_has_to_wait_is_not_taken(waiting: sessionmaker[Session]) -> None:
    with waiting.begin() as session:
        pending = TurnQueue(session).next_for(PEOPLE[0])
        assert pending is not None
        later = NOW + timedelta(seconds=5)
        TurnQueue(session).try_again(pending, not_before=later, counts=True)
        # What comes after it must not overtake it.
        session.add(event(PEOPLE[0], "second"))
    assert PEOPLE[0] not in names(take(waiting))
    assert PEOPLE[0] in names(take(waiting, at=NOW + timedelta(seconds=6)))


def test_event_is_settled_once(waiting: sessionmaker[Session]) -> None:
    with waiting.begin() as session:
        pending = TurnQueue(session).next_for(PEOPLE[0])
    assert pending is not None
    with waiting.begin() as session:
        assert TurnQueue(session).settle(pending, EventStatus.ANSWERED)
    with waiting.begin() as session:
        assert not TurnQueue(session).settle(pending, EventStatus.ANSWERED)
