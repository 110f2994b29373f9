"""RecordBuffer: rows of Python's objects as bytes, with NumPy as the oracle, and what may grow when."""

import ctypes
import datetime as dt
import decimal
import fractions
import gc
import random
import struct
import threading
import time
from collections import OrderedDict, namedtuple
from types import MappingProxyType

import numpy as np
import pytest

import nprecords
from nprecords import RecordBuffer

ORDERS = ["<", ">"]


def bytes_of(buffer) -> bytes:
    """Of all rows, whatever the buffer protocol has words for."""
    return np.asarray(buffer).tobytes()


def written(dtype, *rows) -> bytes:
    """The bytes of rows, by append, which extend must have, too."""
    one, all_, some = RecordBuffer(dtype), RecordBuffer(dtype), RecordBuffer(dtype)
    for row in rows:
        one.append(row)
    all_.extend(list(rows))
    some.extend(row for row in rows)
    assert len(one) == len(all_) == len(some) == len(rows)
    assert bytes_of(one) == bytes_of(all_) == bytes_of(some)
    return bytes_of(one)


def check(dtype, *rows, same_as=None):
    """The bytes that NumPy writes for the same rows, with zeros between the fields."""
    dtype = np.dtype(dtype)
    oracle = np.zeros(len(rows), dtype)
    for i, row in enumerate(same_as or rows):
        oracle[i] = row
    assert written(dtype, *rows) == oracle.tobytes(), (dtype, rows)


def one(code):
    return np.dtype([("x", code)])


# Numbers


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("code", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"])
def test_integers_at_their_limits_and_beyond(order, code):
    dtype = one(order + code)
    info = np.iinfo(dtype["x"])
    values = [info.min, info.min + 1, -1 if info.min else 1, 0, 1, info.max - 1, info.max]
    check(dtype, *[(v,) for v in values])
    check(dtype, (True,), (np.bool_(True),), (np.int8(5),), (np.uint64(7),), (np.array(9),))
    buffer = RecordBuffer(dtype)
    for wrong in [info.min - 1, info.max + 1, 2**64, -(2**63) - 1, 2**127, -(2**200), 10**5000]:
        with pytest.raises(OverflowError, match=r"field `x` is [iu]\d+, from -?\d+ to \d+, which"):
            buffer.append((wrong,))
    for wrong in [1.0, "1", None, b"1", [1], np.float64(1), decimal.Decimal(1), 1j,
                  np.timedelta64(1, "s"), np.datetime64("2020")]:
        with pytest.raises(TypeError, match=r"field `x` is [iu]\d+, which takes an int, not"):
            buffer.append((wrong,))
    assert len(buffer) == 0


def floats(rng, count):
    for _ in range(count):
        yield struct.unpack("<d", rng.randbytes(8))[0]
        yield rng.uniform(-1, 1) * 2.0 ** rng.randint(-30, 20)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("code", ["f2", "f4", "f8"])
def test_floats_are_rounded_as_numpy_does(order, code):
    dtype = one(order + code)
    rng = random.Random(5)
    most = float(np.finfo(code).max)
    values = [v for v in floats(rng, 4000) if v == v and abs(v) <= most]
    assert len(values) > 1000
    check(dtype, *[(v,) for v in values])
    check(dtype, (0.0,), (-0.0,), (float("inf"),), (-float("inf"),), (most,), (3,), (True,),
          (np.float32(1.1),), (np.float16(1.1),), (np.int8(-3),), (np.longdouble(2.5),),
          (decimal.Decimal("1.25"),), (fractions.Fraction(1, 3),), (np.array(1.5),))
    buffer = RecordBuffer(dtype)
    buffer.append((float("nan"),))
    assert np.isnan(buffer["x"][0])
    for wrong in ["1", b"1", None, 1j, np.complex64(1), [1.0], np.datetime64("2020"), object()]:
        with pytest.raises(TypeError, match=r"field `x` is f\d+, which takes a float, not"):
            buffer.append((wrong,))
    too_large = [10**400] + ([1e300, -1e300] if code != "f8" else [])
    for wrong in too_large:
        with pytest.raises(OverflowError, match=r"field `x` is f\d+.*cannot hold"):
            buffer.append((wrong,))


@pytest.mark.parametrize("order", ORDERS)
def test_halves_between_two_are_rounded_once(order):
    dtype = one(order + "f2")
    bits = np.arange(0, 0x7BFF, 7, dtype="u2")
    low, high = bits.view("f2").astype("f8"), (bits + 1).astype("u2").view("f2").astype("f8")
    middle = (low + high) / 2
    values = np.concatenate([middle, middle * (1 + 1e-15), middle * (1 - 1e-15)])
    check(dtype, *[(float(v),) for v in values])


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("code", ["c8", "c16"])
def test_complex_numbers(order, code):
    dtype = one(order + code)
    check(dtype, (1 + 2j,), (complex("-inf"),), (3,), (2.5,), (True,), (np.complex64(1 - 1j),),
          (np.complex128(1.1 - 1j),), (np.float32(1.1),))
    buffer = RecordBuffer(dtype)
    for wrong in ["1", None, b"1", [1]]:
        with pytest.raises(TypeError, match="which takes a complex"):
            buffer.append((wrong,))


def test_bools():
    dtype = one("?")
    check(dtype, (True,), (False,), (np.True_,), (np.False_,), (0,), (1,))
    buffer = RecordBuffer(dtype)
    for wrong in ["", None, 1.0, []]:
        with pytest.raises(TypeError, match="bool, which takes True or False"):
            buffer.append((wrong,))
    for wrong in [2, -1, 10**30]:
        with pytest.raises(OverflowError, match="bool, 0 or 1, which cannot hold"):
            buffer.append((wrong,))


# Texts


def test_bytes_and_texts():
    check(one("S5"), (b"",), (b"abc",), (b"abcde",), ("abc",), (np.bytes_(b"xy"),),
          (np.str_("xy"),))
    check(one("S5"), (bytearray(b"xy"),), same_as=[(b"xy",)])
    assert written(one("S5"), ("é€",), (memoryview(b"abcd")[::2],)) == "é€".encode() + b"ac\0\0\0"
    check(one("V4"), (b"abcd",), (b"ab",))
    check(one("V4"), (bytearray(b"xyz"),), same_as=[(b"xyz",)])
    assert written(one("V4"), (np.void(b"abcd"),), (memoryview(b"ab"),)) == b"abcdab\0\0"
    buffer = RecordBuffer([("s", "S3"), ("v", "V3"), ("u", "U3")])
    with pytest.raises(ValueError, match=r"field `s` is S3, which cannot hold the 4 bytes of b'abcd'"):
        buffer.append((b"abcd", b"", ""))
    with pytest.raises(ValueError, match=r"field `s` is S3, which cannot hold the 4 bytes of 'éé'"):
        buffer.append(("éé", b"", ""))
    with pytest.raises(ValueError, match=r"field `v` is V3, which cannot hold the 5 bytes"):
        buffer.append((b"", b"abcde", ""))
    with pytest.raises(ValueError, match=r"field `u` is U3, which cannot hold the 4 characters"):
        buffer.append((b"", b"", "abcd"))
    for row in [(1, b"", ""), (None, b"", ""), (b"", "v", ""), (b"", 3, ""), (b"", b"", b"u"), (b"", b"", 1)]:
        with pytest.raises(TypeError, match=r"field `[svu]` is .*, not"):
            buffer.append(row)
    with pytest.raises(UnicodeEncodeError):
        buffer.append(("\ud800", b"", ""))
    assert len(buffer) == 0


@pytest.mark.parametrize("order", ORDERS)
def test_unicode(order):
    check(one(order + "U4"), ("",), ("a",), ("äöüß",), ("😀x",), ("a\0b",), (np.str_("xy"),))
    assert written(one(order + "U1"), ("\ud800",)) == (0xD800).to_bytes(4, "little" if order == "<" else "big")


# Times

SECOND = 10**12
LENGTHS = {"W": 604800 * SECOND, "D": 86400 * SECOND, "h": 3600 * SECOND, "m": 60 * SECOND, "s": SECOND,
           "ms": SECOND // 10**3, "us": SECOND // 10**6, "ns": 1000, "ps": 1}


def exactly(value, dtype):
    """The steps of a moment in whole numbers of any size, if it has as many; small years only."""
    value = np.datetime64(value)
    unit, count = np.datetime_data(value.dtype)
    to, per = np.datetime_data(dtype)
    if to in ("Y", "M"):
        month = value.astype("M8[M]")
        if month != value:
            return None
        length, per = int(month.astype("i8")), per * (12 if to == "Y" else 1)
    else:
        if unit in ("Y", "M"):
            value, unit, count = value.astype("M8[D]"), "D", 1
        length, per = int(value.astype("i8")) * count * LENGTHS[unit], per * LENGTHS[to]
    steps, rest = divmod(length, per)
    return steps if rest == 0 and -(2**63) < steps < 2**63 else None


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("step", ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "25s", "3M", "2D"])
def test_moments_exactly_or_not_at_all(order, step):
    dtype = one(f"{order}M8[{step}]")
    rng = random.Random(step)
    values = [None, np.datetime64("NaT"), 0, 5, -(2**63) + 1, 2**63 - 1, np.int32(4)]
    written_as = [np.datetime64("NaT"), np.datetime64("NaT")] + [int(v) for v in values[2:]]
    refused = 0
    given = [dt.date(2000, 1, 1), dt.date(1969, 1, 1), dt.datetime(1970, 1, 1), dt.date(1969, 12, 29)]
    for _ in range(300):
        given.append(np.datetime64(rng.randint(-1000, 1000), rng.choice(["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns"])))
        given.append(dt.datetime(rng.randint(1, 9999), rng.randint(1, 12), rng.choice([1, 5]), rng.choice([0, 0, 7])))
        given.append(np.datetime64(rng.randint(-100, 100), ("s", 7)))
    buffer = RecordBuffer(dtype)
    for value in given:
        steps = exactly(value, dtype["x"])
        if steps is not None:
            values.append(value)
            written_as.append(steps)
        else:
            with pytest.raises(ValueError, match=r"is M8\[.*\], in whole steps, which cannot hold"):
                buffer.append((value,))
            refused += 1
    check(dtype, *[(v,) for v in values], same_as=[(v,) for v in written_as])
    assert len(buffer) == 0 and len(values) > 10
    assert refused > 10 or step in ["us", "ns"]
    for wrong in [1.0, b"x", np.timedelta64(1, "s"), dt.timedelta(1), True, [], dt.time(1)]:
        with pytest.raises(TypeError, match=r"field `x` is M8\[.*\], which takes a datetime64"):
            buffer.append((wrong,))
    for wrong in [2**63, -(2**63) - 1]:
        with pytest.raises(ValueError):
            buffer.append((wrong,))


def test_moments_of_time_zones_and_texts():
    east = dt.timezone(dt.timedelta(hours=2))
    moment = dt.datetime(2020, 1, 1, 1, 30, 0, 5, tzinfo=east)
    utc = np.datetime64("2019-12-31T23:30:00.000005")
    check(one("M8[us]"), (moment,), ("2020-01-01",), ("NaT",), same_as=[(utc,), ("2020-01-01",), ("NaT",)])
    with pytest.raises(ValueError):
        RecordBuffer(one("M8[s]")).append(("2020-01-01T00:00:00.5",))
    with pytest.raises(ValueError):
        RecordBuffer(one("M8[s]")).append(("yesterday",))


def test_moments_of_other_clocks():
    class Late(dt.datetime):
        hour = 2**32 - 1

    hours = np.datetime64("2020-01-01") + np.timedelta64(2**32 - 1, "h")
    check(one("M8[h]"), (Late(2020, 1, 1),), same_as=[(hours,)])
    # More microseconds than 64 bits hold, not others.
    buffer = RecordBuffer(one("M8[us]"))
    with pytest.raises(ValueError):
        buffer.append((Late(2020, 1, 1),))
    assert len(buffer) == 0


@pytest.mark.parametrize("order", ORDERS)
def test_spans(order):
    dtype = one(f"{order}m8[s]")
    nat = np.timedelta64("NaT")
    check(dtype, (None,), (nat,), (5,), (dt.timedelta(days=-2, seconds=3),), (np.timedelta64(3, "h"),),
          (np.timedelta64(5000, "ms"),), (np.timedelta64(7),),
          same_as=[(nat,), (nat,), (5,), (np.timedelta64(-2 * 86400 + 3, "s"),), (10800,), (5,), (7,)])
    buffer = RecordBuffer(dtype)
    for wrong in [dt.timedelta(microseconds=1), np.timedelta64(1, "M"), np.timedelta64(5001, "ms"), 2**63]:
        with pytest.raises(ValueError, match=r"field `x` is m8\[s\], in whole steps, which cannot hold"):
            buffer.append((wrong,))
    for wrong in [1.0, "1", np.datetime64("2020"), dt.date(2020, 1, 1), True]:
        with pytest.raises(TypeError, match="which takes a timedelta64"):
            buffer.append((wrong,))
    check(one("m8[M]"), (np.timedelta64(2, "Y"),))
    check(one("m8"), (5,))


# Values of values


@pytest.mark.parametrize("order", ORDERS)
def test_arrays(order):
    dtype = np.dtype([("a", order + "i2", 3), ("m", order + "f4", (2, 2)), ("s", "S2", 2)])
    row = ((1, 2, 3), ((1.5, 2), (3, 4)), (b"a", b"bc"))
    check(dtype, row)
    as_lists = [[1, 2, 3], [[1.5, 2], (3, 4)], ["a", "bc"]]
    as_arrays = (np.array([1, 2, 3]), np.array([[1.5, 2], [3, 4]]), np.array([b"a", b"bc"]))
    for same in [as_lists, as_arrays, (range(1, 4), as_arrays[1][::1, ::1], ("a", "bc"))]:
        check(dtype, same, same_as=[row])
    buffer = RecordBuffer(dtype)
    good = list(row)
    cases = [
        (0, (1, 2), ValueError, r"field `a` takes 3 values, not 2"),
        (0, [1, 2, 3, 4], ValueError, r"field `a` takes 3 values, not 4"),
        (0, 5, TypeError, r"field `a` takes a list, tuple or array of 3 values, not 5 \(int\)"),
        (0, "abc", TypeError, r"field `a` takes a list"),
        (0, {0: 1, 1: 2, 2: 3}, TypeError, r"field `a` takes a list"),
        (0, {1, 2, 3}, TypeError, r"field `a` takes a list"),
        (0, iter([1, 2, 3]), TypeError, r"field `a` takes a list"),
        (0, np.array(5), TypeError, r"field `a` takes a list"),
        (0, (1, 2, 70000), OverflowError, r"field `a\[2\]` is i16, from -32768 to 32767, which cannot hold 70000 \(int\)"),
        (1, [[1, 2], [3, "x"]], TypeError, r"field `m\[1\]\[1\]` is f32, which takes a float, not 'x' \(str\)"),
        (1, [[1, 2], [3]], ValueError, r"field `m\[1\]` takes 2 values, not 1"),
        (2, ["a", "bcd"], ValueError, r"field `s\[1\]` is S2, which cannot hold the 3 bytes of 'bcd'"),
    ]
    for index, value, kind, text in cases:
        bad = good.copy()
        bad[index] = value
        with pytest.raises(kind, match=text):
            buffer.append(bad)
    assert len(buffer) == 0


@pytest.mark.parametrize("order", ORDERS)
def test_records_in_records(order):
    pos = np.dtype([("x", order + "f4"), ("y", order + "f8")], align=True)
    dtype = np.dtype([("id", order + "u2"), ("pos", pos), ("way", pos, 2)], align=True)
    row = (7, (1, 2), [(3, 4), (5, 6)])
    check(dtype, row)
    array = np.array([row], dtype)
    by_name = {"way": [{"y": 4, "x": 3}, (5, 6)], "id": 7, "pos": array[0]["pos"]}
    Row = namedtuple("Row", ["id", "pos", "way"])
    for same in [by_name, MappingProxyType(by_name), OrderedDict(by_name), Row(*row), list(row), array[0],
                 (7, array["pos"][0], array["way"][0])]:
        check(dtype, same, same_as=[row])
    swapped = np.array([(5, 7.0)], [("y", "f4"), ("x", "f8")])[0]
    check(pos, swapped, same_as=[(7, 5)])
    buffer = RecordBuffer(dtype)
    cases = [
        ((7, (1, 2)), ValueError, r"^the row takes 3 values \(`id`, `pos`, `way`\), not 2"),
        ((7, (1,), ()), ValueError, r"^field `pos` takes 2 values \(`x`, `y`\), not 1"),
        ((7, (1, 2), [(3, 4), (5, "z")]), TypeError, r"^field `way\[1\].y` is f64, which takes a float, not 'z' \(str\)"),
        ({"id": 7, "pos": (1, 2)}, ValueError, r"^the row takes `id`, `pos`, `way`: no `way`"),
        ({**by_name, "more": 1}, ValueError, r"^the row takes `id`, `pos`, `way` and nothing else: 4 keys"),
        ({**by_name, "pos": {"x": 1}}, ValueError, r"^field `pos` takes `x`, `y`: no `y`"),
        (7, TypeError, r"^the row takes a tuple or list of 3 values, a dict or a NumPy record, not 7 \(int\)"),
        ("abc", TypeError, r"^the row takes a tuple or list"),
        (None, TypeError, r"^the row takes a tuple or list .*, not None"),
        (np.void(b"abc"), TypeError, r"^the row takes a tuple or list"),
        (swapped, ValueError, r"^the row takes `id`, `pos`, `way`: no `id`"),
    ]
    for bad, kind, text in cases:
        with pytest.raises(kind, match=text):
            buffer.append(bad)
        with pytest.raises(kind, match=text.replace("^", "^row 1: ")):
            buffer.extend([row, bad])
    assert len(buffer) == 0


SCALARS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16", "?", "S3", "U2", "V3",
           "M8[s]", "m8[ms]"]


def random_dtype(rng, depth=0):
    fields = []
    for i in range(rng.randint(1, 5)):
        if depth < 2 and rng.random() < 0.2:
            code = random_dtype(rng, depth + 1)
        else:
            code = rng.choice(SCALARS)
            code = code if code in ("?", "S3", "V3") else rng.choice(ORDERS) + code
        shape = rng.choice([(), (), (), (2,), (2, 3), (0,)])
        fields.append((f"f{depth}{i}é", code, shape))
    return np.dtype(fields, align=rng.random() < 0.5)


def random_value(rng, dtype):
    if dtype.subdtype:
        element, shape = dtype.subdtype
        element = np.dtype((element, shape[1:])) if shape[1:] else element
        return [random_value(rng, element) for _ in range(shape[0])]
    if dtype.names:
        return tuple(random_value(rng, dtype[name]) for name in dtype.names)
    match dtype.kind:
        case "i" | "u":
            info = np.iinfo(dtype)
            return rng.randint(info.min, info.max)
        case "f":
            return rng.uniform(-100, 100)
        case "c":
            return complex(rng.uniform(-100, 100), rng.uniform(-1, 1))
        case "b":
            return rng.random() < 0.5
        case "S":
            return bytes(rng.choices(b"abc", k=rng.randint(0, 3)))
        case "V":
            return rng.randbytes(3)
        case "U":
            return "".join(rng.choices("aß😀", k=rng.randint(0, 2)))
        case _:
            return rng.randint(-10000, 10000)


def filled(dtype, rows):
    """What NumPy makes of rows, with zeros in the padding."""
    oracle = np.zeros(len(rows), dtype)
    for i, row in enumerate(rows):
        oracle[i] = row
    return oracle


def named(dtype, row):
    return dict(zip(dtype.names, row))


@pytest.mark.parametrize("seed", range(60))
def test_random_layouts(seed):
    rng = random.Random(seed)
    dtype = random_dtype(rng)
    rows = [random_value(rng, dtype) for _ in range(rng.randint(1, 9))]
    oracle = filled(dtype, rows)
    expected = oracle.tobytes()
    assert written(dtype, *rows) == expected
    assert written(dtype, *[list(row) for row in rows]) == expected
    assert written(dtype, *[named(dtype, row) for row in rows]) == expected
    # Rows as NumPy gives them.
    assert written(dtype, *oracle) == expected
    # Arrays in place.
    for array in [oracle, oracle.reshape(1, -1), np.repeat(oracle, 2)[::2], oracle[::-1][::-1]]:
        buffer = RecordBuffer(dtype)
        buffer.extend(array)
        assert bytes_of(buffer) == expected
        buffer.extend(nprecords.frombuffer(array))
        assert bytes_of(buffer) == expected * 2


# Arrays


def test_arrays_are_matched_by_name_and_their_padding_is_not_kept():
    buffer = RecordBuffer([("a", "<i2"), ("b", "<f8")])
    other = np.array([(1.5, 9, 7), (2.5, 9, 8)], [("b", "<f8"), ("more", "u1"), ("a", "<i2")])
    buffer.extend(other)
    buffer.extend(other[::-1][["a", "b"]])
    assert [tuple(r) for r in np.asarray(buffer).tolist()] == [(7, 1.5), (8, 2.5), (8, 2.5), (7, 1.5)]
    # Another byte order and narrower numbers, which lose nothing.
    buffer.extend(np.array([(3, 4)], [("a", ">i1"), ("b", ">f4")]))
    assert np.asarray(buffer)[-1].tolist() == (3, 4.0)
    with pytest.raises(KeyError):
        buffer.extend(np.array([(3,)], [("a", "<i2")]))
    with pytest.raises((TypeError, ValueError)):
        buffer.extend(np.array([("x", 4)], [("a", "S1"), ("b", "<f8")]))
    with pytest.raises(KeyError):
        buffer.extend(b"abcdefghij")
    assert len(buffer) == 5


def test_large_arrays():
    dtype = np.dtype("=i2,f8,f8")
    array = np.zeros(300_000, dtype)
    array["f0"] = np.arange(300_000) % 1000
    array["f1"] = np.arange(300_000)
    buffer = RecordBuffer(dtype)
    buffer.extend(array)
    buffer.extend(array[::-1])
    buffer.extend(buffer)
    both = np.concatenate([array, array[::-1]])
    assert bytes_of(buffer) == both.tobytes() * 2
    buffer.clear()
    buffer.extend(array.reshape(3, 100, 1000)[:, ::2, ::5])
    assert bytes_of(buffer) == array.reshape(3, 100, 1000)[:, ::2, ::5].tobytes()
    buffer.clear()
    buffer.extend(array.tolist())
    assert bytes_of(buffer) == array.tobytes()


def test_buffers_extend_each_other_and_themselves():
    a, b = RecordBuffer("=hd"), RecordBuffer("=hd")
    a.extend(a)
    assert len(a) == 0
    a.append((1, 2))
    b.extend(a)
    a.extend(b)
    a.extend(a)
    a += [(5, 6)]
    assert np.asarray(a).tolist() == [(1, 2.0)] * 4 + [(5, 6.0)]
    # A part of itself is an export that is still there.
    with pytest.raises(BufferError):
        a.extend(a.view())
    assert len(a) == 5


def test_all_rows_or_none():
    buffer = RecordBuffer("=hd")
    buffer.append((1, 1))

    def rows():
        yield (2, 2)
        yield (3, 3)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        buffer.extend(rows())
    with pytest.raises(OverflowError, match="^row 2: field `f0` is i16"):
        buffer.extend([(2, 2), (3, 3), (70000, 1)])
    with pytest.raises(TypeError):
        buffer.extend(7)
    with pytest.raises(TypeError, match="^row 0: the row takes"):
        buffer.extend({"a": 1})
    assert np.asarray(buffer).tolist() == [(1, 1.0)]
    buffer.extend([])
    buffer.extend(())
    buffer.extend(iter(()))
    buffer.extend(np.zeros(0, "=i2,f8"))
    assert len(buffer) == 1


# What it is to Python


def test_rows_columns_and_parts():
    buffer = RecordBuffer("=hdd", names=["id", "sin", "cos"], capacity=10)
    for i in range(5):
        buffer.append((i, i / 2, -i))
    assert len(buffer) == 5 and buffer.nbytes == 90
    assert buffer.dtype == np.dtype([("id", "=i2"), ("sin", "=f8"), ("cos", "=f8")])
    assert str(buffer.layout) and "RecordBuffer of 5 rows" in repr(buffer)
    assert np.array_equal(buffer["sin"], np.arange(5) / 2)
    assert len(buffer[1:]) == 4 and len(buffer[::-2]) == 3
    with pytest.raises(IndexError):
        buffer[5]
    with pytest.raises((KeyError, ValueError)):
        buffer["none"]
    buffer["sin"][2] = 9
    assert np.asarray(buffer)["sin"][2] == 9
    assert np.asarray(buffer, dtype=buffer.dtype).shape == (5,)
    gc.collect()
    assert np.asarray(buffer.pop()).tolist() in [(4, 2.0, -4.0), [4, 2.0, -4.0]]
    buffer.truncate(9)
    assert len(buffer) == 4
    buffer.truncate(2)
    assert np.asarray(buffer)["id"].tolist() == [0, 1]
    buffer.reserve(100)
    buffer.clear()
    assert len(buffer) == 0
    with pytest.raises(IndexError, match="pop from an empty"):
        buffer.pop()
    # What Records have.
    assert buffer.shape == (0,) and buffer.strides == (18,) and not buffer.readonly
    with pytest.raises(AttributeError):
        buffer.nothing_of_the_kind
    with pytest.raises(AttributeError):
        buffer.__nothing_of_the_kind__
    assert {"append", "view", "strides"} <= set(dir(buffer))
    # An attribute of a buffer is that of a view, of the class that of Records.
    assert RecordBuffer.strides is nprecords.Records.strides


def test_append_is_a_method_as_others_are():
    assert RecordBuffer.append.__name__ == "append"
    assert RecordBuffer.append.__doc__.startswith("Adds a row")
    assert RecordBuffer.append.__text_signature__ == "($self, row, /)"
    buffer = RecordBuffer("=h")
    append = buffer.append
    append((1,))
    RecordBuffer.append(buffer, (2,))
    assert len(buffer) == 2
    for wrong in [(), ((1,), (2,))]:
        with pytest.raises(TypeError):
            buffer.append(*wrong)
    with pytest.raises(TypeError):
        buffer.append(row=(1,))
    with pytest.raises(TypeError):
        RecordBuffer.append(7, (1,))
    assert len(buffer) == 2


def test_rows_of_no_bytes_and_of_many():
    empty = RecordBuffer([("a", "V0")])
    empty.append((b"",))
    empty.extend([(b"",)] * 3)
    empty.extend(empty)
    assert len(empty) == 8 and empty.nbytes == 0
    empty.pop()
    assert len(empty) == 7
    wide = np.dtype([("a", "S1000"), ("b", "=i4")])
    check(wide, (b"x" * 1000, 1), (b"", 2))


def test_absurd_sizes_are_errors():
    buffer = RecordBuffer("=hdd")
    for count in [2**40, 2**62, 2**63 - 1]:
        with pytest.raises((MemoryError, OverflowError)):
            # Systems that promise more than they have may well promise the first.
            buffer.reserve(count * 100 if count < 2**62 else count)
        with pytest.raises((MemoryError, OverflowError)):
            RecordBuffer("=hdd", capacity=count * 100 if count < 2**62 else count)
    for count in [2**64, 2**200, -1]:
        with pytest.raises(OverflowError):
            buffer.reserve(count)
        with pytest.raises(OverflowError):
            RecordBuffer("=hdd", capacity=count)
    buffer.append((1, 2, 3))
    assert len(buffer) == 1
    zeros = np.broadcast_to(np.zeros(1, "=i2,f8,f8"), (2**50,))
    with pytest.raises((MemoryError, ValueError)):
        buffer.extend(zeros)
    assert len(buffer) == 1


# What may grow when


EXPORTS = {
    "memoryview": memoryview,
    "array": np.asarray,
    "part of an array": lambda b: np.asarray(b)[1:2],
    "slice": lambda b: b[1:],
    "column": lambda b: b["f1"],
    "columns": lambda b: b[["f1", "f0"]],
    "view": lambda b: b.view(),
    "view of a view": lambda b: nprecords.frombuffer(b)[::-1],
    "column of a view": lambda b: nprecords.frombuffer(b)["f0"],
    "iterator": iter,
    "ctypes": lambda b: (ctypes.c_char * 20).from_buffer(b),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_nothing_moves_while_it_is_seen(export):
    buffer = RecordBuffer("=hd")
    buffer.extend([(1, 2), (3, 4)])
    before = bytes_of(buffer)
    seen = EXPORTS[export](buffer)
    changes = [
        lambda: buffer.append((5, 6)),
        lambda: buffer.extend([(5, 6)]),
        lambda: buffer.extend([]),
        lambda: buffer.extend(np.zeros(3, "=i2,f8")),
        lambda: buffer.extend(buffer),
        lambda: buffer.extend(RecordBuffer("=hd")),
        lambda: buffer.clear(),
        lambda: buffer.truncate(1),
        lambda: buffer.reserve(1000),
        lambda: buffer.pop(),
    ]
    for change in changes:
        with pytest.raises(BufferError, match="Existing exports of data: object cannot be re-sized"):
            change()
        assert bytes_of(buffer) == before and len(buffer) == 2
    del seen
    gc.collect()
    buffer.append((5, 6))
    assert bytes_of(buffer) == before + struct.pack("=hd", 5, 6)


def test_columns_see_what_is_written_through_others():
    buffer = RecordBuffer("=hd")
    buffer.extend([(1, 2), (3, 4)])
    column, view = buffer["f1"], memoryview(buffer)
    column[0] = 9
    assert struct.unpack("=hd", bytes(view)[:10]) == (1, 9)


def test_times_and_names_that_buffers_cannot_say_are_seen_all_the_same():
    buffer = RecordBuffer([("t", "M8[s]"), ("a:b", "u1")])
    buffer.append((5, 1))
    array = np.asarray(buffer)
    with pytest.raises(BufferError):
        buffer.append((5, 1))
    array["a:b"] = 7
    assert array.tolist() == np.asarray(buffer).tolist() and array["a:b"][0] == 7
    del array
    buffer.append((6, 2))
    assert np.asarray(buffer)["a:b"].tolist() == [7, 2]


# Python's code in the middle of it


class Index:
    def __init__(self, do, value=1):
        self.do, self.value = do, value

    def __index__(self):
        self.do()
        return self.value

    def __float__(self):
        self.do()
        return float(self.value)


def test_values_that_append_themselves():
    buffer = RecordBuffer("=hd")
    buffer.append((Index(lambda: buffer.append((7, 7))), 1))
    assert np.asarray(buffer).tolist() == [(7, 7.0), (1, 1.0)]
    buffer.clear()
    buffer.append((1, Index(lambda: buffer.extend(buffer), 3)))
    buffer.append((1, Index(lambda: buffer.extend(buffer), 3)))
    assert np.asarray(buffer).tolist() == [(1, 3.0)] * 3
    buffer.clear()
    buffer.extend([(1, 1), (2, Index(lambda: buffer.append((9, 9)))), (3, 3)])
    assert np.asarray(buffer)["f0"].tolist() == [9, 1, 2, 3]
    seen = []
    with pytest.raises(BufferError):
        buffer.append((Index(lambda: seen.append(memoryview(buffer))), 1))
    assert len(buffer) == 4


def test_iterators_that_append_to_the_buffer_they_extend():
    buffer = RecordBuffer("=hd")

    def rows():
        for i in range(3):
            buffer.append((100 + i, 0))
            yield (i, i)

    buffer.extend(rows())
    assert np.asarray(buffer)["f0"].tolist() == [100, 101, 102, 0, 1, 2]


def test_lists_that_change_while_they_are_read():
    buffer = RecordBuffer("=hd")
    rows = [(1, 1), (2, 2), (3, 3)]
    rows[0] = (Index(rows.clear), 1)
    buffer.extend(rows)
    assert np.asarray(buffer).tolist() == [(1, 1.0)]
    row = [0, 5]
    row[0] = Index(row.clear)
    with pytest.raises(IndexError):
        buffer.append(row)
    fields = RecordBuffer([("a", "=i2", 3)])
    values = [0, 2, 3]
    values[0] = Index(values.clear)
    with pytest.raises(IndexError):
        fields.append((values,))
    many = {"f0": 0, "f1": 1}
    many["f0"] = Index(many.clear)
    with pytest.raises(ValueError, match="no `f1`"):
        buffer.append(many)
    assert len(buffer) == 1 and len(fields) == 0


def test_errors_of_values_are_theirs_with_a_note():
    buffer = RecordBuffer([("a", "=i2"), ("b", [("x", "=f8", 2)])])

    def fail():
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine") as error:
        buffer.append((1, ([0, Index(fail)],)))
    assert error.value.__notes__ == ["while writing field `b.x[1]`"]
    with pytest.raises(LookupError) as error:
        buffer.extend([(1, ([0, 0],)), (Index(fail), None)])
    assert error.value.__notes__ == ["while writing row 1: field `a`"]

    class Unprintable:
        def __repr__(self):
            raise ValueError

    with pytest.raises(TypeError, match="not a value of the type Unprintable"):
        buffer.append((Unprintable(), None))
    with pytest.raises(TypeError, match=r"not '" + "x" * 59 + r"\.\.\. \(str\)"):
        buffer.append(("x" * 10000, None))
    assert len(buffer) == 0


class LyingLength(list):
    def __len__(self):
        return 2

    def __iter__(self):
        return iter(())


class LyingMapping(dict):
    def __len__(self):
        return 2

    def __getitem__(self, key):
        return {"f0": 5, "f1": 6}[key]


def test_objects_that_lie_about_themselves():
    buffer = RecordBuffer("=hd")
    with pytest.raises(ValueError, match="takes 2 values"):
        buffer.append(LyingLength())
    buffer.append(LyingMapping())
    assert np.asarray(buffer).tolist() == [(5, 6.0)]

    class Lying:
        def __len__(self):
            return 3

        def __getitem__(self, index):
            if index > self.end:
                raise IndexError
            return index

    fields = RecordBuffer([("a", "=i2", 3)])
    for end, good in [(2, True), (1, False), (99, False)]:
        lying = Lying()
        lying.end = end
        if good:
            fields.append((lying,))
        else:
            with pytest.raises(ValueError, match="field `a` takes 3 values"):
                fields.append((lying,))
    assert len(fields) == 1

    class Length:
        def __len__(self):
            return 2**62

        def __iter__(self):
            return iter([(1, 1)])

    buffer.extend(Length())
    assert len(buffer) == 2


# Threads


def test_threads_append_at_once_and_all_rows_arrive():
    buffer = RecordBuffer("=ii")
    start = threading.Barrier(8)
    errors = []

    def run(thread):
        try:
            start.wait()
            for i in range(2000):
                if i % 10 == 0:
                    buffer.extend([(thread, i)])
                elif i % 10 == 1:
                    buffer.extend(np.array([(thread, i)], "=i4,i4"))
                else:
                    buffer.append((thread, i))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    rows = np.asarray(buffer)
    assert len(rows) == 16000
    for thread in range(8):
        # Each thread's in its own order.
        assert rows["f1"][rows["f0"] == thread].tolist() == list(range(2000))


def test_threads_that_look_and_threads_that_append():
    buffer = RecordBuffer("=ii")
    done = threading.Event()
    errors, refused = [], 0

    def look():
        try:
            while not done.is_set():
                array = np.asarray(buffer)
                assert (array["f0"] + 1 == array["f1"]).all()
                del array
                time.sleep(0.0005)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    added = 0
    large = np.zeros(150_000, "=i4,i4")
    large["f1"] = 1
    while added < 1000:
        try:
            if added == 500:
                buffer.extend(large)
            else:
                buffer.append((added, added + 1))
            added += 1
        except BufferError:
            refused += 1
            # Somebody looks, who wants the interpreter.
            time.sleep(0)
    done.set()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(buffer) == 999 + len(large)


def test_nothing_is_kept():
    import sys

    buffer = RecordBuffer("=hd")
    row = (1, 2.5)
    values = [12345678901, 1.5]
    rows = [row] * 10
    before = [sys.getrefcount(o) for o in (None, buffer, row, rows, values[0], values[1])]
    for _ in range(10_000):
        buffer.append(row)
        buffer.extend(rows)
        try:
            buffer.append((values[0], values[1]))
        except OverflowError:
            pass
        memoryview(buffer).release()
    after = [sys.getrefcount(o) for o in (None, buffer, row, rows, values[0], values[1])]
    # None's are anybody's.
    assert after[1:] == before[1:] and abs(after[0] - before[0]) < 100
    assert len(buffer) == 110_000
