//! Half precision, from the crate `half`.

use half::f16;

use super::Element;
use super::primitive::primitives;
use crate::DType;

primitives! { f16 F16 }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, RecordBuf};

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Reading {
        id: u8,
        value: f16,
    }

    #[test]
    fn is_two_bytes_printed_and_added_up() {
        let values = [1.5, -2.0, 65504.0, 6e-8, f32::INFINITY, -0.0];
        let readings: RecordBuf<Reading> =
            values.iter().map(|&value| Reading { id: 1, value: f16::from_f32(value) }).collect();
        assert_eq!(Reading::LAYOUT.itemsize(), 3);
        let column = readings.view().column(Reading::FIELDS.value);
        assert_eq!(alloc::format!("{column}"), "[1.5, -2.0, 65504.0, 5.9604645e-8, inf, -0.0]");
        assert_eq!(column.slice(..2).sum(), f16::from_f32(-0.5));
        assert_eq!(column.slice(..2).mean(), Some(f16::from_f32(-0.25)));
        assert_eq!(column.min(), Some(f16::from_f32(-2.0)));
    }

    #[test]
    fn printing_knows_every_value() {
        for bits in 0..=u16::MAX {
            let value = f16::from_bits(bits);
            let bytes = bits.to_ne_bytes();
            let column = crate::Records::<(f16,)>::from_bytes(&bytes).unwrap();
            let shown = alloc::format!("{}", column.column(<(f16,)>::FIELDS.0));
            assert_eq!(shown, alloc::format!("[{:?}]", value.to_f32()));
        }
    }
}
