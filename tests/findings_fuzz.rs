//! What fuzzing found in the run-time half, each finding a test. Before, these took
//! minutes or more memory than there is, if they did not panic.

use records_core::{
    ByteOrder, DType, DynRecordBuf, DynRecords, Error, FixedBytes, Layout, LayoutError, Record,
};

fn parse(text: &str) -> Layout {
    Layout::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn none(layout: &Layout) -> DynRecords<'static> {
    DynRecords::from_bytes_at(&[], layout, 0, 0).unwrap()
}

/// Widths in format strings end at 65,535.
#[test]
fn names_and_texts_of_any_length_print() {
    let name = "n".repeat(70_000);
    let layout = parse(&format!("[('{name}', 'u1'), ('b', 'u1')]"));
    let rows = DynRecords::from_bytes(&[1, 2], &layout).unwrap();
    let table = rows.to_string();
    let widths: Vec<usize> = table.lines().map(str::len).collect();
    // `   nnn  b`, `0    1  2`: both to the last column.
    assert_eq!(widths[..2], [70_000 + 6; 2]);

    let layout = Layout::packed([("text", DType::Bytes(70_000)), ("b", DType::U8)]);
    let bytes = [vec![b'x'; 70_000], vec![7], vec![b'y'; 2], vec![0; 69_998], vec![8]].concat();
    let table = DynRecords::from_bytes(&bytes, &layout).unwrap().to_string();
    let widths: Vec<usize> = table.lines().map(str::len).collect();
    assert_eq!(widths[1], widths[2]);

    let missing = parse(&format!("[('{name}', 'u1')]"));
    let Err(error @ Error::Mismatch(_)) = none(&layout).convert_to(&missing) else {
        panic!("there is no such field");
    };
    assert!(error.to_string().ends_with(&format!("{name}  u8        no such field")));
}

/// What a row is said to hold takes no time where there is no row.
#[test]
fn no_rows_of_a_thousand_million_elements() {
    #[derive(Record, Clone, Copy)]
    #[record(packed)]
    struct Pair {
        a: bool,
        b: bool,
    }
    for text in [
        "[('a', [('b', 'u1'), ('', 'V1')], (4000000000000000000,))]",
        "[('a', [('x', 'u1'), ('y', 'u1')], (4000000000000000000,))]",
        "[('a', '?', (9000000000000000000,))]",
        "[('a', [('x', '?'), ('y', '?')], (4000000000000000000,))]",
        "[('a', [('b', '?'), ('', 'V1')], (4000000000000000000,))]",
    ] {
        let layout = parse(text);
        let rows = none(&layout);
        assert_eq!(DynRecords::concat(&[rows.clone(), rows.clone()]).unwrap().len(), 0);
        assert_eq!(rows.as_matrix::<u8>().is_ok(), !text.contains('?'), "{text}");
        assert_eq!(rows.as_matrix::<bool>().is_ok(), !text.contains("u1"), "{text}");
        let _ = rows.as_matrix::<[u8; 0]>();
        let mut copy = rows.repack();
        copy.view_mut().copy_from(&rows).unwrap();
        assert_eq!(rows.to_columns().len(), 0);
        assert_eq!(rows.convert_to(&layout.with_order(ByteOrder::Big)).unwrap().len(), 0);
        assert!(rows.typed::<Pair>().is_err());
    }
}

/// The short way through arrays of a matrix finds what looking at each element finds.
#[test]
fn matrices_of_arrays_of_records() {
    let layout = parse("[('a', 'u1'), ('b', [('x', 'u1'), ('y', 'u1')], (3,)), ('c', 'u1')]");
    let bytes: Vec<u8> = (0..16).collect();
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    let matrix = rows.as_matrix::<u8>().unwrap();
    assert_eq!((matrix.height(), matrix.width()), (2, 8));
    assert_eq!(matrix.to_vec(), bytes);
    // Even within each element, and not from one to the next.
    let layout = parse("[('b', [('x', 'u1'), ('y', 'u1'), ('', 'V1')], (3,))]");
    assert!(none(&layout).as_matrix::<u8>().is_err());
    // And within one element only.
    let layout = parse("[('b', [('x', 'u1'), ('y', 'u1'), ('', 'V1')], (1,)), ('e', 'u1', (0,))]");
    assert_eq!(none(&layout).as_matrix::<u8>().unwrap().width(), 2);
    // What lies behind an array is as far away as its elements are from each other.
    let layout = parse("[('a', 'u1', (5,)), ('', 'V1'), ('b', 'u1')]");
    assert!(none(&layout).as_matrix::<u8>().is_err());
}

/// Elements without bytes: no length of the data keeps their number down.
#[test]
fn values_without_bytes_are_limited() {
    let deep = format!("[('a', 'V0', ({}))]", "2, ".repeat(40));
    let inside = "[('a', [('n', 'u1'), ('e', 'S0', (60000,))], (1000,))]";
    for text in ["[('a', 'V0', (1000000000000,))]", &deep, "(70000,)S0", inside] {
        let error = Layout::parse(text).unwrap_err();
        assert!(error.to_string().contains("array elements of no bytes"), "{error}");
    }
    let layout = parse("[('a', 'V0', (65536,)), ('b', [('x', 'u1'), ('e', 'U0')], (100000,))]");
    assert_eq!(layout.itemsize(), 100_000);
    assert_eq!(none(&layout).to_string().lines().count(), 2);
}

/// Rows without bytes, as many as a header may claim.
#[test]
fn rows_without_bytes_in_any_number() {
    let layout = parse("[('a', 'V0'), ('b', '<f8', (0,))]");
    let rows = DynRecords::from_bytes_at(&[], &layout, 0, usize::MAX).unwrap();
    assert_eq!(rows.repack().len(), usize::MAX);
    assert_eq!(rows.to_columns().len(), usize::MAX);
    assert_eq!(DynRecordBuf::from_columns(&rows.to_columns()).len(), usize::MAX);
    assert!(rows == rows.reversed());
    assert!(rows.dyn_column("a").unwrap() == rows.dyn_column("a").unwrap());
    assert_eq!(rows.convert_to(&layout).unwrap().len(), usize::MAX);
    assert!(rows.to_string().ends_with("rows)"));

    // In rows that have bytes, too.
    let texts = |len| DType::array(DType::array(DType::Bytes(0), len), 1 << 3);
    assert!(Layout::try_packed([("a", texts(1 << 40)), ("b", DType::U8)]).is_err());
    let layout = Layout::packed([("a", texts(1 << 10)), ("b", DType::U8)]);
    let rows = DynRecords::from_bytes(&[1, 2], &layout).unwrap();
    assert_eq!(rows.convert_to(&layout).unwrap().as_bytes(), [1, 2]);
    assert_eq!(rows.repack().as_bytes(), [1, 2]);
    assert!(rows.as_matrix::<u8>().is_err());
    assert!(rows.dyn_column("a").unwrap().summary().is_none());

    let layout = parse("[('a', 'S0')]");
    let rows = DynRecords::from_bytes_at(&[], &layout, 0, usize::MAX).unwrap();
    let wider = rows.convert_to(&parse("[('a', 'S5')]"));
    assert!(matches!(wider, Err(Error::Layout(LayoutError::TooLarge))));
}

/// Texts of 100 kB whose fields were looked for, or whose holes, once for each field.
#[test]
fn fields_and_holes_by_the_ten_thousand() {
    let layout = parse(&format!("={}", "bx".repeat(50_000)));
    assert_eq!(layout.holes().count(), 50_000);
    assert_eq!(layout.to_c().matches("_pad").count(), 50_000);
    let rows = none(&layout);
    assert_eq!(DynRecords::concat(&[rows.clone(), rows.clone()]).unwrap().len(), 0);
    assert_eq!(rows.convert_to(&layout).unwrap().len(), 0);
    let without = rows.without(&["f3", "f7"]).unwrap();
    assert_eq!(without.layout().fields().len(), 49_998);
    assert_eq!(without.layout().fields()[3].name(), "f4");
}

/// Names that C writes alike get numbers, without a try of all that are taken.
#[test]
fn names_that_are_alike_in_c() {
    let names = (0..5000).map(|i| char::from_u32(0x4e00 + i).unwrap());
    let fields = names.map(|name| format!("('{name}', 'u1')")).collect::<Vec<_>>();
    let c = parse(&format!("[{}]", fields.join(", "))).to_c();
    assert!(c.contains("uint8_t _;") && c.contains("uint8_t __2;") && c.contains("__5000;"), "{c}");
}

/// The walk over fields in their order finds the holes that the other walk finds.
#[test]
fn holes_in_any_order() {
    let place = |names: [usize; 4]| {
        let all = [
            ("a", DType::U16, 1),
            ("z", DType::Raw(0), 4),
            ("b", DType::U8, 6),
            ("c", DType::U8, 7),
        ];
        Layout::explicit(names.map(|i| all[i].clone()), 10).unwrap()
    };
    for names in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let layout = place(names);
        assert_eq!(layout.holes().collect::<Vec<_>>(), [0..1, 3..6, 8..10]);
    }
}

/// Numbers were counted by their bytes, of which texts without a byte have none.
#[test]
fn matrices_of_texts_without_bytes() {
    let layout = parse("[('a', 'S0', (2, 3)), ('b', 'S0')]");
    for count in [0, 2] {
        let rows = DynRecords::from_bytes_at(&[], &layout, 0, count).unwrap();
        let (seen, copied) = (
            rows.as_matrix::<FixedBytes<0>>().unwrap(),
            rows.to_matrix::<FixedBytes<0>>().unwrap(),
        );
        assert_eq!((seen.height(), seen.width()), (count, 7));
        assert_eq!((copied.height(), copied.width()), (count, 7));
        assert_eq!(copied.as_slice().len(), 7 * count);
    }
    let rows = DynRecords::from_bytes_at(&[], &layout, 0, usize::MAX).unwrap();
    assert!(matches!(rows.to_matrix::<FixedBytes<0>>(), Err(Error::Layout(LayoutError::TooLarge))));
}

/// An array of no elements, each of which would be larger than the address space.
#[test]
fn texts_of_any_length_in_arrays_of_none() {
    let texts = |order| DType::array(DType::Str(isize::MAX as usize, order), 0);
    let layout = |order| Layout::packed([("a", texts(order)), ("b", DType::U8)]);
    let from = layout(ByteOrder::Little);
    let rows = DynRecords::from_bytes(&[7], &from).unwrap();
    for order in [ByteOrder::Little, ByteOrder::Big] {
        assert_eq!(rows.convert_to(&layout(order)).unwrap().as_bytes(), [7]);
    }
}

/// Elements of no bytes, more than can be counted, in an array of none of them.
#[test]
fn numbers_in_arrays_of_none() {
    let endless = |dtype| DType::array(dtype, isize::MAX as usize);
    let none = DType::array(endless(endless(DType::Bytes(0))), 0);
    let layout = Layout::packed([("a", none), ("b", DType::Bytes(0))]);
    let rows = DynRecords::from_bytes_at(&[], &layout, 0, 3).unwrap();
    assert_eq!(rows.to_matrix::<FixedBytes<0>>().unwrap().width(), 1);
}
