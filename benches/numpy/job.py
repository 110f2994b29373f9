"""One work on rows of one shape and size, as everybody is told it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from limits import Moved

OURS = ("static", "run-time")


@dataclass
class Job:
    """One work on rows of one shape and size."""

    work: str
    of: str
    # What NumPy does, by a name for each spelling. Each returns its outputs.
    numpy: dict
    # What comes out, for sides that are compared bit for bit.
    expected: Callable
    moved: Moved | None = None
    # Other sides in the library.
    others: tuple = ("hand",)
    # What the library is lent beside the rows.
    mask: np.ndarray | None = None
    indices: np.ndarray | None = None
    out: np.ndarray | None = None
    # The rows, where they are others than everybody's.
    rows: np.ndarray | None = None
    # How many rows or values are worked on, where it is not all rows.
    count: int | None = None
    # Sides whose sums are rounded elsewhere, and so are only close.
    close: tuple = field(default=())
    # What comes out on sides that have something else than the rest.
    expected_of: dict = field(default_factory=dict)
    # What makes a side of a work of the library, where it is only a part of it.
    wrap: Callable | None = None
    # The arrays in what comes out, where that is something else.
    arrays: Callable | None = None
    # Works that change the rows have rows of their own and no outputs to compare: this says
    # whether one did right.
    changed: Callable | None = None
