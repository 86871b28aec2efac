"""What every table of the clinic database shares: one parent, named constraints."""

from __future__ import annotations

from enum import Enum
from typing import Any

from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeMeta, registry

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
LONGEST_NAME = 120

_registry = registry(metadata=MetaData(naming_convention=CONSTRAINT_NAMES))


class Base(metaclass=DeclarativeMeta):
    """The parent of every table's class."""

    __abstract__ = True
    registry = _registry
    metadata = _registry.metadata
    __table__: Any

    def __init__(self, **columns: Any) -> None:
        _registry.constructor(self, **columns)


def one_of(column: str, kind: type[Enum]) -> CheckConstraint:
    """A check that a column holds a value of an enumeration."""
    values = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")
