"""The messages that the dialogue acts are learnt from.

Each act has a file of hand-written messages in ``dialogue_acts/``. Ordinary messages come from the
training messages of the intents, and those that only sound like an act from ``none.yml``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError
from mesoguide.nlp.linear_decision import SEED

FOLDER = Path(__file__).with_name("dialogue_acts")

NONE = "none"
#: What a message can do to the conversation, beside asking or saying something.
ACTS = (
    *("cancel", "refuse", "any", "resume", "safe", "not_safe", "unhelpful", "correct", "again"),
)

#: Messages of these intents often are an act too, so they cannot show what an act is not.
OVERLAPPING_INTENTS = frozenset(
    {"ask_clarification", "give_feedback", "deny", "report_emergency", "express_crisis"}
)
#: The intents nearest to an act ("forget me", "I'll be off", "any slots Friday?"): all of theirs.
NEAR_INTENTS = frozenset(
    {
        *("greet", "goodbye", "thank", "affirm", "inform", "ask_capabilities", "check_my_plan"),
        *("request_appointment", "request_human", "request_data_deletion", "ask_privacy"),
    }
)
#: How many messages of the other intents stand for ``none``.
ORDINARY_MESSAGES = 6000


@dataclass(frozen=True)
class ActMessage:
    """A message and its act."""

    act: str
    text: str


def load_act_messages(folder: Path = FOLDER) -> list[ActMessage]:
    """Read the messages of every act, those of ``none`` last.

    Raises:
        ContentError: if a file is missing or is not a list of messages.
    """
    return [ActMessage(act, text) for act in (*ACTS, NONE) for text in _texts(folder, act)]


def ordinary_rows(
    messages: Sequence[tuple[str, str]],
    taken: Collection[str],
    size: int = ORDINARY_MESSAGES,
) -> list[int]:
    """Choose training messages that are no act, always the same ones.

    All of the intents nearest to an act are chosen, and of each other intent the same share.

    Args:
        messages: text and intent of each training message.
        taken: texts that stand under an act, such as "not my face, my tummy" of ``inform``.
        size: how many to choose, give or take the rounding.
    """
    known = {text.casefold() for text in taken}
    free = [
        row
        for row, (text, intent) in enumerate(messages)
        if intent not in OVERLAPPING_INTENTS and text.casefold() not in known
    ]
    near = [row for row in free if messages[row][1] in NEAR_INTENTS]
    far = [row for row in free if messages[row][1] not in NEAR_INTENTS]
    return sorted([*near, *_spread(far, [messages[row][1] for row in far], size - len(near))])


def _spread(rows: Sequence[int], intents: Sequence[str], size: int) -> list[int]:
    """Choose rows at random, from each intent its share."""
    by_intent: dict[str, list[int]] = defaultdict(list)
    for place in np.random.default_rng(SEED).permutation(len(rows)):
        by_intent[intents[place]].append(rows[place])
    share = min(1.0, max(0, size) / max(1, len(rows)))
    return [row for found in by_intent.values() for row in found[: round(share * len(found))]]


def _texts(folder: Path, act: str) -> Iterator[str]:
    path = folder / f"{act}.yml"
    content = read_yaml(path)
    if set(content) != {"act", "examples"} or content["act"] != act:
        raise ContentError(f'{path}: expected "act: {act}" and "examples: |", and nothing else.')
    for line in str(content["examples"]).splitlines():
        if not line.startswith("- ") or not line[2:].strip():
            raise ContentError(f'{path}: each line must be "- " and a message, not {line!r}.')
        yield line[2:].strip()
