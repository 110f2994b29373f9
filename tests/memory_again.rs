//! Forms that write into memory that is there: the same results, and, where there is enough of it,
//! the same memory.

use records_core::{
    DType, DynArray, DynRecordBuf, DynRecords, Error, Layout, MatrixBuf, Record, RecordBuf,
    SearchSide, SortKey, Value,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Row {
    id: u32,
    value: f64,
    even: bool,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Wide {
    even: bool,
    id: u64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Point {
    x: f32,
    y: f32,
}

/// Rows of which many are equal; of other lengths about those at which sorts change.
fn rows(len: usize) -> RecordBuf<Row> {
    let row = |i: usize| {
        let id = (i as u32).wrapping_mul(2_654_435_761) >> 8;
        Row {
            id: id % (len as u32 / 2 + 1),
            value: f64::from(id % 1000) / 7.0,
            even: id.is_multiple_of(2),
        }
    };
    (0..len).map(row).collect()
}

const LENGTHS: [usize; 6] = [0, 1, 2, 700, 1600, 40_000];

/// What holds memory.
trait Holder: Default + PartialEq {
    fn memory(&self) -> (*const u8, usize);
}

impl<T: PartialEq> Holder for Vec<T> {
    fn memory(&self) -> (*const u8, usize) {
        (self.as_ptr().cast(), self.capacity())
    }
}

impl<R: Record + PartialEq> Holder for RecordBuf<R> {
    fn memory(&self) -> (*const u8, usize) {
        (self.as_bytes().as_ptr(), self.capacity())
    }
}

impl<F: PartialEq> Holder for MatrixBuf<F> {
    fn memory(&self) -> (*const u8, usize) {
        (self.as_slice().as_ptr().cast(), self.as_slice().len())
    }
}

/// A buffer of a layout that no result has.
#[derive(PartialEq)]
struct Rows(DynRecordBuf);

impl Default for Rows {
    fn default() -> Rows {
        Rows(DynRecordBuf::new(&Layout::parse("S3").unwrap()))
    }
}

impl Holder for Rows {
    fn memory(&self) -> (*const u8, usize) {
        (self.0.as_bytes().as_ptr(), self.0.as_bytes().len())
    }
}

/// The first call makes the memory, the second one finds it.
fn again<T: Holder>(what: &str, expected: &T, mut into: impl FnMut(&mut T)) {
    let mut used = T::default();
    into(&mut used);
    assert!(used == *expected, "{what}");
    let before = used.memory();
    into(&mut used);
    assert!(used == *expected, "{what}, again");
    assert_eq!(used.memory(), before, "{what}: other memory");
}

#[test]
fn of_records() {
    for len in LENGTHS {
        let (buf, other) = (rows(len), rows(len / 3 + 1));
        let (view, right, f) = (buf.view(), other.view(), Row::FIELDS);
        macro_rules! each {
            ($($name:ident, $into:ident: $($arg:expr),*;)*) => {$(
                let name = format!("{} of {len}", stringify!($into));
                again(&name, &view.$name($($arg),*), |used| view.$into($($arg,)* used));
            )*};
        }
        each! {
            repack, repack_into: ;
            argsort, argsort_into: f.id;
            argsort, argsort_into: f.value;
            argsort, argsort_into: (f.even, f.value.desc());
            argsort, argsort_into: f.even;
            sort_by, sort_by_into: f.value;
            unique_by, unique_by_into: f.id;
            unique_indices, unique_indices_into: (f.id, f.even);
            find_duplicates, find_duplicates_into: f.value;
            duplicate_indices, duplicate_indices_into: f.id.desc();
            join, join_into: &right, (f.id, f.value);
            left_join, left_join_into: &right, (f.id, f.value);
            join_on, join_on_into: &right, (f.id, f.value), (f.id, f.value);
            left_join_on, left_join_on_into: &right, (f.id, f.value), (f.id, f.value);
        }
        let sorted = view.sort_by(f.value);
        let (column, values) = (sorted.columns().value, view.columns().value.to_vec());
        let places = column.search_sorted_many(&values, SearchSide::Right);
        again("search_sorted_many", &places, |used| {
            column.search_sorted_many_into(&values, SearchSide::Right, used);
        });
        let points: RecordBuf<Point> = (0..len).map(|i| Point { x: i as f32, y: -0.5 }).collect();
        let matrix = points.view().to_matrix();
        again("to_matrix", &matrix, |used| points.view().to_matrix_into(used));
    }
}

#[test]
fn of_run_time_rows() {
    for len in LENGTHS {
        let (buf, other) = (rows(len), rows(len / 3 + 1));
        let view = DynRecords::from_bytes(buf.as_bytes(), Row::LAYOUT).unwrap();
        let right = DynRecords::from_bytes(other.as_bytes(), Row::LAYOUT).unwrap();
        let (id, value) = (SortKey::new("id"), SortKey::new("value").desc());
        macro_rules! each {
            ($($name:ident, $into:ident: $($arg:expr),*;)*) => {$(
                let name = format!("{} of {len}", stringify!($into));
                let expected = view.$name($($arg),*).unwrap();
                again(&name, &expected, |used| view.$into($($arg,)* used).unwrap());
            )*};
        }
        macro_rules! rows {
            ($($name:ident, $into:ident: $($arg:expr),*;)*) => {$(
                let name = format!("{} of {len}", stringify!($into));
                let expected = Rows(view.$name($($arg),*).unwrap());
                again(&name, &expected, |used| view.$into($($arg,)* &mut used.0).unwrap());
            )*};
        }
        each! {
            argsort, argsort_into: std::slice::from_ref(&value);
            argsort, argsort_into: &["even"];
            unique_indices, unique_indices_into: &[id.clone(), value.clone()];
            duplicate_indices, duplicate_indices_into: &["value"];
            join, join_into: &right, &["id", "value"];
            left_join, left_join_into: &right, &["id", "value"];
            join_on, join_on_into: &right, &["id", "value"], &["id", "value"];
            left_join_on, left_join_on_into: &right, &["id", "value"], &["id", "value"];
        }
        rows! {
            sort_by, sort_by_into: &[value.clone(), id.clone()];
            unique_by, unique_by_into: &["id"];
            find_duplicates, find_duplicates_into: std::slice::from_ref(&id);
            with_field, with_field_into: "more", &vec![7_u8; len][..];
        }
        again("convert", &view.convert::<Wide>().unwrap(), |used| {
            view.convert_records_into(used).unwrap();
        });
        let numbers = view.select(&["value", "id"]).unwrap();
        again("to_matrix", &numbers.to_matrix::<f64>().unwrap(), |used| {
            numbers.to_matrix_into(used).unwrap();
        });
        let expected = Rows(DynRecords::concat(&[view.reversed(), right.clone()]).unwrap());
        again("concat", &expected, |used| {
            DynRecords::concat_into(&[view.reversed(), right.clone()], &mut used.0).unwrap();
        });
        let sorted = view.sort_by(&["id"]).unwrap();
        let column = sorted.view().dyn_column("id").unwrap();
        let values: Vec<Value> = (0..len as u32).map(Value::from).collect();
        let places = column.search_sorted_many(&values, SearchSide::Left).unwrap();
        again("search_sorted_many", &places, |used| {
            column.search_sorted_many_into(&values, SearchSide::Left, used).unwrap();
        });
        let array =
            DynArray::from_bytes(buf.as_bytes(), &DType::record(Row::LAYOUT.clone()), &[len]);
        let array = array.unwrap();
        again("to_records", &Rows(array.to_records()), |used| array.to_records_into(&mut used.0));
        assert!(array.to_records().as_bytes() == buf.as_bytes());
    }
}

#[test]
fn after_an_error_nothing_is_changed_or_all_is_gone() {
    let buf = rows(10);
    let view = DynRecords::from_bytes(buf.as_bytes(), Row::LAYOUT).unwrap();
    let mut numbers = vec![3, 4];
    assert!(view.unique_indices_into(&["none"], &mut numbers).is_err());
    assert!(view.duplicate_indices_into(&["none"], &mut numbers).is_err());
    assert_eq!(numbers, [3, 4]);
    let column = view.dyn_column("id").unwrap();
    let wrong = ["no number".into()];
    assert!(column.search_sorted_many_into(&wrong, SearchSide::Left, &mut numbers).is_err());
    assert_eq!(numbers, [3, 4]);
    let mut pairs = vec![(1, 2)];
    assert!(view.join_into(&view, &["none"], &mut pairs).is_err());
    assert_eq!(pairs, [(1, 2)]);
    let mut matrix = MatrixBuf::<u8>::new();
    assert!(view.to_matrix_into(&mut matrix).is_err());
    assert_eq!((matrix.height(), matrix.width()), (0, 0));

    let mut used = view.sort_by(&["id"]).unwrap();
    let before = used.clone();
    assert!(view.unique_by_into(&["none"], &mut used).is_err());
    assert!(view.find_duplicates_into(&["none"], &mut used).is_err());
    assert!(view.with_field_into("id", &[0_u8; 10], &mut used).is_err());
    assert!(used == before);
    // The second view lacks a field of the first.
    let part = view.select(&["id"]).unwrap();
    assert!(matches!(
        DynRecords::concat_into(&[view.clone(), part], &mut used),
        Err(Error::Layout(_))
    ));
    assert!(used.is_empty());

    // A mismatch is found before anything is written, a value that is none while it is.
    let mut wide = view.convert::<Wide>().unwrap();
    let (layout, bytes) = (Layout::parse("[('id', 'u1'), ('even', '?')]").unwrap(), [1, 1, 2, 7]);
    let (some, wrong) = (
        DynRecords::from_bytes(&bytes, &layout).unwrap(),
        DynRecords::from_bytes(&bytes, &Layout::parse("u1,?").unwrap()).unwrap(),
    );
    assert!(matches!(wrong.convert_records_into(&mut wide), Err(Error::Mismatch(_))));
    assert_eq!(wide.len(), 10);
    let error = some.convert_records_into(&mut wide).unwrap_err();
    assert_eq!(error, some.convert::<Wide>().unwrap_err());
    assert!(matches!(error, Error::Invalid { row: 1, byte: 1, .. }), "{error}");
    assert!(wide.is_empty());
}
