"""What the memory can do, measured on the very buffers of the works."""

from dataclasses import dataclass

import numpy as np

from measure import rounds, spread

LINE = 64


@dataclass(frozen=True)
class Moved:
    """Bytes that a work cannot do without: read, written; or changed where they are."""

    read: float = 0
    written: float = 0
    changed: float = 0


@dataclass(frozen=True)
class Limits:
    """Seconds a byte: read, copied by the faster of the two ways, changed in place."""

    read: float
    copy: float
    change: float
    stream_wins: bool

    def seconds(self, moved):
        """The least that moving so many bytes takes."""
        both = moved.written
        only_read = max(0.0, moved.read - moved.written)
        return both * self.copy + only_read * self.read + moved.changed * self.change


def measure(library, shape, rows, effort):
    """The limits for rows of this size."""
    out = np.empty(rows.nbytes, np.uint8)
    out[:] = 0
    own = rows.copy()
    names = ("read", "copy", "stream", "change")
    sides = {
        name: library.work(name, "limit", shape, own if name == "change" else rows, out=out)
        for name in names
    }
    taken = rounds(sides, effort)
    a_byte = {name: spread(taken[name])[0] / rows.nbytes for name in names}
    return Limits(
        a_byte["read"],
        min(a_byte["copy"], a_byte["stream"]),
        a_byte["change"],
        a_byte["stream"] < a_byte["copy"],
    )


def lines(starts, width):
    """Bytes of the cache lines that items of a width at these bytes touch."""
    first, last = starts // LINE, (starts + width - 1) // LINE
    numbers = np.unique(np.concatenate([first, last]))
    # An item wider than two lines touches those between, too.
    between = np.maximum(last - first - 1, 0).sum()
    return (len(numbers) + int(between)) * LINE


def of_column(shape, name, count):
    """Bytes of the lines of a column."""
    dtype, offset = shape.dtype.fields[name][:2]
    some = min(count, 4096)
    starts = np.arange(some) * shape.dtype.itemsize + offset
    return min(lines(starts, dtype.itemsize) / some * count, count * shape.dtype.itemsize)


def of_fields(shape, names, count):
    """Bytes of the lines of some columns."""
    some = min(count, 4096)
    touched = set()
    for name in names:
        dtype, offset = shape.dtype.fields[name][:2]
        starts = np.arange(some) * shape.dtype.itemsize + offset
        for byte in (0, dtype.itemsize - 1):
            touched.update(((starts + byte) // LINE).tolist())
    return min(len(touched) * LINE / some * count, count * shape.dtype.itemsize)


def of_rows(shape, mask):
    """Bytes of the lines of the rows that a mask keeps, and of the mask."""
    some = mask[: 1 << 20]
    kept = np.flatnonzero(some)
    scale = len(mask) / len(some)
    return lines(kept * shape.dtype.itemsize, shape.dtype.itemsize) * scale + len(mask)
