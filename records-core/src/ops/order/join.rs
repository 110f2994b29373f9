//! Rows of one view that are equal to rows of another.

use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;

use super::OrderBy;
use crate::kernel::sort::{self, Keyed};
use crate::layout::{comparable, text};
use crate::{Placement, Record, Records};

/// Where the rows of the right view stand that are equal to each row of the left one.
struct Matches {
    /// Rows in order; those of the right view count on behind those of the left.
    rows: Vec<usize>,
    /// For each row on the left, where in `rows` its equals are.
    spans: Vec<(usize, usize)>,
}

impl Matches {
    fn new(left: Keyed<'_>, right: Keyed<'_>) -> Matches {
        let len = left.len();
        let sorted = sort::sort(&[left, right], true, Vec::new());
        let mut spans = vec![(0, 0); len];
        for (start, end) in sorted.equal {
            // Of equal rows those on the left come first.
            let own = sorted.rows[start..end].partition_point(|&row| row < len);
            for &row in &sorted.rows[start..start + own] {
                spans[row] = (start + own, end);
            }
        }
        Matches { rows: sorted.rows, spans }
    }

    /// The rows on the right that are equal to one on the left.
    fn of(&self, (start, end): (usize, usize)) -> impl Iterator<Item = usize> {
        self.rows[start..end].iter().map(|row| row - self.spans.len())
    }
}

/// Pairs of equal rows, in the order of the left, then of the right.
pub(crate) fn inner(left: Keyed<'_>, right: Keyed<'_>, pairs: &mut Vec<(usize, usize)>) {
    let matches = Matches::new(left, right);
    let total =
        matches.spans.iter().fold(0_usize, |sum, (start, end)| sum.saturating_add(end - start));
    pairs.clear();
    pairs.reserve(total);
    for (row, &span) in matches.spans.iter().enumerate() {
        pairs.extend(matches.of(span).map(|other| (row, other)));
    }
}

/// [`inner`], with the rows on the left that nothing is equal to.
pub(crate) fn left(left: Keyed<'_>, right: Keyed<'_>, pairs: &mut Vec<(usize, Option<usize>)>) {
    let matches = Matches::new(left, right);
    pairs.clear();
    pairs.reserve(matches.spans.len());
    for (row, &(start, end)) in matches.spans.iter().enumerate() {
        if start == end {
            pairs.push((row, None));
        } else {
            pairs.extend(matches.of((start, end)).map(|other| (row, Some(other))));
        }
    }
}

impl<R: Record, L: Placement<R>> Records<'_, R, L> {
    /// Pairs of a row of this view and a row of another that are equal in these fields: an
    /// inner join. In the order of the rows here, and for each of them in that of the
    /// rows on the right.
    ///
    /// The fields are found by name on the right, where the rows may be other records; it does
    /// not compile if one is missing or has another type there, but for the byte order.
    /// What is equal is as for [`unique_by`](Records::unique_by): NaN is equal to NaN. All
    /// pairs of rows that are equal are listed, of which there may be as many as the product
    /// of the two lengths.
    ///
    /// ```
    /// use records_core::{Record, RecordBuf};
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Trade { symbol: u16, volume: u32 }
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Company { symbol: u16, employees: u32 }
    ///
    /// let trades: RecordBuf<Trade> =
    ///     [7, 9, 8, 7].map(|symbol| Trade { symbol, volume: 100 }).into_iter().collect();
    /// let companies: RecordBuf<Company> =
    ///     [8, 7].map(|symbol| Company { symbol, employees: 5 }).into_iter().collect();
    /// let (trades, companies) = (trades.view(), companies.view());
    ///
    /// let pairs = trades.join(&companies, Trade::FIELDS.symbol);
    /// assert_eq!(pairs, [(0, 1), (2, 0), (3, 1)]);
    /// let pairs = trades.left_join(&companies, Trade::FIELDS.symbol);
    /// assert_eq!(pairs, [(0, Some(1)), (1, None), (2, Some(0)), (3, Some(1))]);
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn join<Q: Record, M: Placement<Q>, K: OrderBy<R>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
    ) -> Vec<(usize, usize)> {
        const { Named::<R, Q, K>::CHECKED };
        let mut pairs = Vec::new();
        self.inner_by(listed::<R, K>(keys), right, &named::<R, Q>(K::KEYS), &mut pairs);
        pairs
    }

    /// [`join`](Records::join) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn join_into<Q: Record, M: Placement<Q>, K: OrderBy<R>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
        pairs: &mut Vec<(usize, usize)>,
    ) {
        const { Named::<R, Q, K>::CHECKED };
        self.inner_by(listed::<R, K>(keys), right, &named::<R, Q>(K::KEYS), pairs);
    }

    /// [`join`](Records::join), with `None` for rows of this view that no row on the right
    /// is equal to: a left join.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn left_join<Q: Record, M: Placement<Q>, K: OrderBy<R>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
    ) -> Vec<(usize, Option<usize>)> {
        const { Named::<R, Q, K>::CHECKED };
        let mut pairs = Vec::new();
        self.left_by(listed::<R, K>(keys), right, &named::<R, Q>(K::KEYS), &mut pairs);
        pairs
    }

    /// [`left_join`](Records::left_join) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn left_join_into<Q: Record, M: Placement<Q>, K: OrderBy<R>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
        pairs: &mut Vec<(usize, Option<usize>)>,
    ) {
        const { Named::<R, Q, K>::CHECKED };
        self.left_by(listed::<R, K>(keys), right, &named::<R, Q>(K::KEYS), pairs);
    }

    /// [`join`](Records::join) by fields that have other names on the right: as many tokens, in
    /// the same order, of fields of the same types, but for the byte order.
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Trade { symbol: u16, volume: u32 }
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Name { id: u16, name: [u8; 4] }
    ///
    /// # let trades: RecordBuf<Trade> =
    /// #     [7, 9, 8, 7].map(|symbol| Trade { symbol, volume: 100 }).into_iter().collect();
    /// let names: RecordBuf<Name> = [Name { id: 9, name: *b"ABCD" }].into_iter().collect();
    /// let (symbol, id) = (Trade::FIELDS.symbol, Name::FIELDS.id);
    /// assert_eq!(trades.view().join_on(&names.view(), symbol, id), [(1, 0)]);
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn join_on<Q: Record, M: Placement<Q>, K: OrderBy<R>, J: OrderBy<Q>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
        right_keys: J,
    ) -> Vec<(usize, usize)> {
        const { Paired::<R, Q, K, J>::CHECKED };
        let mut pairs = Vec::new();
        self.inner_by(listed::<R, K>(keys), right, listed::<Q, J>(right_keys), &mut pairs);
        pairs
    }

    /// [`join_on`](Records::join_on) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn join_on_into<Q: Record, M: Placement<Q>, K: OrderBy<R>, J: OrderBy<Q>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
        right_keys: J,
        pairs: &mut Vec<(usize, usize)>,
    ) {
        const { Paired::<R, Q, K, J>::CHECKED };
        self.inner_by(listed::<R, K>(keys), right, listed::<Q, J>(right_keys), pairs);
    }

    /// [`left_join`](Records::left_join) by fields that have other names on the right; see
    /// [`join_on`](Records::join_on).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn left_join_on<Q: Record, M: Placement<Q>, K: OrderBy<R>, J: OrderBy<Q>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
        right_keys: J,
    ) -> Vec<(usize, Option<usize>)> {
        const { Paired::<R, Q, K, J>::CHECKED };
        let mut pairs = Vec::new();
        self.left_by(listed::<R, K>(keys), right, listed::<Q, J>(right_keys), &mut pairs);
        pairs
    }

    /// [`left_join_on`](Records::left_join_on) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn left_join_on_into<Q: Record, M: Placement<Q>, K: OrderBy<R>, J: OrderBy<Q>>(
        &self,
        right: &Records<'_, Q, M>,
        keys: K,
        right_keys: J,
        pairs: &mut Vec<(usize, Option<usize>)>,
    ) {
        const { Paired::<R, Q, K, J>::CHECKED };
        self.left_by(listed::<R, K>(keys), right, listed::<Q, J>(right_keys), pairs);
    }

    /// [`inner`] by fields of both. The callers check them, so that the compiler's error is of the
    /// line that calls those.
    fn inner_by<Q: Record, M: Placement<Q>>(
        &self,
        own: &[(usize, bool)],
        right: &Records<'_, Q, M>,
        others: &[(usize, bool)],
        pairs: &mut Vec<(usize, usize)>,
    ) {
        self.with_keys(own, right, others, |own, others| inner(own, others, pairs));
    }

    /// [`left`] by fields of both.
    fn left_by<Q: Record, M: Placement<Q>>(
        &self,
        own: &[(usize, bool)],
        right: &Records<'_, Q, M>,
        others: &[(usize, bool)],
        pairs: &mut Vec<(usize, Option<usize>)>,
    ) {
        self.with_keys(own, right, others, |own, others| left(own, others, pairs));
    }

    fn with_keys<Q: Record, M: Placement<Q>, T>(
        &self,
        own: &[(usize, bool)],
        right: &Records<'_, Q, M>,
        others: &[(usize, bool)],
        join: impl FnOnce(Keyed<'_>, Keyed<'_>) -> T,
    ) -> T {
        // Which way they run makes no difference, as long as both run the same.
        let ascending = |keys: &[(usize, bool)]| -> Vec<(usize, bool)> {
            keys.iter().map(|&(index, _)| (index, false)).collect()
        };
        let (own, others) = (self.words(&ascending(own)), right.words(&ascending(others)));
        // SAFETY: the words are those of fields of the rows of each view.
        unsafe { join(Keyed::new(self.rows(), &own), Keyed::new(right.rows(), &others)) }
    }
}

/// What the type of a key says; its value says nothing more.
fn listed<R: Record, K: OrderBy<R>>(_: K) -> &'static [(usize, bool)] {
    K::KEYS
}

/// The keys of `R` as fields of the same names of `Q`.
fn named<R: Record, Q: Record>(keys: &[(usize, bool)]) -> Vec<(usize, bool)> {
    let index = |index: usize| Q::LAYOUT.index_of(R::LAYOUT.fields()[index].name());
    let found = keys.iter().map(|&(key, descending)| (index(key), descending));
    found.map(|(index, descending)| (index.expect("a name that was found"), descending)).collect()
}

/// That `Q` has fields of the names of the keys of `R`, and of their types.
struct Named<R, Q, K>(PhantomData<(R, Q, K)>);

impl<R: Record, Q: Record, K: OrderBy<R>> Named<R, Q, K> {
    const CHECKED: () = {
        let mut i = 0;
        while i < K::KEYS.len() {
            let name = R::LAYOUT.fields()[K::KEYS[i].0].name();
            let Some(index) = Q::LAYOUT.index_of(name) else {
                text::fail!("`", str Q::LAYOUT.name(), "` has no field `", str name,
                    "`, by which it is to be joined with `", str R::LAYOUT.name(), "`");
            };
            check_pair::<R, Q>(K::KEYS[i].0, index);
            i += 1;
        }
    };
}

/// That the keys of `R` and those of `Q` are of the same types.
struct Paired<R, Q, K, J>(PhantomData<(R, Q, K, J)>);

impl<R: Record, Q: Record, K: OrderBy<R>, J: OrderBy<Q>> Paired<R, Q, K, J> {
    const CHECKED: () = {
        assert!(K::KEYS.len() == J::KEYS.len(), "a join by different numbers of fields");
        let mut i = 0;
        while i < K::KEYS.len() {
            check_pair::<R, Q>(K::KEYS[i].0, J::KEYS[i].0);
            i += 1;
        }
    };
}

/// # Panics
/// If the two fields cannot be compared. In a constant the panic is the compiler's error.
const fn check_pair<R: Record, Q: Record>(own: usize, other: usize) {
    let (own, other) = (&R::LAYOUT.fields()[own], &Q::LAYOUT.fields()[other]);
    if !comparable(own.dtype(), other.dtype()) {
        text::fail!("a join of field `", str own.name(), "` of `", str R::LAYOUT.name(), "`, which is ",
            dtype own.dtype(), ", with `", str other.name(), "` of `", str Q::LAYOUT.name(),
            "`, which is ", dtype other.dtype());
    }
}
