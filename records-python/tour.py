"""What nprecords does, in a page."""

import pathlib
import struct
import tempfile

import numpy as np

import nprecords

# Rows of different types in a growing buffer: NumPy's "=hdd", 18 bytes.
samples = nprecords.RecordBuffer("=hdd", names=["id", "sin", "cos"])
for i in range(5):
    samples.append((i, np.sin(i / 10), np.cos(i / 10)))

# NumPy sees the same memory.
array = np.asarray(samples)
print(array.dtype, array["cos"].max())
try:
    samples.append((5, 0.0, 1.0))
except BufferError as error:
    print("while an array sees it, it does not grow:", error)
del array
samples.append((5, 0.0, 1.0))

# Any memory of others: here a bytearray, packed by struct.
packed = bytearray(struct.pack("=hdd", 1, 0.5, 0.25) * 3)
view = nprecords.frombuffer(packed, "=hdd", names=["id", "sin", "cos"])
view["sin"][1] = 9.0
print(struct.unpack_from("=hdd", packed, 18), view[1], view[::-1].strides)

# A NumPy array as it is: columns in one pass, sorts, joins, a summary.
people = np.array(
    [(b"Zhang", 32, 75.5, 165.0), (b"Wang", 24, 65.25, 170.0), (b"Li", 32, 70.0, 160.0)],
    dtype=np.dtype([("name", "S30"), ("age", "i4"), ("weight", "f4"), ("height", "f4")], align=True),
)
records = nprecords.frombuffer(people)
print(records.layout)
print(records.sort(["age", "height"]))
print(records.to_columns()["weight"])
print(records.describe())

# Files are mapped.
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "people.npy"
    nprecords.save(path, records[["age", "height"]])
    print(nprecords.open(path))
