"""Records as a sequence: rows, fields, parts, with NumPy as the oracle."""

import gc
import sys

import numpy as np
import pytest

import nprecords
from arrays import PERSON, people, random_arrays, same, samples, value


def records(a):
    return nprecords.frombuffer(a)


class TestRows:
    def test_are_tuples_of_python_values(self):
        a = people()
        row = records(a)[0]
        assert row == (b"Zhang", 32, 0.0, 1.75)
        assert [type(x) for x in row] == [bytes, int, float, float]
        assert records(a)[-1] == records(a)[3] == a[3].item()

    def test_of_every_kind(self):
        dtype = [
            ("flag", "?"), ("half", "<f2"), ("big", ">i8"), ("z", "<c8"), ("zz", ">c16"),
            ("s", "S4"), ("u", "<U3"), ("U", ">U3"), ("v", "V3"),
            ("pos", [("x", "<f4"), ("y", "u1", (2, 2))]), ("m", "<M8[25s]"), ("d", ">m8[ms]"),
            ("free", "<m8"), ("nothing", "<M8"),
        ]
        a = np.zeros(2, dtype)
        a[0] = (True, 1.5, -7, 1 + 2j, 3 - 4j, b"ab\0c", "né", "漢字", b"\0\1\0",
                (0.5, [[1, 2], [3, 4]]), 4, -5, 3, "NaT")
        a["m"][1] = a["d"][1] = "NaT"
        rows = records(a).tolist()
        assert value(rows) == value(a) == value(list(records(a)))
        assert rows[0][9] == (0.5, [[1, 2], [3, 4]])
        assert isinstance(rows[0][10], np.datetime64) and rows[0][10].dtype == "M8[25s]"

    def test_of_random_dtypes(self):
        for a in random_arrays(1, 300):
            r = records(a)
            assert value(r.tolist()) == value(listed(a)), a.dtype
            if a.ndim == 1 and len(a):
                assert value(r[len(a) - 1]) == value(a[-1])
                assert value(list(r)) == value(listed(a))

    def test_of_numbers_too_long_to_print(self, capsys):
        with pytest.raises(IndexError, match="^index is out of bounds"):
            records(samples(4))[10**5000]
        assert capsys.readouterr().err == ""
        with pytest.raises(IndexError, match="index 1000000000000000000000 is out of bounds"):
            records(samples(4))[10**21]

    def test_that_are_not_there(self):
        r = records(samples(3))
        for index in [3, -4, 2**70, -(2**70), sys.maxsize, -sys.maxsize - 1]:
            with pytest.raises(IndexError, match="out of bounds"):
                r[index]
        with pytest.raises(IndexError, match="too many indices: 2 for 1 dimension"):
            r[0, 0]
        for key in [1.5, object()]:
            with pytest.raises((TypeError, IndexError)):
                r[key]

    def test_iterate_and_are_found(self):
        a = samples(4)
        r = records(a)
        assert list(r) == a.tolist() and len(r) == 4
        assert r[2] in r and (9, 9.0, 9.0) not in r
        assert list(reversed(r)) == a[::-1].tolist()
        seen = iter(r)
        next(seen)
        a["id"][1] = 99
        assert next(seen)[0] == 99, "rows are looked at when they are due"
        assert seen.__length_hint__() == 2


def listed(a):
    """Lists of lists of the rows, which for plain values have no names."""
    return [listed(x) for x in a] if a.ndim else a[()]


class TestViews:
    def test_slices_are_the_same_memory(self):
        a = samples(10)
        r = records(a)
        for key in [slice(1, None), slice(None, None, 2), slice(None, None, -1), slice(8, 2, -3),
                    slice(5, 5), slice(20, 30), slice(-3, None), slice(3, 4), slice(None, None, 100),
                    slice(None, None, sys.maxsize), slice(None, None, -sys.maxsize), Ellipsis, ()]:
            part, expected = r[key], a[key]
            assert isinstance(part, nprecords.Records)
            assert same(np.asarray(part), expected), key
            assert part.shape == expected.shape
            if expected.size > 1:
                assert part.strides == expected.strides
            if expected.size:
                assert np.shares_memory(np.asarray(part), a)
        with pytest.raises(ValueError):
            r[::0]

    def test_of_several_dimensions(self):
        a = np.asfortranarray(samples(24).reshape(2, 3, 4))
        r = records(a)
        assert (r.ndim, r.size, len(r), r.shape, r.strides) == (3, 24, 2, a.shape, a.strides)
        for key in [0, -1, (0, 1), (0, slice(1, 3)), (Ellipsis, 0), (slice(None), 1, slice(None, None, -1)),
                    (0, Ellipsis), (Ellipsis, slice(1, 2)), (1, Ellipsis, 2)]:
            assert same(np.asarray(r[key]), a[key]), key
        assert r[1, 2, 3] == a[1, 2, 3].item()
        assert r[0][1][2] == a[0, 1, 2].item()
        assert [x.shape for x in r] == [(3, 4)] * 2
        assert r[1, 2, 3, ...].shape == ()
        assert value(r.tolist()) == value(a.tolist())
        for key, message in [((0, 3), "index 3 is out of bounds for axis 1 with size 3"),
                             ((0, 0, 0, 0), "4 for 3"), ((Ellipsis, Ellipsis), "one ellipsis")]:
            with pytest.raises(IndexError, match=message):
                r[key]

    def test_masks_and_row_numbers_copy(self):
        a = samples(10)
        r = records(a)
        for key in [a["id"] > 2, (a["id"] > 2).tolist(), [1, 1, -1], np.array([3, -1], "i1"),
                    np.array([3, 2], ">u2"), np.array([], "i8"), range(0), [], (a["id"] > 2)[::1]]:
            part = r[key]
            expected = a[key] if len(key) else a[:0]
            assert isinstance(part, nprecords.Records)
            assert same(np.asarray(part), expected)
            assert not np.shares_memory(np.asarray(part), a)
        with pytest.raises(IndexError, match="the mask has 3 bools for 10 rows"):
            r[[True, False, True]]
        with pytest.raises(IndexError, match=r"index 10 \(at 1\) is out of bounds: there are 10 rows"):
            r[[0, 10]]
        assert r[None].shape == (1, 10), "what only NumPy knows is an array of NumPy's"

    def test_fields_are_arrays_of_the_same_memory(self):
        a = people()
        r = records(a)
        for key in ["name", "age", ["age", "height"], ["height", "name"]]:
            field = r[key]
            assert type(field) is np.ndarray and same(field, a[key]), key
            assert field.dtype == a[key].dtype and field.strides == a[key].strides
            assert np.shares_memory(field, a)
        r["age"][0] = 5
        assert a["age"][0] == 5
        for key in ["nobody", ["age", "nobody"], ""]:
            with pytest.raises(KeyError):
                r[key]
        with pytest.raises(ValueError, match="`age` is asked for twice"):
            r[["age", "age"]]

    def test_parts_of_fields_have_paths(self):
        a = np.zeros(3, [("pos", [("x", "<f4"), ("y", "<f4")]), ("n", "<i4", 3)])
        r = records(a)
        r["pos.x"] = [1, 2, 3]
        r["n[1]"][:] = 7
        assert a["pos"]["x"].tolist() == [1, 2, 3] and a["n"][:, 1].tolist() == [7] * 3
        with pytest.raises(KeyError):
            r["n[3]"]

    def test_dtypes_are_everybodys_own(self):
        """NumPy's dtypes can be changed in place: nobody else's is."""
        a = np.zeros(3, [(("title", "a"), "u1"), ("pos", [("x", "<i2"), ("y", "<i2")])])
        for given in [a, a[["pos"]], people(), people()[::2]]:
            r = records(given)
            first, array = r.dtype, np.asarray(r)
            assert first == given.dtype and first.isalignedstruct == given.dtype.isalignedstruct
            assert first.fields.keys() == given.dtype.fields.keys()
            names = tuple(reversed([name + "!" for name in first.names]))
            first.names = array.dtype.names = names
            assert r.dtype == given.dtype and r.dtype.names == r.names == given.dtype.names

    def test_say_what_they_are(self):
        a = people()[::2]
        r = records(a)
        assert (r.dtype, r.names, r.itemsize, r.nbytes, r.strides) == (
            PERSON, PERSON.names, 44, 88, (88,))
        assert not r.readonly and records(a.tobytes() and np.frombuffer(a.tobytes(), PERSON)).readonly
        assert r.dtype.isalignedstruct

    def test_copies_are_of_their_own(self):
        for a in [people()[::-2], np.asfortranarray(samples(12).reshape(3, 4)).T[::2]]:
            r = records(a)
            copy = r.copy()
            assert same(np.asarray(copy), a) and copy.dtype == a.dtype and copy.shape == a.shape
            assert not np.shares_memory(np.asarray(copy), a) and not copy.readonly
            assert np.asarray(copy).flags.c_contiguous
            # As bytes of no type: of fields NumPy leaves what lies between them to chance.
            assert r.tobytes() == a.view(f"V{a.itemsize}").tobytes()

    def test_keep_their_memory(self):
        a = samples(3)
        count = sys.getrefcount(a)
        part = records(a)[1:]["sin"]
        del a
        gc.collect()
        assert part.tolist() == samples(3)["sin"][1:].tolist()
        assert count == 2


class TestAssignment:
    @pytest.mark.parametrize("key, values", [
        (0, (7, 1.5, 2.5)), (-1, (7, 1, 2)), (slice(1, 3), [(1, 1, 1), (2, 2, 2)]),
        (slice(None, None, -2), (5, 5.0, 5.0)), (Ellipsis, (1, 2, 3)), ("id", 9),
        ("sin", [0.5] * 6), (["id", "cos"], (4, 4.5)), ([1, 3], (8, 8, 8)),
        ([True] + 5 * [False], (8, 8, 8)), (slice(0, 2), samples(6)[2:4]),
    ])
    def test_is_numpys(self, key, values):
        a, b = samples(), samples()
        records(a)[key] = values
        b[key] = values
        assert same(a, b)

    def test_takes_records_of_ours(self):
        a, b = samples(), samples()
        r = records(a)
        r[...] = r[::-1]
        b[...] = b[::-1].copy()
        assert same(a, b)

    def test_of_several_dimensions(self):
        a = np.zeros((2, 3), "i2,f8")
        r = records(a)
        r[0, 1] = (5, 0.5)
        r[:, 2] = (6, 1.5)
        r["f0"][1] = 3
        assert a["f0"].tolist() == [[0, 5, 6], [3, 3, 3]]

    def test_asks_once_what_a_key_means(self):
        """Nothing is written but what is claimed, whatever a key says when it is asked again."""

        class Index:
            def __init__(self, *rows):
                self.rows = iter(rows)

            def __index__(self):
                return next(self.rows)

        a = samples(4)
        r, expected = records(a), a.copy()
        r[Index(1)] = expected[1] = (9, 0.5, 0.25)
        r[Index(1) : Index(3)] = expected[1:3] = (8, 1.5, 0.5)
        assert same(a, expected)

        class Name(str):
            def __hash__(self):
                return hash("sin")

            def __eq__(self, other):
                return other == "sin"

        r[Name("cos")] = expected["cos"] = 4
        r[[Name("cos"), Name("id")]] = (3, 2)
        expected["cos"], expected["id"] = 3, 2
        assert same(a, expected)

    def test_is_refused(self):
        a = samples()
        a.flags.writeable = False
        for key in [0, "id", slice(None), [0]]:
            with pytest.raises(ValueError, match="read-only"):
                records(a)[key] = 1
        r = records(samples())
        with pytest.raises(IndexError):
            r[6] = (0, 0, 0)
        with pytest.raises(KeyError):
            r["nobody"] = 1
        with pytest.raises(ValueError):
            r[0:2] = [(1, 1, 1)] * 3
        with pytest.raises(TypeError):
            del r[0]


class TestDrawings:
    def test_tables(self):
        r = records(people())
        assert str(r) == repr(r) and '"Zhang"' in str(r) and str(r).endswith("(4 rows)")
        html = r._repr_html_()
        assert html.count("<tr>") == 5 and "<svg" in html and "&quot;Zhang&quot;" in html

    def test_long_ones_are_shortened(self):
        html = records(samples(1000))._repr_html_()
        assert html.count("<tr>") == 1 + 5 + 1 + 5 and "<th>999</th>" in html and "<th>5</th>" not in html
        assert len(str(records(samples(100_000)))) < 10_000

    def test_nothing_of_a_name_is_html(self):
        a = np.zeros(1, [("<b>&", "S9")])
        a[0] = (b"<script>",)
        html = records(a)._repr_html_()
        assert "<script>" not in html and "<b>&" not in html and "&lt;script&gt;" in html

    def test_random_ones_are_drawn(self):
        for a in random_arrays(2, 60):
            r = records(a)
            assert str(r) and r._repr_html_() and str(r.layout) and r.layout.svg().startswith("<svg")


class TestLayout:
    def test_says_what_numpy_says(self):
        for a in random_arrays(3, 300):
            dtype, layout = a.dtype, records(a).layout
            assert layout.numpy() == dtype and layout.names == dtype.names
            assert layout.itemsize == dtype.itemsize
            # NumPy says of parts of aligned records that they are aligned, wherever they lie.
            assert dtype.isalignedstruct or not layout.is_aligned
            for field in layout.fields:
                found, offset = dtype.fields[field.name][:2]
                assert field.offset == offset and field.itemsize == found.itemsize
            holes = sum(end - start for start, end in layout.holes)
            assert layout.padding == holes == dtype.itemsize - sum(f.itemsize for f in layout.fields)

    def test_texts_of_dtypes(self):
        for text in ["<i2", ">f8", "|S3", "<U5", "|V7", "<M8[25s]", "|b1", "(3,)<f4", "(2, 3)>i2"]:
            layout = nprecords.Layout([("x", text)])
            assert np.dtype(layout.fields[0].dtype) == np.dtype(text), text
        nested = nprecords.Layout([("p", [("x", "<f4"), ("y", "<f8")], (2,))]).fields[0].dtype
        assert np.dtype(eval(nested)) == np.dtype(([("x", "<f4"), ("y", "<f8")], (2,)))

    def test_of_a_person(self):
        layout = nprecords.Layout(PERSON)
        assert layout.descr == PERSON.descr
        assert layout.holes == [(30, 32)] and layout.padding == 2 and layout.alignment == 4
        assert not layout.is_packed and layout.is_aligned
        assert [f.offset for f in layout.fields] == [0, 32, 36, 40]
        assert repr(layout.fields[1]) == "Field(name='age', offset=32, dtype='<i4')"
        assert "int32_t age;" in layout.to_c() and "age" in str(layout)
        assert layout._repr_svg_() == layout.svg()

    def test_equal_ones_have_one_hash(self):
        packed = nprecords.Layout([("a", "<i4"), ("b", "<i4")])
        aligned = nprecords.Layout(np.dtype([("a", "<i4"), ("b", "<i4")], align=True))
        assert packed == aligned and hash(packed) == hash(aligned)
        assert packed != nprecords.Layout([("a", "<i4"), ("c", "<i4")])
        assert {packed: 1}[aligned] == 1 and packed != "i4,i4"
        assert packed.fields[0] == aligned.fields[0] and hash(packed.fields[0]) == hash(aligned.fields[0])

    def test_repr_makes_an_equal_one(self):
        for a in random_arrays(4, 100):
            layout = records(a).layout
            assert eval(repr(layout), {"nprecords": nprecords}) == layout

    def test_of_nothing_that_is_one(self):
        with pytest.raises(ValueError):
            nprecords.Layout("no dtype")
        with pytest.raises(ValueError, match="2 names for the 3 fields"):
            nprecords.Layout("=hdd", names=["a", "b"])
