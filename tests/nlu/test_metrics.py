"""Every metric, on inputs small enough to work out by hand."""

from __future__ import annotations

import pytest

from mesoguide.nlp.evaluation.alarms import alarms_of
from mesoguide.nlp.evaluation.calibration import expected_calibration_error, reliability
from mesoguide.nlp.evaluation.entity_scores import all_entities, entity_scores
from mesoguide.nlp.evaluation.evaluation_set import EntityMessage
from mesoguide.nlp.evaluation.metrics import (
    Share,
    confusions,
    f1_score,
    intent_scores,
    macro_f1,
    percentile,
)
from mesoguide.nlp.evaluation.predictions import read_prediction
from mesoguide.nlp.evaluation.scope import scope_of, threshold_curve
from tests.nlu.answers import make_answer


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [
        # With z = 1.96: (p + z2/2n +- z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n).
        (8, 10, 0.4902, 0.9433),
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
        (50, 100, 0.4038, 0.5962),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_interval(hits: int, tries: int, low: float, high: float) -> None:
    share = Share(hits, tries)
    assert (share.low, share.high) == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_zero() -> None:
    assert Share(0, 0).value == 0.0


EXPECTED = ["cost", "cost", "cost", "pain", "pain", "greet"]
PREDICTED = ["cost", "cost", "pain", "pain", "cost", "pain"]


def test_intent_scores() -> None:
    scores = {
        s.intent: (s.precision, s.recall, s.support) for s in intent_scores(EXPECTED, PREDICTED)
    }
    assert scores["cost"] == pytest.approx((2 / 3, 2 / 3, 3))
    assert scores["pain"] == pytest.approx((1 / 3, 1 / 2, 2))
    assert scores["greet"] == (0.0, 0.0, 1)


def test_macro_f1_is_the_plain_mean() -> None:
    # F1: cost 2/3, pain 2 * 1/3 * 1/2 / (5/6) = 0.4, greet 0.
    assert macro_f1(intent_scores(EXPECTED, PREDICTED)) == pytest.approx((2 / 3 + 0.4) / 3)


def test_f1_of_nothing_right_is_zero() -> None:
    assert f1_score(0.0, 0.0) == 0.0


def test_confusions_come_largest_first_with_their_messages() -> None:
    found = confusions(["a", "b", "b", "b"], ["a", "a", "a", "c"], ["1", "2", "3", "4"])
    assert [(c.expected, c.predicted, c.count, c.examples) for c in found] == [
        ("b", "a", 2, ("2", "3")),
        ("b", "c", 1, ("4",)),
    ]


@pytest.mark.parametrize(
    ("percent", "value"), [(0, 1.0), (50, 2.5), (95, 3.85), (100, 4.0)], ids=str
)
def test_percentile_lies_between_the_nearest_two(percent: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], percent) == pytest.approx(value)


def test_reliability_sorts_answers_by_confidence() -> None:
    bins = reliability([0.05, 0.95, 0.91, 1.0], [False, True, False, True])
    assert (bins[0].right, bins[0].wrong, bins[0].confidence) == (0, 1, 0.05)
    assert (bins[9].right, bins[9].wrong) == (2, 1)
    assert sum(one.count for one in bins) == 4


def test_calibration_error_weighs_each_bin_by_its_answers() -> None:
    # Two answers at 0.95, both right: 0.05 off. Two at 0.55, one right: 0.05 off.
    # One at 0.15, right: 0.85 off.
    bins = reliability([0.95, 0.95, 0.55, 0.55, 0.15], [True, True, True, False, True])
    assert expected_calibration_error(bins) == pytest.approx((2 * 0.05 + 2 * 0.05 + 0.85) / 5)


def test_calibration_error_of_nothing_is_zero() -> None:
    assert expected_calibration_error(reliability([], [])) == 0.0


SCOPE = [
    make_answer("out_of_scope", "out_of_scope", 0.8, set_name="out_of_scope_far"),
    make_answer("out_of_scope", "ask_cost", 0.3, set_name="out_of_scope_far"),
    make_answer("out_of_scope", "ask_cost", 0.6, set_name="out_of_scope_near"),
    make_answer("ask_cost", "ask_cost", 0.9),
    make_answer("ask_cost", "out_of_scope", 0.35, best="ask_cost"),
    make_answer("ask_cost", "ask_uses", 0.5),
]


def test_scope_counts_what_the_model_refused() -> None:
    scope = scope_of(SCOPE)
    assert (scope.far.value, scope.near.value) == (0.5, 0.0)
    assert (scope.refused.hits, scope.refused.tries) == (1, 3)


def test_the_threshold_curve_reads_the_ranking_and_not_the_answer() -> None:
    low, middle, high = threshold_curve(SCOPE, [0.0, 0.4, 0.7])
    # At 0 only a message ranked out of scope is refused; the fallback's refusal is undone.
    assert (low.far, low.near, low.refused) == (0.5, 0.0, 0.0)
    assert low.accuracy == pytest.approx(2 / 3)
    assert (middle.far, middle.near) == (1.0, 0.0)
    assert (middle.refused, middle.accuracy) == pytest.approx((1 / 3, 1 / 3))
    assert (high.far, high.near) == (1.0, 1.0)
    assert (high.refused, high.accuracy) == pytest.approx((2 / 3, 1 / 3))


def test_an_emergency_taken_for_a_crisis_is_recognised_but_listed_apart() -> None:
    alarms = alarms_of(
        [
            make_answer("report_emergency", "report_emergency"),
            make_answer("report_emergency", "express_crisis"),
            make_answer("report_emergency", "report_symptom"),
            make_answer("express_crisis", "out_of_scope"),
            make_answer("ask_side_effects", "report_emergency"),
            make_answer("out_of_scope", "out_of_scope"),
        ]
    )
    assert (alarms.emergencies, alarms.crises) == (Share(2, 3), Share(0, 1))
    assert alarms.false == Share(1, 2)
    assert [a.prediction.intent for a in alarms.missed] == ["report_symptom", "out_of_scope"]
    assert [a.prediction.intent for a in alarms.mixed_up] == ["express_crisis"]
    assert [a.message.intent for a in alarms.false_alarms] == ["ask_side_effects"]


def entity_message(*pairs: tuple[str, str]) -> EntityMessage:
    return EntityMessage("some text", frozenset(pairs))


def test_entity_scores_count_values() -> None:
    messages = [
        entity_message(("concern", "wrinkles"), ("body_area", "face")),
        entity_message(("concern", "hair_loss")),
        entity_message(),
    ]
    found = [
        frozenset({("concern", "wrinkles"), ("body_area", "neck")}),
        frozenset[tuple[str, str]](),
        frozenset({("concern", "cellulite")}),
    ]
    scores, faults = entity_scores(messages, found)
    area, concern = scores
    assert (area.right, area.wrong, area.missed) == (0, 1, 1)
    assert (concern.right, concern.wrong, concern.missed) == (1, 1, 1)
    assert (concern.precision.value, concern.recall.value, concern.f1) == (0.5, 0.5, 0.5)
    assert all_entities(scores).recall == Share(1, 3)
    assert [(f.missed, f.wrong) for f in faults] == [
        (("body_area: face",), ("body_area: neck",)),
        (("concern: hair_loss",), ()),
        ((), ("concern: cellulite",)),
    ]


@pytest.mark.parametrize("written", ["MG40001", "mg-40001", "MG 40 001", "Mg\u201340001"])
def test_plan_codes_are_compared_without_case_spaces_and_hyphens(written: str) -> None:
    message = entity_message(("plan_reference", "MG40001"))
    (score,), faults = entity_scores([message], [frozenset({("plan_reference", written)})])
    assert (score.f1, faults) == (1.0, [])


def test_entities_that_nobody_labelled_do_not_count() -> None:
    scores, faults = entity_scores(
        [entity_message(("concern", "wrinkles"))],
        [frozenset({("concern", "wrinkles"), ("symptom", "lump")})],
    )
    assert ([score.entity for score in scores], faults) == (["concern"], [])


def parsed(name: str | None, **ranking: float) -> dict[str, object]:
    """What Rasa returns."""
    return {
        "intent": {"name": name},
        "entities": [{"entity": "concern", "value": "wrinkles", "start": 0}],
        "intent_ranking": [{"name": n, "confidence": c} for n, c in ranking.items()],
    }


def test_a_fallback_counts_as_out_of_scope_and_leaves_the_ranking() -> None:
    prediction = read_prediction(
        parsed("nlu_fallback", nlu_fallback=0.7, ask_cost=0.2, greet=0.3), seconds=0.1
    )
    assert prediction.intent == "out_of_scope"
    assert prediction.best == ("greet", 0.3)
    assert prediction.entities == {("concern", "wrinkles")}


def test_no_intent_counts_as_out_of_scope() -> None:
    assert read_prediction(parsed(None), seconds=0.1).best == ("out_of_scope", 0.0)
