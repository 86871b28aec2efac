"""An answer as it goes out: what the dialogue said, with what the channel has to add. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from mesoguide.channels.message_rendering import BotMessage
from mesoguide.dialogue import names
from mesoguide.messenger.own_sentences import Notice, OwnSentences
from mesoguide.messenger.people import Person

#: Meta wants people to hear that a computer answers "after a significant lapse of time" (Messenger
#: Platform, send-messages, 2026-05-05); it gives no figure.
LAPSE = timedelta(hours=24)

#: They say themselves that personal details are not for this channel.
_SAYS_SO = frozenset({"utter_form_not_here", "utter_my_plan_not_here"})


@dataclass(frozen=True)
class Said:
    """One message of the bot.

    Attributes:
        elements: cards that an action handed over beside it.
    """

    message: BotMessage
    elements: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Said:
        """Read what Rasa hands to a channel."""
        return cls(BotMessage.of(message), _elements(message.get("elements")))

    @classmethod
    def of_event(cls, event: Mapping[str, Any]) -> Said:
        """Read a stored event."""
        data = event.get("data") or {}
        return cls(BotMessage.of_event(event), _elements(data.get("elements")))


@dataclass(frozen=True)
class SpokenAnswer:
    """What goes out.

    Attributes:
        tells: whether the person knows, with it, what answers them.
    """

    said: tuple[Said, ...]
    tells: bool


def complete(
    said: Sequence[Said],
    *,
    person: Person,
    sentences: OwnSentences,
    details_removed: bool,
    now: datetime,
) -> SpokenAnswer:
    """Add what the person must be told; nothing stands before what to do in an emergency.

    Args:
        said: what the dialogue said.
        person: whom it is said to.
        sentences: the channel's own.
        details_removed: whether they sent personal details.
        now: the present moment.
    """
    pointer = _pointer(said, sentences) if details_removed else ()
    if any(each.message.is_urgent for each in said):
        # What this is can be said with the next answer.
        return SpokenAnswer((*said, *pointer), tells=person.told_at is not None)
    lead, body = _introduction(said, person, sentences, now)
    # Behind the answer, the pointer would make its quick replies vanish.
    return SpokenAnswer((*lead, *pointer, *body), tells=True)


def _introduction(
    said: Sequence[Said], person: Person, sentences: OwnSentences, now: datetime
) -> tuple[Sequence[Said], Sequence[Said]]:
    """Say what answers: to everybody at first, and again after staff or a long silence.

    Returns:
        What goes ahead, and the answer.
    """
    if person.told_at is None:
        notice = sentences.message(Notice.FIRST)
        if said and said[0].message.response == names.NOTICE:
            # The dialogue's own notice, in one message with the channel's.
            text = f"{said[0].message.text}\n\n{notice.text}"
            return [replace(said[0], message=replace(said[0].message, text=text))], said[1:]
        return [Said(notice)], said
    if person.introduce_again or now - person.told_at > LAPSE:
        return [Said(sentences.message(Notice.BOT_IS_BACK))], said
    return [], said


def _pointer(said: Sequence[Said], sentences: OwnSentences) -> tuple[Said, ...]:
    if any(each.message.response in _SAYS_SO for each in said):
        return ()
    return (Said(sentences.message(Notice.PERSONAL_DETAILS)),)


def _elements(value: Any) -> tuple[Mapping[str, Any], ...]:
    return tuple(each for each in value or () if isinstance(each, Mapping))
