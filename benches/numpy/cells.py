"""One work on one shape and size: its sides checked against each other, then timed."""

import numpy as np

import goals
from job import OURS
from measure import ratio, rounds, spread


class Wrong(Exception):
    """Two sides that should do the same do not."""


def measure(library, shape, rows, size, job, limits, effort):
    """A cell of the tables, as JSON has it; None if it is nothing that we do."""
    sides = {}
    rows = rows if job.rows is None else job.rows
    for side in OURS + job.others:
        own = rows.copy() if job.changed else rows
        work = library.work(job.work, side, shape, own, job.of, job.mask, job.indices, job.out)
        if work is not None:
            sides[side] = job.wrap(work) if job.wrap else work
    if not any(side in sides for side in OURS):
        return None
    sides.update(job.numpy)
    for name, side in sides.items():
        check(shape, job, name, side, rows)
    taken = rounds(sides, effort)
    return cell(shape, job.count or len(rows), size, job, sides, taken, limits)


def cell(shape, count, size, job, sides, taken, limits):
    """What the times of a work come to."""
    least = limits.seconds(job.moved) if limits and job.moved else None
    return {
        "work": job.work,
        "of": job.of,
        "shape": shape.name,
        "size": size,
        "rows": count,
        "rounds": len(next(iter(taken.values()))),
        "seconds": {name: spread(times) for name, times in taken.items()},
        "faster": {
            ours: {theirs: ratio(taken, ours, theirs) for theirs in sides if theirs != ours}
            for ours in OURS
            if ours in sides
        },
        "limit": least,
        "limit_goal": goals.limit(job.work, size),
        "goals": [
            {"ours": ours, "versus": goal.versus, "faster": goal.faster}
            for goal in goals.faster(job.work, job.of, shape, size)
            for ours in goal.sides
            if ours in sides and goal.versus in sides
        ],
    }


def check(shape, job, name, side, rows):
    """Runs a side once, which makes its outputs warm, and looks at what came of it."""
    what = f"{job.work} {job.of} of {shape.name}, {name}"
    run = (lambda: side.run(1)) if hasattr(side, "run") else side
    if job.changed:
        if not job.changed(run, side.buffers[0] if hasattr(side, "run") else rows):
            raise Wrong(what)
        return
    made = run()
    found = side.outputs() if made is None else made
    if made is not None and job.arrays:
        found = job.arrays(made)
    expected = job.expected_of.get(name, job.expected)()
    if len(found) != len(expected):
        raise Wrong(f"{what}: {len(found)} outputs, not {len(expected)}")
    for place, (one, other) in enumerate(zip(found, expected)):
        if not same(one, other, name in job.close):
            raise Wrong(f"{what}: output {place} differs from NumPy's")


def same(found, expected, close):
    """Whether bytes are those of an array, or nearly."""
    expected = np.asarray(expected)
    found = np.asarray(found)
    if found.dtype == np.uint8 and expected.dtype != np.uint8:
        if found.nbytes != expected.nbytes:
            return False
        if close:
            return np.allclose(found.view(expected.dtype), expected, rtol=1e-3, atol=1e-3)
    if close:
        return np.allclose(found, expected, rtol=1e-3, atol=1e-3)
    if found.nbytes != expected.nbytes:
        return False
    if found.dtype == np.uint8 and expected.dtype != np.uint8:
        found = found.view(expected.dtype)
    return equal(found.reshape(expected.shape), expected)


def equal(a, b):
    """Whether two arrays have the same values; padding is nobody's."""
    if a.dtype.names:
        return all(equal(a[name], b[name]) for name in a.dtype.names)
    if a.dtype.kind == "f":
        kind = np.dtype(f"i{a.dtype.itemsize}")
        return np.array_equal(
            np.ascontiguousarray(a).view(kind), np.ascontiguousarray(b).view(kind)
        )
    return np.array_equal(a, b)
