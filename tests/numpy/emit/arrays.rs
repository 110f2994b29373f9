//! Arrays of any number of dimensions, at any strides.

use records_core::{DType, DynArray, DynRecordBuf, npy};
use serde_json::Value as Json;

use super::dynamic::{in_file, numpys_layout, row};
use super::{Dirty, Files};
use crate::oracle::values;
use crate::random::Random;

pub fn all(files: &mut Files, random: &mut Random, count: usize) {
    for _ in 0..count {
        let layout = numpys_layout(random);
        let dimensions = random.below(5);
        let shape: Vec<usize> =
            (0..dimensions).map(|_| *random.pick(&[0, 1, 2, 2, 3, 3, 4])).collect();
        let items = shape.iter().product();
        let json: Vec<Json> = (0..items).map(|_| row(random, &layout)).collect();
        let mut buf = DynRecordBuf::new(&layout);
        for row in &json {
            buf.push(values::values(&layout, row)).unwrap();
        }
        let gap = if layout.itemsize() > 0 { random.below(2) * random.below(9) } else { 0 };
        let Dirty { bytes, offset, stride } = Dirty::new(&layout, buf.as_bytes(), gap);
        // How many items further the next one of each dimension is.
        let mut steps = vec![0; dimensions];
        let (fortran_order, mut step) = (random.below(2) == 0, 1);
        for i in 0..dimensions {
            let axis = if fortran_order { i } else { dimensions - 1 - i };
            steps[axis] = step;
            step *= shape[axis];
        }
        let strides: Vec<isize> = steps.iter().map(|&step| step as isize * stride).collect();
        let dtype = DType::record(layout.clone());
        let whole = DynArray::from_strided(&bytes, &dtype, offset, &shape, &strides).unwrap();
        // Each dimension as the items that it takes.
        let axes = shape.iter().zip(&steps);
        let axes = axes.map(|(&len, &step)| (0..len).map(|i| i * step).collect()).collect();
        let (view, axes) = part(random, whole, axes);
        let shape: Vec<usize> = axes.iter().map(Vec::len).collect();
        let path = files.path("array", "npy");
        npy::write(&path, &view).unwrap();
        let text = in_file(&layout).dtype_repr().to_string();
        let order = in_fortrans_order(&view, layout.itemsize());
        files.saved_in_order(&path, &text, &shape, order, &nested(&axes, 0, &json));
    }
}

/// A part of an array, some of its dimensions from behind, perhaps transposed.
fn part<'a>(
    random: &mut Random,
    mut view: DynArray<'a>,
    mut axes: Vec<Vec<usize>>,
) -> (DynArray<'a>, Vec<Vec<usize>>) {
    for (i, axis) in axes.iter_mut().enumerate() {
        if random.below(4) == 0 {
            let start = random.below(axis.len() + 1);
            view = view.slice(i, start..);
            axis.drain(..start);
        }
        if random.below(4) == 0 {
            view = view.reversed(i);
            axis.reverse();
        }
    }
    if random.below(4) == 0 {
        view = view.transposed();
        axes.reverse();
    }
    (view, axes)
}

/// The values of the items at the sums of the axes.
fn nested(axes: &[Vec<usize>], at: usize, json: &[Json]) -> Json {
    match axes {
        [] => json[at].clone(),
        [axis, rest @ ..] => axis.iter().map(|i| nested(rest, at + i, json)).collect(),
    }
}

/// Whether NumPy takes the items to lie in Fortran's order, and not in C's.
fn in_fortrans_order(view: &DynArray<'_>, size: usize) -> bool {
    let one_behind_the_other = |axes: &mut dyn Iterator<Item = usize>| {
        let mut step = size as isize;
        axes.filter(|&axis| view.shape()[axis] != 1).all(|axis| {
            let here = view.strides()[axis] == step;
            step *= view.shape()[axis] as isize;
            here
        })
    };
    let dimensions = view.shape().len();
    !view.shape().contains(&0)
        && one_behind_the_other(&mut (0..dimensions))
        && !one_behind_the_other(&mut (0..dimensions).rev())
}
