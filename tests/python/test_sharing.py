"""Shared memory over many rounds and by many threads: nothing is left, nothing is torn."""

import array
import gc
import mmap
import os
import struct
import sys
import threading
import weakref

import numpy as np
import pytest

import nprecords

# Fewer where a build is slow.
ROUNDS = int(os.environ.get("NPRECORDS_ROUNDS", 100_000))
DTYPE = np.dtype([("id", "<i2"), ("sin", "<f8"), ("cos", "<f8")])


def resident():
    """Bytes of memory that the process has."""
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * mmap.PAGESIZE


class Said:
    def __init__(self, owner):
        address = np.frombuffer(owner, "u1").__array_interface__["data"][0]
        self.owner = owner
        self.__array_interface__ = {
            "version": 3, "shape": (4,), "typestr": "|V18", "descr": DTYPE.descr, "data": (address, False)
        }  # fmt: skip


def whole(of):
    nprecords.frombuffer(of)


def typed(of):
    nprecords.frombuffer(of, DTYPE)


def there_and_back(of):
    np.asarray(nprecords.frombuffer(of, DTYPE))


def parts(of):
    records = nprecords.frombuffer(of, DTYPE)
    records["sin"], records[["id", "cos"]], records[1:], records[::-1], records[2], memoryview(records)


def told(of):
    records = nprecords.frombuffer(of, DTYPE)
    str(records), records.dtype, records.layout, records.__array_interface__


def fails(of):
    """One error of each kind: after the memory has been had, and before."""
    for asked in [{"offset": 1}, {"count": 5}, {"strides": 7, "count": 40}, {"shape": (2**62, 4)}, {"names": ["a"]}]:
        try:
            nprecords.frombuffer(of, DTYPE, **asked)
        except ValueError:
            continue
        raise AssertionError(asked)
    try:
        nprecords.frombuffer(of, DTYPE)["tan"]
    except (KeyError, ValueError):
        return
    raise AssertionError("a field that there is not")


CASES = [
    ("bytearray", lambda: bytearray(72), typed, 1),
    ("bytearray", lambda: bytearray(72), there_and_back, 1),
    ("bytearray", lambda: bytearray(72), parts, 5),
    ("bytearray", lambda: bytearray(72), told, 10),
    ("bytearray", lambda: bytearray(72), fails, 10),
    ("array", lambda: array.array("B", bytes(72)), there_and_back, 1),
    ("numpy", lambda: np.zeros(4, DTYPE), whole, 1),
    ("numpy", lambda: np.zeros(4, DTYPE), there_and_back, 1),
    ("strided", lambda: np.zeros(8, DTYPE)[::-2], there_and_back, 1),
    ("fields", lambda: np.zeros(4, DTYPE)[["sin"]], whole, 1),
    ("interface", lambda: Said(bytearray(72)), whole, 1),
    ("interface", lambda: Said(bytearray(72)), there_and_back, 1),
    ("memoryview", lambda: memoryview(bytearray(72)), there_and_back, 1),
    ("ours", lambda: nprecords.frombuffer(bytearray(72), DTYPE), parts, 5),
    ("bytes", lambda: bytes(72), fails, 10),
]


@pytest.mark.parametrize("name, make, does, share", CASES, ids=[f"{case[0]}-{case[2].__name__}" for case in CASES])
def test_nothing_is_left(name, make, does, share):
    """References, exports and memory, after as many rounds as there are."""
    of = make()
    for _ in range(200):
        does(of)
    gc.collect()
    before, memory, objects = sys.getrefcount(of), resident(), len(gc.get_objects())
    for _ in range(ROUNDS // share):
        does(of)
    gc.collect()
    assert sys.getrefcount(of) == before
    assert len(gc.get_objects()) - objects < 500
    # Less than ten bytes a round.
    assert resident() - memory < max(1_000_000, 10 * ROUNDS // share)
    owner = getattr(of, "owner", of)
    if isinstance(of, memoryview):
        owner = of.obj
        of.release()
    if isinstance(owner, (bytearray, array.array)):
        owner.extend(b"x")  # not exported any more


def test_the_owner_goes_with_the_last_view():
    class Owner(bytearray):
        pass

    owner = Owner(72)
    gone = weakref.ref(owner)
    records = nprecords.frombuffer(owner, DTYPE)
    views = [np.asarray(records), records["sin"], records[1:3], memoryview(records[::2]), np.asarray(records[::-1])["id"]]
    del records, owner
    while views:
        assert gone() is not None
        views.pop(len(views) // 2)
        gc.collect()
    assert gone() is None


def test_an_owner_of_ones_choice():
    class Owner:
        pass

    owner = Owner()
    gone = weakref.ref(owner)
    column = nprecords.frombuffer(bytearray(72), DTYPE, owner=owner)["cos"]
    del owner
    gc.collect()
    assert gone() is not None
    del column
    gc.collect()
    assert gone() is None


def in_threads(count, work):
    """Runs `work(number)` in so many threads at a time, and raises what one of them raised."""
    start, errors = threading.Barrier(count), []

    def run(number):
        start.wait()
        try:
            work(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_many_threads_see_the_same_memory():
    data = bytearray(b"".join(struct.pack("=hdd", i, i / 2, i * 2.0) for i in range(1000)))
    refused = []

    def work(number):
        for turn in range(200):
            records = nprecords.frombuffer(data, DTYPE)
            part = records[number:: 1 + turn % 7]
            assert np.asarray(part)["id"].tolist() == list(range(number, 1000, 1 + turn % 7))
            assert records["cos"][number] == 2.0 * number
            try:
                data.append(1)
            except BufferError:
                refused.append(number)
            assert len(memoryview(records)) == 1000

    in_threads(8, work)
    assert len(refused) == 8 * 200
    data.append(1)


def test_a_buffer_waits_for_no_view():
    """Threads that look at a buffer, and one that would make it grow: refused, never moved."""
    buffer = nprecords.RecordBuffer(DTYPE)
    if not hasattr(buffer, "append"):
        pytest.skip("RecordBuffer has no append")
    for i in range(100):
        buffer.append((i, i / 2, i * 2.0))
    done = threading.Event()
    grown = refused = 0

    def work(number):
        nonlocal grown, refused
        if number == 0:
            for _ in range(5000):
                try:
                    buffer.append((7, 7.0, 7.0))
                    grown += 1
                except BufferError:
                    refused += 1
            done.set()
            return
        while not done.is_set():
            rows = np.asarray(buffer.view())
            address, count = rows.__array_interface__["data"][0], len(rows)
            assert rows["id"][:100].tolist() == list(range(100))
            assert (rows["id"][100:] == 7).all()
            assert np.asarray(rows).__array_interface__["data"][0] == address and len(rows) == count

    in_threads(4, work)
    assert grown + refused == 5000
    assert len(buffer) == 100 + grown
    held = memoryview(buffer)
    with pytest.raises(BufferError):
        buffer.append((1, 1.0, 1.0))
    held.release()
    buffer.append((1, 1.0, 1.0))


def test_qt_memory_needs_an_owner(monkeypatch):
    """`bits()` has no owner that a memoryview would keep: ours can be given."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gui = pytest.importorskip("PySide6.QtGui")
    image = gui.QImage(5, 3, gui.QImage.Format.Format_RGB888)
    image.fill(0x102030)
    bits = image.bits()
    assert bits.obj is None
    lines = nprecords.frombuffer(
        bits, [("r", "u1"), ("g", "u1"), ("b", "u1")], shape=(3, 5), strides=(image.bytesPerLine(), 3), owner=image
    )
    del image, bits
    gc.collect()
    assert np.asarray(lines)[2, 4].tolist() == (0x10, 0x20, 0x30)
    column = np.asarray(lines)["r"]
    del lines
    gc.collect()
    assert (column == 0x10).all()
