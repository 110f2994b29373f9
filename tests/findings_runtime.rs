//! What a review of run-time layouts for soundness found, each finding a test: no bytes,
//! no declared length and no value that comes at run time may break what types promise.

use std::panic::{AssertUnwindSafe, catch_unwind};

use records_core::{
    ByteOrder, DType, DynArray, DynArrayMut, DynColumns, DynRecordBuf, DynRecords, DynRecordsMut,
    Element, Error, Grid, GridMut, Layout, LayoutError, Record, RecordBuf, Records, RecordsMut,
    Value,
};

/// More rows or elements than anybody could go over.
const ENDLESS: usize = 1 << 50;

fn no_bytes() -> Layout {
    Layout::packed::<&str>([])
}

/// A record with a hole, so many of them in a field.
fn holey(len: usize) -> Layout {
    let pair = Layout::aligned([("x", DType::U8), ("y", DType::U16)]);
    Layout::packed([("a", DType::array(DType::record(pair), len))])
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Inner {
    flag: bool,
    side: Side,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Order {
    flag: bool,
    side: Side,
    flags: [bool; 2],
    inner: Inner,
    number: u32,
}

fn orders() -> RecordBuf<Order> {
    let inner = Inner { flag: true, side: Side::Buy };
    let order = |number| Order { flag: false, side: Side::Sell, flags: [true; 2], inner, number };
    (0..3).map(order).collect()
}

#[test]
fn no_door_of_a_run_time_view_makes_a_value_that_is_none() {
    let mut typed = orders();
    let before = typed.clone();
    let mut rows = DynRecordsMut::from(typed.view_mut());
    for path in ["flag", "flags[1]", "inner.flag", "side", "inner.side"] {
        // Each allows more bytes than the field does.
        assert!(matches!(rows.column_mut::<u8>(path), Err(Error::WrongType { .. })), "{path}");
        assert!(rows.column_mut::<records_core::Raw<1>>(path).is_err(), "{path}");
        for value in [2.into(), (-1).into(), 0.5.into(), Value::from(b"\x02"), "Hold".into()] {
            let refused = rows.set_value(1, path, &value).unwrap_err();
            assert!(matches!(refused, Error::CannotHold { .. }), "{path}: {value}");
        }
    }
    let list = Value::Array(vec![true.into(), 2.into()]);
    assert!(rows.set_value(0, "flags", &list).is_err(), "a part of it would fit");

    #[derive(Record, Clone, Copy, Debug)]
    #[record(packed)]
    struct Loose {
        flag: u8,
    }
    assert!(matches!(rows.typed_mut::<Loose>(), Err(Error::Mismatch(_))));
    assert!(rows.select_mut(&["flag"]).unwrap().typed_mut::<Loose>().is_err());

    // Bytes of the same dtypes that nobody has checked.
    let bytes = [7; 3 * Order::SIZE];
    let unchecked = DynRecords::from_bytes(&bytes, Order::LAYOUT).unwrap();
    assert!(matches!(rows.copy_from(&unchecked), Err(Error::Invalid { .. })));
    assert!(rows.select_mut(&["flags"]).unwrap().copy_from(&unchecked).is_err());

    let mut array = DynArrayMut::from(rows);
    assert!(array.field_mut("flag").unwrap().column_mut::<u8>("").is_err());
    assert!(array.field_mut("flags[0]").unwrap().set(&[0], &2.into()).is_err());
    assert!(array.set(&[0], &Value::Record(Vec::new())).is_err());
    assert!(array.records_mut().unwrap().copy_from(&unchecked).is_err());
    assert!(array.into_typed::<Loose>().is_err());
    assert_eq!(typed, before);
}

#[test]
fn owned_rows_become_records_only_if_their_values_are_some() {
    let mut rows = DynRecordBuf::from_bytes(orders().into_bytes(), Order::LAYOUT).unwrap();
    let bytes = rows.as_bytes().to_vec();
    rows.extend_from_bytes(&[7; Order::SIZE]).unwrap();
    assert!(matches!(rows.view().convert::<Order>(), Err(Error::Invalid { row: 3, .. })));
    assert!(matches!(rows.view().typed::<Order>(), Err(Error::Invalid { row: 3, .. })));
    assert!(rows.view().to_matrix::<bool>().is_err());
    assert!(matches!(rows.to_columns_of("flag"), Err(Error::Invalid { row: 3, .. })));
    assert!(matches!(rows.clone().into_records::<Order>(), Err(Error::Invalid { row: 3, .. })));
    let mut more = DynRecordBuf::new(Order::LAYOUT);
    assert!(more.extend_from_rows(&rows.view()).is_err());
    assert!(more.is_empty() && more.as_bytes().is_empty());
    rows.truncate(3);
    assert_eq!(rows.into_records::<Order>().unwrap().into_bytes(), bytes);
}

trait ToColumnsOf {
    fn to_columns_of(&self, name: &str) -> Result<Vec<bool>, Error>;
}

impl ToColumnsOf for DynRecordBuf {
    fn to_columns_of(&self, name: &str) -> Result<Vec<bool>, Error> {
        Ok(self.view().to_columns().column::<bool>(name)?.to_vec())
    }
}

/// When memory runs out half way, no column may believe in items that it has not.
#[test]
fn a_panic_on_the_way_leaves_whole_columns() {
    let pair = Layout::aligned([("x", DType::U8), ("y", DType::U16)]);
    let layout = Layout::packed([("n", DType::U8), ("pair", DType::record(pair))]);
    let bytes = [1; 15];
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    let mut columns: DynColumns = rows.to_columns();
    assert_eq!(columns.len(), 3);
    // The first column would be of no more bytes than there may be, the second is not.
    for count in [usize::MAX / 4, isize::MAX as usize / 4 + 1] {
        let endless = DynRecords::from_strided(&bytes, &layout, 0, 0, count).unwrap();
        let endless = endless.select(&["pair"]).unwrap();
        let mut columns = endless.slice(..3).to_columns();
        let copied = catch_unwind(AssertUnwindSafe(|| endless.copy_columns_into(&mut columns)));
        assert!(copied.is_err());
        for (name, column) in columns.iter() {
            assert_eq!(column.as_bytes().len(), column.len() * column.dtype().size(), "{name}");
        }
        assert_eq!(columns.len(), 0);
    }
    rows.slice(..2).copy_columns_into(&mut columns);
    assert_eq!(DynRecordBuf::from_columns(&columns), rows.slice(..2).repack());
}

/// Without a row there is no memory behind the length of an array.
#[test]
fn the_length_of_an_array_costs_nothing_without_a_row() {
    let bools = Layout::packed([("a", DType::array(DType::BOOL, ENDLESS))]);
    for layout in [holey(ENDLESS), bools] {
        let none = DynRecords::from_bytes(&[], &layout).unwrap();
        DynRecordsMut::from_bytes(&mut [], &layout).unwrap().copy_from(&none).unwrap();
        let mut buf = DynRecordBuf::new(&layout);
        buf.extend_from_rows(&none).unwrap();
        assert_eq!(buf.len(), 0);
        assert_eq!(DynRecords::concat(&[none.clone(), none.clone()]).unwrap().len(), 0);
        assert_eq!(none.repack().len() + none.take(&[]).unwrap().len(), 0);
        assert_eq!(none.to_columns().len(), 0);
        assert_eq!(none.rename(&[("a", "b")]).unwrap().zip(&none).unwrap().len(), 0);
        assert_eq!(none.convert_to(&layout).unwrap().len(), 0);
        assert_eq!(none.dyn_column("a").unwrap().summary(), None);
        assert!(none.to_string().ends_with("(0 rows)"));
    }
    let words = DType::record(Layout::packed([("x", DType::U16), ("y", DType::U16)]));
    let nested = DType::array(DType::array(words, 2), ENDLESS);
    let layout = Layout::packed([("a", nested)]);
    let none = DynRecords::from_bytes(&[], &layout).unwrap();
    assert_eq!(none.as_matrix::<u16>().unwrap().width(), 4 * ENDLESS);
    let bools = Layout::packed([("a", DType::array(DType::BOOL, ENDLESS))]);
    let none = DynRecords::from_bytes(&[], &bools).unwrap();
    assert_eq!(none.as_matrix::<bool>().unwrap().width(), ENDLESS);
    assert!(none.as_matrix::<u8>().is_err());
}

/// Of array elements without bytes a short text could ask for any number.
#[test]
fn elements_of_no_bytes_are_few() {
    for text in [
        "[('a', 'V0', (1000000000,))]",
        "[('a', 'V0', (1000, 1000))]",
        "[('a', [('b', 'S0', (300,))], (300,))]",
        "[('a', [], (100000,))]",
        "[('a', [('n', 'u1'), ('b', 'V0', (1000,))], (1000,))]",
    ] {
        let error = Layout::parse(text).unwrap_err();
        assert!(error.to_string().contains("array elements of no bytes"), "{text}: {error}");
    }
    let many = DType::array(DType::array(DType::Raw(0), usize::MAX), usize::MAX);
    let error = Layout::try_packed([("a", many.clone())]).unwrap_err();
    assert!(matches!(error, LayoutError::EmptyElements { .. }), "{error}");
    assert!(DynArray::from_bytes(&[], &many, &[1]).is_err());

    let few = Layout::parse("[('a', 'V0', (256, 255)), ('b', 'f4', (0, 9))]").unwrap();
    let rows = DynRecords::from_bytes_at(&[], &few, 0, 2).unwrap();
    assert_eq!(rows.value(1, "a").unwrap().elements().unwrap().len(), 256);
    assert_eq!(rows, rows.reversed());
}

#[test]
fn rows_of_no_bytes_are_as_many_as_one_likes() {
    let layout = Layout::packed([("a", DType::Raw(0)), ("b", DType::array(DType::F32, 0))]);
    for layout in [layout, no_bytes()] {
        let rows = DynRecords::from_strided(&[], &layout, 0, 0, usize::MAX).unwrap();
        assert_eq!(rows.repack().len(), usize::MAX);
        assert_eq!(rows.to_columns().len(), usize::MAX);
        assert_eq!(DynRecordBuf::from_columns(&rows.to_columns()).len(), usize::MAX);
        assert_eq!(rows.convert_to(&no_bytes()).unwrap().len(), usize::MAX);
        assert_eq!(rows.take(&[usize::MAX - 1, 0]).unwrap().len(), 2);
        assert!(rows == rows.reversed());
        let mut buf = DynRecordBuf::new(&layout);
        buf.extend_from_rows(&rows).unwrap();
        assert_eq!(buf.len(), usize::MAX);
        // No more than that can be counted, and none is lost.
        let row = [Value::Raw(Vec::new()), Value::Array(Vec::new())];
        let row = &row[..layout.fields().len()];
        assert!(catch_unwind(AssertUnwindSafe(|| buf.push(row))).is_err());
        assert_eq!(buf.len(), usize::MAX);
        let array = DynArray::from(rows.clone());
        assert!(array == array.reversed(0));
        assert_eq!(array.to_records().len(), usize::MAX);
        assert!(rows.step_by(usize::MAX).len() == 1 && !rows.to_string().is_empty());
        for (_, column) in rows.dyn_columns() {
            assert!(column == column.clone() && !column.to_string().is_empty());
        }
    }
}

#[test]
fn records_of_no_bytes_are_not_lost() {
    let rows = DynRecords::from_strided(&[], <()>::LAYOUT, 0, 0, 5).unwrap();
    assert_eq!(rows.convert::<()>().unwrap().len(), 5);
    assert_eq!(rows.repack().into_records::<()>().unwrap().len(), 5);
    let wide = Layout::packed([("n", DType::U8)]);
    let rows = DynRecords::from_bytes(&[1, 2, 3], &wide).unwrap();
    assert_eq!(rows.convert::<()>().unwrap().len(), 3);
}

#[test]
fn lines_without_an_item_are_as_many_as_one_likes() {
    let array = DynArray::from_bytes(&[], &DType::U8, &[usize::MAX, 0]).unwrap();
    let matrix = array.matrix::<u8>("").unwrap();
    assert_eq!((matrix.height(), matrix.to_vec().len()), (usize::MAX, 0));
    assert!(matrix == matrix);
    assert!(array == array.clone() && !format!("{array:?}").is_empty());
    assert_eq!(array.to_records().len(), 0);
    assert_eq!(array.transposed().index(1, ENDLESS).len(), 0);
    assert_eq!(array.slice(0, ENDLESS..).shape(), [usize::MAX - ENDLESS, 0]);

    let mut bytes = [];
    let mut array = DynArrayMut::from_bytes(&mut bytes, &DType::U8, &[usize::MAX, 0]).unwrap();
    let mut matrix = array.matrix_mut::<u8>("").unwrap();
    matrix.fill(1);
    matrix.update(|_| unreachable!());
    let mut bytes = [];
    GridMut::<Inner>::from_bytes(&mut bytes, usize::MAX, 0, 0)
        .unwrap()
        .fill(Inner { flag: true, side: Side::Buy });
    assert_eq!(Grid::<Inner>::from_bytes(&[], usize::MAX, 0, 0).unwrap().height(), usize::MAX);
}

#[test]
fn a_row_that_is_there_endlessly_is_checked_once() {
    let layout = Layout::packed([("flag", DType::BOOL), ("side", DType::U8)]);
    let rows = DynRecords::from_strided(b"\x01B", &layout, 0, 0, usize::MAX).unwrap();
    assert_eq!(rows.typed::<Inner>().unwrap().len(), usize::MAX);
    assert_eq!(rows.column::<Side>("side").unwrap().last(), Some(Side::Buy));
    assert!(rows.as_matrix::<bool>().is_err());
    let rows = DynRecords::from_strided(b"\x02B", &layout, 0, 0, usize::MAX).unwrap();
    assert!(matches!(rows.typed::<Inner>(), Err(Error::Invalid { row: 0, .. })));
    let shape = [ENDLESS, 1 << 10];
    let array =
        DynArray::from_strided(b"\x02B", &DType::record(layout), 0, &shape, &[0, 0]).unwrap();
    assert!(matches!(array.grid::<Inner>(), Err(Error::Invalid { row: 0, .. })));
    assert!(matches!(array.matrix::<bool>("flag"), Err(Error::Invalid { row: 0, .. })));
}

/// Of a selection the empty path is the selection.
#[test]
fn what_a_view_leaves_out_stays_out_by_the_empty_path() {
    let layout = Layout::packed([("a", DType::U8), ("secret", DType::U8), ("b", DType::U8)]);
    let bytes = [1, 99, 2, 3, 99, 4];
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap().select(&["a", "b"]).unwrap();
    let array = DynArray::from(rows).field("").unwrap();
    let copy = array.records().unwrap().take(&[0, 1]).unwrap();
    assert_eq!(copy.as_bytes(), [1, 2, 3, 4]);
    let mut bytes = bytes;
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, &layout).unwrap();
    let mut array = DynArrayMut::from(rows.select_mut(&["a", "b"]).unwrap());
    let mut array = array.field_mut("").unwrap();
    assert_eq!(array.records_mut().unwrap().view().take(&[1]).unwrap().as_bytes(), [3, 4]);
}

/// Elements that there are none of may be of any size.
#[test]
fn an_array_of_no_elements_has_them_of_any_size() {
    for element in [DType::Bytes(usize::MAX), DType::Str(usize::MAX, ByteOrder::Little)] {
        let layout = Layout::packed([("n", DType::U8), ("a", DType::array(element, 0))]);
        let rows = DynRecords::from_bytes(&[1, 2], &layout).unwrap();
        let swapped = layout.with_order(ByteOrder::Big);
        assert_eq!(rows.convert_to(&swapped).unwrap().as_bytes(), [1, 2]);
        assert_eq!(rows.to_columns().column::<u8>("n").unwrap().sum(), 3);
        assert_eq!(rows.repack().into_bytes(), [1, 2]);
        assert_eq!(rows.value(1, "a").unwrap(), Value::Array(Vec::new()));
        assert_eq!(rows.dyn_column("a").unwrap().array_interface().shape, [2, 0]);
        assert!(rows.as_matrix::<u8>().is_ok() && rows == rows.clone());
        assert_eq!(rows.dyn_column("a").unwrap().summary(), None);
    }
}

/// Not even with as many fields as a text of 100 kB has.
#[test]
fn many_fields_are_found_at_once() {
    let names = |first: char| (0..14_000).map(move |i| (format!("{first}{i}"), DType::U8));
    let (a, b) = (Layout::packed(names('a')), Layout::packed(names('b')));
    let bytes = vec![0; a.itemsize()];
    let rows = DynRecords::from_bytes(&bytes, &a).unwrap();
    let Err(Error::Mismatch(mismatch)) = rows.convert_to(&b) else { panic!() };
    assert_eq!(mismatch.differences().len(), 14_000);
    let other = DynRecords::from_bytes(&bytes, &b).unwrap();
    assert_eq!(rows.zip(&other).unwrap().layout().fields().len(), 28_000);
    assert_eq!(rows.convert_to(&a).unwrap().as_bytes(), bytes);
    assert_eq!(DynRecords::concat(std::slice::from_ref(&rows)).unwrap().as_bytes(), bytes);
    let all: Vec<&str> = a.fields().iter().map(|field| field.name()).collect();
    assert_eq!(rows.select(&all).unwrap().layout(), &a);
    assert_eq!(rows.without(&all[1..]).unwrap().layout().fields().len(), 1);
    let renamed: Vec<(&str, &str)> =
        all.iter().copied().zip(b.fields().iter().map(|field| field.name())).collect();
    assert_eq!(rows.rename(&renamed).unwrap().layout(), &b);
}

/// Where the items lie, one by one.
fn offsets(dtype: &DType, at: usize, out: &mut Vec<usize>) {
    match dtype {
        DType::Array(element, len) => {
            let element = element.get();
            (0..*len).for_each(|k| offsets(element, at + k * element.size(), out));
        }
        DType::Record(layout) => {
            layout.get().fields().iter().for_each(|f| offsets(f.dtype(), at + f.offset(), out));
        }
        _ => out.push(at),
    }
}

#[test]
fn a_matrix_finds_the_items_that_a_walk_finds() {
    let u8s = |n| DType::array(DType::U8, n);
    let pair = |gap: usize| {
        Layout::explicit([("x", DType::U8, 0), ("y", DType::U8, 1 + gap)], 2 + 2 * gap)
    };
    let pair = |gap: usize| DType::record(pair(gap).unwrap());
    let parts = [
        DType::U8,
        u8s(0),
        u8s(1),
        u8s(2),
        u8s(5),
        pair(0),
        pair(1),
        DType::array(pair(0), 3),
        DType::array(pair(1), 3),
        DType::array(u8s(2), 2),
        DType::array(u8s(0), 7),
        DType::array(DType::array(pair(1), 1), 2),
    ];
    let (mut even, mut uneven) = (0, 0);
    for a in &parts {
        for b in &parts {
            for gap in 0..3 {
                let fields = [("a", a.clone(), 1), ("b", b.clone(), 1 + a.size() + gap)];
                let size = 2 + a.size() + b.size() + gap;
                let layout = Layout::explicit(fields, size).unwrap();
                let bytes: Vec<u8> = (0..2 * size).map(|i| i as u8).collect();
                let mut found = Vec::new();
                offsets(&DType::record(layout.clone()), 0, &mut found);
                let steps: Vec<_> = found.windows(2).map(|w| w[1] - w[0]).collect();
                let is_even = steps.windows(2).all(|w| w[0] == w[1]);
                let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
                match rows.as_matrix::<u8>() {
                    Ok(matrix) => {
                        assert!(is_even, "{layout}");
                        assert_eq!((matrix.height(), matrix.width()), (2, found.len()));
                        let expected = found.iter().map(|&at| bytes[size + at]);
                        assert!(matrix.row(1).iter().eq(expected), "{layout}");
                        even += 1;
                    }
                    Err(error) => {
                        assert!(!is_even, "{layout}\n{error}");
                        uneven += 1;
                    }
                }
            }
        }
    }
    assert!(even > 50 && uneven > 50, "{even} and {uneven}");
}

#[test]
fn a_number_does_not_become_an_infinity() {
    let mut rows = DynRecordBuf::new(&Layout::parse("f2,<f4,>c8").unwrap());
    let one = Value::from(1.0);
    for bad in [
        [70_000.into(), one.clone(), one.clone()],
        [one.clone(), 1e39.into(), one.clone()],
        [one.clone(), one.clone(), Value::C128(0.0, -1e300)],
    ] {
        assert!(matches!(rows.push(&bad), Err(Error::CannotHold { .. })), "{bad:?}");
    }
    assert_eq!(rows.len(), 0);
    let infinite = Value::from(f64::NEG_INFINITY);
    rows.push(&[infinite.clone(), infinite.clone(), f64::NAN.into()]).unwrap();
    rows.push(&[65_504.into(), f64::from(f32::MAX).into(), 0.1.into()]).unwrap();
    assert_eq!(rows.view().value(0, "f0").unwrap(), f64::NEG_INFINITY);
    assert_eq!(rows.view().value(1, "f1").unwrap(), f32::MAX);
}

/// Padding of Rust's structs is never initialised: copies have zeros in its place.
#[test]
fn padding_of_structs_comes_out_as_zeros() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    #[repr(C)]
    struct Pair {
        a: u8,
        b: u32,
    }
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    #[repr(C)]
    struct Rust {
        pairs: [Pair; 2],
        c: u16,
    }
    let pair = |a| Pair { a, b: 0x0101_0101 };
    let mut structs = vec![Rust { pairs: [pair(1), pair(2)], c: 0x0303 }; 3];
    let zeros_outside = |bytes: &[u8], layout: &Layout| {
        let mut values = Vec::new();
        offsets(&DType::record(layout.clone()), 0, &mut values);
        let set = bytes.iter().filter(|&&byte| byte != 0).count();
        // Two times a byte and four, and the two bytes of `c`.
        assert_eq!(set, 12 * (bytes.len() / layout.itemsize()));
    };
    let rows = Records::from_slice(&structs).to_dyn().unwrap();
    zeros_outside(rows.repack().as_bytes(), Rust::LAYOUT);
    zeros_outside(rows.take(&[2, 0]).unwrap().as_bytes(), Rust::LAYOUT);
    zeros_outside(rows.convert::<Rust>().unwrap().as_bytes(), Rust::LAYOUT);
    zeros_outside(
        DynRecords::concat(std::slice::from_ref(&rows)).unwrap().as_bytes(),
        Rust::LAYOUT,
    );
    zeros_outside(DynArray::from(rows.clone()).to_records().as_bytes(), Rust::LAYOUT);
    let columns = rows.to_columns();
    let pairs = columns.get("pairs").unwrap().as_bytes();
    assert_eq!(pairs.iter().filter(|&&byte| byte != 0).count(), 3 * 10);
    zeros_outside(DynRecordBuf::from_columns(&columns).as_bytes(), Rust::LAYOUT);
    rows.copy_columns_into(&mut columns.clone());
    assert_eq!(columns, rows.to_columns());

    // A value written into a struct leaves its padding alone, and reads back.
    let mut rows = DynRecordsMut::from(RecordsMut::from_slice(&mut structs));
    let value = rows.value(0, "pairs").unwrap();
    rows.set_value(2, "pairs", &value).unwrap();
    rows.column_mut::<Pair>("pairs[1]").unwrap().set(0, pair(9));
    assert_eq!(structs[0].pairs[1], pair(9));
    assert_eq!(structs[2].pairs, [pair(1), pair(2)]);
}

/// Fields may lie in each other to be read; then they are not all written, or described.
#[test]
fn fields_in_each_other_are_only_read() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Twice {
        pos: [u8; 2],
        #[record(rename = "pos[1]")]
        y: u8,
    }
    let layout = Layout::packed([("pos", DType::array(DType::U8, 2))]);
    let mut bytes = [1, 2, 3, 4];
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    let typed = rows.typed::<Twice>().unwrap();
    assert_eq!(typed.get(1), Some(Twice { pos: [3, 4], y: 4 }));
    assert!(typed.as_own().is_none());
    assert!(typed.to_dyn().is_err());
    assert_eq!(typed.repack().as_bytes(), [1, 2, 2, 3, 4, 4]);
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, &layout).unwrap();
    let error = rows.typed_mut::<Twice>().unwrap_err().to_string();
    assert!(error.contains("lies there, too"), "{error}");
}

/// Names come out of files, and messages go to terminals.
#[test]
fn no_name_of_a_file_makes_a_terminal_do_things() {
    let bell = "a\u{1b}[31m\u{7}";
    let rows = Layout::packed([(bell, DType::U8)]);
    let rows = DynRecords::from_bytes(&[1], &rows).unwrap();
    let wanted = Layout::packed([(bell, DType::Bytes(1))]);
    let twice = format!("[('{bell}', 'u1'), ('{bell}', 'u1')]");
    let unknown = format!("[('x', '{bell}')]");
    let messages = [
        Layout::parse(&twice).unwrap_err().to_string(),
        Layout::parse(&unknown).unwrap_err().to_string(),
        rows.column::<u8>("b").unwrap_err().to_string(),
        rows.column::<i16>(bell).unwrap_err().to_string(),
        rows.convert_to(&wanted).unwrap_err().to_string(),
        rows.select(&[bell, bell]).unwrap_err().to_string(),
    ];
    for message in messages {
        assert!(message.contains(r"a\u{1b}[31m\u{7}"), "{message}");
        assert!(!message.contains(['\u{1b}', '\u{7}']), "{message:?}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_layout_without_memory_for_a_row_reads_none() {
    use serde::de::DeserializeSeed;
    if std::env::var_os("ASAN_OPTIONS").is_some() {
        // The sanitizer takes a failing allocation for a mistake.
        return;
    }
    let layout = Layout::packed([("name", DType::Bytes(isize::MAX as usize - 9))]);
    let mut json = serde_json::Deserializer::from_str(r#"[{"name": "Zhang"}]"#);
    let error = layout.deserialize(&mut json).unwrap_err().to_string();
    assert!(error.starts_with("no memory for a record of"), "{error}");
}
