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
