//! Copies of run-time rows, against the naive model: the fields' bytes, padding zero.

mod common;

use common::decode::{Rows, laid_out, same, spans};
use common::random::Random;
use records_core::{
    DType, DynArrayMut, DynRecordBuf, DynRecords, DynRecordsMut, Error, Layout, Value,
};

const ROUNDS: usize = 1200;

fn cases(seed: u64) -> impl Iterator<Item = (Layout, Rows, Random)> {
    let mut random = Random::new(seed);
    (0..ROUNDS).map(move |_| {
        let layout = random.layout(3);
        let count = *random.pick(&[0, 1, 2, 5, 127, 128, 129, 300]);
        let count = if layout.itemsize() > 400 { count.min(5) } else { count };
        let rows = Rows::random(&mut random, layout.itemsize(), count, false);
        (layout, rows, Random::new(random.next()))
    })
}

fn view<'a>(layout: &Layout, rows: &'a Rows) -> DynRecords<'a> {
    let count = rows.starts.len();
    DynRecords::from_strided(&rows.bytes, layout, rows.offset, rows.stride, count).unwrap()
}

/// The listed rows of a view, as a copy of this layout has them.
fn expected(view: &DynRecords<'_>, rows: &Rows, list: &[usize], to: &Layout) -> Vec<u8> {
    let row = |&row: &usize| {
        let bytes = &rows.bytes[rows.starts[row]..][..view.layout().itemsize()];
        laid_out(bytes, view.layout(), to)
    };
    list.iter().flat_map(row).collect()
}

fn anew(layout: &Layout) -> Layout {
    if layout.is_aligned() { layout.aligned() } else { layout.packed() }
}

#[test]
fn repack_leaves_holes_out() {
    for (layout, rows, _) in cases(11) {
        let view = view(&layout, &rows);
        let copy = view.repack();
        assert_eq!(*copy.layout(), anew(&layout));
        let all: Vec<usize> = (0..view.len()).collect();
        assert_eq!(copy.as_bytes(), expected(&view, &rows, &all, copy.layout()));
        assert!(copy.view().iter().zip(view.iter()).all(|(a, b)| same(&a, &b)));
        assert_eq!(copy.len(), view.len());
    }
}

#[test]
fn take_and_filter_keep_the_layout_and_nothing_hidden() {
    for (layout, rows, mut random) in cases(12) {
        let all = view(&layout, &rows);
        let names: Vec<&str> = layout.fields().iter().map(|field| field.name()).collect();
        let some = all.select(&names[..random.below(names.len() + 1)]).unwrap();
        let len = all.len();
        let list: Vec<usize> = (0..if len == 0 { 0 } else { random.below(2 * len) })
            .map(|_| random.below(len))
            .collect();
        let mask: Vec<bool> = (0..len).map(|_| random.below(2) == 0).collect();
        let kept: Vec<usize> = (0..len).filter(|&row| mask[row]).collect();
        for (view, layout) in [(&all, layout.clone()), (&some, anew(some.layout()))] {
            let taken = view.take(&list).unwrap();
            assert_eq!(*taken.layout(), layout);
            assert_eq!(taken.as_bytes(), expected(view, &rows, &list, &layout));
            let filtered = view.filter_mask(&mask).unwrap();
            assert_eq!(*filtered.layout(), layout);
            assert_eq!(filtered.as_bytes(), expected(view, &rows, &kept, &layout));
        }
        let error = Error::NoSuchRow { row: len, at: 0, len };
        assert_eq!(all.take(&[len]).unwrap_err(), error);
        assert!(matches!(all.filter_mask(&vec![true; len + 1]), Err(Error::Lengths { .. })));
    }
}

#[test]
fn columns_go_out_and_come_back() {
    let mut again = None;
    for (layout, rows, _) in cases(13) {
        let view = view(&layout, &rows);
        let columns = view.to_columns();
        assert_eq!((columns.len(), columns.layout()), (view.len(), &layout));
        for (field, (name, column)) in layout.fields().iter().zip(columns.iter()) {
            assert_eq!((field.name(), field.dtype()), (name, column.dtype()));
            let one = Layout::packed([("x", field.dtype().clone())]);
            let whole =
                Layout::explicit([("x", field.dtype().clone(), field.offset())], layout.itemsize())
                    .unwrap();
            let row =
                |&start: &usize| laid_out(&rows.bytes[start..][..layout.itemsize()], &whole, &one);
            let bytes: Vec<u8> = rows.starts.iter().flat_map(row).collect();
            assert_eq!(column.as_bytes(), bytes);
            assert!(
                column.as_bytes().is_empty()
                    || column.as_bytes().as_ptr().addr().is_multiple_of(field.alignment())
            );
            assert!(same_column(
                &columns.get(name).unwrap().view(),
                &view.dyn_column(name).unwrap()
            ));
        }
        let back = DynRecordBuf::from_columns(&columns);
        let all: Vec<usize> = (0..view.len()).collect();
        assert_eq!(back.as_bytes(), expected(&view, &rows, &all, &layout));

        // Into columns of another view: their memory, and nothing of what they held.
        let mut reused = again.take().unwrap_or_else(|| columns.clone());
        view.copy_columns_into(&mut reused);
        for ((_, a), (_, b)) in reused.iter().zip(columns.iter()) {
            assert_eq!(a.as_bytes(), b.as_bytes());
        }
        view.step_by(2).copy_columns_into(&mut reused);
        assert_eq!(reused.len(), view.step_by(2).len());
        for ((_, a), (_, b)) in reused.iter().zip(view.step_by(2).to_columns().iter()) {
            assert_eq!(a.as_bytes(), b.as_bytes());
        }
        again = Some(reused);
    }
}

#[test]
fn columns_go_to_where_others_want_them() {
    for (layout, rows, mut random) in cases(17) {
        let view = view(&layout, &rows);
        let len = view.len();
        let columns = view.to_columns();
        let mut targets: Vec<_> = layout
            .fields()
            .iter()
            .map(|field| {
                let size = field.size();
                let gap = *random.pick(&[0, 0, 0, 1, 5]);
                let stride = (size + gap) as isize;
                let back = gap > 0 && random.below(2) == 0;
                // Elements as dimensions of their own, or as items.
                let (mut dtype, mut shape, mut strides) = (field.dtype(), vec![len], vec![stride]);
                while let (DType::Array(element, count), true) = (dtype, random.below(3) > 0) {
                    dtype = element.get();
                    shape.push(*count);
                    strides.push(dtype.size() as isize);
                }
                let first = if back { stride as usize * len.saturating_sub(1) } else { 0 };
                strides[0] = if back { -stride } else { stride };
                (vec![0xaa_u8; (size + gap) * len], dtype.clone(), first, shape, strides)
            })
            .collect();
        let arrays = targets.iter_mut().map(|(bytes, dtype, first, shape, strides)| {
            let first = (*first).min(bytes.len());
            DynArrayMut::from_strided(bytes, dtype, first, shape, strides).unwrap()
        });
        let done = view.copy_columns_to(&mut arrays.collect::<Vec<_>>());
        let written = match done {
            Ok(()) => true,
            Err(Error::Invalid { .. }) => {
                assert!(layout.needs_check());
                false
            }
            Err(error) => panic!("{error}"),
        };
        for ((bytes, _, first, _, strides), field) in targets.iter().zip(layout.fields()) {
            let column = columns.get(field.name()).unwrap();
            let mut expected = vec![0xaa_u8; bytes.len()];
            let mut part = Vec::new();
            spans(field.dtype(), 0, &mut part);
            for row in 0..if written { len } else { 0 } {
                let at = first.wrapping_add_signed(strides[0] * row as isize);
                for &(start, size) in &part {
                    let from = &column.as_bytes()[row * field.size() + start..][..size];
                    expected[at + start..][..size].copy_from_slice(from);
                }
            }
            assert_eq!(*bytes, expected, "{}", field.dtype());
        }
    }
}

#[test]
fn columns_go_to_nothing_else() {
    let layout = Layout::parse("[('a', '<u2'), ('b', '<i4', (2, 3)), ('c', '?')]").unwrap();
    let rows = vec![1; 27 * 2];
    let rows = DynRecords::from_bytes(&rows, &layout).unwrap();
    let (u2, i4) = (layout.fields()[0].dtype(), DType::parse("<i4").unwrap());
    let (mut a, mut b, mut c) = ([0_u8; 4], [0_u8; 48], [0_u8; 2]);
    let mut says = |dtype: &DType, shape: &[usize], strides: Option<&[isize]>| {
        let mut wrong = [0_u8; 96];
        let mut arrays = vec![
            DynArrayMut::from_bytes(&mut a, u2, &[2]).unwrap(),
            match strides {
                Some(strides) => {
                    DynArrayMut::from_strided(&mut wrong, dtype, 0, shape, strides).unwrap()
                }
                None => {
                    let len = shape.iter().product::<usize>() * dtype.size();
                    DynArrayMut::from_bytes(&mut wrong[..len], dtype, shape).unwrap()
                }
            },
            DynArrayMut::from_bytes(&mut c, &DType::BOOL, &[2]).unwrap(),
        ];
        let error = rows.copy_columns_to(&mut arrays).map_err(|error| error.to_string());
        drop(arrays);
        assert_eq!(error.is_ok(), (a, c) != ([0; 4], [0; 2]), "nothing is written before an error");
        error
    };
    assert_eq!(
        says(&DType::F32, &[2, 2, 3], None).unwrap_err(),
        "field `b` is f32, not [[i32; 3]; 2]"
    );
    assert_eq!(
        says(&i4, &[2, 3, 2], None).unwrap_err(),
        "an array of shape (2, 3, 2) is not (2, 2, 3), that of the column `b`"
    );
    assert!(says(&i4, &[3, 2, 3], None).is_err());
    assert_eq!(
        says(&i4, &[2, 2, 3], Some(&[4, 24, 8])).unwrap_err(),
        "an array of shape (2, 2, 3) has strides (4, 24, 8), by which the elements of an item of \
         the column `b` do not lie one behind the other"
    );
    assert!(says(&i4, &[2, 2, 3], Some(&[48, 12, 4])).is_ok());

    let mut array = [DynArrayMut::from_bytes(&mut b, &i4, &[2, 2, 3]).unwrap()];
    let error = rows.copy_columns_to(&mut array).unwrap_err();
    assert_eq!(error.to_string(), "the list of columns has length 1, expected 3");
    // A bool that is none.
    let bytes = [0, 2];
    let rows = DynRecords::from_bytes(&bytes, &Layout::packed([("c", DType::BOOL)])).unwrap();
    let mut array = [DynArrayMut::from_bytes(&mut c, &DType::BOOL, &[2]).unwrap()];
    assert!(matches!(rows.copy_columns_to(&mut array), Err(Error::Invalid { row: 1, .. })));
}

fn same_column(a: &records_core::DynColumn<'_>, b: &records_core::DynColumn<'_>) -> bool {
    a.len() == b.len() && (0..a.len()).all(|i| same(&a.get(i).unwrap(), &b.get(i).unwrap()))
}

#[test]
fn fields_side_by_side_and_rows_one_behind_the_other() {
    for (layout, rows, mut random) in cases(14) {
        let view = view(&layout, &rows);
        let names: Vec<String> = layout.fields().iter().map(|f| f.name().to_string()).collect();
        let old: Vec<(&str, String)> =
            names.iter().map(|name| (name.as_str(), format!("other {name}"))).collect();
        let pairs: Vec<(&str, &str)> = old.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let other = view.reversed().rename(&pairs).unwrap();
        let both = view.zip(&other).unwrap();
        assert_eq!(both.layout().fields().len(), 2 * names.len());
        assert!(
            both.layout() == &both.layout().packed() || both.layout() == &both.layout().aligned()
        );
        for row in 0..view.len() {
            for (a, b) in &pairs {
                assert!(same(&both.view().value(row, a).unwrap(), &view.value(row, a).unwrap()));
                assert!(same(&both.view().value(row, b).unwrap(), &other.value(row, b).unwrap()));
            }
        }
        if !names.is_empty() {
            assert!(view.zip(&view).is_err(), "names twice");
            if !view.is_empty() {
                assert!(matches!(view.zip(&other.slice(1..)), Err(Error::Lengths { .. })));
            }
        }
        let values: Vec<u32> = (0..view.len()).map(|_| random.next() as u32).collect();
        let more = view.with_field("appended", &values).unwrap();
        assert_eq!(more.view().column::<u32>("appended").unwrap().to_vec(), values);
        assert_eq!(more.layout().fields().last().unwrap().name(), "appended");

        // Rows of the same fields that lie elsewhere.
        let packed = view.repack();
        let has_bool = format!("{layout:?}").contains("Bool");
        match DynRecords::concat(&[view.clone(), packed.view(), view.reversed()]) {
            Err(error) => assert!(has_bool && matches!(error, Error::Invalid { .. }), "{error}"),
            Ok(joined) => {
                assert_eq!(*joined.layout(), layout);
                let expected = view.iter().chain(view.iter()).chain(view.reversed().iter());
                assert!(joined.view().iter().zip(expected).all(|(a, b)| same(&a, &b)));
                assert_eq!(joined.len(), 3 * view.len());
            }
        }
    }
    assert_eq!(DynRecords::concat(&[]).unwrap().len(), 0);
}

#[test]
fn copies_in_place_match_fields_by_name_and_touch_nothing_else() {
    let (a, b) = (
        Layout::parse("[('x', '<i2'), ('y', 'S2')]").unwrap(),
        Layout::parse("{'y': ('S2', 1), 'x': ('<i2', 4)}").unwrap(),
    );
    let from = DynRecords::from_bytes(b"\x01\x02ab\x03\x04cd", &a).unwrap();
    let mut bytes = [9; 12];
    let mut to = DynRecordsMut::from_bytes(&mut bytes, &b).unwrap();
    to.copy_from(&from).unwrap();
    assert_eq!(bytes, *b"\x09ab\x09\x01\x02\x09cd\x09\x03\x04");
    let mut to = DynRecordsMut::from_bytes(&mut bytes, &b).unwrap();
    assert!(matches!(to.copy_from(&from.slice(..1)), Err(Error::Lengths { .. })));
    assert!(matches!(to.copy_from(&from.select(&["x"]).unwrap()), Err(Error::Layout(_))));
    let other = from.rename(&[("x", "y"), ("y", "x")]).unwrap();
    assert!(matches!(to.copy_from(&other), Err(Error::WrongType { .. })));
    // A byte that is no `bool` does not get into rows that may be those of a type with one.
    let flags = Layout::packed([("ok", DType::BOOL)]);
    let mut records = records_core::RecordBuf::<(bool,)>::new();
    records.push((true,));
    let bound = records_core::DynRecordsMut::from(records.view_mut()).layout().clone();
    assert_eq!(bound.fields()[0].dtype(), &DType::BOOL);
    let renamed = DynRecords::from_bytes(&[7], &flags).unwrap().rename(&[("ok", "f0")]).unwrap();
    let mut rows = records_core::DynRecordsMut::from(records.view_mut());
    assert!(matches!(rows.copy_from(&renamed), Err(Error::Invalid { .. })));
    assert_eq!(records.get(0), Some((true,)));
}

#[test]
fn matrices_go_out_and_come_back() {
    let layout =
        Layout::parse("[('a', '>i2'), ('b', [('x', 'u1'), ('y', '<f4', (2, 2))]), ('c', '<f8')]")
            .unwrap();
    let mut random = Random::new(15);
    for count in [0, 1, 5, 200] {
        let bytes: Vec<u8> = (0..count * layout.itemsize()).map(|_| random.next() as u8).collect();
        let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
        let matrix = rows.to_matrix::<f64>().unwrap();
        assert_eq!((matrix.height(), matrix.width()), (count, 7));
        for y in 0..count {
            let flat = flatten(&rows.get(y).unwrap());
            for (x, expected) in flat.iter().enumerate() {
                let found = matrix.get(y, x).unwrap();
                assert!(found == *expected || (found.is_nan() && expected.is_nan()));
            }
        }
        assert!(rows.as_matrix::<f64>().is_err());
    }
    let refused = DynRecords::from_bytes(&[], &layout).unwrap().to_matrix::<f32>().unwrap_err();
    let Error::Mismatch(refused) = refused else { panic!("{refused}") };
    assert_eq!(refused.differences().iter().map(|d| d.field()).collect::<Vec<_>>(), ["c"]);

    let even =
        Layout::parse("[('a', '<u2'), ('b', '<u2', (2, 2)), ('c', [('d', '<u2')])]").unwrap();
    let bytes: Vec<u8> = (0..36).collect();
    let rows = DynRecords::from_bytes(&bytes, &even).unwrap();
    let matrix = rows.as_matrix::<zerocopy::little_endian::U16>().unwrap();
    assert_eq!((matrix.height(), matrix.width(), matrix.strides()), (3, 6, (12, 2)));
    assert_eq!(matrix.get(2, 5).map(|x| x.get()), Some(0x2322));
    assert_eq!(
        rows.select(&["c", "a"])
            .unwrap()
            .as_matrix::<zerocopy::little_endian::U16>()
            .unwrap()
            .strides(),
        (12, -10)
    );
    let named = DynRecordBuf::from_matrix(&matrix, &["a", "b", "c", "d", "e", "f"]).unwrap();
    assert_eq!(named.as_bytes(), bytes);
    assert_eq!(named.view().value(1, "f").unwrap(), 0x1716);
    assert!(DynRecordBuf::from_matrix(&matrix, &["a"]).is_err());
    let uneven = Layout::parse("[('a', 'u1'), ('b', 'u1'), ('', 'V1'), ('c', 'u1')]").unwrap();
    let error = DynRecords::from_bytes(&[0; 4], &uneven).unwrap().as_matrix::<u8>().unwrap_err();
    assert_eq!(error.to_string(), "field `c` is u8, not 1 bytes behind the one before");
}

fn flatten(value: &Value) -> Vec<f64> {
    match value {
        Value::Record(fields) => fields.iter().flat_map(|(_, value)| flatten(value)).collect(),
        Value::Array(values) => values.iter().flat_map(flatten).collect(),
        number => vec![number.as_f64().unwrap()],
    }
}

#[test]
fn summaries_are_those_of_the_values() {
    let mut seen = 0;
    for (layout, rows, _) in cases(16) {
        let view = view(&layout, &rows);
        for (_, column) in view.dyn_columns() {
            let all: Vec<Value> = (0..column.len()).filter_map(|i| column.get(i)).collect();
            let Some(summary) = column.summary() else { continue };
            fn numbers(value: &Value) -> Vec<Value> {
                match value {
                    Value::Array(values) => values.iter().flat_map(numbers).collect(),
                    Value::Bool(value) => vec![Value::Int((*value).into())],
                    other => vec![other.clone()],
                }
            }
            let all: Vec<Value> = all.iter().flat_map(numbers).collect();
            assert_eq!(summary.count, all.len());
            let undefined = all.iter().any(|v| v.is_nat() || v.partial_cmp(v).is_none());
            if format!("{:?}", column.dtype()).contains("Bool") {
                continue; // Other bytes than 0 and 1 count as what they are.
            }
            if undefined {
                assert!(summary.min.is_nat() || summary.min.partial_cmp(&summary.min).is_none());
                assert!(summary.max.is_nat() || summary.max.partial_cmp(&summary.max).is_none());
                continue;
            }
            assert!(all.iter().all(|v| *v >= summary.min && *v <= summary.max), "{summary:?}");
            assert!(all.contains(&summary.min) && all.contains(&summary.max));
            if let Some(mean) = summary.mean
                && all.iter().all(|v| v.as_f64().unwrap().abs() < 1e30)
            {
                let largest = all.iter().map(|v| v.as_f64().unwrap().abs()).fold(0.0, f64::max);
                let expected =
                    all.iter().map(|v| v.as_f64().unwrap()).sum::<f64>() / all.len() as f64;
                assert!((mean - expected).abs() <= largest * 1e-2, "{mean} {expected}");
            }
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn buffers_grow_by_values_and_by_bytes() {
    let layout = Layout::parse("[('id', '>u2'), ('ok', '?'), ('name', 'U3'), ('raw', 'V2'), ('c', '<c8'), ('h', '<f2'), ('pos', [('x', 'i1')], (2,))]").unwrap();
    let mut buf = DynRecordBuf::with_capacity(&layout, 4);
    let x = |x: i128| Value::Record(vec![("x".into(), Value::Int(x))]);
    let row = |id: u64, name: &str, last: i128| {
        vec![
            Value::from(id),
            true.into(),
            name.into(),
            Value::Raw(vec![1, 2]),
            Value::C64(0.5, -1.0),
            Value::F64(1.5),
            Value::Array(vec![x(-1), x(last)]),
        ]
    };
    buf.push(row(65535, "Zür", 7)).unwrap();
    let view = buf.view();
    assert_eq!(view.value(0, "id").unwrap(), 65535);
    assert_eq!(view.value(0, "name").unwrap(), "Zür");
    assert_eq!(view.value(0, "raw").unwrap(), [1, 2]);
    assert_eq!(view.value(0, "c").unwrap(), Value::C64(0.5, -1.0));
    assert_eq!(view.value(0, "h").unwrap(), 1.5);
    assert_eq!(view.value(0, "pos[1].x").unwrap(), 7);
    let bytes = buf.as_bytes().to_vec();
    for (row, field) in
        [(row(65536, "", 0), "id"), (row(0, "long", 0), "name"), (row(0, "", 128), "pos[1].x")]
    {
        let Err(Error::CannotHold { field: found, .. }) = buf.push(&row) else { panic!() };
        assert_eq!(found, field);
        assert_eq!((buf.len(), buf.as_bytes()), (1, &bytes[..]), "nothing is added");
    }
    assert!(matches!(buf.push(&[]), Err(Error::Lengths { expected: 7, found: 0, .. })));
    buf.extend_from_bytes(&bytes).unwrap();
    assert!(buf.extend_from_bytes(&bytes[1..]).is_err());
    assert_eq!(buf.len(), 2);
    assert_eq!(buf.view().get(0), buf.view().get(1));
    buf.truncate(1);
    assert_eq!(buf.into_bytes(), bytes);
}

#[test]
fn arrays_of_padded_records_are_copied_without_their_padding() {
    let text = "[('id', 'u1'), ('a', [('x', 'u1'), ('', 'V1'), ('y', [('p', '<u2'), ('', 'V3')], (2,))], (3, 4)), ('z', '<f8')]";
    let layout = Layout::parse(text).unwrap();
    let mut random = Random::new(17);
    for count in [1, 2, 200] {
        let rows = Rows::random(&mut random, layout.itemsize(), count, false);
        let view = view(&layout, &rows);
        let all: Vec<usize> = (0..count).rev().collect();
        assert_eq!(view.take(&all).unwrap().as_bytes(), expected(&view, &rows, &all, &layout));
        let back = DynRecordBuf::from_columns(&view.to_columns());
        let all: Vec<usize> = (0..count).collect();
        assert_eq!(back.as_bytes(), expected(&view, &rows, &all, &layout));
    }
}

/// A row of 20 MB: what copies it takes little beside.
#[test]
fn a_row_of_a_huge_array_is_copied_by_few_moves() {
    let text = "[('a', [('x', 'u1'), ('', 'V1')], (1000, 10000))]";
    let layout = Layout::parse(text).unwrap();
    let bytes = vec![7; layout.itemsize()];
    let copy = DynRecords::from_bytes(&bytes, &layout).unwrap().repack();
    assert!(copy.as_bytes().chunks(2).all(|pair| pair == [7, 0]));
}

#[test]
fn owned_columns_are_found_by_the_same_paths() {
    let text = "[('pos', [('x', 'u1'), ('hits', '<u2', (2,))], (2,)), ('pos.x', 'u1')]";
    let layout = Layout::parse(text).unwrap();
    let bytes: Vec<u8> = (0..3 * layout.itemsize() as u8).collect();
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    let columns = rows.to_columns();
    assert_eq!(columns.column::<u8>("pos.x").unwrap(), rows.column::<u8>("pos.x").unwrap());
    for path in ["pos[1].x", "pos[0].x"] {
        assert_eq!(columns.column::<u8>(path).unwrap(), rows.column::<u8>(path).unwrap());
    }
    let deep = "pos[1].hits[0]";
    type Hit = zerocopy::little_endian::U16;
    assert_eq!(columns.column::<Hit>(deep).unwrap(), rows.column::<Hit>(deep).unwrap());
    for path in ["pos[2].x", "pos[0].z", "nothing", ""] {
        assert_eq!(columns.column::<u8>(path).unwrap_err(), rows.column::<u8>(path).unwrap_err());
    }
}
