//! The works that `compare.py` times, each on one side: this project through its public
//! API, loops written by hand, neighbours in Rust, and what the memory can do.
//!
//! Python has the buffers, NumPy's, and lends them; a work is made once, keeps what it
//! writes to, and is then run many times, so that its outputs are warm as NumPy's are. The
//! counting is here, so that a call from Python is paid once for all repetitions.

mod by_hand;
mod given;
mod limits;
mod neighbours;
mod ours;
mod shapes;
mod work;

use std::ffi::{CStr, CString, c_char};
use std::hint::black_box;
use std::sync::OnceLock;

use records_core::{Kernel, Layout};

use crate::given::{Buffer, Given};
use crate::work::Work;

/// A work, for Python to hold.
pub struct Handle(Box<dyn Work>);

/// Makes a work: its name, the field or the choice that it is about, the side that does it,
/// the name of the record's shape and NumPy's text of its dtype. Null if there is none.
///
/// # Safety
/// Texts end in NUL; the buffers live until the work is dropped, and nobody else uses them
/// while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn work_new(
    work: *const c_char,
    of: *const c_char,
    side: *const c_char,
    shape: *const c_char,
    dtype: *const c_char,
    buffers: *const [Buffer; 4],
) -> *mut Handle {
    // SAFETY: the caller's.
    let text = |at: *const c_char| unsafe { CStr::from_ptr(at) }.to_str().unwrap_or_default();
    let Ok(layout) = Layout::parse(text(dtype)) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the caller's.
    let given = Given::new(unsafe { *buffers }, layout);
    let made = match text(side) {
        "limit" => limits::make(text(work), text(of), given),
        side => shapes::make(text(shape), text(work), text(of), side, given),
    };
    made.map_or(std::ptr::null_mut(), |work| Box::into_raw(Box::new(Handle(work))))
}

/// Does the work so many times.
///
/// # Safety
/// The handle is from [`work_new`] and has not been dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn work_run(handle: *mut Handle, times: u64) {
    // SAFETY: the caller's.
    let work = unsafe { &mut *handle };
    for _ in 0..times {
        black_box(&mut work.0).once();
    }
}

/// The bytes of output `index` of the last time; false if there are not so many outputs.
///
/// # Safety
/// As for [`work_run`]; the bytes are there until the work runs again or is dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn work_output(handle: *mut Handle, index: usize, to: *mut Buffer) -> bool {
    // SAFETY: the caller's.
    let (work, to) = unsafe { (&*handle, &mut *to) };
    match work.0.outputs().get(index) {
        Some(bytes) => {
            *to = Buffer::of(bytes);
            true
        }
        None => false,
    }
}

/// Drops a work and what it wrote to.
///
/// # Safety
/// As for [`work_run`]; the handle is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn work_drop(handle: *mut Handle) {
    // SAFETY: the caller's.
    drop(unsafe { Box::from_raw(handle) });
}

/// Which kernels run here.
#[unsafe(no_mangle)]
pub extern "C" fn kernel_name() -> *const c_char {
    static NAME: OnceLock<CString> = OnceLock::new();
    NAME.get_or_init(|| CString::new(Kernel::current().to_string()).unwrap_or_default()).as_ptr()
}
