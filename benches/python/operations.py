"""What nprecords does with many rows, against NumPy's best spelling of the same.

    python benches/python/operations.py [ROUNDS]

Prints, for each work, the median over the rounds of NumPy's time divided by ours, with the
quartiles, and our time per row; both sides take turns, in an order that changes. Then what it takes
to hand over a gigabyte each way. The installed wheel must be a release build.
"""

import platform
import random
import statistics
import sys
import time

import numpy as np

import nprecords

ROWS = 1_000_000
SAMPLE = np.dtype([("id", "<i2"), ("sin", "<f8"), ("cos", "<f8")])
PERSON = np.dtype([("name", "S30"), ("age", "<i4"), ("weight", "<f4"), ("height", "<f4")], align=True)


def rows_of(dtype, rows):
    numbers = np.random.default_rng(5)
    a = np.zeros(rows, dtype)
    for name in dtype.names:
        if dtype[name].kind == "S":
            a[name] = numbers.integers(0, 10**9, rows).astype("S10")
        elif dtype[name].kind == "f":
            a[name] = numbers.normal(size=rows)
        else:
            a[name] = numbers.integers(0, 1000, rows)
    return a


def works(dtype):
    """Name, ours, NumPy's."""
    a = rows_of(dtype, ROWS)
    r = nprecords.frombuffer(a)
    few, half = (np.random.default_rng(6).random(ROWS) < share for share in (0.02, 0.5))
    chosen = np.random.default_rng(7).integers(0, ROWS, ROWS // 10)
    key, pair = dtype.names[1], list(dtype.names[:2])
    ours, theirs = r.to_columns(), {name: a[name].copy() for name in dtype.names}

    def copied():
        for name in dtype.names:
            np.copyto(theirs[name], a[name])

    yield "to_columns(), new memory", r.to_columns, lambda: {n: a[n].copy() for n in dtype.names}
    yield "to_columns(out=...)", lambda: r.to_columns(out=ours), copied
    yield "filter, half", lambda: r.filter(half), lambda: np.compress(half, a)
    yield "filter, 2 %", lambda: r.filter(few), lambda: np.compress(few, a)
    yield "take, a tenth in random order", lambda: r.take(chosen), lambda: np.take(a, chosen)
    yield "sort by one field, v. order=", lambda: r.sort(key), lambda: np.sort(a, order=key)
    yield "sort by one field, v. argsort and take", lambda: r.sort(key), lambda: np.take(a, np.argsort(a[key], kind="stable"))
    yield "sort by two fields, v. order=", lambda: r.sort(pair), lambda: np.sort(a, order=pair)
    yield "sort by two fields, v. lexsort and take", lambda: r.sort(pair), lambda: np.take(a, np.lexsort([a[n] for n in reversed(pair)]))
    yield "argsort by one field", lambda: r.argsort(key), lambda: np.argsort(a[key], kind="stable")
    yield "repack of two fields", lambda: nprecords.repack(a[pair]), lambda: packed(a[pair])


def packed(a):
    # Aligned as the rows were, as ours is.
    fields = [(n, a.dtype[n]) for n in a.dtype.names]
    out = np.empty(a.shape, np.dtype(fields, align=a.dtype.isalignedstruct))
    out[...] = a
    return out


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, nprecords {nprecords.__version__}")
    for label, dtype in [("=hdd, 18 bytes", SAMPLE), ("Person, 44 bytes", PERSON)]:
        print(f"\n{label}, {ROWS:,} rows: times faster than NumPy (quartiles), our ns per row")
        for name, ours, theirs in works(dtype):
            ratios, own = [], []
            slow = seconds(theirs) + seconds(ours) > 1
            for _ in range(max(3, rounds // 3) if slow else rounds):
                order = random.sample([0, 1], 2)
                took = {side: seconds((ours, theirs)[side]) for side in order}
                ratios.append(took[1] / took[0])
                own.append(took[0])
            low, median, high = statistics.quantiles(ratios, n=4)
            print(f"  {name:42} {median:6.2f} ({low:.2f} to {high:.2f}) {statistics.median(own) / ROWS * 1e9:9.2f}")

    gigabyte = np.zeros(10**9 // 18, SAMPLE)
    data = bytearray(len(gigabyte) * 18)
    rows = nprecords.frombuffer(data, SAMPLE)
    print("\nHanding over 1 GB, microseconds (median):")
    for name, work in [
        ("frombuffer(bytearray, dtype)", lambda: nprecords.frombuffer(data, SAMPLE)),
        ("frombuffer(NumPy array)", lambda: nprecords.frombuffer(gigabyte)),
        ("numpy.asarray(records)", lambda: np.asarray(rows)),
        ("numpy.frombuffer(bytearray, dtype)", lambda: np.frombuffer(data, SAMPLE)),
    ]:
        print(f"  {name:42} {statistics.median(seconds(work) for _ in range(999)) * 1e6:8.2f}")


if __name__ == "__main__":
    main()
