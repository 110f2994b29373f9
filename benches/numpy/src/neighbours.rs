//! What the neighbours' works have in common; the rest is where the records are declared,
//! since it needs their fields.

use crate::by_hand::Plain;
use crate::ours::scalar;
use crate::work::Work;

/// A value to begin with, of any type of a field.
pub fn zero<T: Copy>() -> T {
    // SAFETY: the fields are numbers and arrays of bytes, for which zeros are a value.
    unsafe { std::mem::zeroed() }
}

/// The sum of a column that is stored as such, one after another.
pub fn sum<F: Plain>(column: Vec<F>) -> Option<Box<dyn Work>> {
    scalar(move || {
        let mut sum = F::Total::default();
        for item in &column {
            sum += item.total();
        }
        sum
    })
}
