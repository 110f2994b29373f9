"""What works, sides and sizes are called in the tables."""

from dataclasses import dataclass

from shapes import SHAPES


@dataclass(frozen=True)
class Named:
    """A work: its title, the line of the table of goals that it belongs to, what each side
    is told."""

    title: str
    ours: str
    versus: dict


HAND = "loop by hand"

WORKS = {
    "sum": Named(
        "Sum of a column",
        "`column.sum()`",
        {
            "numpy": "`a[f].sum()`",
            "hand": HAND,
            "stored": "`column.sum()` of a vector",
            "soa_derive": "loop by hand over a vector",
        },
    ),
    "min": Named("Least of a column", "`column.min()`", {"numpy": "`a[f].min()`", "hand": HAND}),
    "max": Named("Greatest of a column", "`column.max()`", {"numpy": "`a[f].max()`", "hand": HAND}),
    "mean": Named("Mean of a column", "`column.mean()`", {"numpy": "`a[f].mean()`"}),
    "var": Named("Variance of a column", "`column.var()`", {"numpy": "`a[f].var()`"}),
    "column out": Named(
        "One column out",
        "`column.copy_to_slice(out)`",
        {"numpy": "`np.copyto(out, a[f])`", "hand": HAND},
    ),
    "columns out": Named(
        "All columns out",
        "`copy_columns_into(&mut columns)`",
        {"numpy": "`np.copyto` of each", "hand": HAND},
    ),
    "columns in": Named(
        "All columns in",
        "`assign_columns(&columns)`",
        {"numpy": "`np.copyto` of each", "hand": HAND},
    ),
    "repack": Named(
        "Some fields copied",
        "`project().repack_into(&mut out)`, `select().repack_into(&mut out)`",
        {"numpy": "`out[...] = a[[f, g]]`", "fields": "`out[f] = a[f]` each", "hand": HAND},
    ),
    "filter": Named(
        "Rows kept by a mask",
        "`filter_mask_into(&mask, &mut out)`",
        {"numpy": "`np.compress(.., out=out)`", "index": "`a[mask]`", "hand": HAND},
    ),
    "take": Named(
        "Rows taken, a tenth, in random order",
        "`take_into(&indices, &mut out)`",
        {
            "numpy": '`np.take(.., out=out, mode="clip")`',
            "index": "`a[indices]`",
            "hand": HAND,
        },
    ),
    "update": Named(
        "One added to a column in place",
        "`column.update(..)`",
        {"numpy": "`np.add(a[f], 1, out=a[f])`", "hand": HAND},
    ),
    "append": Named(
        "Rows added one by one",
        "`push`",
        {
            "numpy": "`bytearray += struct.pack`",
            "packer": "the same by a `Struct`",
            "hand": "`Vec::push`",
        },
    ),
    "describe": Named(
        "All columns described",
        "`describe()`",
        {"numpy": "`min`, `max`, `mean`, `var` of each"},
    ),
    "unique": Named(
        "One row of each value",
        "`unique_by(key)`",
        {"numpy": "`np.take(a, np.unique(.., return_index=True)[1])`"},
    ),
    "join": Named(
        "Pairs of equal rows of a million and of 8000",
        "`join(&other, key)`",
        {"numpy": "`np.argsort`, `np.searchsorted`, compared"},
    ),
    "search": Named(
        "100 000 values found in a sorted column",
        "`search_sorted_many(&values)`",
        {"numpy": "`np.searchsorted(a[f], values)`"},
    ),
    "sort": Named(
        "Rows sorted",
        "`sort_by(keys)`",
        {
            "order": "`np.sort(a, order=..)`",
            "numpy": "`np.lexsort` or `np.argsort`, and `np.take`",
            "hand": "`slice::sort_by` of a copy",
        },
    ),
    "to pandas": Named(
        "To pandas",
        "`to_columns()` and `pd.DataFrame(columns, copy=False)`",
        {
            "numpy": "`pd.DataFrame(a)`",
            "records": "`from_records(a)`",
            "fields": "`pd.DataFrame({f: a[f]})`",
        },
    ),
    "to polars": Named(
        "To polars",
        "`to_columns()` and `pl.DataFrame(columns)`",
        {"numpy": "`pl.from_numpy(a)`", "fields": "`pl.DataFrame({f: a[f]})`"},
    ),
    "to pyarrow": Named(
        "To pyarrow",
        "`to_columns()` and `pa.array` of each",
        {"numpy": "`pa.array(a[f])` of each"},
    ),
}

SIZES = {"L2": "L2", "DRAM": "DRAM", "million": "10⁶ rows"}
SIDES = {"static": "static", "run-time": "run-time", "hand": HAND}
NEIGHBOURS = ("soa_derive", "soa-rs", "pandas", "polars", "pyarrow")


def record(cell):
    """The record of a cell and the field, the part that it is about."""
    shape, of = SHAPES[cell["shape"]], cell["of"]
    if not of:
        return shape.title
    if of.isdigit():
        return f"{shape.title}; {of} %"
    kinds = ", ".join(
        f"`{name}` {shape.dtype[name].str.lstrip('|<>=')}" if name in shape.dtype.names else name
        for name in of.split(", ")
    )
    return f"{shape.title}; {kinds}"


def versus(work, side):
    """What a side is called in a table of this work."""
    return WORKS[work].versus.get(side) or SIDES.get(side) or side
