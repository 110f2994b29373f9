"""Rows added one by one and in batches, against `bytearray += struct.pack(...)`.

    python benches/python/append.py [REPEATS]

Prints nanoseconds per row (the median of the repeats, and the least of them) and how many times
faster than the bytearray that is. The installed wheel must be a release build. An empty method
and `list.append` say what no method of Python's can do without.
"""

import statistics
import struct
import sys
import timeit

import numpy as np

from nprecords import RecordBuffer

ROWS = 1_000_000
SETUP = """
i, s, c = 7, 0.1, 0.2
row = (i, s, c)
numbers = range(ROWS)
"""

# Name, and what is timed once for ROWS rows; the first is what the others are measured against.
WORKS = [
    ("bytearray += struct.pack, a row of variables", "b = bytearray()\nfor _ in numbers: b += struct.pack('=hdd', i, s, c)"),
    ("bytearray += pack (a local name)", "b = bytearray(); pack = struct.Struct('=hdd').pack\nfor _ in numbers: b += pack(i, s, c)"),
    ("append((i, s, c))", "b = RecordBuffer('=hdd')\nfor _ in numbers: b.append((i, s, c))"),
    ("append(row), of rows that are there", "b = RecordBuffer('=hdd')\nfor _ in numbers: b.append(row)"),
    ("append = b.append; append(row)", "append = RecordBuffer('=hdd').append\nfor _ in numbers: append(row)"),
    ("list.append((i, s, c))", "b = []\nfor _ in numbers: b.append((i, s, c))"),
    ("list.append(row)", "b = []\nfor _ in numbers: b.append(row)"),
    ("a method of PyO3's that does next to nothing", "b = RecordBuffer('=hdd')\nfor _ in numbers: b.clear()"),
    ("an empty loop", "for _ in numbers: pass"),
    ("extend(list of tuples)", "b = RecordBuffer('=hdd'); b.extend(tuples)"),
    ("extend(generator of tuples)", "b = RecordBuffer('=hdd'); b.extend(row for row in tuples)"),
    ("np.array(list of tuples)", "np.array(tuples, dtype)"),
    ("extend(array)", "b = RecordBuffer('=hdd'); b.extend(array)"),
    ("extend(array), memory that is there", "kept.clear(); kept.extend(array)"),
    ("extend(array of other offsets), memory that is there", "kept.clear(); kept.extend(aligned)"),
    ("extend(100 rows of an array), in turn", "kept.clear()\nfor _ in range(ROWS // 100): kept.extend(array[:100])"),
    ("extend(1,000 rows of an array), in turn", "kept.clear()\nfor _ in range(ROWS // 1000): kept.extend(array[:1000])"),
    ("extend(10,000 rows of an array), in turn", "kept.clear()\nfor _ in range(ROWS // 10000): kept.extend(array[:10000])"),
    ("array.copy(), the same by NumPy", "array.copy()"),
    ("np.copyto(memory that is there, array)", "np.copyto(there, array)"),
]


def main():
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    dtype = np.dtype("=i2,f8,f8")
    array = np.zeros(ROWS, dtype)
    array["f0"] = np.arange(ROWS) % 1000
    array["f1"] = np.arange(ROWS) / 7
    kept = RecordBuffer("=hdd")
    kept.extend(array)
    names = {
        "struct": struct, "np": np, "RecordBuffer": RecordBuffer, "ROWS": ROWS, "dtype": dtype,
        "array": array, "aligned": array.astype(np.dtype("=i2,f8,f8", align=True)),
        "tuples": array.tolist(), "kept": kept, "there": array.copy(),
    }
    timers = [(name, timeit.Timer(code, SETUP, globals=names)) for name, code in WORKS]
    times = {name: [] for name, _ in timers}
    # In turn, so that whatever else the machine does is everyone's.
    for _ in range(repeats):
        for name, timer in timers:
            times[name].append(timer.timeit(1) / ROWS * 1e9)
    base = times[WORKS[0][0]]
    print(f"{'ns per row':55} {'median':>8} {'least':>8} {'times faster':>13} {'by the least':>13}")
    for name, took in times.items():
        median, least = statistics.median(took), min(took)
        faster = (statistics.median(base) / median, min(base) / least)
        print(f"{name:55} {median:8.2f} {least:8.2f} {faster[0]:13.1f} {faster[1]:13.1f}")


if __name__ == "__main__":
    main()
