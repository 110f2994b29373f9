//! What keeps rows from being the records asked for.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::layout::{DType, padded, visible};

/// Why rows of a run-time layout are not the records asked for: every difference,
/// field by field. It prints as a table.
///
/// ```
/// use records_core::{DType, DifferenceKind, DynRecords, Error, Layout, Record};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(aligned)]
/// struct Person { age: i32, weight: f32, height: f32 }
///
/// let file = Layout::packed([("age", DType::I64), ("weight", DType::F32)]);
/// let Err(Error::Mismatch(error)) = DynRecords::from_bytes(&[], &file)?.typed::<Person>() else {
///     unreachable!()
/// };
/// assert_eq!(error.differences().len(), 2);
/// assert_eq!(error.differences()[0].kind(), DifferenceKind::DType);
/// assert_eq!(
///     error.to_string(),
///     "the rows do not hold `Person`: 2 of its 3 fields differ\n\
///      field   expected  found\n\
///      age     i32       i64 at byte 0\n\
///      height  f32       no such field",
/// );
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    pub(crate) record: String,
    /// How many fields it has, ...
    pub(crate) fields: usize,
    /// ... and how many of them differ, some maybe in several parts.
    pub(crate) differing: usize,
    pub(crate) verb: &'static str,
    pub(crate) differences: Vec<Difference>,
}

impl Mismatch {
    /// The name of the record asked for.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record
    }

    /// The fields that differ, in the order of the record asked for.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }
}

/// One field that is not as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub(crate) field: String,
    pub(crate) kind: DifferenceKind,
    pub(crate) expected: String,
    pub(crate) found: Option<(String, usize)>,
    pub(crate) why: String,
}

impl Difference {
    /// There is no field of this name, where one of this dtype was asked for.
    pub(crate) fn missing(field: &str, dtype: &DType) -> Difference {
        Difference {
            field: field.into(),
            kind: DifferenceKind::Missing,
            expected: dtype.to_string(),
            found: None,
            why: String::new(),
        }
    }

    /// The field, with the way to the part that differs: `pos.x`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// In which way it differs.
    #[must_use]
    pub const fn kind(&self) -> DifferenceKind {
        self.kind
    }

    /// The dtype asked for, as messages name it.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The dtype that is there, if the field is.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.found.as_ref().map(|(dtype, _)| dtype.as_str())
    }

    /// The byte of the row at which the field lies, if it is there.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.found.as_ref().map(|(_, offset)| *offset)
    }
}

/// In which way a field differs from the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// There is no field of this name.
    Missing,
    /// It has another type.
    DType,
    /// It has the type, in the other byte order.
    ByteOrder,
    /// It is a record whose parts lie elsewhere, or which has others.
    Layout,
    /// It lies on top of another of the fields, so that both cannot be written.
    Overlap,
    /// Converting it could lose something.
    Loss,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mismatch { record, fields, differing, verb, differences } = self;
        let record = if record.is_empty() { "the record".into() } else { format!("`{record}`") };
        let s = if *differing == 1 { "s" } else { "" };
        write!(f, "the rows {verb} {record}: {differing} of its {fields} fields differ{s}")?;
        let mut table = Vec::from([["field".into(), "expected".into(), "found".to_string()]]);
        table.extend(differences.iter().map(|one| {
            let mut found = match &one.found {
                None => "no such field".to_string(),
                Some((dtype, offset)) => format!("{dtype} at byte {offset}"),
            };
            if !one.why.is_empty() {
                found += ": ";
                found += &one.why;
            }
            [visible(&one.field), visible(&one.expected), visible(&found)]
        }));
        let width = |i: usize| table.iter().map(|row| row[i].chars().count()).max().unwrap_or(0);
        let (first, second) = (width(0), width(1));
        for [field, expected, found] in &table {
            let mut line = String::from("\n");
            padded(field, first, false, &mut line);
            line += "  ";
            padded(expected, second, false, &mut line);
            write!(f, "{line}  {found}")?;
        }
        Ok(())
    }
}
