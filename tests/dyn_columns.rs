//! Columns of run-time rows into rows that are there, and in another byte order on the way, against
//! the naive model: bytes moved and turned round one by one.

mod common;

use common::decode::{Rows, same};
use common::random::Random;
use records_core::{
    ByteOrder, DType, DynColumn, DynColumns, DynRecordBuf, DynRecords, DynRecordsMut, Element,
    Error, Kernel, Layout, Record, RecordBuf, Scalar,
};

const ROUNDS: usize = 1500;

/// The bytes of a value that belong to its fields, each number in the order of the machine.
fn native(dtype: &DType, bytes: &[u8], out: &mut Vec<u8>) {
    let mut numbers = |width: usize, order: ByteOrder| {
        for number in bytes.chunks(width) {
            match order.is_native() {
                true => out.extend(number),
                false => out.extend(number.iter().rev()),
            }
        }
    };
    match dtype {
        DType::Scalar(scalar @ (Scalar::C64 | Scalar::C128), order) => {
            numbers(scalar.size() / 2, *order);
        }
        DType::Scalar(scalar, order) => numbers(scalar.size(), *order),
        DType::Str(_, order) => numbers(4, *order),
        DType::DateTime(_, order) | DType::TimeDelta(_, order) => numbers(8, *order),
        DType::Array(element, len) => {
            let size = element.get().size();
            (0..*len).for_each(|i| native(element.get(), &bytes[i * size..][..size], out));
        }
        DType::Record(layout) => {
            for field in layout.get().fields() {
                native(field.dtype(), &bytes[field.offset()..field.end()], out);
            }
        }
        _ => out.extend(bytes),
    }
}

/// The bytes of the items of a column, in the order of the machine.
fn natives(column: &[u8], dtype: &DType) -> Vec<u8> {
    let mut out = Vec::new();
    if dtype.size() > 0 {
        column.chunks(dtype.size()).for_each(|item| native(dtype, item, &mut out));
    }
    out
}

/// The bytes of a field of all rows, in the order of the machine.
fn field_natives(rows: &Rows, layout: &Layout, index: usize) -> Vec<u8> {
    let field = &layout.fields()[index];
    let mut out = Vec::new();
    for start in &rows.starts {
        native(field.dtype(), &rows.bytes[start + field.offset()..start + field.end()], &mut out);
    }
    out
}

fn view<'a>(layout: &Layout, rows: &'a Rows) -> DynRecords<'a> {
    let count = rows.starts.len();
    DynRecords::from_strided(&rows.bytes, layout, rows.offset, rows.stride, count).unwrap()
}

fn cases(seed: u64, apart: bool) -> impl Iterator<Item = (Layout, Rows, Random)> {
    let mut random = Random::new(seed);
    (0..ROUNDS).map(move |round| {
        let layout = match round % 5 {
            0 => random.layout(1).with_order(ByteOrder::Big),
            // Neighbours of one width, which kernels take together.
            1 => {
                let width = random.pick(&[DType::F64, DType::F32, DType::U16, DType::I128]).clone();
                let order = *random.pick(&[ByteOrder::Big, ByteOrder::Little]);
                let count = 1 + random.below(12);
                let fields = (0..count).map(|i| (format!("f{i}"), width.with_order(order)));
                Layout::packed(fields.collect::<Vec<_>>())
            }
            _ => random.layout(3),
        };
        let count = *random.pick(&[0, 1, 2, 5, 63, 64, 65, 127, 128, 129, 300, 1100]);
        let count = if layout.itemsize() > 400 { count.min(5) } else { count };
        let rows = Rows::random(&mut random, layout.itemsize(), count, apart);
        (layout, rows, Random::new(random.next()))
    })
}

/// Each kernel in turn: results are the same, whatever other tests force meanwhile.
fn some_kernel(random: &mut Random) {
    let kernels: Vec<Kernel> = Kernel::ALL.into_iter().filter(|k| k.is_available()).collect();
    Kernel::force(Some(*random.pick(&kernels))).unwrap();
}

fn check_native(columns: &DynColumns, rows: &Rows, layout: &Layout) {
    assert_eq!(*columns.layout(), layout.with_order(ByteOrder::NATIVE));
    assert_eq!(columns.len(), rows.starts.len());
    for (index, (name, column)) in columns.iter().enumerate() {
        assert_eq!(column.len(), columns.len());
        let found = natives(column.as_bytes(), column.dtype());
        assert_eq!(found, field_natives(rows, layout, index), "{name} of {layout}");
    }
}

#[test]
fn columns_in_the_order_of_the_machine() {
    let mut again = None;
    let mut turned = 0;
    for (layout, rows, mut random) in cases(31, false) {
        some_kernel(&mut random);
        let view = view(&layout, &rows);
        let columns = view.to_native_columns();
        check_native(&columns, &rows, &layout);
        // Padding inside items is zero.
        for (_, column) in columns.iter().filter(|(_, column)| column.dtype().size() > 0) {
            let whole = Layout::packed([("x", column.dtype().clone())]);
            let copy = DynRecords::from_bytes(column.as_bytes(), &whole).unwrap().to_columns();
            assert_eq!(copy.get("x").unwrap().as_bytes(), column.as_bytes());
        }
        let mut reused = again.take().unwrap_or_else(|| columns.clone());
        view.copy_native_columns_into(&mut reused);
        check_native(&reused, &rows, &layout);
        for ((_, a), (_, b)) in columns.iter().zip(view.to_columns().iter()) {
            assert!(a.dtype() != b.dtype() || a.as_bytes() == b.as_bytes());
        }
        turned += usize::from(layout != *columns.layout());
        again = Some(reused);
    }
    assert!(turned > ROUNDS / 2);
}

#[test]
fn columns_into_rows_that_are_there() {
    for (layout, mut rows, mut random) in cases(32, true) {
        some_kernel(&mut random);
        let count = rows.starts.len();
        // Columns of the fields in another order, some of them of another byte order.
        let from = match random.below(3) {
            0 => layout.clone(),
            1 => layout.with_order(ByteOrder::NATIVE),
            _ => layout.with_order(ByteOrder::Big),
        };
        let other = Rows::random(&mut random, from.itemsize(), count, false);
        let columns = view(&from, &other).to_columns();
        let before = rows.bytes.clone();
        let assigned =
            DynRecordsMut::from_strided(&mut rows.bytes, &layout, rows.offset, rows.stride, count)
                .unwrap()
                .assign_columns(&columns);
        match assigned {
            Err(error) => {
                assert!(matches!(error, Error::Invalid { .. }), "{error}");
                assert!(format!("{layout:?}").contains("Bool"));
                assert_eq!(rows.bytes, before);
            }
            Ok(()) => {
                for index in 0..layout.fields().len() {
                    let (a, b) =
                        (field_natives(&rows, &layout, index), field_natives(&other, &from, index));
                    assert_eq!(a, b, "field {index} of {layout}");
                }
                // Nothing but fields is written.
                let mut fields = vec![false; before.len()];
                for start in &rows.starts {
                    mark(&DType::record(layout.clone()), &mut fields[*start..]);
                }
                for (at, field) in fields.iter().enumerate() {
                    assert!(*field || rows.bytes[at] == before[at], "byte {at} of {layout}");
                }
            }
        }
    }
}

/// Marks the bytes that belong to a field.
fn mark(dtype: &DType, bytes: &mut [bool]) {
    match dtype {
        DType::Array(element, len) if element.get().size() > 0 => {
            let size = element.get().size();
            (0..*len).for_each(|i| mark(element.get(), &mut bytes[i * size..]));
        }
        DType::Record(layout) => {
            for field in layout.get().fields() {
                mark(field.dtype(), &mut bytes[field.offset()..]);
            }
        }
        _ => bytes[..dtype.size()].fill(true),
    }
}

#[test]
fn columns_that_do_not_fit_change_nothing() {
    let layout = Layout::parse("[('a', '>u2'), ('b', 'S3')]").unwrap();
    let columns = DynRecords::from_bytes(b"\x00\x01abc\x00\x02def", &layout).unwrap().to_columns();
    let mut bytes = [9; 10];
    let mut assign = |text: &str, rows: usize| {
        let layout = Layout::parse(text).unwrap();
        let size = layout.itemsize();
        let mut rows = DynRecordsMut::from_bytes(&mut bytes[..rows * size], &layout).unwrap();
        let error = rows.assign_columns(&columns).unwrap_err();
        assert!(bytes.iter().all(|byte| *byte == 9));
        error
    };
    let error = assign("[('a', '>u2'), ('b', 'S3')]", 1);
    assert_eq!(error.to_string(), "each of the columns has length 2, expected 1");
    assert!(matches!(assign("[('a', '<u2'), ('c', 'S3')]", 2), Error::Layout(_)));
    assert!(matches!(assign("[('a', '<i2'), ('b', 'S3')]", 2), Error::WrongType { .. }));
    assert!(matches!(assign("[('a', '<u2'), ('b', 'S2')]", 2), Error::WrongType { .. }));
    // A part of the columns, in another order, in other places.
    let some = Layout::parse("{'b': ('S3', 0), 'a': ('<u2', 3)}").unwrap();
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, &some).unwrap();
    rows.assign_columns(&columns).unwrap();
    assert_eq!(bytes, *b"abc\x01\x00def\x02\x00");
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, &some).unwrap();
    rows.select_mut(&["b"]).unwrap().assign_columns(&columns).unwrap();

    // A byte that is no `bool` does not get into rows that may be those of a type with one.
    let flags = Layout::packed([("f0", DType::BOOL)]);
    let columns = DynRecords::from_bytes(&[7], &flags).unwrap().to_columns();
    let mut records = RecordBuf::<(bool,)>::new();
    records.push((true,));
    let mut rows = DynRecordsMut::from(records.view_mut());
    assert!(matches!(rows.assign_columns(&columns), Err(Error::Invalid { .. })));
    assert_eq!(records.get(0), Some((true,)));
}

#[test]
fn columns_begin_lines_of_the_cache() {
    for count in [1, 10, 5000, 1 << 16] {
        let layout = Layout::packed([
            ("a", DType::U8),
            ("b", DType::F64),
            ("c", DType::array(DType::U16, 3)),
            ("d", DType::F64),
        ]);
        let bytes = vec![1; count * layout.itemsize()];
        let columns = DynRecords::from_bytes(&bytes, &layout).unwrap().to_columns();
        let start = |name: &str| columns.get(name).unwrap().as_bytes().as_ptr().addr();
        for (name, column) in columns.iter() {
            assert!(start(name).is_multiple_of(64), "{name} of {count}");
            assert_eq!(column.as_bytes().len(), count * column.dtype().size());
        }
        if count > 4096 {
            assert_ne!(start("b") % 4096, start("d") % 4096);
        }
    }
}

#[test]
fn clones_share_memory_until_they_are_filled() {
    let layout = Layout::parse("u1,u1").unwrap();
    let rows = DynRecords::from_bytes(&[1, 2, 3, 4], &layout).unwrap();
    let mut columns = rows.to_columns();
    let column = columns.get("f1").unwrap().clone();
    let old = columns.clone();
    rows.reversed().copy_columns_into(&mut columns);
    assert_eq!(column.as_bytes(), [2, 4]);
    assert_eq!(old.get("f0").unwrap().as_bytes(), [1, 3]);
    assert_eq!(columns.get("f0").unwrap().as_ref(), [3, 1]);
    drop((column, old));
    // By itself again, it keeps its memory.
    let at = columns.get("f0").unwrap().as_bytes().as_ptr();
    rows.copy_columns_into(&mut columns);
    assert_eq!(columns.get("f0").unwrap().as_bytes().as_ptr(), at);
    assert_eq!(columns.get("f1").unwrap().clone().into_bytes(), [2, 4]);
}

#[test]
fn rows_of_a_type_take_columns_of_the_other_order() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Wire {
        id: zerocopy::big_endian::U32,
        at: [zerocopy::big_endian::F64; 2],
    }
    let wire: RecordBuf<Wire> = (0..500_u32)
        .map(|i| Wire { id: i.into(), at: [f64::from(i).into(), f64::from(i + 1).into()] })
        .collect();
    let native = wire.view().to_dyn().unwrap().to_native_columns();
    let ids = native.column::<u32>("id").unwrap();
    assert!((0..500).all(|i| ids.get(i) == Some(i as u32)));
    assert_eq!(<[f64; 2]>::DTYPE, native.get("at").unwrap().dtype());
    let mut copy: RecordBuf<Wire> =
        (0..500).map(|_| Wire { id: 0.into(), at: [0.0.into(); 2] }).collect();
    DynRecordsMut::from(copy.view_mut()).assign_columns(&native).unwrap();
    assert_eq!(copy, wire);
    let buf = DynRecordBuf::from_columns(&native);
    let (a, b) = (buf.view(), wire.view().to_dyn().unwrap());
    assert!((0..500).all(|i| same(&a.get(i).unwrap(), &b.get(i).unwrap())));
    let column: DynColumn<'_> = native.get("id").unwrap().into();
    assert_eq!(column.len(), 500);
}
