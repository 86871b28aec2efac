"""Training encodes ahead, leaves out what nobody uses, and hands over to Rasa."""

from __future__ import annotations

import pytest
import rasa.__main__ as rasa_main

from mesoguide.nlp import early_vectors
from mesoguide.ops import rasa_training
from mesoguide.ops.settings import PROJECT_ROOT
from mesoguide.rasa_patches import lean_training


def test_training_encodes_ahead_and_is_lean_before_rasa_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[object] = []
    monkeypatch.setenv("MESOGUIDE_HOME", str(PROJECT_ROOT))
    monkeypatch.setattr(early_vectors, "start", lambda *places: begun.append(places))
    monkeypatch.setattr(lean_training, "apply", lambda: begun.append("lean"))
    monkeypatch.setattr(rasa_main, "main", lambda: begun.append("rasa"))

    rasa_training.main()

    assert begun == [(PROJECT_ROOT, PROJECT_ROOT / "models" / "encoder"), "lean", "rasa"]
