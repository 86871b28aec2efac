"""The form that shows a patient their own plan, to nobody but them."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.contact_forms import CHANNELS_OF_OTHERS
from actions.contact_slots import earlier_texts
from actions.form import REQUESTED_SLOT, FormAction, was_digression
from actions.safety import closed
from actions.turn import Turn
from mesoguide.clinic.conversation_values import PatientPlanView
from mesoguide.clinic.patient_references import is_usable_reference
from mesoguide.content import phrases
from mesoguide.content.plan_replies import plan_values
from mesoguide.dialogue import names
from mesoguide.dialogue.contact.calling_off import calls_off
from mesoguide.dialogue.contact.form_reading import asks_why, only_asks_why
from mesoguide.dialogue.contact.resuming import comes_back
from mesoguide.dialogue.own_data.beside_the_lookup import is_try
from mesoguide.dialogue.own_data.dates_of_birth import find_date_of_birth, find_pin
from mesoguide.dialogue.own_data.patient_references import find_patient_reference, tried_reference
from mesoguide.dialogue.own_data.plan_lookup_talk import (
    asks_where_code_is,
    asks_which_is_wrong,
    is_plan_of_another,
)
from mesoguide.exceptions import ClinicDataUnavailable

#: Said after a try that failed, whatever was wrong with it.
REFUSED = "utter_my_plan_refused"


class MyPlanForm(FormAction):
    """Asks for the reference and the date of birth or PIN, and shows the plan."""

    def name(self) -> str:
        """Name in the domain."""
        return names.MY_PLAN_FORM

    async def begin(self, turn: Turn) -> list[EventType]:
        """Say what is needed, and take a reference that was given already."""
        if turn.channel in CHANNELS_OF_OTHERS:
            turn.say("utter_my_plan_not_here")
            return []
        reference = self._reference(turn)
        if turn.state.stopped_form == self.name():
            reference = reference or turn.slot(names.PLAN_REFERENCE)
        if is_plan_of_another(turn.message.text):
            return self._only_own(turn, reference)
        proof = self._proof(turn, reference) if reference else None
        if reference and proof:
            return await self._show(turn, reference, proof)
        turn.say("utter_my_plan_start")
        return self._ask_next(turn, reference)

    async def go_on(self, turn: Turn) -> list[EventType]:
        """Take the reference, then the proof, and show the plan."""
        requested = turn.state.requested_slot
        if asks_which_is_wrong(turn.message.text):
            turn.say(names.PLAN_NEUTRAL)
            return []
        if is_plan_of_another(turn.message.text):
            return self._only_own(turn, self._reference(turn))
        if requested == names.PLAN_REFERENCE and asks_where_code_is(turn.message.text):
            turn.say("utter_plan_where_code")
            return self._wait(names.PLAN_REFERENCE)
        gives = self._reference(turn) or self._proof(turn, "")
        leaves = turn.message.act in ("cancel", "refuse") or turn.intent in ("deny", "goodbye")
        leaves = leaves or calls_off(turn.message.text)
        if leaves and not gives and not only_asks_why(turn.message):
            turn.say("utter_my_plan_stopped")
            return self._closed()
        if comes_back(turn.message.text):
            return self._ask_for(turn, str(requested))
        if asks_why(turn.message) or was_digression(turn):
            if was_digression(turn) and self._was_asked_again(turn):
                turn.say("utter_my_plan_way_back")
                return [*closed(), SlotSet(names.STOPPED_FORM, self.name())]
            turn.say("utter_form_back" if was_digression(turn) else "utter_form_why")
            return self._ask_for(turn, str(requested))
        reference = self._reference(turn)
        kept = turn.slot(names.PLAN_REFERENCE)
        if requested == names.PLAN_REFERENCE or not kept:
            return await self._take_reference(turn, reference)
        proof = self._proof(turn, str(kept))
        if not proof:
            return self.ask_again(turn, "utter_wrong_plan_verifier")
        return await self._show(turn, reference or str(kept), proof)

    def _was_asked_again(self, turn: Turn) -> bool:
        """Tell whether a question was answered before in this look-up, or it is not their plan.

        From then on nobody is asked for the code any more; they know how to come back.
        """
        if turn.state.last_reply == "utter_my_plan_only_own":
            return True
        for event in reversed(turn.events):
            said = (event.get("metadata") or {}).get("utter_action")
            if said == "utter_my_plan_start":
                return False
            if said == "utter_form_back":
                return True
        return False

    async def _take_reference(self, turn: Turn, reference: str | None) -> list[EventType]:
        """Take the code; another proof after a try that failed is tried with the code of then.

        A new code needs its proof again: whoever types it may be somebody else.
        """
        tried = turn.was_said(REFUSED)
        proof = self._proof(turn, reference or "")
        if tried and proof and not reference:
            reference = self._earlier_reference(turn)
        if reference and not proof and not tried:
            proof = self._earlier_date(turn)
        if reference and proof:
            return await self._show(turn, reference, proof)
        if proof and not tried:
            turn.say("utter_plan_date_kept")
            return self._wait(names.PLAN_REFERENCE)
        if not reference and not tried and not is_try(turn.message.text):
            return self.ask_again(turn, "utter_plan_where_code")
        if not reference:
            return self.ask_again(turn, f"utter_wrong_plan_{'detail' if tried else 'reference'}")
        return self._ask_next(turn, reference)

    def _earlier_reference(self, turn: Turn) -> str | None:
        """Return the code that was given last before this message."""
        found = map(find_patient_reference, reversed(earlier_texts(turn)[:-1]))
        return next((reference for reference in found if reference), None)

    def _earlier_date(self, turn: Turn) -> str | None:
        """Return the date of birth that was given in this lookup before the code was."""
        today = self.resources.clock().date()
        for event in reversed(turn.events[:-1]):
            if event.get("event") == "active_loop":
                if event.get("name") != self.name():
                    return None
                continue
            text = str(event.get("text") or "") if event.get("event") == "user" else ""
            if text and (born := find_date_of_birth(text, today)):
                return born.isoformat()
        return None

    def _wait(self, slot: str) -> list[EventType]:
        """Wait for a detail without asking again."""
        return [
            ActiveLoop(self.name()),
            SlotSet(REQUESTED_SLOT, slot),
            SlotSet(names.FORM_MISSES, 0),
        ]

    def _only_own(self, turn: Turn, reference: str | None) -> list[EventType]:
        """Say that a plan is shown to the patient alone, and wait for the patient's own proof."""
        turn.say("utter_my_plan_only_own")
        kept = reference or turn.slot(names.PLAN_REFERENCE)
        waits_for = names.PLAN_VERIFIER if kept else names.PLAN_REFERENCE
        return [
            SlotSet(names.PLAN_REFERENCE, kept),
            ActiveLoop(self.name()),
            SlotSet(REQUESTED_SLOT, waits_for),
        ]

    def _reference(self, turn: Turn) -> str | None:
        """Read the code, be it written oddly, as long as it could be that of a plan."""
        found = find_patient_reference(turn.message.text)
        tried = tried_reference(turn.message.text)
        is_longer = tried is not None and (found is None or tried.startswith(found))
        return tried if tried and is_longer and is_usable_reference(tried) else found

    def _proof(self, turn: Turn, reference: str) -> str | None:
        """Read the date of birth or the PIN; digits of the reference are neither."""
        said = turn.message.text
        text = said.replace(reference, " ") if reference else said
        born = find_date_of_birth(text, self.resources.clock().date())
        return born.isoformat() if born else find_pin(text)

    def _ask_next(self, turn: Turn, reference: str | None) -> list[EventType]:
        if not reference:
            return self._ask_for(turn, names.PLAN_REFERENCE)
        asked = self._ask_for(turn, names.PLAN_VERIFIER)
        return [SlotSet(names.PLAN_REFERENCE, reference), *asked]

    async def _show(self, turn: Turn, reference: str, proof: str) -> list[EventType]:
        try:
            plan = await self.resources.records.patient_plan(turn.conversation_id, reference, proof)
        except ClinicDataUnavailable:
            turn.say("utter_my_plan_unavailable")
            return self._closed()
        if plan is None:
            turn.say(REFUSED)
            return [SlotSet(names.PLAN_REFERENCE, None), *self._again(turn)]
        self._say_plan(turn, plan)
        # What is asked next is about this plan.
        return [*self._closed(), SlotSet(names.CONCERN, plan.plan.concern.value)]

    def _again(self, turn: Turn) -> list[EventType]:
        """Let the person try again: the code first, since nobody is told which part was wrong."""
        return self._ask_for(turn, names.PLAN_REFERENCE)

    def _ask_for(self, turn: Turn, slot: str) -> list[EventType]:
        proof = slot == names.PLAN_VERIFIER
        return self.ask(turn, slot, f"utter_ask_plan_{'verifier' if proof else 'reference'}")

    def _say_plan(self, turn: Turn, own: PatientPlanView) -> None:
        values = plan_values(own.plan, self.resources.labels, turn.texts)
        values["visits_done"] = str(own.visits_done)
        values["visits_left"] = str(own.visits_left)
        if own.next_visit_on is None:
            turn.say("utter_my_plan_no_visit", **values)
            return
        moment = own.next_visit_at and own.next_visit_at.astimezone(self.resources.hours.zone)
        values["next_visit"] = phrases.day_and_time(own.next_visit_on, moment)
        turn.say("utter_my_plan", **values)

    def _closed(self) -> list[EventType]:
        return [SlotSet(names.PLAN_REFERENCE, None), *self.finish()]
