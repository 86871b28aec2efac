"""The form that sorts a symptom: at most two questions, then how soon to get help."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import ClinicAction
from actions.form import FormAction, was_digression
from actions.open_symptom import OpenSymptom, forgotten
from actions.safety import fitting, hold
from actions.stored import raise_alert
from actions.turn import Turn
from mesoguide.clinic.conversation_values import AlertKind
from mesoguide.dialogue import names
from mesoguide.dialogue.safety.general_questions import is_not_about_now
from mesoguide.dialogue.safety.safety_answers import reports_recovery
from mesoguide.dialogue.safety.symptom_follow_ups import asks_on, plays_down
from mesoguide.dialogue.safety.triage import Level
from mesoguide.dialogue.turn_plan import more_to_come

SINCE = "utter_ask_symptom_since"


class SymptomForm(FormAction):
    """Asks what and since when, and says how soon to get help."""

    def name(self) -> str:
        """Name in the domain."""
        return names.SYMPTOM_FORM

    async def begin(self, turn: Turn) -> list[EventType]:
        """Take what the message says, join it to what was told before, and ask what is missing."""
        return await self._sort(turn, asked=None)

    async def go_on(self, turn: Turn) -> list[EventType]:
        """Take the answer; a question that stays open counts as the more urgent."""
        requested = turn.state.requested_slot
        if is_not_about_now(turn.message.text) and more_to_come(turn.state, turn.rules):
            turn.say("utter_not_about_now")
            return [*self.finish(), *forgotten()]
        if turn.message.act == "cancel" or _is_over(turn):
            return self.stop_sorting(turn)
        if was_digression(turn):
            return await self._after_digression(turn, str(requested))
        return await self._sort(turn, asked=requested)

    async def _after_digression(self, turn: Turn, requested: str) -> list[EventType]:
        """Ask once more; who turns to other things again gets the advice for the more urgent."""
        since = SINCE if requested == names.SYMPTOM_DAYS else None
        if not int(turn.slot(names.FORM_MISSES) or 0):
            return [*self.ask(turn, requested, since), SlotSet(names.FORM_MISSES, 1)]
        told = OpenSymptom.of(turn)
        if not told.signs:
            return self.stop_sorting(turn)  # nothing was told that could be sorted
        return await self._tell(turn, told, OpenSymptom())

    async def _sort(self, turn: Turn, *, asked: str | None) -> list[EventType]:
        triage, before = self.resources.triage, OpenSymptom.of(turn)
        symptom = before.joined(turn, self.resources)
        is_new = asked is None and not before.is_told
        if is_new and not symptom.signs:
            return [*symptom.kept(), *self.ask(turn, names.SYMPTOM_WHAT)]
        urgent = symptom.verdict(triage, before).level >= Level.URGENT
        if self._asks_before_days(turn, symptom, before) and not urgent:
            if asks_on(turn.message.text):
                turn.say("utter_symptom_not_seen")
            again = self.ask(turn, names.SYMPTOM_DAYS, SINCE)
            return [*symptom.kept(), *again, SlotSet(names.FORM_MISSES, 1)]
        if symptom.lacks_days(triage) and not urgent and asked != names.SYMPTOM_DAYS:
            return [*symptom.kept(), *self.ask(turn, names.SYMPTOM_DAYS, SINCE)]
        # What the form itself asked for is one report; what was advised on before is another.
        advised = before if asked is None else OpenSymptom()
        return await self._tell(turn, symptom, advised)

    def _asks_before_days(self, turn: Turn, symptom: OpenSymptom, before: OpenSymptom) -> bool:
        """Tell whether somebody asks "is it normal?" or calms where since when was asked."""
        if turn.state.requested_slot != names.SYMPTOM_DAYS or int(
            turn.slot(names.FORM_MISSES) or 0
        ):
            return False
        is_no_news = symptom.signs == before.signs and symptom.lacks_days(self.resources.triage)
        return is_no_news and (asks_on(turn.message.text) or plays_down(turn.message.text))

    async def _tell(
        self, turn: Turn, symptom: OpenSymptom, advised: OpenSymptom
    ) -> list[EventType]:
        """Say how soon to get help; staff hear of what cannot wait."""
        verdict = symptom.verdict(self.resources.triage, advised)
        if asks_on(turn.message.text):
            turn.say("utter_symptom_not_seen")
        elif advised.is_told and turn.was_said(verdict.reply):
            turn.say("utter_advice_stands")
        turn.say(verdict.reply)
        ended = [*symptom.kept(), *self.finish()]
        if verdict.level is Level.EMERGENCY:
            await raise_alert(turn, self.resources, AlertKind.EMERGENCY)
            return [*ended, *hold(turn, AlertKind.EMERGENCY)]
        if verdict.level is Level.URGENT and symptom.signs != advised.signs:
            await raise_alert(turn, self.resources, AlertKind.URGENT_SYMPTOM)
        return ended

    def stop_sorting(self, turn: Turn) -> list[EventType]:
        """Leave the form with what everybody with a symptom should know."""
        turn.say("utter_symptom")
        return self.finish()


def _is_over(turn: Turn) -> bool:
    """Tell whether the symptom has gone, or was never there."""
    return reports_recovery(turn.message) or is_not_about_now(turn.message.text)


class ActionAnswerSymptom(ClinicAction):
    """Says when to get help for a symptom told beside something else; it asks nothing back."""

    def name(self) -> str:
        """Name in the domain."""
        return names.SHORT_SYMPTOM_ANSWER

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the verdict as far as it is clear, else what everybody with a symptom should know.

        Several signs get the general reply: one for either could play down the other.
        """
        triage, before = self.resources.triage, OpenSymptom.of(turn)
        symptom = before.joined(turn, self.resources)
        verdict = symptom.verdict(triage, before)
        known = any(sign in triage.signs for sign in symptom.signs)
        clear = known and not symptom.lacks_days(triage)
        if clear or verdict.level >= Level.URGENT:
            turn.say(verdict.reply)
        else:
            turn.say(fitting(turn, "utter_symptom", turn.mentioned("symptom")))
        if verdict.level >= Level.URGENT and symptom.signs != before.signs:
            await raise_alert(turn, self.resources, AlertKind.URGENT_SYMPTOM)
        return symptom.kept()
