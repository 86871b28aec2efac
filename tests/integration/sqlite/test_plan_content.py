"""A plans file is read whole and exactly, or refused with what to mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plan_factories import make_entry, write_plans

from mesoguide.clinic.plan_content import PlanContent, read_plans
from mesoguide.exceptions import PlanContentError

DEMO_FILE = Path(__file__).parents[3] / "content" / "plans.yml"


def read_one(tmp_path: Path, **changes: Any) -> PlanContent:
    (plan,) = read_plans(write_plans(tmp_path / "plans.yml", make_entry(**changes)))
    return plan


def without(key: str) -> dict[str, Any]:
    entry = make_entry()
    del entry[key]
    return entry


@pytest.mark.skipif(not DEMO_FILE.exists(), reason="content/plans.yml is not there yet")
def test_demo_plans_are_read() -> None:
    plans = read_plans(DEMO_FILE)

    assert len(plans) == len({plan.code for plan in plans}) >= 12


def test_price_is_kept_in_minor_units(tmp_path: Path) -> None:
    plan = read_one(tmp_path)

    assert (plan.price_per_session_minor, plan.price_course_max_minor) == (25000, 100000)
    assert type(plan.price_per_session_minor) is int


def test_plan_may_have_no_price(tmp_path: Path) -> None:
    assert read_one(tmp_path, price=None).price_currency is None


def test_two_nulls_mean_that_no_top_up_is_planned(tmp_path: Path) -> None:
    plan = read_one(tmp_path, maintenance_interval_days={"min": None, "max": None})

    assert plan.maintenance_days_min is plan.maintenance_days_max is None


def test_source_that_does_not_say_so_is_not_shown(tmp_path: Path) -> None:
    plan = read_one(tmp_path, sources=[{"name": "Page", "year": None, "verified": "read"}])

    assert plan.sources[0]["show"] is False


def test_hash_does_not_depend_on_layout(tmp_path: Path) -> None:
    entry = make_entry()
    turned = dict(reversed(list(entry.items())))

    one = read_plans(write_plans(tmp_path / "a.yml", entry))[0]
    other = read_plans(write_plans(tmp_path / "b.yml", turned))[0]

    assert one.content_hash() == other.content_hash()


def test_remark_for_staff_changes_only_the_full_hash(tmp_path: Path) -> None:
    before, after = read_one(tmp_path), read_one(tmp_path, review="Settled.")

    assert before.content_hash() != after.content_hash()
    assert before.visible_hash() == after.visible_hash()


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"concern": "baldness"}, "concern", "expected one of hair_loss, .* got 'baldness'"),
        ({"concern": "Hair loss"}, "concern", "expected one of hair_loss"),
        ({"concern": None}, "concern", "expected one of"),
        ({"body_areas": ["scalp", "knee"]}, r"body_areas\[2\]", "expected one of scalp, .*'knee'"),
        ({"body_areas": []}, "body_areas", "at least one entry"),
        ({"body_areas": "scalp"}, "body_areas", "expected a list"),
        ({"body_areas": ["scalp", "scalp"]}, r"body_areas\[2\]", "'scalp' is in the list twice"),
        ({"sessions": {"min": 5, "max": 4}}, "sessions.min", r"at most max \(4\), got 5"),
        ({"sessions": {"min": 0, "max": 4}}, "sessions.min", "from 1 to 100, got 0"),
        ({"sessions": {"min": 3, "max": 4000}}, "sessions.max", "from 1 to 100, got 4000"),
        ({"sessions": {"min": 3.5, "max": 4}}, "sessions.min", "a whole number, got 3.5"),
        ({"sessions": {"min": True, "max": 4}}, "sessions.min", "a whole number, got True"),
        ({"sessions": {"min": "3", "max": 4}}, "sessions.min", "a whole number, got '3'"),
        ({"sessions": {"min": 3}}, "sessions.max", "this key is missing"),
        ({"sessions": {"min": 3, "max": 4, "mx": 5}}, "sessions.mx", "this key is not known"),
        ({"sessions": None}, "sessions", "expected keys with values, got nothing"),
        (
            {"maintenance_interval_days": {"min": 90, "max": None}},
            "maintenance_interval_days.max",
            "a whole number, got nothing",
        ),
        (
            {"discomfort": {"min": 2, "max": 11, "scale": "0-10", "basis": "b"}},
            "discomfort.max",
            "from 0 to 10",
        ),
        (
            {"discomfort": {"min": 2, "max": 8, "scale": "0-100", "basis": "b"}},
            "discomfort.scale",
            "expected 0-10",
        ),
        (
            {"downtime": {"days_min": -1, "days_max": 1, "text": "t"}},
            "downtime.days_min",
            "from 0",
        ),
        ({"requires_consultation": "yes"}, "requires_consultation", "true or false, got 'yes'"),
        ({"name": "  "}, "name", "expected a text, got '  '"),
        ({"name": "x" * 121}, "name", "at most 120 characters, got 121"),
        ({"plain_note": "a\x1bb"}, "plain_note", "without control characters"),
        ({"aftercare": ["ok", 3]}, r"aftercare\[2\]", "expected a text, got 3"),
        ({"code": "hair 01"}, "code", "such as HAIR-01, got 'hair 01'"),
        ({"code": 1}, "code", "expected a text, got 1"),
        ({"approved_by": "Dr A"}, "approved_by", "a file cannot approve a plan"),
        ({"status": "approved"}, "status", "expected example"),
        ({"colour": "red"}, "colour", "this key is not known"),
        (
            {"sources": [{"name": "n", "year": 2019, "verified": "read", "shown": True}]},
            r"sources\[1\].shown",
            "this key is not known",
        ),
        (
            {"sources": [{"name": "n", "year": 2019, "verified": "read", "url": "javascript:x"}]},
            r"sources\[1\].url",
            "begins with https://",
        ),
    ],
)
def test_wrong_field_is_named_with_what_was_expected(
    tmp_path: Path, changes: dict[str, Any], field: str, expected: str
) -> None:
    with pytest.raises(PlanContentError, match=rf"plans.yml: plan .*, {field}: .*{expected}"):
        read_one(tmp_path, **changes)


@pytest.mark.parametrize(
    "amount", [250.0, 250.5, "250", -1, True, None, 10**9], ids=lambda amount: repr(amount)
)
def test_amount_that_is_no_whole_number_is_refused(tmp_path: Path, amount: object) -> None:
    price = {"currency": "USD", "per_session": amount, "course_min": 1, "course_max": 2}

    with pytest.raises(PlanContentError, match=r"plan HAIR-01, price\.per_session: expected"):
        read_one(tmp_path, price=price)


@pytest.mark.parametrize("currency", ["$", "usd", "US", 840], ids=repr)
def test_currency_that_is_no_code_is_refused(tmp_path: Path, currency: object) -> None:
    price = {"currency": currency, "per_session": 1, "course_min": 1, "course_max": 2}

    with pytest.raises(PlanContentError, match=r"price\.currency"):
        read_one(tmp_path, price=price)


@pytest.mark.parametrize("key", sorted(set(make_entry()) - {
    "status", "approved_by", "approved_on", "review", "source_note", "published_schedules",
}))  # fmt: skip
def test_missing_field_is_named(tmp_path: Path, key: str) -> None:
    path = write_plans(tmp_path / "plans.yml", without(key))

    with pytest.raises(PlanContentError, match=f"{key}: this key is missing"):
        read_plans(path)


def test_warning_cannot_be_left_out_by_oversight(tmp_path: Path) -> None:
    path = write_plans(tmp_path / "plans.yml", without("caution"))

    with pytest.raises(PlanContentError, match="caution"):
        read_plans(path)


def test_second_plan_with_the_same_code_is_refused(tmp_path: Path) -> None:
    path = write_plans(tmp_path / "plans.yml", make_entry(), make_entry(code="HAIR01"))

    with pytest.raises(PlanContentError, match="plan HAIR01, code: another plan has this code"):
        read_plans(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plans:\n  - code: [unclosed\n", "line 3: expected YAML that can be read"),
        ("plans:\n- code: A\n  name: B\n  code: C\n", "line 4: .*'code' is written twice"),
        ("plans: !!python/object/apply:os.system [ls]\n", "line 1: expected YAML"),
        ("plans:\n- a: 2026-02-31\n", "expected YAML that can be read"),
        ("? [a, b]\n: 1\n", "plans.yml"),
        ("", "expected keys with values, got nothing"),
        ("- a\n", "expected keys with values"),
        ("plans: []\n", "plans: expected a list with at least one plan"),
        ("plans: [3]\n", "plan number 1: expected keys with values, got 3"),
        ("meta: {}\n", "plans: this key is missing"),
        ("plan: []\nplans: [{}]\n", "plan: this key is not known"),
        ("[" * 100_000, "nested more than 20 deep in line 1"),
    ],
    ids=[
        "unclosed", "key-twice", "code-execution", "impossible-date", "list-as-key", "empty",
        "list", "no-plans", "plan-is-number", "plans-missing", "misspelt-top-key", "too-deep",
    ],
)  # fmt: skip
def test_broken_file_is_refused_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "plans.yml"
    path.write_text(text)

    with pytest.raises(PlanContentError, match=expected):
        read_plans(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanContentError, match=r"none\.yml: cannot be read \(No such file"):
        read_plans(tmp_path / "none.yml")


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plans.yml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(PlanContentError, match="UTF-8"):
        read_plans(path)
