"""Tells secrets that can be guessed from those that cannot: keys, tokens, passwords.

Nobody can measure how random a text is. These rules catch what people really put in place of a
secret: something short, a word from an example, one key held down, a pattern typed twice.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

#: Characters of a token that is checked online alone, with a limit on tries (NIST SP 800-63B-4,
#: 3.1.1.2, asks for 15 of a password that stands alone).
SHORTEST_TOKEN = 16

#: Characters of a database's password; whoever tries them must reach the database first.
SHORTEST_PASSWORD = 12

#: Different characters of a long secret, and of a shorter one. Random hexadecimal digits, 32 or 16
#: of them, have fewer once in some millions (binomial bound).
_LONG, _FEWEST_OF_LONG, _FEWEST = 32, 8, 5

#: What stands in examples, documentation and first attempts; compared without case and marks.
_PLACEHOLDERS = frozenset(
    {
        *("changeme", "changethis", "replaceme", "example", "placeholder", "password", "passwort"),
        *("secret", "secretkey", "mysecret", "mysecretkey", "topsecret", "supersecret", "token"),
        *("mesoguide", "postgres", "postgresql", "admin", "root", "test", "testing", "letmein"),
        *("anythinglongandrandom", "opensslrandbase6448", "opensslrandhex32", "yoursecretkey"),
    }
)
_MARKS = re.compile(r"[\W_]+")
_UNFILLED = re.compile(r"\$[({]|\.\.\.|<[^>]*>")
_ROWS = ("0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def weakness(secret: str, *, shortest: int) -> str | None:
    """Say why a secret can be guessed; None where no reason is known.

    Args:
        secret: the secret; the answer does not repeat any of it.
        shortest: characters that it must have.
    """
    bare = _MARKS.sub("", secret).lower()
    if len(secret) < shortest:
        return f"has fewer than {shortest} characters"
    if _UNFILLED.search(secret) or _without_repetition(bare) in _PLACEHOLDERS:
        return "is the text of an example"
    if len(_without_repetition(secret)) <= len(secret) // 2:
        return "repeats itself"
    if len(set(secret)) < (_FEWEST_OF_LONG if len(secret) >= _LONG else _FEWEST):
        return "has too few different characters"
    if _is_row(bare):
        return "is a row of keys"
    return None


def database_password_weakness(url: str) -> str | None:
    """Say why the password in a database's address can be guessed; None without one.

    Where there is no password, the database knows its users by another way, such as a file of
    passwords, a certificate, or their account on this machine.
    """
    parts = urlsplit(url)
    in_query = dict(parse_qsl(parts.query)).get("password")
    password = unquote(parts.password) if parts.password else in_query
    if not password:
        return None
    if parts.username and password.lower() == unquote(parts.username).lower():
        return "is the name of the user"
    return weakness(password, shortest=SHORTEST_PASSWORD)


def _is_row(text: str) -> bool:
    """Tell whether a text runs along the keys or the alphabet, and round again at the end."""
    for row in _ROWS:
        rows = row * (len(text) // len(row) + 2)
        if text in rows or text in rows[::-1]:
            return True
    return False


def _without_repetition(text: str) -> str:
    """Return the block that a text consists of, however often: "abab" is "ab"."""
    if not text:
        return text
    # The text begins again within its own double at the length of its block.
    return text[: (text + text).find(text, 1)]
