//! What Python lends to a work.

use std::sync::Arc;

use records_core::Layout;

/// Memory by its address.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Buffer {
    start: *mut u8,
    len: usize,
}

impl Buffer {
    pub fn of(bytes: &[u8]) -> Buffer {
        Buffer { start: bytes.as_ptr().cast_mut(), len: bytes.len() }
    }
}

/// The rows, and what belongs to them. Works read and write only while they run, one at a
/// time, and each makes its slices anew.
#[derive(Clone, Debug)]
pub struct Given {
    buffers: [Buffer; 4],
    layout: Arc<Layout>,
}

impl Given {
    pub fn new(buffers: [Buffer; 4], layout: Layout) -> Given {
        Given { buffers, layout: Arc::new(layout) }
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    pub fn bytes(&self) -> &'static [u8] {
        self.slice(0)
    }

    pub fn bytes_mut(&self) -> &'static mut [u8] {
        self.slice_mut(0)
    }

    /// The same rows as structs of Rust's own.
    pub fn twins<T: Copy>(&self) -> &'static [T] {
        self.slice(0)
    }

    pub fn twins_mut<T: Copy>(&self) -> &'static mut [T] {
        self.slice_mut(0)
    }

    /// Which rows to keep.
    pub fn mask(&self) -> &'static [bool] {
        self.slice(1)
    }

    /// Numbers of rows.
    pub fn indices(&self) -> &'static [usize] {
        self.slice(2)
    }

    /// Where a column goes: memory of NumPy's, as its own output is.
    pub fn out<T: Copy>(&self) -> &'static mut [T] {
        self.slice_mut(3)
    }

    fn slice<T: Copy>(&self, at: usize) -> &'static [T] {
        let Buffer { start, len } = self.buffers[at];
        if len == 0 {
            return &[];
        }
        assert!(start.cast::<T>().is_aligned());
        // SAFETY: NumPy's memory, which Python keeps as long as the work; the lifetime ends
        // with the turn of the work that asks.
        unsafe { std::slice::from_raw_parts(start.cast(), len / size_of::<T>()) }
    }

    fn slice_mut<T: Copy>(&self, at: usize) -> &'static mut [T] {
        let Buffer { start, len } = self.buffers[at];
        if len == 0 {
            return &mut [];
        }
        assert!(start.cast::<T>().is_aligned());
        // SAFETY: as above; no other slice of the buffer is alive, since a work asks for each
        // buffer once a turn.
        unsafe { std::slice::from_raw_parts_mut(start.cast(), len / size_of::<T>()) }
    }
}
