"""Adds rows unless there are some with their unique keys, in one statement on both databases.

To look first and add then would let two processes add both, and on SQLite a transaction that has
read before it writes fails when another one wrote meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_for(session: Session, model: Any) -> Any:
    """Return the ``INSERT`` of the session's database, which knows ``ON CONFLICT``."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (sqlite if is_sqlite else postgresql).insert(model.__table__)


def insert_each_once(session: Session, model: Any, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add the rows that are not there; the number is exact for a single row.

    Args:
        session: a transaction.
        model: the table's class.
        rows: values by column, with the same columns in each.
    """
    statement = insert_for(session, model).on_conflict_do_nothing()
    # Of several rows at once PostgreSQL's driver does not tell the number.
    values = dict(rows[0]) if len(rows) == 1 else [dict(row) for row in rows]
    return int(session.execute(statement, values).rowcount)
