"""Sorted rows: by NumPy in two ways, by pandas and polars, whose tables have the columns."""

import numpy as np

from job import Job
from neighbours import pd, pl, tables


def columns(rows):
    """The columns of rows."""
    return [rows[name] for name in rows.dtype.names]


def of_table(rows):
    """What finds the columns in what comes out."""
    names = rows.dtype.names
    return lambda made: made if isinstance(made, list) else [np.asarray(made[n]) for n in names]


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
        frame, table = tables(rows)
        numpy["pandas"] = lambda: frame.sort_values(list(keys))
        numpy["polars"] = lambda: table.sort(list(keys))
    expected_of = dict.fromkeys(("pandas", "polars"), lambda: columns(by_index()[0]))
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


def unique(shape, rows, key):
    """The first row of each value of a field, in its order."""
    column = rows[key]

    def first():
        return np.unique(column, return_index=True)[1]

    numpy = {"numpy": lambda: [np.take(rows, first())]}
    if pd is not None:
        frame, table = tables(rows)
        numpy["pandas"] = lambda: frame.drop_duplicates(key)
        numpy["polars"] = lambda: table.unique(key, keep="first", maintain_order=True)
    in_own_order = dict.fromkeys(("pandas", "polars"), lambda: columns(rows[np.sort(first())]))
    return Job(
        "unique",
        key,
        numpy,
        lambda: [rows[first()]],
        others=(),
        expected_of=in_own_order,
        arrays=of_table(rows),
    )


def join(shape, rows, key):
    """The numbers of the rows that have the same value in a field, of a million and of those
    of ten thousand; each of the latter has its own, and a fifth of the values is missing."""
    rng = np.random.default_rng(5)
    right = np.zeros(8000, shape.dtype)
    right[key] = rng.permutation(10_000)[: len(right)]
    left_keys, right_keys = rows[key], right[key]

    def pairs():
        order = np.argsort(right_keys)
        places = np.searchsorted(right_keys, left_keys, sorter=order)
        found = order[np.minimum(places, len(order) - 1)]
        equal = np.flatnonzero(right_keys[found] == left_keys)
        return [equal, found[equal]]

    def expected():
        return [np.stack(pairs(), axis=1)]

    numpy = {"numpy": pairs}
    expected_of = {"numpy": pairs}
    if pd is not None:
        some, other = (
            {key: np.ascontiguousarray(part[key]), "row": np.arange(len(part))}
            for part in (rows, right)
        )
        frames, tables = (
            [pd.DataFrame(some), pd.DataFrame(other)],
            [pl.DataFrame(some), pl.DataFrame(other)],
        )
        numpy["pandas"] = lambda: frames[0].merge(frames[1], on=key)
        numpy["polars"] = lambda: tables[0].join(tables[1], on=key, maintain_order="left")
        expected_of |= dict.fromkeys(("pandas", "polars"), pairs)
    return Job(
        "join",
        key,
        numpy,
        expected,
        others=(),
        out=right,
        expected_of=expected_of,
        arrays=lambda made: (
            made
            if isinstance(made, list)
            else [np.asarray(made[name]) for name in _row_columns(made)]
        ),
    )


def _row_columns(made):
    """What the two columns of row numbers are called."""
    return [name for name in made.columns if name.startswith("row")]


def search(shape, rows, key):
    """Where a hundred thousand values belong in a sorted column."""
    ordered = np.sort(rows, order=key)
    values = np.random.default_rng(9).permutation(rows[key])[:100_000].copy()
    column = ordered[key]
    numpy = {"numpy": lambda: [np.searchsorted(column, values)]}
    return Job(
        "search", key, numpy, numpy["numpy"], others=(), out=values, rows=ordered, count=len(values)
    )


def jobs(shape, rows):
    """By one key, by two."""
    if shape.name == "sample":
        yield lambda: sort(shape, rows, ("sin",))
        yield lambda: sort(shape, rows, ("id", "sin"))
        yield lambda: unique(shape, rows, "id")
        yield lambda: join(shape, rows, "id")
        yield lambda: search(shape, rows, "sin")
