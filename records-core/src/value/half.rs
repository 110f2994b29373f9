//! IEEE 754 half precision, for those who do not ask for the crate `half`.

/// The value of IEEE 754 half precision.
pub(crate) fn half_to_f32(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = ((bits >> 10) & 0x1f, f32::from(bits & 0x3ff));
    match exponent {
        0 => sign * fraction / 16_777_216.0,
        0x1f if fraction == 0.0 => sign * f32::INFINITY,
        0x1f => f32::NAN,
        _ => {
            let power = f32::from_bits((u32::from(exponent) + 127 - 15) << 23);
            sign * power * (1.0 + fraction / 1024.0)
        }
    }
}

/// The nearest value of half precision, the even one of two; infinity beyond the
/// largest.
pub(crate) fn f32_to_half(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let (exponent, fraction) = ((bits >> 23 & 0xff) as i32 - 127, bits & 0x7f_ffff);
    match exponent {
        128 if fraction != 0 => sign | 0x7e00,
        16.. => sign | 0x7c00,
        // Rounding up may carry into the exponent, up to infinity, as it should.
        -14..=15 => sign + round((exponent + 15) as u32 * (1 << 23) + fraction, 13),
        // Below the least normal number the leading one is a digit like others.
        -25..=-15 => sign + round(fraction | 1 << 23, (-1 - exponent) as u32),
        _ => sign,
    }
}

/// [`f32_to_half`] of a wider number, which is rounded once.
pub(crate) fn f64_to_half(value: f64) -> u16 {
    let near = value as f32;
    let (wide, bits) = (f64::from(near), near.to_bits());
    if wide == value || value.is_nan() || bits & 1 == 1 {
        return f32_to_half(near);
    }
    // Of the two that it lies between, the odd one, which is no tie.
    let odd = if wide.abs() > value.abs() { bits - 1 } else { bits + 1 };
    f32_to_half(f32::from_bits(odd))
}

/// The upper bits of a number, rounded to the nearest, the even one of two.
fn round(bits: u32, cut: u32) -> u16 {
    let (kept, rest, half) = (bits >> cut, bits & ((1 << cut) - 1), 1 << (cut - 1));
    let up = rest > half || (rest == half && kept & 1 == 1);
    (kept + u32::from(up)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for bits in 0..=u16::MAX {
            let value = half_to_f32(bits);
            if value.is_nan() {
                assert_eq!(f32_to_half(value) & 0x7e00, 0x7e00);
            } else {
                assert_eq!(f32_to_half(value), bits, "{value}");
            }
        }
    }

    #[test]
    fn doubles_are_rounded_once() {
        for (bits, next) in (0..0x7c00_u16).map(|bits| (bits, bits + 1)) {
            let next = if next == 0x7c00 { 65_536.0 } else { half_to_f32(next).into() };
            let tie = f64::midpoint(half_to_f32(bits).into(), next);
            let even = bits + (bits & 1);
            for (value, expected) in
                [(tie.next_down(), bits), (tie, even), (tie.next_up(), bits + 1)]
            {
                assert_eq!(f64_to_half(value), expected, "{value:e}");
                assert_eq!(f64_to_half(-value), expected | 0x8000, "{value:e}");
            }
        }
        assert_eq!(f64_to_half(f64::MAX), 0x7c00);
        assert_eq!(f64_to_half(f64::NEG_INFINITY), 0xfc00);
        assert_eq!(f64_to_half(f64::NAN) & 0x7e00, 0x7e00);
        assert_eq!(f64_to_half(f64::from_bits(1)), 0);
    }

    #[cfg(feature = "half")]
    #[test]
    fn rounds_as_half_does() {
        // Every exponent, and fractions around the ties.
        for exponent in 0..=255_u32 {
            for step in 0..2048_u32 {
                for near in [0, 1, 0xfff, 0x1000, 0x1001, 0x1fff] {
                    let bits = exponent << 23 | (step << 12 & 0x7f_e000) | near;
                    let value = f32::from_bits(bits);
                    if !value.is_nan() {
                        assert_eq!(
                            f32_to_half(value),
                            half::f16::from_f32(value).to_bits(),
                            "{value:e}"
                        );
                        assert_eq!(f32_to_half(-value), half::f16::from_f32(-value).to_bits());
                    }
                }
            }
        }
    }
}
