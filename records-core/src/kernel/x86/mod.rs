//! Loops for x86-64 with AVX2 or AVX-512.

pub(super) mod shuffle;
pub(super) mod stream;
pub(super) mod transpose;
