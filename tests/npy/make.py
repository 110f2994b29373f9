"""Makes the files beside it, with NumPy (2.4 made those that are committed).

    python tests/npy/make.py
"""

import os
import warnings

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
warnings.simplefilter("ignore", UserWarning)


def path(name):
    return os.path.join(here, name)


def save(name, array, version=None):
    with open(path(name + ".npy"), "wb") as file:
        np.lib.format.write_array(file, array, version=version, allow_pickle=False)


def raw(name, header, data, version=(1, 0)):
    """A file whose header is this text, without a space more."""
    text = header.encode("latin-1")
    length = len(text).to_bytes(2 if version == (1, 0) else 4, "little")
    with open(path(name + ".npy"), "wb") as file:
        file.write(b"\x93NUMPY" + bytes(version) + length + text + data)


def zeros(shape, dtype, **options):
    return np.zeros(shape, np.dtype(dtype, **options))


samples = zeros(3, [("id", "<i2"), ("sin", "<f8"), ("cos", "<f8")])
samples["id"] = [1, -2, 300]
samples["sin"] = [0.5, -1.5, np.pi]
samples["cos"] = [1, 2, 4]
for major in (1, 2, 3):
    save(f"samples_v{major}", samples, (major, 0))
save("no_samples", samples[:0])
save("one_sample", samples[0])

padded = zeros(2, [("id", "u1"), ("value", "<f8"), ("tag", "S3")], align=True)
padded["id"], padded["value"], padded["tag"] = [1, 2], [0.5, 1.5], [b"a", b"bcd"]
save("padded", padded)

big = zeros(2, [("id", ">i2"), ("value", ">f8"), ("name", ">U3"), ("when", ">M8[us]")])
big["id"], big["value"], big["name"] = [1, 2], [0.5, 1.5], ["é", "日本"]
big["when"] = [np.datetime64("1970-01-01T00:00:00.000005"), np.datetime64("NaT")]
save("big_endian", big)

nested = zeros(2, [("points", [("x", "<f4"), ("tag", "u1")], (2,)), ("m", "<i2", (2, 3))])
nested["points"]["x"] = [[1, 2], [3, 4]]
nested["points"]["tag"] = [[5, 6], [7, 8]]
nested["m"] = np.arange(12).reshape(2, 2, 3)
save("nested", nested)

matrix = np.arange(6, dtype="<f4").reshape(2, 3)
save("matrix", matrix)
save("matrix_fortran", np.asfortranarray(matrix))
save("no_matrix", matrix[:0])
save("cube", np.arange(24, dtype="<u2").reshape(2, 3, 4))
save("cube_fortran", np.asfortranarray(np.arange(24, dtype="<u2").reshape(2, 3, 4)))
save("number", np.array(2.5, "<f8"))
save("bools", np.array([True, False, True]))
save("texts", np.array([b"a", b"bcd"]))
save("times", np.array([5, "NaT"], "<m8[25s]"))
save("swapped", np.array([1, 2], ">u4"))

grid = zeros((2, 3), [("y", "u1"), ("x", "<u2")])
grid["y"], grid["x"] = np.mgrid[:2, :3]
save("grid", grid)
save("grid_fortran", np.asfortranarray(grid))

save("latin1", zeros(1, [("é", "u1"), ("it's", "u1")]))
save("unicode", zeros(1, [("温度", "u1"), ("é", "<i2")]))
save("titles", zeros(1, [(("Red", "r"), "u1"), (("Green", "g"), "u1")]))
save("no_fields", zeros(2, []))
save("holes", zeros(2, {"names": ["a", "b"], "formats": ["<i2", "u1"], "offsets": [4, 9], "itemsize": 12}))

raw16 = zeros(2, [("wide", "V16"), ("side", "u1")])
raw16["wide"] = [(7).to_bytes(16, "little"), (1 << 100).to_bytes(16, "little")]
raw16["side"] = [66, 83]
save("raw16", raw16)

raw("python2", "{'descr': [('a', '<i4'), ('b', 'S2')], 'fortran_order': False, 'shape': (2L,), }\n",
    b"\1\0\0\0ab\2\0\0\0cd")
raw("tight", "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", b"\1\2\3")
with open(path("more_behind.npy"), "wb") as file:
    np.save(file, np.array([1, 2], "<u2"))
    file.write(b"not the array's")
save("wide", zeros(1, [(f"field{i:05}", "u1") for i in range(400)]))

with open(path("stored.npz"), "wb") as file:
    np.savez(file, samples=samples, matrix=np.asfortranarray(matrix))
with open(path("deflated.npz"), "wb") as file:
    np.savez_compressed(file, samples=samples, zeros=np.zeros(5000, "<f8"))
