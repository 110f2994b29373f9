"""Sorted rows: by NumPy in two ways, by pandas and polars, whose tables have the columns."""

import numpy as np

from frames import pd, pl
from job import Job


def sort(shape, rows, keys):
    """The rows in the order of one or two fields."""
    out = np.zeros_like(rows)
    fields = [rows[key] for key in keys]

    def by_order():
        return [np.sort(rows, order=list(keys))]

    def by_index():
        # The last key of `lexsort` is the first to count.
        index = np.argsort(fields[0]) if len(keys) == 1 else np.lexsort(fields[::-1])
        return [np.take(rows, index, out=out, mode="clip")]

    numpy = {"order": by_order, "numpy": by_index}
    if pd is not None:
        names = rows.dtype.names
        frame = pd.DataFrame({name: np.ascontiguousarray(rows[name]) for name in names})
        table = pl.DataFrame({name: np.ascontiguousarray(rows[name]) for name in names})
        numpy["pandas"] = lambda: frame.sort_values(list(keys))
        numpy["polars"] = lambda: table.sort(list(keys))
    expected_of = dict.fromkeys(
        ("pandas", "polars"), lambda: [out[name] for name in rows.dtype.names]
    )
    return Job(
        "sort",
        ", ".join(keys),
        numpy,
        lambda: by_order(),
        expected_of=expected_of,
        arrays=lambda made: (
            made
            if isinstance(made, list)
            else [np.asarray(made[name]) for name in rows.dtype.names]
        ),
    )


def jobs(shape, rows):
    """By one key, by two."""
    if shape.name == "sample":
        yield lambda: sort(shape, rows, ("sin",))
        yield lambda: sort(shape, rows, ("id", "sin"))
