"""Money as integer minor units, such as cents, and how an amount is written."""

from __future__ import annotations

import re

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)

# ISO 4217, the currencies whose minor unit is not a hundredth.
_DECIMALS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"), 0
    ),
    **dict.fromkeys(("VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_USUAL_DECIMALS = 2


def is_currency_code(text: str) -> bool:
    """Says whether a text is written as an ISO 4217 code, such as "USD"."""
    return _CURRENCY.fullmatch(text) is not None


def minor_units(whole_units: int, currency: str) -> int:
    """Turns whole units (dollars) into minor units (cents)."""
    return int(whole_units * 10 ** _decimals(currency))


def format_amount(minor: int, currency: str) -> str:
    """Writes minor units as people do: "USD 1,250" or, with cents, "USD 1,250.50"."""
    decimals = _decimals(currency)
    whole, rest = divmod(minor, 10**decimals)
    return f"{currency} {whole:,}" + (f".{rest:0{decimals}d}" if rest else "")


def _decimals(currency: str) -> int:
    return _DECIMALS.get(currency, _USUAL_DECIMALS)
