"""Action that names the sources of the last answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.turn import PLAN_CODE, Turn
from mesoguide.content.ledger import Source
from mesoguide.exceptions import ClinicDataUnavailable

#: More than this is a wall of text; the rest is counted.
MAX_SOURCES = 4


class ActionShowSources(ClinicAction):
    """Tells where the last answer comes from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_show_sources"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the sources of the last answer that has any, else how the content is made."""
        if turn.mentioned("detail") == ["method"]:
            turn.say("utter_answer_sources")
            return []
        claims, plan_codes = last_answer(turn.events)
        sources = self.resources.ledger.sources_of(claims)
        try:
            sources += await self._plan_sources(plan_codes)
        except ClinicDataUnavailable:
            if not sources:
                turn.say("utter_plans_unavailable")
                return []
        sources = list({source.name: source for source in sources}.values())
        if not sources:
            turn.say("utter_answer_sources")
            return []
        more = len(sources) - MAX_SOURCES
        turn.say(
            "utter_sources_list",
            source_lines="\n".join(f"- {s.citation()}" for s in sources[:MAX_SOURCES]),
            more=turn.texts.part("utter_part_more_sources", count=str(more)) if more > 0 else "",
        )
        return []

    async def _plan_sources(self, codes: list[str]) -> list[Source]:
        """Return what the plans rest on.

        Raises:
            ClinicDataUnavailable: if the database cannot be read in time.
        """
        plans = [await self.resources.plans.by_code(code) for code in codes]
        entries = [entry for plan in plans if plan for entry in plan.sources]
        return [Source(name=s.name, year=s.year, url=s.url, shown=True) for s in entries]


def last_answer(events: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """Find the claims and the plans behind the latest turn that rested on any.

    An answer may be several messages: all messages since the same question count.

    Returns:
        The claim ids, and the codes of the plans that were spoken of, both in order.
    """
    claims: list[str] = []
    codes: list[str] = []
    for event in reversed(events):
        if event.get("event") == "user" and (claims or codes):
            break
        if event.get("event") != "bot":
            continue
        metadata = event.get("metadata") or {}
        said = (metadata.get("metadata") or {}).get("claims") or []
        claims = list(said) + claims
        codes = str(metadata.get(PLAN_CODE) or "").split() + codes
    return claims, codes
