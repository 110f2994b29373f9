//! Whether numbers are numbers of rows.

use crate::kernel::Kernel;

/// Numbers looked at together, without a branch for each.
const PART: usize = 64;

/// Where in the list the first number stands that is not less than `len`.
pub(crate) fn not_below(numbers: &[usize], len: usize) -> Option<usize> {
    not_below_by(Kernel::current(), numbers, len)
}

/// [`not_below`], by a kernel that the CPU can run.
pub(super) fn not_below_by(kernel: Kernel, numbers: &[usize], len: usize) -> Option<usize> {
    let part = match kernel {
        // SAFETY: the CPU can run the kernel.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => unsafe { super::x86::bad_part_avx512(numbers, len) },
        // SAFETY: the CPU can run the kernel.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 if len <= isize::MAX as usize => unsafe {
            super::x86::bad_part_avx2(numbers, len)
        },
        _ if len <= isize::MAX as usize => bad_part_by_signs(numbers, len),
        _ => bad_part(numbers, len),
    }?;
    let at = part * PART;
    Some(at + numbers[at..].iter().take_while(|&&number| number < len).count())
}

/// The first part of the list with a number that is not less than `len`.
#[inline(always)]
pub(super) fn bad_part(numbers: &[usize], len: usize) -> Option<usize> {
    let greatest = |part: &[usize]| part.iter().fold(0, |most: usize, &number| most.max(number));
    numbers.chunks(PART).position(|part| greatest(part) >= len)
}

/// [`bad_part`], where `len` has no highest bit: then the number, or what it is away from the last
/// one allowed, has one if and only if it is too great. Vectors have no unsigned comparison before
/// AVX-512.
#[inline(always)]
pub(super) fn bad_part_by_signs(numbers: &[usize], len: usize) -> Option<usize> {
    let last = len.wrapping_sub(1);
    let bad = |bad: usize, &number: &usize| bad | number | last.wrapping_sub(number);
    let mut parts = numbers.chunks(PART);
    parts.position(|part| part.iter().fold(0, bad) > isize::MAX as usize)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn the_first_number_that_is_too_great_is_found() {
        let lens = [0, 1, 2, 5, 1000, isize::MAX as usize, 1 << 63, (1 << 63) + 1, usize::MAX];
        for len in lens {
            for count in [0, 1, 2, 63, 64, 65, 127, 130, 200] {
                let good: Vec<usize> = (0..count).map(|i| (len - len.min(1)) / (i + 1)).collect();
                let bads = [len, len.saturating_add(1), usize::MAX, 1 << 63, isize::MAX as usize];
                for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
                    let none = if len == 0 && count > 0 { Some(0) } else { None };
                    assert_eq!(not_below_by(kernel, &good, len), none, "{kernel}: {len}");
                    if len == 0 {
                        continue;
                    }
                    for bad in bads.into_iter().filter(|&bad| bad >= len) {
                        for at in 0..count {
                            let mut numbers = good.clone();
                            numbers[at] = bad;
                            // Others behind it make no difference.
                            if at % 3 == 0 {
                                numbers[count - 1] = usize::MAX;
                            }
                            let found = not_below_by(kernel, &numbers, len);
                            let expected = if numbers[at] < len { None } else { Some(at) };
                            assert_eq!(found, expected, "{kernel}: {bad} of {len} at {at}");
                        }
                    }
                }
            }
        }
    }
}
