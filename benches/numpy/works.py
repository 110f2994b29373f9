"""Works about columns and rows: what each is told in NumPy, who else does it, what it must
move."""

import struct

import numpy as np

import limits
import shapes
from job import Job
from limits import Moved
from neighbours import pd, pl, tables


def sums(shape, rows, of):
    """The sum of a column."""
    column = rows[of]
    moved = Moved(read=limits.of_column(shape, of, len(rows)))
    numpy = {"numpy": lambda: [column.sum()]}
    others = ("hand", "stored", "soa_derive") if shape.name != "big" else ("hand",)
    return Job(
        "sum",
        of,
        numpy,
        lambda: [np.ascontiguousarray(column.astype(column.dtype.newbyteorder("="))).sum()],
        moved,
        others=others,
        close=("numpy", "hand", "soa_derive"),
    )


def least(shape, rows, of, which):
    """The least, the greatest item of a column, or their mean."""
    column = rows[of]
    call = getattr(column, which)
    moved = Moved(read=limits.of_column(shape, of, len(rows)))
    others = ("hand",) if which in ("min", "max") else ()
    close = () if others else ("numpy", "static", "run-time")
    return Job(which, of, {"numpy": lambda: [call()]}, lambda: [call()], moved, others, close=close)


def column_out(shape, rows, of):
    """A column copied to memory that is there already."""
    column = rows[of]
    out, theirs = np.zeros(len(rows), column.dtype), np.zeros(len(rows), column.dtype)

    def copy():
        np.copyto(theirs, column)
        return [theirs]

    moved = Moved(limits.of_column(shape, of, len(rows)), out.nbytes)
    return Job("column out", of, {"numpy": copy}, lambda: [column], moved, out=out)


def columns_out(shape, rows):
    """All columns copied to memory that is there already."""
    views = [rows[name] for name in shape.dtype.names]
    outs = [np.zeros(len(rows), view.dtype) for view in views]
    pairs = list(zip(outs, views))

    def copy():
        for out, view in pairs:
            np.copyto(out, view)
        return outs

    written = sum(out.nbytes for out in outs)
    moved = Moved(rows.nbytes, written)
    others = ("hand", "soa_derive", "soa-rs")
    return Job("columns out", "", {"numpy": copy}, lambda: views, moved, others)


def columns_in(shape, rows):
    """Rows written out of all columns."""
    columns = [np.ascontiguousarray(rows[name]) for name in shape.dtype.names]
    out, lent = np.zeros_like(rows), np.zeros_like(rows)
    pairs = [(out[name], column) for name, column in zip(shape.dtype.names, columns)]

    def copy():
        for view, column in pairs:
            np.copyto(view, column)
        return [out]

    moved = Moved(sum(column.nbytes for column in columns), rows.nbytes)
    others = ("hand", "soa_derive", "soa-rs")
    return Job("columns in", "", {"numpy": copy}, lambda: [rows], moved, others, out=lent)


def repack(shape, rows):
    """Some fields copied to rows that have only those."""
    names = list(shape.part)
    some = rows[names]
    whole, by_field = np.zeros(len(rows), shape.part_dtype), np.zeros(len(rows), shape.part_dtype)
    pairs = [(by_field[name], rows[name]) for name in names]

    def assign():
        whole[...] = some
        return [whole]

    def fields():
        for out, view in pairs:
            np.copyto(out, view)
        return [by_field]

    moved = Moved(limits.of_fields(shape, names, len(rows)), whole.nbytes)
    return Job("repack", "", {"numpy": assign, "fields": fields}, lambda: fields(), moved)


def keep(shape, rows, part):
    """The rows that a mask keeps."""
    mask = shapes.mask(len(rows), part)
    out = np.zeros(int(mask.sum()), shape.dtype)
    numpy = {
        "numpy": lambda: [np.compress(mask, rows, out=out)],
        "index": lambda: [rows[mask]],
    }
    moved = Moved(limits.of_rows(shape, mask), out.nbytes)
    return Job("filter", str(part), numpy, lambda: [rows[mask]], moved, mask=mask)


def take(shape, rows):
    """A tenth of the rows, in random order."""
    indices = shapes.indices(len(rows))
    out = np.zeros(len(indices), shape.dtype)
    signed = indices.view(np.intp)
    numpy = {
        "numpy": lambda: [np.take(rows, signed, out=out, mode="clip")],
        "index": lambda: [rows[signed]],
    }
    return Job("take", "", numpy, lambda: [rows[signed]], indices=indices, count=len(indices))


def update(shape, rows, of):
    """One added to each item of a column, in place."""
    column = rows[of]
    one = column.dtype.type(1)
    moved = Moved(changed=limits.of_column(shape, of, len(rows)))

    def add():
        np.add(column, one, out=column)
        return []

    def changed(run, rows):
        before = rows[of].copy()
        run()
        return np.array_equal(rows[of], before + one)

    return Job("update", of, {"numpy": add}, lambda: [], moved, changed=changed)


def describe(shape, rows, size):
    """Least, greatest, mean and variance of every column of numbers."""
    views = [rows[name] for name in shape.dtype.names if rows.dtype[name].kind != "S"]

    def each():
        return [(view.min(), view.max(), view.mean(), view.var()) for view in views]

    def means():
        return [np.array([view.mean(dtype=np.float64) for view in views])]

    numpy = {"numpy": each}
    if size == "million" and pd is not None:
        frame, table = tables(rows)
        numpy["pandas"] = lambda: frame.agg(["min", "max", "mean", "var"])
        every = pl.all()
        numpy["polars"] = lambda: table.select(
            every.min().name.suffix(" min"),
            every.max().name.suffix(" max"),
            every.mean().name.suffix(" mean"),
            every.var().name.suffix(" var"),
        )
    return Job(
        "describe",
        "",
        numpy,
        means,
        Moved(read=limits.of_fields(shape, shape.dtype.names, len(rows))),
        others=(),
        close=("static", "run-time", *numpy),
        # Each is told so differently that only ours is compared.
        arrays=lambda made: means(),
    )


def append(shape, rows):
    """Rows added one by one to nothing."""
    packer = struct.Struct("=hdd").pack
    values = rows.tolist()

    def add():
        made = bytearray()
        for id_, sin, cos in values:
            made += struct.pack("=hdd", id_, sin, cos)
        return [np.frombuffer(made, np.uint8)]

    def add_compiled():
        made = bytearray()
        for id_, sin, cos in values:
            made += packer(id_, sin, cos)
        return [np.frombuffer(made, np.uint8)]

    others = ("hand", "soa_derive", "soa-rs")
    expected_of = dict.fromkeys(others[1:], lambda: [rows[name] for name in rows.dtype.names])
    return Job(
        "append",
        "",
        {"numpy": add, "packer": add_compiled},
        lambda: [rows],
        others=others,
        expected_of=expected_of,
    )
