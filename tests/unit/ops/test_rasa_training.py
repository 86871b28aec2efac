"""Training runs without Rasa's cache."""

from __future__ import annotations

import pytest
import rasa.__main__ as rasa_main
from rasa.engine.training.hooks import TrainingHook

from mesoguide.ops import rasa_training


def test_training_neither_fingerprints_nor_keeps_what_components_put_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("on_before_node", "on_after_node"):
        monkeypatch.setattr(TrainingHook, name, getattr(TrainingHook, name))
    handed_over = []
    monkeypatch.setattr(rasa_main, "main", lambda: handed_over.append("rasa"))

    rasa_training.main()

    hook = TrainingHook(cache=None, model_storage=None, pruned_schema=None)
    assert hook.on_before_node("node", None, {}, {}) == {}
    assert hook.on_after_node("node", None, {}, object(), {}) is None
    assert handed_over == ["rasa"]
