"""Writes what `compare.py` measured into a document, between two markers, and plots beside it.

python report.py RESULTS.json docs/performance.md docs/plots
"""

import json
import os
import pathlib
import sys
import textwrap

import plots
import tables
import words

BEGIN, END = "<!-- numpy: begin -->", "<!-- numpy: end -->"


def main(results, document, pictures):
    found = json.loads(pathlib.Path(results).read_text(encoding="utf-8"))
    document, pictures = pathlib.Path(document), pathlib.Path(pictures)
    names = write_plots(found, pictures)
    beside = os.path.relpath(pictures, document.parent)
    text = document.read_text(encoding="utf-8")
    before, marker, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not marker or not end:
        raise SystemExit(f"{document} has no lines {BEGIN} and {END}")
    made = "\n".join([before + BEGIN, section(found, beside, names), END + after])
    document.write_text(made, encoding="utf-8")


def write_plots(found, pictures):
    """The plots, and what each shows."""
    pictures.mkdir(parents=True, exist_ok=True)
    made = {}
    if found["curves"]:
        made["cost-per-row.svg"] = (
            "Nanoseconds a row against the number of rows",
            plots.cost_per_row(found["curves"], found["machine"]),
        )
    for size, title in (("L2", "in L2"), ("DRAM", "in DRAM")):
        if any(cell["size"] == size for cell in found["cells"]):
            made[f"times-faster-{size.lower()}.svg"] = (
                f"Times faster than NumPy {title}",
                plots.times_faster(found["cells"], size, found["machine"]),
            )
    for name, (_, picture) in made.items():
        (pictures / name).write_text(picture, encoding="utf-8")
    return {name: title for name, (title, _) in made.items()}


def section(found, beside, pictures):
    """The text between the markers."""
    cells = found["cells"]
    parts = [head(found["machine"], cells)]
    parts += [f"![{title}]({beside}/{name})" for name, title in pictures.items()]
    parts += ["### Goals", GOALS, tables.goals(cells)]
    parts += ["Not reached:", tables.not_reached(cells)]
    parts += ["Slower than NumPy or than the loop by hand:", tables.faster_elsewhere(cells)]
    works = [work for work in words.WORKS if any(cell["work"] == work for cell in cells)]
    parts += [tables.of_work(cells, work) for work in works]
    parts += ["### When to copy a column out first", CONVERTING, tables.converting(cells)]
    if found.get("threads"):
        parts += ["### Two threads", THREADS, tables.threads(found["threads"])]
    parts += ["### What the memory can do", LIMITS, tables.limits(found["limits"])]
    return "\n" + "\n\n".join(parts) + "\n"


GOALS = """\
The least and the greatest ratio over all records and both sides, static and run-time, and how
many of them reach the goal. Bold: not all do."""

CONVERTING = """\
A column can be summed up where it is, or copied to a vector first, once, and be summed up there.
Copying pays after so many sums."""

THREADS = """\
The feature `rayon`, 576 MB of rows: times faster than the same without it. *Memory*: how many times
faster two threads read, or copy past the caches. The goal is 1.6 or what the memory gives."""

LIMITS = """\
Bytes read, bytes copied by whichever way is faster, bytes changed where they are, each through
AVX-512 where the CPU has it, on the buffers of the works."""


def head(machine, cells):
    """When, on what, with what, how often."""
    versions = ", ".join(
        f"{name} {version}" for name, version in machine["versions"].items() if version
    )
    rounds = {
        size: [cell["rounds"] for cell in cells if cell["size"] == size] for size in words.SIZES
    }
    rounds_said = ", ".join(
        f"{min(counts)} to {max(counts)} rounds in {words.SIZES[size]}"
        if size != "million"
        else f"{min(counts)} to {max(counts)} of {words.SIZES[size]}"
        for size, counts in rounds.items()
        if counts
    )
    said = (
        f"{machine['date']}, {machine['processor']}, {machine['cores']} cores of which one is used,"
        f" {machine['caches']}, {machine['memory']}, huge pages: {machine['huge_pages']};"
        f" kernels: {machine['kernel']}; {machine['rustc']}, baseline target; Python"
        f" {machine['python']}, {versions}; {rounds_said}."
    )
    return textwrap.fill(said, 100)


if __name__ == "__main__":
    main(*sys.argv[1:])
