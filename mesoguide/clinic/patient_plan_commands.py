"""The commands `mesoguide patient-plan ...`: the courses that patients can look up themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Annotated

import typer

from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.next_visits import read_next_visit
from mesoguide.clinic.patient_plan_desk import NextVisit, PatientPlanDesk, Visits
from mesoguide.clinic.patient_plan_models import PatientPlan
from mesoguide.clinic.patient_plan_prompts import (
    PROOFS,
    Wanted,
    ask_number,
    ask_text,
    read_verifier,
)
from mesoguide.clinic.patient_plan_repository import PatientPlanRepository
from mesoguide.clinic.patient_references import new_reference
from mesoguide.clinic.plan_attempts import PlanAttempts
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.staff_terminal import (
    NOBODY_NAMED,
    AsJson,
    By,
    clinic_session,
    clinic_zone,
    failures_in_one_line,
    local_time,
    print_json,
    print_table,
    row_as_json,
    staff_name,
)
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import PlanNotFound
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.settings import load_settings

patient_plan_app = typer.Typer(
    no_args_is_help=True, help="Let patients look up their own course of visits."
)

_HEADINGS = ("No.", "Plan", "Visits", "Next visit", "Proof", "Added", "Locked until")
_HIDDEN = ("reference_digest", "verifier_hash", "plan_id")
_CHANGES = {
    "plan_id": "the plan",
    "visits_done": "visits done",
    "visits_planned": "visits planned",
    "next_visit_on": "day of the next visit",
    "next_visit_at": "time of the next visit",
    "verifier_hash": "the proof",
    "verifier_kind": "the kind of proof",
}

Number = Annotated[int | None, typer.Argument(help="The number in the list.")]
Reference = Annotated[
    str | None,
    typer.Option(help="The patient's reference; asked for when neither it nor a number is given."),
]
Planned = Annotated[int | None, typer.Option("--visits", help="Visits in the whole course.")]
Done = Annotated[int | None, typer.Option("--done", help="Visits that are over.")]
NextDay = Annotated[
    str | None, typer.Option("--next-visit", help="2026-12-03, or '2026-12-03 14:30'.")
]
Pin = Annotated[bool, typer.Option("--pin", help="The proof is a PIN, not the date of birth.")]
FromStdin = Annotated[
    bool,
    typer.Option("--verifier-stdin", help="Read the proof from standard input, and ask nothing."),
]


@patient_plan_app.command("add")
def add_patient_plan(
    plan: Annotated[str | None, typer.Option(help="The plan's code, such as HAIR-01.")] = None,
    reference: Annotated[
        str | None, typer.Option(help="Your own reference for the patient; made if left out.")
    ] = None,
    visits: Planned = None,
    done: Done = None,
    next_visit: NextDay = None,
    pin: Pin = False,
    verifier_stdin: FromStdin = False,
    by: By = NOBODY_NAMED,
) -> None:
    """Add a patient's course, asking for what is not given, and print the reference once.

    Example: mesoguide patient-plan add --plan HAIR-01 --by 'Ana Silva'
    """
    who, kind, ask = staff_name(by), _kind(pin=pin), not verifier_stdin
    if plan is None and not ask:
        raise typer.BadParameter("give --plan too: nothing is asked for", param_hint="--plan")
    with failures_in_one_line():
        code = plan or str(typer.prompt("Plan code, such as HAIR-01"))
        usual = _usual_visits(code)
        own = ask_text(reference, "Reference (leave empty for a new one)", ask=ask)
        given = own or new_reference()
        counts = Visits(
            planned=ask_number(visits, "Visits in the whole course", usual, ask=ask),
            done=ask_number(done, "Visits that are over", 0, ask=ask),
        )
        day = ask_text(next_visit, "Next visit (leave empty if there is none)", ask=ask)
        coming = read_next_visit(day, _zone())
        verifier = read_verifier(kind, from_stdin=verifier_stdin)
        with _desk(who) as desk:
            number = desk.add(
                reference=given,
                verifier=verifier,
                kind=kind,
                plan_code=code,
                visits=counts,
                next_visit=coming,
            )
    typer.echo(f"Added as number {number}. The patient's reference is:")
    typer.echo(given)
    typer.echo("Write it down now. It is kept in no readable form and cannot be shown again.")


@patient_plan_app.command("list")
def list_patient_plans(as_json: AsJson = False) -> None:
    """List patients' courses, newest first. References are kept in no form that could be shown.

    Example: mesoguide patient-plan list
    """
    now = utc_now()
    with failures_in_one_line(), clinic_session() as session:
        attempts = PlanAttempts(session)
        rows = [
            (row, attempts.shut_until(row.reference_digest, now=now))
            for row in PatientPlanRepository(session).newest()
        ]
        if as_json:
            print_json([_as_json(row, shut) for row, shut in rows])
        elif rows:
            zone = _zone()
            lines = [_line(row, shut, zone) for row, shut in rows]
            print_table("Patients' courses", _HEADINGS, lines)
        else:
            typer.echo("No patient has a course yet: run `mesoguide patient-plan add`.")


@patient_plan_app.command("update")
def update_patient_plan(
    number: Number = None,
    reference: Reference = None,
    plan: Annotated[str | None, typer.Option(help="Code of another plan.")] = None,
    visits: Planned = None,
    done: Done = None,
    next_visit: NextDay = None,
    no_next_visit: Annotated[
        bool, typer.Option("--no-next-visit", help="No visit is arranged.")
    ] = False,
    new_verifier: Annotated[
        bool, typer.Option("--new-verifier", help="Ask for a new date of birth, or PIN with --pin.")
    ] = False,
    pin: Pin = False,
    verifier_stdin: FromStdin = False,
    by: By = NOBODY_NAMED,
) -> None:
    """Change a patient's course; what is not given stays.

    Example: mesoguide patient-plan update 12 --done 3 --next-visit '2026-12-03 14:30'
    """
    who, kind, renew = staff_name(by), _kind(pin=pin), new_verifier or verifier_stdin
    if next_visit is not None and no_next_visit:
        raise typer.BadParameter("give either --next-visit or --no-next-visit")
    if pin and not renew:
        raise typer.BadParameter("--pin goes with --new-verifier", param_hint="--pin")
    if not (renew or no_next_visit) and (plan, visits, done, next_visit) == (None,) * 4:
        raise typer.BadParameter("say what is to change: see --help")
    with failures_in_one_line():
        wanted = Wanted.asked_for(number, reference)
        coming = None if next_visit is None else read_next_visit(next_visit, _zone())
        proof = (kind, read_verifier(kind, from_stdin=verifier_stdin)) if renew else None
        with _desk(who) as desk:
            course = wanted.at(desk)
            changed = desk.update(
                course,
                visits=Visits(
                    done=course.visits_done if done is None else done,
                    planned=course.visits_planned if visits is None else visits,
                ),
                next_visit=None if no_next_visit else coming or _present_visit(course),
                plan_code=plan,
                verifier=proof,
            )
    what = ", ".join(_CHANGES[name] for name in changed)
    typer.echo(f"Number {course.id}: changed {what}." if what else "Nothing changed.")


@patient_plan_app.command("unlock")
def unlock_patient_plan(
    number: Number = None,
    reference: Reference = None,
    conversation: Annotated[
        str | None, typer.Option(help="Unlock this conversation, not a course.")
    ] = None,
    by: By = NOBODY_NAMED,
) -> None:
    """Let a patient try again before the 24 hours of a lock are over.

    Example: mesoguide patient-plan unlock 12 --by 'Ana Silva'
    """
    who = staff_name(by)
    with failures_in_one_line():
        wanted = None if conversation else Wanted.asked_for(number, reference)
        with _desk(who) as desk:
            if wanted is None:
                tries = desk.unlock_conversation(str(conversation))
            else:
                tries = desk.unlock(wanted.at(desk))
    typer.echo(f"Unlocked. Wrong tries that no longer count: {tries}")


@patient_plan_app.command("remove")
def remove_patient_plan(
    number: Number = None,
    reference: Reference = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    by: By = NOBODY_NAMED,
) -> None:
    """Delete a patient's course, so that nobody can look it up any more.

    Example: mesoguide patient-plan remove 12 --by 'Ana Silva'
    """
    who = staff_name(by)
    with failures_in_one_line():
        wanted = Wanted.asked_for(number, reference)
        if not yes:
            with _desk(who) as desk:
                course = wanted.at(desk)
                question = f"Delete number {course.id}, a course of {course.plan.code}?"
            typer.confirm(question, abort=True)
        with _desk(who) as desk:
            course = wanted.at(desk)
            desk.remove(course)
    typer.echo(f"Deleted number {course.id}.")


@contextmanager
def _desk(who: str) -> Iterator[PatientPlanDesk]:
    """Works on courses in one transaction, which is kept unless something fails."""
    digests = KeyedDigests(load_secret_key(load_settings()))
    with clinic_session() as session:
        yield PatientPlanDesk(session, digests, who=who, at=utc_now())
        session.commit()


def _kind(*, pin: bool) -> VerifierKind:
    return VerifierKind.PIN if pin else VerifierKind.DATE_OF_BIRTH


def _zone() -> tzinfo:
    return clinic_zone(load_settings())


def _usual_visits(code: str) -> int:
    with clinic_session() as session:
        plan = PlanRepository(session).by_code(code)
        if plan is None:
            raise PlanNotFound(code)
        return plan.sessions_max


def _present_visit(course: PatientPlan) -> NextVisit | None:
    if course.next_visit_on is None:
        return None
    return NextVisit(on=course.next_visit_on, at=course.next_visit_at)


def _line(row: PatientPlan, shut: datetime | None, zone: tzinfo) -> tuple[object, ...]:
    return (
        row.id,
        row.plan.code,
        f"{row.visits_done} of {row.visits_planned}",
        local_time(row.next_visit_at, zone) or row.next_visit_on,
        PROOFS[VerifierKind(row.verifier_kind)],
        local_time(row.created_at, zone),
        local_time(shut, zone),
    )


def _as_json(row: PatientPlan, shut: datetime | None) -> dict[str, object]:
    return {**row_as_json(row, leave_out=_HIDDEN), "plan": row.plan.code, "locked_until": shut}
