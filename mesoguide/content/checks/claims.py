"""Rules about the ledger: replies rest on it, and never contradict it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from mesoguide.content.checks.problem import Problem
from mesoguide.content.project import Project
from mesoguide.content.topics import TOPICS
from mesoguide.content.yaml_files import read_yaml

#: Replies that state facts about the treatment.
EDUCATION_PREFIXES = (
    "utter_answer_",
    "utter_evidence_",
    "utter_emergency",
    "utter_symptom",
    "utter_simple_answer_",
    "utter_simple_evidence_",
)
#: Verdicts under which the article's own wording must not come back.
REFUTED = frozenset({"corrected", "promotional"})

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_CLAUSE_END = re.compile(r"[;:]|,? but |, (?:and|so) ")
#: Words before a refuted statement that take it back or leave it open.
_TAKEN_BACK = re.compile(r"\b(not|no|never|cannot|nobody|nothing|if|whether|said)\b", re.IGNORECASE)


def education_replies_rest_on_claims(project: Project) -> Iterator[Problem]:
    """Each reply that states a fact lists claims, and each listed claim exists."""
    for response in project.responses:
        if response.name.startswith(EDUCATION_PREFIXES) and not response.claims:
            yield Problem(response.where, "it states facts and lists no claim in metadata.claims.")
        for claim in response.claims:
            if claim not in project.ledger.claims:
                yield Problem(response.where, f"there is no claim {claim} in content/claims.yml.")
    for topic in TOPICS:
        if f"ask_{topic}" not in project.intents:
            yield Problem("domain.yml", f"there is no intent ask_{topic}.")


def replies_do_not_contradict_the_ledger(project: Project) -> Iterator[Problem]:
    """No reply says what a verdict refutes; each refuted claim lists how that would sound."""
    patterns = []
    for claim in project.ledger.claims.values():
        if claim.verdict in REFUTED and claim.from_article and not claim.never_say:
            yield Problem(
                f"content/claims.yml: {claim.id}",
                f"its verdict is {claim.verdict}, so list under never_say how a reply would "
                "repeat it.",
            )
        patterns += [(claim.id, re.compile(p, re.IGNORECASE)) for p in claim.never_say]
    for response in project.responses:
        for claim_id, words in _contradictions(response.text, patterns):
            yield Problem(response.where, f"{words!r} repeats what {claim_id} refutes.")
    for claim in project.ledger.claims.values():
        for claim_id, words in _contradictions(claim.say, patterns):
            yield Problem(f"content/claims.yml: {claim.id}", f"{words!r} contradicts {claim_id}.")


def _contradictions(
    text: str, patterns: list[tuple[str, re.Pattern[str]]]
) -> Iterator[tuple[str, str]]:
    """Yield what a text asserts against the ledger; "it has not been shown that ..." is fine."""
    for sentence in _SENTENCE_END.split(" ".join(text.split())):
        for claim_id, pattern in patterns:
            match = pattern.search(sentence)
            if match and not _TAKEN_BACK.search(_clause_before(sentence[: match.start()])):
                yield claim_id, match[0]


def _clause_before(text: str) -> str:
    """Return the last clause: a "not" before a "but" does not take back what follows it."""
    return _CLAUSE_END.split(text)[-1]


def every_article_claim_is_accounted_for(project: Project) -> Iterator[Problem]:
    """Each claim of the article is used by a reply, or listed with the reason why not."""
    used = {claim for response in project.responses for claim in response.claims}
    unused = read_yaml(project.root / "content" / "unused_claims.yml").get("unused") or {}
    for claim in project.ledger.claims.values():
        if claim.from_article and claim.id not in used and claim.id not in unused:
            yield Problem(
                f"content/claims.yml: {claim.id}",
                "no reply uses it; use it, or give the reason in content/unused_claims.yml.",
            )
    for claim_id in unused:
        if claim_id in used:
            yield Problem("content/unused_claims.yml", f"{claim_id} is used by a reply.")
        if claim_id not in project.ledger.claims:
            yield Problem("content/unused_claims.yml", f"there is no claim {claim_id}.")


def links_lead_to_publishers_and_public_bodies(project: Project) -> Iterator[Problem]:
    """Each link that is shown leads to a host on the list; each claim shows a source."""
    hosts = set(read_yaml(project.root / "content" / "link_hosts.yml")["hosts"])
    for claim in project.ledger.claims.values():
        where = f"content/claims.yml: {claim.id}"
        if not any(source.shown for source in claim.sources):
            yield Problem(where, "no source of it may be shown.")
        for source in claim.sources:
            if source.url and not source.shown:
                yield Problem(where, f"a source that is not shown has a link: {source.url}.")
            if source.url and _host(source.url) not in hosts:
                yield Problem(where, f"{_host(source.url)} is not in content/link_hosts.yml.")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
