"""The form that sorts a symptom: at most two questions, then how soon to get help."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.form import FormAction, was_digression
from actions.safety import hold
from actions.stored import raise_alert
from actions.turn import Turn
from mesoguide.clinic.conversation_values import AlertKind
from mesoguide.dialogue import names
from mesoguide.dialogue.durations import days_since
from mesoguide.dialogue.triage import Level

SINCE = "utter_ask_symptom_since"


class SymptomForm(FormAction):
    """Asks what and since when, and says how soon to get help."""

    def name(self) -> str:
        """Name in the domain."""
        return names.SYMPTOM_FORM

    async def begin(self, turn: Turn) -> list[EventType]:
        """Take what the message says, and ask for what is missing."""
        return await self._sort(turn, signs=[], days=None, asked=None)

    async def go_on(self, turn: Turn) -> list[EventType]:
        """Take the answer; a question that stays open counts as the more urgent."""
        requested = turn.state.requested_slot
        if turn.message.act == "cancel":
            return self.stop_sorting(turn)
        if was_digression(turn):
            return await self._after_digression(turn, str(requested))
        days = turn.slot(names.SYMPTOM_DAYS)
        return await self._sort(
            turn,
            signs=list(turn.slot(names.SYMPTOM_WHAT) or []),
            days=float(days) if isinstance(days, int | float) else None,
            asked=requested,
        )

    async def _after_digression(self, turn: Turn, requested: str) -> list[EventType]:
        """Ask once more; who turns to other things again gets the advice for the more urgent."""
        since = SINCE if requested == names.SYMPTOM_DAYS else None
        if not int(turn.slot(names.FORM_MISSES) or 0):
            return [*self.ask(turn, requested, since), SlotSet(names.FORM_MISSES, 1)]
        return await self._tell(turn, list(turn.slot(names.SYMPTOM_WHAT) or []), None)

    async def _sort(
        self, turn: Turn, *, signs: list[str], days: float | None, asked: str | None
    ) -> list[EventType]:
        triage = self.resources.triage
        text = "" if turn.message.is_payload else turn.message.text
        signs = list(dict.fromkeys([*signs, *triage.signs_in(text, turn.mentioned("symptom"))]))
        found = days_since(text, self.resources.clock().date())
        days = found if found is not None else days
        kept = [SlotSet(names.SYMPTOM_WHAT, signs), SlotSet(names.SYMPTOM_DAYS, days)]
        urgent = triage.verdict(signs, days).level >= Level.URGENT
        if not signs and asked is None:
            return [*kept, *self.ask(turn, names.SYMPTOM_WHAT)]
        open_days = days is None and triage.depends_on_days(signs)
        if open_days and not urgent and asked != names.SYMPTOM_DAYS:
            return [*kept, *self.ask(turn, names.SYMPTOM_DAYS, SINCE)]
        return [*kept, *await self._tell(turn, signs, days)]

    async def _tell(self, turn: Turn, signs: list[str], days: float | None) -> list[EventType]:
        """Say how soon to get help; staff hear of what cannot wait."""
        verdict = self.resources.triage.verdict(signs, days)
        turn.say(verdict.reply)
        forgotten = [SlotSet(names.SYMPTOM_WHAT, None), SlotSet(names.SYMPTOM_DAYS, None)]
        ended = [*forgotten, *self.finish()]
        if verdict.level is Level.EMERGENCY:
            await raise_alert(turn, self.resources, AlertKind.EMERGENCY)
            return [*ended, *hold(turn, AlertKind.EMERGENCY)]
        if verdict.level is Level.URGENT:
            await raise_alert(turn, self.resources, AlertKind.URGENT_SYMPTOM)
        return ended

    def stop_sorting(self, turn: Turn) -> list[EventType]:
        """Leave the form with what everybody with a symptom should know."""
        turn.say("utter_symptom")
        return self.finish()
