//! Views of `ndarray` against the bytes they look at, and the places where there
//! is none.

#![cfg(feature = "ndarray")]

use proptest::prelude::*;
use records_core::ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, s};
use records_core::{
    Column, ColumnMut, Element, FixedBytes, Grid, GridMut, Matrix, MatrixBuf, MatrixMut,
    NdarrayError, Record, RecordBuf, Records, RecordsMut,
};

/// Bytes whose first lies `shift` bytes behind a multiple of 16.
struct Bytes {
    words: Vec<u128>,
    shift: usize,
    len: usize,
}

impl Bytes {
    fn new(shift: usize, len: usize) -> Bytes {
        let mut bytes = Bytes { words: vec![0; (shift + len).div_ceil(16)], shift, len };
        for (i, byte) in bytes.get_mut().iter_mut().enumerate() {
            *byte = (i * 7 + i / 251) as u8;
        }
        bytes
    }

    fn get(&self) -> &[u8] {
        let bytes: &[u8] = records_core::bytemuck::cast_slice(&self.words);
        &bytes[self.shift..self.shift + self.len]
    }

    fn get_mut(&mut self) -> &mut [u8] {
        let bytes: &mut [u8] = records_core::bytemuck::cast_slice_mut(&mut self.words);
        &mut bytes[self.shift..self.shift + self.len]
    }
}

fn i32_at(bytes: &[u8], at: isize) -> i32 {
    i32::from_ne_bytes(bytes[at as usize..at as usize + 4].try_into().unwrap())
}

/// Items of 4 bytes somewhere in some bytes.
#[derive(Clone, Debug)]
struct Place {
    shift: usize,
    lead: usize,
    stride: isize,
    count: usize,
}

fn place() -> impl Strategy<Value = Place> {
    let stride =
        prop_oneof![(-6..=6_isize).prop_map(|items| items * 4), -30..=30_isize, Just(0_isize),];
    (0..8_usize, 0..8_usize, stride, 0..6_usize).prop_map(|(shift, lead, stride, count)| Place {
        shift,
        lead,
        stride,
        count,
    })
}

impl Place {
    /// The byte at which the first item lies, and the length of the bytes.
    fn span(&self) -> (usize, usize) {
        let gaps = self.count.saturating_sub(1) * self.stride.unsigned_abs();
        let first = self.lead + if self.stride < 0 { gaps } else { 0 };
        (first, self.lead + gaps + 4)
    }

    /// What must be wrong with it, if anything: worked out from the numbers alone.
    fn wrong(&self) -> Option<&'static str> {
        if self.count == 0 {
            None
        } else if self.count > 1 && self.stride % 4 != 0 {
            Some("stride")
        } else if (self.shift as isize + self.span().0 as isize) % 4 != 0 {
            Some("alignment")
        } else {
            None
        }
    }
}

fn what(error: &NdarrayError) -> &'static str {
    match error {
        NdarrayError::Stride { .. } => "stride",
        NdarrayError::Misaligned { .. } => "alignment",
        _ => "something else",
    }
}

proptest! {
    #[test]
    fn columns_are_views_where_strides_divide(place in place()) {
        let (first, len) = place.span();
        let bytes = Bytes::new(place.shift, len);
        let bytes = bytes.get();
        let rows =
            Records::<(i32,)>::from_strided(bytes, first, place.stride, place.count).unwrap();
        let column = rows.column(<(i32,)>::FIELDS.0);
        match column.as_ndarray() {
            Ok(view) => {
                prop_assert_eq!(place.wrong(), None);
                prop_assert_eq!(view.len(), place.count);
                for i in 0..place.count {
                    let at = first as isize + i as isize * place.stride;
                    prop_assert_eq!(view[i], i32_at(bytes, at));
                    prop_assert_eq!((&raw const view[i]).cast(), bytes[at as usize..].as_ptr());
                }
                // And back.
                let back = Column::from(view);
                prop_assert_eq!(back, column);
                prop_assert_eq!(Column::from(&view), column);
                if place.count > 1 {
                    prop_assert_eq!(back.stride(), place.stride);
                }
                let odd = view.slice(s![..;-2]);
                prop_assert_eq!(Column::from(odd), column.reversed().step_by(2));
            }
            Err(error) => prop_assert_eq!(place.wrong(), Some(what(&error))),
        }
        prop_assert_eq!(column.to_ndarray().to_vec(), column.to_vec());
    }

    #[test]
    fn mutable_columns_write_through(place in place()) {
        prop_assume!(place.stride.abs() >= 4);
        let (first, len) = place.span();
        let mut bytes = Bytes::new(place.shift, len);
        let mut twin = bytes.get().to_vec();
        let mut rows =
            RecordsMut::<(i32,)>::from_strided(bytes.get_mut(), first, place.stride, place.count)
                .unwrap();
        let mut column = rows.column_mut(<(i32,)>::FIELDS.0);
        let lent = column.as_ndarray_mut().map(|mut view| {
            for (i, item) in view.iter_mut().enumerate() {
                *item = item.wrapping_mul(3) + i as i32;
            }
        });
        prop_assert_eq!(lent.is_ok(), column.as_ndarray().is_ok());
        prop_assert_eq!(lent.as_ref().err().map(what), place.wrong());
        if lent.is_ok() {
            for i in 0..place.count {
                let at = first as isize + i as isize * place.stride;
                let value = i32_at(&twin, at).wrapping_mul(3) + i as i32;
                twin[at as usize..at as usize + 4].copy_from_slice(&value.to_ne_bytes());
            }
            let whole: ArrayViewMut1<'_, i32> = column.into_ndarray().unwrap();
            ColumnMut::from(whole).update(|value| !value);
            for i in 0..place.count {
                let at = first as isize + i as isize * place.stride;
                let value = !i32_at(&twin, at);
                twin[at as usize..at as usize + 4].copy_from_slice(&value.to_ne_bytes());
            }
        }
        prop_assert_eq!(bytes.get(), &twin[..]);
    }

    #[test]
    fn planes_are_views(
        shift in 0..4_usize,
        height in 0..4_usize,
        width in 0..4_usize,
        gap in 0..5_usize,
        bottom_up in any::<bool>(),
        second in any::<bool>(),
    ) {
        type Pair = (i16, i16);
        let stride = width * 4 + gap;
        let row_stride = if bottom_up { -(stride as isize) } else { stride as isize };
        let mut bytes = Bytes::new(shift, height * stride);
        let mut twin = bytes.get().to_vec();
        let at = |y: usize, x: usize| {
            let line = if bottom_up { height - 1 - y } else { y };
            line * stride + x * 4 + if second { 2 } else { 0 }
        };
        let fits = width * height == 0
            || (shift.is_multiple_of(2) && (height < 2 || stride.is_multiple_of(2)));

        let grid = Grid::<Pair>::from_bytes(bytes.get(), height, width, row_stride).unwrap();
        let plane = if second {
            grid.plane(Pair::FIELDS.1)
        } else {
            grid.plane(Pair::FIELDS.0)
        };
        match plane.as_ndarray() {
            Ok(view) => {
                prop_assert!(fits, "{:?}", view);
                prop_assert_eq!(view.dim(), (height, width));
                for ((y, x), item) in view.indexed_iter() {
                    let at = at(y, x);
                    prop_assert_eq!(&item.to_ne_bytes()[..], &twin[at..at + 2]);
                }
                prop_assert_eq!(Matrix::from(&view), plane);
                let turned = Matrix::from(view.t());
                prop_assert_eq!((turned.height(), turned.width()), (width, height));
                for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
                    prop_assert_eq!(turned.get(x, y), plane.get(y, x));
                }
                if height > 1 && width > 1 {
                    let part = view.slice(s![1..;-1, ..;2]);
                    let crop = Matrix::from(part);
                    for ((y, x), item) in part.indexed_iter() {
                        prop_assert_eq!(crop.get(y, x), Some(*item));
                    }
                    let crop = plane.crop(1.., 1..);
                    prop_assert_eq!(crop.as_ndarray().unwrap(), view.slice(s![1.., 1..]));
                }
            }
            Err(error) => prop_assert!(!fits, "{}", error),
        }

        let mut grid =
            GridMut::<Pair>::from_bytes(bytes.get_mut(), height, width, row_stride).unwrap();
        let mut plane = if second {
            grid.plane_mut(Pair::FIELDS.1)
        } else {
            grid.plane_mut(Pair::FIELDS.0)
        };
        prop_assert_eq!(plane.as_ndarray_mut().is_ok(), fits);
        if let Ok(view) = plane.into_ndarray() {
            let mut turned = MatrixMut::from(view.reversed_axes());
            turned.update(|item| item ^ 0x0101);
            for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
                turned.set(x, y, turned.get(x, y).unwrap().wrapping_add((y * 10 + x) as i16));
                let at = at(y, x);
                let old = i16::from_ne_bytes(twin[at..at + 2].try_into().unwrap()) ^ 0x0101;
                let new = old.wrapping_add((y * 10 + x) as i16);
                twin[at..at + 2].copy_from_slice(&new.to_ne_bytes());
            }
        }
        prop_assert_eq!(bytes.get(), &twin[..]);
    }
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

#[test]
fn packed_doubles_are_refused() {
    let samples: RecordBuf<Sample> =
        (0..4).map(|id| Sample { id, sin: 0.5, cos: id.into() }).collect();
    let cos = samples.columns().cos;
    assert_eq!(
        cos.as_ndarray().unwrap_err(),
        NdarrayError::Stride { axis: 0, stride: 18, size: 8 }
    );
    // 18 is a multiple of 2, and 36 of 4, but the bytes to an f64 nine rows on are 162.
    assert_eq!(samples.columns().id.as_ndarray().unwrap().to_vec(), [0, 1, 2, 3]);
    assert_eq!(
        cos.step_by(2).as_ndarray().unwrap_err(),
        NdarrayError::Stride { axis: 0, stride: 36, size: 8 }
    );
    // Four rows on the stride divides, and what is left is the alignment: byte 10.
    let many: RecordBuf<Sample> =
        (0..8).map(|id| Sample { id, sin: 0.5, cos: id.into() }).collect();
    let error = many.columns().cos.step_by(4).as_ndarray().unwrap_err();
    match error {
        NdarrayError::Misaligned { address, alignment: 8 } => assert_ne!(address % 8, 0),
        other => panic!("{other}"),
    }
    let error: records_core::Error = cos.as_ndarray().unwrap_err().into();
    assert!(error.to_string().contains("18 bytes apart"), "{error}");
    assert_eq!(cos.to_ndarray(), Array1::from(vec![0.0, 1.0, 2.0, 3.0]));
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Wrapped {
    inner: Padded,
    text: FixedBytes<3>,
    sample: Sample,
    on: bool,
    nothing: [f64; 0],
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Padded {
    a: u8,
    b: u32,
}

#[test]
fn types_go_by_their_bytes() {
    let sample = Sample { id: 1, sin: 2.0, cos: 3.0 };
    let row = |a| Wrapped {
        inner: Padded { a, b: 7 },
        text: FixedBytes::from_bytes(b"xy").unwrap(),
        sample,
        on: a == 1,
        nothing: [],
    };
    let mut rows: RecordBuf<Wrapped> = (0..3).map(row).collect();
    let columns = rows.columns();
    let size = Wrapped::LAYOUT.itemsize();

    // In place: read as they are, padding and all.
    if size.is_multiple_of(8) {
        assert_eq!(columns.inner.as_ndarray().unwrap()[2], Padded { a: 2, b: 7 });
    } else {
        let error = columns.inner.as_ndarray().unwrap_err();
        assert_eq!(error, NdarrayError::Stride { axis: 0, stride: size as isize, size: 8 });
    }
    assert_eq!(columns.inner.slice(1..2).as_ndarray().unwrap()[0], Padded { a: 1, b: 7 });
    assert_eq!(columns.on.as_ndarray().unwrap().to_vec(), [false, true, false]);
    // Rust need not keep a struct without `repr` as the record has it.
    let error = columns.sample.as_ndarray().unwrap_err();
    assert!(matches!(&error, NdarrayError::NotInPlace { dtype } if dtype.contains("Sample")));
    // Of items of no bytes there can be as many as one likes, anywhere.
    let nothing = columns.nothing.as_ndarray().unwrap();
    assert_eq!(nothing.len(), 3);
    assert_eq!(Column::from(nothing), columns.nothing);

    let mut columns = rows.columns_mut();
    assert_eq!(columns.nothing.as_ndarray_mut().unwrap().len(), 3);
    columns.on.as_ndarray_mut().unwrap()[2] = true;
    let one = columns.inner.reborrow().into_slice(..1);
    let error = one.into_ndarray().unwrap_err();
    assert!(matches!(error, NdarrayError::Padding { .. }), "{error}");
    assert!(rows.get(2).unwrap().on);
}

#[test]
fn strides_of_one_or_no_item_are_nobodys_business() {
    let bytes = Bytes::new(0, 8);
    for stride in [0, 1, -3, 18, isize::MAX, isize::MIN] {
        let one = Records::<(i32,)>::from_strided(bytes.get(), 4, stride, 1).unwrap();
        let view = one.column(<(i32,)>::FIELDS.0).as_ndarray().unwrap();
        assert_eq!(view.to_vec(), [i32_at(bytes.get(), 4)]);
        let none = Records::<(i32,)>::from_strided(bytes.get(), 3, stride, 0).unwrap();
        assert!(none.column(<(i32,)>::FIELDS.0).as_ndarray().unwrap().is_empty());
    }
    assert!(Column::<'_, f64>::default().as_ndarray().unwrap().is_empty());
    assert!(ColumnMut::<'_, f64>::from(ArrayViewMut1::from(&mut [])).is_empty());
}

#[test]
fn more_items_than_ndarray_counts_are_refused() {
    let rows = Records::<(u8,)>::from_strided(&[7], 0, 0, usize::MAX).unwrap();
    let column = rows.column(<(u8,)>::FIELDS.0);
    let error = column.as_ndarray().unwrap_err();
    assert_eq!(error, NdarrayError::TooLarge { shape: vec![usize::MAX] });
    let most = column.slice(..isize::MAX as usize).as_ndarray().unwrap();
    assert_eq!((most.len(), most[isize::MAX as usize - 1]), (isize::MAX as usize, 7));

    let flat = Grid::<(u8,)>::from_bytes(&[], usize::MAX, 0, 0).unwrap();
    let plane = flat.plane(<(u8,)>::FIELDS.0);
    let error = plane.as_ndarray().unwrap_err();
    assert_eq!(error, NdarrayError::TooLarge { shape: vec![usize::MAX, 0] });
    let flat = Grid::<(u8,)>::from_bytes(&[], 5, 0, 0).unwrap();
    assert_eq!(flat.plane(<(u8,)>::FIELDS.0).as_ndarray().unwrap().dim(), (5, 0));
}

#[test]
fn rows_of_one_type_are_matrices() {
    type Four = (f32, f32, f32, f32);
    let rows: RecordBuf<Four> = (0..3).map(|i| (i as f32, 10.0, 20.0, 30.0 + i as f32)).collect();
    let view = rows.view();
    let all = view.as_matrix().as_ndarray().unwrap();
    assert_eq!((all.dim(), all[[2, 3]]), ((3, 4), 32.0));
    // Some fields: the strides are those of the rows.
    let ends = view.select((Four::FIELDS.3, Four::FIELDS.0)).as_matrix();
    let ends = ends.as_ndarray().unwrap();
    assert_eq!(ends, records_core::ndarray::arr2(&[[30., 0.], [31., 1.], [32., 2.]]));
    assert_eq!(ends.strides(), [4, -3]);
    let every = view.reversed().step_by(2).as_matrix().as_ndarray().unwrap();
    assert_eq!(every.column(0).to_vec(), [2.0, 0.0]);

    let copy: MatrixBuf<f32> = view.to_matrix();
    let at = copy.as_slice().as_ptr();
    let array: Array2<f32> = copy.into_ndarray().unwrap();
    assert_eq!((array.view(), array.as_ptr()), (all, at));
    let back = MatrixBuf::from(array);
    assert_eq!((back.as_slice().as_ptr(), back.row(1)), (at, Some(&[1., 10., 20., 31.][..])));
    // What does not lie row by row is copied, what was cut stays where it is.
    let turned = MatrixBuf::from(back.clone().into_ndarray().unwrap().reversed_axes());
    assert_eq!((turned.height(), turned.row(0)), (4, Some(&[0., 1., 2.][..])));
    let mut cut = back.into_ndarray().unwrap();
    cut.slice_collapse(s![1.., ..]);
    let cut = MatrixBuf::from(cut);
    assert_eq!((cut.height(), cut.row(1)), (2, Some(&[2., 10., 20., 32.][..])));
    let mut none = cut.into_ndarray().unwrap();
    none.slice_collapse(s![2.., ..]);
    assert_eq!(MatrixBuf::from(none).as_slice(), [0.0; 0]);
}

#[test]
fn arrays_become_columns() {
    let mut array: Array2<i64> = Array2::from_shape_fn((4, 5), |(y, x)| (y * 10 + x) as i64);
    let column = Column::from(array.column(2));
    assert_eq!((column.sum(), column.stride()), (2 + 12 + 22 + 32, 40));
    let flat: Array1<i64> = array.row(3).to_owned();
    assert_eq!(Column::from(&flat).max(), Some(34));
    assert_eq!(Matrix::from(&array).column(4).to_vec(), [4, 14, 24, 34]);
    // One value seen many times can be read.
    let same = flat.slice(s![..1]);
    let same: ArrayView1<'_, i64> = same.broadcast(1000).unwrap();
    assert_eq!(Column::from(same).sum(), 30_000);
    let wide: ArrayView2<'_, i64> = flat.broadcast((3, 5)).unwrap();
    assert_eq!(Matrix::from(wide).strides(), (0, 8));

    ColumnMut::from(array.column_mut(0)).fill(-1);
    MatrixMut::from(&mut array).set(3, 4, 99);
    let mut last = array.index_axis_mut(Axis(0), 3).into_owned();
    ColumnMut::from(&mut last).update(|value| value + 1);
    assert_eq!(last.to_vec(), [0, 32, 33, 34, 100]);
    assert_eq!(array.column(0).to_vec(), [-1; 4]);
    assert_eq!(<[i64; 2]>::SIZE, 16);
}
