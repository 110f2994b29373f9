//! Layouts made of bytes, those that no text describes included.

use arbitrary::{Result, Unstructured};
use records_core::{
    ByteOrder, DType, DateTime64, Element, Layout, Scalar, TimeDelta64, TimeStep, TimeUnit,
};

/// Names that mean something to the records of `rows`, and some that look like paths.
const NAMES: [&str; 16] = [
    "id", "x", "y", "pos", "flag", "side", "t", "name", "pos.x", "x[0]", "", "é", "a.b", "[0]",
    "tag", "f0",
];

#[derive(records_core::Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
pub enum Side {
    None = 0,
    Buy = b'B',
    Sell = b'S',
}

/// A layout, or nothing where the bytes ask for one that there is not.
pub fn layout(from: &mut Unstructured<'_>, depth: usize) -> Result<Option<Layout>> {
    let count = from.int_in_range(0..=5)?;
    let mut fields = Vec::with_capacity(count);
    for i in 0..count {
        let name = match from.int_in_range(0..=3)? {
            0 => format!("f{i}"),
            1 => format!("{}{i}", from.choose(&NAMES)?),
            _ => (*from.choose(&NAMES)?).to_string(),
        };
        fields.push((name, dtype(from, depth)?));
    }
    Ok(match from.int_in_range(0..=3)? {
        0 => Layout::try_packed(fields).ok(),
        1 => Layout::try_aligned(fields).ok(),
        2 => {
            let size = from.int_in_range(0..=64)?;
            let place = |(name, dtype)| Ok((name, dtype, from.int_in_range(0..=48)?));
            let fields = fields.into_iter().map(place).collect::<Result<Vec<_>>>()?;
            Layout::explicit(fields, size).ok()
        }
        _ => {
            // In another order, some out of sight.
            let Ok(all) = Layout::try_aligned(fields) else {
                return Ok(None);
            };
            let mut names = Vec::new();
            for field in all.fields() {
                if from.ratio(2, 3)? {
                    names.insert(from.int_in_range(0..=names.len())?, field.name());
                }
            }
            all.select(&names).ok()
        }
    })
}

const SCALARS: [Scalar; 16] = [
    Scalar::Bool,
    Scalar::U8,
    Scalar::U16,
    Scalar::U32,
    Scalar::U64,
    Scalar::U128,
    Scalar::I8,
    Scalar::I16,
    Scalar::I32,
    Scalar::I64,
    Scalar::I128,
    Scalar::F16,
    Scalar::F32,
    Scalar::F64,
    Scalar::C64,
    Scalar::C128,
];

fn dtype(from: &mut Unstructured<'_>, depth: usize) -> Result<DType> {
    let order = if from.ratio(1, 3)? { ByteOrder::Big } else { ByteOrder::Little };
    let kind = from.int_in_range(0..=if depth > 0 { 15 } else { 10 })?;
    Ok(match kind {
        0..=4 => DType::Scalar(*from.choose(&SCALARS)?, order),
        5 => Side::DTYPE.clone(),
        6 => DType::Bytes(length(from)?),
        7 => DType::Raw(length(from)?),
        8 => DType::Str(length(from)?, order),
        9 => DType::DateTime(step(from)?, order),
        10 => DType::TimeDelta(step(from)?, order),
        11..=13 => DType::array(dtype(from, depth - 1)?, length(from)?),
        _ => match layout(from, depth - 1)? {
            Some(layout) => DType::record(layout),
            None => DType::U8,
        },
    })
}

/// Mostly small, at times beyond all memory.
fn length(from: &mut Unstructured<'_>) -> Result<usize> {
    Ok(match from.int_in_range(0..=15)? {
        0 => *from.choose(&[1 << 30, 1 << 40, isize::MAX as usize, usize::MAX, 65_536])?,
        _ => from.int_in_range(0..=5)?,
    })
}

fn step(from: &mut Unstructured<'_>) -> Result<TimeStep> {
    let unit = [
        TimeUnit::Generic,
        TimeUnit::Year,
        TimeUnit::Week,
        TimeUnit::Second,
        TimeUnit::Millisecond,
        TimeUnit::Nanosecond,
        TimeUnit::Attosecond,
    ];
    let unit = *from.choose(&unit)?;
    Ok(TimeStep { unit, count: if from.ratio(1, 3)? { from.int_in_range(1..=2000)? } else { 1 } })
}

/// The types with units that columns are asked for.
pub type Moment = DateTime64<records_core::Seconds>;
/// See [`Moment`].
pub type Span = TimeDelta64<records_core::Nanoseconds>;
