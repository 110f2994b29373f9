"""NumPy's files, against NumPy."""

import gc
import os
import pathlib

import numpy as np
import pytest

import nprecords
from arrays import people, random_arrays, same, samples


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.npy"


class TestOpen:
    def test_maps_what_numpy_saves(self, path):
        for a in random_arrays(21, 200):
            try:
                np.save(path, a)
            except ValueError:
                continue  # It has no words for fields that are out of order.
            r = nprecords.open(path)
            assert same(r.__array__(), np.load(path)) and r.readonly, a.dtype
            assert r.shape == a.shape

    def test_of_any_order_and_kind(self, path):
        cube = np.arange(24, dtype=">i4").reshape(2, 3, 4)
        for a in [cube, np.asfortranarray(cube), cube.T, np.float32(1.5), np.zeros((0, 3), "f8"),
                  np.asfortranarray(samples(12).reshape(3, 4)), np.array(["2020-01-01"], "M8[D]")]:
            np.save(path, a)
            r = nprecords.open(path)
            assert same(np.asarray(r), np.asarray(a)) and r.strides == np.load(path).strides or not a.size

    @pytest.mark.parametrize("form", [str, os.fsencode, pathlib.Path])
    def test_takes_every_form_of_a_path(self, path, form):
        np.save(path, samples())
        assert len(nprecords.open(form(path))) == 6
        nprecords.save(form(path), samples(7))
        assert len(np.load(path)) == 7

    def test_writes_through(self, path):
        np.save(path, samples())
        r = nprecords.open(path, mode="r+")
        assert not r.readonly
        r["id"] = 7
        r[0] = (1, 2.0, 3.0)
        found = np.load(path)
        assert found["id"].tolist() == [1] + [7] * 5 and found["cos"][0] == 3
        with pytest.raises(ValueError, match="read-only"):
            nprecords.open(path)["id"] = 3
        with pytest.raises(ValueError, match="read-only"):
            nprecords.open(path)["id"][:] = 3

    def test_keeps_the_file_mapped(self, path):
        np.save(path, samples(1000))
        sin = nprecords.open(path)[10:]["sin"]
        path.unlink()
        gc.collect()
        assert (sin == samples(1000)["sin"][10:]).all()

    def test_operations_work_in_place(self, path):
        a = samples(5000)
        np.save(path, a)
        r = nprecords.open(path)
        order = np.argsort(a["sin"], kind="stable")
        assert (r.argsort("sin") == order).all() and same(np.asarray(r.sort("sin")), a[order])
        assert same(r.to_columns()["cos"], a["cos"])

    def test_what_is_none(self, path):
        with pytest.raises(FileNotFoundError, match="x.npy"):
            nprecords.open(path)
        with pytest.raises(IsADirectoryError):
            nprecords.open(path.parent)
        path.write_bytes(b"no file of NumPy's")
        with pytest.raises(ValueError, match="x.npy"):
            nprecords.open(path)
        np.save(path, samples())
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(ValueError, match="x.npy"):
            nprecords.open(path, "r+")
        np.save(path, np.array([1, "a"], object), allow_pickle=True)
        with pytest.raises(ValueError, match="object"):
            nprecords.open(path)
        for mode in ["w", "", "rb"]:
            with pytest.raises(ValueError, match="mode"):
                nprecords.open(path, mode)
        with pytest.raises(TypeError):
            nprecords.open(3)


class TestSave:
    def test_writes_what_numpy_writes(self, path, tmp_path):
        other = tmp_path / "other.npy"
        for a in [samples(), samples(12).reshape(3, 4), np.asfortranarray(samples(12).reshape(3, 4)),
                  samples()[::-2], people(), np.arange(5.0), np.zeros((0,), "i2,f8")]:
            nprecords.save(path, a)
            np.save(other, a)
            assert path.read_bytes() == other.read_bytes()
            nprecords.save(path, nprecords.frombuffer(a))
            assert path.read_bytes() == other.read_bytes()

    def test_of_any_dtype(self, path):
        for a in random_arrays(22, 200):
            nprecords.save(path, a)
            found = np.load(path)
            assert found.shape == a.shape and found.dtype.names == a.dtype.names, a.dtype
            assert all(same_values(found[name], a[name]) for name in a.dtype.names), a.dtype
            assert same(nprecords.open(path).__array__(), found)

    def test_writes_only_the_fields_of_the_view(self, path):
        a = samples()
        for view in [a[["id", "cos"]], nprecords.frombuffer(a)[["id", "cos"]], a[["cos", "id"]][::2],
                     a.reshape(2, 3)[["id", "cos"]]]:
            nprecords.save(path, view)
            found = np.load(path)
            assert found.dtype.itemsize == 10 and found.dtype.names == view.dtype.names
            assert all((found[n] == view[n]).all() for n in view.dtype.names)
            assert path.stat().st_size == 128 + 10 * view.size
        nprecords.save(path, people()[["age", "name"]])
        assert np.load(path).dtype == np.dtype([("age", "<i4"), ("name", "S30")], align=True)
        nprecords.save(path, a[["id", "cos"]], repack=False)
        assert np.load(path).dtype == a[["id", "cos"]].dtype

    def test_a_column(self, path):
        nprecords.save(path, samples()["sin"])
        assert same(np.load(path), np.ascontiguousarray(samples()["sin"]))

    def test_takes_the_place_of_the_old_file(self, path):
        nprecords.save(path, samples(10))
        old = nprecords.open(path)
        nprecords.save(path, samples(20))
        assert len(old) == 10 and old[9] == samples(10)[9].item() and len(nprecords.open(path)) == 20
        nprecords.save(path, nprecords.open(path)[::2])
        assert len(nprecords.open(path)) == 10
        assert os.listdir(path.parent) == ["x.npy"]

    def test_is_refused(self, path):
        with pytest.raises(FileNotFoundError):
            nprecords.save(path / "not" / "there.npy", samples())
        for nothing in [[1, 2], None, np.array([None])]:
            with pytest.raises((TypeError, ValueError)):
                nprecords.save(path, nothing)
        assert os.listdir(path.parent) == []


def same_values(a, b):
    """Whether the fields have the same values, wherever they lie."""
    if a.shape != b.shape:
        return False
    if a.dtype.names is not None:
        return a.dtype.names == b.dtype.names and all(same_values(a[n], b[n]) for n in a.dtype.names)
    return a.tobytes() == b.tobytes()
