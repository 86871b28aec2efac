"""Action that names the sources of the last answer."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.turn import PLAN_CODE, Turn
from mesoguide.content.ledger import Source

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
        claims, plan_code = last_answer(turn.tracker.events)
        sources = self.resources.ledger.sources_of(claims)
        if plan_code:
            sources += await self._plan_sources(plan_code)
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

    async def _plan_sources(self, code: str) -> list[Source]:
        plan = await self.resources.plans.by_code(code)
        entries = plan.sources if plan else ()
        return [Source(name=s.name, year=s.year, url=s.url, shown=True) for s in entries]


def last_answer(events: list[dict[str, Any]]) -> tuple[list[str], str | None]:
    """Find the claims and the plan behind the latest turn that rested on any.

    An answer may be several messages: all messages since the same question count.

    Returns:
        The claim ids in order, and the code of the plan that was spoken of.
    """
    claims: list[str] = []
    plan_code: str | None = None
    for event in reversed(events):
        if event.get("event") == "user" and (claims or plan_code):
            break
        if event.get("event") != "bot":
            continue
        metadata = event.get("metadata") or {}
        said = (metadata.get("metadata") or {}).get("claims") or []
        claims = list(said) + claims
        plan_code = metadata.get(PLAN_CODE) or plan_code
    return claims, plan_code
