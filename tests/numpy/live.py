"""What the fixtures cannot do: fresh dtypes for us, and our texts and files for NumPy.

    live.py emit [--seed N] [--dtypes N] DIRECTORY   fresh fixtures, to be replayed by the Rust tests
    live.py texts DIRECTORY TEXTS                    evaluates the texts that the replay wrote
    live.py files DIRECTORY                          loads the .npy files of DIRECTORY/manifest.jsonl

Each prints counts and every mismatch; the exit status says whether there were any.
README.md describes the forms.
"""

import argparse
import collections
import json
import pathlib
import struct
import sys
import tempfile
import time
import warnings
import zipfile

import numpy as np
from numpy._core._internal import _dtype_from_pep3118
from numpy.lib import format as npy

import generate
from pairs import dtype_of
from says import alike, evaluate, saved, tree, values


class Report:
    """Counts, and what does not match."""

    def __init__(self):
        self.counts = collections.Counter()
        self.mismatches = 0

    def check(self, holds, what, where, detail=""):
        self.counts[what] += 1
        if not holds:
            self.mismatches += 1
            print("MISMATCH %s: %s %s" % (what, where, detail))
        return holds

    def finish(self):
        for what, count in sorted(self.counts.items()):
            print("%6d %s" % (count, what))
        print("%6d mismatches" % self.mismatches)
        if not self.counts:
            print("nothing was compared")
        return 1 if self.mismatches or not self.counts else 0


def lines(path):
    with open(path, encoding="utf-8") as text:
        return [json.loads(line) for line in text]


def texts(fixtures, path):
    """Our reprs evaluate to the dtype, our descrs are read as it by np.load's own function."""
    report = Report()
    cases = {case["id"]: case for case in lines(pathlib.Path(fixtures) / "dtypes.jsonl")}
    for ours in lines(path):
        case = cases[ours["id"]]
        if case.get("nested_arrays"):
            report.counts["not compared: arrays of arrays"] += 1
            continue
        dt = dtype_of(case["dtype"])
        where = "dtype %d" % ours["id"]
        report.check(tree(dt) == case["dtype"], "fixture understood", where)
        one_text(report, "repr", where, dt, ours["repr"], evaluate)
        # A selection of an aligned record, of alignment 1, has no text; and flags that place no
        # field are not written, as NumPy does not.
        kept = ours["exact"] and alike(evaluate(ours["repr"]), dt)
        report.counts["repr, alignments too" if kept else "repr, other alignments"] += 1
        if case.get("descr_is") in ("same", "equal"):
            one_text(report, "descr", where, dt, ours["descr"],
                     lambda text: npy.descr_to_dtype(eval(text)))
        if ours.get("pep3118") is not None:
            one_text(report, "pep3118", where, without_titles(dt), ours["pep3118"], _dtype_from_pep3118)
        if ours.get("struct") is not None:
            report.check(struct.calcsize(ours["struct"]) == dt.itemsize, "struct", where, ours["struct"])
    return report.finish()


def without_titles(dt):
    """The buffer format has none."""
    if dt.subdtype is not None:
        return np.dtype((without_titles(dt.subdtype[0]), dt.subdtype[1]))
    if dt.names is None:
        return dt
    return np.dtype({"names": list(dt.names), "itemsize": dt.itemsize,
                     "formats": [without_titles(dt.fields[n][0]) for n in dt.names],
                     "offsets": [dt.fields[n][1] for n in dt.names]})


def one_text(report, what, where, dt, text, read):
    try:
        other = read(text)
    except Exception as error:
        return report.check(False, what, where, "%s: %s" % (text, error))
    return report.check(other == dt, what, where, "%s is %r, not %r" % (text, other, dt))


def mask(dt):
    """1 for each byte of a record that belongs to a field."""
    if dt.subdtype is not None:
        base, dims = dt.subdtype
        return mask(base) * int(np.prod(dims, dtype=int))
    if dt.names is None:
        return b"\1" * dt.itemsize
    found = bytearray(dt.itemsize)
    for name in dt.names:
        of, offset = dt.fields[name][:2]
        found[offset:offset + of.itemsize] = mask(of)
    return bytes(found)


def padding_is_zero(a):
    if not a.size or not a.dtype.itemsize:
        return True
    # In the order of memory: a copy to another order leaves padding as it finds it.
    a = a if a.flags.c_contiguous else a.T
    memory = np.frombuffer(a.tobytes(), "u1").reshape(a.size, a.dtype.itemsize)
    return not memory[:, np.frombuffer(mask(a.dtype), "u1") == 0].any()


def header_of(data):
    width = 2 if data[6] == 1 else 4
    return data[:8 + width + int.from_bytes(data[8:8 + width], "little")]


def files(directory):
    """Loads every file of the manifest, and compares it with what it must be."""
    directory = pathlib.Path(directory)
    report = Report()
    for case in lines(directory / "manifest.jsonl"):
        try:
            one_file(report, directory, case)
        except Exception as error:
            report.check(False, "loaded", case.get("file"), "%s: %s" % (type(error).__name__, error))
    return report.finish()


def one_file(report, directory, case):
    where = case["file"]
    path = directory / where
    # NumPy warns of long headers, which it then refuses unless it is told to trust the file.
    a = np.load(path, allow_pickle=False, max_header_size=2 ** 30)
    ours = path.read_bytes()
    if "entry" in case:
        entry, ours = a[case["entry"]], zipfile.ZipFile(path).read(case["entry"] + ".npy")
        # Out of an archive NumPy copies field by field, and leaves padding as memory was.
        with tempfile.TemporaryDirectory() as scratch:
            alone = pathlib.Path(scratch) / "entry.npy"
            alone.write_bytes(ours)
            a = np.load(alone, allow_pickle=False, max_header_size=2 ** 30)
        report.check(a.dtype == entry.dtype and values(a) == values(entry), "entry of an archive", where)
    report.check(True, "loaded", where)
    if "dtype" in case:
        dt = evaluate(case["dtype"])
        report.check(a.dtype == dt, "dtype", where, "%r, expected %r" % (a.dtype, dt))
    if "shape" in case:
        report.check(list(a.shape) == case["shape"], "shape", where, str(a.shape))
    if "fortran_order" in case:
        # Not the flags: an array of no bytes is of either order.
        fortran = b"'fortran_order': True" in header_of(ours)
        report.check(fortran == case["fortran_order"], "fortran_order", where)
    if "values" in case:
        found = values(a)
        report.check(found == case["values"], "values", where,
                     "%s, expected %s" % (found, case["values"]))
    if case.get("padding_zero", True):
        report.check(padding_is_zero(a), "padding zero", where)
    if "twin" in case:
        one_twin(report, directory, case, a, ours)
    if case.get("bytes_as_saved"):
        numpys = saved(a)
        report.check(ours == numpys, "bytes as np.save writes them", where,
                     "%r, expected %r" % (header_of(ours), header_of(numpys)))


def one_twin(report, directory, case, a, ours):
    where = case["file"]
    twin_path = directory / case["twin"]
    twin = np.load(twin_path, allow_pickle=False, max_header_size=2 ** 30)
    report.check(a.dtype == twin.dtype and a.shape == twin.shape, "dtype and shape of the twin",
                 where, "%r %r, expected %r %r" % (a.dtype, a.shape, twin.dtype, twin.shape))
    report.check(values(a) == values(twin), "values of the twin", where)
    if case.get("bytes_as_twin"):
        numpys = twin_path.read_bytes()
        report.check(ours == numpys, "bytes of the twin", where,
                     "%r, expected %r" % (header_of(ours), header_of(numpys)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    emit = commands.add_parser("emit")
    emit.add_argument("--seed", type=int, default=None)
    emit.add_argument("--dtypes", type=int, default=1000)
    emit.add_argument("directory")
    evaluated = commands.add_parser("texts")
    evaluated.add_argument("directory")
    evaluated.add_argument("texts")
    loaded = commands.add_parser("files")
    loaded.add_argument("directory")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if arguments.command == "emit":
        seed = int(time.time()) if arguments.seed is None else arguments.seed
        counts = generate.write(arguments.directory, seed, arguments.dtypes)
        print("seed %d: %d dtypes, %d arrays" % (seed, counts["dtypes"], counts["arrays"]))
        return 0
    if arguments.command == "texts":
        return texts(arguments.directory, arguments.texts)
    return files(arguments.directory)


if __name__ == "__main__":
    sys.exit(main())
