"""What MesoGuide says, and the model that understands."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import MesoGuideError
from mesoguide.ops.doctor.finding import Findings, Installation, ok, problem, warning
from mesoguide.ops.training import current_model


def checked(installation: Installation) -> Findings:
    """Run the content checks."""
    from mesoguide.content.checks import CHECKS, check_project

    found = check_project(installation.settings.project_root)
    if found:
        yield problem(
            "content", f"{len(found)} faults.", "`mesoguide content check` names each of them."
        )
    else:
        yield ok("content", f"All {len(CHECKS)} checks passed.")


def clinic_facts(installation: Installation) -> Findings:
    """Look whether the clinic has put its own facts in."""
    path = installation.settings.content_dir / "clinic.yml"
    facts = load_clinic_facts(path)
    raw = read_yaml(path)
    if raw.get("demo", True):
        yield problem(
            "clinic",
            f"{path.name} still has the invented clinic: its phone reaches nobody.",
            "Replace every value, ring each number once, then set `demo: false`.",
        )
    elif (raw.get("review_contact") or {}).get("signed_off_on") is None:
        yield warning(
            "clinic",
            "Nobody has signed off the content.",
            "A clinician reads it and fills in `signed_off_on`: docs/going-live.md.",
        )
    else:
        yield ok("clinic", f"{facts.name}, signed off on {raw['review_contact']['signed_off_on']}.")
    local = installation.now.astimezone(ZoneInfo(facts.time_zone))
    yield ok("time zone", f"{facts.time_zone}: it is {local:%H:%M} at the clinic.")


def model(installation: Installation) -> Findings:
    """See whether the model belongs to the present content and code."""
    if current_model(installation.settings) is None:
        yield warning(
            "model",
            "There is none for the present content and code.",
            "The next start trains it, or `mesoguide train` does.",
        )
    else:
        yield ok("model", "It is of the present content and code.")


def encoder(installation: Installation) -> Findings:
    """Compare the sentence encoder with its checksums."""
    from mesoguide.nlp.sentence_encoder import SentenceEncoder

    try:
        SentenceEncoder.load(installation.settings.project_root / "models" / "encoder")
    except MesoGuideError as error:
        yield problem("encoder", f"{error}", "Get models/encoder/ of this release again.")
    else:
        yield ok("encoder", "Its files are those that were exported.")
