"""The claim ledger: what may be said, with its verdict and sources, from ``content/claims.yml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError

VERDICTS = ("supported", "qualified", "corrected", "promotional")


@dataclass(frozen=True)
class Source:
    """A work that a claim rests on. ``url`` is set only where a patient may be sent there."""

    name: str
    year: int | None
    url: str | None
    shown: bool

    def citation(self) -> str:
        """Return the source in one line, as a patient sees it."""
        year = f" ({self.year})" if self.year and str(self.year) not in self.name else ""
        link = f" {self.url}" if self.url else ""
        return f"{self.name.rstrip('.')}{year}.{link}"


@dataclass(frozen=True)
class Claim:
    """One statement, what was found about it, and the sentence that may be said.

    Attributes:
        never_say: wordings that no reply may use, because they repeat what the verdict refutes.
    """

    id: str
    topic: str
    claim: str
    verdict: str
    say: str
    from_article: bool
    never_say: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Ledger:
    """All claims by id."""

    claims: dict[str, Claim]

    def sources_of(self, claim_ids: Iterable[str]) -> list[Source]:
        """List the sources to show for some claims, each work once, in the order of the claims.

        The first source of every claim comes before the second of any: an answer that rests on
        several claims names something for each of them.
        """
        known = [self.claims[i] for i in claim_ids if i in self.claims]
        shown = [[source for source in claim.sources if source.shown] for claim in known]
        ranked: dict[str, Source] = {}
        for rank in range(max(map(len, shown), default=0)):
            for sources in shown:
                if rank < len(sources):
                    ranked.setdefault(_work(sources[rank]), sources[rank])
        return list(ranked.values())


def _work(source: Source) -> str:
    return source.url or source.name.casefold()


@lru_cache(maxsize=4)
def load_ledger(path: Path) -> Ledger:
    """Read the ledger.

    Raises:
        ContentError: if the file is missing, is not YAML, or a claim lacks a field.
    """
    claims: dict[str, Claim] = {}
    for entry in read_yaml(path).get("claims") or []:
        claim = _claim(entry, path)
        if claim.id in claims:
            raise ContentError(f"{path}: claim {claim.id} stands there twice.")
        claims[claim.id] = claim
    return Ledger(claims)


def _claim(entry: Any, path: Path) -> Claim:
    if not isinstance(entry, dict):
        raise ContentError(f"{path}: a claim is a mapping with id, topic, say ..., not {entry!r}.")
    try:
        verdict = entry["verdict"]
        if verdict not in VERDICTS:
            raise ContentError(
                f"{path}: claim {entry['id']} has the verdict {verdict!r}; "
                f"use {', '.join(VERDICTS)}."
            )
        return Claim(
            id=entry["id"],
            topic=entry["topic"],
            claim=entry["claim"],
            verdict=verdict,
            say=entry["say"],
            from_article=entry["origin"] == "article",
            never_say=tuple(entry.get("never_say") or ()),
            sources=tuple(_source(source) for source in entry["sources"]),
        )
    except KeyError as error:
        raise ContentError(f"{path}: claim {entry.get('id', '?')} lacks {error}.") from error


def _source(entry: dict[str, Any]) -> Source:
    return Source(
        name=str(entry["name"]),
        year=entry.get("year"),
        url=entry.get("url"),
        shown=bool(entry.get("show", True)),
    )
