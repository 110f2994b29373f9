//! Views and threads: what slices may, views may, and nothing more.

use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use records_core::{
    Column, ColumnMut, Grid, GridMut, Matrix, MatrixBuf, Record, RecordArray, RecordBuf, Records,
    RecordsMut,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

/// Says at run time whether a type is `Send` or `Sync`: the inherent method is
/// found first where its bound holds, that of the trait elsewhere.
struct Is<T>(std::marker::PhantomData<T>);

trait Not {
    fn send(&self) -> bool {
        false
    }
    fn sync(&self) -> bool {
        false
    }
}

impl<T> Not for &Is<T> {}

trait Yes {
    fn send(&self) -> bool {
        true
    }
}

impl<T: Send> Yes for Is<T> {}

trait YesSync {
    fn sync(&self) -> bool {
        true
    }
}

impl<T: Sync> YesSync for Is<T> {}

macro_rules! both {
    ($type:ty) => {{
        let is = Is::<$type>(std::marker::PhantomData);
        ((&is).send(), (&is).sync())
    }};
}

#[test]
fn views_are_sent_and_shared_as_slices_are() {
    assert_eq!(both!(Rc<u8>), (false, false), "the test itself tells them apart");
    assert_eq!(both!(std::cell::Cell<u8>), (true, false), "the test itself tells them apart");
    assert_eq!(both!(Records<'static, Sample>), (true, true));
    assert_eq!(both!(RecordsMut<'static, Sample>), (true, true));
    assert_eq!(both!(Column<'static, f64>), (true, true));
    assert_eq!(both!(ColumnMut<'static, f64>), (true, true));
    assert_eq!(both!(Grid<'static, Sample>), (true, true));
    assert_eq!(both!(GridMut<'static, Sample>), (true, true));
    assert_eq!(both!(Matrix<'static, f64>), (true, true));
    assert_eq!(both!(MatrixBuf<f64>), (true, true));
    assert_eq!(both!(RecordBuf<Sample>), (true, true));
    assert_eq!(both!(records_core::RecordsIter<'static, Sample>), (true, true));
    assert_eq!(both!(records_core::ColumnIter<'static, f64>), (true, true));
    assert_eq!(both!(SampleColumns<'static>), (true, true));
    assert_eq!(both!(SampleColumnsMut<'static>), (true, true));
    assert_eq!(both!(SampleVecs), (true, true));
}

#[test]
fn columns_of_what_cannot_be_shared_cannot_be_sent() {
    // `Rc` is no element, but the types can be named.
    assert_eq!(both!(Column<'static, Rc<u8>>), (false, false));
    assert_eq!(both!(ColumnMut<'static, Rc<u8>>), (false, false));
    assert_eq!(both!(Records<'static, Rc<u8>>), (false, false));
    assert_eq!(both!(RecordsMut<'static, Rc<u8>>), (false, false));
    assert_eq!(both!(Column<'static, std::cell::Cell<u8>>), (false, false));
    assert_eq!(both!(ColumnMut<'static, std::cell::Cell<u8>>), (true, false));
    assert_eq!(both!(Matrix<'static, std::cell::Cell<u8>>), (false, false));
}

#[test]
fn an_array_is_sent_and_shared_as_its_owner_is() {
    assert_eq!(both!(RecordArray<Sample, Arc<[u8]>>), (true, true));
    assert_eq!(both!(RecordArray<Sample, Vec<u8>>), (true, true));
    assert_eq!(both!(RecordArray<Sample, Rc<[u8]>>), (false, false));
}

fn samples(count: i16) -> RecordBuf<Sample> {
    (0..count).map(|id| Sample { id, sin: 0.0, cos: 0.0 }).collect()
}

#[test]
fn the_columns_of_one_view_are_written_by_a_thread_each() {
    let mut buf = samples(1000);
    let SampleColumnsMut { mut id, mut sin, mut cos } = buf.columns_mut();
    thread::scope(|scope| {
        scope.spawn(|| id.update(|id| id + 1));
        scope.spawn(|| (0..sin.len()).for_each(|row| sin.set(row, row as f64 / 2.0)));
        scope.spawn(|| cos.fill(0.25));
    });
    for (row, sample) in buf.iter().enumerate() {
        assert_eq!(sample, Sample { id: row as i16 + 1, sin: row as f64 / 2.0, cos: 0.25 });
    }
}

#[test]
fn parts_of_one_view_are_written_by_a_thread_each() {
    let mut buf = samples(1000);
    let mut view = buf.view_mut();
    thread::scope(|scope| {
        for (part, mut chunk) in view.chunks_mut(300).enumerate() {
            scope.spawn(move || chunk.columns_mut().cos.fill(part as f64));
        }
    });
    assert!(buf.iter().enumerate().all(|(row, sample)| sample.cos == (row / 300) as f64));

    let mut bytes = vec![0; 10 * 100];
    let mut grid = GridMut::<Sample>::from_bytes(&mut bytes, 10, 5, 100).unwrap();
    thread::scope(|scope| {
        for (y, mut row) in grid.rows_mut().enumerate() {
            scope.spawn(move || row.columns_mut().id.fill(y as i16));
        }
    });
    assert!((0..10).all(|y| grid.get(y, 4).unwrap().id == y as i16));
}

#[test]
fn many_threads_read_one_view() {
    let buf = samples(1000);
    let view = buf.view().step_by(3);
    let sums = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| view.columns().id.sum())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(sums, [(0..1000_i64).step_by(3).sum::<i64>(); 4]);

    let array = Arc::new(RecordArray::<Sample, _>::new(buf.into_bytes()).unwrap());
    let there = Arc::clone(&array);
    assert_eq!(thread::spawn(move || there.view().len()).join().unwrap(), array.view().len());
}
