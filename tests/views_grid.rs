//! Two dimensions against plain loops: any row stride, padded lines, crops.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/model.rs"]
mod model;
#[path = "common/records.rs"]
mod records;

use cases::{GUARD, Random, range};
use model::{Model, NaiveRecord, bytes_of};
use proptest::prelude::*;
use records::*;
use records_core::{Error, Grid, GridMut, Matrix, Record, RecordBuf, Records};

/// Lines in memory.
#[derive(Clone, Debug)]
struct Frame {
    height: usize,
    width: usize,
    /// Bytes between two lines; negative, and lines overlap.
    gap: isize,
    bottom_up: bool,
    shift: usize,
    seed: u64,
}

fn frame(gap: std::ops::Range<isize>) -> impl Strategy<Value = Frame> {
    (0..6_usize, 0..6_usize, gap, any::<bool>(), 0..16_usize, any::<u64>()).prop_map(
        |(height, width, gap, bottom_up, shift, seed)| Frame {
            height,
            width,
            gap,
            bottom_up,
            shift,
            seed,
        },
    )
}

/// Memory with a grid in it, and its places: a model for each line.
struct Memory {
    bytes: Vec<u8>,
    given: std::ops::Range<usize>,
    row_stride: isize,
    lines: Vec<Model>,
}

impl Frame {
    fn memory<R: NaiveRecord>(&self) -> Memory {
        let line = self.width * R::BYTES;
        let apart = if R::PICKY { self.gap.max(0) } else { self.gap };
        let step = (line as isize + apart).max(0) as usize;
        let span = self.height.saturating_sub(1) * step;
        let len = if line == 0 || self.height == 0 { 0 } else { span + line };

        let mut bytes = Random(self.seed).bytes(GUARD + self.shift + len + GUARD);
        let start = GUARD + self.shift;
        let row_stride = if self.bottom_up { -(step as isize) } else { step as isize };
        let first = start + if self.bottom_up { span } else { 0 };
        let mut places = Vec::new();
        for y in 0..self.height as isize {
            // Lines without bytes are all in one place, whatever the stride.
            let at = if line == 0 { start } else { (first as isize + y * row_stride) as usize };
            let row: Vec<usize> = (0..self.width).map(|x| at + x * R::BYTES).collect();
            if len > 0 {
                row.iter().for_each(|&at| R::mend(&mut bytes[at..][..R::BYTES]));
            }
            places.push(row);
        }
        let address = bytes.as_ptr().addr();
        let line = |rows| Model {
            bytes: bytes.clone(),
            rows,
            fields: R::AT.to_vec(),
            address,
            whole: true,
        };
        let lines = places.into_iter().map(line).collect();
        Memory { bytes, given: start..start + len, row_stride, lines }
    }
}

fn grid_agrees<R: NaiveRecord, L: records_core::Placement<R>>(
    grid: &Grid<'_, R, L>,
    lines: &[Model],
    width: usize,
) {
    assert_eq!((grid.height(), grid.width()), (lines.len(), width));
    assert_eq!((grid.rows().len(), grid.rows().rev().count()), (lines.len(), lines.len()));
    for (y, (line, row)) in lines.iter().zip(grid.rows()).enumerate() {
        line.agrees(&row);
        line.agrees(&grid.row(y));
        for x in 0..width + 2 {
            let expected = (x < width).then(|| line.row::<R>(x));
            assert_eq!(grid.get(y, x).as_ref().map(bytes_of), expected);
        }
        assert!(grid.get(y, usize::MAX).is_none());
    }
    assert!(grid.get(lines.len(), 0).is_none() && grid.get(usize::MAX, 0).is_none());
    for x in 0..width {
        let column: Vec<_> = grid.column(x).iter().map(|record| bytes_of(&record)).collect();
        assert_eq!(column, lines.iter().map(|line| line.row::<R>(x)).collect::<Vec<_>>());
    }
}

fn reads<R: NaiveRecord>(frame: &Frame, cut: [usize; 4]) {
    let Memory { bytes, given, row_stride, lines } = frame.memory::<R>();
    let grid = Grid::<R>::from_bytes(&bytes[given.clone()], frame.height, frame.width, row_stride)
        .unwrap();
    grid_agrees(&grid, &lines, frame.width);
    let flipped: Vec<Model> = lines.iter().rev().cloned().collect();
    grid_agrees(&grid.flipped(), &flipped, frame.width);

    let (ys, xs) = (range(cut[0], cut[1], frame.height), range(cut[2], cut[3], frame.width));
    let mut cropped = flipped[ys.clone()].to_vec();
    cropped.iter_mut().for_each(|line| line.rows = line.rows[xs.clone()].to_vec());
    grid_agrees(&grid.flipped().crop(ys, xs.clone()), &cropped, xs.len());

    // One byte less is too few.
    if !given.is_empty() {
        let less = &bytes[given.start..given.end - 1];
        let refused = Grid::<R>::from_bytes(less, frame.height, frame.width, row_stride);
        assert!(matches!(refused, Err(Error::OutOfBounds { .. })));
    }
}

fn writes<R: NaiveRecord>(frame: &Frame) {
    let mut random = Random(frame.seed ^ 3);
    let Memory { mut bytes, given, row_stride, lines } = frame.memory::<R>();
    // One model for all lines: they write to the same bytes.
    let mut model = Model {
        bytes: bytes.clone(),
        rows: Vec::new(),
        fields: R::AT.to_vec(),
        address: 0,
        whole: true,
    };
    let mut set = |at: usize, value: &R| {
        model.rows = vec![at];
        model.set(0, value);
    };
    let mut grid =
        GridMut::<R>::from_bytes(&mut bytes[given], frame.height, frame.width, row_stride).unwrap();
    // All lines held at once, and written last to first.
    let mut all: Vec<_> = grid.rows_mut().collect();
    assert_eq!(all.len(), frame.height);
    for (row, line) in all.iter_mut().zip(&lines).rev() {
        let value: R = random.record();
        row.fill(value);
        line.rows.iter().for_each(|&at| set(at, &value));
    }
    for (y, line) in lines.iter().enumerate() {
        for (x, &at) in line.rows.iter().enumerate().skip(y % 2).step_by(2) {
            let value: R = random.record();
            grid.set(y, x, value);
            assert_eq!(grid.get(y, x).as_ref().map(bytes_of), Some(bytes_of(&value)));
            set(at, &value);
        }
    }
    if frame.height > 0 && frame.width > 0 {
        let value: R = random.record();
        grid.row_mut(frame.height - 1).set(frame.width - 1, value);
        set(*lines[frame.height - 1].rows.last().unwrap(), &value);
    }
    assert_eq!(bytes, model.bytes);
}

macro_rules! grids_agree {
    ($($name:ident $record:ty;)*) => {$(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(48))]

                #[test]
                fn read_as_the_model_does(frame in frame(-70..20), cut in any::<[u8; 4]>()) {
                    reads::<$record>(&frame, cut.map(usize::from));
                }

                #[test]
                fn written_as_the_model_does(frame in frame(0..20)) {
                    writes::<$record>(&frame);
                }

                #[test]
                fn overlapping_lines_are_read_only(frame in frame(-20..0)) {
                    let Memory { mut bytes, given, row_stride, .. } = frame.memory::<$record>();
                    let line = frame.width * <$record as model::Naive>::BYTES;
                    let overlap = frame.height > 1 && row_stride.unsigned_abs() < line;
                    let found = GridMut::<$record>::from_bytes(
                        &mut bytes[given], frame.height, frame.width, row_stride,
                    );
                    let refused = matches!(found, Err(Error::RowsOverlap { .. }));
                    prop_assert_eq!(refused, overlap);
                    prop_assert_eq!(found.is_ok(), !overlap);
                }
            }
        }
    )*};
}

grids_agree! {
    packed Sample;
    aligned Person;
    nested Crate;
    no_bytes Nothing;
    few_valid_bytes Flags;
}

proptest! {
    #[test]
    fn grids_lie_within_their_bytes_or_are_refused(
        len in 0..400_usize,
        height in prop_oneof![4 => 0..8_usize, 1 => any::<usize>(), 1 => Just(usize::MAX)],
        width in prop_oneof![4 => 0..8_usize, 1 => any::<usize>(), 1 => Just(usize::MAX)],
        row_stride in prop_oneof![4 => -120..120_isize, 1 => any::<isize>(), 1 => Just(isize::MIN)],
    ) {
        let mut bytes = vec![0; len];
        let line = width as u128 * 18;
        let span = (height as u128).saturating_sub(1) * row_stride.unsigned_abs() as u128;
        let none = height == 0 || width == 0;
        let within = none || span + line <= len as u128;
        let apart = none || height == 1 || row_stride.unsigned_abs() as u128 >= line;
        match Grid::<Sample>::from_bytes(&bytes, height, width, row_stride) {
            Ok(grid) => prop_assert!(within && (grid.height(), grid.width()) == (height, width)),
            Err(error) => prop_assert!(!within && matches!(error, Error::OutOfBounds { .. }), "{error}"),
        }
        match GridMut::<Sample>::from_bytes(&mut bytes, height, width, row_stride) {
            Ok(_) => prop_assert!(within && apart),
            Err(Error::RowsOverlap { .. }) => prop_assert!(within && !apart),
            Err(error) => prop_assert!(!within, "{error}"),
        }
    }

    #[test]
    fn a_plane_to_be_written_writes_one_field_and_nothing_else(frame in frame(0..20)) {
        let Memory { mut bytes, given, row_stride, lines } = frame.memory::<Crate>();
        let mut expected = bytes.clone();
        let (height, width) = (frame.height, frame.width);
        let mut grid =
            GridMut::<Crate>::from_bytes(&mut bytes[given], height, width, row_stride).unwrap();
        let mut plane = grid.plane_mut(Crate::FIELDS.grid);
        let item = |y, x| [[Loose { x: y as u8, y: x as u32 }; 2]; 2];
        plane.fill(item(9, 9));
        for (y, line) in lines.iter().enumerate() {
            for (x, at) in line.rows.iter().enumerate() {
                match x % 3 {
                    0 => plane.set(y, x, item(y, x)),
                    1 => plane.row_mut(y).set(x, item(y, x)),
                    _ => {}
                }
                let value = if x % 3 < 2 { item(y, x) } else { item(9, 9) };
                prop_assert_eq!(plane.get(y, x), Some(value));
                for (k, loose) in value.as_flattened().iter().enumerate() {
                    let at = at + 53 + 8 * k;
                    expected[at] = loose.x;
                    expected[at + 4..at + 8].copy_from_slice(&loose.y.to_ne_bytes());
                }
            }
        }
        prop_assert_eq!((plane.get(height, 0), plane.get(0, width)), (None, None));
        let mut seen = 0;
        plane.update(|value| {
            seen += 1;
            value
        });
        prop_assert_eq!(seen, height * width);
        prop_assert_eq!(bytes, expected);
    }

    #[test]
    fn a_plane_is_one_field_of_every_record(frame in frame(-70..20), cut in any::<[u8; 4]>()) {
        let Memory { bytes, given, row_stride, lines } = frame.memory::<Crate>();
        let grid = Grid::<Crate>::from_bytes(&bytes[given], frame.height, frame.width, row_stride).unwrap();
        let plane: Matrix<'_, Nest> = grid.plane(Crate::FIELDS.nest);
        let expected: Vec<Vec<Vec<u8>>> = lines.iter().map(|line| line.column::<Crate>(1)).collect();
        prop_assert_eq!((plane.height(), plane.width()), (frame.height, frame.width));
        for y in 0..frame.height + 1 {
            for x in 0..frame.width + 1 {
                let wanted = expected.get(y).and_then(|row| row.get(x)).cloned();
                prop_assert_eq!(plane.get(y, x).as_ref().map(bytes_of), wanted);
            }
        }
        let all: Vec<_> = plane.to_vec().iter().map(bytes_of).collect();
        prop_assert_eq!(all, expected.concat());

        let cut = cut.map(usize::from);
        let (ys, xs) = (range(cut[0], cut[1], frame.height), range(cut[2], cut[3], frame.width));
        let cropped = plane.crop(ys.clone(), xs.clone());
        for (y, row) in cropped.rows().enumerate() {
            let row: Vec<_> = row.iter().map(|item| bytes_of(&item)).collect();
            prop_assert_eq!(&row, &expected[ys.start + y][xs.clone()]);
        }
        for x in 0..cropped.width() {
            let column: Vec<_> = cropped.column(x).iter().map(|item| bytes_of(&item)).collect();
            let wanted: Vec<_> = expected[ys.clone()].iter().map(|row| row[xs.start + x].clone()).collect();
            prop_assert_eq!(column, wanted);
        }
    }
}

/// Three fields of one type, the distance between them even.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, size = 16)]
struct Point {
    x: f32,
    y: f32,
    z: f32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, project = Point)]
struct Backwards {
    z: f32,
    y: f32,
    x: f32,
}

/// Of one type, but not evenly spaced.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Uneven {
    #[record(offset = 0)]
    a: u16,
    #[record(offset = 2)]
    b: u16,
    #[record(offset = 5)]
    c: u16,
}

#[test]
fn records_of_one_type_are_rows_of_a_matrix() {
    let point = |i: u8| Point { x: i.into(), y: f32::from(i) + 0.25, z: f32::from(i) + 0.5 };
    let points: RecordBuf<Point> = (0..3).map(point).collect();
    let matrix = points.view().as_matrix();
    assert_eq!((matrix.height(), matrix.width(), matrix.strides()), (3, 3, (16, 4)));
    assert_eq!(matrix.row(1), [1.0, 1.25, 1.5]);
    assert_eq!(matrix.column(2), points.columns().z);
    assert_eq!((matrix.get(2, 3), matrix.get(3, 0)), (None, None));
    assert_eq!(points.view().try_as_matrix(), Some(matrix));
    let owned = points.view().to_matrix();
    assert_eq!(owned.as_slice(), matrix.to_vec());
    assert_eq!((owned.get(2, 2), owned.get(2, 3), owned.get(3, 0)), (Some(2.5), None, None));
    assert_eq!((owned.row(1), owned.row(3)), (Some(&[1.0, 1.25, 1.5][..]), None));

    // Through a projection the fields lie backwards: a negative step.
    let turned = points.view().reversed().project::<Backwards>();
    let matrix = turned.as_matrix();
    assert_eq!(matrix.strides(), (-16, -4));
    assert_eq!(matrix.row(0), [2.5, 2.25, 2.0]);
    assert_eq!(turned.to_matrix().as_slice(), matrix.to_vec());
    // And of one field only.
    let one = points.view().select((Point::FIELDS.y,)).as_matrix();
    assert_eq!((one.width(), one.to_vec()), (1, vec![0.25, 1.25, 2.25]));
}

#[test]
fn records_whose_fields_lie_unevenly_or_differ_are_no_matrix_in_place() {
    let bytes: Vec<u8> = (0..14).collect();
    let uneven = Records::<Uneven>::from_bytes(&bytes).unwrap();
    assert!(uneven.try_as_matrix().is_none());
    let copy = uneven.to_matrix();
    let number = |at: u8| u16::from_ne_bytes([at, at + 1]);
    assert_eq!(copy.as_slice(), [0, 2, 5, 7, 9, 12].map(number));
    let panic = std::panic::catch_unwind(|| uneven.as_matrix()).err().unwrap();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "the fields of `Uneven` do not lie evenly in these rows"
    );
    let bytes = [0; 44];
    assert!(Records::<Person>::from_bytes(&bytes).unwrap().try_as_matrix().is_none());
}

#[test]
fn a_grid_says_which_line_or_column_there_is_not() {
    /// What a call panics with.
    fn says<T>(call: impl FnOnce() -> T) -> String {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).err().unwrap();
        *caught.downcast::<String>().unwrap()
    }
    let bytes = [0; 36];
    let grid = Grid::<Sample>::from_bytes(&bytes, 1, 2, 36).unwrap();
    let sample = grid.get(0, 0).unwrap();
    assert_eq!(says(|| grid.row(1)), "line 1 of a grid of 1 lines");
    assert_eq!(says(|| grid.column(2)), "column 2 of a grid of 2 columns");
    assert!(says(|| grid.crop(0..2, ..)).contains("1 items"));
    assert_eq!(says(|| grid.plane(Sample::FIELDS.id).row(1)), "row 1 of a matrix of 1 rows");
    let mut bytes = bytes;
    let mut grid = GridMut::<Sample>::from_bytes(&mut bytes, 1, 2, 36).unwrap();
    assert_eq!(says(|| grid.set(0, 2, sample)), "record (0, 2) of a grid of 1 x 2");
    assert_eq!(says(|| grid.row_mut(1).len()), "line 1 of a grid of 1 lines");
}

#[test]
fn one_field_of_a_line_is_written_alone() {
    let mut bytes = [0xee; 2 * 40];
    let mut grid = GridMut::<Sample>::from_bytes(&mut bytes, 2, 2, 40).unwrap();
    grid.plane_mut(Sample::FIELDS.id).row_mut(1).copy_from_slice(&[1, 2]);
    assert_eq!(grid.plane(Sample::FIELDS.id).row(1), [1, 2]);
    let mut expected = [0xee; 80];
    expected[40..42].copy_from_slice(&1_i16.to_ne_bytes());
    expected[58..60].copy_from_slice(&2_i16.to_ne_bytes());
    assert_eq!(bytes, expected);
}
