"""Rows to the tables of pandas, polars and pyarrow: by them, and out of our columns.

Ours makes all columns in one pass, in fresh memory as theirs, and hands them over; the
table then shares that memory where its library can.
"""

import numpy as np

from job import Job
from neighbours import pa, pd, pl

# No texts: those of fixed width become something else in every one of the three.
SHAPES = ("sample", "seven", "wide")


def columns(work, dtype):
    """The columns that a work of the library has made, in place."""
    return {name: bytes_.view(dtype[name]) for name, bytes_ in zip(dtype.names, work.outputs())}


def pandas(shape, rows):
    """A `pandas.DataFrame`."""
    theirs = {
        "numpy": lambda: pd.DataFrame(rows),
        "records": lambda: pd.DataFrame.from_records(rows),
        "fields": lambda: pd.DataFrame({name: rows[name] for name in rows.dtype.names}),
    }
    return _job("to pandas", shape, rows, theirs, lambda some: pd.DataFrame(some, copy=False))


def polars(shape, rows):
    """A `polars.DataFrame`."""
    theirs = {
        "numpy": lambda: pl.from_numpy(rows),
        "fields": lambda: pl.DataFrame({name: rows[name] for name in rows.dtype.names}),
    }
    return _job("to polars", shape, rows, theirs, pl.DataFrame)


def pyarrow(shape, rows):
    """A `pyarrow.Table`."""

    def table(some):
        return pa.table({name: pa.array(column) for name, column in some.items()})

    theirs = {"numpy": lambda: table({name: rows[name] for name in rows.dtype.names})}
    return _job("to pyarrow", shape, rows, theirs, table)


def _job(work, shape, rows, theirs, table):
    def ours(made):
        def once():
            made.run(1)
            return table(columns(made, shape.dtype))

        return once

    return Job(
        work,
        "",
        theirs,
        lambda: [rows[name] for name in rows.dtype.names],
        others=(),
        wrap=ours,
        arrays=lambda frame: [np.asarray(frame[name]) for name in rows.dtype.names],
    )


def jobs(shape, rows):
    """One for each library that there is."""
    if pd is not None and shape.name in SHAPES:
        for make in (pandas, polars, pyarrow):
            yield lambda make=make: make(shape, rows)
