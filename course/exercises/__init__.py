"""The declared tasks of all modules: what is asked, of whom nothing is known yet.

A task is found by its name, for ever: ``TASKS["run-lengths"]``. A lesson needs those of
one module, so a module is imported when one of its tasks is asked for; until then only
the names are known, from `course.exercises.names`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType

from course.exercises.names import SIMULATIONS, TASK_NAMES
from course.tasks import Task

__all__ = ["MODULES", "SIMULATIONS", "TASKS"]


class _Module(Mapping[str, Task]):
    """The tasks of one module by name, in the order of its lesson."""

    def __init__(self, name: str):
        self._name = name

    def __getitem__(self, task: str) -> Task:
        if task not in TASK_NAMES[self._name]:
            raise KeyError(task)
        return import_module(f"{__name__}.{self._name}").TASKS[task]

    def __iter__(self) -> Iterator[str]:
        return iter(TASK_NAMES[self._name])

    def __len__(self) -> int:
        return len(TASK_NAMES[self._name])


class _Tasks(Mapping[str, Task]):
    """The tasks of all modules by name."""

    def __init__(self, modules: Mapping[str, Mapping[str, Task]]):
        self._module_of = {
            task: module for module in modules.values() for task in module
        }

    def __getitem__(self, task: str) -> Task:
        return self._module_of[task][task]

    def __contains__(self, task: object) -> bool:
        return task in self._module_of

    def __iter__(self) -> Iterator[str]:
        return iter(self._module_of)

    def __len__(self) -> int:
        return len(self._module_of)


MODULES: Mapping[str, Mapping[str, Task]] = MappingProxyType(
    {name: _Module(name) for name in TASK_NAMES}
)
TASKS: Mapping[str, Task] = _Tasks(MODULES)
