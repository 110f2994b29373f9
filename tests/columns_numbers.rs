//! What columns of numbers add up to, and their least and greatest, against
//! plain loops.

use proptest::prelude::*;
use records_core::{Record, RecordBuf, Records};
use zerocopy::{big_endian, little_endian};

/// Numbers at odd bytes.
#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Odd<T: records_core::Element> {
    before: u8,
    number: T,
}

fn rows<T: records_core::Element>(numbers: impl IntoIterator<Item = T>) -> RecordBuf<Odd<T>> {
    numbers.into_iter().map(|number| Odd { before: 0xff, number }).collect()
}

/// NumPy's pairwise sum, as its source has it for `double`: blocks of up to 128
/// in eight strands, halves above, the first half a multiple of eight.
macro_rules! pairwise {
    ($name:ident $float:ident) => {
        fn $name(a: &[$float]) -> $float {
            let n = a.len();
            if n < 8 {
                let mut res = -0.0;
                for x in a {
                    res += x;
                }
                res
            } else if n <= 128 {
                let mut r = [a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]];
                let mut i = 8;
                while i < n - n % 8 {
                    for k in 0..8 {
                        r[k] += a[i + k];
                    }
                    i += 8;
                }
                let mut res = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
                while i < n {
                    res += a[i];
                    i += 1;
                }
                res
            } else {
                let mut n2 = n / 2;
                n2 -= n2 % 8;
                $name(&a[..n2]) + $name(&a[n2..])
            }
        }
    };
}
pairwise!(pairwise_f64 f64);
pairwise!(pairwise_f32 f32);

/// Lengths about every border of the algorithm.
fn lengths() -> impl Strategy<Value = usize> {
    let borders =
        [1, 7, 8, 9, 15, 16, 127, 128, 129, 135, 136, 137, 255, 256, 257, 1000, 1024, 3001];
    prop_oneof![1 => proptest::sample::select(borders.to_vec()), 1 => 1..400_usize]
}

fn floats() -> impl Strategy<Value = Vec<f64>> {
    let number = prop_oneof![
        8 => -1e6..1e6_f64,
        2 => any::<f64>(),
        1 => Just(0.0),
        1 => Just(-0.0),
        1 => Just(1e300),
        1 => Just(-1e300),
    ];
    lengths().prop_flat_map(move |len| proptest::collection::vec(number.clone(), len))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn floats_add_up_to_the_bits_of_numpys_pairwise_sum(numbers in floats(), step in 1..4_usize) {
        let numbers: Vec<f64> = numbers.into_iter().map(|x| if x.is_finite() { x } else { 1.0 }).collect();
        let buf = rows(numbers.iter().copied());
        let column = buf.view().step_by(step).columns().number;
        let picked: Vec<f64> = numbers.iter().copied().step_by(step).collect();
        let sum = pairwise_f64(&picked);
        prop_assert_eq!(column.sum().to_bits(), sum.to_bits());
        prop_assert_eq!(column.mean().unwrap().to_bits(), (sum / picked.len() as f64).to_bits());

        let swapped = rows(picked.iter().map(|&x| big_endian::F64::new(x)));
        prop_assert_eq!(swapped.columns().number.sum().to_bits(), sum.to_bits());

        let narrow: Vec<f32> = picked.iter().map(|&x| x as f32).filter(|x| x.is_finite()).collect();
        let single = rows(narrow.iter().copied());
        if !narrow.is_empty() {
            prop_assert_eq!(single.columns().number.sum().to_bits(), pairwise_f32(&narrow).to_bits());
            prop_assert_eq!(
                single.columns().number.mean().unwrap().to_bits(),
                (pairwise_f32(&narrow) / narrow.len() as f32).to_bits()
            );
        }
    }

    #[test]
    fn the_least_and_the_greatest_are_those_of_a_loop(
        numbers in proptest::collection::vec(prop_oneof![9 => any::<f64>(), 1 => Just(f64::NAN)], 0..40),
    ) {
        let (mut least, mut greatest) = (None, None);
        for &x in &numbers {
            least = Some(least.map_or(x, |y: f64| if x.is_nan() || y.is_nan() { f64::NAN } else { y.min(x) }));
            greatest = Some(greatest.map_or(x, |y: f64| if x.is_nan() || y.is_nan() { f64::NAN } else { y.max(x) }));
        }
        let bits = |x: Option<f64>| x.map(|x| if x.is_nan() { None } else { Some(x + 0.0) });
        let buf = rows(numbers.iter().copied());
        prop_assert_eq!(bits(buf.columns().number.min()), bits(least));
        prop_assert_eq!(bits(buf.columns().number.max()), bits(greatest));
        let swapped = rows(numbers.iter().map(|&x| big_endian::F64::new(x)));
        prop_assert_eq!(bits(swapped.columns().number.min()), bits(least));
        prop_assert_eq!(bits(swapped.columns().number.max()), bits(greatest));
    }
}

/// A test of one integer type, native and swapped, against 128-bit arithmetic.
macro_rules! integers {
    ($($name:ident $type:ident $sum:ident [$($endian:ty)?];)*) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(32))]
            $(
                #[test]
                fn $name(
                    numbers in proptest::collection::vec(
                        prop_oneof![6 => any::<$type>(), 1 => Just($type::MAX), 1 => Just($type::MIN)],
                        0..300,
                    ),
                ) {
                    let buf = rows(numbers.iter().copied());
                    let column = buf.columns().number;
                    prop_assert_eq!(column.min(), numbers.iter().copied().min());
                    prop_assert_eq!(column.max(), numbers.iter().copied().max());
                    // 300 numbers of 64 bits fit 128.
                    let sum: i128 = numbers.iter().map(|&x| i128::from(x)).sum();
                    let fits = $sum::try_from(sum).ok();
                    let found = std::panic::catch_unwind(|| column.sum()).ok();
                    prop_assert_eq!(found, fits);
                    $(
                        let buf = rows(numbers.iter().map(|&x| <$endian>::new(x)));
                        let column = buf.columns().number;
                        prop_assert_eq!(column.min(), numbers.iter().copied().min());
                        prop_assert_eq!(column.max(), numbers.iter().copied().max());
                        prop_assert_eq!(std::panic::catch_unwind(|| column.sum()).ok(), fits);
                    )?
                    if let Some(sum) = fits {
                        let mean = (!numbers.is_empty()).then(|| sum as f64 / numbers.len() as f64);
                        prop_assert_eq!(column.mean(), mean);
                    }
                }
            )*
        }
    };
}

integers! {
    u8_as_in_128_bits u8 u64 [];
    i8_as_in_128_bits i8 i64 [];
    u16_as_in_128_bits u16 u64 [big_endian::U16];
    i16_as_in_128_bits i16 i64 [little_endian::I16];
    u32_as_in_128_bits u32 u64 [big_endian::U32];
    i32_as_in_128_bits i32 i64 [big_endian::I32];
    u64_as_in_128_bits u64 u64 [big_endian::U64];
    i64_as_in_128_bits i64 i64 [big_endian::I64];
}

#[test]
fn sums_that_do_not_fit_panic_and_never_wrap() {
    fn overflows<T: records_core::Number>(numbers: &[T]) -> bool
    where
        T::Sum: std::fmt::Debug,
    {
        let buf = rows(numbers.iter().copied());
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| buf.columns().number.sum()))
            .is_err()
    }
    assert!(overflows(&[u64::MAX, 1]));
    assert!(!overflows(&[u64::MAX, 0]));
    assert!(overflows(&[i64::MIN, -1]));
    // Only the whole must fit.
    assert!(!overflows(&[i64::MAX, i64::MAX, i64::MIN, i64::MIN]));
    assert!(overflows(&[u128::MAX, 1]));
    assert!(overflows(&[i128::MIN, -1]));
    assert!(!overflows(&[i128::MIN, i128::MAX]));
    assert!(!overflows(&[u32::MAX; 3]));
    assert!(!overflows(&[i8::MIN; 300]));
}

#[test]
fn sums_of_128_bits_keep_them_all() {
    let big = u128::from(u64::MAX) * 3;
    assert_eq!(rows([big, 5]).columns().number.sum(), big + 5);
    assert_eq!(rows([i128::MIN, 7]).columns().number.sum(), i128::MIN + 7);
    assert_eq!(rows([i128::MIN, 7]).columns().number.min(), Some(i128::MIN));
    assert_eq!(rows([u128::MAX]).columns().number.mean(), Some(u128::MAX as f64));
}

#[test]
fn columns_of_no_items_add_up_to_zero_and_have_no_extremes() {
    let none = Records::<Odd<f64>>::from_bytes(&[]).unwrap().columns().number;
    assert_eq!(none.sum().to_bits(), 0);
    assert_eq!((none.min(), none.max(), none.mean()), (None, None, None));
    let none = Records::<Odd<i32>>::from_bytes(&[]).unwrap().columns().number;
    assert_eq!((none.sum(), none.min(), none.max(), none.mean()), (0, None, None, None));
}

#[test]
fn nan_and_the_infinities_count_as_in_numpy() {
    let sum = |numbers: &[f64]| rows(numbers.iter().copied()).columns().number.sum();
    assert!(sum(&[1.0, f64::NAN]).is_nan());
    assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
    assert_eq!(sum(&[f64::INFINITY, 1.0]), f64::INFINITY);
    // A sum of nothing but -0 is -0.
    assert_eq!(sum(&[-0.0; 3]).to_bits(), (-0.0_f64).to_bits());
    assert_eq!(sum(&[-0.0; 9]).to_bits(), (-0.0_f64).to_bits());
    for numbers in [[f64::NAN, 1.0, 2.0], [1.0, f64::NAN, 2.0], [1.0, 2.0, f64::NAN]] {
        let buf = rows(numbers);
        assert!(buf.columns().number.min().unwrap().is_nan());
        assert!(buf.columns().number.max().unwrap().is_nan());
        assert!(buf.columns().number.mean().unwrap().is_nan());
    }
}
