//! Rows of run-time layouts in bytes of any kind.

use arbitrary::{Result, Unstructured};
use records_core::zerocopy::big_endian;
use records_core::{
    DType, DynRecordBuf, DynRecords, DynRecordsMut, FixedBytes, FixedStr, Layout, Raw, Record,
    SearchSide, SortKey,
};

use crate::common::decode::{record, same};
use crate::common::random::Random;
use crate::layouts::{self, Moment, Side, Span};
use crate::memory::within;

/// Rows are copied only if the copies take at most so many bytes.
const COPIED: usize = 1 << 16;
/// Rows of at most so many bytes are decoded.
const DECODED: usize = 1 << 14;

/// Makes a layout and rows out of bytes, and does everything with them.
///
/// Behind a `T` comes the text of a layout, up to a NUL; behind another byte what
/// [`layouts`] makes one of.
///
/// # Panics
/// If something is not as it should be.
pub fn check(data: &[u8]) {
    // What is missing at the end of an input is no finding.
    let _ = run(data);
}

fn run(data: &[u8]) -> Result<()> {
    let Some((&kind, rest)) = data.split_first() else {
        return Ok(());
    };
    let (layout, mut from) = if kind == b'T' {
        let end = rest.iter().position(|&byte| byte == 0).unwrap_or(rest.len());
        let text = core::str::from_utf8(&rest[..end]).unwrap_or("");
        let from = Unstructured::new(rest.get(end + 1..).unwrap_or(&[]));
        (Layout::parse(text).ok(), from)
    } else {
        let mut from = Unstructured::new(rest);
        (layouts::layout(&mut from, 3)?, from)
    };
    let Some(layout) = layout else {
        return Ok(());
    };
    if layout.fields().len() > 300 {
        return Ok(());
    }
    let limit = (2 << 20) + 2000 * data.len();
    let seed: u64 = from.arbitrary()?;
    let size = layout.itemsize();
    if size > data.len() || seed.is_multiple_of(8) {
        within(limit, "without rows", || without_rows(&layout));
    }
    let placed = from.int_in_range(0..=2)?;
    let (offset, stride, count) = (number(&mut from)?, number(&mut from)?, number(&mut from)?);
    let stride = stride as isize;
    let bytes = from.take_rest();
    let (rows, place) = match placed {
        0 => {
            let rows = DynRecords::from_bytes(bytes, &layout);
            let whole = bytes.len().checked_rem(size).map_or(bytes.is_empty(), |left| left == 0);
            assert_eq!(rows.is_ok(), whole, "{} bytes, {size} each", bytes.len());
            let count = bytes.len().checked_div(size).unwrap_or(0);
            (rows, (0, size as isize, count))
        }
        1 => {
            let rows = DynRecords::from_bytes_at(bytes, &layout, offset, count);
            (rows, (offset, size as isize, count))
        }
        _ => {
            let rows = DynRecords::from_strided(bytes, &layout, offset, stride, count);
            (rows, (offset, stride, count))
        }
    };
    if placed > 0 {
        assert_eq!(rows.is_ok(), lies_within(bytes.len(), place, size), "{place:?} of {size}");
    }
    match rows {
        Ok(rows) => {
            let copied = rows.len().saturating_mul(size);
            let limit = limit + 1000 * copied.min(COPIED);
            within(limit, "rows", || Checked { bytes, place, rows: &rows }.all(seed));
        }
        Err(error) => drop((error.to_string(), format!("{error:?}"))),
    }
    Ok(())
}

/// Small, or where numbers end.
fn number(from: &mut Unstructured<'_>) -> Result<usize> {
    const FAR: [usize; 8] = [
        usize::MAX,
        isize::MAX as usize,
        isize::MIN as usize,
        1 << 62,
        1 << 40,
        usize::MAX - 7,
        1 << 32,
        usize::MAX / 3,
    ];
    Ok(match from.int_in_range(0..=7)? {
        0 => *from.choose(&FAR)?,
        1 => from.int_in_range(0..=40_usize)?.wrapping_neg(),
        _ => from.int_in_range(0..=40)?,
    })
}

/// Whether rows at that place lie within so many bytes.
fn lies_within(len: usize, (offset, stride, count): (usize, isize, usize), size: usize) -> bool {
    if count == 0 {
        return offset <= len;
    }
    let last = (count as i128 - 1).checked_mul(stride as i128);
    let Some(last) = last.and_then(|last| last.checked_add(offset as i128)) else {
        return false;
    };
    [offset as i128, last].iter().all(|&at| at >= 0 && at + size as i128 <= len as i128)
}

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Id {
    id: u16,
}

#[derive(Record, Clone, Copy, Debug)]
#[record(aligned)]
struct Point {
    y: f32,
    x: f64,
}

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Flags {
    flag: bool,
    side: Side,
}

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Parts {
    #[record(rename = "pos.x")]
    x: u8,
    #[record(rename = "pos[1]")]
    second: u8,
}

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Arrays {
    pos: [i16; 3],
    x: [[u8; 2]; 2],
    flag: [bool; 2],
}

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Texts {
    name: FixedBytes<3>,
    tag: FixedStr<2>,
    f0: Raw<2>,
}

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Times {
    t: Moment,
    f0: Span,
}

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Wire {
    id: big_endian::U32,
    pos: Inner,
}

#[derive(Record, Clone, Copy, Debug)]
#[record(aligned)]
struct Inner {
    x: u8,
    y: big_endian::F32,
    flag: bool,
}

macro_rules! each_record {
    ($call:ident) => {
        $call!(Id Point Flags Parts Arrays Texts Times Wire Inner)
    };
}

macro_rules! each_element {
    ($call:ident) => {
        $call!(
            u8 i8 u16 i32 u64 i128 f32 f64 bool Side Moment Span big_endian::U16 big_endian::F64
            [u8; 2] [[u8; 2]; 2] [bool; 3] [Side; 2] [f64; 0] FixedBytes<3> FixedStr<2> Raw<2>
            records_core::half::f16 records_core::num_complex::Complex<f32> Inner [Inner; 2]
        )
    };
}

/// Rows, and where they must lie.
struct Checked<'r, 'a> {
    bytes: &'a [u8],
    place: (usize, isize, usize),
    rows: &'r DynRecords<'a>,
}

impl Checked<'_, '_> {
    fn all(&self, seed: u64) {
        let mut random = Random::new(seed);
        let rows = self.rows;
        assert_eq!(rows.len(), self.place.2);
        self.decode();
        self.paths(&mut random);
        look(rows);
        views(rows, &mut random);
        if self.is_small() {
            copies(rows, &mut random);
            order(rows, &mut random);
            self.writes(&mut random);
        }
    }

    /// Whether the rows can be copied.
    fn is_small(&self) -> bool {
        let size = self.rows.layout().itemsize();
        size == 0 || self.rows.len().saturating_mul(size) <= COPIED
    }

    /// The bytes of a row.
    fn row(&self, row: usize) -> &[u8] {
        let (offset, stride, _) = self.place;
        let at = offset as i128 + row as i128 * stride as i128;
        &self.bytes[usize::try_from(at).expect("rows lie within")..]
            [..self.rows.layout().itemsize()]
    }

    /// Values against the naive model.
    fn decode(&self) {
        let (rows, layout) = (self.rows, self.rows.layout());
        if layout.itemsize() > DECODED || has_enum(layout) || items(layout) > DECODED {
            return;
        }
        for row in ends(rows.len()) {
            let expected = record(layout, self.row(row));
            let found = rows.get(row).expect("a row");
            assert!(same(&found, &expected), "row {row}: {found:?}, not {expected:?}");
        }
        assert!(rows.get(rows.len()).is_none());
    }

    /// Parts of fields by their paths.
    fn paths(&self, random: &mut Random) {
        let (rows, layout) = (self.rows, self.rows.layout());
        let odd =
            ["", ".", "[", "]", "[0", "x[", "x.[0]", "f0[18446744073709551616]", "[-1]", "é["];
        for path in odd {
            let _ =
                (rows.dyn_column(path).err().map(|error| error.to_string()), rows.value(0, path));
        }
        for field in layout.fields() {
            let mut path = field.name().to_string();
            let mut dtype = field.dtype();
            let mut at = field.offset();
            for _ in 0..6 {
                match dtype {
                    DType::Array(element, len) if *len > 0 => {
                        let k = random.below(*len);
                        (dtype, at) = (element.get(), at + k * element.get().size());
                        path += &format!("[{k}]");
                    }
                    DType::Record(nested) if !nested.get().fields().is_empty() => {
                        let part = random.pick(nested.get().fields());
                        (dtype, at) = (part.dtype(), at + part.offset());
                        path += &format!(".{}", part.name());
                    }
                    _ => break,
                }
                // A field of that very name, or a longer one, comes first.
                let Ok(column) = rows.dyn_column(&path) else {
                    continue;
                };
                let origin = rows.as_ptr().wrapping_add(at);
                if column.as_ptr() == origin && column.dtype() == dtype {
                    assert_eq!(column.len(), rows.len());
                    assert_eq!(column.stride(), rows.stride());
                }
                if dtype.size() <= DECODED && items_of(dtype) <= DECODED && !rows.is_empty() {
                    let value = rows.value(rows.len() - 1, &path).expect("a path");
                    let item = column.get(rows.len() - 1).expect("an item");
                    assert!(same(&value, &item));
                }
            }
            assert!(rows.value(rows.len(), field.name()).is_err());
        }
    }

    /// The same rows in memory of their own, written.
    fn writes(&self, random: &mut Random) {
        let (offset, stride, count) = self.place;
        let layout = self.rows.layout();
        let mut bytes = self.bytes.to_vec();
        let apart = count < 2 || stride.unsigned_abs() >= layout.itemsize();
        let rows = DynRecordsMut::from_strided(&mut bytes, layout, offset, stride, count);
        assert_eq!(rows.is_ok(), apart);
        let Ok(mut rows) = rows else {
            return;
        };
        let _ = rows.copy_from(self.rows).map_err(|error| error.to_string());
        if layout.itemsize() <= DECODED && items(layout) <= DECODED {
            for row in ends(count) {
                for field in layout.fields() {
                    let value = self.rows.value(row, field.name()).expect("a value");
                    // Texts may hold what is no character, enums what is no variant.
                    let _ = rows.set_value(row, field.name(), &value);
                }
            }
        }
        macro_rules! typed {
            ($($record:ty)*) => {$(
                if let Ok(mut typed) = rows.typed_mut::<$record>()
                    && let Some(first) = typed.get(0)
                {
                    typed.set(0, first);
                }
            )*};
        }
        each_record!(typed);
        macro_rules! columns {
            ($($element:ty)*) => {$(
                for field in layout.fields() {
                    if let Ok(mut column) = rows.column_mut::<$element>(field.name())
                        && let Some(last) = column.len().checked_sub(1)
                    {
                        let item = column.get(last).expect("an item");
                        column.set(last, item);
                    }
                }
            )*};
        }
        each_element!(columns);
        if count > 0 {
            let _ = rows.slice_mut(random.below(count)..).to_string();
        }
        let unwritten = has_text(layout) || has_half(layout);
        assert!(unwritten || bytes == self.bytes, "what was written was what was there");
    }
}

/// Which rows are looked at.
fn ends(len: usize) -> Vec<usize> {
    let mut rows = vec![0, 1, len / 2, len.wrapping_sub(2), len.wrapping_sub(1)];
    rows.retain(|&row| row < len);
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Whether some dtype within satisfies a condition.
fn any(layout: &Layout, of: fn(&DType) -> bool) -> bool {
    fn inside(dtype: &DType, of: fn(&DType) -> bool) -> bool {
        match dtype {
            DType::Array(element, _) => inside(element.get(), of),
            DType::Record(layout) => any(layout.get(), of),
            plain => of(plain),
        }
    }
    layout.fields().iter().any(|field| inside(field.dtype(), of))
}

fn has_enum(layout: &Layout) -> bool {
    any(layout, |dtype| matches!(dtype, DType::Enum(_)))
}

/// Whether a value may not give the bytes that it was read from: bytes that are no
/// characters, NULs within padding, `bool`s other than 0 and 1.
fn has_text(layout: &Layout) -> bool {
    any(layout, |dtype| matches!(dtype, DType::Str(..)) || dtype.needs_check())
}

/// Whether NaNs may lose their payload.
fn has_half(layout: &Layout) -> bool {
    use records_core::Scalar::{C64, C128, F16, F32, F64};
    any(layout, |dtype| matches!(dtype, DType::Scalar(F16 | F32 | F64 | C64 | C128, _)))
}

/// How many values a row decodes to.
fn items(layout: &Layout) -> usize {
    let items = layout.fields().iter().map(|field| items_of(field.dtype()));
    items.fold(0, usize::saturating_add)
}

fn items_of(dtype: &DType) -> usize {
    match dtype {
        DType::Array(element, len) => len.saturating_mul(items_of(element.get())).max(1),
        DType::Record(layout) => items(layout.get()).max(1),
        _ => 1,
    }
}

/// What copies nothing.
fn look(rows: &DynRecords<'_>) {
    let _ = (rows.to_string(), format!("{rows:?}"));
    let layout = rows.layout();
    macro_rules! typed {
        ($($record:ty)*) => {$(
            match rows.typed::<$record>() {
                Ok(typed) => {
                    assert_eq!(typed.len(), rows.len());
                    let _ = (typed.get(0), typed.columns(), typed.to_string(), typed.as_own());
                    let _ = typed.len().checked_sub(1).and_then(|last| typed.get(last));
                }
                Err(error) => drop((error.to_string(), format!("{error:?}"))),
            }
        )*};
    }
    each_record!(typed);
    macro_rules! columns {
        ($($element:ty)*) => {$(
            // A look at each name is a search; of many fields, some are enough.
            for field in layout.fields().iter().take(8) {
                match rows.column::<$element>(field.name()) {
                    Ok(column) => {
                        assert_eq!(column.len(), rows.len());
                        let _ = (column.get(0), column.to_string());
                        let _ = column.len().checked_sub(1).and_then(|last| column.get(last));
                    }
                    Err(error) => drop(error.to_string()),
                }
            }
            if let Ok(matrix) = rows.as_matrix::<$element>() {
                assert_eq!(matrix.height(), rows.len());
                let (y, x) = (matrix.height().wrapping_sub(1), matrix.width().wrapping_sub(1));
                assert_eq!(matrix.get(y, x).is_some(), matrix.height() > 0 && matrix.width() > 0);
                let _ = format!("{matrix:?}");
            }
        )*};
    }
    each_element!(columns);
}

/// Other views of the same rows.
fn views(rows: &DynRecords<'_>, random: &mut Random) {
    let (layout, len) = (rows.layout(), rows.len());
    let decoded = layout.itemsize() <= DECODED && items(layout) <= DECODED;
    let agree = |a: &DynRecords<'_>, i: usize, j: usize| {
        if decoded && i < a.len() {
            let (a, b) = (a.get(i).expect("a row"), rows.get(j).expect("a row"));
            assert!(same(&a, &b));
        }
    };
    let middle = if len == 0 { 0 } else { random.below(len) };
    let (before, behind) = rows.split_at(middle);
    assert_eq!((before.len(), behind.len()), (middle, len - middle));
    agree(&before, 0, 0);
    agree(&behind, 0, middle);
    agree(&rows.reversed(), middle, len.wrapping_sub(middle + 1));
    agree(&rows.reversed().reversed(), middle, middle);
    let step = 1 + random.below(usize::MAX);
    agree(&rows.step_by(step), 0, 0);
    agree(&rows.step_by(step).reversed(), 0, len.wrapping_sub(1) / step * step);
    agree(&rows.step_by(2), 1, 2);
    agree(&rows.step_by(3).reversed().slice(..len.min(1)), 0, len.wrapping_sub(1) / 3 * 3);
    assert_eq!(rows.chunks(step).len(), len.div_ceil(step));

    let mut names: Vec<&str> = layout.fields().iter().map(records_core::Field::name).collect();
    if names.is_empty() {
        return;
    }
    let dropped = names.remove(random.below(names.len()));
    let without = rows.without(&[dropped]).expect("a field");
    assert_eq!(without.layout().fields().len(), names.len());
    names.reverse();
    let some = rows.select(&names).expect("fields");
    look(&some);
    for row in ends(len) {
        for name in names.iter().filter(|_| decoded) {
            let (a, b) = (some.value(row, name), rows.value(row, name));
            assert!(same(&a.expect("a value"), &b.expect("a value")));
        }
    }
    assert!(rows.select(&[dropped, dropped]).is_err());
    let renamed = rows.rename(&[(dropped, "another name")]).expect("a new name");
    for row in ends(len).into_iter().filter(|_| decoded) {
        let (a, b) = (renamed.value(row, "another name"), rows.value(row, dropped));
        assert!(same(&a.expect("a value"), &b.expect("a value")));
    }
}

/// Copies of few rows, or of rows without bytes.
fn copies(rows: &DynRecords<'_>, random: &mut Random) {
    let (layout, len) = (rows.layout(), rows.len());
    let decoded = layout.itemsize() <= DECODED && items(layout) <= DECODED;
    let agree = |copy: &DynRecords<'_>, i: usize, j: usize| {
        let fields = layout.fields().iter().filter(|_| decoded && i < copy.len());
        for field in fields {
            let (a, b) = (copy.value(i, field.name()), rows.value(j, field.name()));
            let (a, b) = (a.expect("a value"), b.expect("a value"));
            assert!(same(&a, &b), "row {i}: {a:?}, not {b:?}");
        }
    };
    let all = |copy: &DynRecords<'_>| {
        assert_eq!(copy.len(), len);
        ends(len).into_iter().for_each(|row| agree(copy, row, row));
    };
    let packed = rows.repack();
    all(&packed.view());
    let columns = rows.to_columns();
    assert_eq!(columns.len(), len);
    all(&DynRecordBuf::from_columns(&columns).view());
    let mut again = columns.clone();
    rows.reversed().copy_columns_into(&mut again);
    rows.copy_columns_into(&mut again);
    all(&DynRecordBuf::from_columns(&again).view());
    let _ = (*rows == rows.reversed(), packed == packed.clone(), columns == again);

    if len > 0 {
        let listed: Vec<usize> = (0..random.below(5)).map(|_| random.below(len)).collect();
        let taken = rows.take(&listed).expect("rows");
        listed.iter().enumerate().for_each(|(i, &row)| agree(&taken.view(), i, row));
    }
    assert!(rows.take(&[len]).is_err());
    if len <= COPIED {
        let mask: Vec<bool> = (0..len).map(|_| random.below(2) == 0).collect();
        let kept = rows.filter_mask(&mask).expect("a mask");
        let first = mask.iter().position(|&keep| keep);
        first.into_iter().for_each(|row| agree(&kept.view(), 0, row));
        match rows.with_field("marked", &mask) {
            Ok(more) => {
                all(&more.view());
                let marks = more.view();
                let marks = marks.column::<bool>("marked").expect("a new field");
                assert_eq!(marks.to_vec(), mask);
            }
            Err(error) => drop(error.to_string()),
        }
    }
    if let Some(field) = layout.fields().first() {
        let renamed =
            rows.select(&[field.name()]).and_then(|one| one.rename(&[(field.name(), "#")]));
        if let Ok(both) = renamed.and_then(|one| rows.zip(&one)) {
            all(&both.view());
        }
    }
    match DynRecords::concat(&[rows.clone(), rows.reversed(), packed.view()]) {
        Ok(three) => {
            all(&three.view().slice(..len));
            all(&three.view().slice(2 * len..));
        }
        Err(error) => drop(error.to_string()),
    }

    if len > COPIED {
        // Rows without bytes, which could become rows that have some.
        return;
    }
    for order in [records_core::ByteOrder::Little, records_core::ByteOrder::Big] {
        match rows.convert_to(&layout.with_order(order)) {
            Ok(copy) => all(&copy.view()),
            Err(error) => drop(error.to_string()),
        }
    }
    macro_rules! converted {
        ($($record:ty)*) => {$(
            match rows.convert::<$record>() {
                Ok(copy) => assert_eq!(copy.len(), len),
                Err(error) => drop((error.to_string(), format!("{error:?}"))),
            }
        )*};
    }
    each_record!(converted);
    macro_rules! matrices {
        ($($element:ty)*) => {$(
            if let Ok(matrix) = rows.to_matrix::<$element>() {
                assert_eq!(matrix.height(), len);
                if let Ok(seen) = rows.as_matrix::<$element>() {
                    assert_eq!(seen.width(), matrix.width());
                    if matrix.height() > 0 && matrix.width() > 0 {
                        let (y, x) = (random.below(matrix.height()), random.below(matrix.width()));
                        let text = |item: Option<$element>| format!("{item:?}");
                        assert_eq!(text(seen.get(y, x)), text(matrix.get(y, x)));
                    }
                }
            }
        )*};
    }
    each_element!(matrices);
    for (_, column) in rows.dyn_columns().take(64) {
        let _ = (column.summary(), column.to_string());
    }
    if decoded && let Some(records_core::Value::Record(fields)) = rows.get(0) {
        let values: Vec<_> = fields.into_iter().map(|(_, value)| value).collect();
        let mut buf = DynRecordBuf::new(layout);
        if buf.push(&values).is_ok() {
            assert_eq!(buf.as_bytes().len(), layout.itemsize());
        }
    }
}

/// Rows in order, by fields that may be of any type.
fn order(rows: &DynRecords<'_>, random: &mut Random) {
    let (fields, len) = (rows.layout().fields(), rows.len());
    if fields.is_empty() || len > COPIED {
        return;
    }
    let keys: Vec<SortKey<'_>> = (0..random.below(4))
        .map(|_| {
            let key = SortKey::new(random.pick(fields).name());
            if random.below(2) == 0 { key.desc() } else { key }
        })
        .collect();
    let order = rows.argsort(&keys).expect("fields");
    let mut all = order.clone();
    all.sort_unstable();
    assert!(all.into_iter().eq(0..len), "each row once");
    let sorted = rows.sort_by(&keys).expect("fields");
    let again = sorted.view().argsort(&keys).expect("fields");
    assert!(again.into_iter().eq(0..len), "what is in order stays so");
    let unique = rows.unique_indices(&keys).expect("fields");
    let twice = rows.duplicate_indices(&keys).expect("fields");
    assert!(unique.len() <= len && (twice.is_empty() == (unique.len() == len)));
    if len <= 64 {
        let pairs = rows.join(&sorted.view(), &keys).expect("fields");
        assert!(pairs.len() >= len && pairs.is_sorted());
        let kept = rows.take(&unique).expect("rows");
        assert_eq!(rows.join(&kept.view(), &keys).expect("fields").len(), len);
    }
    if let [key] = &keys[..]
        && !key.is_descending()
        && let Some(field) = rows.layout().field(key.path())
        && items_of(field.dtype()) <= DECODED
        && field.size() <= DECODED
    {
        let column = sorted.view();
        let column = column.dyn_column(key.path()).expect("a field");
        let values: Vec<_> = ends(len).into_iter().filter_map(|row| column.get(row)).collect();
        for side in [SearchSide::Left, SearchSide::Right] {
            // Texts may hold what is no character, enums what is no variant.
            if let Ok(places) = column.search_sorted_many(&values, side) {
                assert!(places.iter().all(|&place| place <= len));
            }
        }
    }
}

/// Rows of which there are none take no memory and no time, whatever a row is.
///
/// # Panics
/// If something is not as it should be.
pub fn without_rows(layout: &Layout) {
    let none = DynRecords::from_bytes_at(&[], layout, 0, 0).expect("no rows");
    look(&none);
    copies(&none, &mut Random::new(1));
    order(&none, &mut Random::new(1));
    let mut bytes = [0; 0];
    let mut rows = DynRecordsMut::from_strided(&mut bytes, layout, 0, 1, 0).expect("no rows");
    rows.copy_from(&none).expect("none are copied");
    macro_rules! typed {
        ($($record:ty)*) => {$( let _ = rows.typed_mut::<$record>(); )*};
    }
    each_record!(typed);
}
