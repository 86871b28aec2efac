"""Takes out of Rasa's training what we pay for and do not use.

It is for the process that trains and for no other. What Rasa checks is still checked, and what it
learns from stays the same.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import rasa.shared.utils.io as rasa_io
from rasa.engine.storage import local_model_storage
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils import validation
from rasa.shared.utils.common import cached_method

#: gzip's effort: the archive is 3 % larger than with Rasa's 9.
ARCHIVE_EFFORT = 1


def apply() -> None:
    """Make training lean."""
    TrainingHook.on_before_node = _nothing_to_remember
    TrainingHook.on_after_node = _nothing_to_keep
    local_model_storage.TarSafe = _quick_archive(local_model_storage.TarSafe)
    RasaFileImporter.get_domain = cached_method(RasaFileImporter.get_domain)
    Message.__hash__ = _hash_of_wording
    Message.__deepcopy__ = _copy_of_message
    validation.validate_yaml_schema = _quick_validation(validation.validate_yaml_schema)


def _nothing_to_remember(*_: Any, **__: Any) -> dict[str, Any]:
    """Stand in for the fingerprint of a component's input: a quarter of the training time.

    Whether to train is decided by one fingerprint over the files.
    """
    return {}


def _nothing_to_keep(*_: Any, **__: Any) -> None:
    """Stand in for storing a component's output."""


def _quick_archive(archive: Any) -> Any:
    """Return the archive's class with less effort: numbers hardly shrink, and it took 7 s."""

    class QuickArchive(archive):
        @classmethod
        def gzopen(cls, *args: Any, compresslevel: int = ARCHIVE_EFFORT, **kwargs: Any) -> Any:
            return super().gzopen(*args, compresslevel=compresslevel, **kwargs)

    return QuickArchive


def _hash_of_wording(message: Any) -> int:
    """Hash a message by its text and intent; only messages of one hash are compared in full.

    Rasa hashes each message by a fingerprint of everything in it, at every merge of the data.
    """
    return hash((str(message.get(TEXT)), str(message.get(INTENT))))


def _copy_of_message(message: Any, memo: dict[int, Any]) -> Any:
    """Copy a message in depth; its texts need no copy."""
    twin = copy.copy(message)
    twin.data = {
        name: value if isinstance(value, str) else copy.deepcopy(value, memo)
        for name, value in message.data.items()
    }
    twin.output_properties = set(message.output_properties)
    twin.features = copy.deepcopy(message.features, memo)
    return twin


def _quick_validation(validate: Callable[..., None]) -> Callable[..., None]:
    """Validate without the line numbers, which take most of the time.

    What does not pass is read again with them, so that the report names the line.
    """

    def quick(*args: Any, **kwargs: Any) -> None:
        try:
            with _without_line_numbers():
                validate(*args, **kwargs)
        except YamlException:
            validate(*args, **kwargs)

    return quick


@contextmanager
def _without_line_numbers() -> Iterator[None]:
    read_yaml = rasa_io.read_yaml
    rasa_io.read_yaml = lambda content, reader_type="safe": read_yaml(content, "safe")
    try:
        yield
    finally:
        rasa_io.read_yaml = read_yaml
