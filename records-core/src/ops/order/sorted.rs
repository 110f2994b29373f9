//! Rows sorted.

use alloc::vec::Vec;

use super::keys::keys_at;
use super::{OrderBy, words};
use crate::kernel::sort::{self, Keyed, Sorted, Word};
use crate::view::moves;
use crate::{Own, Placement, Record, RecordBuf, Records, RecordsMut};

impl<R: Record, L: Placement<R>> Records<'_, R, L> {
    /// The numbers of the rows in the order of these fields, the weightiest first, and of no
    /// others: rows that are equal in them keep their order. (NumPy's `order=` goes on with the
    /// other fields.)
    ///
    /// `keys` is a field token or a tuple of them; [`OrderBy`] says how values of each
    /// type are ordered.
    ///
    /// ```
    /// use records_core::{Record, RecordBuf};
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Person { age: i32, height: f32 }
    ///
    /// let people: RecordBuf<Person> = [(40, 1.8), (30, f32::NAN), (30, 1.7), (40, 1.8)]
    ///     .map(|(age, height)| Person { age, height })
    ///     .into_iter()
    ///     .collect();
    /// let people = people.view();
    /// assert_eq!(people.argsort((Person::FIELDS.age, Person::FIELDS.height)), [2, 1, 0, 3]);
    /// assert_eq!(people.argsort(Person::FIELDS.height.desc()), [0, 3, 2, 1]);
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn argsort<K: OrderBy<R>>(&self, _: K) -> Vec<usize> {
        self.sorted(K::KEYS, false, Vec::new()).rows
    }

    /// [`argsort`](Records::argsort) into a vector. What it held is gone; its memory is used
    /// again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn argsort_into<K: OrderBy<R>>(&self, _: K, rows: &mut Vec<usize>) {
        *rows = self.sorted(K::KEYS, false, core::mem::take(rows)).rows;
    }

    /// A copy of the rows in the order of these fields; see [`argsort`](Records::argsort).
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Person { age: i32, height: f32 }
    /// # let people: RecordBuf<Person> =
    /// #     [(40, 1.8), (30, 1.7)].map(|(age, height)| Person { age, height }).into_iter().collect();
    /// let sorted = people.view().sort_by((Person::FIELDS.age, Person::FIELDS.height));
    /// assert_eq!(sorted.columns().age, [30, 40]);
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn sort_by<K: OrderBy<R>>(&self, keys: K) -> RecordBuf<R> {
        let mut sorted = RecordBuf::new();
        self.sort_by_into(keys, &mut sorted);
        sorted
    }

    /// [`sort_by`](Records::sort_by) into a buffer. What it held is gone; its memory is used again.
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Person { age: i32, height: f32 }
    /// # let people: RecordBuf<Person> =
    /// #     [(40, 1.8), (30, 1.7)].map(|(age, height)| Person { age, height }).into_iter().collect();
    /// let mut sorted = RecordBuf::new();
    /// people.view().sort_by_into(Person::FIELDS.age.desc(), &mut sorted);
    /// assert_eq!(sorted.columns().age, [40, 30]);
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn sort_by_into<K: OrderBy<R>>(&self, _: K, sorted: &mut RecordBuf<R>) {
        let (before, moves) = (self.words(K::KEYS), moves::<R, _, _>(self.place(), &Own));
        let after =
            if self.is_empty() { Vec::new() } else { words(keys_at::<R, Own>(K::KEYS, &Own)) };
        // SAFETY: the words are those of fields of the rows, and of the same fields of the copies; the
        // moves are the fields' bytes in both; the buffer's memory is its own, and all of it is
        // written.
        unsafe {
            sorted.refill(self.len(), false, |to| {
                let rows = Keyed::new(self.rows(), &before);
                sort::sort_rows(rows, &after, R::SIZE, &moves, to.base());
            });
        }
    }

    /// Rows of the view, by their numbers.
    pub(super) fn taken(&self, rows: &[usize]) -> RecordBuf<R> {
        let mut taken = RecordBuf::new();
        self.taken_into(rows, &mut taken);
        taken
    }

    /// [`taken`](Records::taken) into a buffer.
    pub(super) fn taken_into(&self, rows: &[usize], taken: &mut RecordBuf<R>) {
        self.take_into(rows, taken).expect("numbers of the view's own rows");
    }

    /// The rows in order, and, if asked for, which of them are equal; with memory to be used again.
    pub(super) fn sorted(
        &self,
        keys: &[(usize, bool)],
        groups: bool,
        memory: Vec<usize>,
    ) -> Sorted {
        let words = self.words(keys);
        // SAFETY: the words are those of fields of the rows.
        sort::sort(&[unsafe { Keyed::new(self.rows(), &words) }], groups, memory)
    }

    /// The words of keys; none where there are no rows.
    pub(super) fn words(&self, keys: &[(usize, bool)]) -> Vec<Word> {
        if self.is_empty() { Vec::new() } else { words(keys_at::<R, L>(keys, self.place())) }
    }
}

impl<R: Record, L: Placement<R>> RecordsMut<'_, R, L> {
    /// Puts the rows in the order of these fields; see [`Records::argsort`]. The fields of
    /// `R` move, what is between them stays.
    ///
    /// ```
    /// # use records_core::{Record, RecordsMut};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Pair { key: u8, value: u8 }
    /// let mut bytes = *b"b1a2a3";
    /// RecordsMut::<Pair>::from_bytes(&mut bytes)?.sort_in_place(Pair::FIELDS.key);
    /// assert_eq!(bytes, *b"a2a3b1");
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// If memory for a copy of the rows runs out, as `Vec` does.
    pub fn sort_in_place<K: OrderBy<R>>(&mut self, keys: K) {
        let sorted = self.view().sort_by(keys);
        self.copy_from(&sorted.view()).expect("as many rows");
    }
}

impl<R: Record> RecordBuf<R> {
    /// Puts the rows in the order of these fields; see [`Records::argsort`].
    ///
    /// # Panics
    /// If memory for a copy of the rows runs out, as `Vec` does.
    pub fn sort_in_place<K: OrderBy<R>>(&mut self, keys: K) {
        self.view_mut().sort_in_place(keys);
    }
}
