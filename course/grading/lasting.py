"""Work on many submissions, without going over what stays again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects that may be new before the collector looks at them; Python's 700 are a handful
# of answers.
_MANY = 50_000


@contextmanager
def lasting() -> Iterator[None]:
    """Spare the garbage collector what is there now, and stays until the end.

    It would go over all of the course for every few submissions: a tenth of the time.

    Examples
    --------
    >>> with lasting():
    ...     gc.get_freeze_count() > 0
    True
    """
    seldom = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_MANY, *seldom[1:])
    try:
        yield
    finally:
        gc.set_threshold(*seldom)
        gc.unfreeze()
