"""The project of stock Rasa."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.models import stock_step
from benchmarks.sampling import Example
from benchmarks.stock.project import (
    CONFIG,
    FALLBACK_INTENT,
    INTENTS_A_STORY,
    PLAN_ACTION,
    PLAN_REPLY,
    answers_of,
    stories,
    write_project,
)

RULES = [
    {"rule": "a", "steps": [{"intent": "ask_origin"}, {"action": "utter_answer_origin"}]},
    {"rule": "b", "steps": [{"intent": "ask_frequency"}, {"action": "action_answer_from_plan"}]},
    {"rule": "c", "steps": [{"intent": "request_human"}, {"action": "callback_form"}]},
]
EXAMPLES = [
    Example(intent, f"{intent} {number}")
    for intent in ("ask_origin", "ask_frequency", "request_human")
    for number in range(2)
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    texts = {"utter_answer_origin": "Pistor, 1952. Call {clinic_phone}."}
    write_project(tmp_path, EXAMPLES, rules=RULES, texts=texts)
    return tmp_path


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_stock_configuration_is_what_rasa_trains_by_default() -> None:
    theirs = yaml.safe_load(
        files("rasa.engine.recipes.config_files").joinpath("default_config.yml").read_text()
    )

    assert {**read(CONFIG), "assistant_id": theirs["assistant_id"]} == theirs


def test_each_intent_is_answered_once(project: Path) -> None:
    rules = read(project / "data" / "rules.yml")["rules"]

    answers = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert answers == {
        "ask_origin": "utter_answer_origin",
        "ask_frequency": PLAN_ACTION,
        "request_human": "utter_about_request_human",
        FALLBACK_INTENT: "utter_please_rephrase",
    }
    assert len(rules) == len(answers)


def test_every_reply_that_is_used_has_a_text(project: Path) -> None:
    domain = read(project / "domain.yml")
    used = {
        step["action"]
        for name, kind in (("rules", "rules"), ("stories", "stories"))
        for block in read(project / "data" / f"{name}.yml")[kind]
        for step in block["steps"]
        if "action" in step
    }

    assert used - {PLAN_ACTION} <= domain["responses"].keys()
    assert PLAN_REPLY in domain["responses"]
    assert domain["actions"] == [PLAN_ACTION]


def test_reply_keeps_no_placeholder_that_stock_rasa_could_not_fill(project: Path) -> None:
    (reply,) = read(project / "domain.yml")["responses"]["utter_answer_origin"]

    assert reply["text"] == "Pistor, 1952. Call clinic phone."


def test_every_intent_begins_one_story_and_stories_agree_with_the_rules() -> None:
    intents = [f"intent_{number}" for number in range(7)]
    answers = answers_of(intents, [])

    told = stories(intents, answers)

    assert [story["steps"][0]["intent"] for story in told] == intents
    assert {len(story["steps"]) for story in told} == {2 * INTENTS_A_STORY}
    for story in told:
        for asked, answered in zip(story["steps"][::2], story["steps"][1::2], strict=True):
            assert answers[asked["intent"]] == answered["action"]


LOG = (
    "INFO Starting to train component 'DIETClassifier'.\nEpochs: 99%|#| 99/100 [10:00<00:06]\n"
    "INFO Starting to train component 'TEDPolicy'.\n"
)


@pytest.mark.parametrize(
    ("log", "step"),
    [
        ("", "reading the data"),
        (LOG, "TEDPolicy"),
        (LOG + "Epochs:   7%|#| 7/100 [00:10<00:06]", "TEDPolicy, epoch 7 of 100"),
    ],
    ids=["nothing yet", "just begun", "under way"],
)
def test_progress_tells_what_is_being_trained(log: str, step: str) -> None:
    assert stock_step(log) == step
