//! The array interface as the C struct behind `__array_struct__`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ffi::{c_char, c_int, c_void};

use super::ArrayInterface;
use crate::layout::python_str;
use crate::memory::{MAX_DIMS, Shaped, dense_strides};
use crate::{ByteOrder, Error};

/// NumPy's C struct `PyArrayInterface`, which a capsule behind `__array_struct__` points
/// to: the twin of [`ArrayInterface`] for programs in C.
///
/// [`ArrayStruct`] makes one, [`to_interface`](PyArrayInterface::to_interface) reads one.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct PyArrayInterface {
    /// 2: a check that this is such a struct.
    pub two: c_int,
    /// How many dimensions there are.
    pub nd: c_int,
    /// The kind of an item: the letter of its `typestr`.
    pub typekind: c_char,
    /// Bytes of an item.
    pub itemsize: c_int,
    /// Which of the constants of this type hold.
    pub flags: c_int,
    /// `nd` numbers: items along each dimension.
    pub shape: *mut isize,
    /// `nd` numbers: bytes from one item to the next along each dimension.
    pub strides: *mut isize,
    /// The first item.
    pub data: *mut c_void,
    /// The `descr` as a Python object, if [`HAS_DESCR`](PyArrayInterface::HAS_DESCR) says so.
    pub descr: *mut c_void,
}

impl PyArrayInterface {
    /// The items lie one behind the other, the index of the last dimension changing fastest.
    pub const C_CONTIGUOUS: c_int = 0x1;
    /// The items lie one behind the other, the index of the first dimension changing fastest.
    pub const F_CONTIGUOUS: c_int = 0x2;
    /// Every item lies at a multiple of its alignment.
    pub const ALIGNED: c_int = 0x100;
    /// Numbers are in the byte order of the machine.
    pub const NOTSWAPPED: c_int = 0x200;
    /// The items may be written.
    pub const WRITEABLE: c_int = 0x400;
    /// `descr` is an object.
    pub const HAS_DESCR: c_int = 0x800;

    /// What the struct describes.
    ///
    /// Its `descr` is an object of Python, which only Python can read: give its text, as
    /// `str(descr)` prints it. Without it a record is so many raw bytes, and times have no
    /// unit.
    ///
    /// # Errors
    /// [`Error::Interface`] if a field holds what it cannot, [`Error::Parse`] if there is no
    /// such dtype or `descr` does not fit `itemsize`.
    ///
    /// # Safety
    /// `shape` points to `nd` numbers that can be read, and `strides`, unless it is null, to
    /// as many. (They are not looked at if `two` is not 2 or `nd` is none that may be.)
    pub unsafe fn to_interface(&self, descr: Option<&str>) -> Result<ArrayInterface, Error> {
        let refused = |key, reason| Err(Error::Interface { key, reason });
        if self.two != 2 {
            return refused("two", format!("is {}, not 2", self.two));
        }
        let dims = match usize::try_from(self.nd) {
            Ok(dims) if dims <= MAX_DIMS => dims,
            _ => return refused("nd", format!("is {}, not within 0 and {MAX_DIMS}", self.nd)),
        };
        if dims > 0 && self.shape.is_null() {
            return refused("shape", "is null".to_string());
        }
        let mut shape = Vec::with_capacity(dims);
        for axis in 0..dims {
            // SAFETY: the caller's promise.
            let len = unsafe { self.shape.add(axis).read() };
            let Ok(len) = usize::try_from(len) else {
                return refused("shape", format!("has {len} as length {axis}"));
            };
            shape.push(len);
        }
        // SAFETY: the caller's promise.
        let stride = |axis| unsafe { self.strides.add(axis).read() };
        let strides =
            (dims == 0 || !self.strides.is_null()).then(|| (0..dims).map(stride).collect());
        let typestr = self.typestr()?;
        let interface = ArrayInterface {
            shape,
            descr: match descr {
                Some(descr) => descr.to_string(),
                None => format!("[('', {})]", python_str(&typestr)),
            },
            typestr,
            data: (self.data.expose_provenance(), self.flags & Self::WRITEABLE == 0),
            strides,
            version: 3,
        };
        interface.dtype()?;
        Ok(interface)
    }

    /// # Errors
    /// [`Error::Interface`] if the kind or the itemsize is none.
    fn typestr(&self) -> Result<String, Error> {
        let kind = char::from(self.typekind as u8);
        let refused = |key, reason| Err(Error::Interface { key, reason });
        let Ok(itemsize) = usize::try_from(self.itemsize) else {
            return refused("itemsize", format!("is {}", self.itemsize));
        };
        if !"biufcmMSUV".contains(kind) {
            return refused("typekind", format!("is {kind:?}, which is no kind of record field"));
        }
        let number = match kind {
            'U' if itemsize.is_multiple_of(4) => itemsize / 4,
            'U' => {
                let reason = format!("is {itemsize}, no multiple of the 4 bytes of a character");
                return refused("itemsize", reason);
            }
            _ => itemsize,
        };
        let native = ByteOrder::NATIVE == ByteOrder::Little;
        let order = match self.flags & Self::NOTSWAPPED != 0 {
            _ if "bSV".contains(kind) || itemsize == 1 => '|',
            same if same == native => '<',
            _ => '>',
        };
        Ok(format!("{order}{kind}{number}"))
    }
}

/// A [`PyArrayInterface`] with the memory that its shape and strides lie in.
///
/// ```
/// use records_core::{ArrayStruct, DType, DynArray, PyArrayInterface};
///
/// let bytes = [0; 24];
/// let array = DynArray::from_strided(&bytes, &DType::U8, 0, &[2, 10], &[12, 1])?;
/// let made = ArrayStruct::new(&array.array_interface())?;
/// let raw = made.as_raw();
/// assert_eq!((raw.two, raw.nd, raw.typekind as u8, raw.itemsize), (2, 2, b'u', 1));
/// assert_eq!(raw.flags, PyArrayInterface::ALIGNED | PyArrayInterface::NOTSWAPPED);
///
/// // SAFETY: `made` owns what it points to, and `bytes` is at hand.
/// let same = unsafe { raw.to_interface(None)?.dyn_array()? };
/// assert_eq!(same, array);
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// A record is told by its `descr`, which must be an object of Python: evaluate the
/// interface's, and [give it](ArrayStruct::set_descr). The same holds for times, whose unit is
/// told nowhere else, and for NumPy's `U`, of which NumPy (up to 2.4 at least) takes the bytes
/// for characters: for these give the `typestr`.
#[derive(Debug)]
pub struct ArrayStruct {
    /// What `raw` points to; never changed.
    _shape: Vec<isize>,
    _strides: Vec<isize>,
    raw: PyArrayInterface,
}

// SAFETY: the struct and what it points to are data of its own; the item and the object
// are addresses, which it never follows.
unsafe impl Send for ArrayStruct {}
// SAFETY: as above.
unsafe impl Sync for ArrayStruct {}

impl ArrayStruct {
    /// The struct that says what the interface says, but for `descr`.
    ///
    /// # Errors
    /// Those of [`ArrayInterface::dtype`]; [`Error::Shape`] and [`Error::Lengths`] if shape
    /// and strides make no array; [`Error::Interface`] if an item is larger than C's `int`
    /// tells.
    pub fn new(interface: &ArrayInterface) -> Result<ArrayStruct, Error> {
        let dtype = interface.dtype()?;
        let refused = |key, reason: &str| Error::Interface { key, reason: reason.to_string() };
        let itemsize = c_int::try_from(dtype.size())
            .map_err(|_| refused("typestr", "is larger than C's `int` tells"))?;
        let mut strides = match &interface.strides {
            Some(strides) => strides.clone(),
            None => dense_strides(&interface.shape, dtype.size()),
        };
        let lens = interface.shape.iter().map(|&len| isize::try_from(len));
        let mut shape = lens
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| refused("shape", "has a length that C's `Py_intptr_t` cannot tell"))?;

        let address = interface.data.0;
        // Nothing is looked at: the arithmetic of the shape is all that is asked for.
        let items = Shaped::new(
            core::ptr::without_provenance_mut(address),
            interface.shape.clone(),
            strides.clone(),
        )?;
        let alignment = dtype.alignment();
        let steps = strides.iter().zip(&shape).filter(|(_, len)| **len > 1);
        let aligned = address.is_multiple_of(alignment) && { steps }
            .all(|(stride, _)| stride.unsigned_abs().is_multiple_of(alignment));
        let swapped = match interface.typestr.as_bytes() {
            [b'<', ..] => ByteOrder::NATIVE == ByteOrder::Big,
            [b'>', ..] => ByteOrder::NATIVE == ByteOrder::Little,
            _ => false,
        };
        let flags = [
            (PyArrayInterface::C_CONTIGUOUS, items.is_c_dense(dtype.size())),
            (PyArrayInterface::F_CONTIGUOUS, items.is_f_dense(dtype.size())),
            (PyArrayInterface::ALIGNED, aligned),
            (PyArrayInterface::NOTSWAPPED, !swapped),
            (PyArrayInterface::WRITEABLE, !interface.data.1),
        ];
        let raw = PyArrayInterface {
            two: 2,
            // At most `MAX_DIMS`.
            nd: shape.len() as c_int,
            typekind: kind(&dtype) as c_char,
            itemsize,
            flags: flags.iter().filter(|(_, holds)| *holds).map(|(flag, _)| flag).sum(),
            shape: shape.as_mut_ptr(),
            strides: strides.as_mut_ptr(),
            data: core::ptr::with_exposed_provenance_mut(address),
            descr: core::ptr::null_mut(),
        };
        Ok(ArrayStruct { _shape: shape, _strides: strides, raw })
    }

    /// The struct, to be handed to C while `self` lives.
    #[must_use]
    pub const fn as_raw(&self) -> &PyArrayInterface {
        &self.raw
    }

    /// Gives the struct the `descr` of the interface as an object of Python, or takes it
    /// away if it is null. The object is not owned: whoever gives it keeps it alive.
    pub fn set_descr(&mut self, descr: *mut c_void) {
        self.raw.descr = descr;
        self.raw.flags &= !PyArrayInterface::HAS_DESCR;
        if !descr.is_null() {
            self.raw.flags |= PyArrayInterface::HAS_DESCR;
        }
    }
}

/// The letter in a `typestr`.
fn kind(dtype: &crate::DType) -> u8 {
    let code = crate::layout::typestr(dtype);
    code.bytes().find(u8::is_ascii_alphabetic).unwrap_or(b'V')
}
