"""Actions of the safety family: what to do now comes first."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.turn import Turn

#: "Pus from one of the spots": the spot is where, not what.
MARK = "mark"


class ActionAnswerEmergency(ClinicAction):
    """Says to call an ambulance, with what to do until it comes."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_emergency"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the emergency reply; when several signs are named, the general one."""
        turn.say(fitting(turn, "utter_emergency", turn.mentioned("symptom")))
        return []


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


def fitting(turn: Turn, response: str, details: Sequence[str]) -> str:
    """Name the response for exactly one detail; in doubt, the general response.

    A reply for one of two symptoms could play down the other.
    """
    signs = [detail for detail in details if detail != MARK]
    named = f"{response}_{signs[0]}" if len(signs) == 1 else response
    return named if turn.has_response(named) else response
