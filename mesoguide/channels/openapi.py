"""The interface of the widget as OpenAPI 3.1, for whoever writes another front end."""

from __future__ import annotations

from typing import Any

import mesoguide
from mesoguide.channels.api_errors import PROBLEMS
from mesoguide.channels.conversation_history import HISTORY_LENGTH
from mesoguide.channels.openapi_schemas import SCHEMAS
from mesoguide.channels.responses import JSON_TYPE, NDJSON_TYPE
from mesoguide.channels.visitor_messages import LARGEST_BODY

Described = dict[str, Any]

_TOKEN: list[dict[str, list[str]]] = [{"session": []}]
#: What any request may meet.
_ALWAYS = ("origin_not_allowed", "too_large", "too_many", "fault", "unavailable", "bad_request")
_WITH_TOKEN = ("session_missing", "session_expired", "session_unknown")
_WITH_BODY = ("unsupported_media_type",)

_INTRODUCTION = (
    "The chat of a clinic's website. A browser begins with a session, whose token names one "
    f"conversation. Bodies are JSON of at most {LARGEST_BODY} bytes. Browsers are served on pages "
    "of allowed origins only. Every error is JSON with a code and a sentence for people."
)


def description() -> Described:
    """Return the description of the interface."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "MesoGuide website chat",
            "version": mesoguide.__version__,
            "description": _INTRODUCTION,
        },
        "servers": [{"url": "/webhooks/widget"}],
        "paths": {
            "/config": {"get": _config()},
            "/session": {"post": _session()},
            "/messages": {"post": _messages()},
            "/history": {"get": _history()},
            "/conversation": {"delete": _conversation()},
            "/feedback": {"post": _feedback()},
        },
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _config() -> Described:
    language = {
        "name": "lang",
        "in": "query",
        "required": False,
        "description": "Language tag; another one's texts come where there are none in it.",
        "schema": {"type": "string"},
    }
    return {
        "operationId": "config",
        "summary": "Texts, limits and numbers to call, the same for everybody.",
        "parameters": [language],
        "responses": {"200": _json("The configuration.", "Config"), **_problems()},
    }


def _session() -> Described:
    return {
        "operationId": "beginSession",
        "summary": "Begins a conversation; nothing is stored before its first message.",
        "requestBody": _body("Empty"),
        "responses": {"201": _json("The token.", "Session"), **_problems(*_WITH_BODY)},
    }


def _messages() -> Described:
    answer = {
        "description": (
            "One JSON object a line: `message` (the schema BotMessage), `error` (code and message; "
            "the turn failed and may be sent again with the same id), and `end`, always last."
        ),
        "content": {NDJSON_TYPE: {"schema": {"type": "string"}}},
    }
    refused = ("payload_not_offered", "message_id_taken", "message_empty", "message_too_long")
    return {
        "operationId": "sendMessage",
        "summary": "Sends a message and streams the answer. The same id again: the same answer.",
        "security": _TOKEN,
        "requestBody": _body("VisitorMessage"),
        "responses": {"200": answer, **_problems(*_WITH_TOKEN, *_WITH_BODY, *refused)},
    }


def _history() -> Described:
    return {
        "operationId": "history",
        "summary": f"The last {HISTORY_LENGTH} messages of both sides, newest last.",
        "security": _TOKEN,
        "responses": {"200": _json("The messages.", "History"), **_problems(*_WITH_TOKEN)},
    }


def _conversation() -> Described:
    return {
        "operationId": "deleteConversation",
        "summary": "Deletes everything kept of the conversation. The token is dead afterwards.",
        "security": _TOKEN,
        "responses": {"200": _json("A receipt.", "Receipt"), **_problems(*_WITH_TOKEN)},
    }


def _feedback() -> Described:
    refused = ("not_found", "message_too_long")
    return {
        "operationId": "vote",
        "summary": "Says whether an answer helped. A second vote replaces the first.",
        "security": _TOKEN,
        "requestBody": _body("Vote"),
        "responses": {
            "204": {"description": "The vote is kept."},
            **_problems(*_WITH_TOKEN, *_WITH_BODY, *refused),
        },
    }


def _body(schema: str) -> Described:
    return {"required": True, "content": {JSON_TYPE: {"schema": _reference(schema)}}}


def _json(text: str, schema: str) -> Described:
    return {"description": text, "content": {JSON_TYPE: {"schema": _reference(schema)}}}


def _reference(schema: str) -> Described:
    return {"$ref": f"#/components/schemas/{schema}"}


def _problems(*codes: str) -> dict[str, Described]:
    """Return the responses for some errors, those of one status together."""
    by_status: dict[int, list[str]] = {}
    for code in (*_ALWAYS, *codes):
        by_status.setdefault(PROBLEMS[code][0], []).append(code)
    described = {}
    for status, together in sorted(by_status.items()):
        response = _json(" or ".join(together), "Problem")
        if status == 429:
            response["headers"] = {"Retry-After": _retry_after()}
        described[str(status)] = response
    return described


def _retry_after() -> Described:
    return {
        "description": "Seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
