"""Which works are done on which rows."""

import frames
import orders
import works


DESCRIBED = ("sample", "seven", "eight", "wide")


def jobs(shape, rows, size):
    """The works on rows of a shape, each made when it is its turn."""
    if size == "million":
        if shape.name == "sample":
            yield lambda: works.append(shape, rows)
            yield lambda: works.describe(shape, rows, size)
        yield from orders.jobs(shape, rows)
        yield from frames.jobs(shape, rows)
        return
    first = shape.columns[0]
    yield lambda: works.sums(shape, rows, first)
    if shape.name == "big":
        return
    if shape.name == "sample":
        for which in ("min", "max", "mean", "var"):
            yield lambda which=which: works.least(shape, rows, first, which)
    if shape.name in DESCRIBED:
        yield lambda: works.describe(shape, rows, size)
    for name in shape.columns:
        yield lambda name=name: works.column_out(shape, rows, name)
    yield lambda: works.columns_out(shape, rows)
    yield lambda: works.columns_in(shape, rows)
    yield lambda: works.repack(shape, rows)
    for part in (50, 2):
        yield lambda part=part: works.keep(shape, rows, part)
    yield lambda: works.take(shape, rows)
    yield lambda: works.update(shape, rows, first)
