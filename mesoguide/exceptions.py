"""Every failure that MesoGuide raises on purpose, one class each."""

# ruff: noqa: N818 - a failure's name says what happened (PlanNotFound), with or without "Error"

from __future__ import annotations


class MesoGuideError(Exception):
    """The base of all our errors: catch it to report a failure in one line."""


class DatabaseUrlInvalid(MesoGuideError):
    """The database address cannot be read or names a database that we do not support."""


class DatabaseUnwritable(MesoGuideError):
    """The SQLite file or its folder cannot be made or written."""


class ClinicDataUnavailable(MesoGuideError):
    """The clinic's data could not be read in time; tell the patient so and go on."""


class MigrationNeeded(MesoGuideError):
    """The tables are missing or older or newer than this release expects."""


class MigrationFailed(MesoGuideError):
    """A change of the tables was refused; nothing was changed."""


class PlanNotFound(MesoGuideError):
    """No plan has the code that was asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"there is no plan with the code {code[:64]!r}: "
            "see the codes with `mesoguide plans list`"
        )
        self.code = code


class PlanInUse(MesoGuideError):
    """A plan cannot be deleted while patients are on it."""

    def __init__(self, code: str, patients: int) -> None:
        counted = "1 patient is" if patients == 1 else f"{patients} patients are"
        super().__init__(
            f"{code} was not deleted, and nothing else was changed: {counted} on it. Keep it in "
            "the file, import without --prune, or give those patients another plan first "
            "(mesoguide patient-plan update)."
        )


class PlanContentError(MesoGuideError):
    """A plans file is broken; nothing of it was imported."""

    def __init__(self, *, file: str, expected: str, plan: str = "", field: str = "") -> None:
        """Says where the fault is and what was expected there.

        Args:
            file: The file as the person named it.
            expected: What was expected and what was found.
            plan: The plan's code or, before that is known, its number in the file.
            field: The field with its parents, such as "sessions.max".
        """
        place = ", ".join(part for part in (f"plan {plan}" if plan else "", field) if part)
        super().__init__(f"{file}: {place}: {expected}" if place else f"{file}: {expected}")
        self.file = file
        self.plan = plan
        self.field = field


class ApprovalRefused(MesoGuideError):
    """An approval or its withdrawal makes no sense as asked."""


class PatientPlanNotFound(MesoGuideError):
    """No patient's course has the number or reference that staff asked for."""


class PatientPlanRefused(MesoGuideError):
    """A patient's course cannot be kept as staff typed it."""


class RecordNotFound(MesoGuideError):
    """A list for staff has no entry with the number or code that was given."""

    def __init__(self, kind: str, asked: int | str, command: str) -> None:
        super().__init__(f"there is no {kind} {str(asked)[:20]}: see the list with `{command}`")


class RetentionRefused(MesoGuideError):
    """A deletion makes no sense as asked; nothing was deleted."""


class SecretKeyUnusable(MesoGuideError):
    """The secret key cannot be read or made, or is too short."""


class SettingsError(MesoGuideError):
    """A setting in the environment cannot be used."""


class ContentError(MesoGuideError):
    """A content file (ledger, clinic facts, concepts, replies) is missing or broken."""


class TrainingFailed(MesoGuideError):
    """Rasa could not train a model from the present content."""


class PortTaken(MesoGuideError):
    """Another program listens on a port that a server needs."""


class PortUnusable(MesoGuideError):
    """A server cannot listen on a port, for another reason than that it is taken."""


class FolderUnwritable(MesoGuideError):
    """A folder that MesoGuide writes to cannot be made or written."""


class ModelMissing(MesoGuideError):
    """There is no trained model for the present content."""


class ModelUntrusted(MesoGuideError):
    """Somebody else may have put a trained model in place, and a model is code."""


class ServerFailed(MesoGuideError):
    """A server did not start, or stopped by itself."""


class ScalingImpossible(MesoGuideError):
    """Several chat servers were asked for, and something that they share is missing."""


class ReloadFailed(MesoGuideError):
    """The running servers were not replaced by new ones; the old ones go on."""


class EncoderMissing(MesoGuideError):
    """A file of the sentence encoder is not where it should be."""


class EncoderCorrupt(MesoGuideError):
    """A file of the sentence encoder is not the one that was exported."""


class IntentModelCorrupt(MesoGuideError):
    """The trained intent model is missing or broken."""


class GraphApiError(MesoGuideError):
    """Meta's Graph API refused a call, or nobody knows whether it took it.

    Attributes:
        kind: "transient": nothing was done, try again soon; "rate_limited": try again later;
            "permanent": the same call will never be taken; "unknown_outcome": perhaps it was done.
        code: Meta's error code, if it gave one.
        subcode: Meta's error subcode, if it gave one.
        trace_id: Meta's name of this failure, to ask their support about.
        status: the HTTP status, if there was an answer.
        retry_after_seconds: how long Meta asks to wait, if it said.
    """

    def __init__(
        self,
        kind: str,
        *,
        reason: str,
        code: int | None = None,
        subcode: int | None = None,
        trace_id: str | None = None,
        status: int | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        """Says what happened without a word of what was sent or to whom.

        Args:
            kind: what to do about it; see the attributes.
            reason: words of ours, never Meta's, which may repeat what was sent.
            code: Meta's error code.
            subcode: Meta's error subcode.
            trace_id: Meta's name of this failure.
            status: the HTTP status.
            retry_after_seconds: how long Meta asks to wait.
        """
        details = {"status": status, "code": code, "subcode": subcode, "trace": trace_id}
        known = ", ".join(f"{name} {value}" for name, value in details.items() if value is not None)
        super().__init__(f"{reason} ({known})" if known else reason)
        self.kind = kind
        self.code = code
        self.subcode = subcode
        self.trace_id = trace_id
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class MessengerOff(MesoGuideError):
    """A command needs the clinic's page, and its secrets are not set."""


class ConversationChanged(ClinicDataUnavailable):
    """Somebody else wrote to a conversation during a turn, so the turn was not stored."""


class NoticeNotSent(MesoGuideError):
    """A notice to staff could not be handed over; it is tried again."""


class BackupFailed(MesoGuideError):
    """A backup could not be made; nothing of it is left."""


class RestoreRefused(MesoGuideError):
    """A backup cannot be restored as asked; nothing was changed."""


class RasaChanged(MesoGuideError):
    """Another release of Rasa is installed than the one that our changes were written for."""


class TensorFlowLeftOut(MesoGuideError):
    """Something uses TensorFlow, which the servers leave out."""
