"""Does with NumPy what `work.rs` does, on the same files, and says how long it took.

Reads lines `NAME REPEAT`, answers each with the mean seconds of one time.
"""

import os
import sys
import time

import numpy as np
from numpy.lib import recfunctions

directory = sys.argv[1]
samples = os.path.join(directory, "samples.npy")
out = os.path.join(directory, "numpy-out.npy")


def load():
    return np.load(samples, mmap_mode="r")


mapped = load() if os.path.exists(samples) else None

WORK = {
    "open": lambda: len(load()),
    "sum": lambda: load()["sin"].sum(),
    "sum_mapped": lambda: mapped["sin"].sum(),
    "project": lambda: np.save(out, recfunctions.repack_fields(mapped[["sin", "cos"]])),
    "save": lambda: np.save(out, mapped),
}

print(np.__version__, flush=True)
for line in sys.stdin:
    name, repeat = line.split()
    start = time.perf_counter()
    for _ in range(int(repeat)):
        WORK[name]()
    print((time.perf_counter() - start) / int(repeat), flush=True)
