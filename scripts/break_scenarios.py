"""Break each behaviour on purpose, and see that the scenarios of its family fail.

    .venv/bin/python scripts/break_scenarios.py                every family: some minutes
    .venv/bin/python scripts/break_scenarios.py safety forms   these families

A scenario that passes whatever the code does holds nothing. For each family the project is copied,
one line of the copy is changed, and the family's scenarios are played there on SQLite. The trained
model is taken along: no line that is changed has a part in training. Ends with 1 if a family passes
as a whole, or if a line is no longer found in the code.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mesoguide.ops.fingerprint import training_fingerprint
from mesoguide.ops.training import STAMP

ROOT = Path(__file__).parents[1]
_COUNTS = {word: re.compile(rf"(\d+) {word}") for word in ("passed", "failed", "error")}


@dataclass(frozen=True)
class Breakage:
    """A line to change, and what does not work then.

    Attributes:
        family: folder below ``tests/conversations``.
        what: the behaviour that is gone, in a few words.
        path: of the file, from the top of the project.
        line: what stands there, once.
        broken: what stands there instead.
    """

    family: str
    what: str
    path: str
    line: str
    broken: str


BREAKAGES = (
    Breakage(
        "context",
        "the concern is forgotten after its message",
        "actions/turn.py",
        'remembered = Concern.parse(self.slot("concern"))',
        "remembered = None",
    ),
    Breakage(
        "corrections",
        "no message is read as a correction",
        "mesoguide/dialogue/understood_message.py",
        '            act=str((parse_data.get("dialogue_act") or {}).get("name") or NO_ACT),',
        '            act=str((parse_data.get("dialogue_act") or {}).get("name") or NO_ACT)'
        '.replace("correct", NO_ACT),',
    ),
    Breakage(
        "digressions",
        "no question is heard in the middle of a form",
        "mesoguide/dialogue/turn_plan.py",
        "    if not is_question_to_the_bot(message, state.requested_slot):",
        "    if True:",
    ),
    Breakage(
        "failures",
        "nobody hears that the plans cannot be read",
        "actions/plan_answers.py",
        '        turn.say("utter_plans_unavailable")\n        _say_what_studies_say(topic, turn)',
        "        _say_what_studies_say(topic, turn)",
    ),
    Breakage(
        "forms",
        "a request is stored without a yes to its summary",
        "actions/contact_forms.py",
        "        return self._wait_for(names.CONFIRMATION)",
        "        return self.finish()",
    ),
    Breakage(
        "happy",
        "no answer is said for a concern or another detail",
        "actions/topics.py",
        "    return next(iter(_telling_variants(topic, turn)), None)",
        "    return None",
    ),
    Breakage(
        "journeys",
        "nothing is said of the clinic's plans",
        "actions/plan_answers.py",
        "    if choice.plan is not None:",
        "    if False:",
    ),
    Breakage(
        "my_plan",
        "a code that is not known is told from a database that does not answer",
        "actions/my_plan.py",
        "            turn.say(REFUSED)",
        '            turn.say("utter_my_plan_unavailable")',
    ),
    Breakage(
        "negations",
        "what is denied is taken for what is meant",
        "mesoguide/nlp/denial.py",
        "    return _denied_before(span, is_wish_to_be_rid) or _denied_after(span)",
        "    return False",
    ),
    Breakage(
        "plans",
        "the caution of a plan is left out",
        "mesoguide/content/plan_replies.py",
        '        "caution": plan.caution or "",',
        '        "caution": "",',
    ),
    Breakage(
        "privacy",
        "requests and comments stay after a deletion",
        "mesoguide/clinic/conversation_deletion.py",
        "            counts.update(self._delete_rows(session, conversation_ids, keep_unanswered))",
        "            counts.update({})",
    ),
    Breakage(
        "refusal",
        "who will not give a detail is asked for it again",
        "actions/contact_forms.py",
        "        if declines(turn) and not readings.problem and not is_unclear:",
        "        if False:",
    ),
    Breakage(
        "repair",
        "each miss is the first one",
        "actions/repair.py",
        "                count += 1",
        "                count += 0",
    ),
    Breakage(
        "repeats",
        "the first wording is said however often it was said",
        "mesoguide/dialogue/response_generator.py",
        "        times = _times_said(utter_action, tracker) if len(variations) > 1 else 0",
        "        times = 0",
    ),
    Breakage(
        "safety",
        "nobody is asked whether they are safe after an alarm",
        "mesoguide/dialogue/turn_plan.py",
        "    if state.safety_hold:\n        return (names.CHECK_SAFE,)",
        "    if False:\n        return (names.CHECK_SAFE,)",
    ),
    Breakage(
        "service",
        "what only staff know is answered with the clinic's card",
        "mesoguide/dialogue/turn_plan.py",
        '    if question == "ask_clinic_info" and not message.is_payload '
        "and only_staff_know(message.text):",
        "    if False:",
    ),
    Breakage(
        "two_questions",
        "of several questions only the first is answered",
        "mesoguide/dialogue/turn_plan.py",
        "    return (*symptoms, *plain, *forms[:1])",
        "    return (*symptoms, *plain, *forms[:1])[:1]",
    ),
)


def main(families: Sequence[str] = ()) -> int:
    """Break what was asked for and print what failed.

    Args:
        families: folders below ``tests/conversations``; all of them without any.

    Returns:
        0 if some scenario of each family fails, 1 otherwise.
    """
    console = Console(highlight=False)
    known = {breakage.family for breakage in BREAKAGES}
    if unknown := set(families) - known:
        console.print(f"No such family: {', '.join(sorted(unknown))}. There are: {sorted(known)}")
        return 1
    table = Table("family", "what is broken", "failed", "of")
    holds = True
    for breakage in BREAKAGES:
        if families and breakage.family not in families:
            continue
        console.print(f"{breakage.family}: {breakage.what} ...")
        failed, played = failures_with(breakage)
        holds = holds and failed > 0
        table.add_row(breakage.family, breakage.what, str(failed), str(played))
    console.print(table)
    return 0 if holds else 1


def failures_with(breakage: Breakage) -> tuple[int, int]:
    """Play a family in a copy of the project with one line changed.

    Returns:
        How many scenarios failed, and how many were played.

    Raises:
        ValueError: if the line does not stand in its file exactly once.
        RuntimeError: if nothing could be played.
    """
    with tempfile.TemporaryDirectory(prefix="broken-") as folder:
        copy = Path(folder)
        _copy_project(copy)
        changed = copy / breakage.path
        text = changed.read_text(encoding="utf-8")
        if text.count(breakage.line) != 1:
            raise ValueError(f"{breakage.path} has not exactly once: {breakage.line.strip()}")
        changed.write_text(text.replace(breakage.line, breakage.broken), encoding="utf-8")
        stamp = {"fingerprint": training_fingerprint(copy), "seconds": 0.0}
        (copy / "models" / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
        return _play(breakage.family, copy)


def _copy_project(copy: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    models = (path.relative_to(ROOT) for path in (ROOT / "models").glob("mesoguide.*"))
    for name in [*filter(None, listed.split("\0")), *map(str, models)]:
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)


def _play(family: str, copy: Path) -> tuple[int, int]:
    # Scenarios that break the database themselves are played on PostgreSQL alone.
    store = "postgresql" if family == "failures" else "not postgresql"
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no"]
    chosen = ["tests/conversations/test_scenarios.py", "-k", f"{family}/ and {store}"]
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        [*pytest, *chosen],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
    )
    last = (done.stdout.strip() or done.stderr).splitlines()[-1]
    counts = {word: int(found[1]) for word, c in _COUNTS.items() if (found := c.search(last))}
    failed = counts.get("failed", 0)
    played = failed + counts.get("passed", 0)
    if not played:
        raise RuntimeError(f"no scenario of {family} could be played: {last}")
    return failed, played


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
