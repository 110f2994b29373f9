//! A table of HTML.

/// A table that is being written.
pub(super) struct Table {
    html: String,
}

impl Table {
    pub(super) fn new() -> Table {
        Table { html: "<table>".into() }
    }

    /// Texts that are escaped here.
    pub(super) fn header<'t>(&mut self, cells: impl Iterator<Item = &'t str>) {
        self.html += "<thead><tr>";
        for cell in cells {
            self.html += &format!("<th>{}</th>", escaped(cell));
        }
        self.html += "</tr></thead>";
    }

    /// A title and cells, all of them escaped already.
    pub(super) fn row(&mut self, title: &str, cells: impl Iterator<Item = String>) {
        self.html += &format!("<tr><th>{title}</th>");
        for cell in cells {
            self.html += &format!("<td>{cell}</td>");
        }
        self.html += "</tr>";
    }

    pub(super) fn finish(mut self) -> String {
        self.html += "</table>";
        self.html
    }
}

/// A text as HTML shows it.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html += "&amp;",
            '<' => html += "&lt;",
            '>' => html += "&gt;",
            '"' => html += "&quot;",
            other => html.push(other),
        }
    }
    html
}
