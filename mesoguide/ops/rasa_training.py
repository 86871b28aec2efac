"""Rasa's ``train`` without its cache: ``python -m mesoguide.ops.rasa_training train ...``.

Rasa fingerprints and stores the output of every component, so that a later training may skip some.
Whether to train is decided here by one fingerprint over the files, and with ten thousand messages
the fingerprints took a quarter of the training time.
"""

from __future__ import annotations

import warnings
from typing import Any

from mesoguide.rasa_patches import no_tensorflow


def main() -> None:
    """Switch the cache off, then hand over to Rasa."""
    warnings.simplefilter("ignore")
    no_tensorflow.apply()
    from rasa.__main__ import main as rasa_main
    from rasa.engine.training.hooks import TrainingHook

    TrainingHook.on_before_node = _nothing_to_remember
    TrainingHook.on_after_node = _nothing_to_keep
    rasa_main()


def _nothing_to_remember(*_: Any, **__: Any) -> dict[str, Any]:
    return {}


def _nothing_to_keep(*_: Any, **__: Any) -> None:
    return None


if __name__ == "__main__":
    main()
