//! Views and owned rows, written and read.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::read::Slot;
use crate::view::value_at::ValueAt;
use crate::{
    Column, ColumnMut, DType, DynColumn, DynRecordBuf, DynRecords, DynRecordsMut, Element, Grid,
    GridMut, Layout, Matrix, Placement, Record, RecordArray, RecordBuf, Records, RecordsMut,
};

/// Writes a sequence of things that are made one by one.
fn list<S: Serializer, T: Serialize>(
    len: usize,
    item: impl Fn(usize) -> T,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(Some(len))?;
    for i in 0..len {
        list.serialize_element(&item(i))?;
    }
    list.end()
}

/// One row: a map of its fields, each where `offset` has it.
struct Row<'l, O> {
    layout: &'l Layout,
    offset: O,
    /// **Invariant**: while this lives, field `i` of the layout, `offset(i)` bytes on, is as
    /// [`ValueAt`] asks for.
    at: *const u8,
}

impl<O: Fn(usize) -> usize> Serialize for Row<'_, O> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let fields = self.layout.fields();
        let mut map = to.serialize_map(Some(fields.len()))?;
        for (i, field) in fields.iter().enumerate() {
            let at = self.at.wrapping_add((self.offset)(i));
            // SAFETY: the invariant.
            let value = unsafe { ValueAt::new(field.dtype(), at) };
            map.serialize_entry(field.name(), &value)?;
        }
        map.end()
    }
}

/// A list of maps from name to value.
///
/// | dtype | is written as |
/// |---|---|
/// | numbers, `bool` | themselves; half precision as `f32`; complex ones as a pair |
/// | enums | the name of the variant |
/// | `S` | a string without the NULs at its end; bytes, if it is not UTF-8 or the format is not for people to read |
/// | `U` | a string without the NULs at its end; U+FFFD for numbers that are no characters |
/// | `V` | bytes, all of them |
/// | `M8`, `m8` | the number of steps; nothing (`null`) for NaT |
/// | arrays | sequences |
/// | records | maps from name to value, in the order of the fields |
///
/// What is read back is checked: each field once, numbers within their range, texts that fit,
/// arrays of their length. JSON has no NaN and no infinities: `serde_json` writes `null` for them,
/// which is not read as a number.
///
/// ```
/// use records_core::{FixedBytes, Record, RecordBuf};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Person { name: FixedBytes<10>, age: i32 }
///
/// let name = |text: &str| text.parse().unwrap();
/// let people: RecordBuf<Person> =
///     [Person { name: name("Zhang"), age: 33 }, Person { name: name("Ada"), age: 36 }][..].into();
/// let json = serde_json::to_string(&people.view())?;
/// assert_eq!(json, r#"[{"name":"Zhang","age":33},{"name":"Ada","age":36}]"#);
/// assert_eq!(serde_json::from_str::<RecordBuf<Person>>(&json)?, people);
///
/// let error = serde_json::from_str::<RecordBuf<Person>>(r#"[{"name":"Zhang"}]"#).unwrap_err();
/// assert!(error.to_string().starts_with("missing field `age`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
impl<R: Record, L: Placement<R>> Serialize for Records<'_, R, L> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // A row of the view, which is borrowed while it is written: its invariant is that of
        // the row.
        let row = |row| Row {
            layout: R::LAYOUT,
            offset: |field| self.place().offset(field),
            at: self.rows().at(row),
        };
        list(self.len(), row, to)
    }
}

/// As the view.
impl<R: Record, L: Placement<R>> Serialize for RecordsMut<'_, R, L> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(to)
    }
}

/// As the view.
impl<R: Record> Serialize for RecordBuf<R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(to)
    }
}

/// As the view.
impl<R: Record, O: AsRef<[u8]>> Serialize for RecordArray<R, O> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(to)
    }
}

/// A list of lines, each a list of records.
impl<R: Record, L: Placement<R>> Serialize for Grid<'_, R, L> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        list(self.height(), |y| self.row(y), to)
    }
}

/// As the view.
impl<R: Record, L: Placement<R>> Serialize for GridMut<'_, R, L> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(to)
    }
}

/// A list of values.
impl<F: Element> Serialize for Column<'_, F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let items = self.items();
        // SAFETY: an item of the column, which is borrowed while it is written.
        list(items.len(), |i| unsafe { ValueAt::new(F::DTYPE, items.at(i)) }, to)
    }
}

/// As the view.
impl<F: Element> Serialize for ColumnMut<'_, F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(to)
    }
}

/// A list of rows, each a list of values.
impl<F: Element> Serialize for Matrix<'_, F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        list(self.height(), |y| self.row(y), to)
    }
}

/// A list of maps from name to value.
impl Serialize for DynRecords<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let layout = self.layout();
        // A row of the view, which is borrowed while it is written: its invariant is that of
        // the row.
        let row = |row| Row {
            layout,
            offset: |field: usize| layout.fields()[field].offset(),
            at: self.rows().at(row),
        };
        list(self.len(), row, to)
    }
}

/// As the view.
impl Serialize for DynRecordsMut<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(to)
    }
}

/// As the view.
impl Serialize for DynRecordBuf {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(to)
    }
}

/// A list of values.
impl Serialize for DynColumn<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let at = |i: usize| self.as_ptr().wrapping_offset((i as isize).wrapping_mul(self.stride()));
        // SAFETY: an item of the column, which is borrowed while it is written.
        list(self.len(), |i| unsafe { ValueAt::new(self.dtype(), at(i)) }, to)
    }
}

/// Reads a list of records into one row after the other, and gives each to a
/// function.
struct Rows<'d, T> {
    dtype: &'d DType,
    take: T,
}

impl<'de, T: FnMut(&[u8])> Visitor<'de> for Rows<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut rows: A) -> Result<(), A::Error> {
        let mut row = Vec::new();
        let size = self.dtype.size();
        // A layout from outside may say anything.
        row.try_reserve_exact(size).map_err(|_| {
            A::Error::custom(format_args!("no memory for a record of {size} bytes"))
        })?;
        row.resize(size, 0);
        // Whatever length the input claims, memory grows with what has been read.
        while rows.next_element_seed(Slot::new(self.dtype, &mut row))?.is_some() {
            (self.take)(&row);
            row.fill(0);
        }
        Ok(())
    }
}

/// A list of maps from name to value, in any order.
///
/// An error names the field that is missing, unknown, there twice or of another
/// kind, and says what was expected.
impl<'de, R: Record> Deserialize<'de> for RecordBuf<R> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<RecordBuf<R>, D::Error> {
        let (mut buf, mut wrong) = (RecordBuf::new(), None);
        let take = |row: &[u8]| match Records::read_at(row, 0) {
            Ok(record) => buf.push(record),
            Err(error) => wrong = Some(error),
        };
        from.deserialize_seq(Rows { dtype: R::DTYPE, take })?;
        match wrong {
            None => Ok(buf),
            // Only values are written; none is wrong.
            Some(error) => Err(D::Error::custom(error)),
        }
    }
}

/// A layout reads rows of its own: a list of maps from name to value, in any order.
///
/// ```
/// use records_core::Layout;
/// use serde::de::DeserializeSeed;
///
/// let layout = Layout::parse("[('id', '<i2'), ('name', 'S5')]")?;
/// let mut json = serde_json::Deserializer::from_str(r#"[{"name": "Zhang", "id": 7}]"#);
/// let rows = layout.deserialize(&mut json)?;
/// assert_eq!(rows.as_bytes(), b"\x07\0Zhang");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'de> DeserializeSeed<'de> for &Layout {
    type Value = DynRecordBuf;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<DynRecordBuf, D::Error> {
        let dtype = DType::record(self.clone());
        let (mut buf, mut count) = (DynRecordBuf::new(self), 0);
        let take = |row: &[u8]| {
            count += 1;
            buf.extend_from_bytes(row).expect("one row");
        };
        from.deserialize_seq(Rows { dtype: &dtype, take })?;
        // Records of no bytes are not counted by their bytes.
        Ok(if buf.len() == count { buf } else { DynRecordBuf::zeroed(self.clone(), count) })
    }
}

/// Reads one value of a dtype that is known where it is compiled.
pub(super) fn read<'de, F: Element, D: Deserializer<'de>>(from: D) -> Result<F, D::Error> {
    let mut bytes = vec![0; F::SIZE];
    Slot::new(F::DTYPE, &mut bytes).deserialize(from)?;
    // A field of a record of its own.
    match Records::<(F,)>::read_at(&bytes, 0) {
        Ok((value,)) => Ok(value),
        Err(error) => Err(D::Error::custom(error)),
    }
}

/// A value that is written as its dtype says.
pub(super) struct AsDType<'v, F>(&'v [F]);

impl<'v, F: Element> AsDType<'v, F> {
    pub(super) fn new(value: &'v F) -> AsDType<'v, F> {
        AsDType(core::slice::from_ref(value))
    }
}

impl<F: Element> Serialize for AsDType<'_, F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let items = Column::from_slice(self.0).items();
        // SAFETY: the one item of the column, which is borrowed while it is written.
        unsafe { ValueAt::new(F::DTYPE, items.at(0)) }.serialize(to)
    }
}
