//! Arrays of any number of dimensions against a list of where their items lie: which
//! are accepted, what they show, what is written.

use proptest::prelude::*;
use records_core::{DType, DynArray, DynArrayMut, Element, Error, Layout, Record, Value};

/// Where the items of an array lie, one by one, in C order.
#[derive(Clone, Debug)]
struct Model {
    shape: Vec<usize>,
    at: Vec<i128>,
}

impl Model {
    fn new(offset: usize, shape: &[usize], strides: &[isize]) -> Model {
        let mut at = vec![offset as i128];
        for (&len, &stride) in shape.iter().zip(strides) {
            at = at
                .iter()
                .flat_map(|&at| (0..len).map(move |i| at + i as i128 * stride as i128))
                .collect();
        }
        Model { shape: shape.to_vec(), at }
    }

    fn indices(&self) -> Vec<Vec<usize>> {
        let mut all = vec![vec![]];
        for &len in &self.shape {
            all = all
                .iter()
                .flat_map(|index| (0..len).map(move |i| [&index[..], &[i]].concat()))
                .collect();
        }
        all
    }

    fn fits(&self, offset: usize, size: usize, bytes: usize) -> bool {
        let inside = |at: i128, size: usize| at >= 0 && at + size as i128 <= bytes as i128;
        self.at.iter().all(|&at| inside(at, size)) && inside(offset as i128, 0)
    }

    fn overlaps(&self, size: usize) -> bool {
        let mut at = self.at.clone();
        at.sort_unstable();
        size > 0 && at.windows(2).any(|two| two[1] - two[0] < size as i128)
    }

    fn equally_apart(&self) -> bool {
        self.shape.len() == 1 || self.at.windows(3).all(|at| at[1] - at[0] == at[2] - at[1])
    }

    /// The items that an index of the whole, made from theirs, picks.
    fn pick(&self, shape: Vec<usize>, from: impl Fn(&[usize]) -> Vec<usize>) -> Model {
        let indices = self.indices();
        let mut picked = Model { shape, at: vec![] };
        for index in picked.indices() {
            let whole = from(&index);
            picked.at.push(self.at[indices.iter().position(|index| *index == whole).unwrap()]);
        }
        picked
    }
}

#[derive(Clone, Copy, Debug)]
enum Walk {
    Index(usize, usize),
    Slice(usize, usize, usize),
    Reversed(usize),
    Transposed,
}

fn walk() -> impl Strategy<Value = Walk> {
    let n = || 0..30_usize;
    prop_oneof![
        (n(), n()).prop_map(|(axis, i)| Walk::Index(axis, i)),
        (n(), n(), n()).prop_map(|(axis, a, b)| Walk::Slice(axis, a, b)),
        n().prop_map(Walk::Reversed),
        Just(Walk::Transposed),
    ]
}

fn step<'a>(array: &DynArray<'a>, model: &Model, walk: Walk) -> (DynArray<'a>, Model) {
    let dims = model.shape.len();
    let along = |axis: usize| (axis % dims.max(1), model.shape[axis % dims.max(1)]);
    match walk {
        Walk::Transposed => {
            let shape = model.shape.iter().rev().copied().collect();
            let back = |index: &[usize]| index.iter().rev().copied().collect();
            (array.transposed(), model.pick(shape, back))
        }
        _ if dims == 0 => (array.clone(), model.clone()),
        Walk::Index(axis, i) => {
            let (axis, len) = along(axis);
            if len == 0 {
                return (array.clone(), model.clone());
            }
            let mut shape = model.shape.clone();
            shape.remove(axis);
            let whole = |index: &[usize]| {
                let mut index = index.to_vec();
                index.insert(axis, i % len);
                index
            };
            (array.index(axis, i % len), model.pick(shape, whole))
        }
        Walk::Slice(axis, a, b) => {
            let (axis, len) = along(axis);
            let (a, b) = (a % (len + 1), b % (len + 1));
            let (a, b) = (a.min(b), a.max(b));
            let mut shape = model.shape.clone();
            shape[axis] = b - a;
            let whole = |index: &[usize]| {
                let mut index = index.to_vec();
                index[axis] += a;
                index
            };
            (array.slice(axis, a..b), model.pick(shape, whole))
        }
        Walk::Reversed(axis) => {
            let (axis, len) = along(axis);
            let whole = |index: &[usize]| {
                let mut index = index.to_vec();
                index[axis] = len - 1 - index[axis];
                index
            };
            (array.reversed(axis), model.pick(model.shape.clone(), whole))
        }
    }
}

/// Items of raw bytes, each of which then is its own value.
fn agrees(array: &DynArray<'_>, model: &Model, bytes: &[u8], size: usize) {
    let item = |at: i128| &bytes[at as usize..at as usize + size];
    assert_eq!(array.shape(), model.shape);
    assert_eq!(array.len(), model.at.len());
    for (index, &at) in model.indices().iter().zip(&model.at) {
        assert_eq!(array.get(index).unwrap(), *item(at), "{index:?}");
        let mut outside = index.clone();
        for axis in 0..outside.len() {
            outside[axis] = model.shape[axis];
            assert!(array.get(&outside).is_none());
            outside[axis] = index[axis];
        }
    }
    assert!(array.get(&vec![0; model.shape.len() + 1]).is_none());
    assert!(array.iter().map(Some).eq(model.indices().iter().map(|index| array.get(index))));

    let items: Vec<u8> = model.at.iter().flat_map(|&at| item(at)).copied().collect();
    assert_eq!(array.to_records().as_bytes(), items);
    let lanes = array.lanes().flat_map(|lane| lane.repack().into_bytes());
    assert_eq!(lanes.collect::<Vec<u8>>(), items);
    match array.records() {
        Ok(records) => {
            assert!(model.equally_apart());
            assert_eq!(records.repack().as_bytes(), items);
        }
        Err(Error::Shape { .. }) => assert!(!model.equally_apart()),
        Err(error) => panic!("{error}"),
    }
    if !model.at.is_empty() && size > 0 {
        let dense = |order: &[i128]| {
            order.iter().enumerate().all(|(i, at)| *at == order[0] + (i * size) as i128)
        };
        assert_eq!(array.is_c_contiguous(), dense(&model.at));
        let back: Vec<usize> = model.shape.iter().rev().copied().collect();
        let turned = model.pick(back, |index| index.iter().rev().copied().collect());
        assert_eq!(array.is_f_contiguous(), dense(&turned.at));
    }
    assert!(array.to_string().len() < 100_000);
}

/// Shapes and strides, and how far the memory is from being just enough.
fn places() -> impl Strategy<Value = (Vec<(usize, isize)>, usize, isize, isize)> {
    let stride = prop_oneof![3 => -20..=20_isize, 1 => Just(0), 2 => 1..=4_isize];
    let dims =
        proptest::collection::vec((prop_oneof![1 => 0..1_usize, 9 => 1..5_usize], stride), 0..6);
    (dims, 0..6_usize, -2..12_isize, -2..12_isize)
}

/// Bytes that all differ from their neighbours, at any alignment.
fn memory(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 7 + i / 37) as u8).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn reads_what_lies_within_and_refuses_the_rest(
        (dims, size, front, back) in places(),
        walks in proptest::collection::vec(walk(), 0..5),
        start in 0..8_usize,
    ) {
        let (shape, strides): (Vec<usize>, Vec<isize>) = dims.into_iter().unzip();
        let reach = Model::new(0, &shape, &strides);
        let low = reach.at.iter().min().copied().unwrap_or(0);
        let high = reach.at.iter().max().copied().unwrap_or(0);
        let offset = usize::try_from(-low + front as i128).unwrap_or(0);
        let len = usize::try_from(offset as i128 + high + size as i128 + back as i128).unwrap_or(0);
        let whole = memory(start + len);
        let bytes = &whole[start..];
        let model = Model::new(offset, &shape, &strides);

        let array = DynArray::from_strided(bytes, &DType::Raw(size), offset, &shape, &strides);
        prop_assert_eq!(array.is_ok(), model.fits(offset, size, len), "{:?}", array);
        match array {
            Ok(mut array) => {
                let mut model = model;
                agrees(&array, &model, bytes, size);
                for walk in walks {
                    (array, model) = step(&array, &model, walk);
                    agrees(&array, &model, bytes, size);
                }
            }
            Err(Error::ArrayOutOfBounds { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn writes_only_its_items(
        (dims, size, front, back) in places(),
        start in 0..8_usize,
    ) {
        let (shape, strides): (Vec<usize>, Vec<isize>) = dims.into_iter().unzip();
        let reach = Model::new(0, &shape, &strides);
        let low = reach.at.iter().min().copied().unwrap_or(0);
        let high = reach.at.iter().max().copied().unwrap_or(0);
        let offset = usize::try_from(-low + front as i128).unwrap_or(0);
        let len = usize::try_from(offset as i128 + high + size as i128 + back as i128).unwrap_or(0);
        let mut whole = memory(start + len + 8);
        let mut expected = whole.clone();
        let bytes = &mut whole[start..start + len];
        let model = Model::new(offset, &shape, &strides);
        let dtype = DType::Raw(size);
        match DynArrayMut::from_strided(bytes, &dtype, offset, &shape, &strides) {
            Ok(mut array) => {
                prop_assert!(model.fits(offset, size, len) && !model.overlaps(size));
                for (k, (index, &at)) in model.indices().iter().zip(&model.at).enumerate() {
                    let item: Vec<u8> = (0..size).map(|i| (k * 31 + i) as u8 ^ 0x5a).collect();
                    let at = start + at as usize;
                    expected[at..at + size].copy_from_slice(&item);
                    array.set(index, &Value::Raw(item)).unwrap();
                }
                let outside = vec![9; shape.len() + 1];
                prop_assert!(array.set(&outside, &Value::Raw(vec![0; size])).is_err());
            }
            Err(Error::ArrayOutOfBounds { .. }) => prop_assert!(!model.fits(offset, size, len)),
            Err(Error::RowsOverlap { .. }) => {
                // Not more careful than it says: some stride is smaller than what the
                // smaller ones reach.
                let mut steps: Vec<(usize, usize)> = strides.iter().map(|s| s.unsigned_abs())
                    .zip(shape.iter().copied()).filter(|(_, len)| *len > 1).collect();
                steps.sort_unstable();
                let reach = |n: usize| size + steps[..n].iter().map(|(s, len)| s * (len - 1)).sum::<usize>();
                prop_assert!((0..steps.len()).any(|n| steps[n].0 < reach(n)));
            }
            Err(error) => panic!("{error}"),
        }
        prop_assert_eq!(whole, expected);
    }

    #[test]
    fn parts_of_dense_arrays_can_be_written(
        shape in proptest::collection::vec(1..5_usize, 0..5),
        size in 1..4_usize,
        walks in proptest::collection::vec(walk(), 0..5),
    ) {
        let mut bytes = vec![0; shape.iter().product::<usize>() * size];
        let dtype = DType::Raw(size);
        let array = DynArray::from_bytes(&bytes, &dtype, &shape).unwrap();
        let mut model = Model::new(0, array.shape(), array.strides());
        let mut walked = array;
        for walk in walks {
            (walked, model) = step(&walked, &model, walk);
        }
        let (shape, strides) = (walked.shape().to_vec(), walked.strides().to_vec());
        let offset = model.at.first().copied().unwrap_or(0) as usize;
        DynArrayMut::from_strided(&mut bytes, &dtype, offset, &shape, &strides).unwrap();
    }
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Cell {
    id: u8,
    level: zerocopy::big_endian::I16,
    on: bool,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct OnId {
    on: bool,
    id: u8,
}

fn cells() -> Vec<u8> {
    (0..12).flat_map(|i| [i, 0, 10 * i, i % 2]).collect()
}

fn cell() -> DType {
    DType::record(Cell::LAYOUT.clone())
}

#[test]
fn typed_views_find_fields_by_name() {
    let bytes = cells();
    let array = DynArray::from_bytes(&bytes, &cell(), &[3, 4]).unwrap();
    let grid = array.grid::<OnId>().unwrap();
    assert_eq!((grid.height(), grid.width()), (3, 4));
    assert_eq!(grid.get(2, 1), Some(OnId { on: true, id: 9 }));
    assert_eq!(array.transposed().grid::<OnId>().unwrap().get(1, 2), grid.get(2, 1));
    let level = array.matrix::<zerocopy::big_endian::I16>("level").unwrap();
    assert_eq!(level.row(1).to_vec().iter().map(|v| v.get()).sum::<i16>(), 40 + 50 + 60 + 70);
    assert_eq!(array.field("id").unwrap().matrix::<u8>("").unwrap().get(2, 3), Some(11));

    let line = array.index(0, 1);
    assert_eq!(line.typed::<OnId>().unwrap().get(3), Some(OnId { on: true, id: 7 }));
    assert_eq!(line.column::<u8>("id").unwrap().to_vec(), [4, 5, 6, 7]);
    assert_eq!(line.to_string(), line.records().unwrap().to_string());
    let value = line.index(0, 0).get(&[]).unwrap();
    assert_eq!(value.get("level").unwrap(), &Value::Int(40));
}

#[test]
fn wrong_dimensions_are_told() {
    let bytes = cells();
    let array = DynArray::from_bytes(&bytes, &cell(), &[3, 4]).unwrap();
    let error = array.typed::<Cell>().unwrap_err();
    assert_eq!(error.to_string(), "an array of shape (3, 4) has 2 dimensions, not 1");
    let error = array.index(0, 0).grid::<Cell>().unwrap_err();
    assert_eq!(error.to_string(), "an array of shape (4,) has 1 dimension, not 2");
    assert!(array.column::<u8>("id").is_err());
    assert!(array.index(1, 0).matrix::<u8>("id").is_err());
    assert!(array.matrix::<u16>("id").is_err());
    assert!(array.matrix::<u8>("no").is_err());
    let error = DynArray::from_bytes(&bytes, &cell(), &[3, 5]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the memory of an array of shape (3, 5) has length 48, expected 60"
    );
    let error = DynArray::from_strided(&bytes, &cell(), 0, &[3, 4], &[4]).unwrap_err();
    assert!(matches!(error, Error::Lengths { expected: 2, found: 1, .. }), "{error}");
}

#[test]
fn values_are_checked_and_their_place_is_told() {
    let mut bytes = cells();
    bytes[4 * 6 + 3] = 7;
    let array = DynArray::from_bytes(&bytes, &cell(), &[3, 4]).unwrap();
    let place = |error| match error {
        Error::Invalid { row, field, byte, .. } => (row, field, byte),
        error => panic!("{error}"),
    };
    assert_eq!(place(array.grid::<Cell>().unwrap_err()), (6, "on".into(), 3));
    assert_eq!(place(array.matrix::<bool>("on").unwrap_err()), (6, "on".into(), 3));
    assert_eq!(place(array.index(0, 1).typed::<Cell>().unwrap_err()), (2, "on".into(), 3));
    assert_eq!(place(array.index(0, 1).column::<bool>("on").unwrap_err()), (2, "on".into(), 3));
    assert!(array.slice(0, 2..).grid::<Cell>().is_ok());
    assert!(array.slice(1, ..2).grid::<Cell>().is_ok());

    let mut array = DynArrayMut::from_bytes(&mut bytes, &cell(), &[3, 4]).unwrap();
    assert_eq!(place(array.grid_mut::<Cell>().unwrap_err()), (6, "on".into(), 3));
    assert_eq!(place(array.matrix_mut::<bool>("on").unwrap_err()), (6, "on".into(), 3));
    assert!(array.index_mut(0, 1).typed_mut::<Cell>().is_err());
    array.set(&[1, 2], &array.get(&[1, 2]).unwrap()).unwrap();
    assert!(array.grid_mut::<Cell>().is_ok(), "a bool is written as 0 or 1");
}

#[test]
fn typed_views_write_through() {
    let mut bytes = cells();
    let mut array = DynArrayMut::from_bytes(&mut bytes, &cell(), &[3, 4]).unwrap();
    array.grid_mut::<OnId>().unwrap().set(0, 0, OnId { on: true, id: 100 });
    array.reversed_mut(0).slice_mut(1, 1..2).matrix_mut::<u8>("id").unwrap().fill(50);
    array.transposed_mut().index_mut(1, 1).column_mut::<u8>("id").unwrap().update(|id| id + 1);
    array.index_mut(0, 2).typed_mut::<OnId>().unwrap().set(3, OnId { on: false, id: 200 });
    array.records_mut().unwrap().set_value(2, "id", &77.into()).unwrap();
    array.field_mut("level").unwrap().set(&[2, 0], &(-1).into()).unwrap();
    assert!(matches!(array.set(&[0, 0], &7.into()), Err(Error::CannotHold { .. })));
    let error = array.set(&[0, 4], &7.into()).unwrap_err();
    assert_eq!(error.to_string(), "an array of shape (3, 4) has no item (0, 4)");
    assert_eq!(array.view().len(), 12);

    let mut expected = cells();
    (expected[0], expected[3]) = (100, 1);
    for line in 0..3 {
        expected[16 * line + 4] = 50;
    }
    for x in 0..4 {
        expected[16 + 4 * x] += 1;
    }
    (expected[44], expected[47], expected[8]) = (200, 0, 77);
    expected[33..35].copy_from_slice(&[255, 255]);
    assert_eq!(bytes, expected);
}

#[test]
fn rows_are_arrays_of_one_dimension() {
    let bytes = cells();
    let rows = records_core::DynRecords::from_bytes(&bytes, Cell::LAYOUT).unwrap();
    let array = DynArray::from(rows.step_by(5));
    assert_eq!((array.shape(), array.strides()), (&[3][..], &[20][..]));
    assert_eq!(array.records().unwrap(), rows.step_by(5));
    // What a selection leaves out is not copied.
    let some = DynArray::from(rows.select(&["id"]).unwrap());
    assert_eq!(some.to_records().as_bytes(), (0..12).collect::<Vec<u8>>());
}

#[test]
fn plain_items_are_records_of_one_field() {
    let bytes = [1_u8, 0, 2, 0, 3, 0, 4, 0];
    let dtype = u16::DTYPE.with_order(records_core::ByteOrder::Little);
    let array = DynArray::from_bytes(&bytes, &dtype, &[2, 2]).unwrap();
    assert_eq!(array.layout().fields()[0].name(), "f0");
    assert_eq!(array.records().unwrap().value(3, "f0").unwrap(), 4);
    assert_eq!(array.to_string(), "[[1, 2], [3, 4]]");
    assert_eq!(array, array.transposed().transposed());
    assert_ne!(array, array.transposed());
    let zero = DynArray::from_strided(&bytes, &dtype, 6, &[], &[]).unwrap();
    assert_eq!((zero.len(), zero.to_string()), (1, "4".to_string()));
    assert_eq!(zero.records().unwrap().len(), 1);
}

#[test]
fn shapes_beyond_all_memory_are_refused_or_empty() {
    let huge = usize::MAX / 2;
    let of = |shape: &[usize], strides: &[isize]| {
        DynArray::from_strided(&[0; 4], &DType::U8, 0, shape, strides)
    };
    assert!(matches!(of(&[huge, huge], &[0, 0]), Err(Error::Shape { .. })));
    assert!(matches!(of(&[1; 65], &[1; 65]), Err(Error::Shape { .. })));
    assert!(matches!(of(&[huge], &[isize::MIN]), Err(Error::ArrayOutOfBounds { .. })));
    assert!(matches!(of(&[huge], &[isize::MAX]), Err(Error::ArrayOutOfBounds { .. })));
    for dtype in [DType::Raw(usize::MAX), DType::array(DType::U64, usize::MAX)] {
        assert!(matches!(
            DynArray::from_strided(&[0; 4], &dtype, 0, &[1], &[1]),
            Err(Error::Layout(_))
        ));
    }

    // Nobody goes anywhere in an empty array.
    let empty = of(&[huge, 0, huge], &[isize::MIN, isize::MAX, 3]).unwrap();
    assert!(empty.is_empty());
    let walked = empty.reversed(0).slice(0, huge - 3..).index(0, 2).reversed(1).transposed();
    assert_eq!(walked.shape(), [huge, 0]);
    assert_eq!(walked.to_string(), "[[], [], [], [], ..., [], [], [], []]");
    assert_eq!(walked.grid::<(u8,)>().unwrap().height(), huge);
    assert_eq!(walked.records().unwrap().len(), 0);
    assert_eq!(walked.to_records().len(), 0);
    assert_eq!(walked.matrix::<u8>("").unwrap().width(), 0);

    // One byte seen as many, and shown as few.
    let many = of(&[2; 62], &[0; 62]).unwrap();
    assert_eq!(many.len(), 1 << 62);
    assert!(many.to_string().len() < 10_000);
    assert_eq!(many.records().unwrap().len(), 1 << 62);
    let layout = Layout::packed([("f0", DType::BOOL)]);
    let many = DynArray::from_strided(&[0; 4], &DType::record(layout), 0, &[huge, 2], &[0, 0]);
    assert_eq!(many.unwrap().grid::<(bool,)>().unwrap().height(), huge);
}
