//! What run-time rows are ordered by: paths.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

/// A field, or a part of one, that run-time rows are ordered by, by its
/// [path](crate::DynRecords::column), and which way.
///
/// ```
/// use records_core::{DynRecords, Layout, SortKey};
///
/// let layout = Layout::parse("[('age', 'u1'), ('pos', 'u1', 2)]")?;
/// let rows = DynRecords::from_bytes(&[40, 1, 5, 30, 1, 6, 40, 1, 4], &layout)?;
/// assert_eq!(rows.argsort(&["age", "pos[1]"])?, [1, 2, 0]);
/// assert_eq!(rows.argsort(&[SortKey::new("age").desc(), "pos[1]".into()])?, [2, 0, 1]);
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SortKey<'p> {
    path: Cow<'p, str>,
    descending: bool,
}

impl<'p> SortKey<'p> {
    /// The least first.
    #[must_use]
    pub const fn new(path: &'p str) -> SortKey<'p> {
        SortKey { path: Cow::Borrowed(path), descending: false }
    }

    /// The same field, the greatest first. NaN and NaT still come last, and equal rows
    /// keep their order.
    #[must_use]
    pub fn desc(self) -> SortKey<'p> {
        SortKey { descending: true, ..self }
    }

    /// The path of the field.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the greatest comes first.
    #[must_use]
    pub const fn is_descending(&self) -> bool {
        self.descending
    }
}

impl<'p> From<&'p str> for SortKey<'p> {
    fn from(path: &'p str) -> SortKey<'p> {
        SortKey::new(path)
    }
}

impl<'p> From<&'p String> for SortKey<'p> {
    fn from(path: &'p String) -> SortKey<'p> {
        SortKey::new(path)
    }
}

impl From<String> for SortKey<'_> {
    fn from(path: String) -> Self {
        SortKey { path: path.into(), descending: false }
    }
}

/// The path, with ` descending` behind it where it is.
impl fmt::Display for SortKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.path, if self.descending { " descending" } else { "" })
    }
}
