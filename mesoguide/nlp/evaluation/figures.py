"""The figures that sum up an evaluation: in the report, in report.json, and held by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mesoguide.nlp.evaluation.alarms import Alarms
from mesoguide.nlp.evaluation.calibration import expected_calibration_error
from mesoguide.nlp.evaluation.entity_scores import all_entities
from mesoguide.nlp.evaluation.evaluation_set import FAR, INTENTS, NEAR, NOT_ALARMS
from mesoguide.nlp.evaluation.measurement import Measurement
from mesoguide.nlp.evaluation.metrics import Share, macro_f1, share_of


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        name: its name in report.json and floors.yml.
        meaning: what it says, for people.
        value: the figure; shares are 0 to 1.
        share: hits and tries if it is a share of messages.
        unit: what a figure that is not a share counts.
        lower_is_better: whether a small figure is a good one.
    """

    name: str
    meaning: str
    value: float
    share: Share | None = None
    unit: str = ""
    lower_is_better: bool = False

    @property
    def text(self) -> str:
        """The figure for people."""
        return self.written(self.value)

    @property
    def interval(self) -> str:
        """Its interval of 95 %, if it is a share of messages."""
        return f"{self.share.low:.1%} to {self.share.high:.1%}" if self.share else ""

    def written(self, value: float) -> str:
        """Write a value of this figure."""
        if self.unit:
            return f"{value:.0f} {self.unit}" if value >= 100 else f"{value:.1f} {self.unit}"
        return f"{value:.1%}"

    def change(self, before: float | None) -> str:
        """Write how much the figure changed; nothing if it did not, or is new."""
        if before is None:
            return ""
        difference = self.value - before
        text = f"{difference:+.1f} {self.unit}" if self.unit else f"{100 * difference:+.1f} points"
        return "" if not any(digit in text for digit in "123456789") else text


def figures_of(measurement: Measurement) -> list[Figure]:
    """Return all figures of an evaluation."""
    return [
        *_understanding(measurement),
        *_safety(measurement),
        *_scope(measurement),
        *_entities(measurement),
        *_other(measurement),
    ]


def values_of(figures: list[Figure]) -> dict[str, float]:
    """Return the figures by name."""
    return {figure.name: round(figure.value, 5) for figure in figures}


def _share(name: str, meaning: str, share: Share, *, lower_is_better: bool = False) -> Figure:
    return Figure(name, meaning, share.value, share, lower_is_better=lower_is_better)


def _understanding(m: Measurement) -> Iterator[Figure]:
    if INTENTS in m.sets:
        yield _share("accuracy", "right intent", m.sets[INTENTS])
    if NOT_ALARMS in m.sets:
        yield _share(
            "not_alarms_accuracy", "right intent, sounds like an alarm", m.sets[NOT_ALARMS]
        )
    yield Figure("macro_f1", "mean F1 of all intents", macro_f1(m.intents))
    worst = min(m.intents, key=lambda score: score.recall)
    yield Figure("worst_intent_recall", f"weakest intent ({worst.intent})", worst.recall)
    if m.voices_of_intents:
        voice, share = min(m.voices_of_intents.items(), key=lambda item: item[1].value)
        yield _share("worst_voice_accuracy", f"weakest voice ({voice})", share)
    yield Figure(
        "calibration_error",
        "expected calibration error",
        expected_calibration_error(m.bins),
        lower_is_better=True,
    )


def _safety(m: Measurement) -> Iterator[Figure]:
    yield _share("emergency_recall", "emergencies recognised", m.alarms.emergencies)
    yield _share("crisis_recall", "crises recognised", m.alarms.crises)
    yield _share("false_alarm_rate", "false alarms", m.alarms.false, lower_is_better=True)
    ordinary = share_of(
        answer in m.alarms.false_alarms
        for answer in m.answers
        if answer.message.set_name in (INTENTS, NEAR, FAR)
    )
    if ordinary.tries:
        yield _share(
            "ordinary_false_alarm_rate",
            "false alarms, no look-alikes",
            ordinary,
            lower_is_better=True,
        )
    if m.development_alarms:
        yield from _development(m.development_alarms)


def _development(alarms: Alarms) -> Iterator[Figure]:
    """Yield the figures on the messages that rules and thresholds were chosen on."""
    yield _share("development_emergency_recall", "emergencies, developed on", alarms.emergencies)
    yield _share("development_crisis_recall", "crises, developed on", alarms.crises)
    yield _share(
        "development_false_alarm_rate",
        "false alarms, developed on",
        alarms.false,
        lower_is_better=True,
    )


def _scope(m: Measurement) -> Iterator[Figure]:
    yield _share("out_of_scope_recall_far", "out of scope, far, refused", m.scope.far)
    yield _share("out_of_scope_recall_near", "out of scope, near, refused", m.scope.near)
    yield _share(
        "in_scope_refused", "in scope, refused by mistake", m.scope.refused, lower_is_better=True
    )


def _entities(m: Measurement) -> Iterator[Figure]:
    total = all_entities(m.entities)
    yield _share("entity_precision", "entity values right", total.precision)
    yield _share("entity_recall", "entity values found", total.recall)
    for score in m.entities:
        yield Figure(f"entity_f1_{score.entity}", f"F1 of {score.entity}", score.f1)


def _other(m: Measurement) -> Iterator[Figure]:
    if m.questions:
        yield _share("two_questions_both", "two questions, both found, in order", m.questions.both)
        yield _share("two_questions_one", "two questions, one answered", m.questions.one)
        yield _share("one_question_single", "one question, not cut in two", m.questions.single)
    if m.cross_validation:
        yield _share(
            "cross_validation_accuracy",
            "right intent, cross-validation",
            m.cross_validation.accuracy,
        )
        yield Figure(
            "cross_validation_macro_f1", "mean F1, cross-validation", m.cross_validation.macro_f1
        )
    cost = m.cost
    yield Figure("parse_ms_median", "one message, median", cost.median_ms, None, "ms", True)
    yield Figure("parse_ms_p95", "one message, 95th percentile", cost.p95_ms, None, "ms", True)
    yield Figure("memory_mib", "memory of the process", cost.memory_mib, None, "MiB", True)
