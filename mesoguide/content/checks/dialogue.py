"""Rules about rules, stories, replies and actions: each exists, and is used."""

from __future__ import annotations

import abc
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator

from mesoguide.content.checks.problem import Problem
from mesoguide.content.project import Project
from mesoguide.content.topics import TOPICS
from mesoguide.dialogue.context.care_aspects import CARE_POINTS, DETAIL
from mesoguide.dialogue.names import (
    ANSWERS_WITHOUT_RULE,
    CHECK_SAFE,
    RAISE_ALERT,
    TELL_OF_HEALTH,
    TELL_REQUEST,
)
from mesoguide.dialogue.safety.triage import load_triage
from mesoguide.nlp.concept_patterns import load_phrases

#: Intents that Rasa makes up; they need a rule and are not in the domain.
BUILT_IN_INTENTS = frozenset({"nlu_fallback"})
#: Rasa's own words that begin like a reply: the key under which an event names its reply.
NOT_REPLIES = frozenset({"utter_action"})
#: Rules answer intents; these belong to turns that are more than one intent.
CALLED_BY_THE_TURN_POLICY = frozenset(
    {CHECK_SAFE, RAISE_ALERT, TELL_OF_HEALTH, TELL_REQUEST, *ANSWERS_WITHOUT_RULE}
)
#: The plainer wording of ``utter_x`` is ``utter_simple_x``.
SIMPLER = "utter_simple_"
#: Shapes that :func:`chosen_by_entity` knows name by name.
EXACTLY_KNOWN = frozenset(
    {"utter_answer_*", "utter_answer_*_*", "utter_plan_*", "utter_evidence_*_*", "utter_*"}
)


def every_intent_has_one_rule(project: Project) -> Iterator[Problem]:
    """Each intent is answered by exactly one single-turn rule."""
    answered = Counter(rule["steps"][0].get("intent") for rule in project.rules)
    for intent in [*project.intents, *BUILT_IN_INTENTS]:
        if answered[intent] != 1:
            yield Problem("data/rules", f"{intent} has {answered[intent]} rules; it needs one.")


def every_step_names_something_real(project: Project) -> Iterator[Problem]:
    """Rules, stories and code name only intents, actions and replies that exist."""
    intents = {*project.intents, *BUILT_IN_INTENTS}
    replies = set(project.domain["responses"])
    actions = {*project.domain["actions"], *replies}
    for block, step in project.steps():
        if "intent" in step and step["intent"] not in intents:
            yield Problem(f"data: {block}", f"there is no intent {step['intent']}.")
        if "action" in step and step["action"] not in actions:
            yield Problem(f"data: {block}", f"there is no action or reply {step['action']}.")
    for name in sorted(project.names_in_code("utter_") - replies - NOT_REPLIES):
        yield Problem("actions", f"{name} is uttered by code and is not in domain.yml.")


def every_reply_is_used(project: Project) -> Iterator[Problem]:
    """Each reply is reached by a rule, a story, or an action."""
    used = {step["action"] for _, step in project.steps() if "action" in step}
    used |= project.names_in_code("utter_") | chosen_by_entity() | named_in_content(project)
    built = built_in_code(project)
    for name in project.domain["responses"]:
        meant = f"utter_{name.removeprefix(SIMPLER)}" if name.startswith(SIMPLER) else name
        if meant not in used and not any(pattern.fullmatch(meant) for pattern in built):
            yield Problem(f"domain.yml: {name}", "nothing ever says it.")


def every_action_is_written_and_used(project: Project) -> Iterator[Problem]:
    """Each custom action of the domain exists in ``actions`` and some rule or story calls it."""
    called = {step["action"] for _, step in project.steps() if "action" in step}
    called |= CALLED_BY_THE_TURN_POLICY
    written = written_actions()
    for name in project.domain["actions"]:
        if name not in written:
            yield Problem(f"domain.yml: {name}", "no class in actions/ has this name.")
        if name not in called:
            yield Problem(f"domain.yml: {name}", "no rule or story calls it.")
    for name in sorted(written - set(project.domain["actions"])):
        yield Problem("actions", f"{name} is not listed under actions in domain.yml.")


def built_in_code(project: Project) -> list[re.Pattern[str]]:
    """Return the shapes of the replies whose names code puts together: ``f"utter_ask_{slot}"``.

    Answers are left out: which of them are reached is known exactly, from topics and entities.
    """
    shapes = re.findall(r'f"(utter_[^"]*\{[^"]*)"', project.code)
    parts = (re.sub(r"\{[^}]*\}", "*", shape) for shape in shapes)
    return [
        re.compile(re.escape(part).replace(r"\*", r"\w*"))
        for part in parts
        if part not in EXACTLY_KNOWN
    ]


def named_in_content(project: Project) -> set[str]:
    """Name every reply that the triage table chooses."""
    table = load_triage(project.root / "content" / "triage.yml")
    chosen = {reply for sign in table.signs.values() for reply in (sign.reply, sign.later_reply)}
    return {*table.replies.values(), *(reply for reply in chosen if reply)}


def chosen_by_entity() -> set[str]:
    """Name every reply that an action may choose by topic and entity."""
    values: dict[str, set[str]] = {}
    for phrase in load_phrases():
        for kind, value in phrase.entities:
            values.setdefault(kind, set()).add(value)
    values[DETAIL] |= CARE_POINTS
    names = set()
    for topic in TOPICS.values():
        names.add(f"utter_answer_{topic.name}")
        for kind in topic.variants:
            names |= {f"utter_answer_{topic.name}_{value}" for value in values[kind]}
        if topic.from_plan:
            names.add(f"utter_plan_{topic.name}")
            names |= {f"utter_evidence_{topic.name}_{value}" for value in values["concern"]}
    for reply in ("utter_emergency", "utter_symptom"):
        names |= {reply, *(f"{reply}_{value}" for value in values["symptom"])}
    advice = "utter_medical_advice"
    return names | {advice, f"{advice}_medicine", f"{advice}_mark"}


def written_actions() -> set[str]:
    """Name every action that the ``actions`` package implements."""
    import actions
    from actions.base import ClinicAction

    found = set()
    for module in pkgutil.iter_modules(actions.__path__):
        loaded = importlib.import_module(f"actions.{module.name}")
        # An alias such as Mapping[str, str] passes for a class everywhere but here.
        for _, cls in inspect.getmembers(loaded, lambda member: type(member) is abc.ABCMeta):
            if issubclass(cls, ClinicAction) and not inspect.isabstract(cls):
                found.add(cls().name())
    return found
