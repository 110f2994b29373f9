//! The tree along which leaves are joined.

/// Numbers reduced in one loop.
pub(crate) const LEAF: usize = 128;

/// How many of `len` items the first of the two nodes under them has; `None` if
/// they are a leaf.
///
/// These are NumPy's halves, at a multiple of eight. It is the one place that
/// decides on the shape: whoever shares the work among threads cuts here, reduces
/// both sides by themselves and joins the results in order, and has the same bits.
pub(crate) const fn cut(len: usize) -> Option<usize> {
    if len <= LEAF { None } else { Some(len / 2 - len / 2 % 8) }
}

/// Reduces the leaves of `len` items from `start` on, first to last, each by its
/// start and length, and joins neighbours as soon as both are there. Of no items
/// there is one leaf, of no items.
pub(crate) fn reduce<T>(
    start: usize,
    len: usize,
    leaf: &mut impl FnMut(usize, usize) -> T,
    join: &impl Fn(T, T) -> T,
) -> T {
    match cut(len) {
        None => leaf(start, len),
        Some(half) => {
            let front = reduce(start, half, leaf, join);
            join(front, reduce(start + half, len - half, leaf, join))
        }
    }
}

/// What is to be done next by one who keeps results on a stack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Reduce so many items from here on, and put the result on the stack.
    Leaf { start: usize, len: usize },
    /// Join the two results on top of the stack.
    Join,
}

/// The steps of [`reduce`] for several columns at a time, whose results are not of
/// one type.
pub(crate) fn walk(start: usize, len: usize, step: &mut impl FnMut(Step)) {
    fn node(start: usize, len: usize, step: &mut impl FnMut(Step)) {
        match cut(len) {
            None => step(Step::Leaf { start, len }),
            Some(half) => {
                node(start, half, step);
                node(start + half, len - half, step);
                step(Step::Join);
            }
        }
    }
    node(start, len, step);
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn leaves_follow_each_other_and_are_joined_in_the_same_order_by_both() {
        for len in (0..2000).chain([4095, 4096, 4097, 100_003]) {
            let mut next = 0;
            let text = reduce(
                0,
                len,
                &mut |start, len| {
                    assert_eq!(start, next);
                    assert!(len <= LEAF);
                    next += len;
                    Vec::from([len])
                },
                &|mut front: Vec<usize>, back| {
                    front.extend(back);
                    front.push(usize::MAX);
                    front
                },
            );
            assert_eq!(next, len);
            let mut steps = Vec::new();
            walk(0, len, &mut |step| {
                steps.push(match step {
                    Step::Leaf { len, .. } => len,
                    Step::Join => usize::MAX,
                });
            });
            assert_eq!(steps, text);
        }
    }
}
