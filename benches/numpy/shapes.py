"""The records that are measured, as `src/shapes/records.rs` has them, and rows of them."""

from dataclasses import dataclass

import numpy as np

CACHE_BYTES = 384 << 10
CACHE_ROWS = 10_000
MEMORY_BYTES = 576_000_000
MILLION = 1_000_000


@dataclass(frozen=True)
class Shape:
    """A record: its name in the library and in tables, its dtype, what is measured of it."""

    name: str
    title: str
    dtype: np.dtype
    columns: tuple
    part: tuple

    @property
    def part_dtype(self):
        return np.dtype([(name, self.dtype[name]) for name in self.part])

    def rows_at(self, size):
        """How many rows a size has."""
        itemsize = self.dtype.itemsize
        return {
            "L2": min(CACHE_ROWS, CACHE_BYTES // itemsize),
            "DRAM": MEMORY_BYTES // itemsize + 1,
            "million": MILLION,
        }[size]


def _wide():
    kinds = {"a": "f8", "b": "f8", "c": "f8", "x": "f4", "k": "i4"}
    fields = [(f"{letter}{i}", kinds[letter]) for i in range(8) for letter in "abcxk"]
    return np.dtype(fields, align=True)


def _sample(order):
    return np.dtype([("id", order + "i2"), ("sin", order + "f8"), ("cos", order + "f8")])


def _same(kind, names):
    return np.dtype([(name, kind) for name in names])


_PERSON = np.dtype([("name", "S30"), ("age", "i4"), ("weight", "f4"), ("height", "f4")], align=True)

SHAPES = {
    shape.name: shape
    for shape in [
        Shape("sample", "`=hdd`, 18 bytes", _sample("="), ("sin", "id"), ("sin", "cos")),
        Shape("big", "`>hdd`, 18 bytes", _sample(">"), ("sin",), ("sin", "cos")),
        Shape("person", "Person, 44 bytes", _PERSON, ("age",), ("age", "height")),
        Shape("seven", "7 x f4, 28 bytes", _same("f4", "xyzuvwt"), ("y",), ("x", "y", "t")),
        Shape("eight", "8 x f8, 64 bytes", _same("f8", "abcdefgh"), ("c",), ("b", "g")),
        Shape("wide", "40 fields, 256 bytes", _wide(), ("b3", "x5"), ("a1", "c4", "x3", "k6")),
        Shape(
            "bgra",
            "BGRA, 4 bytes",
            _same("u1", ("blue", "green", "red", "alpha")),
            ("red",),
            ("blue", "green", "red"),
        ),
        Shape(
            "rgb16",
            "RGB16, 6 bytes",
            _same("u2", ("red", "green", "blue")),
            ("green",),
            ("red", "blue"),
        ),
    ]
}


def rows(shape, count, seed=2026):
    """Rows of ordinary numbers: a block of random ones, again and again."""
    rng = np.random.default_rng(seed)
    made = np.zeros(count, shape.dtype)
    block = made[: min(count, 1_048_573)]
    for name in shape.dtype.names:
        kind = shape.dtype[name]
        if kind.kind == "f":
            block[name] = rng.random(len(block)) * 100 - 50
        elif kind.kind == "S":
            block[name] = rng.choice([b"Zhang", b"Nakamura", b"O'Neill", b"Li"], len(block))
        else:
            low, high = (0, 256) if kind.itemsize == 1 else (0, 10_000)
            block[name] = rng.integers(low, high, len(block))
    raw, whole = made.view(np.uint8), block.nbytes
    for start in range(whole, len(raw), whole):
        end = min(start + whole, len(raw))
        raw[start:end] = raw[: end - start]
    return made


def mask(count, part, seed=7):
    """Which rows to keep: so many of a hundred, at random."""
    return np.random.default_rng(seed).random(count, dtype=np.float32) < part / 100


def indices(count, seed=11):
    """A tenth of the rows, in random order."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, count, max(1, count // 10)).astype(np.uintp)
