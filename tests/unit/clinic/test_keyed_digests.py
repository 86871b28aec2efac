"""Without the key, what is kept of a patient compares with nothing."""

from __future__ import annotations

import pytest

from mesoguide.clinic.keyed_digests import KeyedDigests

REFERENCE = "MG-7K4P-2QX9"
#: The one that the digest below was written down for.
KEY = b"0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def digests() -> KeyedDigests:
    return KeyedDigests(KEY)


def test_spelling_of_a_reference_gives_the_same_digest(digests: KeyedDigests) -> None:
    assert digests.reference(REFERENCE) == digests.reference("mg 7k4p 2qx9")


def test_digest_needs_the_key(digests: KeyedDigests) -> None:
    other = KeyedDigests(b"another key of 32 bytes or more!")

    assert digests.reference(REFERENCE) != other.reference(REFERENCE)
    assert len(digests.reference(REFERENCE)) == 64


def test_digest_is_the_same_in_the_next_process(digests: KeyedDigests) -> None:
    # A change of this value locks every patient out.
    assert digests.reference(REFERENCE) == (
        "8735d9f27433024ab1c94b21e67335c236bd884dda0fd30fc58699da6cd0dfa5"
    )


def test_verifier_fits_its_own_reference_alone(digests: KeyedDigests) -> None:
    kept = digests.hash_verifier("one", "1980-05-03")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert digests.verify(kept, "one", "1980-05-03")
    assert not digests.verify(kept, "two", "1980-05-03")
    assert not digests.verify(kept, "one", "1980-05-04")


def test_verifier_needs_the_key(digests: KeyedDigests) -> None:
    other = KeyedDigests(b"another key of 32 bytes or more!")

    assert not other.verify(digests.hash_verifier("one", "4821"), "one", "4821")


def test_same_verifier_is_kept_differently_each_time(digests: KeyedDigests) -> None:
    assert digests.hash_verifier("one", "4821") != digests.hash_verifier("one", "4821")


def test_dummy_costs_the_same_and_fits_nothing(digests: KeyedDigests) -> None:
    assert digests.dummy_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not digests.verify(digests.dummy_hash, "one", "")
