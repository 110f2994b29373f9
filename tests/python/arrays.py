"""Arrays that several tests share."""

import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "numpy"))
from random_dtypes import random_array, random_dtype  # noqa: E402

SAMPLE = np.dtype([("id", "<i2"), ("sin", "<f8"), ("cos", "<f8")])
PERSON = np.dtype([("name", "S30"), ("age", "<i4"), ("weight", "<f4"), ("height", "<f4")], align=True)


def samples(count=6):
    a = np.zeros(count, SAMPLE)
    a["id"] = [i * 7 % 5 for i in range(count)]
    a["sin"] = np.sin(np.arange(count) / 10)
    a["cos"] = np.cos(np.arange(count) / 10)
    return a


def people():
    a = np.zeros(4, PERSON)
    a["name"] = ["Zhang", "Wang", "Li", "Zhao"]
    a["age"] = [32, 27, 41, 27]
    a["height"] = [1.75, 1.5, 1.65, 1.8]
    return a


def random_arrays(seed, count):
    """Arrays of random record dtypes, of those that a `Layout` can be and keeps apart."""
    r = random.Random(seed)
    while count:
        dtype = random_dtype(r)
        if not dtype.names or '' in all_names(dtype) or overlaps(dtype) or has_arrays_of_arrays(dtype):
            continue
        count -= 1
        yield random_array(r, dtype)[0]


def overlaps(dtype):
    """Whether two fields share a byte, here or further inside."""
    if dtype.subdtype:
        return overlaps(dtype.base)
    if not dtype.names:
        return False
    places = sorted((dtype.fields[n][1], dtype.fields[n][0].itemsize) for n in dtype.names)
    ends = [start + size for start, size in places]
    met = any(end > start for end, (start, _) in zip(ends, places[1:]))
    return met or any(overlaps(dtype.fields[n][0]) for n in dtype.names)


def all_names(dtype):
    """Of the fields, here or further inside; NumPy's files have none for a field without one."""
    names = list(dtype.base.names or ())
    return names + [n for name in names for n in all_names(dtype.base.fields[name][0])]


def has_arrays_of_arrays(dtype):
    """NumPy keeps them apart from arrays of more dimensions."""
    if dtype.subdtype:
        return dtype.base.subdtype is not None or has_arrays_of_arrays(dtype.base)
    return any(has_arrays_of_arrays(dtype.fields[n][0]) for n in dtype.names or ())


def same(a, b):
    """Whether two arrays have the same shape, dtype and values; NaN and NaT are themselves."""
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype.names is not None:
        return all(same(a[n], b[n]) for n in a.dtype.names)
    return a.tobytes() == b.tobytes()


def value(x):
    """A value of NumPy's as Python's, but for times; NaN as text, so that it equals itself."""
    if isinstance(x, np.void) and x.dtype.names:
        return tuple(value(x[n]) for n in x.dtype.names)
    if isinstance(x, (np.datetime64, np.timedelta64)):
        # Moments without a unit have no text.
        return (x.dtype.str, int(x.view("i8")))
    if isinstance(x, np.ndarray):
        return [value(part) for part in x]
    if isinstance(x, (list, tuple)):
        return type(x)(value(part) for part in x)
    x = x.item() if isinstance(x, np.generic) else x
    return repr(x) if isinstance(x, (float, complex)) else x
