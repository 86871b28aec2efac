"""The JSON schemas of what goes over the wire."""

from __future__ import annotations

from typing import Any

from mesoguide.channels.api_errors import PROBLEMS
from mesoguide.channels.conversation_history import HISTORY_LENGTH
from mesoguide.channels.visitor_messages import LONGEST_MESSAGE, LONGEST_REASON

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}


def _object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list_of(items: Schema, **limits: int) -> Schema:
    return {"type": "array", "items": items, **limits}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_CONFIG = _object(
    {
        "title": _TEXT,
        "language": _TEXT,
        "direction": {"enum": ["ltr", "rtl"]},
        "strings": _TEXTS,
        "theme": _TEXTS,
        "limits": _object({"message_characters": {"type": "integer"}}),
        "notice": _object({"bot": _TEXT, "emergency": _TEXT, "storage": _TEXT}),
        "emergency": _object({"number": _TEXT}),
        "clinic": _object({"name": _TEXT, "phone": _TEXT}),
        "phones": _list_of(_TEXT),
        "suggestions": _list_of(_reference("Button")),
        "version": _TEXT,
    }
)

_MESSAGE_ID: Schema = {
    "type": "string",
    "pattern": "^[A-Za-z0-9_-]{8,64}$",
    "description": "Made by the browser, once a message, such as a UUID.",
}

#: One character that is left of a message: no blank, control character or direction mark.
_SOMETHING = (
    "[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)

_TYPED = _object(
    {
        "id": _MESSAGE_ID,
        "text": {
            "type": "string",
            "maxLength": LONGEST_MESSAGE,
            "pattern": _SOMETHING,
        },
        "payload": {"type": "null"},
    },
    optional=("payload",),
)
_CHOSEN = _object(
    {
        "id": _MESSAGE_ID,
        "payload": {
            "type": "string",
            "maxLength": LONGEST_MESSAGE,
            "pattern": "^/",
            "description": "The payload of a button that was offered in this conversation.",
        },
        "text": {"type": "null"},
        "title": {**_TEXT, "description": "Not read; the button's own is kept."},
    },
    optional=("text", "title"),
)

_PLAN = _object({"title": _TEXT, "rows": _list_of(_list_of(_TEXT, minItems=2, maxItems=2))})

_MESSAGE_FIELDS: Schema = {
    "id": _TEXT,
    "answer_id": {
        "type": ["string", "null"],
        "description": "For a vote; all messages of one answer have the same.",
    },
    "text": _TEXT,
    "buttons": _list_of(_reference("Button")),
    "sources": _list_of(_reference("Source")),
    "plan": {"anyOf": [_PLAN, {"type": "null"}]},
    "urgent": {"type": "boolean"},
}

_ENTRY = _object(
    {
        "from": {"enum": ["visitor", "bot"]},
        "time": {"type": "string", "format": "date-time"},
        **_MESSAGE_FIELDS,
    }
)

_VOTE = _object(
    {
        "answer_id": {"type": "string", "pattern": r"^[0-9]{1,12}\.[0-9]{6}$"},
        "helpful": {"type": "boolean"},
        "reason": {"type": ["string", "null"], "maxLength": LONGEST_REASON},
    },
    optional=("reason",),
)

SCHEMAS: dict[str, Schema] = {
    "Empty": {"type": "object"},
    "Config": _CONFIG,
    "Session": _object({"token": _TEXT, "expires_at": {"type": "string", "format": "date-time"}}),
    "Button": _object({"title": _TEXT, "payload": _TEXT}),
    "Source": _object(
        {"name": _TEXT, "year": {"type": ["integer", "null"]}, "url": {"type": ["string", "null"]}}
    ),
    "VisitorMessage": {"anyOf": [_TYPED, _CHOSEN]},
    "BotMessage": _object({"type": {"const": "message"}, **_MESSAGE_FIELDS}),
    "History": _object({"messages": _list_of(_ENTRY, maxItems=HISTORY_LENGTH)}),
    "Receipt": _object(
        {
            "receipt": {"type": "string", "pattern": "^[0-9A-Z]{4}-[0-9A-Z]{4}$"},
            "removed": {"type": "object", "additionalProperties": {"type": "integer"}},
        }
    ),
    "Vote": _VOTE,
    "Problem": _object({"code": {"enum": sorted(PROBLEMS)}, "message": _TEXT}),
}
