"""Makes fixtures/order.jsonl: how NumPy orders rows, and where it finds values in sorted columns.

    python tests/numpy/order.py [--seed N] [--cases N] [FILE]

The same seed and NumPy give the same file. README.md describes its form.
"""

import argparse
import json
import pathlib
import random

import numpy as np

SEED = 1
CASES = 400
INTS = [0, 1, -1, 2, 127, -128, 255, 256, -256, 32767, 65535, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 2**64 - 1]
FLOATS = [0.0, -0.0, 1.0, -1.0, 1.5, float("inf"), float("-inf"), float("nan"), -float("nan"), 6e-8, -6e-8, 60000.0]
TEXTS = ["", "a", "b", "ab", "aB", "abc", "a\0b", "\x7f", "abcdefgh", "abcdefghi", "abcdefgh\0j"]


def fit(values, low, high):
    return [v for v in values if low <= v <= high]


def plain(r):
    """A dtype without parts, and values of it."""
    kind = r.choice("?iiiuuuffffccSSSUUMmV")
    order = r.choice("<>")
    if kind == "?":
        return "?", [False, True]
    if kind in "iu":
        dt = np.dtype(order + kind + r.choice("1248"))
        info = np.iinfo(dt)
        return dt.str, fit(INTS, info.min, info.max)
    if kind == "f":
        return order + "f" + r.choice("248"), FLOATS
    if kind == "c":
        parts = [0.0, -0.0, 1.0, -2.0, float("inf"), float("nan")]
        return order + r.choice(["c8", "c16"]), [complex(a, b) for a in parts for b in parts]
    if kind == "S":
        size = r.choice([1, 2, 3, 7, 8, 9, 11, 17])
        return "S%d" % size, [t.encode()[:size] for t in TEXTS] + [b"\xff"[:size], b"\x80"]
    if kind == "U":
        size = r.choice([1, 2, 3, 9, 11])
        return order + "U%d" % size, [t[:size] for t in TEXTS] + ["\u00fc", "\uffff", "\U0010ffff"]
    if kind in "Mm":
        unit = r.choice(["s", "ns", "D"])
        return order + kind + "8[%s]" % unit, ["NaT"] + fit(INTS, -(2**63) + 1, 2**63 - 1)
    size = r.choice([1, 3, 8, 10])
    return "V%d" % size, [bytes(r.choice([0, 1, 255]) for _ in range(size)) for _ in range(6)]


def filled(r, column, code, values):
    """Writes some of the values to all items of a column."""
    pool = r.sample(values, min(len(values), r.randint(2, 12)))
    for i in range(len(column)):
        value = r.choice(pool)
        if np.dtype(code).kind in "Mm" and value != "NaT":
            # A number of steps is no moment to NumPy, an integer's bytes are.
            column[i : i + 1] = np.array([value], code[0] + "i8").view(code)
        else:
            column[i] = value


def nested(r):
    fields = [("f%d" % i, *plain(r)) for i in range(r.randint(1, 3))]
    return fields


def has_half_nan(column):
    if column.dtype.names:
        return any(has_half_nan(column[name]) for name in column.dtype.names)
    return column.dtype.kind == "f" and column.dtype.itemsize == 2 and bool(np.isnan(column).any())


def argsort(a, keys):
    """The stable order by these fields only: with order=keys, NumPy goes on with the others."""
    order = np.arange(len(a))
    for key in reversed(keys):
        order = order[np.argsort(a[key][order], kind="stable")]
    return order


def case(seed, number):
    r = random.Random("order %d %d" % (seed, number))
    fields = []
    for i in range(r.choice([1, 1, 2, 3, 4])):
        name = "k%d" % i
        fields.append((name, nested(r)) if r.randrange(8) == 0 else (name, *plain(r)))
    types = [(f[0], f[1] if len(f) == 3 else [(n, c) for n, c, _ in f[1]]) for f in fields]
    types += [("id", "<u2")]
    dt = np.dtype(types, align=r.random() < 0.3)
    a = np.zeros(r.randint(2, 24), dt)
    a["id"] = np.arange(len(a))
    with np.errstate(all="ignore"):
        for f in fields:
            if len(f) == 3:
                filled(r, a[f[0]], f[1], f[2])
            else:
                for n, c, v in f[1]:
                    filled(r, a[f[0]][n], c, v)
    keys = r.sample([f[0] for f in fields], r.randint(1, len(fields)))
    if any(a[key].dtype.names and has_half_nan(a[key]) for key in keys):
        # As parts of records, and there only, NumPy puts NaNs of half precision first.
        keys = [f[0] for f in fields if not has_half_nan(a[f[0]])] or ["id"]
    made = {
        "id": number,
        "dtype": repr(dt),
        "data": a.tobytes().hex(),
        "keys": keys,
        "argsort": argsort(a, keys).tolist(),
    }
    column = a[keys[0]]
    if column.dtype.names is None and column.dtype.kind != "V":
        ordered = np.sort(column, kind="stable")
        made["left"] = np.searchsorted(ordered, column, "left").tolist()
        made["right"] = np.searchsorted(ordered, column, "right").tolist()
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cases", type=int, default=CASES)
    here = pathlib.Path(__file__).parent
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=here / "fixtures" / "order.jsonl")
    args = parser.parse_args()
    with open(args.file, "w", encoding="ascii", newline="\n") as out:
        for number in range(args.cases):
            print(json.dumps(case(args.seed, number)), file=out)


if __name__ == "__main__":
    main()
