"""Cost per row against the number of rows, from a thousand to a hundred million."""

import cells
import shapes
import works
from measure import Effort

SIZES = {
    "quick": [1000, 10_000, 100_000, 1_000_000],
    "full": [round(10 ** (exponent / 2)) for exponent in range(6, 17)],
}

WORKS = {
    "sum of `sin`": lambda shape, rows: works.sums(shape, rows, "sin"),
    "column `sin` out": lambda shape, rows: works.column_out(shape, rows, "sin"),
    "all columns out": works.columns_out,
    "filter keeping half": lambda shape, rows: works.keep(shape, rows, 50),
}


def measure(library, effort):
    """For each work and number of rows: nanoseconds a row of each side."""
    shape = shapes.SHAPES["sample"]
    for count in SIZES[effort]:
        rows = shapes.rows(shape, count)
        small = count * shape.dtype.itemsize < 64 << 20
        effort_here = Effort(5, 21, 0.3, 0.002) if small else Effort(3, 5, 3.0, 0.0)
        for title, make in WORKS.items():
            job = make(shape, rows)
            # Those that would only take memory and time here.
            job.others = ("hand",)
            result = cells.measure(library, shape, rows, str(count), job, None, effort_here)
            del job
            print(f"curve {title}, {count} rows", flush=True)
            yield {
                "work": title,
                "rows": count,
                "nanoseconds": {
                    side: [part / count * 1e9 for part in seconds]
                    for side, seconds in result["seconds"].items()
                },
            }
        del rows
