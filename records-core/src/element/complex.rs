//! Complex numbers, from the crate `num-complex`.

use num_complex::Complex;

use super::Element;
use super::primitive::primitives;
use crate::DType;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

// `Complex` is `repr(C)` with the real part first, as in NumPy and C.
primitives! { C64 C64 C128 C128 }
