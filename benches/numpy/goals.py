"""What is to be reached, as the issue that asked for it says.

`faster` is how many times faster than NumPy on one core, by what NumPy is told to do;
`limit` the part of what the memory can do.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Times faster than a side, for our sides that it is said of."""

    versus: str
    faster: float
    sides: tuple = ("static", "run-time")


def faster(work, of, shape, size):
    """The goals of a cell, but those that hold for all cells."""
    cache = size == "L2"
    name = shape.name
    if work == "sum" and name == "sample" and of == "sin":
        return [Goal("numpy", 3.5 if cache else 1.6)]
    if work == "sum" and name == "big":
        return [Goal("numpy", 3.0 if cache else 1.4)]
    if work == "column out":
        width = shape.dtype[of].itemsize
        if width == 1:
            return [Goal("numpy", 7.0 if cache else 2.3)]
        if width == 2:
            return [Goal("numpy", 5.0 if cache else 1.7)]
        if cache:
            return [Goal("numpy", 1.8 if shape.dtype.itemsize in (18, 28) else 1.2)]
        return [Goal("numpy", 1.2)]
    if work == "columns out":
        times = {"person": 2.5, "bgra": 10.0}.get(name, 5.0) if cache else 2.5
        return [Goal("numpy", times, ("run-time",)), Goal("run-time", 1.0, ("static",))]
    if work == "columns in":
        return [Goal("numpy", 2.3 if cache else 3.0)]
    if work == "repack" and name in ("person", "sample", "wide"):
        whole = {"person": (12, 3), "sample": (20, 5), "wide": (10, 3)}[name]
        fields = {"person": 3, "sample": 10, "wide": 3}[name]
        goals = [Goal("numpy", whole[0] if cache else whole[1])]
        return goals + ([Goal("fields", fields)] if cache else [])
    if work == "update" and name == "sample" and of == "sin":
        return [Goal("numpy", 4.0 if cache else 1.8)]
    if work == "filter":
        return [Goal("numpy", 3.0 if cache else (2.8 if of == "50" else 1.6))]
    if work == "sort":
        two = of == "id, sin"
        return [Goal("order", 35 if two else 50), Goal("numpy", 10 if two else 6)]
    if work.startswith("to "):
        return [Goal("numpy", 1.0), Goal("fields", 1.0)]
    if work == "append":
        return [Goal("numpy", 100, ("static",)), Goal("numpy", 45, ("run-time",))]
    return []


def limit(work, size):
    """The part of the limit to be reached, if any."""
    if size != "DRAM":
        return None
    return {"sum": 0.85, "column out": 0.75, "columns out": 0.9, "filter": 0.9}.get(work)


# "In no cell slower than NumPy or than the naive Rust loop"; what two equal things may
# differ by on a shared machine is allowed for, here and where a goal is "not slower".
NEVER_SLOWER = ("numpy", "fields", "index", "records", "packer", "order", "hand")
EQUAL = 0.95
