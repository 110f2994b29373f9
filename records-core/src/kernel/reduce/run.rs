//! Reductions of a whole column, by the loop that suits it.

use core::ops::Range;

use super::block::{Block, Own, in_place};
use super::ends::Ends;
use super::item::{Form, Item};
use super::tree::{LEAF, cut, reduce};
use super::{Moments, Num};
use crate::kernel::Kernel;
use crate::kernel::cache::{self, prefetch};
use crate::kernel::share::{self, Addresses};
use crate::memory::Strided;

/// What numbers add up to.
pub(crate) type Total<I> = <<I as Item>::Number as Num>::Total;

/// Reduces a leaf: items from an address on, so many bytes apart, so many.
///
/// # Safety
/// The items can be read, are initialised, and nobody writes them meanwhile; the CPU has what the
/// function was compiled for.
pub(crate) type Leaf<T> = unsafe fn(*const u8, isize, usize) -> T;

/// A function that picks, by the kernel, one of several compilations of a body: the
/// same Rust, so the same results, with other instructions.
macro_rules! compiled {
    ($(#[$doc:meta])* $pick:ident<$generic:ident: $bound:ident> = $body:ident: $type:ty,
        ($($arg:ident: $arg_type:ty),*) -> $out:ty) => {
        $(#[$doc])*
        fn $pick<$generic: $bound>(kernel: Kernel) -> $type {
            /// # Safety
            /// As for the body, and the CPU has AVX2.
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,bmi1,bmi2")]
            unsafe fn avx2<$generic: $bound>($($arg: $arg_type),*) -> $out {
                // SAFETY: the caller's promise.
                unsafe { $body::<$generic>($($arg),*) }
            }
            /// # Safety
            /// As for the body, and the CPU has what the AVX-512 kernel needs.
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,bmi1,bmi2,avx512f,avx512bw,avx512dq,avx512vl")]
            unsafe fn avx512<$generic: $bound>($($arg: $arg_type),*) -> $out {
                // SAFETY: the caller's promise.
                unsafe { $body::<$generic>($($arg),*) }
            }
            match kernel {
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx2 => avx2::<$generic>,
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx512 => avx512::<$generic>,
                _ => $body::<$generic>,
            }
        }
    };
}

/// The total of items wherever they lie, one by one: loads are what it takes, and
/// two of them a cycle are as fast with any kernel.
///
/// # Safety
/// That of [`Leaf`].
unsafe fn scattered<I: Item>(at: *const u8, stride: isize, len: usize) -> Total<I> {
    // SAFETY: item i of so many.
    I::Number::leaf(len, |i| unsafe { I::read(at.wrapping_offset(i as isize * stride)) })
}

/// [`scattered`] of items that come from memory: the CPU foresees lines no further than a page, and
/// starts anew in each. Of every so many items, those are asked for that come a page later.
///
/// # Safety
/// That of [`Leaf`].
unsafe fn scattered_far<I: Item, const EVERY: usize>(
    at: *const u8,
    stride: isize,
    len: usize,
) -> Total<I> {
    /// How many bytes ahead lines are asked for.
    const AHEAD: isize = 4 << 10;
    let ahead = if stride < 0 { -AHEAD } else { AHEAD };
    I::Number::leaf(len, |i| {
        let item = at.wrapping_offset(i as isize * stride);
        if i.is_multiple_of(EVERY) {
            prefetch(item.wrapping_offset(ahead));
        }
        // SAFETY: item i of so many.
        unsafe { I::read(item) }
    })
}

/// The loop for items that lie apart, by how far that is and whether they are of more memory than
/// the caches hold.
fn scattered_leaf<I: Item>(items: Strided) -> Leaf<Total<I>> {
    let apart = items.stride().unsigned_abs();
    let far = items.len().saturating_mul(apart) > cache::last_level();
    // Where each item has a line of its own right behind the one before, the CPU is faster by itself.
    match apart {
        ..=48 if far => scattered_far::<I, 2>,
        128.. if far => scattered_far::<I, 1>,
        _ => scattered::<I>,
    }
}

/// The total of items one behind the other, which the compiler makes vectors of.
///
/// # Safety
/// That of [`Leaf`], the stride being the size.
#[inline(always)]
unsafe fn dense<I: Item>(at: *const u8, _: isize, len: usize) -> Total<I> {
    // SAFETY: item i of so many.
    I::Number::leaf(len, |i| unsafe { I::read(at.wrapping_add(i * I::SIZE)) })
}

compiled! {
    /// The total of items one behind the other.
    dense_leaf<I: Item> = dense: Leaf<Total<I>>, (at: *const u8, stride: isize, len: usize) -> Total<I>
}

/// The loop that adds up a leaf of such items.
fn sum_leaf<I: Item>(kernel: Kernel, items: Strided) -> Leaf<Total<I>> {
    if items.is_dense(I::SIZE) {
        return dense_leaf::<I>(kernel);
    }
    if let Some(narrow) = I::Number::narrow_leaf(kernel, I::FORM, items.stride()) {
        return narrow;
    }
    let swapped = if I::FORM == Form::Swapped { I::Number::swapped_leaf(kernel) } else { None };
    swapped.unwrap_or_else(|| scattered_leaf::<I>(items))
}

/// The total of all items.
///
/// # Safety
/// The items can be read, are initialised, and nobody writes them meanwhile; the CPU can run the
/// kernel.
pub(crate) unsafe fn sum<I: Item>(kernel: Kernel, items: Strided) -> Total<I> {
    let leaf = sum_leaf::<I>(kernel, items);
    // SAFETY: they are only read.
    let all = unsafe { Addresses::new(items) };
    let part = |part: Range<usize>| {
        let items = all.get().slice(part);
        // SAFETY: the caller's promise for these items.
        let mut leaf = |start, len| unsafe { leaf(items.at(start), items.stride(), len) };
        if I::Number::RUN == LEAF {
            return reduce(0, items.len(), &mut leaf, &I::Number::join);
        }
        // The order is nobody's business.
        let first = leaf(0, items.len().min(I::Number::RUN));
        runs(items.len(), I::Number::RUN)
            .skip(1)
            .fold(first, |total, (start, len)| I::Number::join(total, leaf(start, len)))
    };
    let bytes = fetched(items, I::SIZE);
    let total = share::halves(0..items.len(), bytes, &cut, &part, &I::Number::join);
    I::Number::finish(total)
}

/// Bytes that come from memory with each of some items of a size: of far ones, whole lines.
fn fetched(items: Strided, size: usize) -> usize {
    items.stride().unsigned_abs().clamp(size, size.max(64))
}

/// `len` items in runs: start and length of each.
fn runs(len: usize, run: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..len).step_by(run).map(move |start| (start, run.min(len - start)))
}

/// # Safety
/// There is none: one signature for all.
#[inline(always)]
unsafe fn least_of<T: Num>(numbers: &[T]) -> T {
    T::end(true, numbers)
}

/// # Safety
/// There is none: one signature for all.
#[inline(always)]
unsafe fn greatest_of<T: Num>(numbers: &[T]) -> T {
    T::end(false, numbers)
}

compiled! {
    /// The least of numbers, at least one.
    least_leaf<T: Num> = least_of: unsafe fn(&[T]) -> T, (numbers: &[T]) -> T
}

compiled! {
    /// The greatest of numbers, at least one.
    greatest_leaf<T: Num> = greatest_of: unsafe fn(&[T]) -> T, (numbers: &[T]) -> T
}

/// The least or the greatest of all items, NaN if one of them is; `None` of none.
///
/// # Safety
/// That of [`sum`].
pub(crate) unsafe fn end<I: Item>(
    kernel: Kernel,
    least: bool,
    items: Strided,
) -> Option<I::Number> {
    /// Those that lie as a slice are looked at in place, in runs that stay in the first cache in case
    /// they are to be looked at again.
    const RUN: usize = 1 << 11;
    let leaf =
        if least { least_leaf::<I::Number>(kernel) } else { greatest_leaf::<I::Number>(kernel) };
    let mut block = Block::new();
    let run = if in_place::<I>(items) { RUN } else { LEAF };
    // What is least does not depend on a tree.
    let mut ends = runs(items.len(), run).map(|(start, len)| {
        // SAFETY: the caller's promise for these items; more than a leaf only in place.
        unsafe { leaf(block.numbers::<I>(items.at(start), items.stride(), len)) }
    });
    let first = ends.next()?;
    Some(ends.fold(first, |a, b| I::Number::nearer(least, a, b)))
}

/// # Safety
/// There is none: one signature for all.
#[inline(always)]
unsafe fn moments_of<T: Num>(numbers: &[T]) -> Moments {
    Moments::of(T::widen(numbers, &mut Block::new()))
}

compiled! {
    /// The moments of numbers.
    moments_leaf<T: Num> = moments_of: unsafe fn(&[T]) -> Moments, (numbers: &[T]) -> Moments
}

/// How far all items spread.
///
/// # Safety
/// That of [`sum`].
pub(crate) unsafe fn moments<I: Item>(kernel: Kernel, items: Strided) -> Moments {
    let leaf = moments_leaf::<I::Number>(kernel);
    // SAFETY: they are only read.
    let all = unsafe { Addresses::new(items) };
    let part = |part: Range<usize>| {
        let items = all.get().slice(part);
        let mut block = Block::new();
        // SAFETY: the caller's promise for these items.
        let mut leaf =
            |start, len| unsafe { leaf(block.numbers::<I>(items.at(start), items.stride(), len)) };
        reduce(0, items.len(), &mut leaf, &Moments::join)
    };
    share::halves(0..items.len(), fetched(items, I::SIZE), &cut, &part, &Moments::join)
}

/// All that can be known of some numbers at one look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<T: Num> {
    pub(crate) total: T::Total,
    pub(crate) ends: Ends<T>,
    pub(crate) moments: Moments,
}

impl<T: Num> Part<T> {
    /// Of two parts.
    pub(crate) fn join(front: Part<T>, back: Part<T>) -> Part<T> {
        Part {
            total: T::join(front.total, back.total),
            ends: Ends::join(front.ends, back.ends),
            moments: Moments::join(front.moments, back.moments),
        }
    }
}

/// # Safety
/// There is none: one signature for all.
#[inline(always)]
unsafe fn part_of<T: Num>(numbers: &[T]) -> Part<T> {
    let moments = Moments::of(T::widen(numbers, &mut Block::new()));
    let total = T::known_total(&moments).unwrap_or_else(|| {
        let (own, size) = (numbers.as_ptr().cast(), Own::<T>::SIZE as isize);
        // SAFETY: numbers of a slice.
        unsafe { dense::<Own<T>>(own, size, numbers.len()) }
    });
    Part { total, ends: Ends::of(numbers), moments }
}

compiled! {
    /// All of numbers, at least one.
    part_leaf<T: Num> = part_of: unsafe fn(&[T]) -> Part<T>, (numbers: &[T]) -> Part<T>
}

/// All that can be known of a leaf, of at least one item: the same that [`sum`], [`end`] and [`moments`]
/// of its items give, one with the other.
///
/// # Safety
/// That of [`sum`].
pub(crate) unsafe fn part<I: Item>(kernel: Kernel, items: Strided) -> Part<I::Number> {
    // SAFETY: the caller's promise.
    unsafe {
        let mut block = Block::new();
        let numbers = block.numbers::<I>(items.base(), items.stride(), items.len());
        part_leaf::<I::Number>(kernel)(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::Random;

    /// Of numbers whose sum depends on the order.
    #[test]
    fn items_from_memory_add_up_to_the_same() {
        let mut random = Random(1);
        for stride in [9, 18, 28, 48, 64, 127, 128, 256, -28, -256_isize] {
            for len in [0, 1, 7, 8, 100, LEAF] {
                let mut bytes = random.bytes(len * stride.unsigned_abs() + 8);
                let first = if stride < 0 { len * stride.unsigned_abs() } else { 0 };
                let base = bytes.as_mut_ptr().wrapping_add(first);
                let items = Strided::new(base, len, stride);
                for i in 0..len {
                    let number = 1.0 / (i + 3) as f64;
                    // SAFETY: item i of so many.
                    unsafe { items.at(i).cast::<f64>().write_unaligned(number) };
                }
                type Double = Own<f64>;
                let loops: [Leaf<f64>; 3] = [
                    scattered_far::<Double, 1>,
                    scattered_far::<Double, 2>,
                    scattered_leaf::<Double>(items),
                ];
                // SAFETY: the items are initialised, and portable code runs anywhere.
                unsafe {
                    let near = scattered::<Double>(base, stride, len);
                    for leaf in loops {
                        assert_eq!(leaf(base, stride, len).to_bits(), near.to_bits(), "{stride}");
                    }
                }
            }
        }
    }
}
