//! Two ways of doing the same, timed in turns.
//!
//! A shared machine is slower now and faster then, by more than what is to be
//! measured. Both sides of a round run within a millisecond or so of each other, so
//! that the ratio of a round is good where its times are not; the median over
//! many rounds is what is reported, with the quartiles as its spread.

use std::fmt;
use std::hint::black_box;
use std::time::Instant;

/// How long to try.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Rounds, each with a turn of either side.
    pub rounds: usize,
    /// Seconds that a turn takes at least: the work is repeated until it does.
    pub turn: f64,
}

/// How long the one takes, measured by the other.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    /// The median.
    pub median: f64,
    /// The first quartile.
    pub low: f64,
    /// The third quartile.
    pub high: f64,
    /// Seconds that our side takes, the median.
    pub ours: f64,
    /// Seconds that the other side takes, the median.
    pub theirs: f64,
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2}–{:.2})", self.median, self.low, self.high)
    }
}

/// Times both in turns, after checking that they come to the same result.
///
/// # Panics
/// If they do not.
pub fn duel<T: PartialEq + fmt::Debug>(
    effort: Effort,
    mut ours: impl FnMut() -> T,
    mut theirs: impl FnMut() -> T,
) -> Ratio {
    assert_eq!(ours(), theirs(), "the two sides do not do the same");
    let repeat = repeats(effort.turn, &mut ours, &mut theirs);
    let mut rounds = Vec::with_capacity(effort.rounds);
    for round in 0..effort.rounds {
        // Who goes first alternates: the second may find the cache warm, or the
        // clock of the processor lowered.
        let (a, b);
        if round % 2 == 0 {
            a = turn(repeat, &mut ours);
            b = turn(repeat, &mut theirs);
        } else {
            b = turn(repeat, &mut theirs);
            a = turn(repeat, &mut ours);
        }
        rounds.push((a, b));
    }
    let ratios = sorted(rounds.iter().map(|(a, b)| a / b));
    Ratio {
        median: quantile(&ratios, 0.5),
        low: quantile(&ratios, 0.25),
        high: quantile(&ratios, 0.75),
        ours: quantile(&sorted(rounds.iter().map(|(a, _)| *a)), 0.5),
        theirs: quantile(&sorted(rounds.iter().map(|(_, b)| *b)), 0.5),
    }
}

/// How often to do the work for a turn to last so many seconds. Both sides do it
/// equally often, so that what they have done can be compared afterwards.
fn repeats<T>(seconds: f64, ours: &mut impl FnMut() -> T, theirs: &mut impl FnMut() -> T) -> usize {
    let mut repeat = 1;
    loop {
        turn(repeat, ours);
        let once = turn(repeat, theirs);
        if once * repeat as f64 >= seconds / 2.0 {
            return ((seconds / once) as usize).max(1);
        }
        repeat *= 2;
    }
}

/// Seconds that the work takes, the mean of so many times.
///
/// Not inlined, so that neither side is optimised with regard to the other.
#[inline(never)]
fn turn<T>(repeat: usize, work: &mut impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..repeat {
        black_box(work());
    }
    start.elapsed().as_secs_f64() / repeat as f64
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The value below which such a part of the sorted values lies.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * part).round() as usize]
}
