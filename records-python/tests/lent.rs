//! What Rust lends of owners of its own: nothing that is not initialised, nothing of others, and
//! nothing that comes back as what it cannot be.
#![allow(missing_docs)]

mod common;

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use common::{eval, holds, raises, with_numpy};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use records_core::{DType, DynRecordsMut, Record, RecordBuf, Records, RecordsMut};
use records_python::{BorrowedArrayMut, IntoPyRecords, PyRecords, ToDynArray};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Flag {
    id: u8,
    on: bool,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Padded {
    id: u8,
    value: f64,
}

fn flags() -> RecordBuf<Flag> {
    (0..4).map(|id| Flag { id, on: id % 2 == 1 }).collect()
}

fn padded() -> Vec<Padded> {
    (0..4).map(|id| Padded { id, value: f64::from(id) / 2.0 }).collect()
}

/// An owner whose rows somebody has after it.
struct Loan<T>(Option<T>, Sender<T>);

impl<T> Drop for Loan<T> {
    fn drop(&mut self) {
        let _ = self.1.send(self.0.take().unwrap());
    }
}

#[test]
fn rows_that_come_back_have_no_bools_or_padding() {
    Python::attach(|py| {
        let (sender, back) = channel();
        let loan = Loan(Some(flags()), sender);
        let error = PyRecords::kept_mut(loan, |loan| {
            Ok(DynRecordsMut::from(loan.0.as_mut().unwrap().view_mut()).into())
        });
        let error = error.unwrap_err();
        assert!(error.is_instance_of::<PyValueError>(py), "{error}");
        assert!(error.to_string().contains("Python may write what is no value"), "{error}");
        // They are back, and as they were.
        assert_eq!(back.recv().unwrap(), flags());

        let (sender, back) = channel();
        let loan = Loan(Some(padded()), sender);
        let error = PyRecords::kept_mut(loan, |loan| {
            Ok(DynRecordsMut::from(RecordsMut::from_slice(loan.0.as_mut().unwrap())).into())
        });
        let error = error.unwrap_err();
        assert!(error.to_string().contains("the bytes between their fields"), "{error}");
        assert_eq!(back.recv().unwrap(), padded());

        // Numbers may be any.
        let (sender, back) = channel();
        let loan = Loan(Some((0..4).map(|i| (i, 0.5)).collect::<RecordBuf<(i16, f64)>>()), sender);
        let records = PyRecords::kept_mut(loan, |loan| {
            Ok(DynRecordsMut::from(loan.0.as_mut().unwrap().view_mut()).into())
        });
        let records = Bound::new(py, records.unwrap()).unwrap();
        eval(py, "memoryview(given).cast('B').__setitem__(10, 7)", Some(&records));
        drop(records);
        eval(py, "gc.collect()", None);
        assert_eq!(back.recv().unwrap().get(1), Some((7, 0.5)));

        // A buffer by itself becomes Python's with all it has.
        let records = Bound::new(py, flags().into_py_records().unwrap()).unwrap();
        eval(py, "memoryview(given).cast('B').__setitem__(3, 7)", Some(&records));
        assert!(records.get().read().unwrap().records::<Flag>().is_err());
    });
}

#[test]
fn padding_of_structs_is_not_seen() {
    Python::attach(|py| {
        let layout = Padded::LAYOUT;
        assert!(layout.has_padding() && layout.itemsize() == 16);
        let owner = Arc::new(padded());
        let address = owner.as_ptr().addr();
        let lent =
            PyRecords::kept(Arc::clone(&owner), |rows| Records::from_slice(rows).to_dyn_array());
        let lent = Bound::new(py, lent.unwrap()).unwrap();
        // A copy, which is dense and zeroed between the fields, read-only like what it is of.
        holds(py, "memoryview(given).readonly and given.shape == (4,)", &lent);
        holds(
            py,
            "given.tobytes() == b''.join(struct.pack('<B7xd', i, i / 2) for i in range(4))",
            &lent,
        );
        assert_ne!(lent.get().read().unwrap().array().as_ptr().addr(), address);
        assert_eq!(Arc::strong_count(&owner), 1);
        // Its columns have none, and are shared.
        let column = PyRecords::kept(Arc::clone(&owner), |rows| {
            Records::from_slice(rows).columns().value.to_dyn_array()
        });
        let column = Bound::new(py, column.unwrap()).unwrap();
        assert_eq!(column.get().read().unwrap().array().as_ptr().addr(), address + 8);
        holds(py, "given.tolist() == [0.0, 0.5, 1.0, 1.5]", &column);
        drop(column);
        // So is what promises more.
        // SAFETY: nobody looks at the bytes between the fields.
        let whole = unsafe {
            PyRecords::kept_whole(Arc::clone(&owner), |rows| {
                Records::from_slice(rows).to_dyn_array()
            })
        };
        let whole = Bound::new(py, whole.unwrap()).unwrap();
        assert_eq!(whole.get().read().unwrap().array().as_ptr().addr(), address);
        drop(whole);
        // No rows, and rows in several dimensions.
        let none =
            PyRecords::kept(Arc::new(()), |()| Records::<Padded>::from_slice(&[]).to_dyn_array());
        assert_eq!(none.unwrap().read().unwrap().shape(), [0]);
        let bytes = Arc::new(padded().into_iter().collect::<RecordBuf<Padded>>().into_bytes());
        let grid = PyRecords::kept(Arc::clone(&bytes), |bytes| {
            records_core::Grid::<Padded>::from_bytes(bytes, 2, 2, 32)?.to_dyn_array()
        });
        let grid = Bound::new(py, grid.unwrap()).unwrap();
        holds(
            py,
            "memoryview(given).shape == (2, 2) and memoryview(given).strides == (32, 16)",
            &grid,
        );
        holds(py, "given.tolist()[1][0] == (2, 1.0)", &grid);
        let turned = |shape: &'static [usize], strides: &'static [isize]| {
            let records = PyRecords::kept(Arc::clone(&bytes), |bytes| {
                let dtype = records_core::DType::record(Padded::LAYOUT.clone());
                records_core::DynArray::from_strided(bytes, &dtype, 0, shape, strides)
            });
            Bound::new(py, records.unwrap()).unwrap()
        };
        let columns_first = turned(&[2, 2], &[16, 32]);
        holds(
            py,
            "[p[0] for line in given.tolist() for p in line] == [0, 2, 1, 3]",
            &columns_first,
        );
        holds(py, "given.shape == () and given.tolist() == (0, 0.0)", &turned(&[], &[]));
        holds(py, "given.shape == (2, 0, 3)", &turned(&[2, 0, 3], &[1, 1, 1]));
    });
}

#[test]
fn buffers_with_padding_are_shared() {
    Python::attach(|py| {
        let rows: Arc<RecordBuf<Padded>> = Arc::new(padded().into_iter().collect());
        let address = rows.as_bytes().as_ptr().addr();
        let lent = Bound::new(py, Arc::clone(&rows).into_py_records().unwrap()).unwrap();
        assert_eq!(lent.get().read().unwrap().array().as_ptr().addr(), address);
        holds(py, "given.tobytes() == bytes(memoryview(given).cast('B'))", &lent);
        assert_eq!(Arc::strong_count(&rows), 2);
    });
}

/// A class whose rows have padding.
#[pyclass(frozen)]
struct Holder {
    rows: Vec<Padded>,
}

#[test]
fn a_class_lends_no_padding_either() {
    Python::attach(|py| {
        let holder = Bound::new(py, Holder { rows: padded() }).unwrap();
        let lent =
            PyRecords::kept_by(&holder, |this| Records::from_slice(&this.rows).to_dyn_array());
        let lent = Bound::new(py, lent.unwrap()).unwrap();
        assert_ne!(
            lent.get().read().unwrap().array().as_ptr().addr(),
            holder.get().rows.as_ptr().addr()
        );
        holds(py, "given.tobytes()[16:32] == struct.pack('<B7xd', 1, 0.5)", &lent);
    });
}

#[test]
fn arrays_of_records_with_padding_keep_their_lengths() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    struct Outer {
        many: [Padded; 2],
        n: u8,
    }
    Python::attach(|py| {
        let pair = |k: i16| [0, 1].map(|i| Padded { id: i, value: f64::from(k) });
        let rows = Arc::new((0..3).map(|k| Outer { many: pair(k), n: 7 }).collect::<Vec<_>>());
        let many =
            PyRecords::kept(rows, |rows| Records::from_slice(rows).columns().many.to_dyn_array());
        let many = Bound::new(py, many.unwrap()).unwrap();
        holds(py, "given.shape == (3, 2) and given.itemsize == 16", &many);
        holds(py, "given.tolist() == [[(0, k), (1, k)] for k in range(3)]", &many);
        let whole: Vec<u8> = (0..96).collect();
        let dtype = DType::array(DType::record(Padded::LAYOUT.clone()), 3);
        let copied = PyRecords::kept(Arc::new(whole.clone()), |bytes| {
            records_core::DynArray::from_bytes(
                bytes,
                &DType::array(DType::record(Padded::LAYOUT.clone()), 3),
                &[2],
            )
        });
        let copied = Bound::new(py, copied.unwrap()).unwrap();
        let shared = Bound::new(py, PyRecords::from_bytes(whole, &dtype).unwrap()).unwrap();
        for code in ["given.shape", "given.tolist()"] {
            let [one, other] = [&copied, &shared].map(|records| eval(py, code, Some(records)));
            assert!(one.eq(other).unwrap(), "{code}");
        }
    });
}

/// Bytes of the object under an array, which an array of raw bytes may be between.
const BASE: &str =
    "memoryview(given.base if 'Memory' in str(type(given.base)) else given.base.base).nbytes";

#[test]
fn what_is_written_is_what_is_claimed() {
    with_numpy(|py| {
        for change in [
            "None",
            "setattr(given.dtype, 'names', ('b', 'a'))",
            "setattr(given['a'].base, 'dtype', np.dtype('u1,u1'))",
            "setattr(given['a'].base.dtype, 'names', ('b', 'a'))",
            "setattr(np.asarray(given).dtype, 'names', ('b', 'a'))",
        ] {
            let data = eval(py, "bytearray(8)", None);
            let dtype = DType::parse("[('a', 'u1'), ('b', 'u1')]").unwrap();
            let records = Bound::new(py, PyRecords::with_dtype(&data, &dtype).unwrap()).unwrap();
            let b = eval(py, "given['b']", Some(&records));
            eval(py, change, Some(&records));
            let mut writer = BorrowedArrayMut::new(&b).unwrap();
            let column = writer.column_mut::<u8>("").unwrap();
            records.set_item("a", 9).unwrap();
            assert_eq!(column.view().to_vec(), [0; 4], "{change}");
            assert!(records.set_item("b", 1).is_err(), "{change}");
            drop(writer);
            holds(py, "given.names == given.dtype.names == ('a', 'b')", &records);
            holds(py, "given.tobytes() == bytes([9, 0] * 4)", &records);
        }
    });
}

#[test]
fn nobody_is_asked_before_there_is_anybody() {
    // In a process of its own this is before the interpreter; beside other tests it may be after.
    let records = vec![1_u64, 2, 3].into_py_records().unwrap();
    let first = records.write();
    Python::initialize();
    Python::attach(|_| assert_eq!(records.write().is_ok(), first.is_err()));
}

#[test]
fn bytes_between_items_are_nobodys() {
    with_numpy(|py| {
        // The other column is somebody else's, who writes it.
        let rows: &'static mut RecordBuf<Flag> = Box::leak(Box::new(flags()));
        let rows = Box::leak(Box::new(rows.view_mut()));
        let columns = rows.columns_mut();
        let (id, mut on) = (columns.id.into_view(), columns.on);
        let lent = PyRecords::kept(Arc::new(id), |id| id.to_dyn_array()).unwrap();
        let array = lent.to_numpy(py).unwrap();
        holds(py, "given.tolist() == [0, 1, 2, 3] and given.strides == (2,)", &array);
        holds(py, "memoryview(given.base.base).nbytes == 0", &array);
        holds(py, "memoryview(given.base.base).readonly", &array);
        holds(py, "repr(given.base.base) == '<nprecords memory of 0 bytes>'", &array);
        // Nor can an array be made to reach them, or what is read-only written.
        for change in ["given.setflags(write=True)", "given.base.setflags(write=True)"] {
            raises(py, change, &array);
        }
        for change in
            ["given.__setattr__('strides', (1,))", "given.base.__setattr__('strides', (1,))"]
        {
            raises(py, change, &array);
        }
        on.set(1, false);
        holds(py, "given.tolist() == [0, 1, 2, 3]", &array);

        // Where there are none, the base has all bytes, in whichever order the items lie.
        let dense = |shape: &[usize], strides: &[isize], offset| {
            let (bytes, dtype) = (vec![1_u8; 24], records_core::DType::I16);
            let records = PyRecords::from_strided_mut(bytes, &dtype, offset, shape, strides);
            records.unwrap().to_numpy(py).unwrap()
        };
        for (shape, strides, offset, bytes) in [
            (&[12_usize][..], &[2_isize][..], 0, 24),
            (&[12], &[-2], 22, 24),
            (&[3, 4], &[2, 6], 0, 24),
            (&[3, 4], &[-8, 2], 16, 24),
            (&[2, 3, 2], &[2, -4, 12], 8, 24),
            (&[], &[], 4, 2),
            (&[1, 5], &[100, 2], 0, 10),
            // Gaps.
            (&[6], &[4], 0, 0),
            (&[6], &[-4], 20, 0),
            (&[2, 4], &[12, 2], 0, 0),
            (&[2, 2], &[4, 12], 0, 0),
        ] {
            let array = dense(shape, strides, offset);
            let found = eval(py, BASE, Some(&array));
            assert_eq!(found.extract::<usize>().unwrap(), bytes, "{shape:?} {strides:?}");
            // Writable again after having not been, as NumPy asks the base.
            eval(py, "given.setflags(write=False)", Some(&array));
            eval(py, "given.setflags(write=True)", Some(&array));
            eval(py, "given.__setitem__(..., 5)", Some(&array));
            holds(py, "bool((given == 5).all())", &array);
        }
        // Items that share bytes, with gaps and without.
        for (shape, strides, bytes) in [
            (&[3_usize, 4][..], &[2_isize, 2][..], 12),
            (&[3, 4], &[0, 2], 8),
            (&[3, 2], &[0, 4], 0),
            (&[4, 3], &[1, 6], 0),
        ] {
            let records = PyRecords::from_strided(
                vec![1_u8; 24],
                &records_core::DType::I16,
                0,
                shape,
                strides,
            );
            let array = records.unwrap().to_numpy(py).unwrap();
            let found = eval(py, BASE, Some(&array));
            assert_eq!(found.extract::<usize>().unwrap(), bytes, "{shape:?} {strides:?}");
        }
    });
}
