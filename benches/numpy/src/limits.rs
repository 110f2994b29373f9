//! What the memory can do: reading, copying, changing bytes in place.
//!
//! The yardsticks of the works: no work can be faster than what moves the bytes that it
//! must move.

use std::hint::black_box;

use crate::given::Given;
use crate::work::{Work, work};

/// `read`, `copy` (memcpy), `stream` (stores past the caches), `change` (in place); the first
/// and the third also by `two` threads.
pub fn make(name: &str, threads: &str, given: Given) -> Option<Box<dyn Work>> {
    match (name, threads) {
        ("read", "two") => work((), move |()| halves(given.bytes(), &mut [], read_half), nothing),
        ("stream", "two") => {
            work((), move |()| halves(given.bytes(), given.out(), stream), nothing)
        }
        ("read", _) => work((), move |()| read_half(given.bytes(), &mut []), nothing),
        ("copy", _) => {
            work((), move |()| given.out::<u8>().copy_from_slice(given.bytes()), nothing)
        }
        ("stream", _) => work((), move |()| stream(given.bytes(), given.out()), nothing),
        ("change", _) => work((), move |()| change(given.bytes_mut()), nothing),
        _ => None,
    }
}

/// Does one half in a thread of its own and the other meanwhile.
fn halves(from: &[u8], to: &mut [u8], each: fn(&[u8], &mut [u8])) {
    let (to, to_rest) = to.split_at_mut(to.len() / 2);
    let (from, from_rest) = from.split_at(from.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| each(from, to));
        each(from_rest, to_rest);
    });
}

fn read_half(from: &[u8], _: &mut [u8]) {
    _ = black_box(read(from));
}

/// Nothing to compare.
fn nothing(_: &()) -> Vec<&[u8]> {
    Vec::new()
}

fn change(bytes: &mut [u8]) {
    for byte in bytes {
        *byte = !*byte;
    }
}

fn read(bytes: &[u8]) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the CPU has it.
        return unsafe { x86::read_avx512(bytes) };
    }
    let words = bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap()));
    words.fold(0, u64::wrapping_add)
}

fn stream(from: &[u8], to: &mut [u8]) {
    assert_eq!(from.len(), to.len());
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        // SAFETY: the CPU has it.
        return unsafe { x86::stream_avx512(from, to) };
    }
    to.copy_from_slice(from);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        _mm_sfence, _mm512_add_epi64, _mm512_loadu_si512, _mm512_reduce_add_epi64,
        _mm512_setzero_si512, _mm512_stream_si512,
    };

    /// Eight sums at a time, so that none waits for another.
    #[target_feature(enable = "avx512f")]
    pub fn read_avx512(bytes: &[u8]) -> u64 {
        let mut sums = [_mm512_setzero_si512(); 8];
        for block in bytes.chunks_exact(8 * 64) {
            for (sum, line) in sums.iter_mut().zip(block.chunks_exact(64)) {
                // SAFETY: 64 bytes of the slice.
                *sum = _mm512_add_epi64(*sum, unsafe { _mm512_loadu_si512(line.as_ptr().cast()) });
            }
        }
        let all = sums.into_iter().fold(_mm512_setzero_si512(), |a, b| _mm512_add_epi64(a, b));
        _mm512_reduce_add_epi64(all) as u64
    }

    /// The ends, where lines of the target are cut, are copied.
    #[target_feature(enable = "avx512f")]
    pub fn stream_avx512(from: &[u8], to: &mut [u8]) {
        let head = to.as_ptr().align_offset(64).min(to.len());
        to[..head].copy_from_slice(&from[..head]);
        let (lines, tail) = to[head..].as_chunks_mut::<64>();
        let source = &from[head..];
        for (to, from) in lines.iter_mut().zip(source.chunks_exact(64)) {
            // SAFETY: 64 bytes of either slice, the target's aligned to as many.
            unsafe {
                let line = _mm512_loadu_si512(from.as_ptr().cast());
                _mm512_stream_si512(to.as_mut_ptr().cast(), line);
            }
        }
        let start = source.len() - tail.len();
        tail.copy_from_slice(&source[start..]);
        _mm_sfence();
    }
}
