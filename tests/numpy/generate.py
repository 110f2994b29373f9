"""Makes the fixtures: random record dtypes, what NumPy says of them, and arrays as .npy files.

    python tests/numpy/generate.py [--seed N] [--dtypes N] [DIRECTORY]

The same seed and NumPy give the same files. README.md describes their form.
"""

import argparse
import base64
import collections
import io
import json
import pathlib
import random
import sys
import warnings

import numpy as np

from pairs import dtype_of, pair
from random_dtypes import random_array, random_dtype, some
from says import nested_arrays, overlaps, says, saved, values
from spellings import spellings

SEED = 1
DTYPES = 3000
LARGEST_FILE = 1000
LARGEST_PAIR = 800
HERE = pathlib.Path(__file__).parent


def dtype_case(seed, number):
    r = random.Random("dtype %d %d" % (seed, number))
    dt = random_dtype(r)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = says(dt, some(r, dt.names) if dt.names else [])
        texts = spellings(r, dt, 2)
    return dt, dict({"id": number}, **said, spellings=texts)


def array_case(seed, number, dt):
    """An array for a part of the dtypes: not for those without a descr, nor for large ones."""
    r = random.Random("array %d %d" % (seed, number))
    if r.randrange(3) == 0:
        return None
    a, zeroed = random_array(r, dt)
    try:
        data = saved(a)
    except ValueError:
        return None
    if len(data) > LARGEST_FILE:
        return None
    case = {"dtype": number, "shape": list(a.shape),
            "fortran_order": bool(a.flags.f_contiguous and not a.flags.c_contiguous),
            "file": base64.b64encode(data).decode()}
    if not zeroed:
        case["padding_not_zero"] = True
    if np.load(io.BytesIO(data), allow_pickle=False).dtype != dt:
        case["loads_as_other"] = True
    case["values"] = values(a)
    return case


def pair_case(seed, number, dt):
    """Another dtype for half of those that are short enough and that we have."""
    r = random.Random("pair %d %d" % (seed, number))
    case = pair(r, dt) if r.randrange(2) else None
    if case is None or len(json.dumps(case)) > LARGEST_PAIR:
        return None
    other = dtype_of(case["other"])
    if any(overlaps(d) or nested_arrays(d) for d in (dt, other)):
        return None
    return dict({"dtype": number}, **case)


def long_header(number):
    """A header of more than 65535 bytes, which takes version 2 of the format."""
    dt = np.dtype([("%d %s" % (i, "x" * 1000), "u1") for i in range(66)])
    said = says(dt, [dt.names[1]])
    for key in ("repr", "repr_is"):
        del said[key]
    a = np.arange(66, dtype="u1").view(dt)
    return dict({"id": number}, **said, spellings=[]), {
        "dtype": number, "shape": [1], "fortran_order": False,
        "file": base64.b64encode(saved(a)).decode(), "values": values(a)}


def write(directory, seed, count):
    """Writes the fixtures, and returns how many cases have what."""
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    counts = collections.Counter()
    dtypes, arrays, pairs = [], [], []
    for number in range(count):
        dt, case = dtype_case(seed, number)
        dtypes.append(case)
        array = array_case(seed, number, dt)
        if array is not None:
            arrays.append(array)
        other = pair_case(seed, number, dt)
        if other is not None:
            pairs.append(other)
            counts["pair: %s: %s" % (other["change"], "==" if other["equal"] else "!=")] += 1
    case, array = long_header(count)
    dtypes.append(case)
    arrays.append(array)
    for case in dtypes:
        for key in case:
            counts[key if not key.endswith("_is") else "%s: %s" % (key, case[key])] += 1
        counts.update("spelling: " + s[0] for s in case["spellings"])
        counts["npy version: %s" % case.get("npy", ["none"])[0]] += 1
    for name, cases in [("dtypes", dtypes), ("arrays", arrays), ("pairs", pairs)]:
        with open(directory / (name + ".jsonl"), "w", encoding="utf-8", newline="\n") as out:
            for case in cases:
                out.write(json.dumps(case, ensure_ascii=True, separators=(",", ":")) + "\n")
        counts[name] = len(cases)
    with open(directory / "made.json", "w", encoding="utf-8", newline="\n") as out:
        made = {"numpy": np.__version__, "seed": seed, "counts": dict(sorted(counts.items()))}
        out.write(json.dumps(made, indent=1) + "\n")
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--dtypes", type=int, default=DTYPES)
    parser.add_argument("directory", nargs="?", default=HERE / "fixtures")
    arguments = parser.parse_args()
    counts = write(arguments.directory, arguments.seed, arguments.dtypes)
    for key, count in sorted(counts.items()):
        print("%6d %s" % (count, key))
    return 0


if __name__ == "__main__":
    sys.exit(main())
