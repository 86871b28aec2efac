"""What a plan treats and where: the canonical values of two entities."""

from __future__ import annotations

import re
from enum import Enum
from typing import TypeVar

_LONGEST_TYPED_VALUE = 64
_SEPARATORS = re.compile(r"[\s_-]+")

_Value = TypeVar("_Value", bound=Enum)


class Concern(str, Enum):
    """What a patient wants treated; the values of the `concern` entity."""

    HAIR_LOSS = "hair_loss"
    EXCESS_FAT = "excess_fat"
    CELLULITE = "cellulite"
    WRINKLES = "wrinkles"
    BODY_CONTOURING = "body_contouring"
    SKIN_TIGHTENING = "skin_tightening"
    PIGMENTATION = "pigmentation"

    @classmethod
    def parse(cls, value: object) -> Concern | None:
        """Reads an untrusted value, such as a slot that a typed payload can set.

        Case, spaces and hyphens do not matter. Anything that is not exactly one known value gives
        None; this never raises.
        """
        return _parse(cls, value)


class BodyArea(str, Enum):
    """A part of the body; the values of the `body_area` entity."""

    SCALP = "scalp"
    FACE = "face"
    CHIN = "chin"
    NECK = "neck"
    ARMS = "arms"
    LEGS = "legs"
    THIGHS = "thighs"
    ABDOMEN = "abdomen"
    BUTTOCKS = "buttocks"
    HANDS = "hands"

    @classmethod
    def parse(cls, value: object) -> BodyArea | None:
        """Reads an untrusted value as `Concern.parse` does."""
        return _parse(cls, value)


def _parse(kind: type[_Value], value: object) -> _Value | None:
    if isinstance(value, kind):
        return value
    if not isinstance(value, str) or len(value) > _LONGEST_TYPED_VALUE:
        return None
    canonical = _SEPARATORS.sub("_", value.strip().lower())
    return next((member for member in kind if member.value == canonical), None)
