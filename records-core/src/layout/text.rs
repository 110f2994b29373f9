//! Writing text in constants.
//!
//! Messages of compile-time checks and the texts of constant layouts are made
//! by `const fn`, where neither `format!` nor traits can run. They are written
//! into a [`Sink`], once to learn the length and once to keep the bytes; the
//! same functions serve layouts made at run time.

use super::{ByteOrder, DType};

/// A place to write text to that counts what does not fit.
pub(crate) struct Sink<'b> {
    buffer: &'b mut [u8],
    len: usize,
}

impl<'b> Sink<'b> {
    pub(crate) const fn new(buffer: &'b mut [u8]) -> Sink<'b> {
        Sink { buffer, len: 0 }
    }

    /// Bytes written so far, those that did not fit included.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) const fn byte(&mut self, byte: u8) {
        if self.len < self.buffer.len() {
            self.buffer[self.len] = byte;
        }
        self.len += 1;
    }

    pub(crate) const fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            self.byte(bytes[i]);
            i += 1;
        }
    }

    pub(crate) const fn number(&mut self, number: usize) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.byte(b'0' + (number % 10) as u8);
    }
}

/// `==` of texts, for constants.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Writes a dtype as messages and tables name it: `i32`, `big-endian f64`,
/// `S30`, `U5`, `V3`, `M8[us]`, `[f32; 3]`, the name of an enum or a record.
pub(crate) const fn dtype_name(dtype: &DType, out: &mut Sink<'_>) {
    match dtype {
        DType::Scalar(scalar, order) => {
            if scalar.size() > 1 {
                order_name(*order, out);
            }
            out.text(scalar.name());
        }
        DType::Enum(of) => out.text(of.name()),
        DType::Bytes(len) => {
            out.byte(b'S');
            out.number(*len);
        }
        DType::Str(chars, order) => {
            order_name(*order, out);
            out.byte(b'U');
            out.number(*chars);
        }
        DType::Raw(len) => {
            out.byte(b'V');
            out.number(*len);
        }
        DType::DateTime(step, order) => {
            order_name(*order, out);
            out.text("M8");
            step_name(*step, out);
        }
        DType::TimeDelta(step, order) => {
            order_name(*order, out);
            out.text("m8");
            step_name(*step, out);
        }
        DType::Array(element, len) => {
            out.byte(b'[');
            dtype_name(element.get(), out);
            out.text("; ");
            out.number(*len);
            out.byte(b']');
        }
        DType::Record(layout) => {
            let layout = layout.get();
            if layout.name().is_empty() {
                out.text("a record of ");
                out.number(layout.itemsize());
                out.text(" bytes");
            } else {
                out.text(layout.name());
            }
        }
    }
}

const fn order_name(order: ByteOrder, out: &mut Sink<'_>) {
    if !order.is_native() {
        out.text(match order {
            ByteOrder::Little => "little-endian ",
            ByteOrder::Big => "big-endian ",
        });
    }
}

/// `[us]`, `[25s]`, or nothing for the generic unit.
pub(crate) const fn step_name(step: super::TimeStep, out: &mut Sink<'_>) {
    let code = step.unit.code();
    if !code.is_empty() {
        out.byte(b'[');
        if step.count != 1 {
            out.number(step.count as usize);
        }
        out.text(code);
        out.byte(b']');
    }
}

/// Collects what a writer writes, at run time.
pub(crate) fn collect(write: impl Fn(&mut Sink<'_>)) -> alloc::string::String {
    let mut count = Sink::new(&mut []);
    write(&mut count);
    let mut bytes = alloc::vec![0; count.len()];
    write(&mut Sink::new(&mut bytes));
    match alloc::string::String::from_utf8(bytes) {
        Ok(text) => text,
        // Sinks receive whole `str`s and ASCII bytes only.
        Err(_) => unreachable!("a sink was given a part of a character"),
    }
}

impl core::fmt::Display for DType {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(&collect(|out| dtype_name(self, out)))
    }
}

/// A message of a compile-time check. Longer ones are cut at [`Message::MAX`] bytes.
pub(crate) struct Message {
    buffer: [u8; Message::MAX],
}

impl Message {
    pub(crate) const MAX: usize = 1024;

    pub(crate) const fn new() -> Message {
        Message { buffer: [0; Message::MAX] }
    }

    pub(crate) const fn sink(&mut self) -> Sink<'_> {
        Sink::new(&mut self.buffer)
    }

    /// The first `len` bytes, as a text.
    pub(crate) const fn text(&self, len: usize) -> &str {
        let len = if len > Message::MAX { Message::MAX } else { len };
        match core::str::from_utf8(self.buffer.split_at(len).0) {
            Ok(text) => text,
            Err(cut) => match core::str::from_utf8(self.buffer.split_at(cut.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

/// Panics with a message made of parts: `fail!("field `", str name, "` is at ", number at)`.
macro_rules! fail {
    ($($part:tt)*) => {{
        let mut message = $crate::layout::text::Message::new();
        let len = {
            let mut out = message.sink();
            $crate::layout::text::parts!(out $($part)*);
            out.len()
        };
        panic!("{}", message.text(len))
    }};
}

macro_rules! parts {
    ($out:ident) => {};
    ($out:ident $lit:literal $(, $($rest:tt)*)?) => {
        $out.text($lit);
        $($crate::layout::text::parts!($out $($rest)*);)?
    };
    ($out:ident str $e:expr $(, $($rest:tt)*)?) => {
        $out.text($e);
        $($crate::layout::text::parts!($out $($rest)*);)?
    };
    ($out:ident number $e:expr $(, $($rest:tt)*)?) => {
        $out.number($e);
        $($crate::layout::text::parts!($out $($rest)*);)?
    };
    ($out:ident dtype $e:expr $(, $($rest:tt)*)?) => {
        $crate::layout::text::dtype_name($e, &mut $out);
        $($crate::layout::text::parts!($out $($rest)*);)?
    };
}
pub(crate) use {fail, parts};
