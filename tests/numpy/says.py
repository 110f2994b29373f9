"""What NumPy says of a dtype and of an array, in the form of the fixtures."""

import io
import warnings

import numpy as np
from numpy._core._internal import _dtype_from_pep3118
from numpy.lib import format as npy
from numpy.lib.recfunctions import repack_fields


def tree(dt):
    """The dtype itself: its code, an array of another, or the fields of a record."""
    if dt.subdtype is not None:
        base, dims = dt.subdtype
        return {"base": tree(base), "shape": list(dims)}
    if dt.names is None:
        return dt.str
    fields = []
    for name in dt.names:
        of, offset, *title = dt.fields[name]
        fields.append([name, offset, tree(of)] + [t for t in title if t is not None])
    return dict({"fields": fields}, **sizes(dt))


def sizes(dt):
    """The itemsize, and what is not as in a packed record."""
    found = {"itemsize": dt.itemsize}
    if dt.alignment != 1:
        found["alignment"] = dt.alignment
    if dt.isalignedstruct:
        found["aligned"] = True
    return found


def records(dt):
    """The record dtype and those nested in it."""
    dt = base_of(dt)
    if dt.names is not None:
        yield dt
        for name in dt.names:
            yield from records(dt.fields[name][0])


def base_of(dt):
    while dt.subdtype is not None:
        dt = dt.subdtype[0]
    return dt


def overlaps(dt):
    """Whether two fields take a byte in common, here or in a nested record."""
    for record in records(dt):
        places = sorted((f[1], f[1] + f[0].itemsize) for f in map(record.fields.get, record.names)
                        if f[0].itemsize > 0)
        if any(b[0] < a[1] for a, b in zip(places, places[1:])):
            return True
    return False


def has_titles(dt):
    return any(len(f) == 3 and f[2] is not None for d in records(dt)
               for f in (d.fields[n] for n in d.names))


def nested_arrays(dt):
    """Whether a field is an array of arrays, which NumPy keeps apart from one of two dimensions."""
    return any(f[0].subdtype is not None and f[0].subdtype[0].subdtype is not None
               for d in records(dt) for f in (d.fields[n] for n in d.names))


def empty_names(dt):
    """Whether a field has no name: a dict may say so; a list names it, a descr makes it padding."""
    return any("" in d.names for d in records(dt))


def evaluate(text):
    """The dtype that a Python expression is."""
    value = eval(text, {"dtype": np.dtype})
    return value if isinstance(value, np.dtype) else np.dtype(value)


def alike(a, b):
    """Equal, with equal titles, alignments and flags in all parts."""
    return a == b and tree(a) == tree(b)


def compare(said, key, make, dt):
    """Notes how the dtype that NumPy makes of a text compares: "same", "equal" (but for alignment
    flags), "other" (and then which), or "error"."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = make()
    except Exception:
        said[key + "_is"] = "error"
        return
    said[key + "_is"] = "same" if alike(other, dt) else "equal" if other == dt else "other"
    if other != dt:
        said[key + "_reads"] = tree(other)


def attempt(said, key, of):
    try:
        said[key] = of()
    except (ValueError, TypeError, RuntimeError) as error:
        said[key + "_error"] = str(error)


def saved(a):
    """The bytes that np.save writes."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.save(out, a, allow_pickle=False)
    return out.getvalue()


def header(dt):
    """The version of the .npy header for three records, and all its bytes' number."""
    data = saved(np.zeros(3, dt))
    version = data[6]
    width = 2 if version == 1 else 4
    length = int.from_bytes(data[8:8 + width], "little")
    text = data[8 + width:8 + width + length].decode("latin-1" if version < 3 else "utf-8")
    expected = "{'descr': %s, 'fortran_order': False, 'shape': (3,), }" % repr(dt.descr)
    if text.rstrip(" \n") != expected:
        raise AssertionError("an .npy header of another form: %r" % text)
    return [version, 8 + width + length]


def places(dt):
    return dict({"offsets": [dt.fields[n][1] for n in dt.names]}, **sizes(dt))


def fields_view(dt, names):
    view = np.dtype({name: dt.fields[name] for name in names})
    return dict(places(view), names=list(view.names))


def says(dt, names):
    """All that NumPy says of a record dtype; `names` are those it is indexed with."""
    said = {"dtype": tree(dt)}
    for key, holds in [("overlap", overlaps(dt)), ("titles", has_titles(dt)),
                       ("nested_arrays", nested_arrays(dt)), ("empty_names", empty_names(dt))]:
        if holds:
            said[key] = True
    attempt(said, "descr", lambda: repr(dt.descr))
    if "descr" in said:
        compare(said, "descr", lambda: npy.descr_to_dtype(dt.descr), dt)
    said["repr"] = repr(dt)
    compare(said, "repr", lambda: evaluate(repr(dt)), dt)
    if repr(dt) != "dtype(%s)" % dt:
        said["str"] = str(dt)
        compare(said, "str", lambda: evaluate(str(dt)), dt)
    attempt(said, "format", lambda: memoryview(np.zeros(1, dt)).format)
    if "format" in said:
        compare(said, "format", lambda: _dtype_from_pep3118(said["format"]), dt)
    if "descr" in said:
        said["npy"] = header(dt)
    if names:
        said["index"] = dict(places(dt[names]), names=names)
        attempt(said, "fields_view", lambda: fields_view(dt, names))
    attempt(said, "repack", lambda: places(repack_fields(dt)))
    attempt(said, "repack_aligned", lambda: places(repack_fields(dt, align=True)))
    # repack_fields forgets the alignment, which the list of the fields has.
    anew = [("f%d" % i, dt.fields[n][0]) for i, n in enumerate(dt.names)]
    said["list_alignment"] = np.dtype(anew, align=True).alignment
    attempt(said, "repack_deep", lambda: places(repack_fields(dt, recurse=True)))
    return said


def values(a):
    """The values of an array: nested lists, a list of the fields' values for each record."""
    if a.ndim:
        return [values(a[i, ...]) for i in range(len(a))]
    dt = a.dtype
    if dt.names is not None:
        return [values(a[name]) for name in dt.names]
    if dt.kind == "b":
        return bool(a)
    if dt.kind in "iu":
        return int(a)
    if dt.kind == "f":
        return repr(float(a))
    if dt.kind == "c":
        return [repr(float(a.real)), repr(float(a.imag))]
    if dt.kind == "S":
        return bytes(a[()]).hex()
    if dt.kind == "U":
        return str(a[()])
    if dt.kind == "V":
        return a.tobytes().hex()
    steps = int(a.view(dt.byteorder.replace("=", "<") + "i8"))
    return "NaT" if steps == -(2 ** 63) else steps
