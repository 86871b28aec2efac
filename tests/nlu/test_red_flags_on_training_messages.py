"""How the words alone do on every training message; the classifier's opinion comes on top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from spacy.language import Language

from mesoguide.nlp.red_flags import RedFlag

NLU = Path(__file__).parents[2] / "data" / "nlu"
ALARMS = {"report_emergency": "emergency", "express_crisis": "crisis"}
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")

#: The layer alone, without the classifier. Measured: 0.948 of emergencies, 0.847 of crises, 0.51 %
#: certain false alarms. On the messages that the patterns were written from it was 0.98 and 0.12 %;
#: many came later, 540 of them written so that no word gives them away or so that words mislead,
#: and show what the words alone are worth on people whom nobody had in mind.
LEAST_RECALL = {"report_emergency": 0.94, "express_crisis": 0.83}
MOST_CERTAIN_FALSE_ALARMS = 0.006
MOST_POSSIBLE_FALSE_ALARMS = 0.06

Flags = dict[str, list[RedFlag | None]]


@pytest.fixture(scope="module")
def flags(nlp: Language) -> Flags:
    found: Flags = {}
    for intent, text in _messages():
        found.setdefault(intent, []).append(nlp(text)._.red_flag)
    return found


def _messages() -> Iterator[tuple[str, str]]:
    for path in sorted(NLU.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines() if "intent" in block else ():
                yield block["intent"], _ENTITY.sub(r"\1", line.removeprefix("- "))


@pytest.mark.parametrize("intent", ALARMS)
def test_words_find_most_alarms(flags: Flags, intent: str) -> None:
    found = [flag for flag in flags[intent] if flag]
    assert len(found) / len(flags[intent]) >= LEAST_RECALL[intent]


def test_words_seldom_cry_wolf(flags: Flags) -> None:
    others = [flag for intent, found in flags.items() if intent not in ALARMS for flag in found]
    certain = sum(flag is not None and flag.certain for flag in others)
    possible = sum(flag is not None and not flag.certain for flag in others)
    assert certain / len(others) <= MOST_CERTAIN_FALSE_ALARMS
    assert possible / len(others) <= MOST_POSSIBLE_FALSE_ALARMS
