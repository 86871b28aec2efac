"""The symptom that somebody told of in this conversation: what, since when, and how soon for help.

It stays open until the person says that they are safe or comes back another time, so that a new
sign is judged with those that were told before.
"""

from __future__ import annotations

from dataclasses import dataclass

from rasa_sdk.events import EventType, SlotSet

from actions.resources import Resources
from actions.turn import Turn
from mesoguide.dialogue import names
from mesoguide.dialogue.safety.durations import days_since
from mesoguide.dialogue.safety.false_alarms import COLOUR_ALONE, bruise_colour_is_news
from mesoguide.dialogue.safety.just_treated import was_treated
from mesoguide.dialogue.safety.triage import (
    Level,
    TriageTable,
    Verdict,
    more_urgent,
    without_suppositions,
)


@dataclass(frozen=True)
class OpenSymptom:
    """What was told.

    Attributes:
        signs: names of signs of the triage table, in the order in which they were told.
        days: how long ago it began, if that was told.
        is_told: whether anything was told of a symptom at all.
    """

    signs: tuple[str, ...] = ()
    days: float | None = None
    is_told: bool = False

    @classmethod
    def of(cls, turn: Turn) -> OpenSymptom:
        """Read what was told before this message."""
        signs, days = turn.slot(names.SYMPTOM_WHAT), turn.slot(names.SYMPTOM_DAYS)
        return cls(
            signs=tuple(map(str, signs)) if isinstance(signs, list) else (),
            days=float(days) if isinstance(days, int | float) else None,
            is_told=signs is not None,
        )

    def joined(self, turn: Turn, resources: Resources) -> OpenSymptom:
        """Return it with what this message tells."""
        text = "" if turn.message.is_payload else turn.message.text
        new = resources.triage.signs_in(text, turn.mentioned("symptom"))
        if not bruise_colour_is_news(text, self.signs):
            new = [sign for sign in new if sign != COLOUR_ALONE]
        found = days_since(without_suppositions(text), resources.clock().date())
        if found is None and self.days is None:
            found = _days_since_treatment(turn, resources)
        return OpenSymptom(
            signs=tuple(dict.fromkeys([*self.signs, *new])),
            days=self.days if found is None else found,
            is_told=True,
        )

    def verdict(self, triage: TriageTable, before: OpenSymptom | None = None) -> Verdict:
        """Return how soon help is needed; never less soon than by what was told before."""
        verdict = triage.verdict(self.signs, self.days)
        if before is None or not before.signs:
            return verdict
        with_first_days = triage.verdict(self.signs, before.days)
        earlier = triage.verdict(before.signs, before.days)
        return more_urgent(earlier, more_urgent(with_first_days, verdict))

    def lacks_days(self, triage: TriageTable) -> bool:
        """Tell whether the verdict hangs on since when, and nobody has said it."""
        return self.days is None and triage.depends_on_days(self.signs)

    def kept(self) -> list[EventType]:
        """Return the events that remember it."""
        return [
            SlotSet(names.SYMPTOM_WHAT, list(self.signs)),
            SlotSet(names.SYMPTOM_DAYS, self.days),
        ]


def _days_since_treatment(turn: Turn, resources: Resources) -> float | None:
    """Return how long ago the treatment was that was told of before the first sign."""
    told = next((text for text in turn.state.earlier_texts if was_treated(text)), None)
    return None if told is None else days_since(told, resources.clock().date())


def forgotten() -> list[EventType]:
    """Return the events that close the symptom."""
    return [SlotSet(names.SYMPTOM_WHAT, None), SlotSet(names.SYMPTOM_DAYS, None)]


def not_to_wait(turn: Turn, resources: Resources) -> str | None:
    """Name the line that says not to wait for a call, if the open symptom cannot wait for one."""
    symptom = OpenSymptom.of(turn)
    if not symptom.is_told:
        return None
    level = symptom.verdict(resources.triage).level
    if level >= Level.URGENT:
        return "utter_do_not_wait_urgent"
    return "utter_do_not_wait_today" if level is Level.TODAY else None
