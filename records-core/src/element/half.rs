//! Half precision, from the crate `half`.

use half::f16;

use super::Element;
use super::primitive::primitives;
use crate::DType;

primitives! { f16 F16 }
