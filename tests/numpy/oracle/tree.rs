//! Layouts from the fixtures' trees, by the constructors that users have.

use records_core::{ByteOrder, DType, Layout, LayoutError, Scalar, TimeStep, TimeUnit};
use serde_json::Value;

/// A layout made from a tree.
pub struct Made {
    pub layout: Layout,
    /// Whether alignments and flags are NumPy's too, in all parts.
    pub exact: bool,
    /// Whether the packed or the aligned rule gave the offsets.
    pub by_rule: bool,
}

type Fields = Vec<(String, DType, usize)>;

pub fn size(value: &Value) -> usize {
    value.as_u64().expect("a size").try_into().expect("a size for this machine")
}

pub fn fields(tree: &Value) -> &[Value] {
    tree["fields"].as_array().expect("fields")
}

pub fn alignment(said: &Value) -> usize {
    said.get("alignment").map_or(1, size)
}

pub fn aligned(said: &Value) -> bool {
    said.get("aligned") == Some(&Value::Bool(true))
}

/// Titles included.
pub fn layout(tree: &Value) -> Result<Made, LayoutError> {
    let titles = fields(tree).iter().filter_map(|field| {
        let title = field.get(3)?.as_str().expect("a title");
        Some((field[0].as_str().expect("a name"), title.to_string()))
    });
    let made = untitled(tree)?;
    Ok(Made { layout: made.layout.with_titles(titles)?, ..made })
}

fn untitled(tree: &Value) -> Result<Made, LayoutError> {
    let mut exact = true;
    let mut parts: Fields = Vec::new();
    for field in fields(tree) {
        let name = field[0].as_str().expect("a name").to_string();
        parts.push((name, dtype(&field[2], &mut exact)?, size(&field[1])));
    }
    let itemsize = size(&tree["itemsize"]);
    let explicit = Layout::explicit(parts.clone(), itemsize)?;
    let unplaced = || parts.iter().map(|(name, dtype, _)| (name.clone(), dtype.clone()));
    if !aligned(tree) {
        let by_rule = Layout::try_packed(unplaced())? == explicit;
        return Ok(Made { layout: explicit, exact, by_rule });
    }
    let by_rule = Layout::try_aligned(unplaced())?;
    if by_rule == explicit && by_rule.alignment() == alignment(tree) {
        return Ok(Made { layout: by_rule, exact, by_rule: true });
    }
    if let Ok(layout) = Layout::explicit_aligned(parts.clone(), itemsize)
        && layout.alignment() == alignment(tree)
    {
        return Ok(Made { layout, exact, by_rule: false });
    }
    if alignment(tree) == 1
        && let Some(layout) = selection(&parts, itemsize)
    {
        return Ok(Made { layout, exact, by_rule: false });
    }
    Ok(Made { layout: explicit, exact: false, by_rule: false })
}

/// Where a layout differs from a tree in names, titles, offsets, sizes, dtypes, and with
/// `flags` in alignments; `None` if it does not.
pub fn difference(layout: &Layout, tree: &Value, flags: bool) -> Option<String> {
    let theirs = fields(tree);
    let sizes = (layout.fields().len(), layout.itemsize());
    let numpys = (theirs.len(), size(&tree["itemsize"]));
    if sizes != numpys {
        return Some(format!("fields and itemsize {sizes:?}, NumPy's {numpys:?}"));
    }
    let aligns = (layout.alignment(), layout.is_aligned());
    let numpys = (alignment(tree), aligned(tree));
    if flags && aligns != numpys {
        return Some(format!("alignment and flag {aligns:?}, NumPy's {numpys:?}"));
    }
    layout.fields().iter().zip(theirs).find_map(|(ours, numpys)| {
        let title = numpys.get(3).map(|title| title.as_str().expect("a title"));
        let part = (ours.name(), ours.offset(), ours.title());
        let other = (numpys[0].as_str().expect("a name"), size(&numpys[1]), title);
        if part != other {
            return Some(format!("field {part:?}, NumPy's {other:?}"));
        }
        dtype_difference(ours.dtype(), &numpys[2], flags)
            .map(|difference| format!("{}: {difference}", ours.name()))
    })
}

fn dtype_difference(ours: &DType, tree: &Value, flags: bool) -> Option<String> {
    if let Some(code) = tree.as_str() {
        return (*ours != plain(code)).then(|| format!("{ours}, NumPy's {code}"));
    }
    if let Some(base) = tree.get("base") {
        let mut ours = ours;
        for len in tree["shape"].as_array().expect("a shape") {
            match ours {
                DType::Array(of, count) if *count == size(len) => ours = of.get(),
                _ => return Some(format!("{ours}, NumPy's {}", tree["shape"])),
            }
        }
        return dtype_difference(ours, base, flags);
    }
    match ours {
        DType::Record(layout) => difference(layout.get(), tree, flags),
        _ => Some(format!("{ours}, NumPy's a record")),
    }
}

/// NumPy's index by a list of names keeps the flag of an aligned record and gives
/// it alignment 1: such a record, as a selection from one without holes.
fn selection(parts: &Fields, itemsize: usize) -> Option<Layout> {
    let mut order: Vec<&(String, DType, usize)> = parts.iter().collect();
    order.sort_by_key(|(_, dtype, offset)| (*offset, dtype.size()));
    let (mut whole, mut at): (Vec<(String, DType)>, usize) = (Vec::new(), 0);
    let hole = |at: usize, bytes: usize| (format!("hole at {at}"), DType::Raw(bytes));
    for (name, dtype, offset) in order {
        if *offset > at {
            whole.push(hole(at, offset - at));
        }
        whole.push((name.clone(), dtype.clone()));
        at = offset + dtype.size();
    }
    if itemsize > at {
        whole.push(hole(at, itemsize - at));
    }
    let whole = Layout::try_aligned(whole).ok()?;
    let names: Vec<&str> = parts.iter().map(|(name, ..)| name.as_str()).collect();
    let layout = whole.select(&names).ok()?;
    let same = layout.itemsize() == itemsize
        && layout.fields().iter().zip(parts).all(|(field, part)| field.offset() == part.2);
    same.then_some(layout)
}

fn dtype(tree: &Value, exact: &mut bool) -> Result<DType, LayoutError> {
    if let Some(code) = tree.as_str() {
        return Ok(plain(code));
    }
    if let Some(base) = tree.get("base") {
        let base = dtype(base, exact)?;
        let shape = tree["shape"].as_array().expect("a shape");
        return Ok(shape.iter().rev().fold(base, |of, len| DType::array(of, size(len))));
    }
    let made = layout(tree)?;
    *exact &= made.exact;
    Ok(DType::record(made.layout))
}

/// NumPy's `dtype.str`: byte order, kind, and size or unit.
fn plain(code: &str) -> DType {
    let order = match &code[..1] {
        "<" => ByteOrder::Little,
        ">" => ByteOrder::Big,
        _ => ByteOrder::NATIVE,
    };
    let (kind, rest) = (&code[1..2], &code[2..]);
    let scalar = |scalar| DType::Scalar(scalar, order);
    match (kind, rest) {
        ("b", "1") => scalar(Scalar::Bool),
        ("i", "1") => scalar(Scalar::I8),
        ("i", "2") => scalar(Scalar::I16),
        ("i", "4") => scalar(Scalar::I32),
        ("i", "8") => scalar(Scalar::I64),
        ("u", "1") => scalar(Scalar::U8),
        ("u", "2") => scalar(Scalar::U16),
        ("u", "4") => scalar(Scalar::U32),
        ("u", "8") => scalar(Scalar::U64),
        ("f", "2") => scalar(Scalar::F16),
        ("f", "4") => scalar(Scalar::F32),
        ("f", "8") => scalar(Scalar::F64),
        ("c", "8") => scalar(Scalar::C64),
        ("c", "16") => scalar(Scalar::C128),
        ("S", len) => DType::Bytes(len.parse().expect("a length")),
        ("V", len) => DType::Raw(len.parse().expect("a length")),
        ("U", len) => DType::Str(len.parse().expect("a length"), order),
        ("M", step) => DType::DateTime(time_step(step), order),
        ("m", step) => DType::TimeDelta(time_step(step), order),
        _ => panic!("an unknown code in the fixtures: {code}"),
    }
}

/// `8[25s]`, or `8` alone.
fn time_step(text: &str) -> TimeStep {
    const UNITS: [TimeUnit; 13] = [
        TimeUnit::Year,
        TimeUnit::Month,
        TimeUnit::Week,
        TimeUnit::Day,
        TimeUnit::Hour,
        TimeUnit::Minute,
        TimeUnit::Second,
        TimeUnit::Millisecond,
        TimeUnit::Microsecond,
        TimeUnit::Nanosecond,
        TimeUnit::Picosecond,
        TimeUnit::Femtosecond,
        TimeUnit::Attosecond,
    ];
    let Some(step) = text.strip_prefix("8[").and_then(|text| text.strip_suffix("]")) else {
        assert_eq!(text, "8");
        return TimeStep::one(TimeUnit::Generic);
    };
    let unit = step.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = &step[..step.len() - unit.len()];
    TimeStep {
        unit: *UNITS.iter().find(|of| of.code() == unit).expect("a unit of time"),
        count: if count.is_empty() { 1 } else { count.parse().expect("a count") },
    }
}
