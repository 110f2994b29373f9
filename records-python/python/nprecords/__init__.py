"""Structured records, shared with NumPy without a copy.

``frombuffer`` sees records in any memory, ``open`` in files, ``RecordBuffer`` has rows that grow.
The other functions work on NumPy's structured arrays as they are, too.
"""

from ._nprecords import (
    __version__,
    Description,
    Field,
    Layout,
    RecordBuffer,
    Records,
    argsort,
    convert,
    describe,
    filter,
    find_duplicates,
    frombuffer,
    join,
    open,
    repack,
    save,
    sort,
    take,
    to_columns,
    unique,
)

__all__ = [
    "__version__",
    "Description",
    "Field",
    "Layout",
    "RecordBuffer",
    "Records",
    "argsort",
    "convert",
    "describe",
    "filter",
    "find_duplicates",
    "frombuffer",
    "join",
    "open",
    "repack",
    "save",
    "sort",
    "take",
    "to_columns",
    "unique",
]
