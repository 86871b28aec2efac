"""Rasa's ``train`` made lean: ``python -m mesoguide.ops.rasa_training train ...``.

The messages are encoded on another core while Rasa gets ready, and Rasa leaves out what nobody
uses (:mod:`mesoguide.rasa_patches.lean_training`).
"""

from __future__ import annotations

import warnings

from mesoguide.ops.settings import load_settings
from mesoguide.rasa_patches import no_tensorflow


def main() -> None:
    """Make training lean, then hand over to Rasa."""
    warnings.simplefilter("ignore")
    no_tensorflow.apply()
    _encode_ahead()
    from rasa.__main__ import main as rasa_main

    from mesoguide.rasa_patches import lean_training

    lean_training.apply()
    rasa_main()


def _encode_ahead() -> None:
    from mesoguide.nlp import early_vectors

    root = load_settings().project_root
    early_vectors.start(root, root / "models" / "encoder")


if __name__ == "__main__":
    main()
