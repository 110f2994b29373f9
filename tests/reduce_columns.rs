//! Columns of numbers reduced by every kernel that the CPU has, at all kinds of
//! strides, bases, byte orders and lengths, against plain loops over the bytes.

#[path = "common/random.rs"]
#[allow(dead_code, reason = "a part of it is used")]
mod random;

use std::sync::Mutex;

use random::Random;
use records_core::zerocopy::{big_endian as be, little_endian as le};
use records_core::{Column, Element, Kernel, Number, Records};

/// Which kernel runs is one for all threads.
static FORCED: Mutex<()> = Mutex::new(());

/// Does something with every kernel that the CPU has.
fn with_each_kernel(mut act: impl FnMut(Kernel)) {
    let _alone = FORCED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
        Kernel::force(Some(kernel)).unwrap();
        act(kernel);
    }
    Kernel::force(None).unwrap();
}

/// About every border: strands, leaves, halves, runs.
const LENGTHS: [usize; 30] = [
    0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 100, 127, 128, 129, 135, 136, 137, 255, 256, 257,
    264, 383, 384, 385, 1000, 4097, 9001,
];

/// Distances from one item to the next: dense, packed among others, upon each other,
/// backwards.
fn strides(size: isize) -> [isize; 10] {
    [size, size + 1, 18, 44, 64, 259, 0, 1, -size, -size - 3]
}

/// Items at a stride, in bytes that begin anywhere.
struct Items {
    bytes: Vec<u8>,
    offset: usize,
    stride: isize,
    len: usize,
}

impl Items {
    /// Room for items, the bytes filled by the function, which is given the item's number.
    fn new(
        size: usize,
        stride: isize,
        len: usize,
        base: usize,
        mut item: impl FnMut(usize) -> Vec<u8>,
    ) -> Items {
        let reach = stride.unsigned_abs() * len.saturating_sub(1);
        let offset = if stride < 0 { base + reach } else { base };
        // Not a byte more than the last item needs.
        let mut items = Items { bytes: vec![0xa5; base + reach + size], offset, stride, len };
        for i in 0..len {
            let at = items.at(i);
            items.bytes[at..at + size].copy_from_slice(&item(i));
        }
        items
    }

    fn at(&self, i: usize) -> usize {
        (self.offset as isize + i as isize * self.stride) as usize
    }

    fn column<F: Element>(&self) -> Column<'_, F> {
        let rows = Records::<(F,)>::from_strided(&self.bytes, self.offset, self.stride, self.len);
        rows.unwrap().columns().0
    }

    fn numbers<F: Number>(&self, read: impl Fn(&[u8]) -> F::Value) -> Vec<F::Value> {
        (0..self.len).map(|i| read(&self.bytes[self.at(i)..][..F::SIZE])).collect()
    }
}

/// NumPy's pairwise sum, as its source has it.
macro_rules! pairwise {
    ($name:ident $float:ident) => {
        fn $name(a: &[$float]) -> $float {
            let n = a.len();
            if n < 8 {
                a.iter().fold(-0.0, |sum, x| sum + x)
            } else if n <= 128 {
                let mut r: [$float; 8] = a[..8].try_into().unwrap();
                for i in 8..n - n % 8 {
                    r[i % 8] += a[i];
                }
                let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
                a[n - n % 8..].iter().fold(sum, |sum, x| sum + x)
            } else {
                let half = n / 2 - n / 2 % 8;
                $name(&a[..half]) + $name(&a[half..])
            }
        }
    };
}
pairwise!(pairwise_f64 f64);
pairwise!(pairwise_f32 f32);

/// Two `f64`s that add up to twice the precision.
#[derive(Clone, Copy)]
struct Twice(f64, f64);

impl Twice {
    fn add(self, x: f64) -> Twice {
        let sum = self.0 + x;
        let part = sum - self.0;
        let error = (self.0 - (sum - part)) + (x - part);
        let low = self.1 + error;
        Twice(sum + low, low - ((sum + low) - sum))
    }
}

/// The variance by its definition, in about twice the precision.
fn plain_var(numbers: &[f64]) -> f64 {
    let n = numbers.len() as f64;
    let sum = numbers.iter().fold(Twice(0.0, 0.0), |sum, &x| sum.add(x));
    let mean = (sum.0 + sum.1) / n;
    // What the division leaves, and what the sum has behind its first part.
    let rest = (mean.mul_add(-n, sum.0) + sum.1) / n;
    let squares = numbers.iter().fold(Twice(0.0, 0.0), |sum, &x| {
        let distance = (x - mean) - rest;
        sum.add(distance * distance)
    });
    (squares.0 + squares.1) / n
}

/// How far a variance may be off: by its own precision, and by that to which the means of
/// blocks are known.
fn rounding(precision: f64, var: f64, size: f64) -> f64 {
    let mean = 4.0 * f64::EPSILON * size;
    precision * var + mean * var.sqrt() + mean * mean
}

/// Bits, of all NaNs the same.
macro_rules! bits {
    ($x:expr) => {
        if $x.is_nan() { None } else { Some($x.to_bits()) }
    };
}

/// A test of one float type, in native and given byte orders.
macro_rules! floats {
    ($($name:ident $float:ident $bits:ident $pairwise:ident $tolerance:literal [$($type:ty, $from:ident;)*];)*) => {$(
        #[test]
        fn $name() {
            let mut random = Random::new(7);
            let mut seen = 0;
            for len in LENGTHS {
                $(for stride in strides(size_of::<$float>() as isize) {
                    let base = random.below(9);
                    // Mostly numbers near each other, or any bits at all.
                    let wild = random.below(4) == 0;
                    let middle = *random.pick(&[0.0, 1.0, 1e6]);
                    let items = Items::new(size_of::<$float>(), stride, len, base, |_| {
                        let bits = random.next();
                        let tame = (bits % 2001) as $float / 1000.0 - 1.0 + middle as $float;
                        let native = if wild { $float::from_bits(bits as $bits) } else { tame };
                        // Big endian bytes, turned round where the type is little.
                        let mut bytes = native.to_be_bytes();
                        if $float::$from(bytes).to_bits() != native.to_bits() {
                            bytes.reverse();
                        }
                        bytes.to_vec()
                    });
                    let numbers =
                        items.numbers::<$type>(|bytes| $float::$from(bytes.try_into().unwrap()));
                    let sum = if len == 0 { 0.0 } else { $pairwise(&numbers) };
                    let undefined = numbers.iter().any(|x| x.is_nan());
                    let mut sorted = numbers.clone();
                    sorted.sort_by(|a, b| a.total_cmp(b));
                    let end = |end: Option<&$float>| end.map(|&x| if undefined { None } else { Some(x.to_bits()) });
                    let wide: Vec<f64> = numbers.iter().map(|&x| x.into()).collect();
                    let tame = wide.iter().all(|x| x.abs() < 1e9);
                    let dense = Column::<$float>::from_slice(&numbers);
                    let mut first = None;
                    with_each_kernel(|kernel| {
                        let column = items.column::<$type>();
                        let place = (kernel, len, stride, base);
                        assert_eq!(bits!(column.sum()), bits!(sum), "{place:?}");
                        assert_eq!(column.min().map(|x| bits!(x)), end(sorted.first()), "{place:?}");
                        assert_eq!(column.max().map(|x| bits!(x)), end(sorted.last()), "{place:?}");
                        let mean = (len > 0).then(|| bits!((sum / len as $float)));
                        assert_eq!(column.mean().map(|x| bits!(x)), mean, "{place:?}");
                        let spread = (column.var().map($float::to_bits), column.std().map($float::to_bits));
                        // The same whatever the stride, the byte order and the kernel.
                        let contiguous = (dense.var().map($float::to_bits), dense.std().map($float::to_bits));
                        assert_eq!(spread, contiguous, "{place:?}");
                        assert_eq!(*first.get_or_insert(spread), spread, "{place:?}");
                        if tame && len > 0 {
                            let (var, plain) = (f64::from(column.var().unwrap()), plain_var(&wide));
                            // What rounding the distances themselves may do.
                            let size = wide.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
                            let error = rounding($tolerance, plain, size) + f64::from($float::MIN_POSITIVE);
                            assert!((var - plain).abs() <= error, "{place:?}: {var} {plain}");
                            let std = f64::from(column.std().unwrap());
                            assert!((std * std - plain).abs() <= 2.0 * $tolerance * plain + 2.0 * error, "{place:?}: {std}");
                            seen += 1;
                        }
                    });
                })*
            }
            assert!(seen > 500, "{seen}");
        }
    )*};
}

floats! {
    doubles_of_either_order f64 u64 pairwise_f64 1e-13 [
        f64, from_ne_bytes; be::F64, from_be_bytes; le::F64, from_le_bytes;
    ];
    singles_of_either_order f32 u32 pairwise_f32 1e-7 [
        f32, from_ne_bytes; be::F32, from_be_bytes; le::F32, from_le_bytes;
    ];
}

/// A test of one integer type.
macro_rules! integers {
    ($($name:ident $int:ident $sum:ident [$($type:ty, $from:ident;)*];)*) => {$(
        #[test]
        fn $name() {
            let mut random = Random::new(11);
            for len in LENGTHS {
                $(for stride in strides(size_of::<$int>() as isize) {
                    let base = random.below(9);
                    // From few bits to all of them: sums that fit, and some that do not.
                    let shift = *random.pick(&[0, 1, $int::BITS / 2, $int::BITS - 5]);
                    let mut items = Items::new(size_of::<$int>(), stride, len, base, |_| {
                        let bits = u128::from(random.next()) << 64 | u128::from(random.next());
                        let number = bits as $int >> shift;
                        let mut bytes = number.to_be_bytes();
                        if $int::$from(bytes) != number {
                            bytes.reverse();
                        }
                        bytes.to_vec()
                    });
                    if len > 0 && random.below(3) == 0 {
                        // One that is large, somewhere.
                        let at = items.at(random.below(len));
                        items.bytes[at..at + size_of::<$int>()].fill(*random.pick(&[0xff, 0x7f, 0x80]));
                    }
                    let numbers =
                        items.numbers::<$type>(|bytes| $int::$from(bytes.try_into().unwrap()));
                    // In two halves, each of which fits 128 bits.
                    let low: u128 = numbers.iter().map(|&x| x as u128 & u128::from(u64::MAX)).sum();
                    #[allow(clippy::unnecessary_cast, reason = "not for all types")]
                    let high: i128 = numbers.iter().map(|&x| if size_of::<$int>() == 16 {
                        (x >> ($int::BITS / 2)) as i128
                    } else {
                        i128::from((x as i128) >> 64)
                    }).sum::<i128>() + (low >> 64) as i128;
                    // The upper half of a sum that fits is a sign or a number of 64 bits.
                    let sum = if $sum::BITS == 128 {
                        let fits = if $sum::MIN == 0 { u64::try_from(high).is_ok() } else { i64::try_from(high).is_ok() };
                        fits.then(|| (high << 64) as $sum | (low as u64) as $sum)
                    } else {
                        i64::try_from(high).ok().and_then(|high| {
                            $sum::try_from(i128::from(high) << 64 | i128::from(low as u64)).ok()
                        })
                    };
                    let wide: Vec<f64> = numbers.iter().map(|&x| x as f64).collect();
                    let mut first = None;
                    with_each_kernel(|kernel| {
                        let column = items.column::<$type>();
                        let place = (kernel, len, stride, base);
                        assert_eq!(column.checked_sum(), sum, "{place:?}");
                        assert_eq!(column.min(), numbers.iter().copied().min(), "{place:?}");
                        assert_eq!(column.max(), numbers.iter().copied().max(), "{place:?}");
                        let spread = (column.var().map(f64::to_bits), column.std().map(f64::to_bits));
                        assert_eq!(*first.get_or_insert(spread), spread, "{place:?}");
                        if len > 0 {
                            let (var, plain) = (column.var().unwrap(), plain_var(&wide));
                            let size = wide.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
                            let error = rounding(1e-13, plain, size);
                            assert!((var - plain).abs() <= error, "{place:?}: {var} {plain}");
                        }
                    });
                })*
            }
        }
    )*};
}

integers! {
    bytes_without_sign u8 u64 [u8, from_ne_bytes;];
    bytes_with_sign i8 i64 [i8, from_ne_bytes;];
    words_without_sign u16 u64 [u16, from_ne_bytes; be::U16, from_be_bytes; le::U16, from_le_bytes;];
    words_with_sign i16 i64 [i16, from_ne_bytes; be::I16, from_be_bytes;];
    of_32_bits_without_sign u32 u64 [u32, from_ne_bytes; be::U32, from_be_bytes;];
    of_32_bits_with_sign i32 i64 [i32, from_ne_bytes; be::I32, from_be_bytes;];
    of_64_bits_without_sign u64 u64 [u64, from_ne_bytes; be::U64, from_be_bytes;];
    of_64_bits_with_sign i64 i64 [i64, from_ne_bytes; be::I64, from_be_bytes;];
    of_128_bits_without_sign u128 u128 [u128, from_ne_bytes; be::U128, from_be_bytes;];
    of_128_bits_with_sign i128 i128 [i128, from_ne_bytes; be::I128, from_be_bytes;];
}

#[test]
fn wherever_a_nan_or_a_zero_stands_it_is_found() {
    with_each_kernel(|kernel| {
        for len in [1, 2, 7, 8, 9, 16, 17, 64, 129, 300, 5000] {
            for at in (0..len).step_by(if len > 300 { 97 } else { 1 }) {
                let place = (kernel, len, at);
                let mut numbers = vec![1.5_f64; len];
                numbers[at] = f64::NAN;
                let column = Column::from_slice(&numbers);
                assert!(
                    column.min().unwrap().is_nan() && column.max().unwrap().is_nan(),
                    "{place:?}"
                );
                // One NaN for all machines.
                assert_eq!(column.sum().to_bits(), f64::NAN.to_bits(), "{place:?}");
                assert_eq!(column.var().unwrap().to_bits(), f64::NAN.to_bits(), "{place:?}");

                let mut zeros = vec![0.0_f32; len];
                zeros[at] = -0.0;
                let column = Column::from_slice(&zeros);
                assert!(column.min().unwrap().is_sign_negative(), "{place:?}");
                assert_eq!(column.max().unwrap().is_sign_negative(), len == 1, "{place:?}");
                zeros.fill(-0.0);
                zeros[at] = 0.0;
                let column = Column::from_slice(&zeros);
                assert!(column.max().unwrap().is_sign_positive(), "{place:?}");
                assert_eq!(column.min().unwrap().is_sign_positive(), len == 1, "{place:?}");
            }
        }
        let infinite = [f64::INFINITY, 1.0, f64::NEG_INFINITY];
        let column = Column::from_slice(&infinite);
        assert_eq!((column.min(), column.max()), (Some(f64::NEG_INFINITY), Some(f64::INFINITY)));
        assert_eq!(column.sum().to_bits(), f64::NAN.to_bits());
    });
}

#[test]
fn a_small_spread_about_a_large_mean_is_not_lost() {
    with_each_kernel(|kernel| {
        for len in [2_usize, 100, 128, 1000, 100_000] {
            // Whole numbers, of which the differences are exact.
            let numbers: Vec<f64> = (0..len).map(|i| 1e15 + (i % 2) as f64).collect();
            let ones = (len / 2) as f64 / len as f64;
            let var = Column::from_slice(&numbers).var().unwrap();
            let expected = ones * (1.0 - ones);
            // The mean itself is known to an eighth at that size.
            assert!((var - expected).abs() <= 0.02, "{kernel} {len}: {var} {expected}");
            let near: Vec<f64> = (0..len).map(|i| 1e9 + (i % 2) as f64).collect();
            let var = Column::from_slice(&near).var().unwrap();
            assert!((var - expected).abs() <= 1e-9, "{kernel} {len}: {var} {expected}");
        }
    });
}
