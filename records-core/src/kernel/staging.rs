//! Output written by way of the cache: a piece is put together there, and leaves as whole
//! cache lines past the caches, into which a large output would not fit.
//!
//! An ordinary store first reads the line it writes to. Streamed ones do not, which spares a third of
//! the traffic of a copy; but they go to memory, and whoever reads them soon waits for it.

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use core::ptr;

use super::x86::stream::{LINE, fence, stream};
use super::{Kernel, cache};

/// Whether an output of so many bytes is better written past the caches.
pub(crate) fn pays(kernel: Kernel, bytes: usize) -> bool {
    kernel != Kernel::Portable && bytes > cache::last_level()
}

/// Memory, a stretch of it for each of the outputs.
pub(crate) struct Staging {
    kernel: Kernel,
    /// The memory of the stretches. **Invariant**: one behind the other, aligned for a line.
    lines: Vec<Line>,
    outputs: Vec<Staged>,
}

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(#[expect(dead_code, reason = "memory, used by address")] MaybeUninit<[u8; LINE]>);

/// An output, and the stretch where it is put together.
struct Staged {
    /// Where its stretch begins, in lines.
    first: usize,
    /// Where in the output the first byte of the stretch belongs, aligned for a line: up to
    /// `start` bytes before the output in the beginning.
    to: *mut u8,
    /// The bytes of the stretch that are the output's: `start` to `end`.
    start: usize,
    end: usize,
}

impl Staging {
    /// Room for so many bytes at a time of each of the outputs, which begin where they are said
    /// to. If their holes are zero, so are the stretches.
    pub(crate) fn new(kernel: Kernel, outputs: impl Iterator<Item = (*mut u8, usize)>) -> Staging {
        let mut lines = 0;
        let outputs = outputs.map(|(to, bytes)| {
            let start = to.addr() % LINE;
            let first = lines;
            // What is left of a line, and a line not yet full.
            lines += bytes.div_ceil(LINE) + 2;
            Staged { first, to: to.wrapping_sub(start), start, end: start }
        });
        let outputs = outputs.collect();
        let zero = Line(MaybeUninit::zeroed());
        Staging { kernel, lines: alloc::vec![zero; lines], outputs }
    }

    fn stretch(&mut self, output: usize) -> *mut u8 {
        self.lines.as_mut_ptr().wrapping_add(self.outputs[output].first).cast()
    }

    /// Where the next bytes of an output are to be put.
    pub(crate) fn place(&mut self, output: usize) -> *mut u8 {
        let end = self.outputs[output].end;
        self.stretch(output).wrapping_add(end)
    }

    /// Takes so many bytes, which have been put there, on their way.
    ///
    /// # Safety
    /// No more than there is room for; they can be written to the output next, which shares no byte
    /// with anything that is read meanwhile. The CPU has the kernel.
    pub(crate) unsafe fn placed(&mut self, output: usize, bytes: usize) {
        let stretch = self.stretch(output);
        let out = &mut self.outputs[output];
        out.end += bytes;
        let mut whole = out.end / LINE;
        if whole == 0 {
            return;
        }
        // SAFETY: `whole` lines of the stretch, of which the first may begin before the output.
        unsafe {
            let (mut from, mut to) = (stretch.cast_const(), out.to);
            if out.start > 0 {
                ptr::copy_nonoverlapping(
                    from.add(out.start),
                    to.wrapping_add(out.start),
                    LINE - out.start,
                );
                (from, to) = (from.add(LINE), to.wrapping_add(LINE));
                whole -= 1;
                out.start = 0;
            }
            stream(self.kernel, from, to, whole);
            // What does not fill a line waits for the next bytes.
            let streamed = from.add(whole * LINE);
            let done = streamed.offset_from_unsigned(stretch);
            ptr::copy(streamed, stretch, out.end - done);
            out.to = to.wrapping_add(whole * LINE);
            out.end -= done;
        }
    }

    /// Writes what waits.
    ///
    /// # Safety
    /// As for [`placed`](Staging::placed).
    pub(crate) unsafe fn finish(mut self) {
        for output in 0..self.outputs.len() {
            let stretch = self.stretch(output);
            let Staged { to, start, end, .. } = self.outputs[output];
            // SAFETY: bytes of the stretch that belong to the output.
            unsafe {
                ptr::copy_nonoverlapping(stretch.add(start), to.wrapping_add(start), end - start);
            }
        }
        fence();
    }
}
