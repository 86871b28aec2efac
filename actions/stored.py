"""Stores what a turn leaves behind; the visitor has been answered already when that fails."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any

from actions.resources import Resources
from actions.turn import Turn
from mesoguide.clinic.conversation_values import (
    AlertKind,
    FeedbackGiven,
    SafetyAlertRaised,
    UnansweredAsked,
    UnansweredReason,
)
from mesoguide.exceptions import ClinicDataUnavailable

if TYPE_CHECKING:
    from actions.feedback import Exchange

logger = logging.getLogger(__name__)


async def keep_unanswered(
    turn: Turn,
    resources: Resources,
    nearest: Sequence[str],
    reason: str,
    question: str | None = None,
) -> None:
    """Store a question that got no good answer."""
    asked = UnansweredAsked(
        conversation_id=turn.conversation_id,
        channel=turn.channel,
        question=question or turn.message.text,
        reason=UnansweredReason(reason),
        nearest=tuple(nearest),
    )
    await _keep(resources.records.add_unanswered(asked), "an unanswered question", turn)


async def keep_feedback(
    turn: Turn, resources: Resources, last: Exchange | None, *, helpful: bool
) -> None:
    """Store praise or a complaint, against the answer before it if there was one."""
    given = FeedbackGiven(
        conversation_id=turn.conversation_id,
        channel=turn.channel,
        answer_id=f"{last.answered_at:.6f}" if last else "conversation",
        helpful=helpful,
        reason=turn.message.text,
        responses=last.replies if last else (),
        claims=last.claims if last else (),
        question=last.question if last else None,
    )
    await _keep(resources.records.add_feedback(given), "feedback", turn)


async def raise_alert(turn: Turn, resources: Resources, kind: AlertKind) -> None:
    """Store an alert for staff; one that cannot be stored is at least in the log."""
    logger.error("safety alert: %s in conversation %s", kind.value, turn.conversation_id)
    alert = SafetyAlertRaised(
        conversation_id=turn.conversation_id,
        channel=turn.channel,
        kind=kind,
        message=turn.message.text,
        signs=tuple(turn.mentioned("symptom")),
    )
    await _keep(resources.records.add_safety_alert(alert), "a safety alert", turn)


async def _keep(storing: Awaitable[Any], what: str, turn: Turn) -> None:
    try:
        await storing
    except ClinicDataUnavailable:
        logger.error("%s of conversation %s could not be stored", what, turn.conversation_id)
