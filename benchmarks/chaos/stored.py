"""Reads what the database of conversations has of all messages, without their texts."""

from __future__ import annotations

import json
from collections import defaultdict

from sqlalchemy import create_engine, select

from benchmarks.chaos.counting import StoredEvent
from mesoguide.channels.message_rendering import BotMessage
from mesoguide.channels.stored_conversations import BOT, EVENTS, USER


def read_stored(url: str) -> dict[str, list[StoredEvent]]:
    """Return every message of both sides by conversation, in the order of rows.

    Args:
        url: address of the database of conversations.
    """
    columns = (EVENTS.c.id, EVENTS.c.sender_id, EVENTS.c.type_name, EVENTS.c.data)
    query = select(*columns).where(EVENTS.c.type_name.in_((USER, BOT))).order_by(EVENTS.c.id)
    engine = create_engine(url, future=True)
    found: dict[str, list[StoredEvent]] = defaultdict(list)
    try:
        with engine.connect() as connection:
            for row in connection.execute(query):
                event, is_visitor = json.loads(row.data), row.type_name == USER
                name = event.get("message_id") if is_visitor else BotMessage.of_event(event).id
                found[row.sender_id].append(StoredEvent(row.id, str(name), is_visitor))
    finally:
        engine.dispose()
    return dict(found)
