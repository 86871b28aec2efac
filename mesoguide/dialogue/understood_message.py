"""A visitor's message as the NLU pipeline understood it, for policies and for actions alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

NO_ACT = "none"
FALLBACK_INTENT = "nlu_fallback"
#: A whole message may be taken for these although its clauses ask questions.
_NOTHING_ASKED = frozenset({"out_of_scope", "inform", "deny", "affirm", FALLBACK_INTENT})


@dataclass(frozen=True)
class Entity:
    """Something that the message names, with its place in the text."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class UnderstoodMessage:
    """What one message says, asks and does.

    Attributes:
        text: the message as typed, or a button's payload.
        intent: what is asked, most of all.
        confidence: how sure that is, calibrated, from 0 to 1.
        runner_up: the intent that came second.
        runner_up_confidence: how sure that one is.
        questions: the intents of all questions in it, in order; at least one.
        act: what the message does to the conversation (cancel, correct, ...).
        sign: the sign of a red flag that its words hold, if any.
        entities: what it names; values are hostile until compared with the catalogue.
        denied: what it takes back, as kind and value: "not my hair".
    """

    text: str
    intent: str
    confidence: float
    questions: tuple[str, ...]
    act: str
    sign: str
    entities: tuple[Entity, ...]
    runner_up: str | None = None
    runner_up_confidence: float = 0.0
    denied: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, parse_data: Mapping[str, Any], text: str | None = None) -> UnderstoodMessage:
        """Read the output of the NLU pipeline, or of a button press, which has less of it."""
        intent = parse_data.get("intent") or {}
        name = str(intent.get("name") or "")
        asked = list(dict.fromkeys(map(str, parse_data.get("questions") or ())))
        if name in _NOTHING_ASKED and len(asked) > 1:
            # "Does it rly work n when do i see": each half is clear, and the whole is not.
            name, intent = asked[0], {"confidence": 1.0}
        typed = text if text is not None else parse_data.get("text")
        second = _second(parse_data.get("intent_ranking"), name)
        return cls(
            text=str(typed or ""),
            intent=name,
            confidence=float(intent.get("confidence") or 0.0),
            questions=_questions(parse_data.get("questions"), name),
            act=str((parse_data.get("dialogue_act") or {}).get("name") or NO_ACT),
            sign=str(parse_data.get("red_flag") or ""),
            entities=tuple(
                _entity(entity)
                for entity in parse_data.get("entities") or ()
                if isinstance(entity, Mapping)
            ),
            runner_up=str(second["name"]) if second else None,
            runner_up_confidence=float(second["confidence"]) if second else 0.0,
            denied=tuple(
                (str(entry.get("entity")), str(entry.get("value")))
                for entry in parse_data.get("denied") or ()
                if isinstance(entry, Mapping)
            ),
        )

    @property
    def is_payload(self) -> bool:
        """Tell whether a button was pressed."""
        return self.text.startswith("/")

    def mentioned(self, kind: str) -> list[str]:
        """List the values of one kind of entity, each once, in order."""
        return list(dict.fromkeys(e.value for e in self.entities if e.kind == kind))

    def denies(self, kind: str, value: str) -> bool:
        """Tell whether the message takes a thing back and does not name it as well."""
        return (kind, value) in self.denied and value not in self.mentioned(kind)

    def meaning(self, *questions: str) -> UnderstoodMessage:
        """Return the message as one that surely asks these questions, the first above all."""
        return replace(self, intent=questions[0], questions=questions, confidence=1.0)


def _second(ranking: Any, first: str) -> Mapping[str, Any] | None:
    """Return the entry of the ranking after the intent itself."""
    return next((entry for entry in ranking or () if entry.get("name") != first), None)


def _questions(found: Any, intent: str) -> tuple[str, ...]:
    """Return the intents of the questions; the main one alone when it is not among them.

    A red flag or the fallback overrides the intent after the questions were told apart.
    """
    questions = tuple(dict.fromkeys(str(name) for name in found or ()))
    return questions if intent in questions else (intent,)


def _entity(entity: Mapping[str, Any]) -> Entity:
    return Entity(
        kind=str(entity.get("entity")),
        value=str(entity.get("value")),
        start=int(entity.get("start") or 0),
        end=int(entity.get("end") or 0),
    )
