"""Measures this project against NumPy and others in one process, on the same buffers.

    python compare.py LIBRARY RESULTS.json [quick|full] [WORD...]

With words only works and shapes that have all of them in their names. `run.sh` builds the
library and calls this and `report.py`.
"""

import ctypes
import json
import os
import sys
import time

import catalogue
import cells
import curves
import limits
import machine
import shapes
from library import Library
from measure import Effort

# One core: what runs beside it is left the others.
CORE = max(os.sched_getaffinity(0))

EFFORTS = {
    "quick": {"L2": Effort(3, 5, 0.1, 0.001), "million": Effort(1, 2, 1.0, 0.0)},
    "full": {
        "L2": Effort(15, 41, 1.0, 0.002),
        "DRAM": Effort(3, 9, 3.0, 0.0),
        "million": Effort(5, 15, 6.0, 0.0),
    },
}


def main(path, results, effort="full", *words):
    os.sched_setaffinity(0, {CORE})
    library = Library(path)
    efforts = EFFORTS[effort]
    found = {
        "machine": machine.describe(library),
        "effort": effort,
        "limits": [],
        "cells": [],
        "curves": [],
    }
    for shape in shapes.SHAPES.values():
        for size in efforts:
            for result in of_shape(library, shape, size, efforts[size], words, found["limits"]):
                found["cells"].append(result)
                save(results, found)
    if not words or "curve" in words:
        for curve in curves.measure(library, effort):
            found["curves"].append(curve)
            save(results, found)


def of_shape(library, shape, size, effort, words, found_limits):
    """The cells of rows of one shape and size."""
    rows, known = None, None
    probe = shapes.rows(shape, 16)
    wanted = [
        place
        for place, make in enumerate(catalogue.jobs(shape, probe, size))
        if wants(words, shape, size, make)
    ]
    if not wanted:
        return
    rows = shapes.rows(shape, shape.rows_at(size))
    known = limits.measure(library, shape, rows, effort)
    found_limits.append({"shape": shape.name, "size": size, "rows": len(rows), **vars(known)})
    makes = list(catalogue.jobs(shape, rows, size))
    for place in wanted:
        job = makes[place]()
        result = cells.measure(library, shape, rows, size, job, known, effort)
        del job
        trim()
        if result:
            tell(result)
            yield result


def wants(words, shape, size, make):
    """Whether the words, all of them, are in what a work is called."""
    if not words:
        return True
    job = make()
    name = f"{job.work} {job.of} {shape.name} {size}"
    return all(word in name for word in words)


def trim():
    """Gives memory that is not used back to the system."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except AttributeError:
        pass


def tell(result):
    """A line for who watches."""
    name = f"{result['work']} {result['of']} {result['shape']} {result['size']}"
    parts = [
        f"{ours} v. {theirs} {ratio[0]:.2f}"
        for ours, all_theirs in result["faster"].items()
        for theirs, ratio in all_theirs.items()
    ]
    print(f"{time.strftime('%H:%M:%S')} {name}: {', '.join(parts)}", flush=True)


def save(path, found):
    """Written often, so that what was measured is not lost."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(found, file, indent=1)
    os.replace(path + ".new", path)


if __name__ == "__main__":
    main(*sys.argv[1:])
