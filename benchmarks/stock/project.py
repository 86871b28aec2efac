"""MesoGuide's training messages as a project of stock Rasa: one reply for each intent.

Forms, slots and entities are left out: their cost is not what is compared. What our rule answers
with a reply is answered with the same text; what it answers from a treatment plan is answered by an
action that reads one (``plan_action.py``); the rest gets one sentence.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.sampling import Example, write_training_messages

HERE = Path(__file__).parent
CONFIG = HERE / "config.yml"

#: Our action that answers from a plan, and the one that stands for it.
OUR_PLAN_ACTION = "action_answer_from_plan"
PLAN_ACTION = "action_answer_from_plan"
PLAN_REPLY = "utter_plan"
#: How an answer from a plan begins, by which it is told from an answer to a misread message.
PLAN_MARK = "The plan"
PLAN_TEXT = PLAN_MARK + " {plan} has {least} to {most} visits, {days} days apart."

FALLBACK_INTENT = "nlu_fallback"
FALLBACK_REPLY = "utter_please_rephrase"
#: Of each story: enough for TEDPolicy's and UnexpecTEDIntentPolicy's history of five turns.
INTENTS_A_STORY = 5

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def write_project(
    folder: Path,
    examples: Sequence[Example],
    *,
    rules: Iterable[Mapping[str, Any]],
    texts: Mapping[str, str],
) -> None:
    """Write a project that ``rasa train`` reads.

    Args:
        folder: where to; made if it is not there.
        examples: its training messages.
        rules: our rules, which tell what answers an intent.
        texts: our replies by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy2(CONFIG, folder / "config.yml")
    write_training_messages(folder / "data" / "nlu.yml", examples)
    intents = list(dict.fromkeys(example.intent for example in examples))
    answers = {**answers_of(intents, rules), FALLBACK_INTENT: FALLBACK_REPLY}
    _write(folder / "domain.yml", domain(intents, answers, texts))
    _write(folder / "data" / "rules.yml", {"version": "3.1", "rules": rules_of(answers)})
    _write(
        folder / "data" / "stories.yml", {"version": "3.1", "stories": stories(intents, answers)}
    )


def answers_of(intents: Sequence[str], rules: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the reply or action that answers each intent."""
    ours = {}
    for rule in rules:
        steps = rule["steps"]
        if len(steps) > 1 and "intent" in steps[0] and "action" in steps[1]:
            ours[steps[0]["intent"]] = str(steps[1]["action"])
    return {intent: _answer(intent, ours.get(intent, "")) for intent in intents}


def _answer(intent: str, ours: str) -> str:
    if ours == OUR_PLAN_ACTION:
        return PLAN_ACTION
    return ours if ours.startswith("utter_") else f"utter_about_{intent}"


def domain(
    intents: Sequence[str], answers: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return the domain: intents, replies and the one action."""
    replies = {
        name: [{"text": plain(texts[name]) if name in texts else _sentence(name)}]
        for name in answers.values()
        if name.startswith("utter_")
    }
    return {
        "version": "3.1",
        "intents": list(intents),
        "responses": {**replies, PLAN_REPLY: [{"text": PLAN_TEXT}]},
        "actions": [PLAN_ACTION],
        # As `rasa init` writes it.
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def rules_of(answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a rule for each intent."""
    return [
        {"rule": f"answer {intent}", "steps": [{"intent": intent}, {"action": action}]}
        for intent, action in answers.items()
    ]


def stories(intents: Sequence[str], answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return stories for the policies that learn, each of some intents; every intent is in five."""
    return [
        {
            "story": f"somebody begins with {intent}",
            "steps": [
                step
                for next_one in (*intents, *intents)[number : number + INTENTS_A_STORY]
                for step in ({"intent": next_one}, {"action": answers[next_one]})
            ],
        }
        for number, intent in enumerate(intents)
    ]


def plain(text: str) -> str:
    """Return a text with the names of its values in place of the values."""
    return _PLACEHOLDER.sub(lambda found: found[1].replace("_", " "), text)


def _sentence(name: str) -> str:
    return f"This is the answer to {name.removeprefix('utter_about_').replace('_', ' ')}."


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
