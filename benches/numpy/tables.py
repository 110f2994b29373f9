"""The tables of `docs/performance.md`, out of what was measured."""

import math

import words
from goals import EQUAL, NEVER_SLOWER
from verdict import goal_of, missed, of_limit, passes, reached, slower

# The lines of the table of goals, each with the cells that it speaks of.
LINES = [
    ("sum of the f8 column of 18-byte rows", "sum", lambda c: c["shape"] == "sample"),
    ("same, big-endian", "sum", lambda c: c["shape"] == "big"),
    ("one column out, 4 bytes and wider", "column out", lambda c: _width(c) >= 4),
    ("one column out, 1 and 2 bytes", "column out", lambda c: _width(c) < 4),
    ("all columns out", "columns out", lambda c: True),
    ("all columns in", "columns in", lambda c: True),
    ("repack 2 of 4, 2 of 3, 4 of 40", "repack", lambda c: True),
    ("unaligned column += 1", "update", lambda c: True),
    ("filter keeping half", "filter", lambda c: c["of"] == "50"),
    ("filter keeping 2 %", "filter", lambda c: c["of"] == "2"),
    ("sort by two keys", "sort", lambda c: ", " in c["of"]),
    ("sort by one key", "sort", lambda c: ", " not in c["of"]),
    ("to pandas", "to pandas", lambda c: True),
    ("to polars", "to polars", lambda c: True),
    ("to pyarrow", "to pyarrow", lambda c: True),
    ("append one by one", "append", lambda c: True),
]


def _width(cell):
    return words.SHAPES[cell["shape"]].dtype[cell["of"]].itemsize


def times(seconds):
    """A time in the unit that suits it."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.2g} ns"


def a_row(cell, side):
    """Nanoseconds a row."""
    return f"{cell['seconds'][side][0] / cell['rows'] * 1e9:.3g}"


def spread(ratio):
    """`3.5 (3.4–3.6)`, with as many digits as they are worth."""
    digits = 0 if ratio[0] >= 100 else 1 if ratio[0] >= 10 else 2
    return "{:.{d}f} ({:.{d}f}–{:.{d}f})".format(*ratio, d=digits)


def bold(text, is_bold):
    return f"**{text}**" if is_bold else text


def table(head, rows):
    """Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def of_work(cells, work):
    """The tables of a work: against NumPy and the loop by hand, and against neighbours."""
    mine = [cell for cell in cells if cell["work"] == work]
    sizes = [size for size in words.SIZES if any(cell["size"] == size for cell in mine)]
    sides = [side for side in words.WORKS[work].versus if side not in words.NEIGHBOURS]
    text = [f"### {words.WORKS[work].title}", ""]
    text += [f"Ours: {words.WORKS[work].ours}.", ""]
    text.append(table(_head(work, sizes, sides, mine), _rows(mine, sizes, sides)))
    rows = _neighbours(mine, sizes)
    if rows:
        text += ["", rows]
    return "\n".join(text)


def _head(work, sizes, sides, cells):
    head = ["record", "layout"]
    for size in sizes:
        head.append(f"{words.SIZES[size]}: ns a row")
        head += [f"× {words.versus(work, side)}" for side in sides]
        if any(cell["limit"] for cell in cells):
            head.append("of the limit")
    return head


def _groups(cells):
    """Cells of the same record and field, by their sizes."""
    groups = {}
    for cell in cells:
        groups.setdefault((cell["shape"], cell["of"]), {})[cell["size"]] = cell
    return groups.values()


def _rows(cells, sizes, sides):
    limited = any(cell["limit"] for cell in cells)
    for group in _groups(cells):
        ours_of = dict.fromkeys(ours for cell in group.values() for ours in cell["faster"])
        for ours in ours_of:
            row = [words.record(next(iter(group.values()))), words.SIDES[ours]]
            for size in sizes:
                row += _part(group.get(size), ours, sides, limited)
            yield row


def _part(cell, ours, sides, limited):
    """What a row says of a size."""
    if cell is None or ours not in cell["faster"]:
        return ["–"] * (1 + len(sides) + limited)
    part = [a_row(cell, ours)]
    for side in sides:
        ratio = cell["faster"][ours].get(side)
        part.append(_ratio(cell, ours, side, ratio) if ratio else "–")
    if limited:
        share = of_limit(cell, ours)
        goal = cell["limit_goal"]
        text = "–" if share is None else f"{share * 100:.0f} %"
        if share is not None and goal:
            text = bold(text, share < goal) + f", goal {goal * 100:.0f} %"
        part.append(text)
    return part


def _ratio(cell, ours, side, ratio):
    goal = goal_of(cell, ours, side)
    least = 1.0 if goal is None else goal
    matters = goal is not None or side in NEVER_SLOWER
    text = bold(spread(ratio), matters and not reached(ratio[0], least))
    return text if goal is None else f"{text}, goal {goal:g}"


def _neighbours(cells, sizes):
    """Our static side against what else does the same."""
    found = [
        side
        for side in words.NEIGHBOURS
        if any(side in ratios for cell in cells for ratios in cell["faster"].values())
    ]
    if not found:
        return ""
    head = ["record"] + [
        f"{words.SIZES[size]}: × {words.versus(cells[0]['work'], side)}"
        for size in sizes
        for side in found
    ]
    rows = []
    for group in _groups(cells):
        row = [words.record(next(iter(group.values())))]
        for size in sizes:
            for side in found:
                ratio = group[size]["faster"].get("static", {}).get(side) if size in group else None
                row.append(bold(spread(ratio), not reached(ratio[0], 1.0)) if ratio else "–")
        rows.append(row)
    return table(head, rows)


def goals(cells):
    """The issue's table: what was to be reached and what is, least to greatest."""
    rows = []
    for title, work, belongs in LINES:
        mine = [cell for cell in cells if cell["work"] == work and belongs(cell)]
        if not mine:
            continue
        for versus in dict.fromkeys(g["versus"] for cell in mine for g in cell["goals"]):
            row = [title, words.versus(work, versus)]
            for size in words.SIZES:
                some = [cell for cell in mine if cell["size"] == size]
                row += _reached(some, versus)
            rows.append(row)
    head = ["work", "faster than"]
    for size in words.SIZES.values():
        head += [f"{size}: goal", "reached"]
    return table(head, rows)


def _reached(cells, versus):
    """The goals and the ratios of some cells, in two columns."""
    pairs = [
        (goal["faster"], cell["faster"][goal["ours"]][versus][0])
        for cell in cells
        for goal in cell["goals"]
        if goal["versus"] == versus
    ]
    if not pairs:
        return ["–", "–"]
    wanted = _range([goal for goal, _ in pairs], "{:g}")
    found = _range([ratio for _, ratio in pairs], "{:.2f}")
    count = sum(reached(ratio, goal) for goal, ratio in pairs)
    return [wanted, bold(f"{found}; {count} of {len(pairs)}", count < len(pairs))]


def _range(values, form):
    low, high = form.format(min(values)), form.format(max(values))
    return low if low == high else f"{low} to {high}"


def not_reached(cells):
    """The goals that are missed."""
    rows = _misses(cells, missed)
    return (
        table(["work", "record", "at", "faster than", "reached", "goal"], rows) if rows else "None."
    )


def faster_elsewhere(cells):
    """Where NumPy or the loop by hand is faster."""
    rows = [row[:-1] for row in _misses(cells, slower)]
    return (
        table(["work", "record", "at", "slower than", "times faster"], rows) if rows else "Nowhere."
    )


def _misses(cells, which):
    """A row for each cell and other side: what both of ours reach, and the goal."""
    rows = []
    for cell in cells:
        by_versus = {}
        for miss in which(cell):
            by_versus.setdefault(miss.versus, []).append(miss)
        for versus, misses in by_versus.items():
            part = versus == "limit"
            form = (lambda x: f"{x * 100:.0f} %") if part else (lambda x: f"{x:.3g}")
            said = ", ".join(f"{words.SIDES[m.ours]} {form(m.faster)}" for m in misses)
            than = "the limit" if part else words.versus(cell["work"], versus)
            title, at = words.WORKS[cell["work"]].title, words.SIZES[cell["size"]]
            rows.append([title, words.record(cell), at, than, said, form(misses[0].goal)])
    return rows


def converting(cells):
    """After how many sums a column is better copied out first."""
    groups = {}
    for cell in cells:
        if cell["work"] in ("sum", "column out"):
            by_size = groups.setdefault((cell["shape"], cell["of"]), {})
            by_size.setdefault(cell["size"], {})[cell["work"]] = cell
    sizes = [size for size in words.SIZES if any(size in by_size for by_size in groups.values())]
    rows = []
    for by_size in groups.values():
        if not all(len(works) == 2 for works in by_size.values()):
            continue
        row = [words.record(next(iter(by_size.values()))["sum"])]
        for size in sizes:
            row += _passes(by_size.get(size))
        rows.append(row)
    head = ["record"]
    for size in sizes:
        at = words.SIZES[size]
        head += [f"{at}: ns a row where it is", "in a vector", "copied out", "pays after"]
    return table(head, rows)


def _passes(works):
    if works is None or "stored" not in works["sum"]["seconds"]:
        return ["–"] * 4
    strided, copying = works["sum"], works["column out"]
    after = passes(copying, strided, strided["seconds"]["stored"][0])
    return [
        a_row(strided, "static"),
        a_row(strided, "stored"),
        a_row(copying, "static"),
        "never" if after is None else f"{math.ceil(after)} sums",
    ]


def threads(found):
    """Two threads against one."""
    head = ["work", "record", "one", "two", "× one", "memory"]
    rows = [
        [
            words.WORKS[cell["work"]].title,
            words.record(cell),
            times(cell["seconds"]["one"][0]),
            times(cell["seconds"]["two"][0]),
            bold(
                spread(cell["ratio"]),
                cell["ratio"][0] < min(1.6, cell["memory"][0] * EQUAL),
            ),
            spread(cell["memory"]),
        ]
        for cell in found
    ]
    return table(head, rows)


def limits(found):
    """What the memory can do."""
    head = ["record", "rows", "read", "copied", "by", "changed in place"]
    rows = [
        [
            words.SHAPES[limit["shape"]].title,
            f"{limit['rows']:,}, {words.SIZES[limit['size']]}",
            f"{1e-9 / limit['read']:.1f} GB/s",
            f"{1e-9 / limit['copy']:.1f} GB/s",
            "stores past the caches" if limit["stream_wins"] else "memcpy",
            f"{1e-9 / limit['change']:.1f} GB/s",
        ]
        for limit in found
    ]
    return table(head, rows)
