//! The table of ratios: a row for each operation, a column for each record and
//! place.

use std::fmt::{self, Debug};

use crate::common::{Effort, Ratio, duel};

/// How long the one may take, measured by the other, for the two to count as
/// equal on a machine that does other things meanwhile.
pub const EQUAL: f64 = 1.05;

pub struct Table {
    /// Words of which a title must have one to be run.
    wanted: Vec<String>,
    columns: Vec<String>,
    effort: Effort,
    rows: Vec<Row>,
}

struct Row {
    title: &'static str,
    /// What the ratio should not exceed, if anything.
    goal: Option<f64>,
    /// A ratio for each column that there was when it was measured.
    cells: Vec<Option<Ratio>>,
}

impl Table {
    pub fn new() -> Table {
        // Cargo adds `--bench`.
        let wanted = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
        Table {
            wanted,
            columns: Vec::new(),
            effort: Effort { rounds: 0, turn: 0.0 },
            rows: Vec::new(),
        }
    }

    /// Starts a column.
    pub fn column(&mut self, title: String, effort: Effort) {
        eprintln!("{title}");
        self.columns.push(title);
        self.effort = effort;
    }

    /// Measures what should not take longer than what is written by hand.
    pub fn equal<T: PartialEq + Debug>(
        &mut self,
        title: &'static str,
        ours: impl FnMut() -> T,
        theirs: impl FnMut() -> T,
    ) {
        self.at_most(Some(EQUAL), title, ours, theirs);
    }

    /// Measures what may take so many times as long.
    pub fn at_most<T: PartialEq + Debug>(
        &mut self,
        goal: Option<f64>,
        title: &'static str,
        ours: impl FnMut() -> T,
        theirs: impl FnMut() -> T,
    ) {
        let wanted = &self.wanted;
        if !wanted.is_empty() && !wanted.iter().any(|word| title.contains(word.as_str())) {
            return;
        }
        let ratio = duel(self.effort, ours, theirs);
        let missed =
            if goal.is_some_and(|goal| ratio.median > goal) { "  <- over its goal" } else { "" };
        eprintln!(
            "    {title}: {ratio}, {} against {}{missed}",
            Duration(ratio.ours),
            Duration(ratio.theirs),
        );
        let column = self.columns.len();
        let at = self.rows.iter().position(|row| row.title == title).unwrap_or_else(|| {
            self.rows.push(Row { title, goal, cells: Vec::new() });
            self.rows.len() - 1
        });
        let cells = &mut self.rows[at].cells;
        cells.resize(column, None);
        cells[column - 1] = Some(ratio);
    }
}

/// Markdown. What misses its goal is bold.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | goal | {} |", self.columns.join(" | "))?;
        writeln!(f, "|---|---|{}", "---|".repeat(self.columns.len()))?;
        for row in &self.rows {
            let goal = row.goal.map_or("–".to_owned(), |goal| format!("{goal}"));
            write!(f, "| {} | {goal} |", row.title)?;
            for column in 0..self.columns.len() {
                match row.cells.get(column).copied().flatten() {
                    None => write!(f, " |")?,
                    Some(ratio) if row.goal.is_some_and(|goal| ratio.median > goal) => {
                        write!(f, " **{ratio}** |")?;
                    }
                    Some(ratio) => write!(f, " {ratio} |")?,
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// Seconds, in a unit that fits.
pub struct Duration(pub f64);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            seconds if seconds < 1e-6 => write!(f, "{:.1} ns", seconds * 1e9),
            seconds if seconds < 1e-3 => write!(f, "{:.1} µs", seconds * 1e6),
            seconds => write!(f, "{:.1} ms", seconds * 1e3),
        }
    }
}
