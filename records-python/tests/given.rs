//! What Rust has, given to Python.
#![allow(missing_docs)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{Sample, bytearray, eval, holds, raises, refs, sample, with_numpy};
use pyo3::exceptions::{PyBufferError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use records_core::{DType, DynRecordBuf, Grid, Layout, Record, RecordArray, RecordBuf, npy};
use records_python::{BorrowedArray, IntoPyRecords, PyRecordBuffer, PyRecords, ToDynArray};

fn samples() -> RecordBuf<Sample> {
    (0..4).map(sample).collect()
}

fn dynamic() -> DynRecordBuf {
    DynRecordBuf::from_bytes(samples().into_bytes(), Sample::LAYOUT).unwrap()
}

/// Whether two views are of the same memory: the address of one told by Python, of the other by
/// Rust.
fn at(py: Python<'_>, records: &Bound<'_, PyAny>, address: usize) {
    let code = "given.__array_interface__['data'][0]";
    assert_eq!(eval(py, code, Some(records)).extract::<usize>().unwrap(), address);
}

/// What a memoryview says.
fn view(py: Python<'_>, records: PyRecords) -> Bound<'_, PyAny> {
    eval(py, "memoryview(given)", Some(Bound::new(py, records).unwrap().as_any()))
}

#[test]
fn records_that_rust_had() {
    Python::attach(|py| {
        let rows = samples();
        let address = rows.as_bytes().as_ptr().addr();
        let records = Bound::new(py, rows.into_py_records().unwrap()).unwrap();
        at(py, &records, address);
        let view = eval(py, "memoryview(given)", Some(&records));
        holds(
            py,
            "(given.nbytes, given.itemsize, given.shape, given.readonly) == (72, 18, (4,), False)",
            &view,
        );
        holds(py, "struct.unpack('=hdd', given.cast('B')[54:]) == (3, 1.5, 6.0)", &view);
        drop(records);
        eval(py, "gc.collect()", None);
        holds(py, "struct.unpack('=hdd', given.cast('B')[18:36]) == (1, 0.5, 2.0)", &view);
    });
}

#[test]
fn numpy_sees_the_same_memory_and_dtype() {
    with_numpy(|py| {
        let rows = samples();
        let address = rows.as_bytes().as_ptr().addr();
        let records = Bound::new(py, rows.into_py_records().unwrap()).unwrap();
        let array = eval(py, "np.asarray(given)", Some(&records));
        at(py, &array, address);
        holds(py, "given.dtype.descr == [('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]", &array);
        holds(py, "given['cos'].tolist() == [0, 2, 4, 6] and given.flags.writeable", &array);
        at(py, &records.get().to_numpy(py).unwrap(), address);
        eval(py, "given['id'].__setitem__(2, 77)", Some(&array));
        assert_eq!(
            records.get().read().unwrap().records::<Sample>().unwrap().columns().id.get(2),
            Some(77)
        );
        drop(records);
        holds(py, "given[2]['id'] == 77", &array);

        // A layout that buffers have no words for, with padding, goes all the same.
        let layout = Layout::explicit([("a:b", DType::U8, 9), ("c", DType::I32, 2)], 21).unwrap();
        let mut rows = DynRecordBuf::new(&layout);
        rows.extend_from_bytes(&[3; 42]).unwrap();
        let records = Bound::new(py, rows.into_py_records().unwrap()).unwrap();
        let array = eval(py, "np.asarray(given)", Some(&records));
        holds(py, "given.dtype.fields['a:b'][1] == 9 and given.itemsize == 21", &array);
        holds(py, "given['c'].tolist() == [0x03030303] * 2", &array);
    });
}

#[test]
fn every_owner() {
    let directory = std::env::temp_dir().join(format!("records-python-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join("samples.npy");
    npy::write(&path, &samples()).unwrap();
    Python::attach(|py| {
        let of = |records: PyResult<PyRecords>, code: &str| {
            let view = view(py, records.unwrap());
            holds(py, code, &view);
        };
        of(samples().into_py_records(), "not given.readonly and len(given) == 4");
        of(Arc::new(samples()).into_py_records(), "given.readonly and len(given) == 4");
        of(dynamic().into_py_records(), "not given.readonly and given.itemsize == 18");
        of(Arc::new(dynamic()).into_py_records(), "given.readonly and given.itemsize == 18");
        let shared: Arc<[u8]> = samples().into_bytes().into();
        let array = RecordArray::<Sample, _>::at(Arc::clone(&shared), 18, 36, 2).unwrap();
        of(array.into_py_records(), "given.readonly and given.strides == (36,)");
        of(
            vec![1_u16, 2, 3].into_py_records(),
            "given.tolist() == [1, 2, 3] and not given.readonly",
        );
        of(
            vec![[1_f32, 2.0]; 3].into_py_records(),
            "given.shape == (3, 2) and given.strides == (8, 4)",
        );
        of(vec![true, false].into_py_records(), "given.tolist() == [True, False]");
        of(Vec::<f64>::new().into_py_records(), "given.shape == (0,)");
        of(vec![sample(1); 2].into_py_records(), "given.itemsize == 18 and given.nbytes == 36");
        of(
            vec![(1_u8, 2.0_f64); 2]
                .into_iter()
                .collect::<RecordBuf<(u8, f64)>>()
                .into_py_records(),
            "given.itemsize == 9",
        );
        let shared: Arc<[i64]> = Arc::new([5, 6]);
        of(Arc::clone(&shared).into_py_records(), "given.tolist() == [5, 6] and given.readonly");
        of(
            samples().view().project::<Both>().to_matrix().into_py_records(),
            "given.tolist()[2] == [1.0, 4.0]",
        );
        let columns = samples().view().to_dyn().unwrap().to_columns();
        let _ = columns;
        of(npy::open(&path).unwrap().into_py_records(), "given.readonly and len(given) == 4");
        of(npy::read(&path).unwrap().into_py_records(), "not given.readonly and len(given) == 4");
        of(
            npy::open_mut(&path).unwrap().into_py_records(),
            "not given.readonly and given.cast('B').__setitem__(0, 9) is None",
        );
        assert_eq!(npy::read(&path).unwrap().column::<i16>("id").unwrap().get(0), Some(9));
        let dtype = DType::record(Sample::LAYOUT.clone());
        of(
            PyRecords::from_bytes(samples().into_bytes(), &dtype),
            "given.readonly and len(given) == 4",
        );
        of(
            PyRecords::from_bytes_mut(samples().into_bytes(), &dtype),
            "not given.readonly and len(given) == 4",
        );
        assert!(PyRecords::from_bytes(vec![0; 19], &dtype).is_err());
        assert!(PyRecords::from_strided(vec![0; 71], &dtype, 0, &[4], &[18]).is_err());
        assert!(PyRecords::from_strided_mut(vec![0; 72], &dtype, 0, &[4], &[9]).is_err());
        let image =
            PyRecords::from_strided_mut(vec![0; 32], &DType::U8, 0, &[2, 5, 3], &[16, 3, 1]);
        of(image, "given.shape == (2, 5, 3) and given.strides == (16, 3, 1)");
        let grid = PyRecords::kept(Arc::new(vec![7_u8; 72]), |bytes| {
            Grid::<Sample>::from_bytes(bytes, 2, 2, 36)?.to_dyn_array()
        });
        of(grid, "given.shape == (2, 2) and given.strides == (36, 18)");
    });
    std::fs::remove_dir_all(directory).unwrap();
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Both {
    sin: f64,
    cos: f64,
}

/// Counts how often it is dropped.
struct Counted(Vec<u8>, Arc<AtomicUsize>);

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl AsMut<[u8]> for Counted {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fill(0xEE);
        self.1.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn owners_live_as_long_as_the_last_view() {
    Python::attach(|py| {
        for writable in [false, true] {
            let drops = Arc::new(AtomicUsize::new(0));
            let owner = Counted(vec![1; 36], Arc::clone(&drops));
            let dtype = DType::record(Sample::LAYOUT.clone());
            let records = match writable {
                false => PyRecords::from_bytes(owner, &dtype).unwrap(),
                true => PyRecords::from_bytes_mut(owner, &dtype).unwrap(),
            };
            let records = Bound::new(py, records).unwrap();
            let part = eval(py, "memoryview(given[1:])", Some(&records));
            let reading = records.get().read().unwrap();
            let borrowed = BorrowedArray::new(&part).unwrap();
            drop(records);
            eval(py, "gc.collect()", None);
            assert_eq!(drops.load(Ordering::Relaxed), 0);
            drop(reading);
            drop(borrowed);
            assert_eq!(drops.load(Ordering::Relaxed), 0);
            holds(py, "given.cast('B')[0] == 1", &part);
            drop(part);
            eval(py, "gc.collect()", None);
            assert_eq!(drops.load(Ordering::Relaxed), 1);
        }
        // Nothing is kept of what did not fit.
        let drops = Arc::new(AtomicUsize::new(0));
        let dtype = DType::record(Sample::LAYOUT.clone());
        assert!(PyRecords::from_bytes(Counted(vec![1; 35], Arc::clone(&drops)), &dtype).is_err());
        assert!(
            PyRecords::from_bytes_mut(Counted(vec![1; 35], Arc::clone(&drops)), &dtype).is_err()
        );
        assert_eq!(drops.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn memory_by_its_address() {
    Python::attach(|py| {
        let owner = eval(py, "bytearray(b'abcdef')", None);
        let before = refs(&owner);
        let letters: Arc<[u8]> = (*b"abcdef").into();
        let first = letters.as_ptr().cast_mut();
        let keeps = (Arc::clone(&letters), owner.clone().unbind());
        // SAFETY: the letters are kept, and nobody writes.
        let records =
            unsafe { PyRecords::from_raw_parts(first, &DType::U8, &[3], &[2], false, keeps) };
        let made = view(py, records.unwrap());
        assert_eq!(refs(&owner), before + 1);
        holds(py, "given.tolist() == [97, 99, 101] and given.readonly", &made);
        drop(made);
        assert_eq!((refs(&owner), Arc::strong_count(&letters)), (before, 1));
    });
}

#[pyclass(frozen)]
struct Simulation {
    rows: RecordBuf<Sample>,
    drops: Arc<AtomicUsize>,
    /// Rust adds, Python looks.
    #[pyo3(get)]
    log: Py<PyRecordBuffer>,
}

impl Drop for Simulation {
    fn drop(&mut self) {
        self.drops.fetch_add(1, Ordering::Relaxed);
    }
}

#[pymethods]
impl Simulation {
    #[getter]
    fn rows(slf: &Bound<'_, Self>) -> PyResult<PyRecords> {
        PyRecords::kept_by(slf, |this| this.rows.view().to_dyn_array())
    }

    #[getter]
    fn sin(slf: &Bound<'_, Self>) -> PyResult<PyRecords> {
        PyRecords::kept_by(slf, |this| this.rows.columns().sin.to_dyn_array())
    }

    fn step(&self, py: Python<'_>) -> PyResult<()> {
        self.log.get().push(py, sample(9))
    }
}

#[test]
fn a_class_lends_its_rows() {
    Python::attach(|py| {
        let drops = Arc::new(AtomicUsize::new(0));
        let log = Py::new(py, PyRecordBuffer::of(py, Sample::LAYOUT)).unwrap();
        let simulation = Simulation { rows: samples(), drops: Arc::clone(&drops), log };
        let simulation = Bound::new(py, simulation).unwrap();
        let rows = simulation.getattr("rows").unwrap();
        let sin = eval(py, "memoryview(given.sin)", Some(&simulation));
        simulation.call_method0("step").unwrap();
        let log = simulation.getattr("log").unwrap();
        assert_eq!(log.len().unwrap(), 1);
        drop(simulation);
        holds(py, "memoryview(given).readonly and len(given) == 4", &rows);
        drop(rows);
        assert_eq!(drops.load(Ordering::Relaxed), 0);
        holds(py, "given.tolist() == [0, 0.5, 1, 1.5] and given.strides == (18,)", &sin);
        drop(sin);
        assert_eq!(drops.load(Ordering::Relaxed), 1);
        assert_eq!(log.len().unwrap(), 1);
    });
}

#[test]
fn a_buffer_grows_in_rust_and_is_seen_in_python() {
    Python::attach(|py| {
        let buffer = Bound::new(py, PyRecordBuffer::new(py, dynamic())).unwrap();
        let ours = buffer.get();
        ours.push(py, sample(4)).unwrap();
        ours.push_all(py, (5..8).map(sample)).unwrap();
        ours.append_rows(py, &samples().view().to_dyn().unwrap()).unwrap();
        ours.append_bytes(py, &[0; 18]).unwrap();
        assert_eq!((ours.len(), buffer.len().unwrap(), ours.exports()), (13, 13, 0));
        // Fields are found by name; others are refused with the table.
        let error = ours.push(py, (1_u8, 2.0_f64)).unwrap_err();
        assert!(error.is_instance_of::<PyTypeError>(py), "{error}");
        assert!(ours.append_bytes(py, &[0; 17]).unwrap_err().is_instance_of::<PyValueError>(py));
        let other = DynRecordBuf::new(&Layout::packed([("id", DType::I16)]));
        assert!(ours.append_rows(py, &other.view()).is_err());
        assert_eq!(ours.len(), 13);

        let view = eval(py, "memoryview(given)", Some(&buffer));
        let part = eval(py, "given[3:5]", Some(&view));
        drop(view);
        for result in [
            ours.push(py, sample(1)),
            ours.push_all(py, [sample(1)]),
            ours.append_bytes(py, &[0; 18]),
            ours.append_rows(py, &samples().view().to_dyn().unwrap()),
            ours.take_rows(py).map(drop),
        ] {
            let error = result.unwrap_err();
            assert!(error.is_instance_of::<PyBufferError>(py), "{error}");
        }
        drop(part);
        let mut writer = ours.write().unwrap();
        assert!(ours.read().is_err() && ours.push(py, sample(1)).is_err());
        writer.column_mut::<i16>("id").unwrap().fill(3);
        drop(writer);
        assert_eq!(ours.read().unwrap().column::<i16>("id").unwrap().sum(), 39);
        let records = ours.to_records().unwrap();
        assert!(ours.push(py, sample(1)).is_err());
        drop(records);
        assert_eq!(ours.take_rows(py).unwrap().len(), 13);
        assert!(ours.is_empty());
        ours.push(py, sample(1)).unwrap();
    });
}

#[test]
fn pythons_own_memory_goes_back_as_it_came() {
    Python::attach(|py| {
        let data = bytearray(py);
        let address = BorrowedArray::new(&data).unwrap().array().as_ptr().addr();
        let dtype = DType::record(Sample::LAYOUT.clone());
        let records = Bound::new(py, PyRecords::with_dtype(&data, &dtype).unwrap()).unwrap();
        at(py, &records, address);
        raises(py, "given.append(1)", &data);
        assert!(records.get().read_only().write().is_err());
        let shared = records.get().share();
        drop(records);
        raises(py, "given.append(1)", &data);
        drop(shared);
        eval(py, "given.append(1)", Some(&data));
        assert!(PyRecords::of(&py.None().into_bound(py)).is_err());
    });
}
