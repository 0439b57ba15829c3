"""Simulations to play with: each shows something that is hard to believe when told."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from course.exercises import SIMULATIONS


class _Views(Mapping[str, Any]):
    """Each view by the name of its simulation, fetched when it is asked for.

    A lesson has a few; it should not wait for those of all the others.
    """

    def __getitem__(self, name: str) -> Any:
        module, view = SIMULATIONS[name].rsplit(".", 1)
        return getattr(import_module(f"{__name__}.{module}"), view)

    def __iter__(self) -> Iterator[str]:
        return iter(SIMULATIONS)

    def __len__(self) -> int:
        return len(SIMULATIONS)


VIEWS = _Views()
