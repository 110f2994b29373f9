//! A layout drawn for a person, as text.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use core::ops::Range;

use super::pieces::{Piece, better_order, nested_padding, pieces};
use super::{DType, Field, Layout};

/// Bytes that today's processors fetch at once.
const CACHE_LINE: usize = 64;
/// The most cells a bar has.
const CELLS: usize = 32;
/// Columns that names and types may make wide; longer ones stick out.
const WIDEST: usize = 32;
/// Records within records are drawn to this depth, ...
const DEPTH: usize = 4;
/// ... with this many pieces of each of them, ...
const PIECES: usize = 24;
/// ... and none once there are so many lines.
const LINES: usize = 2000;
/// How many names of a better order are listed.
const NAMES: usize = 8;

/// Draws the record: a line per field with the bytes it takes, its size, its
/// dtype and where it lies, a line per hole, borders of cache lines in records
/// longer than one, and what the padding sums up to.
///
/// Fields come in the order of memory. Those of nested records stand below the
/// record, indented, at their offsets in the whole; of an array of records the
/// first element is drawn.
///
/// ```
/// use records_core::{DType, Layout};
///
/// let layout = Layout::aligned([("id", DType::U8), ("x", DType::F64), ("n", DType::U16)]);
/// assert_eq!(layout.named("Event").to_string(), "\
/// Event: 24 bytes, aligned to 8
///
///    bytes  size  type  field
///    0..1      1  u8    id     █·······················
///    1..8      7        hole   ·░░░░░░░················
///    8..16     8  f64   x      ········████████········
///   16..18     2  u16   n      ················██······
///   18..24     6        tail   ··················░░░░░░
///
/// 13 bytes of padding, 54 %
/// in the order x, n, id it would take 16 bytes, 8 fewer");
/// ```
impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&heading(self))?;
        let mut lines = Vec::new();
        collect(self, 0, 0, &mut lines);
        if !lines.is_empty() {
            f.write_str("\n\n")?;
            Table::new(self, &lines).draw(&lines, f)?;
        }
        footer(self, f)
    }
}

/// `Person: 44 bytes, aligned to 4`
pub(super) fn heading(layout: &Layout) -> String {
    let name = match layout.name() {
        "" => "record".to_string(),
        name => visible(name),
    };
    let rule = if layout.fields().is_empty() {
        "no fields".to_string()
    } else if layout.alignment() > 1 {
        format!("aligned to {}", layout.alignment())
    } else if layout.is_packed() {
        "packed".to_string()
    } else {
        "explicit".to_string()
    };
    format!("{name}: {}, {rule}", bytes(layout.itemsize()))
}

fn footer(layout: &Layout, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (own, nested) = (layout.padding(), nested_padding(layout));
    if own + nested > 0 {
        // Whole percents, rounded; a layout with padding has bytes to divide by.
        let percent = ((own + nested) as u128 * 200 / layout.itemsize() as u128).div_ceil(2);
        write!(f, "\n\n{} of padding, {percent} %", bytes(own + nested))?;
        if nested > 0 {
            write!(f, " ({nested} of them in nested records)")?;
        }
    }
    if let Some((order, size)) = better_order(layout) {
        f.write_str(if own + nested > 0 { "\n" } else { "\n\n" })?;
        f.write_str("in the order ")?;
        for (i, field) in order.iter().take(NAMES).enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { ", " }, visible(field.name()))?;
        }
        if order.len() > NAMES {
            write!(f, ", ...")?;
        }
        write!(f, " it would take {}, {} fewer", bytes(size), layout.itemsize() - size)?;
    }
    Ok(())
}

/// A line of the table.
struct Line<'l> {
    /// Bytes of the whole record.
    range: Range<usize>,
    depth: usize,
    what: What<'l>,
}

enum What<'l> {
    Field(&'l Field),
    Hole,
    Tail,
    /// Left out for brevity.
    More(String),
}

impl Line<'_> {
    fn dtype(&self) -> String {
        match self.what {
            What::Field(field) => visible(&field.dtype().to_string()),
            _ => String::new(),
        }
    }

    fn name(&self) -> String {
        let name = match &self.what {
            What::Field(field) if field.name().is_empty() => "''".to_string(),
            What::Field(field) => visible(field.name()),
            What::Hole => "hole".to_string(),
            What::Tail => "tail".to_string(),
            What::More(text) => format!("... {text}"),
        };
        format!("{:indent$}{name}", "", indent = 2 * self.depth)
    }
}

/// The lines of a record that lies `base` bytes into the whole.
fn collect<'l>(layout: &'l Layout, base: usize, depth: usize, lines: &mut Vec<Line<'l>>) {
    let pieces = pieces(layout);
    let shown = if depth == 0 { pieces.len() } else { PIECES };
    for (i, piece) in pieces.iter().enumerate() {
        let (range, what) = match piece {
            Piece::Field(field) => (field.offset()..field.end(), What::Field(field)),
            Piece::Hole(hole) if i + 1 == pieces.len() => (hole.clone(), What::Tail),
            Piece::Hole(hole) => (hole.clone(), What::Hole),
        };
        if i == shown {
            let what = What::More(format!("{} more", pieces.len() - i));
            let range = base + range.start..base + layout.itemsize();
            lines.push(Line { range, depth, what });
            break;
        }
        // Within the whole record, whose size fits.
        let range = base + range.start..base + range.end;
        let start = range.start;
        lines.push(Line { range, depth, what });
        if let Piece::Field(field) = piece {
            inside(field.dtype(), start, depth + 1, lines);
        }
    }
}

/// The lines of the records in a field.
fn inside<'l>(dtype: &'l DType, base: usize, depth: usize, lines: &mut Vec<Line<'l>>) {
    let (mut element, mut count) = (dtype, 1usize);
    while let DType::Array(inner, len) = element {
        (element, count) = (inner.get(), count.saturating_mul(*len));
    }
    let DType::Record(layout) = element else {
        return;
    };
    if count == 0 || depth > DEPTH || lines.len() > LINES {
        return;
    }
    let layout = layout.get();
    collect(layout, base, depth, lines);
    if count > 1 {
        let range = base + layout.itemsize()..base + dtype.size();
        let what = What::More(format!("{} more of these", count - 1));
        lines.push(Line { range, depth, what });
    }
}

/// Widths of the columns.
struct Table {
    itemsize: usize,
    start: usize,
    end: usize,
    size: usize,
    dtype: usize,
    name: usize,
    /// Bytes a cell of the bars stands for, a power of two.
    unit: usize,
}

impl Table {
    fn new(layout: &Layout, lines: &[Line<'_>]) -> Table {
        let itemsize = layout.itemsize();
        let mut unit = 1usize;
        while itemsize.div_ceil(unit) > CELLS {
            unit *= 2;
        }
        let widest = |text: &dyn Fn(&Line<'_>) -> String, least: usize| {
            let widths = lines.iter().map(|line| text(line).chars().count());
            widths.filter(|&width| width <= WIDEST).max().unwrap_or(0).max(least)
        };
        let start = widest(&|line| line.range.start.to_string(), 2);
        let end = widest(&|line| line.range.end.to_string(), 2);
        Table {
            itemsize,
            start,
            // Together as wide as the heading.
            end: end.max(5usize.saturating_sub(start + 2)),
            size: widest(&|line| line.range.len().to_string(), 4),
            dtype: widest(&|line| line.dtype(), 4),
            name: widest(&|line| line.name(), 5),
            unit,
        }
    }

    fn draw(&self, lines: &[Line<'_>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let range = self.start + 2 + self.end;
        let mut heading = format!(
            "  {:>range$}  {:>size$}  {:dtype$}  {:name$}  ",
            "bytes",
            "size",
            "type",
            "field",
            size = self.size,
            dtype = self.dtype,
            name = self.name,
        );
        if self.unit > 1 {
            let _ = write!(heading, "a cell is {} bytes", self.unit);
        }
        write!(f, "{}", heading.trim_end())?;
        let bordered = self.itemsize > CACHE_LINE;
        // The last border drawn or named.
        let mut border = 0;
        for line in lines {
            let Range { start, end } = line.range;
            if bordered && start / CACHE_LINE * CACHE_LINE > border {
                border = start / CACHE_LINE * CACHE_LINE;
                // A border within a field has been named there.
                if border == start {
                    self.rule(border, f)?;
                }
            }
            writeln!(f)?;
            self.line(line, f)?;
            // The last border inside the field, if there is one.
            if bordered && end > start && !matches!(line.what, What::More(_)) {
                let (first, last) = (start / CACHE_LINE + 1, (end - 1) / CACHE_LINE);
                match (last + 1).saturating_sub(first) {
                    0 => {}
                    1 => write!(f, "  crosses {}", last * CACHE_LINE)?,
                    n => write!(f, "  crosses {n} cache lines")?,
                }
            }
        }
        Ok(())
    }

    /// `   64 ------- cache line 1`
    fn rule(&self, border: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dashes = self.end + self.size + self.dtype + self.name + 9 + self.cells();
        write!(f, "\n  {border:>start$} ", start = self.start)?;
        for _ in 0..dashes {
            f.write_char('-')?;
        }
        write!(f, " line {}", border / CACHE_LINE)
    }

    fn line(&self, line: &Line<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = format!(
            "  {:>start$}..{:<end$}  {:>size$}  {:dtype$}  {:name$}  ",
            line.range.start,
            line.range.end,
            line.range.len(),
            line.dtype(),
            line.name(),
            start = self.start,
            end = self.end,
            size = self.size,
            dtype = self.dtype,
            name = self.name,
        );
        let (full, part) = match line.what {
            What::Field(_) | What::More(_) => ('█', '▒'),
            What::Hole | What::Tail => ('░', '░'),
        };
        text.extend((0..self.cells()).map(|cell| {
            let (from, to) = (cell * self.unit, ((cell + 1) * self.unit).min(self.itemsize));
            match line.range.end.min(to).saturating_sub(line.range.start.max(from)) {
                0 => '·',
                covered if covered == to - from => full,
                _ => part,
            }
        }));
        f.write_str(text.trim_end())
    }

    fn cells(&self) -> usize {
        self.itemsize.div_ceil(self.unit)
    }
}

/// `1 byte`, `2 bytes`.
pub(super) fn bytes(count: usize) -> String {
    format!("{count} byte{}", if count == 1 { "" } else { "s" })
}

/// A name on one line: control characters escaped.
pub(crate) fn visible(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            text.extend(c.escape_default());
        } else {
            text.push(c);
        }
    }
    text
}

/// Appends a cell with blanks up to a width. Widths in format strings end at 65,535, and
/// panic beyond; names and texts from outside may be longer.
pub(crate) fn padded(cell: &str, width: usize, right: bool, out: &mut String) {
    let blanks = width.saturating_sub(cell.chars().count());
    let blanks = core::iter::repeat_n(' ', blanks);
    if right {
        out.extend(blanks);
        out.push_str(cell);
    } else {
        out.push_str(cell);
        out.extend(blanks);
    }
}
