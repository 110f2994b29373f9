//! A layout drawn as a picture.

mod parts;
mod words;

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;
use core::ops::Range;

use self::parts::{FieldPart, Part, parts};
use self::words::{escaped, shortened, width};
use super::Layout;
use super::draw::{bytes, heading};
use super::pieces::nested_padding;

/// Bytes that today's processors fetch at once.
const CACHE_LINE: usize = 64;
/// The most rows that are drawn.
const ROWS: usize = 64;
/// The most fields that the list below the picture names.
const LISTED: usize = 96;

/// Pixels.
const MARGIN: usize = 16;
const GUTTER: usize = 44;
const BOX: usize = 40;
const ROW: usize = 48;
const TOP: usize = 72;
const LIST_LINE: usize = 18;

/// Light fills, on which the dark text of the boxes is read whatever is behind the
/// picture.
const FILLS: [&str; 8] =
    ["#9ecae9", "#ffc58a", "#a3d99a", "#e2b3d6", "#f0d264", "#8fc9c2", "#f7b7b2", "#c9bdf0"];

/// Text outside the boxes has a tone that can be read on white and on black, and a
/// better one where the reader's preference is known.
const STYLE: &str = "\
.rl-text{fill:#768390}\
@media (prefers-color-scheme:light){.rl-text{fill:#59636e}}\
@media (prefers-color-scheme:dark){.rl-text{fill:#9da7b3}}";

impl Layout {
    /// Draws the record as an SVG picture that stands on its own, for a README or
    /// a page: bytes in rows under a ruler, fields as boxes with name and dtype, holes
    /// hatched, borders of cache lines in records longer than one. It can be read on
    /// light and dark backgrounds.
    ///
    /// Nested records are taken apart into their fields. Fields too narrow for
    /// their names are listed below the rows. Of a record larger than 64 rows
    /// (1 or 2 KiB) the picture shows the start, and says so.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let sample = Layout::packed([("id", DType::I16), ("sin", DType::F64)]).named("Sample");
    /// let picture = sample.to_svg();
    /// assert!(picture.starts_with("<svg "));
    /// assert!(picture.contains("<title>sin: f64, bytes 2..10</title>"));
    /// ```
    #[must_use]
    pub fn to_svg(&self) -> String {
        Picture::new(self).draw()
    }
}

struct Picture<'l> {
    layout: &'l Layout,
    parts: Vec<Part>,
    /// Bytes in a row; divides a cache line wherever there is more than one row.
    columns: usize,
    /// Pixels of a byte.
    cell: usize,
    /// Rows that are drawn.
    rows: usize,
}

/// A part of a part that lies in one row.
struct Segment {
    row: usize,
    columns: Range<usize>,
}

impl Picture<'_> {
    fn new(layout: &Layout) -> Picture<'_> {
        let (columns, cell) = match layout.itemsize() {
            0..=128 => (16, 40),
            _ => (32, 26),
        };
        let rows = layout.itemsize().div_ceil(columns).min(ROWS);
        Picture { layout, parts: parts(layout), columns, cell, rows }
    }

    fn draw(&self) -> String {
        let mut boxes = String::new();
        let mut listed = Vec::new();
        for part in &self.parts {
            if !self.part(part, &mut boxes) {
                listed.push(part);
            }
        }
        self.borders(&mut boxes);
        let mut bottom = TOP + self.rows * ROW;
        self.notes(&mut bottom, &mut boxes);
        self.list(&listed, &mut bottom, &mut boxes);

        let heading = heading(self.layout);
        let shown = shortened(&heading, GUTTER + self.columns * self.cell, 16);
        let (heading, shown) = (escaped(&heading), escaped(&shown));
        let (width, height) = (2 * MARGIN + GUTTER + self.columns * self.cell, bottom + MARGIN);
        let mut svg = String::new();
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" \
             font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, monospace\">\n\
             <title>{heading}</title>\n\
             <style>{STYLE}</style>\n\
             <defs><pattern id=\"rl-hole\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><path d=\"M0 0V7\" stroke=\"#8b949e\" \
             stroke-width=\"2.5\"/></pattern></defs>\n\
             <text class=\"rl-text\" x=\"{MARGIN}\" y=\"30\" font-size=\"16\" \
             font-weight=\"bold\">{shown}</text>\n",
        );
        self.ruler(&mut svg);
        svg += &boxes;
        svg += "</svg>\n";
        svg
    }

    /// Byte numbers over the columns and before the rows.
    fn ruler(&self, out: &mut String) {
        let every = if self.columns > 16 { 4 } else { 1 };
        if self.rows > 0 {
            for column in (0..self.columns).step_by(every) {
                let x = self.x(column) + self.cell / 2;
                text(out, x, TOP - 10, 11, "middle", &column);
            }
        }
        for row in 0..self.rows {
            let x = MARGIN + GUTTER - 10;
            text(out, x, y(row) + BOX / 2 + 4, 11, "end", &(row * self.columns));
        }
    }

    /// Draws a box; false if a name or a dtype found no room in it.
    fn part(&self, part: &Part, out: &mut String) -> bool {
        let segments = self.segments(&part.range);
        // The first of the widest.
        let Some(widest) = segments.iter().rev().max_by_key(|segment| segment.columns.len()) else {
            // Without bytes, or behind the last row.
            return part.field.is_none() || part.range.start >= self.rows * self.columns;
        };
        let _ = write!(out, "<g><title>{}</title>", escaped(&part.description()));
        for segment in &segments {
            self.rectangle(segment, part.field.as_ref(), out);
        }
        let named = match &part.field {
            None => true,
            Some(field) => self.label(widest, field, out),
        };
        *out += "</g>\n";
        named
    }

    fn rectangle(&self, segment: &Segment, field: Option<&FieldPart>, out: &mut String) {
        let (x, y) = (self.x(segment.columns.start), y(segment.row));
        let width = segment.columns.len() * self.cell;
        let (fill, dash) = match field {
            Some(field) => (FILLS[field.group % FILLS.len()], ""),
            None => ("url(#rl-hole)", " stroke-dasharray=\"4 3\""),
        };
        let _ = write!(
            out,
            "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{BOX}\" rx=\"3\" fill=\"{fill}\" \
             stroke=\"#57606a\"{dash}/>",
            x + 1,
            width - 2,
        );
        if field.is_some() && segment.columns.len() > 1 {
            // A tick where a byte ends.
            let _ = write!(out, "<path d=\"");
            for column in segment.columns.start + 1..segment.columns.end {
                let _ = write!(out, "M{} {}v5", self.x(column), y + BOX - 5);
            }
            *out += "\" stroke=\"#1b1f24\" stroke-opacity=\".35\"/>";
        }
    }

    fn label(&self, segment: &Segment, field: &FieldPart, out: &mut String) -> bool {
        let room = segment.columns.len() * self.cell - 6;
        let x = self.x(segment.columns.start) + segment.columns.len() * self.cell / 2;
        let y = y(segment.row);
        let mut complete = true;
        for (words, size, y) in [(&field.name, 13, y + 17), (&field.dtype, 11, y + 31)] {
            let shown = shortened(words, room, size);
            complete &= shown == *words;
            let _ = write!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"middle\" \
                 fill=\"#1b1f24\">{}</text>",
                escaped(&shown),
            );
        }
        complete
    }

    /// Lines where the processor's fetches meet. They fall between rows.
    fn borders(&self, out: &mut String) {
        for row in 1..self.rows {
            if !(row * self.columns).is_multiple_of(CACHE_LINE) {
                continue;
            }
            let y = y(row) - (ROW - BOX) / 2;
            let _ = writeln!(
                out,
                "<g><title>byte {}: a cache line starts</title><path d=\"M{MARGIN} {y}H{}\" \
                 stroke=\"#e5534b\" stroke-width=\"2\" stroke-dasharray=\"8 4\"/></g>",
                row * self.columns,
                self.x(self.columns),
            );
        }
    }

    /// What was left out, and the sum of the holes.
    fn notes(&self, bottom: &mut usize, out: &mut String) {
        let mut note = |words: String| {
            *bottom += LIST_LINE;
            text(out, MARGIN, *bottom, 12, "start", &words);
        };
        let drawn = self.rows * self.columns;
        if drawn < self.layout.itemsize() {
            note(format!("… {} more, not drawn", bytes(self.layout.itemsize() - drawn)));
        }
        let padding = self.layout.padding() + nested_padding(self.layout);
        let mut legend = String::new();
        if padding > 0 {
            let _ = write!(legend, "hatched: {} of padding", bytes(padding));
        }
        if drawn > CACHE_LINE && self.layout.itemsize() > CACHE_LINE {
            legend += if padding > 0 { " · " } else { "" };
            let _ = write!(legend, "dashed: cache lines of {CACHE_LINE} bytes");
        }
        if !legend.is_empty() {
            note(legend);
        }
    }

    /// Names the fields whose boxes had no room for it, in columns.
    fn list(&self, parts: &[&Part], bottom: &mut usize, out: &mut String) {
        let shown = &parts[..parts.len().min(LISTED)];
        let room = GUTTER + self.columns * self.cell;
        let words = shown.iter().map(|part| shortened(&part.description(), room, 12));
        let descriptions: Vec<String> = words.collect();
        let widest = descriptions.iter().map(|words| width(words, 12)).max().unwrap_or(0) + 24;
        let across = (room / widest).max(1);
        let lines = shown.len().div_ceil(across);
        if lines > 0 {
            *bottom += 8;
        }
        for (i, words) in descriptions.iter().enumerate() {
            let x = MARGIN + i / lines * (room / across);
            text(out, x, *bottom + (i % lines + 1) * LIST_LINE, 12, "start", words);
        }
        *bottom += lines * LIST_LINE;
        if parts.len() > shown.len() {
            *bottom += LIST_LINE;
            let words = format!("… and {} more", parts.len() - shown.len());
            text(out, MARGIN, *bottom, 12, "start", &words);
        }
    }

    /// The rows of a range of bytes, those that are drawn.
    fn segments(&self, range: &Range<usize>) -> Vec<Segment> {
        let end = range.end.min(self.rows * self.columns);
        let mut segments = Vec::new();
        let mut start = range.start;
        while start < end {
            let row = start / self.columns;
            let stop = ((row + 1) * self.columns).min(end);
            let columns = start - row * self.columns..stop - row * self.columns;
            segments.push(Segment { row, columns });
            start = stop;
        }
        segments
    }

    fn x(&self, column: usize) -> usize {
        MARGIN + GUTTER + column * self.cell
    }
}

fn y(row: usize) -> usize {
    TOP + row * ROW
}

/// Text outside of boxes.
fn text(
    out: &mut String,
    x: usize,
    y: usize,
    size: usize,
    anchor: &str,
    words: &dyn core::fmt::Display,
) {
    let words = words.to_string();
    let _ = writeln!(
        out,
        "<text class=\"rl-text\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" \
         text-anchor=\"{anchor}\">{}</text>",
        escaped(&words),
    );
}
