"""Leaves TensorFlow out: Rasa imports it for components that our pipeline has none of.

It takes seconds of every start and a third of the server's memory. In its place stand names without
anything behind them, enough for Rasa's classes to be defined. Whatever then really uses one of them
fails at once, with the name that it asked for.

It has to be applied before anything of Rasa is imported; afterwards it changes nothing.
"""

from __future__ import annotations

import sys
from abc import ABCMeta
from collections.abc import Sequence
from functools import cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import Any

from mesoguide.exceptions import TensorFlowLeftOut

#: TensorFlow and what comes with it alone.
LEFT_OUT = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "keras"})


def apply() -> None:
    """Put empty names in TensorFlow's place; where it is loaded already, there it stays."""
    if not LEFT_OUT & sys.modules.keys():
        sys.meta_path.insert(0, _Finder())


class _Name(ABCMeta):
    """A class of which everything can be named and nothing be done."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _name(f"{cls.__qualname__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Hand a function back that is only decorated; refuse everything else."""
        if len(args) == 1 and not kwargs and isinstance(args[0], FunctionType):
            return args[0]
        raise TensorFlowLeftOut(
            f"{cls.__module__}.{cls.__qualname__} needs TensorFlow, which our servers leave out: "
            "a component that uses it must first take it back in (mesoguide/rasa_patches)"
        )


@cache
def _name(path: str) -> type:
    return _Name(path, (), {"__qualname__": path, "__module__": "tensorflow left out"})


class _Names(ModuleType):
    """A module that has every name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _name(f"{self.__name__}.{name}")


class _Finder(MetaPathFinder, Loader):
    """Finds the modules that are left out, and everything below them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in LEFT_OUT:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Names(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return
