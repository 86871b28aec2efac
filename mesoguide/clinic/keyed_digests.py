"""What stands in the database for a patient's reference and date of birth.

Both have few possible values, so a plain hash could be tried through by whoever steals the
database. Without the key, which is not in it, there is nothing to try.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from mesoguide.clinic.patient_references import compared_reference

#: OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 rounds, 1 thread.
MEMORY_KIB = 19 * 1024
#: As above.
ROUNDS = 2


class KeyedDigests:
    """Compares references and verifiers under the clinic's secret key."""

    def __init__(self, secret_key: bytes) -> None:
        # Each use has a key of its own, so that a value of one says nothing about another.
        self._reference_key = _hmac(secret_key, b"mesoguide patient reference")
        self._verifier_key = _hmac(secret_key, b"mesoguide patient verifier")
        self._hasher = _hasher()

    @property
    def dummy_hash(self) -> str:
        """A hash that no verifier fits and that costs as much to compare with as any."""
        return _dummy_hash(self._verifier_key)

    def reference(self, typed: object) -> str:
        """The digest of a reference in any spelling; all that cannot be one share a digest."""
        compared = compared_reference(typed) or ""
        return _hmac(self._reference_key, compared.encode()).hex()

    def hash_verifier(self, reference_digest: str, compared: str) -> str:
        """Hashes a verifier for keeping; it fits one reference alone."""
        return self._hasher.hash(self._bound(reference_digest, compared))

    def verify(self, kept_hash: str, reference_digest: str, compared: str) -> bool:
        """Says whether a verifier is the kept one; always takes the time of one hash."""
        try:
            return self._hasher.verify(kept_hash, self._bound(reference_digest, compared))
        except VerifyMismatchError:
            return False

    def _bound(self, reference_digest: str, compared: str) -> bytes:
        return _hmac(self._verifier_key, f"{reference_digest}\n{compared}".encode())


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)


@cache
def _dummy_hash(key: bytes) -> str:
    return _hasher().hash(key)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()
