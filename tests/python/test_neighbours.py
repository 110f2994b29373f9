"""What other libraries make of our records: NumPy itself, pandas, polars, pyarrow, pickle."""

import copy
import gc
import io
import pickle

import numpy as np
import numpy.lib.recfunctions as rfn
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from arrays import PERSON, SAMPLE, people, random_arrays, same, samples

import nprecords


def address(a):
    return a.__array_interface__["data"][0]


class TestNumpy:
    """Structured arrays as their users rely on them, over our memory."""

    def setup_method(self):
        self.given = people()
        self.rows = nprecords.frombuffer(self.given)
        self.array = np.asarray(self.rows)

    def test_the_array_is_the_memory(self):
        assert address(self.array) == address(self.given)
        assert self.array.dtype == PERSON and self.array.dtype.itemsize == 44
        assert [self.array.dtype.fields[n][1] for n in PERSON.names] == [0, 32, 36, 40]
        assert self.array.strides == (44,)

    def test_fields_are_views(self):
        heights = self.array["height"]
        assert heights.strides == (44,) and np.shares_memory(heights, self.given)
        heights[:] = 2
        assert self.given["height"].tolist() == [2] * 4

    def test_several_fields_are_a_view_with_the_gaps(self):
        both = self.array[["age", "height"]]
        assert both.dtype.itemsize == 44 and both.dtype.names == ("age", "height")
        assert both.dtype.fields["height"][1] == 40
        both[0] = (1, 0.5)
        assert (self.given["age"][0], self.given["height"][0]) == (1, 0.5)
        again = np.asarray(nprecords.frombuffer(both))
        assert again.dtype == both.dtype and address(again) == address(both)

    def test_assignment_by_name_and_by_row(self):
        self.array[1] = ("Sun", 5, 1.5, 2.5)
        self.array["age"] += 1
        assert self.given[1].item() == (b"Sun", 6, 1.5, 2.5)
        # Between structured arrays NumPy goes by position, whatever the names.
        self.array[2:] = np.array([("A", 1, 2, 3)], dtype="S3,i8,f8,f8")
        assert self.given["age"].tolist() == [33, 6, 1, 1]

    @pytest.mark.parametrize(
        "key", [np.s_[::2], np.s_[::-1], np.s_[1:3], np.s_[3:0:-2], np.s_[1:1]], ids=str
    )
    def test_strides_after_slices(self, key):
        theirs, ours = self.given[key], np.asarray(self.rows[key])
        assert (ours.strides, ours.shape) == (theirs.strides, theirs.shape)
        assert address(ours) == address(theirs) or not len(theirs)
        assert ours["age"].tolist() == theirs["age"].tolist()

    def test_views_as_another_dtype(self):
        plain = nprecords.RecordBuffer("u1,u1,u1,u1")
        plain.extend([(1, 2, 3, 4), (5, 6, 7, 8)])
        assert np.asarray(plain).view("u1").reshape(2, 4).tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]
        assert np.asarray(plain).view(np.recarray).f2.tolist() == [3, 7]

    def test_recfunctions(self):
        numbers = nprecords.frombuffer(samples())
        assert (rfn.structured_to_unstructured(np.asarray(numbers[["sin", "cos"]]))
                == rfn.structured_to_unstructured(samples()[["sin", "cos"]])).all()  # fmt: skip
        packed = rfn.repack_fields(self.array[["age", "height"]])
        assert np.asarray(self.rows[["age", "height"]]).dtype.itemsize == 44
        assert np.asarray(nprecords.repack(self.array[["age", "height"]])).tobytes() == packed.tobytes()

    @pytest.mark.parametrize("save", [np.save, np.savez, np.savez_compressed])
    def test_saves_them(self, save):
        for rows in [self.rows, self.rows[::-1], nprecords.frombuffer(self.given)[1:]]:
            file = io.BytesIO()
            save(file, rows)
            file.seek(0)
            read = np.load(file)
            read = read if save is np.save else read["arr_0"]
            assert read.dtype == PERSON and (read == np.asarray(rows)).all()

    def test_arithmetic_takes_our_columns(self):
        rows = nprecords.frombuffer(samples())
        assert np.hypot(rows["sin"], rows["cos"]) == pytest.approx(1)
        assert np.sum(rows["id"]) == samples()["id"].sum()
        assert np.concatenate([rows, rows]).shape == (12,)
        assert np.array_equal(np.copy(rows), samples())


class TestPickle:
    def test_through_numpy(self):
        for a in [samples(), people(), *random_arrays(5, 40)]:
            array = np.asarray(nprecords.frombuffer(a))
            for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
                back = pickle.loads(pickle.dumps(array, protocol))
                assert same(back, array)
            assert same(copy.deepcopy(array), array)

    def test_out_of_band(self):
        array = np.asarray(nprecords.frombuffer(samples()))
        buffers = []
        data = pickle.dumps(array, 5, buffer_callback=buffers.append)
        assert (pickle.loads(data, buffers=buffers) == array).all()

    def test_by_itself(self):
        for a in [samples(), people(), people()[["age", "name"]], *random_arrays(6, 60)]:
            for given in [a, a[::-2], a[:0]] if a.ndim else [a]:
                records = nprecords.frombuffer(given)
                for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                    back = pickle.loads(pickle.dumps(records, protocol))
                    assert type(back) is nprecords.Records and back.shape == records.shape
                    assert back.layout == records.layout and back.dtype == records.dtype
                    assert back.tobytes() == records.tobytes()
                back = copy.deepcopy(records)
                assert not back.readonly and not np.shares_memory(np.asarray(back), given)
                assert back.tobytes() == records.tobytes()
        field = nprecords.frombuffer(people().reshape(2, 2))
        plain = nprecords.frombuffer(np.asarray(field)["age"])
        for records in [field, plain, nprecords.frombuffer(np.array(5.0)), nprecords.frombuffer(b"abc")]:
            back = pickle.loads(pickle.dumps(records, 5))
            assert back.dtype == records.dtype and back.shape == records.shape and same(back, records)

    def test_by_itself_out_of_band(self):
        a = samples()
        buffers = []
        data = pickle.dumps(nprecords.frombuffer(a), 5, buffer_callback=buffers.append)
        assert len(data) < 250 and len(buffers) == 1
        back = pickle.loads(data, buffers=buffers)
        back["id"] = 7
        assert (a["id"] == 7).all() and np.shares_memory(a, np.asarray(back))
        # A part is copied, and what is read-only stays so where it is not.
        assert pickle.loads(pickle.dumps(nprecords.frombuffer(a)[::2], 5)).tolist() == a[::2].tolist()
        a.flags.writeable = False
        assert pickle.loads(pickle.dumps(nprecords.frombuffer(a), 5)).readonly

    def test_buffers_and_layouts(self):
        buffer = nprecords.RecordBuffer("=hdd", names=["id", "sin", "cos"])
        buffer.extend(samples())
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            back = pickle.loads(pickle.dumps(buffer, protocol))
            assert type(back) is nprecords.RecordBuffer and back.tolist() == buffer.tolist()
            back.append((7, 0.5, 0.5))
            assert len(back) == len(buffer) + 1
            for a in [samples(), people(), *random_arrays(7, 20)]:
                layout = nprecords.frombuffer(a).layout
                assert pickle.loads(pickle.dumps(layout, protocol)) == layout
        buffer.append((8, 0.5, 0.5))
        assert len(copy.copy(buffer)) == len(buffer)

    def test_bytes_that_are_too_few(self):
        restore, (dtype, shape, data) = nprecords.frombuffer(samples()).__reduce_ex__(2)
        for dtype, shape, data in [
            (dtype, (7,), data), (dtype, (2**62,), data), (dtype, (-1,), data), ("O", shape, data),
            (dtype, shape, b""), (dtype, shape, None), (5, shape, data), (dtype, [1] * 70, data),
        ]:  # fmt: skip
            with pytest.raises((TypeError, ValueError, OverflowError)):
                restore(dtype, shape, data)
        restore, (dtype, data) = nprecords.RecordBuffer("=hdd").__reduce_ex__(2)
        for dtype, data in [(dtype, b"1"), ("i4", b""), (dtype, None)]:
            with pytest.raises((TypeError, ValueError)):
                restore(dtype, data)

    def test_a_row_is_a_tuple(self):
        row = nprecords.frombuffer(people())[0]
        assert pickle.loads(pickle.dumps(row)) == row


COLUMNS = {
    "as they are": lambda rows: {name: rows[name] for name in rows.names},
    "in one pass": lambda rows: rows.to_columns(),
}


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
class TestFrames:
    """Columns of records as columns of frames, strided or copied out."""

    def some(self):
        a = people()
        numbers = ["age", "weight", "height"]
        yield samples(100), list(SAMPLE.names)
        yield samples(0), list(SAMPLE.names)
        yield samples(101)[::-2], list(SAMPLE.names)
        yield a[numbers], numbers
        times = np.zeros(9, [("at", "M8[ns]"), ("for", "m8[ms]"), ("on", "?")])
        times["at"] = np.arange("2012-08-02T17:06", "2012-08-02T17:15", dtype="M8[m]")
        times["at"][3] = "NaT"
        times["for"], times["on"] = np.arange(9), np.arange(9) % 2
        yield times, list(times.dtype.names)

    def test_pandas(self, columns):
        for a, names in self.some():
            frame = pd.DataFrame(columns(nprecords.frombuffer(a)))
            theirs = pd.DataFrame({name: a[name] for name in names})
            pd.testing.assert_frame_equal(frame, theirs)

    def test_polars(self, columns):
        for a, names in self.some():
            frame = pl.DataFrame(columns(nprecords.frombuffer(a)))
            theirs = pl.DataFrame({name: a[name].copy() for name in names})
            assert frame.schema == theirs.schema and frame.equals(theirs)

    def test_pyarrow(self, columns):
        for a, names in self.some():
            table = pa.table(columns(nprecords.frombuffer(a)))
            assert table.equals(pa.table({name: pa.array(a[name].copy()) for name in names}))

    def test_the_frame_keeps_the_memory(self, columns):
        rows = nprecords.RecordBuffer(SAMPLE)
        rows.extend(samples(1000))
        frame = pd.DataFrame(columns(rows), copy=False)
        tables = pl.DataFrame(columns(rows)), pa.table(columns(rows))
        del rows
        gc.collect()
        expected = samples(1000)
        for name in SAMPLE.names:
            assert (frame[name].to_numpy() == expected[name]).all()
            assert all((table[name].to_numpy() == expected[name]).all() for table in tables)


class TestBack:
    """Frames given to us."""

    def test_columns_of_pandas_and_polars_are_read(self):
        frame = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, 1.5, 2.5]})
        rows = nprecords.frombuffer(frame.to_records(index=False))
        assert rows.tolist() == [(1, 0.5), (2, 1.5), (3, 2.5)]
        rows = nprecords.frombuffer(pl.DataFrame(frame.to_dict("list")).to_numpy(structured=True))
        assert rows.sort("b", descending=True).tolist() == [(3, 2.5), (2, 1.5), (1, 0.5)]

    def test_memory_of_arrow_is_read_in_place(self):
        column = pa.array([1.5, 2.5, 3.5])
        rows = nprecords.frombuffer(column.buffers()[1], "<f8", names=["x"], count=3)
        assert rows["x"].tolist() == [1.5, 2.5, 3.5]
        assert rows.readonly == memoryview(column.buffers()[1]).readonly
        assert address(np.asarray(rows)) == column.buffers()[1].address

    def test_many_columns_into_rows(self):
        frame = pl.DataFrame({"id": [1, 2], "sin": [0.5, 0.25], "cos": [1.0, 2.0]})
        rows = nprecords.RecordBuffer("=hdd", names=frame.columns)
        rows.extend(frame.iter_rows())
        assert rows.tolist() == frame.rows()
