"""Counts what faults did to messages: from what visitors saw, and from what is stored. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from benchmarks.chaos.attempts import Attempt, Outcome, SentMessage


class Fault(str, Enum):
    """What must never happen to a message, whatever fails."""

    #: Acknowledged, but it or its answer is not stored.
    LOST = "lost"
    #: Stored twice under one client message id, or answered twice and differently.
    DOUBLED = "doubled"
    #: Stored in another order than it was said.
    OUT_OF_ORDER = "out of order"
    #: A request ended without an answer, a sentence or a broken connection to see.
    SILENT = "silent"
    #: Stored in a conversation of somebody else.
    MIXED_UP = "mixed up"


@dataclass(frozen=True)
class StoredEvent:
    """A message of either side as the database has it.

    Attributes:
        row: grows in the order in which events were stored.
        message_id: of a visitor's message, the client's id; of the bot's, the id on the wire.
    """

    row: int
    message_id: str
    is_visitor: bool


#: Events by conversation, each in the order of its rows.
Stored = Mapping[str, Sequence[StoredEvent]]


@dataclass
class SentConversation:
    """What one person sent in one conversation, in order."""

    name: str
    messages: list[SentMessage] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    """One thing that must not be; the texts stay out of it."""

    fault: Fault
    conversation: str
    message_id: str
    explanation: str


@dataclass(frozen=True)
class Totals:
    """How people fared who met a failure.

    Attributes:
        acknowledged: messages that were answered to the end.
        again: requests that had to be sent again.
        told: conversations in which somebody was told of a failure, or saw that there was no
            connection.
        went_on: those of them in which a message was answered afterwards.
        given_up: messages that were never answered, although they were sent again and again.
        not_for_the_bot: messages that were refused for what they are, with a sentence: a button
            that was not offered in this conversation, a text of nothing.
    """

    conversations: int
    messages: int
    acknowledged: int
    again: int
    told: int
    went_on: int
    given_up: int
    not_for_the_bot: int

    @property
    def stranded(self) -> int:
        """Conversations in which nothing was answered any more after a failure."""
        return self.told - self.went_on


def findings(sent: Iterable[SentConversation], stored: Stored) -> list[Finding]:
    """Compare what visitors saw with what is stored.

    Args:
        sent: all conversations, over.
        stored: all events of the database of conversations.
    """
    places = _places(stored)
    checks: tuple[Callable[[SentConversation, Stored, _Places], Iterator[Finding]], ...] = (
        *(_lost, _stored_twice, _answered_twice),
        *(_out_of_order, _silent, _mixed_up),
    )
    return [
        finding
        for conversation in sent
        for check in checks
        for finding in check(conversation, stored, places)
    ]


def counts(found: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each fault, with those that did not occur."""
    result = {fault.value: 0 for fault in Fault}
    for finding in found:
        result[finding.fault.value] += 1
    return result


def totals(sent: Sequence[SentConversation]) -> Totals:
    """Add up how people fared."""
    messages = [message for conversation in sent for message in conversation.messages]
    told = [conversation for conversation in sent if _first_trouble(conversation) is not None]
    return Totals(
        conversations=len(sent),
        messages=len(messages),
        acknowledged=sum(message.is_acknowledged for message in messages),
        again=sum(max(0, len(message.attempts) - 1) for message in messages),
        told=len(told),
        went_on=sum(_went_on(conversation) for conversation in told),
        given_up=sum(not message.is_acknowledged and _failed(message) for message in messages),
        not_for_the_bot=sum(
            not message.is_acknowledged and not _failed(message) for message in messages
        ),
    )


@dataclass(frozen=True)
class _Place:
    conversation_id: str
    event: StoredEvent


_Places = Mapping[str, Sequence[_Place]]


def _places(stored: Stored) -> _Places:
    """Return where each visitor's message is stored, by its id, in the order of rows."""
    found: dict[str, list[_Place]] = defaultdict(list)
    for conversation_id, events in stored.items():
        for event in events:
            if event.is_visitor:
                found[event.message_id].append(_Place(conversation_id, event))
    return found


def _lost(conversation: SentConversation, stored: Stored, places: _Places) -> Iterator[Finding]:
    for message in conversation.messages:
        if not message.is_acknowledged:
            continue
        if message.id not in places:
            yield _finding(Fault.LOST, conversation, message, "answered, but not stored")
            continue
        events = stored[places[message.id][0].conversation_id]
        kept = {event.message_id for event in events if not event.is_visitor}
        heard = {said.id for attempt in message.answers for said in attempt.said}
        if missing := len(heard - kept):
            words = f"stored without {missing} of {len(heard)} messages of its answer"
            yield _finding(Fault.LOST, conversation, message, words)


def _stored_twice(
    conversation: SentConversation, stored: Stored, places: _Places
) -> Iterator[Finding]:
    for message in conversation.messages:
        if (times := len(places.get(message.id, ()))) > 1:
            yield _finding(Fault.DOUBLED, conversation, message, f"stored {times} times")


def _answered_twice(
    conversation: SentConversation, stored: Stored, places: _Places
) -> Iterator[Finding]:
    for message in conversation.messages:
        if (answers := len({attempt.said for attempt in message.answers})) > 1:
            words = f"answered in {answers} different ways"
            yield _finding(Fault.DOUBLED, conversation, message, words)


def _out_of_order(
    conversation: SentConversation, stored: Stored, places: _Places
) -> Iterator[Finding]:
    latest = 0
    for message in conversation.messages:
        if message.id not in places:
            continue
        place = places[message.id][0]
        if place.event.row < latest:
            words = "stored before a message that was sent earlier"
            yield _finding(Fault.OUT_OF_ORDER, conversation, message, words)
        latest = max(latest, place.event.row)
        if not _answer_follows(message, stored[place.conversation_id], place.event):
            words = "its answer is stored elsewhere than after it"
            yield _finding(Fault.OUT_OF_ORDER, conversation, message, words)


def _answer_follows(
    message: SentMessage, events: Sequence[StoredEvent], asked: StoredEvent
) -> bool:
    """Tell whether what was answered stands between the message and the next, as it was said."""
    heard = next((attempt.said for attempt in message.answers), ())
    order = [said.id for said in heard]
    turn = _turn_after(events, asked)
    stored_here = [each for each in turn if each in set(order)]
    # What is stored nowhere is lost, and counted there.
    stored_anywhere = {event.message_id for event in events if not event.is_visitor}
    return stored_here == [each for each in order if each in stored_anywhere]


def _turn_after(events: Sequence[StoredEvent], asked: StoredEvent) -> Iterator[str]:
    for event in events:
        if event.row <= asked.row:
            continue
        if event.is_visitor:
            return
        yield event.message_id


def _silent(conversation: SentConversation, stored: Stored, places: _Places) -> Iterator[Finding]:
    for message in conversation.messages:
        for attempt in message.attempts:
            if attempt.outcome is Outcome.SILENT:
                words = f"status {attempt.status}: {attempt.detail}, {attempt.seconds:.0f} s"
                yield _finding(Fault.SILENT, conversation, message, words)


def _mixed_up(conversation: SentConversation, stored: Stored, places: _Places) -> Iterator[Finding]:
    """Find messages that lie elsewhere than the first of their conversation."""
    home: str | None = None
    for message in conversation.messages:
        for place in places.get(message.id, ()):
            home = home or place.conversation_id
            if place.conversation_id != home:
                words = "stored in another conversation"
                yield _finding(Fault.MIXED_UP, conversation, message, words)


def _finding(
    fault: Fault, conversation: SentConversation, message: SentMessage, explanation: str
) -> Finding:
    return Finding(fault, conversation.name, message.id, explanation)


#: Refusals that say something of the message, and nothing of the system: a button that was not
#: offered because the conversation took another course, a text that is too long.
_ABOUT_THE_MESSAGE = frozenset({"payload_not_offered", "message_empty", "message_too_long"})


def is_trouble(attempt: Attempt) -> bool:
    """Tell whether a visitor met a failure of the system in it."""
    if attempt.outcome is Outcome.REFUSED:
        return attempt.code not in _ABOUT_THE_MESSAGE
    return attempt.outcome is not Outcome.ANSWERED


def _failed(message: SentMessage) -> bool:
    """Tell whether the system, not the message itself, is why there is no answer."""
    return not message.attempts or is_trouble(message.attempts[-1])


def _first_trouble(conversation: SentConversation) -> int | None:
    for number, attempt in enumerate(_all_attempts(conversation)):
        if is_trouble(attempt):
            return number
    return None


def _went_on(conversation: SentConversation) -> bool:
    trouble = _first_trouble(conversation)
    if trouble is None:
        return False
    rest = list(_all_attempts(conversation))[trouble + 1 :]
    return any(not is_trouble(attempt) for attempt in rest)


def _all_attempts(conversation: SentConversation) -> Iterator[Attempt]:
    for message in conversation.messages:
        yield from message.attempts
