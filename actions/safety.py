"""Actions of the safety family: what to do now comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.base import ClinicAction
from actions.open_symptom import OpenSymptom, forgotten
from actions.resources import Resources
from actions.stored import raise_alert
from actions.turn import Turn
from mesoguide.clinic.conversation_values import AlertKind
from mesoguide.content.phrases import listing
from mesoguide.dialogue.names import (
    LEAVE_ALONE,
    RAISE_ALERT,
    SAFETY_HOLD,
    STOPPED_FORM,
    TELL_OF_HEALTH,
    TOLD_HEALTH_REPLY,
)
from mesoguide.dialogue.safety.crisis_answers import denies_harm, has_company
from mesoguide.dialogue.safety.help_under_way import help_under_way
from mesoguide.dialogue.safety.hold_questions import (
    asks_about_medicine,
    asks_if_it_comes_back,
    asks_to_wait,
    asks_what_to_put_on,
    asks_who_is_there,
)
from mesoguide.dialogue.safety.safety_answers import (
    CRISIS,
    asks_what_to_do,
    is_taken_over,
    says_it_is_not_so,
    says_partly,
    says_safe,
    says_unsafe,
)
from mesoguide.dialogue.safety.safety_reading import is_handling_question
from mesoguide.dialogue.safety.triage import Level
from mesoguide.nlp.questions import asks

#: "Pus from one of the spots": the spot is where, not what.
MARK = "mark"
#: Key of the parsed message under which the sign of a red flag stands.
RED_FLAG = "red_flag"
_ASKING = ("ask_", "list_", "compare_", "request_", "check_")


class ActionAnswerEmergency(ClinicAction):
    """Says to call an ambulance, with what to do until it comes, and stops what was running."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_emergency"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the emergency reply; when several signs are named, the general one."""
        turn.say(fitting(turn, "utter_emergency", turn.mentioned("symptom")))
        return hold(turn, AlertKind.EMERGENCY)


class ActionAnswerCrisis(ClinicAction):
    """Answers somebody in despair with a person to call, and stops what was running."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_crisis"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the crisis reply."""
        turn.say("utter_crisis")
        return hold(turn, AlertKind.CRISIS)


class ActionRaiseAlert(ClinicAction):
    """Tells staff of a red flag, after the person was answered: no database holds that up."""

    def name(self) -> str:
        """Name in the domain."""
        return RAISE_ALERT

    async def answer(self, turn: Turn) -> list[EventType]:
        """Store the alert; nothing is said."""
        crisis = turn.message.intent == "express_crisis"
        kind = AlertKind.CRISIS if crisis else AlertKind.EMERGENCY
        await raise_alert(turn, self.resources, kind)
        return []


class ActionCheckSafe(ClinicAction):
    """After a red flag: nothing goes on before the person says that they are safe."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_check_safe"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter relief, praise for calling, help again, or the question whether they are safe."""
        message, last = turn.message, turn.state.last_reply
        held_for = turn.state.safety_hold or turn.state.released
        crisis = "_crisis" if held_for == CRISIS else ""
        if says_safe(message, last, held_for):
            turn.say(_relief(turn, crisis))
            offer_to_go_on(turn)
            return [SlotSet(SAFETY_HOLD, None), *forgotten()]
        if not crisis and is_taken_over(message):
            turn.say("utter_in_care")
            return [SlotSet(SAFETY_HOLD, None), *forgotten()]
        if reply := _cannot_wait(turn, crisis):
            turn.say(reply, sign=told_sign(turn))
        elif asks_what_to_do(message):
            turn.say(_what_to_do(turn, crisis))
        elif says_unsafe(message, last) and not denies_harm(message):
            turn.say(f"utter_still_unsafe{crisis}")
        else:
            _ask_whether_safe(turn, crisis)
        return []


def _relief(turn: Turn, crisis: str) -> str:
    """Name the reply to who is safe, or says that nothing happened at all."""
    if not crisis and says_it_is_not_so(turn.message):
        return "utter_no_emergency"
    return f"utter_safe_now{crisis}"


def _cannot_wait(turn: Turn, crisis: str) -> str | None:
    """Name the reply to what is answered before anybody is safe: of help, and of what to do now."""
    message = turn.message
    if help_now := help_under_way(message):
        return "utter_help_comes_crisis" if crisis else help_now.value
    if crisis and has_company(message) and not says_unsafe(message, turn.state.last_reply):
        return "utter_help_comes_crisis"
    if says_partly(message):
        return f"utter_hold_better{crisis}"
    if asks_about_medicine(message) or asks_what_to_put_on(message.text):
        return f"utter_hold_medicine{crisis}"
    if not crisis and asks_to_wait(message):
        return "utter_hold_no_wait"
    if asks_who_is_there(message):
        return f"utter_hold_who_is_there{crisis}"
    return f"utter_hold_comes_back{crisis}" if asks_if_it_comes_back(message) else None


def _what_to_do(turn: Turn, crisis: str) -> str:
    """Name the reply that says what to do; the first one again if it was not the last."""
    still = f"utter_still_unsafe{crisis}"
    first = "utter_crisis" if crisis else last_emergency_reply(turn.events)
    return first if first and turn.state.last_reply == still else still


def _ask_whether_safe(turn: Turn, crisis: str) -> None:
    """Ask, with the sign that was told; whoever asked something hears that it is not forgotten."""
    message = turn.message
    asked = message.intent.startswith(_ASKING) or asks(message.text)
    later = turn.texts.part("utter_part_answer_later") if asked else ""
    turn.say(f"utter_safety_check{crisis}", sign=told_sign(turn), later=later)


def told_sign(turn: Turn) -> str:
    """Return the sign that raised the last alarm, in plain words."""
    for event in reversed(turn.events):
        parsed = event.get("parse_data") or {}
        name = f"utter_part_sign_{parsed.get(RED_FLAG)}"
        if event.get("event") == "user" and turn.has_response(name):
            return turn.texts.part(name)
    return turn.texts.part("utter_part_sign")


def last_emergency_reply(events: Sequence[Mapping[str, Any]]) -> str | None:
    """Name the latest reply to an emergency in a conversation, if there was one."""
    for event in reversed(events):
        name = str((event.get("metadata") or {}).get("utter_action"))
        if event.get("event") == "bot" and name.startswith("utter_emergency"):
            return name
    return None


class ActionAnswerMedicalAdvice(ClinicAction):
    """Says kindly that it cannot decide for one person, and who can."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_medical_advice"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the reply on medicines, on marks and lumps, or on both."""
        if is_handling_question(turn.state):
            turn.say(LEAVE_ALONE)
            return []
        if (reply := _beside_symptom(turn, self.resources)) is not None:
            turn.say(reply)
            return []
        medicine = bool(turn.mentioned("medication"))
        mark = bool({MARK, "lump"} & set(turn.mentioned("symptom")))
        if medicine and not mark:
            turn.say("utter_medical_advice_medicine")
        elif mark and not medicine:
            turn.say("utter_medical_advice_mark")
        else:
            turn.say("utter_medical_advice")
        return []


def _beside_symptom(turn: Turn, resources: Resources) -> str | None:
    """Name the reply on what to take or put on, while a symptom is to be seen by a doctor."""
    symptom = OpenSymptom.of(turn)
    if not symptom.is_told or not (
        turn.mentioned("medication") or asks_what_to_put_on(turn.message.text)
    ):
        return None
    level = symptom.verdict(resources.triage).level
    return "utter_medical_advice_symptom" if level >= Level.TODAY else None


class ActionTellOfHealth(ClinicAction):
    """Says that what somebody has is for the clinic and their own doctor, and names it."""

    def name(self) -> str:
        """Name in the domain."""
        return TELL_OF_HEALTH

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the reply with what was told in this message, else in those before."""
        told = turn.mentioned("condition") or turn.state.conditions_told
        known = [f"utter_part_told_{value}" for value in told]
        phrases = [turn.texts.part(name) for name in known if turn.has_response(name)]
        if phrases:
            turn.say(TOLD_HEALTH_REPLY, told=listing(list(dict.fromkeys(phrases))))
        else:
            turn.say("utter_cannot_decide")
        return []


def hold(turn: Turn, kind: AlertKind) -> list[EventType]:
    """Stop the form that runs, to be taken up again, and wait until the person is safe."""
    events: list[EventType] = [SlotSet(SAFETY_HOLD, kind.value)]
    if turn.state.active_form:
        events += [SlotSet(STOPPED_FORM, turn.state.active_form), *closed()]
    return events


def offer_to_go_on(turn: Turn) -> None:
    """Ask whether to go on with the form that was stopped; nobody is led back into it unasked."""
    name = f"utter_part_going_on_{turn.state.stopped_form}"
    if turn.has_response(name):
        turn.say("utter_offer_to_go_on", request=turn.texts.part(name))


def closed() -> list[EventType]:
    """Return the events that end a form."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]


def fitting(turn: Turn, response: str, details: Sequence[str]) -> str:
    """Name the response for exactly one detail; in doubt, the general response.

    A reply for one of two symptoms could play down the other.
    """
    signs = [detail for detail in details if detail != MARK]
    named = f"{response}_{signs[0]}" if len(signs) == 1 else response
    return named if turn.has_response(named) else response
