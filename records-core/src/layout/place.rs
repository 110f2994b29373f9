//! Where the fields of a record lie: the packed, aligned and explicit rules.

/// How the bytes of a record lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Field behind field, no padding, alignment 1: NumPy's default, C's
    /// `__attribute__((packed))`.
    Packed,
    /// Each field at a multiple of its alignment, the itemsize rounded up to the
    /// largest one: what C compilers do, NumPy's `align=True`.
    Aligned,
}

/// What a rule needs to know of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(super) size: usize,
    pub(super) alignment: usize,
    pub(super) offset: Option<usize>,
}

impl Place {
    /// A field of no bytes, to fill an array with.
    pub(crate) const NOTHING: Place = Place { size: 0, alignment: 1, offset: None };

    /// A field of this dtype; with `offset`, it lies there whatever the rule says.
    #[must_use]
    pub(crate) const fn new(dtype: &super::DType, offset: Option<usize>) -> Place {
        Place { size: dtype.size(), alignment: dtype.alignment(), offset }
    }
}

impl Rule {
    /// The byte offset of each field. A field without an offset of its own
    /// follows the field declared before it.
    ///
    /// Offsets past the address space come out as `usize::MAX`, which no
    /// layout accepts.
    #[must_use]
    pub(crate) const fn offsets<const N: usize>(self, fields: [Place; N]) -> [usize; N] {
        let mut offsets = [0; N];
        let mut end = 0usize;
        let mut i = 0;
        while i < N {
            let offset = match fields[i].offset {
                Some(offset) => offset,
                None => self.next(end, fields[i].alignment),
            };
            offsets[i] = offset;
            end = offset.saturating_add(fields[i].size);
            i += 1;
        }
        offsets
    }

    /// Where a field of this alignment lies when the bytes before `end` are taken.
    pub(super) const fn next(self, end: usize, alignment: usize) -> usize {
        match self {
            Rule::Packed => end,
            Rule::Aligned => match end.checked_next_multiple_of(alignment) {
                Some(offset) => offset,
                None => usize::MAX,
            },
        }
    }
}
