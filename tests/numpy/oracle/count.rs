//! How many cases were compared in what, and where they differ.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Display, Formatter};
use std::ops::RangeInclusive;

use super::Case;

/// How many cases were compared in what, so that exceptions cannot swallow all.
#[derive(Default)]
pub struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    pub fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    pub fn get(&self, what: &'static str) -> usize {
        self.0.get(what).copied().unwrap_or(0)
    }

    /// Demands that so many of a hundred dtypes were compared in this.
    #[track_caller]
    pub fn share(&self, what: &'static str, percent: RangeInclusive<usize>) {
        self.share_of("dtypes", what, percent);
    }

    /// The same of a hundred of something else.
    #[track_caller]
    pub fn share_of(&self, of: &'static str, what: &'static str, percent: RangeInclusive<usize>) {
        let (part, all) = (self.get(what), self.get(of));
        let share = 100 * part / all;
        assert!(
            percent.contains(&share),
            "{what}: {part} of {all}, expected {percent:?} %\n{self}"
        );
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(what, count)| writeln!(f, "{count:6} {what}"))
    }
}

/// Where we differ from NumPy.
#[derive(Default)]
pub struct Failures(Vec<String>);

impl Failures {
    /// How many of them a message shows.
    const SHOWN: usize = 12;

    pub fn equal<T: PartialEq + Debug>(&mut self, case: &Case, what: &str, ours: &T, numpys: &T) {
        if ours != numpys {
            let (id, shown) = (case.id(), case.shown());
            self.0.push(format!(
                "{what} of dtype {id}, {shown}\n  ours    {ours:?}\n  NumPy's {numpys:?}"
            ));
        }
    }

    pub fn demand(&mut self, case: &Case, what: &str, holds: bool) {
        if !holds {
            self.0.push(format!("dtype {}, {}\n  expected {what}", case.id(), case.shown()));
        }
    }

    #[track_caller]
    pub fn finish(self) {
        let shown = self.0.iter().take(Failures::SHOWN).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.0.is_empty(), "{} differences:\n{shown}", self.0.len());
    }
}
