"""A plan becomes the clinic's own when somebody puts a name to it."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mesoguide.clinic.models import AuditEntry
from mesoguide.clinic.plan_approval import approve, revoke
from mesoguide.clinic.plan_views import plan_view
from mesoguide.exceptions import ApprovalRefused, PlanNotFound

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=timezone.utc)
DAY = date(2026, 3, 4)

pytestmark = pytest.mark.usefixtures("hair_plan")


def test_approved_plan_shows_its_price(session: Session) -> None:
    view = plan_view(approve(session, "hair 01", "Dr Ana  Silva", DAY, now=NOW))

    assert view.is_approved
    assert (view.approved_by, view.approved_on) == ("Dr Ana Silva", DAY)
    assert view.price is not None


def test_revoked_plan_is_an_example_again(session: Session) -> None:
    approve(session, "HAIR-01", "Dr Ana", DAY, now=NOW)

    view = plan_view(revoke(session, "HAIR-01", "Dr Bo", now=NOW))

    assert not view.is_approved
    assert view.price is None


@pytest.mark.parametrize(
    "name", ["", "  ", "\t\n", "---", "123", "x" * 121, "A\x00b", "A\u202eb"], ids=ascii
)
def test_what_is_no_name_cannot_approve(session: Session, name: str) -> None:
    with pytest.raises(ApprovalRefused, match="not a person's name"):
        approve(session, "HAIR-01", name, DAY, now=NOW)


def test_what_is_no_name_cannot_revoke(session: Session) -> None:
    with pytest.raises(ApprovalRefused, match="not a person's name"):
        revoke(session, "HAIR-01", " ", now=NOW)


def test_approval_from_the_future_is_refused(session: Session) -> None:
    with pytest.raises(ApprovalRefused, match="2026-03-06 is in the future"):
        approve(session, "HAIR-01", "Dr Ana", date(2026, 3, 6), now=NOW)


def test_unknown_plan_cannot_be_approved(session: Session) -> None:
    with pytest.raises(PlanNotFound, match="'NONE-01'"):
        approve(session, "NONE-01", "Dr Ana", DAY, now=NOW)


def test_example_cannot_be_revoked(session: Session) -> None:
    with pytest.raises(ApprovalRefused, match="nothing to revoke"):
        revoke(session, "HAIR-01", "Dr Ana", now=NOW)


def test_approval_and_revocation_leave_entries(session: Session) -> None:
    approve(session, "HAIR-01", "Dr Ana", DAY, now=NOW)
    revoke(session, "HAIR-01", "Dr Bo", now=NOW)
    session.flush()

    entries = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()
    assert [(entry.who, entry.action) for entry in entries[1:]] == [
        ("Dr Ana", "plan_approved"),
        ("Dr Bo", "approval_revoked"),
    ]
    assert entries[2].details == {"approved_by": "Dr Ana", "approved_on": "2026-03-04"}


def test_same_approval_twice_leaves_one_entry(session: Session) -> None:
    approve(session, "HAIR-01", "Dr Ana", DAY, now=NOW)
    session.commit()
    approve(session, "HAIR-01", "Dr Ana", DAY, now=NOW)
    session.flush()

    assert len(session.execute(select(AuditEntry)).scalars().all()) == 2


def test_nothing_is_approved_until_the_caller_commits(session: Session) -> None:
    approve(session, "HAIR-01", "Dr Ana", DAY, now=NOW)
    session.rollback()

    with pytest.raises(ApprovalRefused):
        revoke(session, "HAIR-01", "Dr Ana", now=NOW)
