"""Bot messages for the wire, with the sources of their claims and of the plans they speak of."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from mesoguide.channels.message_rendering import BotMessage, render
from mesoguide.channels.plan_cards import CardTexts
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.content.ledger import Ledger, Source
from mesoguide.exceptions import ClinicDataUnavailable

logger = logging.getLogger(__name__)

#: Seconds. A plan's sources change with a new release of the content, not from minute to minute.
_PLAN_SOURCES_AGE = 60.0


class AnswerRendering:
    """Renders messages; one serves the whole process."""

    def __init__(
        self,
        ledger: Ledger,
        plans: PlanCatalogue,
        card_texts: CardTexts,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Makes the rendering.

        Args:
            ledger: the claims with their sources.
            plans: the clinic's plans, which have sources of their own.
            card_texts: the wording of a plan's card.
            clock: seconds that never run backwards.
        """
        self._ledger = ledger
        self._plans = plans
        self._card_texts = card_texts
        self._clock = clock
        self._of_plans: dict[str, tuple[float, tuple[Source, ...]]] = {}

    async def render(self, message: BotMessage, *, answer_id: str) -> dict[str, Any]:
        """Return a message as it goes over the wire."""
        sources = [
            *self._ledger.sources_of(message.claims),
            *await self._plan_sources(message.plan_codes),
        ]
        works: dict[str, Source] = {}
        for source in sources:
            works.setdefault(source.url or source.name.casefold(), source)
        return render(
            message, answer_id=answer_id, sources=works.values(), card_texts=self._card_texts
        )

    async def _plan_sources(self, codes: Iterable[str]) -> list[Source]:
        """Return what plans rest on; without the database an answer goes out all the same."""
        try:
            found = [await self._sources_of_plan(code) for code in codes]
        except ClinicDataUnavailable:
            logger.warning("the sources of a plan cannot be read")
            return []
        return [source for sources in found for source in sources]

    async def _sources_of_plan(self, code: str) -> tuple[Source, ...]:
        read_at, sources = self._of_plans.get(code, (0.0, ()))
        now = self._clock()
        if code in self._of_plans and now - read_at < _PLAN_SOURCES_AGE:
            return sources
        plan = await self._plans.by_code(code)
        entries = plan.sources if plan else ()
        sources = tuple(Source(name=s.name, year=s.year, url=s.url, shown=True) for s in entries)
        if plan:
            # Codes of no plan are not kept: nothing may grow with what visitors send.
            self._of_plans[code] = (now, sources)
        return sources
