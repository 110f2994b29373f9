"""Measures two threads against one, on rows that exceed the caches by far.

    python threads.py LIBRARY LIBRARY_WITH_RAYON RESULTS.json

The same works through two builds of the library, in one process; what comes out is compared
bit for bit. Beside each stands what the memory gives two threads that only read or copy.
"""

import json
import pathlib
import sys

import numpy as np

import cells
import shapes
import works
from library import Library
from measure import Effort, ratio, rounds, spread

EFFORT = Effort(3, 9, 3.0, 0.0)

WORKS = {
    "sum": lambda shape, rows: works.sums(shape, rows, shape.columns[0]),
    "column out": lambda shape, rows: works.column_out(shape, rows, shape.columns[0]),
    "describe": lambda shape, rows: works.describe(shape, rows, "DRAM"),
    "columns out": works.columns_out,
    "columns in": works.columns_in,
    "repack": works.repack,
    "filter": lambda shape, rows: works.keep(shape, rows, 50),
}
# What limits each: reading, or reading and writing.
READS = ("sum", "describe")


def main(one, two, results):
    libraries = {"one": Library(one), "two": Library(two)}
    path = pathlib.Path(results)
    found = json.loads(path.read_text(encoding="utf-8"))
    found["threads"] = []
    for name in ("sample", "eight"):
        shape = shapes.SHAPES[name]
        rows = shapes.rows(shape, shape.rows_at("DRAM"))
        allowed = memory(libraries["one"], shape, rows)
        for work, make in WORKS.items():
            job = make(shape, rows)
            result = measure(libraries, shape, rows, job)
            del job
            result["memory"] = allowed["read" if work in READS else "stream"]
            found["threads"].append(result)
            print(f"{work} {name}: two threads {result['ratio'][0]:.2f}", flush=True)
            path.write_text(json.dumps(found, indent=1), encoding="utf-8")
        del rows


def measure(libraries, shape, rows, job):
    """One work with one thread and with two."""
    sides = {}
    for threads, library in libraries.items():
        sides[threads] = library.work(
            job.work, "static", shape, rows, job.of, job.mask, job.indices, job.out
        )
        cells.check(shape, job, "static", sides[threads], rows)
    taken = rounds(sides, EFFORT)
    return {
        "work": job.work,
        "of": job.of,
        "shape": shape.name,
        "size": "DRAM",
        "rows": len(rows),
        "seconds": {threads: spread(times) for threads, times in taken.items()},
        "ratio": ratio(taken, "two", "one"),
    }


def memory(library, shape, rows):
    """How many times faster two threads read and copy."""
    out = np.zeros(rows.nbytes, np.uint8)
    found = {}
    for name in ("read", "stream"):
        sides = {
            "one": library.work(name, "limit", shape, rows, out=out),
            "two": library.work(name, "limit", shape, rows, of="two", out=out),
        }
        found[name] = ratio(rounds(sides, EFFORT), "two", "one")
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
