"""NumPy's tutorial on sharing memory, section by section, against the real things.

What the tutorial does with NumPy alone is done here with records, and NumPy sees the same memory.
"""

import array
import ctypes
import gc
import math
import os
import struct
import weakref

import numpy as np
import pytest

import nprecords

STEPS = [i * 0.1 for i in range(10)]
SIN = [math.sin(t) for t in STEPS]
COS = [math.cos(t) for t in STEPS]
PRINTED = [0, 0.0998334, 0.198669, 0.29552, 0.389418, 0.479426]


def address(of) -> int:
    """Of the first item of an array."""
    return of.__array_interface__["data"][0]


class TestGrowingArray:
    """1: a growing array.array, seen in place."""

    def test_is_seen_in_place(self):
        growing = array.array("d", SIN)
        waves = nprecords.frombuffer(growing, "=d", names=["sin"])
        sin = waves["sin"]
        assert address(sin) == growing.buffer_info()[0]
        assert np.allclose(sin[:6], PRINTED, rtol=1e-5)
        growing[0] = 7.0
        assert sin[0] == 7.0
        sin[1] = 8.0
        assert growing[1] == 8.0

    def test_does_not_grow_while_it_is_seen(self):
        growing = array.array("d", SIN)
        waves = nprecords.frombuffer(growing, "=d", names=["sin"])
        with pytest.raises(BufferError):
            growing.append(1.5)
        sin = waves["sin"]
        del waves
        with pytest.raises(BufferError):
            growing.append(1.5)
        assert len(growing) == len(sin) == 10, "nothing is stale"
        del sin
        growing.append(1.5)
        assert nprecords.frombuffer(growing, "=d").shape == (11,)

    def test_a_buffer_of_ours_does_not_either(self):
        growing = nprecords.RecordBuffer("=d", names=["sin"])
        for x in SIN:
            growing.append((x,))
        sin = np.asarray(growing)["sin"]
        with pytest.raises(BufferError):
            growing.append((1.5,))
        assert sin.tolist() == SIN
        del sin
        growing.append((1.5,))
        assert len(growing) == 11


class TestInterleaved:
    """2: the same as two columns."""

    def test_is_rows_and_fields_of_the_same_memory(self):
        interleaved = array.array("d")
        for sin, cos in zip(SIN, COS):
            interleaved.extend((sin, cos))
        waves = nprecords.frombuffer(interleaved, "=dd", names=["sin", "cos"])
        assert waves.shape == (10,)
        assert waves.strides == (16,)
        assert waves["sin"].strides == (16,)
        assert waves["sin"].tolist() == SIN
        assert waves["cos"].tolist() == COS
        assert address(waves["cos"]) == interleaved.buffer_info()[0] + 8

        table = np.frombuffer(interleaved).reshape(-1, 2)
        assert np.shares_memory(table, np.asarray(waves))
        waves["cos"][...] = 0.5
        assert (table[:, 1] == 0.5).all()
        assert waves[3] == (SIN[3], 0.5)

    def test_a_table_of_numpys_has_fields(self):
        table = np.array([SIN, COS]).T.copy()
        waves = nprecords.frombuffer(table, "=dd", names=["sin", "cos"])
        assert waves.shape == (10,)
        waves["sin"][0] = 9.0
        assert table[0, 0] == 9.0


class TestPackedChannels:
    """3: channels of different types, packed into a growing buffer of bytes."""

    def packed(self) -> bytearray:
        buf = bytearray()
        for i, (sin, cos) in enumerate(zip(SIN, COS)):
            buf.extend(struct.pack("=hdd", i, sin, cos))
        return buf

    def test_are_columns_and_rows_of_the_same_memory(self):
        buf = self.packed()
        samples = nprecords.frombuffer(buf, "=hdd", names=["id", "sin", "cos"])
        assert len(samples) == 10
        assert samples.dtype == np.dtype([("id", "<i2"), ("sin", "<f8"), ("cos", "<f8")])
        assert samples["id"].tolist() == list(range(10))
        assert samples["cos"].tolist() == COS
        assert samples["sin"].strides == (18,)
        assert samples[0] == (0, 0.0, 1.0)
        assert samples[-1] == (9, SIN[9], COS[9])
        samples["sin"][0] = 5.0
        assert struct.unpack_from("=hdd", buf) == (0, 5.0, 1.0)

    def test_bytes_do_not_grow_while_they_are_seen(self):
        buf = self.packed()
        samples = nprecords.frombuffer(buf, "=hdd")
        with pytest.raises(BufferError):
            buf.extend(b"more")
        del samples
        buf.extend(b"more")
        with pytest.raises(ValueError, match="184 bytes is not a whole number of 18-byte records"):
            nprecords.frombuffer(buf, "=hdd")
        assert len(nprecords.frombuffer(buf, "=hdd", count=10)) == 10

    def test_are_appended_as_rows(self):
        growing = nprecords.RecordBuffer("=hdd", names=["id", "sin", "cos"])
        for row in zip(range(10), SIN, COS):
            growing.append(row)
        assert bytes(growing) == bytes(self.packed())


class Proxy:
    """An object that tells of memory through `__array_interface__`, and keeps its owner."""

    def __init__(self, base, interface):
        self.base = base
        self.__array_interface__ = interface


class TestImageMemory:
    """4: memory that something else owns: an image with padded lines."""

    @pytest.fixture
    def qt(self, monkeypatch):
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        return pytest.importorskip("PySide6.QtGui")

    def test_is_read_and_written_where_qt_has_it(self, qt):
        width, height = 121, 67
        image = qt.QImage(width, height, qt.QImage.Format.Format_RGB888)
        image.fill(qt.QColor(1, 2, 3))
        image.setPixelColor(100, 50, qt.QColor(255, 128, 0))
        line = image.bytesPerLine()
        assert (image.width(), image.height(), line) == (width, height, 364)

        pixels = nprecords.frombuffer(
            image.bits(),
            "u1,u1,u1",
            names=["red", "green", "blue"],
            shape=(height, width),
            strides=(line, 3),
            owner=image,
        )
        assert pixels.shape == (height, width)
        assert pixels.strides == (364, 3)
        assert not pixels.readonly
        seen = np.asarray(pixels)
        assert seen[50, 100].tolist() == (255, 128, 0)
        assert pixels["green"][50, 100] == 128

        seen[50, 100] = (10, 20, 30)
        pixels["red"][0, :] = 77
        assert image.pixelColor(100, 50).getRgb() == (10, 20, 30, 255)
        assert {image.pixelColor(x, 0).red() for x in range(width)} == {77}
        assert image.pixelColor(5, 1).getRgb() == (1, 2, 3, 255)

    def test_lines_are_padded(self, qt):
        image = qt.QImage(5, 3, qt.QImage.Format.Format_RGB888)
        image.fill(0)
        assert image.bytesPerLine() == 16
        pixels = nprecords.frombuffer(
            image.bits(), "u1,u1,u1", shape=(3, 5), strides=(16, 3), owner=image
        )
        np.asarray(pixels)[...] = (1, 2, 3)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(3, 16)
        assert (lines[:, :15].reshape(3, 5, 3) == (1, 2, 3)).all()
        with pytest.raises(ValueError, match="it would end at byte 63"):
            nprecords.frombuffer(image.bits(), "u1,u1,u1", shape=(4, 5), strides=(16, 3))

    def test_keeps_the_image_alive(self, qt):
        image = qt.QImage(5, 3, qt.QImage.Format.Format_RGB888)
        image.fill(qt.QColor(9, 8, 7))
        assert image.bits().obj is None, "bits() alone keeps nothing"
        alive = weakref.ref(image)
        red = nprecords.frombuffer(
            image.bits(), "u1,u1,u1", shape=(3, 5), strides=(16, 3), owner=image
        )["f0"]
        del image
        gc.collect()
        assert alive() is not None
        assert (red == 9).all()
        del red
        gc.collect()
        assert alive() is None

    def test_is_seen_through_the_array_interface(self, qt):
        image = qt.QImage(121, 67, qt.QImage.Format.Format_RGB888)
        image.fill(qt.QColor(1, 2, 3))
        bits = image.bits()
        at = ctypes.addressof(ctypes.c_char.from_buffer(bits))
        proxy = Proxy(
            image,
            {
                "shape": (67, 121, 3),
                "typestr": "|u1",
                "data": (at, False),
                "strides": (364, 3, 1),
                "version": 3,
            },
        )
        bytes_of_pixels = np.asarray(nprecords.frombuffer(proxy))
        assert address(bytes_of_pixels) == at
        del bits
        image_alive = weakref.ref(image)
        del proxy, image
        gc.collect()
        assert image_alive() is not None
        bytes_of_pixels[...] = 4

    def test_an_interface_is_not_believed_where_its_owner_can_be_asked(self):
        base = bytearray(72)
        at = ctypes.addressof(ctypes.c_char.from_buffer(base))
        interface = {"shape": (4,), "typestr": "|V18", "data": (at, False), "version": 3}
        assert nprecords.frombuffer(Proxy(base, interface)).shape == (4,)
        with pytest.raises(ValueError, match="has items in bytes 0 to 90 of the 72 of their owner"):
            nprecords.frombuffer(Proxy(base, interface | {"shape": (5,)}))
        # NumPy believes it.
        assert np.asarray(Proxy(base, interface | {"shape": (5,)})).nbytes == 90

    def test_the_owner_of_an_interface_is_locked(self):
        base = bytearray(72)
        at = ctypes.addressof(ctypes.c_char.from_buffer(base))
        interface = {"shape": (4,), "typestr": "|V18", "data": (at, False), "version": 3}
        records = nprecords.frombuffer(Proxy(base, interface), "=hdd")
        gc.collect()
        with pytest.raises(BufferError):
            base.append(0)
        del records
        gc.collect()
        base.append(0)

    def test_memory_of_ctypes(self):
        owned = (ctypes.c_double * 6)(*range(6))
        pointer = ctypes.cast(owned, ctypes.POINTER(ctypes.c_double))
        there = ctypes.cast(pointer, ctypes.POINTER(ctypes.c_double * 6)).contents
        waves = nprecords.frombuffer(there, "=dd", names=["sin", "cos"], owner=owned)
        assert address(waves["sin"]) == ctypes.addressof(owned)
        waves["cos"][2] = 9.0
        assert owned[5] == 9.0


def fields_view(records, names):
    """Several fields as a view: the tutorial's function, on ours."""
    return nprecords.frombuffer(records)[names]


class TestPeople:
    """5: an aligned array of structs."""

    DTYPE = np.dtype(
        {
            "names": ["name", "age", "weight", "height"],
            "formats": ["S30", "i4", "f4", "f4"],
        },
        align=True,
    )

    @pytest.fixture
    def people(self):
        return np.array(
            [("Zhang", 32, 75.5, 165.0), ("Wang", 24, 65.2, 170.0)], dtype=self.DTYPE
        )

    def test_are_laid_out_as_in_c(self, people):
        records = nprecords.frombuffer(people)
        assert records.dtype == self.DTYPE
        assert records.dtype.isalignedstruct
        assert records.dtype.itemsize == records.layout.itemsize == 44
        assert {name: offset for name, (_, offset) in records.dtype.fields.items()} == {
            "name": 0,
            "age": 32,
            "weight": 36,
            "height": 40,
        }
        drawn = str(records.layout)
        assert "0..30    30  S30   name" in drawn
        assert "30..32     2        hole" in drawn
        assert records.layout.svg().startswith("<svg")

    def test_one_field_is_a_view(self, people):
        age = nprecords.frombuffer(people)["age"]
        assert age.tolist() == [32, 24]
        assert age.strides == (44,)
        assert address(age) == address(people) + 32
        age[0] = 40
        assert people["age"][0] == 40

    def test_several_fields_are_a_view_that_writes_through(self, people):
        before = people.copy()
        view = fields_view(people, ["age", "height"])
        assert view.dtype.names == ("age", "height")
        assert view.dtype.itemsize == 44
        assert address(view) == address(people)
        view["age"] += 10
        assert people["age"].tolist() == [42, 34]
        view[1] = (50, 180.0)
        assert people[1].tolist() == (b"Wang", 50, np.float32(65.2), 180.0)
        before["age"] = [42, 50]
        before["height"][1] = 180.0
        assert (people == before).all(), "and nothing else has changed"

    def test_assigned_by_name(self, people):
        records = nprecords.frombuffer(people)
        records["age"] = [1, 2]
        assert people["age"].tolist() == [1, 2]
        records[["age", "height"]] = np.zeros(2, [("a", "i4"), ("h", "f4")])
        assert people["height"].tolist() == [0, 0]
        assert people["name"].tolist() == [b"Zhang", b"Wang"]


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    raise SystemExit(pytest.main([__file__]))
