"""Objects that say of their memory what is not so: refused, or seen as far as it is safe.

Whatever is in a field of a protocol, the answer is an exception of Python's or records that lie
within the object's memory; never a crash, never bytes of somebody else's.
"""

import array
import ctypes
import itertools
import mmap
import struct

import numpy as np
import pytest

import nprecords

REFUSED = (TypeError, ValueError, BufferError, OverflowError)


class Says:
    """An object with an `__array_interface__` and an owner whose length is known."""

    def __init__(self, owner, **said):
        self.owner = owner
        address = np.frombuffer(owner, "u1").__array_interface__["data"][0]
        self.__array_interface__ = {
            "version": 3,
            "shape": (4,),
            "typestr": "|V18",
            "descr": [("id", "<i2"), ("sin", "<f8"), ("cos", "<f8")],
            "data": (address, False),
            "strides": None,
        } | said


def owner():
    return bytearray(b"".join(struct.pack("=hdd", i, i / 2, i * 2.0) for i in range(4)))


def read(records):
    """Goes over every byte of every item."""
    return np.asarray(records).tolist()


def test_honest():
    records = nprecords.frombuffer(Says(owner()))
    assert read(records) == [(i, i / 2, i * 2.0) for i in range(4)]
    assert not records.readonly


class Liar:
    """What it says of itself differs from time to time, or is an error."""

    def __init__(self, *answers):
        self.answers = itertools.cycle(answers)

    def __index__(self):
        answer = next(self.answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer


class Text(str):
    def __repr__(self):
        return "'|V1'"

    def __len__(self):
        return 2**62


class Tuple(tuple):
    def __len__(self):
        return 2**60

    def __iter__(self):
        return iter([2**40])

    def __getitem__(self, at):
        return 2**40


class Sequence:
    def __len__(self):
        return 2**60

    def __getitem__(self, at):
        return 1


cyclic = {}
cyclic["self"] = cyclic
loop = []
loop.append(loop)
deep = []
for _ in range(100_000):
    deep = [deep]

GARBAGE = [
    None, -1, 0, 1, 2, 2**31, 2**63 - 1, 2**63, 2**64, 10**30, -(2**63), 1.5, float("nan"), True, "", "x",
    b"", "\0", "\ud800", "é" * 1000, (), [], {}, set(), object(), object, cyclic, loop, deep,
    (-1,), (-4,), (5,), (2**62,), (2**63,), (2**64,), (2**62, 4), (2**62, 4, 0), (0,), (0, 2**62), (0, 2**62, 2**62),
    (1,) * 64, (1,) * 65, (1,) * 1000, [4], (4.0,), ("4",), (None,), (4, "x"), range(4), iter((4,)),
    (Liar(4),), (Liar(1, 2**40),), (Liar(ZeroDivisionError()),), Liar(0), Tuple((4,)), Tuple(), Sequence(),
    np.array([4]), np.int64(4), bytearray(b"4"), memoryview(b"4"), lambda: 4,
    "|V17", "|V19", "|V0", "|V-1", "|V99999999999999999999", "<i2", ">f8", "|O8", "<U4", "<M8", "<M8[ns]", "|b1",
    "<f3", "i", "=hdd", "T{h:a:}", Text("|V18"), "|S18", "<V18", "?", "|u1" * 100,
    [("a", "<i2")], [("a", "|O")], [("a", "|V18")], [("", "|V18")], [("a", "<i2"), ("a", "<f8"), ("b", "<f8")],
    [("a", "<u1", (18,))], [("a", "<u1", (2**40,))], [("a", "<u1", (2**62, 2**62))], [("a", "|V0", (2**62,))],
    [("a", "<u1", -18)], [(("t", "n"), "|V18")], [("a", [("b", "|V18")])], [loop], [("a", loop)], "garbage", [("a",)],
    (0, False), (0, True), (1, False), (-1, False), (2**63, False), (2**64 - 1, False), (2**64, False), (2**47, True),
    (4096, False), (None, False), ("0x1000", False), (1.5, False), (), (1,), (1, 2, 3), ((1, 2), False),
    (Liar(0), False), (id(GARBAGE_ANCHOR := object()), True),
    (18,), (-18,), (17,), (1,), (2**62,), (-(2**62),), (2**63 - 1,), (-(2**63),), (0, 0), (18, 18), (36,), (54,), (72,), (9,),
]  # fmt: skip


@pytest.mark.parametrize("key", ["version", "shape", "typestr", "descr", "data", "strides", "mask", "offset"])
def test_garbage_in_every_field(key):
    """Alone, in each field: refused, or within the owner's 72 bytes."""
    held = owner()
    seen = 0
    for value in GARBAGE:
        said = Says(held)
        said.__array_interface__[key] = value
        seen += within(said, held)
        del said.__array_interface__[key]
        seen += within(said, held)
    assert seen or key in ["version", "mask"]


@pytest.mark.parametrize("seed", range(20))
def test_garbage_in_many_fields(seed):
    held = owner()
    choose = np.random.default_rng(seed)
    for _ in range(300):
        said = Says(held)
        for key in ["shape", "typestr", "descr", "data", "strides"]:
            if choose.random() < 0.4:
                said.__array_interface__[key] = GARBAGE[choose.integers(len(GARBAGE))]
        within(said, held)


def within(said, held):
    try:
        records = nprecords.frombuffer(said)
    except Exception as error:
        assert isinstance(error, (*REFUSED, ZeroDivisionError, UnicodeError, KeyError, RecursionError, AttributeError)), repr(error)
        return False
    # Another address than the owner's, of memory that is there, is some other memory.
    array = np.asarray(records)
    start = np.frombuffer(held, "u1").__array_interface__["data"][0]
    low, high = np.lib.array_utils.byte_bounds(array)
    ours = said.__array_interface__.get("data")
    if array.size and array.itemsize and isinstance(ours, tuple) and ours[0] == start:
        assert start <= low and high <= start + 72
    if array.size < 10_000:
        array.tobytes()
        str(records)
    return True


@pytest.mark.parametrize(
    "said, why",
    [
        ({"shape": (5,)}, "bytes 0 to 90 of the 72"),
        ({"strides": (-18,)}, "bytes -54 to 18 of the 72"),
        ({"strides": (19,)}, "bytes 0 to 75 of the 72"),
        ({"shape": (-4,)}, "shape"),
        ({"shape": (2**63,)}, "shape"),
        ({"shape": "4"}, "shape that is no tuple"),
        ({"shape": None}, "no shape"),
        ({"typestr": "|V19"}, "18"),
        ({"typestr": "|O8", "descr": None}, "O8"),
        ({"version": 2}, "version 2"),
        ({"version": 10**30}, "version"),
        ({"mask": np.zeros(4, bool)}, "mask"),
        ({"data": (0, False)}, "no address"),
        ({"data": (2**64, False)}, "data"),
        ({"data": (1, 2, 3)}, "pair"),
        ({"data": "x"}, "no buffer"),
        ({"strides": (18, 18)}, "stride"),
    ],
)
def test_the_error_says_what(said, why):
    with pytest.raises(ValueError, match=why):
        nprecords.frombuffer(Says(owner(), **said))


def test_part_of_the_owner_is_not_enough():
    """Neither before its bytes nor behind them."""
    held = owner()
    start = np.frombuffer(held, "u1").__array_interface__["data"][0]
    for off in [-1, 1, -18, 18, 71, -71]:
        with pytest.raises(ValueError, match="of the 72 of their owner"):
            nprecords.frombuffer(Says(held, data=(start + off, False)))
    reverse = nprecords.frombuffer(Says(held, data=(start + 54, False), strides=(-18,)))
    assert [row[0] for row in read(reverse)] == [3, 2, 1, 0]


def test_owner_is_locked():
    """NumPy locks nothing for an interface; here the owner cannot be resized."""
    held = owner()
    records = nprecords.frombuffer(Says(held))
    with pytest.raises(BufferError):
        held.extend(b"x")
    del records
    held.extend(b"x")
    # A buffer as the data, with an offset.
    said = Says(held, data=memoryview(held), offset=18, shape=(3,))
    records = nprecords.frombuffer(said)
    assert read(records)[0] == (1, 0.5, 2.0)
    with pytest.raises(BufferError):
        held.extend(b"x")
    with pytest.raises(ValueError):
        nprecords.frombuffer(Says(held, data=memoryview(held), offset=18))


def test_read_only_stays():
    for said in [Says(bytes(owner())), Says(owner(), data=(Says(owner()).__array_interface__["data"][0], True))]:
        try:
            assert nprecords.frombuffer(said).readonly
        except ValueError:
            pass
    held = bytes(owner())
    records = nprecords.frombuffer(Says(held))
    assert records.readonly and not np.asarray(records).flags.writeable


class Bare:
    """An interface without anybody who answers for the memory."""

    def __init__(self, address, size, read_only=True):
        said = {"version": 3, "shape": (size,), "typestr": "|u1", "data": (address, read_only)}
        type(self).__array_interface__ = property(lambda _: said)


def test_nobody_answers_for_the_memory():
    for address in [0, 1, 8, 4095, 2**40 + 1, 2**47, 2**48, 2**63, 2**64 - 100, 2**64 - 1]:
        for size in [1, 100]:
            with pytest.raises(ValueError):
                nprecords.frombuffer(Bare(address, size))
    # Memory that is there, and the end of it.
    page = mmap.mmap(-1, 2 * mmap.PAGESIZE)
    start = np.frombuffer(page, "u1").__array_interface__["data"][0]
    page[5:8] = b"abc"
    assert bytes(np.asarray(nprecords.frombuffer(Bare(start + 5, 3, False)))) == b"abc"
    with pytest.raises(ValueError):
        nprecords.frombuffer(Bare(start, 2**40))
    with pytest.raises(ValueError):
        nprecords.frombuffer(Bare(start - 2**42, 2**42 + 10))
    # Memory that may only be read.
    code = ctypes.cast(ctypes.pythonapi.Py_IncRef, ctypes.c_void_p).value
    assert len(nprecords.frombuffer(Bare(code, 16))) == 16
    with pytest.raises(ValueError, match="written"):
        nprecords.frombuffer(Bare(code, 16, False))


def test_properties_that_raise_or_change():
    class Raises:
        @property
        def __array_interface__(self):
            raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        nprecords.frombuffer(Raises())

    class Twice(Says):
        def __getattribute__(self, name):
            said = super().__getattribute__(name)
            if name == "__array_interface__":
                said = dict(said)
                self.times = getattr(self, "times", 0) + 1
                if self.times > 1:
                    said["shape"] = (2**40,)
            return said

    held = owner()
    assert within(Twice(held), held)

    for wrong in [None, 5, "x", [], object(), (("version", 3),)]:
        said = Says(owner())
        said.__array_interface__ = wrong
        with pytest.raises(REFUSED):
            nprecords.frombuffer(said)

    class Dict(dict):
        def __getitem__(self, key):
            return 2**40

        get = keys = __getitem__

    said = Says(held)
    said.__array_interface__ = Dict(said.__array_interface__)
    assert within(said, held)

    for nothing in [np.ndarray, Says, int, None, 5, object(), lambda: 0, [1, 2], "text", {}]:
        with pytest.raises(TypeError):
            nprecords.frombuffer(nothing)


@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_ends_a_program_ends_it(raised):
    """Where there is another way, the first may fail; a program that is to end is no such failure."""

    class Ends:
        def __getattr__(self, name):
            raise raised

    class Owner(Says):
        @property
        def base(self):
            raise raised

    rows = nprecords.frombuffer(owner(), "=hdd")
    with pytest.raises(raised):
        nprecords.frombuffer(Ends())
    with pytest.raises(raised):
        nprecords.take(rows, Ends())
    with pytest.raises(raised):
        nprecords.filter(rows, Ends())
    with pytest.raises(raised):
        nprecords.frombuffer(Owner(owner()))

    class Iter:
        def __iter__(self):
            raise raised

    with pytest.raises(raised):
        nprecords.take(rows, Iter())

    class Index:
        asked = 0

        def __index__(self):
            self.asked += 1
            raise raised

    for given in [rows, nprecords.frombuffer(bytearray(4), "u1")]:
        index = Index()
        with pytest.raises(raised):
            given[index]
        with pytest.raises(raised):
            given[index] = 0
        assert index.asked == 2


def test_masks_are_not_lost():
    """Items that are masked are no values."""
    plain = np.arange(4)
    assert nprecords.frombuffer(np.ma.array(plain)).tolist() == [0, 1, 2, 3]
    masked = np.ma.array(plain, mask=[0, 1, 0, 0])
    with pytest.raises(ValueError, match="mask"):
        nprecords.frombuffer(masked)
    assert nprecords.frombuffer(masked.data).tolist() == [0, 1, 2, 3]
    rows = np.ma.zeros(3, [("a", "i4"), ("b", "f8")])
    rows["b"][1] = np.ma.masked
    with pytest.raises(ValueError, match="mask"):
        nprecords.sort(rows, by="a")
    assert nprecords.frombuffer(rows.filled()).shape == (3,)


# --- The struct of C, in capsules that ctypes makes ---


class CInterface(ctypes.Structure):
    _fields_ = [
        ("two", ctypes.c_int), ("nd", ctypes.c_int), ("typekind", ctypes.c_char), ("itemsize", ctypes.c_int),
        ("flags", ctypes.c_int), ("shape", ctypes.c_void_p), ("strides", ctypes.c_void_p), ("data", ctypes.c_void_p),
        ("descr", ctypes.c_void_p),
    ]  # fmt: skip


new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype = ctypes.py_object
new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class SaysInC:
    def __init__(self, owner, **said):
        self.owner = owner
        self.numbers = (ctypes.c_ssize_t * 2)(4, 18)
        self.descr = [("id", "<i2"), ("sin", "<f8"), ("cos", "<f8")]
        numbers = ctypes.addressof(self.numbers)
        fields = {
            "two": 2, "nd": 1, "typekind": b"V", "itemsize": 18, "flags": 0x0C01,
            "shape": numbers, "strides": numbers + 8, "descr": id(self.descr),
            "data": np.frombuffer(owner, "u1").__array_interface__["data"][0],
        }  # fmt: skip
        self.raw = CInterface(**(fields | said))
        self.__array_struct__ = new_capsule(ctypes.addressof(self.raw), None, None)


def test_struct():
    held = owner()
    records = nprecords.frombuffer(SaysInC(held))
    assert read(records) == [(i, i / 2, i * 2.0) for i in range(4)]
    with pytest.raises(BufferError):
        held.append(1)
    assert not records.readonly
    assert nprecords.frombuffer(SaysInC(bytes(owner()))).readonly


@pytest.mark.parametrize(
    "field, values",
    [
        ("two", [0, 1, 3, -1, 2**31 - 1]),
        ("nd", [-1, -(2**31), 65, 2**31 - 1]),
        ("typekind", [b"\0", b"O", b"x", b"\xff", b"f", b"U", b"M"]),
        ("itemsize", [-1, 0, 17, 19, 2**31 - 1, -(2**31)]),
        ("shape", [0, 1, 8, 2**47, 2**64 - 8]),
        ("strides", [1, 8, 2**47, 2**64 - 8]),
        ("data", [0, 1, 2**40, 2**64 - 1]),
        ("descr", [8, 2**40, 2**64 - 8]),
    ],
)
def test_garbage_in_the_struct(field, values):
    for value in values:
        with pytest.raises(REFUSED):
            nprecords.frombuffer(SaysInC(owner(), **{field: value}))


def test_numbers_of_the_struct():
    for shape, stride in [(5, 18), (-4, 18), (4, 19), (4, -18), (2**62, 18), (2**63 - 1, 2**63 - 1), (4, -(2**63))]:
        said = SaysInC(owner())
        said.numbers[:] = [shape, stride]
        with pytest.raises(REFUSED):
            nprecords.frombuffer(said)
    said = SaysInC(owner())
    said.numbers[:] = [0, 2**63 - 1]
    assert len(nprecords.frombuffer(said)) == 0
    # No strides: one behind the other. No flag: read-only, and no descr.
    assert len(nprecords.frombuffer(SaysInC(owner(), strides=0))) == 4
    plain = nprecords.frombuffer(SaysInC(owner(), flags=0, descr=1))
    assert plain.readonly and plain.nbytes == 72


def test_a_descr_whose_text_changes_the_struct():
    """Its `repr` is code of somebody's: what it leaves is what is looked at."""

    class Descr(list):
        def __repr__(self):
            said.numbers[:] = now
            said.raw.shape = shape
            return super().__repr__()

    for now, shape in [((5, 18), None), ((4, 19), None), ((4, 18), 8), ((4, 18), 2**47)]:
        said = SaysInC(owner())
        said.kept = Descr(said.descr)
        said.raw.descr = id(said.kept)
        shape = said.raw.shape if shape is None else shape
        with pytest.raises(REFUSED):
            nprecords.frombuffer(said)
    now, said = (2, 36), SaysInC(owner())
    said.kept, shape = Descr(said.descr), said.raw.shape
    said.raw.descr = id(said.kept)
    assert read(nprecords.frombuffer(said)) == [(0, 0, 0), (2, 1, 4)]


def test_a_descr_whose_end_changes_the_struct():
    """The same for what runs when the last reference to it is given up: ours."""
    memory = mmap.mmap(-1, 4096)
    first = ctypes.c_char.from_buffer(memory)
    place = ctypes.addressof(first)
    del first
    ctypes.memmove(place, (ctypes.c_ssize_t * 2)(4, 18), 16)
    kept = []

    class Descr:
        def __repr__(self):
            kept.clear()
            return "[('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]"

        def __del__(self):
            memory.close()

    kept.append(Descr())
    said = SaysInC(owner(), shape=place, strides=place + 8, descr=id(kept[0]))
    with pytest.raises(REFUSED):
        nprecords.frombuffer(said)
    assert memory.closed


def test_capsules_of_other_things():
    class Capsule:
        def __init__(self, capsule):
            self.__array_struct__ = capsule

    number = ctypes.c_int(2)
    small = new_capsule(ctypes.addressof(number), b"named", None)
    for capsule in [None, 5, {}, small, new_capsule(8, None, None), new_capsule(2**47, None, None)]:
        with pytest.raises(REFUSED):
            nprecords.frombuffer(Capsule(capsule))


# --- Buffers ---


class Natural(ctypes.Structure):
    _fields_ = [("id", ctypes.c_int16), ("sin", ctypes.c_double), ("cos", ctypes.c_long)]


class Packed(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("id", ctypes.c_int16), ("sin", ctypes.c_double), ("cos", ctypes.c_double)]


class Big(ctypes.BigEndianStructure):
    _pack_ = 1
    _fields_ = [("id", ctypes.c_int16), ("sin", ctypes.c_double), ("flag", ctypes.c_byte)]


class Nests(ctypes.Structure):
    _fields_ = [("head", ctypes.c_uint8), ("packed", Packed * 2), ("name", ctypes.c_char * 5)]


class Derived(Packed):
    _fields_ = [("more", ctypes.c_uint32 * 2 * 3), ("is_so", ctypes.c_bool)]


class Either(ctypes.Union):
    _fields_ = [("number", ctypes.c_uint64), ("bytes", ctypes.c_uint8 * 8)]


class Holds(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_int32), ("either", Either)]


@pytest.mark.parametrize("of", [Natural, Packed, Nests, Derived])
def test_ctypes_structures(of):
    """As NumPy reads them, which forgets what a structure is derived of."""
    dtype = np.dtype(of)
    if of is Derived:
        own = [("more", "<u4", (3, 2)), ("is_so", "?")]
        dtype = np.dtype([("id", "<i2"), ("sin", "<f8"), ("cos", "<f8"), *own])
    for made in [(of * 3)(), (of * 2 * 3)(), of()]:
        records = nprecords.frombuffer(made)
        assert records.dtype == dtype
        assert records.shape == memoryview(made).shape
        assert not records.readonly
    rows = (of * 3)()
    view = nprecords.frombuffer(rows)
    np.asarray(view).view("u1").reshape(3, -1)[1] = 1
    assert bytes(rows[1]) == b"\x01" * ctypes.sizeof(of) and not any(bytes(rows[0]))
    # And through a memoryview of them.
    assert nprecords.frombuffer(memoryview(rows)).dtype == dtype


def test_ctypes_of_the_other_order():
    row = Big(-2, 0.5, 7)
    records = nprecords.frombuffer((Big * 1)(row))
    assert records.dtype == np.dtype([("id", ">i2"), ("sin", ">f8"), ("flag", "i1")])
    assert read(records) == [(-2, 0.5, 7)]
    assert nprecords.frombuffer(ctypes.c_int32.__ctype_be__(5)).dtype == np.dtype(">i4")


def test_ctypes_that_are_no_records():
    class Bits(ctypes.Structure):
        _fields_ = [("low", ctypes.c_int, 3), ("high", ctypes.c_int, 5)]

    class Points(ctypes.Structure):
        _fields_ = [("to", ctypes.POINTER(ctypes.c_int))]

    class Calls(ctypes.Structure):
        _fields_ = [("call", ctypes.c_void_p), ("object", ctypes.py_object)]

    for of in [Bits, Points, Calls]:
        with pytest.raises(ValueError, match="ctypes"):
            nprecords.frombuffer((of * 2)())
        # Bytes of them can be seen all the same.
        size = ctypes.sizeof(of)
        assert len(nprecords.frombuffer((of * 2)(), f"V{size}")) == 2
    holds = nprecords.frombuffer((Holds * 2)())
    assert holds.dtype.itemsize == 16 and holds.dtype["either"].itemsize == 8
    assert len(nprecords.frombuffer((Either * 2)(), "=Q")) == 2

    class Hides(Packed):
        """The place of a field is hidden, or said to be another one."""

    for at in [5, None, type("At", (), {"offset": 10**30}), type("At", (), {"offset": -1}), type("At", (), {"offset": 11})]:
        shadow = type("Shadow", (ctypes.Structure,), {"_fields_": [("a", ctypes.c_int64), ("b", ctypes.c_int64)]})
        shadow.b = at
        with pytest.raises((*REFUSED, AttributeError)):
            nprecords.frombuffer((shadow * 2)())
    # Elements that are the array itself have no end.
    looped = type("Looped", (ctypes.c_int * 3,), {})
    looped._type_ = looped
    with pytest.raises(ValueError, match="nested too deep"):
        nprecords.frombuffer(looped())
    empty = type("Empty", (ctypes.Structure,), {"_fields_": []})
    try:
        nprecords.frombuffer((empty * 3)())
    except REFUSED:
        pass


def test_ctypes_numbers():
    for of in "bBhHiIlLqQfd?":
        kind = ctypes.c_int if of == "i" else type("Kind", (ctypes._SimpleCData,), {"_type_": of})
        dtype = np.dtype(of)
        for made in [(kind * 3)(1, 0, 1), (kind * 3 * 2)(), kind(1)]:
            records = nprecords.frombuffer(made)
            assert records.dtype.itemsize == dtype.itemsize
            assert np.asarray(records).dtype == dtype
    assert np.asarray(nprecords.frombuffer((ctypes.c_char * 3)(b"a", b"b"))).tolist() == [b"a", b"b", b""]
    for of in [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_longdouble, ctypes.py_object]:
        with pytest.raises(ValueError):
            nprecords.frombuffer((of * 2)())


def test_array_of_every_code():
    for code in array.typecodes:
        if code in "uw":
            made = array.array(code, "abc")
        else:
            made = array.array(code, [1, 2, 3])
        try:
            records = nprecords.frombuffer(made)
        except ValueError:
            assert code in "uw"
            continue
        assert np.asarray(records).tolist() == made.tolist() or code in "uw"
        with pytest.raises(BufferError):
            made.append(made[0])
        del records
        made.append(made[0])
    assert len(nprecords.frombuffer(array.array("d"))) == 0


def test_memoryviews():
    held = bytearray(range(48))
    view = memoryview(held)
    for code in "bBhHiIlLqQfd?":
        cast = view.cast(code)
        records = nprecords.frombuffer(cast)
        # NaNs are not equal: by the bytes.
        assert np.asarray(records).tobytes() == bytes(held)
        assert np.asarray(records).dtype == np.dtype(code)
        assert len(nprecords.frombuffer(cast[::-1])) == len(cast)
        assert np.asarray(nprecords.frombuffer(cast[::2])).tobytes() == cast[::2].tobytes()
    cube = view.cast("B", (2, 3, 8))
    records = nprecords.frombuffer(cube)
    assert records.shape == (2, 3, 8) and np.asarray(records).tolist() == cube.tolist()
    one = memoryview(np.array(5.0))
    assert nprecords.frombuffer(one).shape == ()
    released = memoryview(bytearray(8))
    released.release()
    with pytest.raises(ValueError):
        nprecords.frombuffer(released)
    assert len(nprecords.frombuffer(memoryview(b""))) == 0
    with pytest.raises(REFUSED):
        nprecords.frombuffer(memoryview(np.array([None], object)))
    with pytest.raises(REFUSED):
        nprecords.frombuffer(view.cast("c"), "=hdd", offset=-1)


def test_native_alignment_is_the_default():
    """`T{h...}` means what a compiler makes of it."""
    testbuffer = pytest.importorskip("_testbuffer")
    made = testbuffer.ndarray([(1, 0.5), (2, 1.5)], shape=[2], format="hd")
    records = nprecords.frombuffer(made)
    assert records.dtype.itemsize == 16
    assert read(records) == [(1, 0.5), (2, 1.5)]
    made = testbuffer.ndarray([(1, 0.5), (2, 1.5)], shape=[2], format=">hd")
    records = nprecords.frombuffer(made)
    assert records.dtype.itemsize == 10 and read(records) == [(1, 0.5), (2, 1.5)]


def test_pointers_are_refused():
    testbuffer = pytest.importorskip("_testbuffer")
    made = testbuffer.ndarray(list(range(12)), shape=[3, 4], format="i", flags=testbuffer.ND_PIL)
    with pytest.raises(BufferError, match="suboffsets"):
        nprecords.frombuffer(made)
    for flags in [testbuffer.ND_WRITABLE, testbuffer.ND_FORTRAN, 0]:
        made = testbuffer.ndarray(list(range(12)), shape=[3, 4], format="i", flags=flags)
        assert read(nprecords.frombuffer(made)) == made.tolist()
    made = testbuffer.ndarray(list(range(12)), shape=[4], strides=[-4], offset=12, format="i")
    assert read(nprecords.frombuffer(made)) == [3, 2, 1, 0]


def test_bytes_and_maps():
    with pytest.raises((ValueError, BufferError, TypeError)):
        np.asarray(nprecords.frombuffer(bytes(18), "=hdd"))["f0"] = 1
    page = mmap.mmap(-1, 36)
    records = nprecords.frombuffer(page, "=hdd")
    np.asarray(records)["f0"] = 5
    assert page[:2] == b"\x05\0"
    with pytest.raises(BufferError):
        page.close()
    del records
    page.close()


def test_numpy_arrays():
    """Strided, reversed, of some fields, of times, read-only, of none, in many dimensions."""
    people = np.zeros(6, [("name", "U5"), ("born", "M8[s]"), ("a:b", ">f8"), ("pos", "f4", (2, 3))])
    people["a:b"] = range(6)
    views = [
        people, people[::2], people[::-1], people[1:3], people[:0], people.reshape(2, 3), people.reshape(2, 3).T,
        people[["a:b", "pos"]], people[["born"]], people["pos"], people["pos"][:, 1], people["name"], people["born"],
        np.broadcast_to(people[0], (3, 4)), people.view(np.recarray), np.array(5.0), np.zeros((2, 0, 3)), np.zeros(3, "V0"),
        np.zeros(3, [("a", "i4"), ("b", "V0")]), people[0:1][0:1, np.newaxis], np.arange(4)[np.newaxis, ::-2],
        np.zeros((1,) * 60), np.zeros(2, "?"), np.zeros(2, "c16"), np.zeros(2, "f2"), np.zeros(2, "S0"),
        np.zeros(2, {"names": ["a"], "formats": ["u1"], "offsets": [7], "itemsize": 31}), np.zeros(2, np.dtype("i4,f8", align=True)),
        np.zeros(2, [(("title", "a"), "u1")]),
    ]  # fmt: skip
    for view in views:
        for readonly in [False, True]:
            given = view.view()
            if readonly:
                given.flags.writeable = False
            try:
                records = nprecords.frombuffer(given)
            except REFUSED:
                assert view.dtype.itemsize == 0 or "V0" in str(view.dtype) or "S0" in str(view.dtype), view.dtype
                continue
            assert records.shape == given.shape and records.readonly == (not given.flags.writeable)
            back = np.asarray(records)
            assert back.shape == given.shape and back.tobytes() == given.tobytes()
            assert back.__array_interface__["data"][0] == given.__array_interface__["data"][0] or not given.nbytes
            if given.size:
                assert back.strides == given.strides or 1 in given.shape
    for refused in [np.zeros(2, object), np.zeros(2, [("a", "O")]), np.zeros(2, "g")]:
        with pytest.raises(REFUSED):
            nprecords.frombuffer(refused)


class Told(np.ndarray):
    """An array whose dtype is what somebody says."""

    told = None

    @property
    def dtype(self):
        return self.told


class Dtype:
    hasobject, isalignedstruct, itemsize, subdtype, names, fields = False, False, 8, None, None, None
    str = "<i8"

    def __init__(self, **said):
        vars(self).update(said)


class Long:
    """A sequence of as many numbers as it says."""

    def __init__(self, len):
        self.len = len

    def __len__(self):
        return self.len

    def __getitem__(self, at):
        return 1


def test_dtypes_that_are_none():
    """Lengths that are only said end no process, and what has no end is not waited for."""
    plain = np.arange(4)
    given = plain.view(Told)
    given.told = Dtype()
    assert nprecords.frombuffer(given).tolist() == [0, 1, 2, 3]
    given.told = Dtype(subdtype=(plain.dtype, (1,) * 3))
    assert nprecords.frombuffer(given).shape == (4, 1, 1, 1)
    i8, deep = plain.dtype, plain.dtype
    for _ in range(100):
        deep = Dtype(subdtype=(deep, (1,) * 64))
    for said in [
        {"subdtype": (i8, Long(2**62))}, {"subdtype": (i8, Long(2**44))}, {"subdtype": (i8, [1] * 10**6)},
        {"subdtype": (i8, (1,) * 10**6)}, {"subdtype": (i8, (2**62, 4))}, {"subdtype": (i8, (-1,))}, {"subdtype": 5},
        {"subdtype": (deep, (1,))}, {"names": itertools.repeat("a"), "fields": {"a": (i8, 0)}}, {"names": 5},
        {"names": ("a", "b"), "fields": {"a": (i8, 0), "b": (i8, 4)}}, {"names": ("a",), "fields": {"a": (i8, 2**63)}},
        {"names": ("a",), "fields": {"a": (i8, -8)}}, {"names": ("a",), "fields": {}}, {"str": b"<i8"},
        {"names": ("a",), "fields": {"a": (i8, 0)}, "itemsize": 2**62}, {"hasobject": None}, {"itemsize": -1},
    ]:  # fmt: skip
        given.told = Dtype(**said)
        with pytest.raises((*REFUSED, KeyError)):
            nprecords.frombuffer(given)


def test_arguments():
    """What a caller asks for, over memory that is honest."""
    held = owner()
    names = ["dtype", "names", "offset", "count", "shape", "strides", "owner"]
    for name in names:
        for value in GARBAGE:
            asked = {"dtype": "=hdd"} | {name: value}
            try:
                records = nprecords.frombuffer(held, **asked)
            except Exception as error:
                assert not type(error).__name__.startswith("Panic"), (name, value)
                continue
            array = np.asarray(records)
            if array.size and array.itemsize:
                low, high = np.lib.array_utils.byte_bounds(array)
                start = np.frombuffer(held, "u1").__array_interface__["data"][0]
                assert start <= low and high <= start + 72, (name, value)
    choose = np.random.default_rng(5)
    for _ in range(2000):
        asked = {name: GARBAGE[choose.integers(len(GARBAGE))] for name in names[2:6] if choose.random() < 0.6}
        try:
            nprecords.frombuffer(held, "=hdd", **asked)
        except Exception as error:
            assert not type(error).__name__.startswith("Panic"), asked
