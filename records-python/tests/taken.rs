//! Objects of Python borrowed by functions in Rust.
#![allow(missing_docs)]

mod common;

use std::sync::Barrier;

use common::{DTYPE, Sample, bytearray, eval, holds, raises, refs, sample, with_numpy};
use pyo3::exceptions::{PyBufferError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use records_core::zerocopy::big_endian::{F64, I16};
use records_core::{DType, Record};
use records_python::{
    BorrowedArray, BorrowedArrayMut, BorrowedRecords, BorrowedRecordsMut, PyRecords,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Waves {
    cos: f64,
    sin: f64,
}

#[pyfunction]
fn ids(py: Python<'_>, samples: BorrowedRecords<Sample>) -> Vec<i16> {
    py.detach(|| samples.records().columns().id.to_vec())
}

#[pyfunction]
fn negate(py: Python<'_>, mut samples: BorrowedRecordsMut<Sample>) {
    py.detach(|| samples.records_mut().columns_mut().id.update(|id| -id));
}

#[pyfunction]
fn both(mut to: BorrowedRecordsMut<Sample>, from: BorrowedRecords<Sample>) -> PyResult<()> {
    to.records_mut().copy_from(&from.records()).map_err(records_python::raise)
}

#[pyfunction]
fn shape(array: BorrowedArray) -> (Vec<usize>, Vec<isize>, String) {
    (array.shape().into(), array.strides().into(), array.layout().to_string())
}

#[test]
fn bytes_are_records_of_the_type_asked_for() {
    Python::attach(|py| {
        let data = bytearray(py);
        let function = wrap_pyfunction!(ids, py).unwrap();
        let found: Vec<i16> = function.call1((&data,)).unwrap().extract().unwrap();
        assert_eq!(found, [0, 1, 2, 3]);
        wrap_pyfunction!(negate, py).unwrap().call1((&data,)).unwrap();
        let found: Vec<i16> = function.call1((&data,)).unwrap().extract().unwrap();
        assert_eq!(found, [0, -1, -2, -3]);
        // Nothing is left behind.
        data.call_method1("append", (1,)).unwrap();
        let error = function.call1((&data,)).unwrap_err();
        assert!(error.is_instance_of::<PyValueError>(py));
        assert!(error.to_string().contains("73"), "{error}");
        let constant = eval(py, "bytes(18)", None);
        let error = wrap_pyfunction!(negate, py).unwrap().call1((constant,)).unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
        for wrong in ["5", "None", "[1]", "'text'", "bytearray"] {
            let error = function.call1((eval(py, wrong, None),)).unwrap_err();
            assert!(error.is_instance_of::<PyTypeError>(py), "{wrong}: {error}");
        }
    });
}

#[test]
fn one_writes_alone() {
    Python::attach(|py| {
        let data = bytearray(py);
        let function = wrap_pyfunction!(both, py).unwrap();
        let error = function.call1((&data, &data)).unwrap_err();
        assert!(error.is_instance_of::<PyBufferError>(py), "{error}");
        let other = bytearray(py);
        wrap_pyfunction!(negate, py).unwrap().call1((&other,)).unwrap();
        function.call1((&data, &other)).unwrap();
        holds(py, "given[18] == 255", &data);

        let first: BorrowedRecords<Sample> = data.extract().unwrap();
        let second: BorrowedRecords<Sample> = data.extract().unwrap();
        assert!(data.extract::<BorrowedRecordsMut<Sample>>().is_err());
        drop(first);
        assert!(data.extract::<BorrowedRecordsMut<Sample>>().is_err());
        // Half of the rows is read, and the other half may be written.
        let half = PyRecords::with_dtype(&data, &DType::record(Sample::LAYOUT.clone())).unwrap();
        assert!(half.write().is_err());
        drop(second);
        let mut writer = half.write().unwrap();
        assert!(half.read().is_err());
        writer.column_mut::<f64>("sin").unwrap().fill(9.0);
        drop(writer);
        assert_eq!(half.read().unwrap().column::<f64>("sin").unwrap().sum(), 36.0);
        // The memory is exported until the last of them is gone.
        raises(py, "given.append(1)", &data);
        drop(half);
        eval(py, "given.append(1)", Some(&data));
    });
}

#[test]
fn numpy_arrays_of_any_strides() {
    with_numpy(|py| {
        let function = wrap_pyfunction!(ids, py).unwrap();
        let rows =
            eval(py, &format!("np.array([(i, i / 2, i * 2.0) for i in range(6)], {DTYPE})"), None);
        for (code, expected) in [
            ("given", vec![0, 1, 2, 3, 4, 5]),
            ("given[::2]", vec![0, 2, 4]),
            ("given[::-1]", vec![5, 4, 3, 2, 1, 0]),
            ("given[4:1:-2]", vec![4, 2]),
            ("given[:0]", vec![]),
            ("given.reshape(2, 3)[:, 1]", vec![1, 4]),
            ("np.broadcast_to(given[3], 2)", vec![3, 3]),
            ("given.view(np.recarray)", vec![0, 1, 2, 3, 4, 5]),
            (
                "np.array([(5.0, 'é', i, 6.0) for i in given['id']], [('cos', '<f8'), ('more', 'U3'), ('id', '<i2'), ('sin', '<f8')])",
                vec![0, 1, 2, 3, 4, 5],
            ),
        ] {
            let view = eval(py, code, Some(&rows));
            let found: Vec<i16> = function.call1((&view,)).unwrap().extract().unwrap();
            assert_eq!(found, expected, "{code}");
        }
        // Some fields of them, in place and in any order.
        let waves = eval(py, "given[['sin', 'cos']]", Some(&rows));
        let borrowed: BorrowedRecords<Waves> = waves.extract().unwrap();
        assert_eq!(borrowed.records().get(3), Some(Waves { cos: 6.0, sin: 1.5 }));
        assert_eq!(borrowed.array().strides(), [18]);
        drop(borrowed);
        // Written through.
        let negate = wrap_pyfunction!(negate, py).unwrap();
        negate.call1((eval(py, "given[::-2]", Some(&rows)),)).unwrap();
        holds(py, "given['id'].tolist() == [0, -1, 2, -3, 4, -5]", &rows);
        eval(py, "given.setflags(write=False)", Some(&rows));
        let error = negate.call1((&rows,)).unwrap_err();
        assert!(error.is_instance_of::<PyValueError>(py), "{error}");
    });
}

#[test]
fn columns_of_the_same_rows_are_not_in_each_others_way() {
    with_numpy(|py| {
        let rows = eval(py, &format!("np.zeros(5, {DTYPE})"), None);
        let sin = eval(py, "given['sin']", Some(&rows));
        let cos = eval(py, "given['cos']", Some(&rows));
        let mut writer = BorrowedArrayMut::new(&sin).unwrap();
        let reader = BorrowedArray::new(&cos).unwrap();
        assert!(BorrowedArray::new(&sin).is_err());
        assert!(BorrowedArray::new(&rows).is_err());
        writer.column_mut::<f64>("").unwrap().fill(2.0);
        assert_eq!(reader.column::<f64>("").unwrap().sum(), 0.0);
        let odd = eval(py, "given['sin'][1::2]", Some(&rows));
        assert!(BorrowedArray::new(&odd).is_err());
        drop(writer);
        let even = eval(py, "given['sin'][::2]", Some(&rows));
        let one = BorrowedArrayMut::new(&even).unwrap();
        let other = BorrowedArrayMut::new(&odd).unwrap();
        drop((one, other));
        let line = eval(py, "given[2]", Some(&rows));
        drop(reader);
        let _whole = BorrowedArrayMut::new(&rows).unwrap();
        drop(line);
    });
}

#[test]
fn other_layouts_are_refused_field_by_field() {
    with_numpy(|py| {
        let function = wrap_pyfunction!(ids, py).unwrap();
        let rows = eval(py, "np.zeros(2, [('id', '<i4'), ('sin', '>f8'), ('tan', '<f8')])", None);
        let error = function.call1((&rows,)).unwrap_err();
        assert!(error.is_instance_of::<PyTypeError>(py));
        let text = error.to_string();
        for part in ["Sample", "id", "i16", "i32", "sin", "big-endian f64", "cos", "no such field"]
        {
            assert!(text.contains(part), "no {part} in {text}");
        }
        let square = eval(py, &format!("np.zeros((2, 2), {DTYPE})"), None);
        let error = function.call1((&square,)).unwrap_err();
        assert!(error.is_instance_of::<PyValueError>(py), "{error}");
        assert!(error.to_string().contains("2 dimensions"), "{error}");
        let array = BorrowedArray::new(&square).unwrap();
        assert_eq!(array.grid::<Sample>().unwrap().height(), 2);
        assert_eq!(array.matrix::<f64>("cos").unwrap().width(), 2);
        assert_eq!(array.dyn_records().unwrap().len(), 4);
        assert!(array.records::<Sample>().is_err());
        let shape = wrap_pyfunction!(shape, py).unwrap();
        let told: (Vec<usize>, Vec<isize>, String) =
            shape.call1((eval(py, "given.T[:, ::-1]", Some(&square)),)).unwrap().extract().unwrap();
        assert_eq!((told.0, told.1), (vec![2, 2], vec![18, -36]));
    });
}

#[test]
fn bytes_of_the_other_order() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Big {
        id: I16,
        sin: F64,
    }
    Python::attach(|py| {
        let data = eval(py, "bytearray(struct.pack('>hdhd', -2, 0.5, 7, 1.5))", None);
        let mut rows: BorrowedRecordsMut<Big> = data.extract().unwrap();
        assert_eq!(rows.records().get(1), Some(Big { id: I16::new(7), sin: F64::new(1.5) }));
        assert_eq!(rows.records().columns().sin.sum(), 2.0);
        rows.records_mut().set(0, Big { id: I16::new(1), sin: F64::new(8.0) });
        drop(rows);
        holds(py, "struct.unpack('>hdhd', given) == (1, 8.0, 7, 1.5)", &data);
        // Not taken for numbers of this machine's order.
        let swapped = eval(py, "array.array('d', [1.0])", None);
        assert!(swapped.extract::<BorrowedRecords<Big>>().is_err());
    });
}

#[test]
fn values_are_checked() {
    #[derive(Record, Clone, Copy, Debug)]
    #[record(packed)]
    struct Flag {
        set: bool,
    }
    Python::attach(|py| {
        let data = eval(py, "bytearray([0, 1, 2])", None);
        let error = data.extract::<BorrowedRecords<Flag>>().unwrap_err();
        assert!(error.is_instance_of::<PyValueError>(py), "{error}");
        assert!(error.to_string().contains('2'), "{error}");
        eval(py, "given.pop()", Some(&data));
        let flags = data.extract::<BorrowedRecords<Flag>>().unwrap();
        assert_eq!(flags.records().columns().set.to_vec(), [false, true]);
    });
}

#[test]
fn borrowed_memory_stays() {
    Python::attach(|py| {
        let data = bytearray(py);
        let before = refs(&data);
        let rows: BorrowedRecords<Sample> = data.extract().unwrap();
        assert!(refs(&data) > before);
        let array =
            BorrowedArray::with_dtype(&data, &DType::record(Sample::LAYOUT.clone())).unwrap();
        drop(data);
        eval(py, "[bytearray(72) for _ in range(100)]", None);
        eval(py, "gc.collect()", None);
        // In another thread, without the interpreter, and dropped there.
        py.detach(|| {
            std::thread::spawn(move || {
                assert_eq!(rows.records().get(3), Some(sample(3)));
                assert_eq!(array.column::<f64>("cos").unwrap().sum(), 12.0);
                drop((rows, array));
            })
            .join()
            .unwrap();
        });
    });
}

#[test]
fn many_read_while_one_is_refused_to_write() {
    Python::attach(|py| {
        let data = eval(py, "bytearray(18 * 50_000)", None);
        let readers: Vec<BorrowedRecords<Sample>> =
            (0..8).map(|_| data.extract().unwrap()).collect();
        let (start, end) = (Barrier::new(9), Barrier::new(9));
        let object = data.clone().unbind();
        py.detach(|| {
            std::thread::scope(|scope| {
                for reader in &readers {
                    scope.spawn(|| {
                        start.wait();
                        for _ in 0..5 {
                            assert_eq!(reader.records().columns().sin.sum(), 0.0);
                        }
                        end.wait();
                    });
                }
                start.wait();
                for _ in 0..50 {
                    Python::attach(|py| {
                        let error =
                            object.bind(py).extract::<BorrowedRecordsMut<Sample>>().unwrap_err();
                        assert!(error.is_instance_of::<PyBufferError>(py), "{error}");
                        raises(py, "given.append(1)", object.bind(py));
                    });
                }
                end.wait();
            });
        });
        drop(readers);
        let mut writer: BorrowedRecordsMut<Sample> = data.extract().unwrap();
        writer.records_mut().fill(sample(3));
        drop(writer);
        eval(py, "given.append(1)", Some(&data));
    });
}

/// Threads that all want to write the same rows: one at a time does, and none is lost.
#[test]
fn writers_take_turns() {
    Python::attach(|py| {
        let data = bytearray(py).unbind();
        let refused = std::sync::atomic::AtomicUsize::new(0);
        py.detach(|| {
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let mut done = 0;
                        while done < 250 {
                            let rows = Python::attach(|py| {
                                data.bind(py).extract::<BorrowedRecordsMut<Sample>>()
                            });
                            let Ok(mut rows) = rows else {
                                refused.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                                std::thread::yield_now();
                                continue;
                            };
                            rows.records_mut().columns_mut().id.update(|id| id + 1);
                            done += 1;
                        }
                    });
                }
            });
        });
        let rows: BorrowedRecords<Sample> = data.bind(py).extract().unwrap();
        assert_eq!(rows.records().columns().id.to_vec(), [1000, 1001, 1002, 1003]);
    });
}

#[test]
fn nothing_is_left_after_many_rounds() {
    Python::attach(|py| {
        let data = bytearray(py);
        let constant = eval(py, "bytes(17)", None);
        let before = (refs(&data), refs(&constant));
        for _ in 0..10_000 {
            let rows: BorrowedRecords<Sample> = data.extract().unwrap();
            assert_eq!(rows.records().len(), 4);
            assert!(data.extract::<BorrowedRecordsMut<Sample>>().is_err());
            assert!(data.extract::<BorrowedArrayMut>().is_err());
            assert!(constant.extract::<BorrowedRecords<Sample>>().is_err());
        }
        assert_eq!(before, (refs(&data), refs(&constant)));
        eval(py, "given.append(1)", Some(&data));
    });
}

/// The module is another library in the same process, with a list of claims of its own, if it did
/// not ask whether there is one.
#[test]
fn claims_hold_across_extensions() {
    with_numpy(|py| {
        let Ok(module) = py.import("nprecords") else {
            let line = "SKIPPED, as nprecords is not installed: let PYTHONPATH lead to it\n";
            std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
            return;
        };
        let rows = eval(py, &format!("np.zeros(5, {DTYPE})"), None);
        let theirs = module.call_method1("frombuffer", (&rows,)).unwrap();
        theirs.str().unwrap();
        let writer: BorrowedRecordsMut<Sample> = rows.extract().unwrap();
        let error = theirs.str().unwrap_err();
        assert!(error.is_instance_of::<PyBufferError>(py), "{error}");
        drop(writer);
        theirs.str().unwrap();
    });
}
