//! Fields of eight and of four bytes that lie together, turned into columns and back: up to 64
//! bytes of eight rows at a time, by the network for words of eight bytes.
//!
//! A word is a field of eight bytes, or two of four, which one more permutation takes apart or
//! puts together.

use core::arch::x86_64::{
    __m512d, __m512i, _mm256_loadu_si256, _mm256_storeu_si256, _mm512_castpd_si512,
    _mm512_castsi512_pd, _mm512_castsi512_si256, _mm512_extracti64x4_epi64, _mm512_inserti64x4,
    _mm512_loadu_si512, _mm512_maskz_loadu_epi8, _mm512_permutex2var_epi32,
    _mm512_permutexvar_epi32, _mm512_set_epi32, _mm512_setzero_pd, _mm512_setzero_si512,
    _mm512_storeu_si512, _mm512_stream_si512, _mm512_zextsi256_si512,
};

use super::store::Store;
use super::transpose::net_8x8;
use crate::kernel::Lane;
use crate::kernel::cache::prefetch;
use crate::memory::Strided;

/// Words of a window.
const WORDS: usize = 8;

/// Does it for each word, `K` being a constant each time: only so do words stay in registers.
///
/// What went through memory would wait there for the stores in front of it, those past the caches
/// among them.
macro_rules! each_word {
    ($k:ident => $do:expr) => {
        each_word!(@ $k => $do; 0 1 2 3 4 5 6 7)
    };
    (@ $k:ident => $do:expr; $($number:literal)*) => {
        $({
            const $k: usize = $number;
            $do
        })*
    };
}

/// How many bytes ahead lines are asked for.
const AHEAD: usize = 8 << 10;

/// Where the lanes of a group lie in words.
///
/// **Invariant**: `mask` names the bytes of the lanes from the group's first, which are at
/// most 64; of a lane of eight bytes `whole` holds the number within the group, of lanes of four
/// bytes `halves` do, the one in front first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Words {
    mask: u64,
    whole: [Option<u8>; WORDS],
    halves: [[Option<u8>; 2]; WORDS],
}

/// Where the columns of words are.
pub(super) type Places = [[*mut u8; 2]; WORDS];

impl Words {
    /// Those of the first lanes, as many as fit, and how many these are.
    pub(crate) fn of(lanes: &[Lane]) -> (Words, usize) {
        Words::at(lanes, lanes.first().map_or(0, |lane| lane.offset))
    }

    /// [`of`](Words::of), from the byte `first` of a row on, in front of which none of the lanes is.
    pub(super) fn at(lanes: &[Lane], first: usize) -> (Words, usize) {
        let mut words = Words::default();
        let mut end = 0;
        for (index, lane) in lanes.iter().enumerate() {
            let at = lane.offset.wrapping_sub(first);
            let fits = matches!(lane.width, 4 | 8) && at % lane.width == 0;
            if !fits || at < end || at >= WORDS * 8 {
                return (words, index);
            }
            end = at + lane.width;
            words.mask |= ((1 << lane.width) - 1) << at;
            let place = if lane.width == 8 {
                &mut words.whole[at / 8]
            } else {
                &mut words.halves[at / 8][at / 4 % 2]
            };
            *place = Some(index as u8);
        }
        (words, lanes.len())
    }

    /// Copies the lanes out of rows, to where `to` says that the column of each is, for as many rows
    /// as fill whole networks, and says how many these are; past the caches where `past`, unless it is
    /// empty, says so, which [`fence`](super::fence) must follow.
    ///
    /// # Safety
    /// The CPU has AVX-512 F and BW. The lanes can be read at the rows, `rows` being where the first
    /// one is; the columns, one for each lane, can be written for an item of each row. What is
    /// read and what is written share no byte. Columns that are written past the caches begin a
    /// cache line.
    pub(crate) unsafe fn out(&self, rows: Strided, to: &[*mut u8], past: &[bool]) -> usize {
        // SAFETY: the caller's promise.
        unsafe {
            if past.is_empty() {
                self.by_eight::<false>(rows, to, past)
            } else if self.halves == [[None; 2]; WORDS] {
                self.by_eight::<true>(rows, to, past)
            } else {
                self.by_sixteen(rows, to, past)
            }
        }
    }

    /// # Safety
    /// As for [`out`](Words::out); `PAST` if `past` is not empty, and then no lane is of four bytes.
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn by_eight<const PAST: bool>(
        &self,
        rows: Strided,
        to: &[*mut u8],
        past: &[bool],
    ) -> usize {
        let whole = rows.len() - rows.len() % 8;
        let apart = _mm512_set_epi32(15, 13, 11, 9, 7, 5, 3, 1, 14, 12, 10, 8, 6, 4, 2, 0);
        let at = |lane: u8, byte: usize| to[usize::from(lane)].wrapping_add(byte);
        for row in (0..whole).step_by(8) {
            // SAFETY: the lanes of eight rows.
            let words = unsafe { self.load(rows, row) };
            each_word!(K => {
                // SAFETY: eight items of the columns.
                unsafe {
                    if let Some(lane) = self.whole[K] {
                        let to = at(lane, row * 8).cast();
                        if PAST && past[usize::from(lane)] {
                            _mm512_stream_si512(to, words[K]);
                        } else {
                            _mm512_storeu_si512(to, words[K]);
                        }
                    } else {
                        let items = _mm512_permutexvar_epi32(apart, words[K]);
                        if let Some(lane) = self.halves[K][0] {
                            let items = _mm512_castsi512_si256(items);
                            _mm256_storeu_si256(at(lane, row * 4).cast(), items);
                        }
                        if let Some(lane) = self.halves[K][1] {
                            let items = _mm512_extracti64x4_epi64::<1>(items);
                            _mm256_storeu_si256(at(lane, row * 4).cast(), items);
                        }
                    }
                }
            });
        }
        whole
    }

    /// Sixteen rows at a time, so that items of four bytes fill whole lines too.
    ///
    /// # Safety
    /// As for [`out`](Words::out); `past` is not empty.
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn by_sixteen(&self, rows: Strided, to: &[*mut u8], past: &[bool]) -> usize {
        let whole = rows.len() - rows.len() % 16;
        let front = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
        let back = _mm512_set_epi32(31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1);
        let write = |lane: u8, at: usize, items| {
            let lane = usize::from(lane);
            let to = to[lane].wrapping_add(at).cast();
            // SAFETY: items of the column, a line of it if it is written past the caches.
            unsafe {
                if past[lane] {
                    _mm512_stream_si512(to, items);
                } else {
                    _mm512_storeu_si512(to, items);
                }
            }
        };
        for row in (0..whole).step_by(16) {
            for k in 0..16 {
                prefetch(rows.at(row + k).wrapping_add(AHEAD));
            }
            // SAFETY: the lanes of sixteen rows.
            let (first, second) = unsafe { (self.load(rows, row), self.load(rows, row + 8)) };
            each_word!(K => {
                if let Some(lane) = self.whole[K] {
                    write(lane, row * 8, first[K]);
                    write(lane, row * 8 + 64, second[K]);
                } else {
                    if let Some(lane) = self.halves[K][0] {
                        write(lane, row * 4, _mm512_permutex2var_epi32(first[K], front, second[K]));
                    }
                    if let Some(lane) = self.halves[K][1] {
                        write(lane, row * 4, _mm512_permutex2var_epi32(first[K], back, second[K]));
                    }
                }
            });
        }
        whole
    }

    /// Copies columns into the lanes of rows; the reverse of [`out`](Words::out).
    ///
    /// # Safety
    /// As for `out`, what is read and what is written exchanged; rows do not overlap.
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(crate) unsafe fn back(&self, rows: Strided, from: &[*mut u8]) -> usize {
        let whole = rows.len() - rows.len() % 8;
        let from = self.places(from);
        for row in (0..whole).step_by(8) {
            // SAFETY: the caller's promise, for eight of the rows.
            unsafe { self.eight_back::<false>(rows, row, &from, Store::Near) }
        }
        whole
    }

    /// Whether the lanes are all of the 64 bytes.
    pub(super) fn are_whole(&self) -> bool {
        self.mask == u64::MAX
    }

    /// Whether they are eight of eight bytes.
    pub(super) fn are_eight(&self) -> bool {
        self.whole.iter().all(Option::is_some)
    }

    /// The columns of each word, given those of the lanes: one of items of eight bytes, or the ones of
    /// its halves; null where there is none.
    pub(super) fn places(&self, columns: &[*mut u8]) -> Places {
        let place = |lane: Option<u8>| {
            lane.map_or(core::ptr::null_mut(), |lane| columns[usize::from(lane)])
        };
        core::array::from_fn(|k| match self.whole[k] {
            Some(_) => [place(self.whole[k]), core::ptr::null_mut()],
            None => self.halves[k].map(place),
        })
    }

    /// Copies columns into the lanes of the eight rows from `row` on; `EIGHT` only if they
    /// [are](Words::are_eight).
    ///
    /// # Safety
    /// As for [`back`](Words::back), for these rows, the columns being in their places; past the
    /// caches only whole words that begin a line.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(super) unsafe fn eight_back<const EIGHT: bool>(
        &self,
        rows: Strided,
        row: usize,
        from: &Places,
        how: Store,
    ) {
        let mut words = [_mm512_setzero_pd(); WORDS];
        each_word!(K => {
            // SAFETY: eight items of the columns.
            words[K] = unsafe {
                if EIGHT { load(from[K][0].wrapping_add(row * 8)) } else { self.word(K, row, from) }
            };
        });
        let items = net_8x8(words);
        let mask = if EIGHT { u64::MAX } else { self.mask };
        each_word!(K => {
            let (to, items) = (rows.at(row + K), _mm512_castpd_si512(items[K]));
            // SAFETY: the lanes of a row.
            unsafe { how.store(to, mask, items) }
        });
    }

    /// A word of eight rows, from its columns.
    ///
    /// # Safety
    /// As for [`eight_back`](Words::eight_back).
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn word(&self, k: usize, row: usize, from: &Places) -> __m512d {
        let together = _mm512_set_epi32(15, 7, 14, 6, 13, 5, 12, 4, 11, 3, 10, 2, 9, 1, 8, 0);
        let [front, back] = from[k];
        // SAFETY: eight items of the columns.
        unsafe {
            if self.whole[k].is_some() {
                return load(front.wrapping_add(row * 8));
            }
            let mut items = _mm512_setzero_si512();
            if !front.is_null() {
                let front = _mm256_loadu_si256(front.wrapping_add(row * 4).cast());
                items = _mm512_zextsi256_si512(front);
            }
            if !back.is_null() {
                let back = _mm256_loadu_si256(back.wrapping_add(row * 4).cast());
                items = _mm512_inserti64x4::<1>(items, back);
            }
            _mm512_castsi512_pd(_mm512_permutexvar_epi32(together, items))
        }
    }

    /// The words of eight rows from this one on, by columns.
    ///
    /// # Safety
    /// As for [`out`](Words::out), for these rows.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn load(&self, rows: Strided, row: usize) -> [__m512i; WORDS] {
        let mut lanes = [_mm512_setzero_pd(); WORDS];
        each_word!(K => {
            // SAFETY: the lanes of a row.
            let row = unsafe { _mm512_maskz_loadu_epi8(self.mask, rows.at(row + K).cast()) };
            lanes[K] = _mm512_castsi512_pd(row);
        });
        let mut words = [_mm512_setzero_si512(); WORDS];
        let columns = net_8x8(lanes);
        each_word!(K => words[K] = _mm512_castpd_si512(columns[K]));
        words
    }
}

/// # Safety
/// 64 bytes can be read.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn load(at: *mut u8) -> __m512d {
    // SAFETY: the caller's promise.
    _mm512_castsi512_pd(unsafe { _mm512_loadu_si512(at.cast()) })
}
