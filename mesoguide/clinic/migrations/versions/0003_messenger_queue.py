"""Create the queue of the Messenger channel: people, what they did, what is to be sent.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the three tables."""
    _create_people()
    _create_events()
    _create_replies()


def downgrade() -> None:
    """Removes the three tables with all that they hold."""
    for table in ("messenger_replies", "messenger_events", "messenger_people"):
        op.drop_table(table)


def _create_people() -> None:
    table = "messenger_people"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("psid", sa.String(64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("paused_until", sa.DateTime(timezone=True)),
        sa.Column("introduce_again", sa.Boolean, nullable=False),
        sa.Column("forget_when_sent", sa.Boolean, nullable=False),
        sa.Column("turn_owner", sa.String(64)),
        sa.Column("turn_until", sa.DateTime(timezone=True)),
        sa.Column("send_owner", sa.String(64)),
        sa.Column("send_until", sa.DateTime(timezone=True)),
        _primary_key(table),
        sa.UniqueConstraint("conversation_id", name=op.f(f"uq_{table}_conversation_id")),
        _check(table, "turn_lease_both", "(turn_owner IS NULL) = (turn_until IS NULL)"),
        _check(table, "send_lease_both", "(send_owner IS NULL) = (send_until IS NULL)"),
    )
    _index(table, "seen_at")


def _create_events() -> None:
    table = "messenger_events"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(255)),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("payload", sa.Text),
        sa.Column("replaces", sa.String(64)),
        sa.Column("details_removed", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer, nullable=False),
        _primary_key(table),
        sa.UniqueConstraint("key", name=op.f(f"uq_{table}_key")),
        _one_of(
            table,
            "status",
            *("pending", "answered", "expired", "withdrawn", "left_to_staff", "noted"),
        ),
        _check(table, "attempts_positive", "attempts >= 0"),
        _check(
            table,
            "settled_without_text",
            "status IN ('pending', 'noted') OR (text IS NULL AND payload IS NULL)",
        ),
    )
    _index(table, "conversation_id")
    _index(table, "received_at")
    _index(table, "replaces")
    _index(table, "status", "conversation_id")


def _create_replies() -> None:
    table = "messenger_replies"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("message", sa.JSON),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("unknown_outcomes", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("message_id", sa.String(255)),
        sa.Column("failure", sa.String(200)),
        _primary_key(table),
        sa.UniqueConstraint("reference", name=op.f(f"uq_{table}_reference")),
        _one_of(table, "status", "waiting", "sending", "unknown", "sent", "expired", "failed"),
        _check(table, "attempts_positive", "attempts >= 0"),
        _check(
            table,
            "text_until_settled",
            "(message IS NULL) = (status IN ('sent', 'expired', 'failed'))",
        ),
    )
    _index(table, "conversation_id")
    _index(table, "created_at")
    _index(table, "status", "conversation_id")


def _primary_key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return _check(table, f"{column}_known", f"{column} IN ({listed})")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
