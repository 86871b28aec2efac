"""Rasa runs without TensorFlow, each time in a process of its own."""

from __future__ import annotations

import subprocess
import sys

from mesoguide.ops.settings import PROJECT_ROOT

RUN = """
from mesoguide.rasa_patches import no_tensorflow
no_tensorflow.apply()
import sys
import rasa.core.agent, rasa.server, rasa.model_training
import rasa.engine.recipes.default_components as components
from mesoguide.exceptions import TensorFlowLeftOut
{}
"""


def run(code: str) -> str:
    """Run code in a process of its own, with TensorFlow left out."""
    return run_alone(RUN.format(code))


def run_alone(code: str) -> str:
    """Run code in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_rasa_is_imported_without_tensorflow() -> None:
    code = "print('jax' in sys.modules, 'tensorflow.python.pywrap_tensorflow' in sys.modules)"

    assert run(code) == "False False"


def test_component_that_needs_tensorflow_says_so() -> None:
    code = """
import tensorflow as tf
for use in (
    lambda: tf.constant(1),
    lambda: tf.keras.layers.Dense(3),
    lambda: components.TEDPolicy.model_class()(),
):
    try:
        use()
    except TensorFlowLeftOut as error:
        print(error)
"""

    said = run(code).splitlines()

    assert len(said) == 3
    assert "tensorflow.constant" in said[0]


def test_where_tensorflow_is_loaded_it_stays() -> None:
    code = """
import sys, types
sys.modules["tensorflow"] = loaded = types.ModuleType("tensorflow")
before = list(sys.meta_path)
from mesoguide.rasa_patches import no_tensorflow
no_tensorflow.apply()
import tensorflow
print(tensorflow is loaded, sys.meta_path == before)
"""

    assert run_alone(code) == "True True"
