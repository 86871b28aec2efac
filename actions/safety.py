"""Actions of the safety family: what to do now comes first."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.turn import Turn


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
        asked = ["medicine"] if turn.mentioned("medication") else []
        asked += ["mark"] if {"mark", "lump"} & set(turn.mentioned("symptom")) else []
        turn.say(fitting(turn, "utter_medical_advice", asked))
        return []


def fitting(turn: Turn, response: str, details: Sequence[str]) -> str:
    """Name the response for exactly one detail; in doubt, the general response.

    A reply for one of two symptoms could play down the other.
    """
    named = [
        f"{response}_{detail}" for detail in details if turn.has_response(f"{response}_{detail}")
    ]
    return named[0] if len(named) == 1 else response
