"""What the commands for patients' courses ask for when it was not given.

What a patient proves themselves with is read hidden from the terminal or from standard input. It
is never an argument, which the shell would write into its history.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import typer

from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.patient_plan_desk import PatientPlanDesk
from mesoguide.clinic.patient_plan_models import PatientPlan

PROOFS = {VerifierKind.DATE_OF_BIRTH: "Date of birth", VerifierKind.PIN: "PIN"}


@dataclass(frozen=True)
class Wanted:
    """The course that a command is about: by its number in the list, or by its reference."""

    number: int | None
    reference: str | None

    @classmethod
    def asked_for(cls, number: int | None, reference: str | None) -> Wanted:
        """Takes what was given; asks for the reference when nothing was."""
        if number is not None and reference is not None:
            raise typer.BadParameter("give either the number or the reference")
        if number is None and reference is None:
            reference = str(typer.prompt("The patient's reference"))
        return cls(number, reference)

    def at(self, desk: PatientPlanDesk) -> PatientPlan:
        """The course itself.

        Raises:
            PatientPlanNotFound: There is none.
        """
        return desk.course(number=self.number, reference=self.reference)


def read_verifier(kind: VerifierKind, *, from_stdin: bool) -> str:
    """Reads a date of birth or a PIN, twice and hidden from a terminal."""
    if from_stdin:
        return sys.stdin.readline().strip()
    question = f"{PROOFS[kind]} (not shown)"
    return str(typer.prompt(question, hide_input=True, confirmation_prompt="The same again"))


def ask_text(given: str | None, question: str, *, ask: bool) -> str:
    """What was given, else what is typed; empty when nobody is to be asked."""
    if given is not None or not ask:
        return given or ""
    return str(typer.prompt(question, default="", show_default=False))


def ask_number(given: int | None, question: str, usual: int, *, ask: bool) -> int:
    """What was given, else what is typed; the usual number when nobody is to be asked."""
    if given is not None or not ask:
        return usual if given is None else given
    return int(typer.prompt(question, default=usual, type=int))
