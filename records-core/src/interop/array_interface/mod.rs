//! The array interface: how programs in Python tell each other of an array in memory.

mod export;
mod import;
mod parse;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::error::tuple;
use crate::layout::parse::literal;
use crate::layout::python_str;
use crate::{DType, Error};

/// NumPy's [array interface], version 3: the dict that an object in Python gives as
/// `__array_interface__`, and which says where an array lies and what it looks like.
///
/// Every view has one, which another program in the same process (or one that shares the
/// memory) can look at without a copy; [`over_bytes`](ArrayInterface::over_bytes) and its
/// like make views of one. It prints as the dict that Python would print, and is parsed
/// from it:
///
/// ```
/// use records_core::{ArrayInterface, Record, Records};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Sample { id: u8, size: [u8; 2] }
///
/// let bytes = [1, 10, 11, 2, 20, 21];
/// let samples = Records::<Sample>::from_bytes(&bytes)?;
/// let mut interface = samples.array_interface();
/// assert_eq!(interface.typestr, "|V3");
/// assert_eq!(interface.descr, "[('id', '|u1'), ('size', '|u1', (2,))]");
/// assert_eq!((&interface.shape[..], &interface.strides), (&[2][..], &Some(vec![3])));
///
/// // Back again, the memory being known.
/// let same = interface.over_bytes(&bytes)?;
/// assert_eq!(same.typed::<Sample>()?.get(1), Some(Sample { id: 2, size: [20, 21] }));
/// assert!(interface.over_bytes(&bytes[1..]).is_err());
///
/// let text = "{'shape': (2,), 'typestr': '|V3', 'descr': [('id', '|u1'), ('size', '|u1', (2,))], \
///      'data': (4096, True), 'strides': (3,), 'version': 3}";
/// interface.data.0 = 4096;
/// assert_eq!(interface.to_string(), text);
/// assert_eq!(text.parse::<ArrayInterface>()?, interface);
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// The fields are Python's own, and nothing is believed before a view is made. Nothing in it
/// keeps the memory alive: who hands it out must also hand out the owner.
///
/// In NumPy the holes of a record are fields of raw bytes, named `f1` and so on by their
/// place, and all fields come in the order of memory.
///
/// [array interface]: https://numpy.org/doc/stable/reference/arrays.interface.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayInterface {
    /// Items along each dimension.
    pub shape: Vec<usize>,
    /// NumPy's code for an item: `<f8`, or `|V18` for a record of 18 bytes.
    pub typestr: String,
    /// The fields of an item that is a record, as in [`Layout::descr`](crate::Layout::descr);
    /// `[('', '<f8')]` for others.
    pub descr: String,
    /// The address of the first item, and whether it must not be written.
    pub data: (usize, bool),
    /// Bytes from one item to the next along each dimension; `None` if the items lie one
    /// behind the other in C order. Views always give them.
    pub strides: Option<Vec<isize>>,
    /// Of the protocol: 3.
    pub version: u32,
}

/// The version of the protocol that this is.
const VERSION: u32 = 3;

impl ArrayInterface {
    /// What an item is, by `typestr` and `descr`, which must agree.
    ///
    /// ```
    /// use records_core::{ArrayInterface, DType};
    ///
    /// let text = "{'shape': (), 'typestr': '|u1', 'data': (0, True), 'version': 3}";
    /// assert_eq!(text.parse::<ArrayInterface>()?.dtype()?, DType::U8);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parse`] if one of them is no dtype, or if the fields of `descr` do not take
    /// the bytes that `typestr` says.
    pub fn dtype(&self) -> Result<DType, Error> {
        let typestr = DType::parse(&self.typestr)?;
        let descr = literal::read(&self.descr)?;
        let dtype = parse::item(typestr, &self.typestr, &descr);
        Ok(dtype.map_err(|error| error.within(&self.descr))?)
    }
}

/// The dict as Python prints it.
impl fmt::Display for ArrayInterface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, read_only) = self.data;
        write!(
            f,
            "{{'shape': {}, 'typestr': {}, 'descr': {}, 'data': ({address}, {}), 'strides': {}, 'version': {}}}",
            tuple(&self.shape),
            python_str(&self.typestr),
            self.descr,
            if read_only { "True" } else { "False" },
            self.strides.as_deref().map_or("None".into(), tuple),
            self.version,
        )
    }
}
