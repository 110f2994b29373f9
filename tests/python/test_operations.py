"""Work on many records, with NumPy as the oracle."""

import random
import threading
import time

import numpy as np
import pytest

import nprecords
from arrays import PERSON, SAMPLE, people, random_arrays, same, samples


def asked(records):
    # Not by the buffer protocol, which has no words for titles.
    return records.__array__()


def rows_of(seed, count):
    """Random arrays of one dimension, as they lie and strided."""
    for i, a in enumerate(random_arrays(seed, count)):
        a = a.reshape(-1)
        yield a if i % 3 else a[::-1]


class TestColumns:
    def test_are_those_of_numpy(self):
        for a in rows_of(11, 250):
            columns = nprecords.to_columns(a)
            assert list(columns) == list(a.dtype.names)
            for name, column in columns.items():
                assert same(column, a[name]), a.dtype
                assert column.flags.c_contiguous and column.flags.writeable
                assert not np.shares_memory(column, a)

    def test_of_many_rows(self):
        for count in [1, 63, 64, 65, 1000, 100_003]:
            a = samples(count)
            for part in [a, a[::-1], a[::3], a[["cos", "id"]]]:
                for name, column in nprecords.frombuffer(part).to_columns().items():
                    assert same(column, np.ascontiguousarray(part[name]))

    def test_into_memory_that_is_there(self):
        a = samples(1000)
        out = {"id": np.empty(1000, "<i2"), "sin": np.empty((1000, 2))[:, 0], "cos": np.empty(1000)[::-1]}
        arrays = dict(out)
        found = nprecords.to_columns(a, out=out)
        assert found is out and all(found[name] is arrays[name] for name in arrays)
        assert all(same(out[name], a[name]) for name in out)

    def test_of_fields_that_are_arrays(self):
        a = np.zeros(5, [("a", "<f4", (2, 3)), ("p", [("x", "u1"), ("y", "<f8")], 2), ("e", "i4", (0,))])
        a["a"] = np.arange(30).reshape(5, 2, 3)
        a["p"]["y"] = 7
        columns = nprecords.to_columns(a)
        assert columns["a"].shape == (5, 2, 3) and columns["p"].shape == (5, 2)
        assert all(same(columns[name], a[name]) for name in columns)
        out = {name: np.zeros_like(column) for name, column in columns.items()}
        assert all(same(column, a[name]) for name, column in nprecords.to_columns(a, out).items())

    def test_of_several_dimensions(self):
        for a in [samples(12).reshape(3, 4), np.asfortranarray(samples(12).reshape(3, 4)),
                  samples(24).reshape(4, 6)[::2, 1::2], samples(1).reshape(())]:
            columns = nprecords.to_columns(a)
            assert all(same(columns[name], a[name]) for name in a.dtype.names)

    def test_is_refused(self):
        a = samples(4)
        good = {"id": np.empty(4, "<i2"), "sin": np.empty(4), "cos": np.empty(4)}
        locked = np.empty(4)
        locked.flags.writeable = False
        for changed, error, message in [
            ({"sin": np.empty(3)}, ValueError, "column `sin`"),
            ({"sin": np.empty(4, "f4")}, TypeError, "field `sin`"),
            ({"sin": np.empty(4, ">f8")}, TypeError, "big-endian"),
            ({"sin": np.empty((4, 1))}, ValueError, "column `sin`"),
            ({"sin": locked}, ValueError, "read-only"),
            ({"sin": [0.0] * 4}, TypeError, "list"),
            ({"sin": np.empty(4, object)}, ValueError, "sin"),
            ({"more": np.empty(4)}, ValueError, "4 arrays for 3 fields"),
            ({"sin": good["cos"]}, BufferError, "written"),
            ({"sin": a["cos"]}, BufferError, "read"),
            ({"sin": np.lib.stride_tricks.as_strided(np.empty(1), (4,), (0,))}, ValueError, ""),
        ]:
            with pytest.raises(error, match=message):
                nprecords.to_columns(a, out={**good, **changed})
        with pytest.raises(KeyError, match="`cos`"):
            nprecords.to_columns(a, out={"id": good["id"], "sin": good["sin"]})
        with pytest.raises(TypeError):
            nprecords.to_columns(a, out=[good])
        assert all(same(column, a[n]) for n, column in nprecords.to_columns(a, good).items())


class TestChosenRows:
    def test_by_mask(self):
        r = random.Random(12)
        for a in rows_of(12, 150):
            mask = np.array([r.random() < 0.5 for _ in a], bool)
            for given in [mask, mask.tolist(), mask[::-1][::-1], memoryview(mask)]:
                assert same(nprecords.filter(a, given), a[mask])
            assert same(asked(nprecords.frombuffer(a).filter(mask)), a[mask])

    def test_by_number(self):
        r = random.Random(13)
        for a in rows_of(13, 150):
            rows = [r.randrange(-len(a), len(a)) for _ in range(5 if len(a) else 0)]
            for given in [rows, tuple(rows), np.array(rows, "i8"), np.array(rows, ">i4"),
                          np.array(rows, "i1")[::-1][::-1]]:
                assert same(nprecords.take(a, given), a[np.array(rows, "i8")])

    def test_of_many(self):
        a = samples(100_003)
        mask = a["sin"] > 0.3
        assert same(nprecords.filter(a, mask), a[mask])
        rows = np.random.default_rng(1).integers(-len(a), len(a), 50_000)
        for part, numbers in [(a, rows), (a[::-2], rows // 2)]:
            assert same(nprecords.take(part, numbers), part[numbers])

    def test_is_refused(self):
        a = samples(5)
        for mask, error in [([True] * 4, ValueError), ([True] * 6, ValueError), ([1, 0, 1, 0, 1], TypeError),
                            ([1.0] * 5, TypeError), ("abcde", TypeError), (None, TypeError), (True, TypeError),
                            (np.ones((5, 1), bool), TypeError), (np.ones(5), TypeError), ([], ValueError)]:
            with pytest.raises(error):
                nprecords.filter(a, mask)
        for rows, error in [([5], IndexError), ([-6], IndexError), ([0, 2**63 - 1], IndexError),
                            (np.array([2**64 - 1], "u8"), IndexError), ([True], TypeError), ([1.5], TypeError),
                            ("1", TypeError), (3, TypeError), (np.array([-(2**63)]), IndexError),
                            ([2**70], OverflowError), ([None], TypeError)]:
            with pytest.raises(error):
                nprecords.take(a, rows)
        with pytest.raises(ValueError, match="one dimension, not an array of 2 dimensions"):
            nprecords.take(a.reshape(5, 1), [0])
        with pytest.raises(IndexError, match=r"index 7 \(at 1\) is out of bounds: there are 5 rows"):
            nprecords.take(a, [0, 7])

    def test_from_nothing(self):
        a = samples(0)
        assert len(nprecords.take(a, [])) == len(nprecords.filter(a, [])) == len(nprecords.sort(a)) == 0
        assert len(nprecords.unique(a, "id")) == 0 and nprecords.argsort(a).shape == (0,)
        with pytest.raises(IndexError):
            nprecords.take(a, [0])

    def test_that_no_memory_holds(self):
        huge = nprecords.frombuffer(bytes(8), "i8", shape=(2**55,), strides=(0,))
        for work in [huge.copy, huge.repack, huge.tobytes, huge.tolist, huge.sort, huge.argsort,
                     huge.to_columns, huge.unique, lambda: huge.convert("i8"), lambda: huge.join(huge, "f0")]:
            with pytest.raises(MemoryError):
                work()
        wide = nprecords.frombuffer(bytes(2**20), "V%d" % 2**20)
        with pytest.raises(MemoryError):
            wide.take(np.zeros(2**26, "i4"))


class TestOrder:
    def test_is_numpys(self):
        g = np.random.default_rng(2)
        a = np.zeros(2000, [("a", "<i2"), ("b", ">u4"), ("c", "<f8"), ("d", "S3"), ("e", "<U2"), ("f", "<M8[s]")])
        for name in a.dtype.names:
            a[name] = g.integers(0, 9, len(a)).astype(a.dtype[name])
        a["c"][::50] = np.nan
        a["f"][::40] = "NaT"
        for part in [a, a[::-1], a[::3]]:
            for by in ["a", "b", "c", "d", "e", "f", ["a", "d"], ["e", "c", "b"], ["f", "a"]]:
                keys = [by] if isinstance(by, str) else by
                expected = np.lexsort([part[key] for key in reversed(keys)])
                assert (nprecords.argsort(part, by) == expected).all(), by
                assert same(nprecords.sort(part, by), part[expected])
                assert same(asked(nprecords.frombuffer(part).sort(by)), part[expected])

    def test_either_way(self):
        a = np.zeros(1000, [("a", "<i4"), ("b", "<f8")])
        g = np.random.default_rng(3)
        a["a"], a["b"] = g.integers(0, 5, 1000), g.integers(0, 5, 1000)
        for by, down in [("a", True), ("a", [True]), (["a", "b"], [True, False]), (["b", "a"], True),
                         (["a", "b"], False), (("a", "b"), (False, True))]:
            keys = [by] if isinstance(by, str) else list(by)
            signs = [down] * len(keys) if isinstance(down, bool) else list(down)
            columns = [-a[k] if sign else a[k] for k, sign in zip(keys, signs)]
            assert (nprecords.argsort(a, by, descending=down) == np.lexsort(columns[::-1])).all()

    def test_of_all_fields(self):
        a = samples(50)
        a["cos"] = 0
        assert same(nprecords.sort(a), np.sort(a, kind="stable"))
        assert same(nprecords.unique(a), np.unique(a))

    def test_of_paths(self):
        a = np.zeros(5, [("p", [("x", "<i4")]), ("n", "<i4", 2)])
        a["p"]["x"], a["n"][:, 1] = [3, 1, 2, 1, 0], [1, 2, 3, 4, 5]
        assert nprecords.argsort(a, "p.x").tolist() == [4, 1, 3, 2, 0]
        assert nprecords.argsort(a, ["n[1]"], descending=True).tolist() == [4, 3, 2, 1, 0]

    def test_is_refused(self):
        a = samples(5)
        for by, down, error in [("nobody", None, KeyError), (["id", "nobody"], None, KeyError), (3, None, TypeError),
                                ([3], None, TypeError), ("id", "yes", TypeError), ("id", [True, False], ValueError),
                                (["id", "sin"], [True], ValueError), ("id", 1, TypeError)]:
            with pytest.raises(error):
                nprecords.sort(a, by, descending=down)

    def test_unique_and_duplicates(self):
        g = np.random.default_rng(4)
        a = np.zeros(500, [("a", "<i4"), ("b", "<i4"), ("n", "<i4")])
        a["a"], a["b"], a["n"] = g.integers(0, 20, 500), g.integers(0, 20, 500), np.arange(500)
        keys = np.stack([a["a"], a["b"]], 1)
        _, first, counts = np.unique(keys, axis=0, return_index=True, return_counts=True)
        assert same(nprecords.unique(a, ["a", "b"]), a[first])
        _, inverse = np.unique(keys, axis=0, return_inverse=True)
        order = np.lexsort([a["b"], a["a"]])
        twice = order[counts[inverse.ravel()][order] > 1]
        assert same(nprecords.find_duplicates(a, ["a", "b"]), a[twice])
        assert len(asked(nprecords.frombuffer(a).unique("a"))) == 20


class TestJoin:
    def test_is_a_loop_in_a_loop(self):
        g = np.random.default_rng(5)
        left = np.zeros(60, [("k", "<i4"), ("s", "S2"), ("x", "f8")])
        right = np.zeros(40, [("key", ">i4"), ("s", "S2")])
        left["k"], right["key"] = g.integers(0, 12, 60), g.integers(0, 12, 40)
        left["s"], right["s"] = g.choice(["a", "b"], 60), g.choice(["a", "b"], 40)
        for by, other_by in [("k", "key"), (["k", "s"], ["key", "s"]), ("s", None)]:
            keys = [by] if isinstance(by, str) else by
            others = keys if other_by is None else [other_by] if isinstance(other_by, str) else other_by
            pairs = [(i, j) for i in range(60) for j in range(40)
                     if all(left[k][i] == right[o][j] for k, o in zip(keys, others))]
            i, j = nprecords.join(left, right, by, other_by=other_by)
            assert list(zip(i.tolist(), j.tolist())) == pairs
            assert i.dtype == j.dtype == np.intp
            matched = {i for i, _ in pairs}
            expected = sorted(pairs + [(i, -1) for i in range(60) if i not in matched])
            i, j = nprecords.frombuffer(left).join(right, by, how="left", other_by=other_by)
            assert list(zip(i.tolist(), j.tolist())) == expected

    def test_is_refused(self):
        a = samples(3)
        for arguments, error in [((a, "nobody"), KeyError), ((a, "id", "outer"), ValueError), (([], "id"), TypeError),
                                 ((people(), "id"), KeyError)]:
            with pytest.raises(error):
                nprecords.join(a, *arguments)
        with pytest.raises(TypeError):
            nprecords.join(a, people(), "id", other_by="name")
        with pytest.raises(ValueError):
            nprecords.join(a, a, ["id", "sin"], other_by=["id"])


class TestDescription:
    def test_has_numpys_numbers(self):
        a = people()
        d = nprecords.describe(a)
        assert d.rows == 4 and list(d) == list(PERSON.names) and len(d) == 4
        assert d["name"] == {"count": 4} and "age" in d and "nobody" not in d and 3 not in d
        assert d["age"]["count"] == 4 and (d["age"]["min"], d["age"]["max"]) == (27, 41)
        for name in ["age", "weight"]:
            assert d[name]["mean"] == a[name].mean()
            assert np.isclose(d[name]["std"], a[name].std()) and np.isclose(d[name]["var"], a[name].var())
        assert dict(d) == {name: d[name] for name in d} == dict(d.items())
        assert d.values() == [d[name] for name in d.keys()]
        assert d.get("nobody") is None and d.get("nobody", 3) == 3 and d.get("age") == d["age"]
        with pytest.raises(KeyError):
            d["nobody"]

    def test_of_times_and_parts(self):
        a = np.zeros(3, [("t", "<M8[D]"), ("d", "<m8[ms]"), ("p", [("x", "<f4"), ("y", "<i8", 2)])])
        a["t"] = ["2020-01-02", "2019-05-06", "2021-01-01"]
        d = nprecords.describe(a)
        assert d["t"] == {"count": 3, "min": np.datetime64("2019-05-06"), "max": np.datetime64("2021-01-01")}
        assert list(d) == ["t", "d", "p.x", "p.y"] and d["p.y"]["count"] == 6
        assert d["d"]["max"] == np.timedelta64(0, "ms")

    def test_is_drawn(self):
        d = nprecords.describe(people())
        assert "age" in str(d) and str(d) == repr(d) and str(d).endswith("(4 rows)")
        assert d._repr_html_().count("<tr>") == 5

    def test_of_anything(self):
        for a in random_arrays(14, 150):
            d = nprecords.describe(a)
            assert str(d) and d._repr_html_() and dict(d) is not None
            for name in a.dtype.names:
                if a.dtype[name].kind in "iuf" and a.size and a.dtype[name].subdtype is None:
                    found, column = d[name], a[name]
                    assert found["count"] == a.size
                    for end in ["min", "max"]:
                        with np.errstate(all="ignore"):
                            expected = getattr(column, end)().item()
                        assert found[end] == expected or found[end] != found[end] and expected != expected


class TestCopies:
    def test_repacked_are_numpys(self):
        from numpy.lib.recfunctions import repack_fields

        for a in [people(), samples(7)[["id", "cos"]], people()[["age", "height"]][::-1],
                  samples(12).reshape(3, 4)[["sin"]], np.asfortranarray(samples(12).reshape(3, 4))]:
            packed = nprecords.repack(a)
            expected = repack_fields(a, align=a.dtype.isalignedstruct)
            assert packed.dtype == expected.dtype and same(packed, expected)
            assert isinstance(nprecords.frombuffer(a).repack(), nprecords.Records)
        for a in random_arrays(15, 100):
            packed = nprecords.repack(a)
            assert all(same(packed[name], a[name]) for name in a.dtype.names)

    def test_converted(self):
        a = samples(100)
        wide = nprecords.convert(a, [("cos", ">f8"), ("id", "<i8")])
        assert wide.dtype == np.dtype([("cos", ">f8"), ("id", "<i8")])
        assert (wide["cos"] == a["cos"]).all() and (wide["id"] == a["id"]).all()
        with pytest.raises(TypeError, match="sin"):
            nprecords.convert(a, [("sin", "<f4")])
        with pytest.raises(TypeError, match="no such field"):
            nprecords.frombuffer(a).convert([("nobody", "<f4")])
        assert nprecords.frombuffer(a).convert("=idd", names=["id", "sin", "cos"]).itemsize == 20

    def test_renamed_are_the_same_memory(self):
        a = samples(3)
        r = nprecords.frombuffer(a).rename({"sin": "s", "cos": "c"})
        assert r.names == ("id", "s", "c") and np.shares_memory(r["s"], a)
        with pytest.raises(KeyError):
            r.rename({"nobody": "x"})
        with pytest.raises(ValueError):
            r.rename({"s": "c"})

    def test_are_what_was_given(self):
        a = samples(9)
        r = nprecords.frombuffer(a)
        for work in [lambda x: nprecords.filter(x, a["id"] > 1), lambda x: nprecords.take(x, [1]),
                     lambda x: nprecords.sort(x, "id"), lambda x: nprecords.unique(x, "id"), nprecords.repack,
                     lambda x: nprecords.find_duplicates(x, "id"), lambda x: nprecords.convert(x, SAMPLE)]:
            array, records = work(a), work(r)
            assert type(array) is np.ndarray and type(records) is nprecords.Records
            assert same(array, asked(records)) and array.flags.writeable and not records.readonly
        assert not np.shares_memory(nprecords.sort(a), a)
        for nothing in [[], 3, None, "text"]:
            with pytest.raises(TypeError):
                nprecords.sort(nothing, "id")
        assert type(nprecords.sort(bytes(20), "f0")) is nprecords.Records

    def test_keep_the_dtype(self):
        for a in rows_of(16, 100):
            for made in [nprecords.filter(a, [True] * len(a)), nprecords.take(a, range(len(a)))]:
                assert made.dtype == a.dtype
        assert nprecords.take(people(), [0]).dtype.isalignedstruct


class TestThreads:
    """The interpreter is free for others while many records are worked on."""

    @pytest.mark.parametrize("work", ["sort", "argsort", "to_columns", "filter", "take", "unique", "join",
                                      "describe", "repack", "copy"])
    def test_others_run_meanwhile(self, work):
        a = np.zeros(400_000, SAMPLE)
        a["sin"] = np.random.default_rng(6).random(len(a))
        a["id"] = a["sin"] * 10_000
        r = nprecords.frombuffer(a)
        arguments = {
            "sort": ("sin",), "argsort": ("sin",), "unique": ("sin",), "filter": (a["sin"] > 0.5,),
            "take": (np.argsort(a["sin"]),), "join": (r[:1000], "sin"),
        }.get(work, ())
        started, refused, done = threading.Event(), [], threading.Event()

        def meanwhile():
            started.set()
            while not done.is_set():
                # Only while the records are being read is this refused: and only who runs sees it.
                try:
                    r[0] = (1, 0.5, 0.5)
                except BufferError:
                    refused.append(time.perf_counter())
                time.sleep(0)

        other = threading.Thread(target=meanwhile)
        other.start()
        started.wait()
        try:
            until = time.perf_counter() + 30
            while not refused and time.perf_counter() < until:
                try:
                    getattr(r, work)(*arguments)
                except BufferError:
                    pass  # The other one was writing.
        finally:
            done.set()
            other.join()
        assert refused, "no other thread has run while this one worked"

    def test_many_read_at_a_time(self):
        a = samples(50_000)
        r = nprecords.frombuffer(a)
        expected = nprecords.argsort(a, ["id", "sin"])
        found = []

        def read():
            for _ in range(5):
                found.append((r.argsort(["id", "sin"]) == expected).all() and len(r.to_columns()["sin"]) == len(a))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [True] * 20

    def test_masks_and_numbers_that_change_do_no_harm(self):
        a = samples(20_000)
        r = nprecords.frombuffer(a)
        mask, rows, done = np.ones(len(a), bool), np.zeros(len(a), "i8"), threading.Event()

        def change():
            while not done.is_set():
                mask[::2] = ~mask[::2]
                rows[:] = len(a) * 1000
                rows[:] = 0

        other = threading.Thread(target=change)
        other.start()
        try:
            for _ in range(50):
                assert len(r.filter(mask)) <= len(a)
                try:
                    r.take(rows)
                except IndexError:
                    pass
        finally:
            done.set()
            other.join()
