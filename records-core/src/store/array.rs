//! Records kept alive by whatever owns their bytes.

use core::fmt;
use core::marker::PhantomData;

use crate::record::Invariant;
use crate::view::count_whole;
use crate::{Error, Record, Records, RecordsMut};

/// Records in the bytes of an owner, which is kept alive with them: `Vec<u8>`,
/// `Arc<[u8]>`, `bytes::Bytes`, a memory map, anything that is `AsRef<[u8]>`.
///
/// ```
/// use std::sync::Arc;
/// use records_core::{Record, RecordArray};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Pair { a: u8, b: u8 }
///
/// let shared: Arc<[u8]> = Arc::new([1, 2, 3, 4]);
/// let pairs = RecordArray::<Pair, _>::new(Arc::clone(&shared))?;
/// drop(shared);
/// assert_eq!(pairs.view().get(1), Some(Pair { a: 3, b: 4 }));
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct RecordArray<R, O> {
    owner: O,
    offset: usize,
    stride: isize,
    count: usize,
    of: Invariant<R>,
}

impl<R: Record, O: AsRef<[u8]>> RecordArray<R, O> {
    /// The records that the owner's bytes are, one behind the other.
    ///
    /// # Errors
    /// As for [`Records::from_bytes`].
    pub fn new(owner: O) -> Result<RecordArray<R, O>, Error> {
        let count = count_whole(owner.as_ref().len(), R::SIZE)?;
        RecordArray::at(owner, 0, R::SIZE as isize, count)
    }

    /// `count` records `stride` bytes apart, the first at byte `offset`.
    ///
    /// # Errors
    /// As for [`Records::from_strided`].
    pub fn at(
        owner: O,
        offset: usize,
        stride: isize,
        count: usize,
    ) -> Result<RecordArray<R, O>, Error> {
        Records::<R>::from_strided(owner.as_ref(), offset, stride, count)?;
        Ok(RecordArray { owner, offset, stride, count, of: PhantomData })
    }

    /// The records.
    ///
    /// The owner is asked for its bytes each time, and nothing obliges it to lend
    /// the same ones: that the records lie within them is checked each time, and
    /// so are the values of records with a `bool` or an enum. Where that
    /// matters, keep the view.
    ///
    /// # Panics
    /// If the owner lends other bytes than it lent before, and the records do not
    /// lie within them or are not valid there.
    #[must_use]
    #[track_caller]
    pub fn view(&self) -> Records<'_, R> {
        let bytes = self.owner.as_ref();
        match Records::from_strided(bytes, self.offset, self.stride, self.count) {
            Ok(records) => records,
            Err(error) => panic!("the owner of records lends other bytes than before: {error}"),
        }
    }

    /// The owner.
    #[must_use]
    pub const fn owner(&self) -> &O {
        &self.owner
    }

    /// The owner for good.
    #[must_use]
    pub fn into_owner(self) -> O {
        self.owner
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<R: Record, O: AsRef<[u8]> + AsMut<[u8]>> RecordArray<R, O> {
    /// The records, to write them; checked as [`view`](RecordArray::view) checks them.
    ///
    /// # Panics
    /// As for [`view`](RecordArray::view), and if records overlap, so that they can only be read;
    /// [`try_view_mut`](RecordArray::try_view_mut) asks.
    #[must_use]
    #[track_caller]
    pub fn view_mut(&mut self) -> RecordsMut<'_, R> {
        match self.try_view_mut() {
            Ok(records) => records,
            Err(error) => panic!("{error}"),
        }
    }

    /// The records, to write them.
    ///
    /// # Errors
    /// [`Error::RowsOverlap`] if they overlap, so that they can only be read; the errors of
    /// [`at`](RecordArray::at) if the owner lends other bytes than it lent before.
    pub fn try_view_mut(&mut self) -> Result<RecordsMut<'_, R>, Error> {
        RecordsMut::from_strided(self.owner.as_mut(), self.offset, self.stride, self.count)
    }
}

impl<R, O: Clone> Clone for RecordArray<R, O> {
    fn clone(&self) -> Self {
        RecordArray { owner: self.owner.clone(), ..*self }
    }
}

impl<R: Record, O: AsRef<[u8]>> fmt::Debug for RecordArray<R, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

impl<R: Record, O: AsRef<[u8]>> fmt::Display for RecordArray<R, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}
