"""Actions of the safety family: what to do now comes first."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.base import ClinicAction
from actions.stored import raise_alert
from actions.turn import Turn
from mesoguide.clinic.conversation_values import AlertKind
from mesoguide.dialogue.names import RAISE_ALERT, SAFETY_HOLD, STOPPED_FORM
from mesoguide.dialogue.safety_answers import says_safe, says_unsafe

#: "Pus from one of the spots": the spot is where, not what.
MARK = "mark"


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
        """Utter relief, help again, or the question whether they are safe."""
        last = turn.state.last_reply
        safe = says_safe(turn.message, last)
        crisis = "_crisis" if turn.state.safety_hold == AlertKind.CRISIS.value else ""
        if not safe and says_unsafe(turn.message, last):
            turn.say(f"utter_still_unsafe{crisis}")
            return []
        if not safe:
            turn.say(f"utter_safety_check{crisis}")
            return []
        turn.say(f"utter_safe_now{crisis}")
        form = turn.state.stopped_form
        resumed: list[EventType] = [FollowupAction(form)] if form in turn.rules.forms else []
        return [SlotSet(SAFETY_HOLD, None), *resumed]


class ActionAnswerSymptom(ClinicAction):
    """Says when to get help for a symptom that somebody has now."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_symptom"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the reply for the symptom; when several are named, the general one."""
        turn.say(fitting(turn, "utter_symptom", turn.mentioned("symptom")))
        return []


class ActionAnswerMedicalAdvice(ClinicAction):
    """Says kindly that it cannot decide for one person, and who can."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_medical_advice"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the reply on medicines, on marks and lumps, or on both."""
        medicine = bool(turn.mentioned("medication"))
        mark = bool({MARK, "lump"} & set(turn.mentioned("symptom")))
        if medicine and not mark:
            turn.say("utter_medical_advice_medicine")
        elif mark and not medicine:
            turn.say("utter_medical_advice_mark")
        else:
            turn.say("utter_medical_advice")
        return []


def hold(turn: Turn, kind: AlertKind) -> list[EventType]:
    """Stop the form that runs, to be taken up again, and wait until the person is safe."""
    events: list[EventType] = [SlotSet(SAFETY_HOLD, kind.value)]
    if turn.state.active_form:
        events += [SlotSet(STOPPED_FORM, turn.state.active_form), *closed()]
    return events


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
