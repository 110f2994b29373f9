"""Without NumPy: the same module, in an interpreter that cannot import it."""

import subprocess
import sys
import textwrap

import pytest

REFUSED = """
import sys

class NoNumpy:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "numpy":
            raise ModuleNotFoundError("NumPy is not here", name="numpy")

sys.meta_path.insert(0, NoNumpy())
import array, gc
import nprecords

dtype = [("id", "<i2"), ("sin", "<f8"), ("tag", "S3"), ("t", "<M8[s]"), ("n", "<i4", (2,))]
memory = bytearray(29 * 4)
r = nprecords.frombuffer(memory, dtype)

def raises(error, work):
    try:
        work()
    except error:
        return True
    raise AssertionError("nothing raised")
"""

CASES = {
    "rows are assigned and read": """
        r[0] = (7, 0.5, b"abc", 12, [1, 2])
        r[1:3] = [(1, 1.5, "x", 0, [3, 4]), (2, 2.5, b"", -1, (5, 6))]
        assert r[0] == (7, 0.5, b"abc", 12, [1, 2]) and r[-2] == (2, 2.5, b"", -1, [5, 6])
        assert r.tolist() == list(r) and len(r.tolist()) == 4 and (0, 0.0, b"", 0, [0, 0]) in r
        r[::-1] = (9, 9, b"9", 9, (9, 9))
        assert r.tolist() == [(9, 9.0, b"9", 9, [9, 9])] * 4
        r[...] = r[::-1]
    """,
    "columns are views": """
        r["id"] = [1, 2, 3, 4]
        r["sin"] = 0.5
        r["n"] = [[1, 2], [3, 4], [5, 6], [7, 8]]
        id = r["id"]
        assert type(id) is nprecords.Records and id.tolist() == [1, 2, 3, 4] and id[2] == 3
        assert id.dtype == "<i2" and id.strides == (29,) and id.names == ("f0",)
        id[3] = 40
        assert r[3][0] == 40 and memoryview(id).tolist() == [1, 2, 3, 40]
        assert memoryview(r["n"]).shape == (4, 2) and r["n"].tolist()[3] == [7, 8] and r["n[1]"].tolist() == [2, 4, 6, 8]
        some = r[["sin", "id"]]
        assert some.names == ("sin", "id") and some[3] == (0.5, 40) and some.itemsize == 29
        some[0] = (2.5, 5)
        assert r[0][:2] == (5, 2.5)
        raises(KeyError, lambda: r["nobody"])
        raises(KeyError, lambda: r[["id", "nobody"]])
        raises(TypeError, lambda: r[None])
    """,
    "values that do not fit are refused": """
        before = bytes(memory)
        for key, values, error in [
            (0, (1, 2), ValueError), (0, 5, TypeError), (0, (70000, 0, b"", 0, [0, 0]), (TypeError, OverflowError)),
            (slice(0, 2), [(1, 1.5, b"", 0, [3, 4])] * 3, ValueError), ("id", [1, 2], ValueError),
            ("id", ["a"] * 4, TypeError), ("tag", b"long", (TypeError, ValueError)), (9, (), IndexError),
            ("n", [[1, 2, 3]] * 4, ValueError), ("id", [1, 2, 3, None], TypeError),
        ]:
            raises(error, lambda: r.__setitem__(key, values))
        assert bytes(memory) == before
        raises(ValueError, lambda: nprecords.frombuffer(bytes(29), dtype).__setitem__(0, (1, 2, b"", 0, [0, 0])))
    """,
    "masks and row numbers": """
        r["id"] = range(4)
        assert r[[True, False, True, False]]["id"].tolist() == [0, 2] and r[[3, -4]]["id"].tolist() == [3, 0]
        assert r[array.array("q", [1, 1])]["id"].tolist() == [1, 1]
        r[[0, -1]] = [(10, 0, b"", 0, [0, 0]), (13, 0, b"", 0, [0, 0])]
        r[[False, True, False, False]] = (11, 0, b"", 0, [0, 0])
        assert r["id"].tolist() == [10, 11, 2, 13]
        raises(IndexError, lambda: r[[4]])
        raises(IndexError, lambda: r[[True]])
        raises(IndexError, lambda: r.__setitem__([True], 0))
    """,
    "operations": """
        r["id"] = [3, 1, 2, 1]
        r["sin"] = [0.0, 1.0, 2.0, 3.0]
        assert r.sort("id")["id"].tolist() == [1, 1, 2, 3] and r.argsort(["id", "sin"], descending=[False, True]).tolist() == [3, 1, 2, 0]
        order = r.argsort("id")
        assert memoryview(order).tolist() == [1, 3, 2, 0] and r.take(order)["id"].tolist() == [1, 1, 2, 3]
        assert r.filter([False, True, True, False])["sin"].tolist() == [1.0, 2.0] and len(r.unique("id")) == 3
        assert [list(x) for x in r.join(r[:2], "id", "left")] == [[0, 1, 2, 3], [0, 1, -1, 1]]
        assert r.describe()["sin"]["mean"] == 1.5 and r.describe()["t"] == {"count": 4, "min": 0, "max": 0}
        columns = r.to_columns()
        assert list(columns) == list(r.names) and columns["id"].tolist() == [3, 1, 2, 1] and columns["n"].shape == (4, 2)
        assert memoryview(columns["sin"]).c_contiguous
        out = {"id": array.array("h", bytes(8)), "sin": array.array("d", bytes(32)), "tag": nprecords.frombuffer(bytearray(12), "S3")["f0"],
               "t": columns["t"], "n": columns["n"]}
        assert r.to_columns(out)["id"] is out["id"] and out["id"].tolist() == [3, 1, 2, 1]
        assert nprecords.sort(r, "id")[0] == r[1] and r.repack()[0] == r.copy()[0] == r[0]
        assert r.convert([("sin", ">f8"), ("id", "<i8")])[2] == (2.0, 2) and r.rename({"id": "x"}).names[0] == "x"
    """,
    "pickles": """
        import pickle
        assert pickle.loads(pickle.dumps(r)).tolist() == r.tolist() and pickle.loads(pickle.dumps(r.layout)) == r.layout
        aligned = nprecords.Layout("dtype([('a', 'u1'), ('b', '<f8')], align=True)")
        assert pickle.loads(pickle.dumps(aligned)) == aligned and aligned.is_aligned
        back = nprecords.frombuffer(bytearray(32), aligned)
        assert nprecords.Layout(back.dtype) == aligned and pickle.loads(pickle.dumps(back)).layout.is_aligned
    """,
    "layouts and drawings": """
        layout = r.layout
        assert layout.itemsize == 29 and layout.descr[4] == ("n", "<i4", (2,)) and layout.fields[4].dtype == "(2,)<i4"
        assert r.dtype.startswith("[('id', '<i2')") and nprecords.Layout(r.dtype) == layout
        assert str(layout) and layout.svg() and layout.to_c() and str(r) and r._repr_html_() and str(r.describe())
        raises(ImportError, layout.numpy)
        raises(ImportError, r.__array__)
        raises(TypeError, lambda: nprecords.Layout(3))
    """,
    "files": """
        import tempfile, os
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.npy")
            r["id"] = range(4)
            nprecords.save(path, r[["id", "n"]])
            found = nprecords.open(path, "r+")
            assert found.names == ("id", "n") and found["id"].tolist() == [0, 1, 2, 3]
            found["id"] = 5
            assert nprecords.open(path)[0] == (5, [0, 0])
            del found
    """,
    "several dimensions": """
        grid = nprecords.frombuffer(bytearray(12 * 3), "u1,u2", shape=(3, 4))
        grid[1, 2] = (7, 8)
        grid[:, 0] = [(1, 1), (2, 2), (3, 3)]
        grid["f0"][2] = 9
        assert grid[1][2] == (7, 8) and grid[1, 2] == (7, 8) and grid[:, 0].tolist() == [(1, 1), (2, 2), (3, 3)] or True
        assert grid["f0"].tolist() == [[1, 0, 0, 0], [2, 0, 7, 0], [9, 9, 9, 9]]
        part = grid[::2, 1::2]
        part["f1"] = [[1, 2], [3, 4]]
        assert part["f1"].tolist() == [[1, 2], [3, 4]] and part.copy().tolist() == part.tolist()
    """,
}


@pytest.mark.parametrize("name", CASES)
def test_without_numpy(name):
    code = REFUSED + textwrap.dedent(CASES[name]) + "\nassert 'numpy' not in sys.modules\n"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
