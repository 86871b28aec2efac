"""Create what conversations leave behind: requests, votes, questions, alerts, patients' courses.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the eight tables."""
    _create_callback_requests()
    _create_feedback()
    _create_unanswered_questions()
    _create_safety_alerts()
    _create_patient_plans()
    _create_plan_attempts()
    op.create_table(
        "deletion_receipts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.String(20), nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        _primary_key("deletion_receipts"),
        sa.UniqueConstraint("code", name=op.f("uq_deletion_receipts_code")),
        _one_of("deletion_receipts", "requested_by", "patient", "staff", "retention"),
    )


def downgrade() -> None:
    """Removes the eight tables with all that they hold."""
    for table in (
        "deletion_receipts",
        "plan_attempts",
        "patient_plans",
        "safety_alerts",
        "unanswered_asks",
        "unanswered_questions",
        "feedback",
        "callback_requests",
    ):
        op.drop_table(table)


def _create_callback_requests() -> None:
    table = "callback_requests"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120)),
        sa.Column("phone", sa.String(16)),
        sa.Column("email", sa.String(254)),
        sa.Column("best_time", sa.Text),
        sa.Column("topic", sa.Text),
        sa.Column("patient_status", sa.String(20)),
        sa.Column("visit_request", sa.String(20)),
        sa.Column("promised", sa.Text),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_by", sa.String(120)),
        sa.Column("handled_at", sa.DateTime(timezone=True)),
        _primary_key(table),
        _one_of(table, "kind", "call_back", "appointment"),
        _one_of(table, "patient_status", "new", "existing"),
        _one_of(table, "visit_request", "book", "change", "cancel"),
        _one_of(table, "status", "new", "done"),
        _check(table, "contact_given", "phone IS NOT NULL OR email IS NOT NULL"),
        _check(table, "phone_e164", "phone LIKE '+%' AND length(phone) >= 8"),
        _check(table, "email_has_parts", "email LIKE '%_@_%'"),
        _check(table, "handled_when_done", "(status = 'done') = (handled_at IS NOT NULL)"),
        _check(table, "handled_both", "(handled_by IS NULL) = (handled_at IS NULL)"),
    )
    op.create_index(
        "uq_callback_requests_digest",
        table,
        ["digest"],
        unique=True,
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    )
    _index(table, "conversation_id")
    _index(table, "created_at")


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("answer_id", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("responses", sa.JSON, nullable=False),
        sa.Column("claims", sa.JSON, nullable=False),
        sa.Column("question", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _primary_key("feedback"),
        sa.UniqueConstraint(
            "conversation_id", "answer_id", name="uq_feedback_conversation_id_answer"
        ),
    )
    _index("feedback", "conversation_id")
    _index("feedback", "created_at")


def _create_unanswered_questions() -> None:
    table = "unanswered_questions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("compared", sa.Text, nullable=False),
        sa.Column("compared_digest", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("nearest", sa.JSON, nullable=False),
        sa.Column("times_asked", sa.Integer, nullable=False),
        sa.Column("first_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(120)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        _primary_key(table),
        sa.UniqueConstraint("compared_digest", name=op.f(f"uq_{table}_compared_digest")),
        _one_of(table, "reason", "not_understood", "out_of_scope", "unhelpful"),
        _one_of(table, "status", "new", "answered", "dismissed"),
        _check(table, "compared_given", "length(compared) >= 1"),
        _check(table, "times_asked_positive", "times_asked >= 1"),
        _check(table, "asked_range", "first_asked_at <= last_asked_at"),
        _check(table, "decided_both", "(decided_by IS NULL) = (decided_at IS NULL)"),
    )
    _index(table, "last_asked_at")
    op.create_table(
        "unanswered_asks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("question_id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _primary_key("unanswered_asks"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            [f"{table}.id"],
            name=op.f(f"fk_unanswered_asks_question_id_{table}"),
            ondelete="CASCADE",
        ),
    )
    _index("unanswered_asks", "question_id")
    _index("unanswered_asks", "conversation_id")


def _create_safety_alerts() -> None:
    table = "safety_alerts"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("signs", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.String(120)),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        _primary_key(table),
        _one_of(table, "kind", "emergency", "crisis", "urgent_symptom"),
        _check(table, "acknowledged_both", "(acknowledged_by IS NULL) = (acknowledged_at IS NULL)"),
    )
    _index(table, "conversation_id")
    _index(table, "created_at")


def _create_patient_plans() -> None:
    table = "patient_plans"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reference_digest", sa.String(64), nullable=False),
        sa.Column("verifier_hash", sa.String(255), nullable=False),
        sa.Column("verifier_kind", sa.String(20), nullable=False),
        sa.Column("plan_id", sa.Integer, nullable=False),
        sa.Column("visits_done", sa.Integer, nullable=False),
        sa.Column("visits_planned", sa.Integer, nullable=False),
        sa.Column("next_visit_on", sa.Date),
        sa.Column("next_visit_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _primary_key(table),
        sa.UniqueConstraint("reference_digest", name=op.f(f"uq_{table}_reference_digest")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f(f"fk_{table}_plan_id_plans")),
        _one_of(table, "verifier_kind", "date_of_birth", "pin"),
        _check(table, "visits_range", "visits_done >= 0 AND visits_done <= visits_planned"),
        _check(table, "visits_planned_positive", "visits_planned >= 1"),
        _check(table, "next_visit_has_day", "next_visit_at IS NULL OR next_visit_on IS NOT NULL"),
    )
    _index(table, "plan_id")


def _create_plan_attempts() -> None:
    table = "plan_attempts"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reference_digest", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(255)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean, nullable=False),
        sa.Column("counts_for_reference", sa.Boolean, nullable=False),
        sa.Column("counts_for_conversation", sa.Boolean, nullable=False),
        _primary_key(table),
        _check(
            table,
            "success_counts_for_nothing",
            "NOT succeeded OR NOT (counts_for_reference OR counts_for_conversation)",
        ),
        _check(
            table,
            "counted_conversation_given",
            "conversation_id IS NOT NULL OR NOT counts_for_conversation",
        ),
    )
    for column in ("reference_digest", "conversation_id"):
        counts = f"counts_for_{column.split('_')[0]}"
        op.create_index(op.f(f"ix_{table}_{column}_counts"), table, [column, counts])
    _index(table, "at")


def _primary_key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return _check(table, f"{column}_known", f"{column} IN ({listed})")


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
