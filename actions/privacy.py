"""Actions of privacy: what is stored, and deleting it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rasa_sdk.events import EventType, SlotSet

from actions.base import ClinicAction
from actions.form import STUCK_AFTER, FormAction, said_no, said_yes, was_digression
from actions.safety import closed, offer_to_go_on
from actions.turn import Turn
from mesoguide.clinic.conversation_values import DeletedFor
from mesoguide.content import phrases
from mesoguide.dialogue import names
from mesoguide.dialogue.contact.calling_off import calls_off
from mesoguide.dialogue.contact.denied_wishes import takes_back
from mesoguide.dialogue.own_data.data_aspects import DataAspect, data_aspects
from mesoguide.dialogue.own_data.data_questions import (
    asks_if_deletable_later,
    asks_if_deleted,
    asks_what_is_deleted,
    denies_deletion,
    keeps_data,
)
from mesoguide.dialogue.own_data.data_reading import was_data_spoken_of
from mesoguide.exceptions import ClinicDataUnavailable

CONFIRMED = "deletion_confirmed"
#: "Yes, delete it" names the wish again, and is a clear yes all the same; a question is none.
_YES = re.compile(r"^\W*(?:yes|yep|yeah|sure|definitely|please do|do it)\b[^?]*$", re.IGNORECASE)
_HOW_LONG = re.compile(
    r"\bhow long\b|\b(?:until|till) when\b|\bwhen (?:is|will|do)\b", re.IGNORECASE
)
#: "What do you keep, and for how long?" wants all of it; "what is it used for" one side.
_WHAT_IS_KEPT = re.compile(
    r"\bwhat\b[^.?!]{0,25}\b(?:keep|kept|stored?|sav(?:e|ed)|record(?:ed)?|collect(?:ed)?|hold|held)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(r"\b(?:what|which|who|where|why)\b", re.IGNORECASE)


class ActionTellStored(ClinicAction):
    """Tells what is stored in general, and what of this conversation."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_tell_stored"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter both; without the database, what is stored in general.

        Whoever asks only some sides of it, or whether it was deleted, is told those.
        """
        aspects = data_aspects(turn.message.text, was_spoken_of=was_data_spoken_of(turn.state))
        if aspects and not _WHAT_IS_KEPT.search(turn.message.text):
            for aspect in aspects:
                turn.say(f"utter_privacy_{aspect.value}")
            if DataAspect.HELD in aspects:
                await self._say_what_is_held(turn)
        elif _asks_only_how_long(turn):
            turn.say("utter_privacy_how_long")
        elif asks_if_deletable_later(turn.message.text):
            turn.say("utter_deletion_later")
        elif asks_if_deleted(turn.message.text):
            turn.say("utter_deletion_checked")
            await self._say_what_is_held(turn)
        else:
            turn.say("utter_privacy")
            await self._say_what_is_held(turn)
        return []

    async def _say_what_is_held(self, turn: Turn) -> None:
        try:
            held = await self.resources.records.stored_for(turn.conversation_id)
        except ClinicDataUnavailable:
            return
        lines = counted_lines(turn, held)
        if lines:
            turn.say("utter_stored", stored_lines=phrases.lines(lines))


def _asks_only_how_long(turn: Turn) -> bool:
    text = turn.message.text
    told_the_rest = turn.was_said("utter_privacy") or not _WHAT.search(text)
    return bool(_HOW_LONG.search(text)) and told_the_rest


class DeletionForm(FormAction):
    """Asks whether it is meant, deletes everything of the conversation and gives a receipt."""

    def name(self) -> str:
        """Name in the domain."""
        return names.DELETION_FORM

    async def begin(self, turn: Turn) -> list[EventType]:
        """Ask whether it is meant; a request that was being made waits for the answer."""
        left = turn.state.active_form
        waits = left in (*names.CONTACT_FORMS, names.MY_PLAN_FORM)
        kept = [SlotSet(names.STOPPED_FORM, left)] if waits else []
        return [*kept, *self.ask(turn, CONFIRMED)]

    async def go_on(self, turn: Turn) -> list[EventType]:
        """Delete after a clear yes; to name the deletion again, or to ask about it, is none."""
        if was_digression(turn):
            return self.ask(turn, CONFIRMED)
        denied = turn.message.act in ("cancel", "refuse") or takes_back(turn.message.text)
        denied = denied or calls_off(turn.message.text) or denies_deletion(turn.message.text)
        denied = denied or keeps_data(turn.message.text)
        if asks_what_is_deleted(turn.message.text) and not denied:
            return self.ask(turn, CONFIRMED, names.DELETION_COVERS)
        if (said_yes(turn) or _YES.match(turn.message.text)) and not denied:
            return await self._delete(turn)
        if said_no(turn) or denied or int(turn.slot(names.FORM_MISSES) or 0) >= STUCK_AFTER:
            turn.say("utter_deletion_kept")
            offer_to_go_on(turn)
            return closed()
        misses = int(turn.slot(names.FORM_MISSES) or 0) + 1
        return [*self.ask(turn, CONFIRMED), SlotSet(names.FORM_MISSES, misses)]

    async def _delete(self, turn: Turn) -> list[EventType]:
        try:
            receipt = await self.resources.records.delete_conversation(
                turn.conversation_id, requested_by=DeletedFor.PATIENT
            )
        except ClinicDataUnavailable:
            turn.say("utter_deletion_failed")
            return self.finish()
        removed = phrases.listing(counted_lines(turn, receipt.counts))
        turn.say("utter_deletion_done", receipt=receipt.code, removed=removed)
        # The tracker store sees this slot and writes nothing of the conversation any more.
        return [*self.finish(), SlotSet(names.CONVERSATION_DELETED, receipt.code)]


def counted_lines(turn: Turn, counts: Mapping[str, int]) -> list[str]:
    """Put counts of rows into words; tables that patients have no word for are left out."""
    lines = []
    for table, count in counts.items():
        name = f"utter_part_stored_{table}"
        if count and turn.has_response(name):
            lines.append(turn.texts.part(name, count=str(count)))
    return lines
