//! Records kept alive by whatever owns their bytes.

use core::fmt;
use core::marker::PhantomData;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::memory::check_within;
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
    /// Address of bytes in which the records have been checked.
    ///
    /// Safe owners may lend other bytes each time they are asked. By shared
    /// reference at the same address they are the same bytes: a safe owner
    /// cannot change, by shared reference, bytes that it may still be lending by one.
    /// Those that it lent to be written it can, once they are back.
    checked: AtomicUsize,
    of: PhantomData<fn() -> R>,
}

/// The address of no bytes: a slice does not lie there.
const NOWHERE: usize = 0;

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
        let bytes = owner.as_ref();
        Records::<R>::from_strided(bytes, offset, stride, count)?;
        let checked = AtomicUsize::new(bytes.as_ptr().addr());
        Ok(RecordArray { owner, offset, stride, count, checked, of: PhantomData })
    }

    /// The records.
    ///
    /// # Panics
    /// If the owner lends other bytes than it lent before, and the records do not
    /// lie within them or are not valid there.
    #[must_use]
    #[track_caller]
    pub fn view(&self) -> Records<'_, R> {
        let bytes = self.owner.as_ref();
        let address = bytes.as_ptr().addr();
        let found = if self.checked.load(Ordering::Relaxed) == address {
            check_within(bytes.len(), self.offset, self.stride, self.count, R::SIZE).map(|()| {
                let first = bytes.as_ptr().wrapping_add(self.offset);
                // SAFETY: they lie within these bytes, and have been checked in them.
                unsafe { Records::from_raw_parts(first, self.stride, self.count) }
            })
        } else {
            Records::from_strided(bytes, self.offset, self.stride, self.count)
                .inspect(|_| self.checked.store(address, Ordering::Relaxed))
        };
        match found {
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
    /// The records, to write them. Those with a `bool` or an enum are checked
    /// anew, and once more by the next [`view`](RecordArray::view): the owner may do what it wants
    /// with its bytes when it is asked for them to be written, and afterwards.
    ///
    /// # Errors
    /// [`Error::RowsOverlap`] if they overlap, so that they can only be read.
    ///
    /// # Panics
    /// As for [`view`](RecordArray::view).
    #[track_caller]
    pub fn view_mut(&mut self) -> Result<RecordsMut<'_, R>, Error> {
        *self.checked.get_mut() = NOWHERE;
        match RecordsMut::from_strided(self.owner.as_mut(), self.offset, self.stride, self.count) {
            Ok(records) => Ok(records),
            Err(error @ Error::RowsOverlap { .. }) => Err(error),
            Err(error) => panic!("the owner of records lends other bytes than before: {error}"),
        }
    }
}

impl<R: Record, O: Clone + AsRef<[u8]>> Clone for RecordArray<R, O> {
    fn clone(&self) -> Self {
        // The clone's bytes are elsewhere or not; they are checked when they are
        // first asked for.
        let (owner, checked) = (self.owner.clone(), AtomicUsize::new(NOWHERE));
        let RecordArray { offset, stride, count, of, .. } = *self;
        RecordArray { owner, offset, stride, count, checked, of }
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
