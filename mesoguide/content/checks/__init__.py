"""The rules that content keeps; each check returns what is wrong, for staff and for the tests.

``rasa data validate`` passes much that is broken: a rule missing for an intent, four buttons,
a payload that names nothing, an action that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mesoguide.content.checks import (
    claims,
    dialogue,
    messenger,
    readability,
    replies,
    training_messages,
)
from mesoguide.content.checks.problem import Problem
from mesoguide.content.project import Project

Check = Callable[[Project], Iterable[Problem]]

CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        dialogue.every_intent_has_one_rule,
        dialogue.every_step_names_something_real,
        dialogue.every_reply_is_used,
        dialogue.every_action_is_written_and_used,
        replies.every_payload_names_something_real,
        replies.buttons_are_few_and_short,
        replies.placeholders_have_values,
        replies.wording_keeps_the_style,
        claims.education_replies_rest_on_claims,
        claims.replies_do_not_contradict_the_ledger,
        claims.every_article_claim_is_accounted_for,
        claims.links_lead_to_publishers_and_public_bodies,
        readability.replies_are_short,
        readability.sentences_are_short,
        readability.replies_read_easily,
        messenger.messenger_payloads_name_something_real,
        messenger.messenger_texts_fit,
        messenger.messenger_wording_is_plain,
        training_messages.no_message_has_two_intents,
        training_messages.no_message_is_a_near_copy,
        training_messages.every_intent_has_enough_messages,
        training_messages.training_does_not_hold_evaluation_messages,
    )
}


def check_project(root: Path) -> list[Problem]:
    """Run every check on a project folder.

    Raises:
        ContentError: if a file cannot be read at all.
    """
    project = Project(root)
    return [problem for check in CHECKS.values() for problem in check(project)]
