//! A work: something done again and again, and what came of it.

/// Something to time.
pub trait Work {
    /// Does it once.
    fn once(&mut self);
    /// The bytes of what came of the last time, to be compared with what NumPy makes.
    fn outputs(&self) -> Vec<&[u8]>;
}

/// A work of a state, what is done with it, and where the results are in it.
pub fn work<S: 'static>(
    state: S,
    once: impl FnMut(&mut S) + 'static,
    outputs: impl Fn(&S) -> Vec<&[u8]> + 'static,
) -> Option<Box<dyn Work>> {
    Some(Box::new(Closures { state, once, outputs }))
}

struct Closures<S, O, B> {
    state: S,
    once: O,
    outputs: B,
}

impl<S, O: FnMut(&mut S), B: Fn(&S) -> Vec<&[u8]>> Work for Closures<S, O, B> {
    fn once(&mut self) {
        (self.once)(&mut self.state);
    }

    fn outputs(&self) -> Vec<&[u8]> {
        (self.outputs)(&self.state)
    }
}

/// The bytes of items, which are plain data without padding in all that is measured here.
pub fn bytes_of<T: Copy>(items: &[T]) -> &[u8] {
    // SAFETY: the memory of the items, borrowed as long; all types here are numbers, bytes,
    // and rows whose padding has been written as zeros or copied.
    unsafe { std::slice::from_raw_parts(items.as_ptr().cast(), size_of_val(items)) }
}
