"""The endpoints of the website's chat; the wire contract is described in ``openapi.py``."""

from __future__ import annotations

from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from mesoguide.channels.conversation_history import Event, visitor_entry, with_answer_ids
from mesoguide.channels.message_rendering import BotMessage, iso_time
from mesoguide.channels.openapi import description
from mesoguide.channels.request_reading import bearer_token, read_json_body
from mesoguide.channels.responses import (
    NDJSON_TYPE,
    complete_headers,
    empty_response,
    encoded_line,
    json_response,
)
from mesoguide.channels.turns import CHANNEL, Turn, conversation_lock
from mesoguide.channels.visitor_messages import read_message, read_object, read_vote
from mesoguide.channels.widget_configuration import CONFIGURATION_AGE_SECONDS
from mesoguide.channels.widget_services import WidgetServices
from mesoguide.clinic.conversation_values import (
    DeletedFor,
    FeedbackGiven,
    UnansweredAsked,
    UnansweredReason,
)

_CONFIGURATION_CACHE = f"public, max-age={CONFIGURATION_AGE_SECONDS}"


class WidgetEndpoints:
    """Answers requests; keeps nothing of a visitor."""

    def __init__(self, services: WidgetServices) -> None:
        self._services = services

    async def health(self, request: Request) -> HTTPResponse:
        """Say that the server answers."""
        return json_response({"status": "ok"})

    async def openapi(self, request: Request) -> HTTPResponse:
        """Describe this interface."""
        return json_response(description())

    async def config(self, request: Request) -> HTTPResponse:
        """Tell texts and limits."""
        language = request.args.get("lang")
        body = self._services.configuration.for_language(language)
        return json_response(body, headers={"cache-control": _CONFIGURATION_CACHE})

    async def begin(self, request: Request) -> HTTPResponse:
        """Hand out a token for a new conversation; nothing is stored before the first message."""
        read_object(await read_json_body(request))
        issued = self._services.tokens.issue()
        expires_at = iso_time(issued.expires_at.timestamp())
        return json_response({"token": issued.token, "expires_at": expires_at}, status=201)

    async def send(self, request: Request) -> None:
        """Answer a message, line by line."""
        conversation_id = self._conversation(request)
        message = read_message(await read_json_body(request))
        await self._services.conversation_limit.take(conversation_id)
        turn = self._services.turns.start(request.app.ctx.agent, conversation_id, message)
        await turn.wait_until_admitted()
        await self._stream(request, turn)

    async def history(self, request: Request) -> HTTPResponse:
        """Tell what was said, oldest first."""
        events = await self._services.access.history(self._conversation(request))
        entries = [await self._entry(event, answer) for event, answer in with_answer_ids(events)]
        return json_response({"messages": [entry for entry in entries if entry["text"]]})

    async def delete(self, request: Request) -> HTTPResponse:
        """Delete everything that is kept of the conversation, and end it."""
        services, conversation_id = self._services, self._conversation(request)
        # Not in the middle of a turn: what it still says would be stored after the deletion.
        async with conversation_lock(request.app.ctx.agent, conversation_id):
            messages = await services.access.count_messages(conversation_id)
            receipt = await services.records.delete_conversation(
                conversation_id, requested_by=DeletedFor.PATIENT
            )
            await services.access.end(conversation_id)
        removed = {name: count for name, count in receipt.counts.items() if name != "events"}
        removed["messages"] = messages
        return json_response({"receipt": receipt.code, "removed": removed})

    async def vote(self, request: Request) -> HTTPResponse:
        """Keep a vote on an answer; a question that got no help joins those for staff."""
        conversation_id = self._conversation(request)
        vote = read_vote(await read_json_body(request))
        await self._services.conversation_limit.take(conversation_id)
        answer = await self._services.access.answer(conversation_id, vote.answer_id)
        is_news = await self._services.records.add_feedback(
            FeedbackGiven(
                conversation_id=conversation_id,
                channel=CHANNEL,
                answer_id=vote.answer_id,
                helpful=vote.helpful,
                reason=vote.reason,
                responses=answer.responses,
                claims=answer.claims,
                question=answer.question,
            )
        )
        # A button's payload is no question in anybody's words.
        if is_news and not vote.helpful and not answer.question.startswith("/"):
            await self._services.records.add_unanswered(
                UnansweredAsked(
                    conversation_id=conversation_id,
                    channel=CHANNEL,
                    question=answer.question,
                    reason=UnansweredReason.UNHELPFUL,
                )
            )
        return empty_response()

    def _conversation(self, request: Request) -> str:
        return self._services.tokens.conversation_of(bearer_token(request))

    async def _stream(self, request: Request, turn: Turn) -> None:
        response = HTTPResponse(
            content_type=NDJSON_TYPE,
            # nginx would hold back the lines until the end.
            headers={"x-accel-buffering": "no"},
        )
        origin = request.headers.get("origin")
        complete_headers(response, self._services.origins.headers(origin))
        sent = await request.respond(response)
        async for line in turn.lines(self._services.turns.failure("too_slow")):
            await sent.send(encoded_line(line))
        await sent.eof()

    async def _entry(self, event: Event, answer: str) -> dict[str, Any]:
        if not answer:
            return visitor_entry(event)
        message = BotMessage.of_event(event)
        rendered = await self._services.rendering.render(message, answer_id=answer)
        return {"from": "bot", "time": iso_time(message.said_at), **rendered}
