//! Complex numbers, from the crate `num-complex`.

use num_complex::Complex;

use super::Element;
use super::primitive::primitives;
use crate::DType;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

// `Complex` is `repr(C)` with the real part first, as in NumPy and C.
primitives! { C64 C64 C128 C128 }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, RecordBuf};

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    struct Bin {
        id: u8,
        wide: C128,
        narrow: C64,
    }

    #[test]
    fn is_two_floats_real_part_first() {
        assert_eq!(Bin::LAYOUT.field("wide").unwrap().offset(), align_of::<f64>());
        let bin = Bin { id: 1, wide: C128::new(0.5, -2.0), narrow: C64::new(1.0, 3.0) };
        let bins: RecordBuf<Bin> = [bin].into_iter().collect();
        assert_eq!(bins.get(0), Some(bin));
        let wide = Bin::LAYOUT.field("wide").unwrap().offset();
        assert_eq!(bins.as_bytes()[wide..wide + 8], 0.5_f64.to_ne_bytes());
        assert_eq!(alloc::format!("{bins:?}"), "[{id: 1, wide: 0.5-2.0i, narrow: 1.0+3.0i}]");
    }
}
