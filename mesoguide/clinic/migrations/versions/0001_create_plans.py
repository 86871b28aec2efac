"""Create plans, their areas and the audit trail.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CONCERNS = (
    "'hair_loss', 'excess_fat', 'cellulite', 'wrinkles', 'body_contouring', 'skin_tightening', "
    "'pigmentation'"
)
_BODY_AREAS = (
    "'scalp', 'face', 'chin', 'neck', 'arms', 'legs', 'thighs', 'abdomen', 'buttocks', 'hands'"
)


def upgrade() -> None:
    """Makes the three tables."""
    _create_plans()
    op.create_table(
        "plan_areas",
        sa.Column("plan_id", sa.Integer, nullable=False),
        sa.Column("body_area", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("plan_id", "body_area", name=op.f("pk_plan_areas")),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["plans.id"],
            name=op.f("fk_plan_areas_plan_id_plans"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            f"body_area IN ({_BODY_AREAS})", name=op.f("ck_plan_areas_body_area_known")
        ),
    )
    op.create_index(op.f("ix_plan_areas_body_area"), "plan_areas", ["body_area"])
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.CheckConstraint("length(trim(who)) >= 1", name=op.f("ck_audit_entries_who_given")),
        sa.CheckConstraint("length(trim(action)) >= 1", name=op.f("ck_audit_entries_action_given")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"])


def downgrade() -> None:
    """Removes the three tables with all that they hold."""
    op.drop_table("audit_entries")
    op.drop_table("plan_areas")
    op.drop_table("plans")


def _create_plans() -> None:
    now = sa.func.current_timestamp()
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("concern", sa.String(40), nullable=False),
        sa.Column("requires_consultation", sa.Boolean, nullable=False),
        *_range("sessions", least=1),
        *_range("interval_days", least=1),
        *_range("maintenance_days", least=1, nullable=True),
        sa.Column("maintenance_note", sa.Text),
        *_range("session_minutes", least=1),
        sa.Column("anaesthetic_options", sa.JSON, nullable=False),
        *_range("downtime_days", least=0),
        sa.Column("downtime_text", sa.Text, nullable=False),
        *_range("discomfort", least=0, limit=" AND discomfort_max <= 10"),
        sa.Column("discomfort_basis", sa.Text, nullable=False),
        sa.Column("aftercare", sa.JSON, nullable=False),
        sa.Column("not_suitable_for", sa.JSON, nullable=False),
        sa.Column("price_currency", sa.String(3)),
        *_amount("price_per_session_minor"),
        *_amount("price_course_min_minor"),
        *_amount("price_course_max_minor"),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("approval_note", sa.Text, nullable=False),
        sa.Column("plain_note", sa.Text, nullable=False),
        sa.Column("caution", sa.Text),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("in_article", sa.Boolean, nullable=False),
        sa.Column("source_note", sa.JSON),
        sa.Column("review", sa.Text),
        sa.Column("published_schedules", sa.JSON),
        sa.Column("content_hash", sa.String(64), nullable=False, server_default=""),
        sa.Column("visible_hash", sa.String(64), nullable=False, server_default=""),
        sa.Column("approved_by", sa.String(120)),
        sa.Column("approved_on", sa.Date),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        _check("code_given", "length(code) >= 1"),
        _check("name_given", "length(trim(name)) >= 1"),
        _check("concern_known", f"concern IN ({_CONCERNS})"),
        _check(
            "maintenance_days_both",
            "(maintenance_days_min IS NULL) = (maintenance_days_max IS NULL)",
        ),
        _check("price_course_range", "price_course_min_minor <= price_course_max_minor"),
        _check(
            "price_all_or_nothing",
            "(price_currency IS NULL) = (price_per_session_minor IS NULL)"
            " AND (price_currency IS NULL) = (price_course_min_minor IS NULL)"
            " AND (price_currency IS NULL) = (price_course_max_minor IS NULL)",
        ),
        _check(
            "price_currency_iso",
            "length(price_currency) = 3 AND price_currency = upper(price_currency)",
        ),
        _check("approval_both", "(approved_by IS NULL) = (approved_on IS NULL)"),
        _check("approved_by_given", "length(trim(approved_by)) >= 1"),
        _check("version_positive", "version >= 1"),
    )
    op.create_index(op.f("ix_plans_concern"), "plans", ["concern"])
    op.create_index(
        "uq_plans_code_compared",
        "plans",
        [sa.text("lower(replace(replace(code, '-', ''), ' ', ''))")],
        unique=True,
    )


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_plans_{name}"))


def _range(
    name: str, *, least: int, limit: str = "", nullable: bool = False
) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column(f"{name}_min", sa.Integer, nullable=nullable),
        sa.Column(f"{name}_max", sa.Integer, nullable=nullable),
        _check(f"{name}_range", f"{name}_min >= {least} AND {name}_min <= {name}_max{limit}"),
    )


def _amount(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column(name, sa.Integer),
        _check(f"{name}_whole", f"{name} >= 0 AND {name} = CAST({name} AS INTEGER)"),
    )
