//! What the writers write is read as the same layout.

use records_core::{ByteOrder, DType, Layout, LayoutError, Scalar};

use crate::common::random::Random;

const LAYOUTS: u64 = 4000;

fn layouts() -> impl Iterator<Item = Layout> {
    (0..LAYOUTS).map(|seed| match seed % 2 {
        0 => Random::new(seed).layout(3),
        _ => Random::dressed(seed).layout(3),
    })
}

#[derive(Clone, Copy)]
struct Loses {
    /// The fields come in the order of memory.
    order: bool,
    titles: bool,
}

/// What a text keeps of a layout: NumPy has no 128-bit numbers.
fn kept(layout: &Layout, loses: Loses) -> Layout {
    let mut fields: Vec<_> = layout.fields().iter().collect();
    if loses.order {
        fields.sort_by_key(|field| (field.offset(), field.end()));
    }
    let parts = fields
        .iter()
        .map(|field| (field.name().to_string(), kept_dtype(field.dtype(), loses), field.offset()));
    let twin = Layout::explicit(parts, layout.itemsize()).unwrap();
    let titles = fields.iter().filter_map(|field| Some((field.name(), field.title()?.to_string())));
    if loses.titles { twin } else { twin.with_titles(titles).unwrap() }
}

fn kept_dtype(dtype: &DType, loses: Loses) -> DType {
    match dtype {
        DType::Scalar(Scalar::U128 | Scalar::I128, _) => DType::Raw(16),
        DType::Array(element, len) => DType::array(kept_dtype(element.get(), loses), *len),
        DType::Record(layout) => DType::record(kept(layout.get(), loses)),
        other => other.clone(),
    }
}

#[test]
fn descr() {
    for layout in layouts() {
        let text = layout.descr();
        let expected = kept(&layout, Loses { order: true, titles: false });
        assert_eq!(Layout::parse(&text).unwrap(), expected, "{text}");
        // And the text of what was read is the text.
        assert_eq!(expected.descr(), text);
    }
}

#[test]
fn dtype_repr() {
    for layout in layouts() {
        let text = layout.dtype_repr();
        let expected = kept(&layout, Loses { order: false, titles: false });
        let read = Layout::parse(&text).unwrap();
        assert_eq!(read, expected, "{text}");
        assert_eq!(read.is_aligned(), layout.is_aligned(), "{text}");
    }
}

/// Whether every field lies behind the one before it, in nested records too.
fn ordered(layout: &Layout) -> bool {
    fn within(dtype: &DType) -> bool {
        match dtype {
            DType::Array(element, _) => within(element.get()),
            DType::Record(layout) => ordered(layout.get()),
            _ => true,
        }
    }
    let fields = layout.fields();
    fields.windows(2).all(|pair| pair[0].end() <= pair[1].offset())
        && fields.iter().all(|field| within(field.dtype()))
}

fn any(layout: &Layout, of: &dyn Fn(&str, &DType) -> bool) -> bool {
    layout.fields().iter().any(|field| {
        let mut dtype = field.dtype();
        while let DType::Array(element, _) = dtype {
            dtype = element.get();
        }
        let nested = match dtype {
            DType::Record(layout) => any(layout.get(), of),
            _ => false,
        };
        nested || of(field.name(), dtype)
    })
}

#[test]
fn pep3118() {
    let mut written = 0;
    for layout in layouts() {
        let times =
            |_: &str, dtype: &DType| matches!(dtype, DType::DateTime(..) | DType::TimeDelta(..));
        let names = |name: &str, _: &DType| name.contains([':', '\0']);
        let has_words = ordered(&layout) && !any(&layout, &times) && !any(&layout, &names);
        match layout.pep3118() {
            Ok(text) => {
                assert!(has_words, "{text}");
                let expected = kept(&layout, Loses { order: false, titles: true });
                assert_eq!(Layout::parse(&text).unwrap(), expected, "{text}");
                written += 1;
            }
            Err(error) => {
                assert!(matches!(error, LayoutError::Unwritable { .. }) && !has_words, "{error}");
            }
        }
    }
    assert!(written > LAYOUTS / 4, "{written}");
}

/// The values of a record as `struct` sees them: one by one, with their places.
fn flat(layout: &Layout) -> Layout {
    fn walk(dtype: &DType, start: usize, values: &mut Vec<(DType, usize)>) {
        match dtype {
            DType::Record(layout) => {
                for field in layout.get().fields() {
                    walk(field.dtype(), start + field.offset(), values);
                }
            }
            DType::Array(element, len) => {
                for i in 0..*len {
                    walk(element.get(), start + i * element.get().size(), values);
                }
            }
            DType::Raw(len) => values.push((DType::Bytes(*len), start)),
            other => values.push((other.clone(), start)),
        }
    }
    let mut values = Vec::new();
    walk(&DType::record(layout.clone()), 0, &mut values);
    let fields =
        values.into_iter().enumerate().map(|(i, (dtype, at))| (format!("f{i}"), dtype, at));
    Layout::explicit(fields, layout.itemsize()).unwrap()
}

#[test]
fn struct_format() {
    let mut written = 0;
    for layout in layouts() {
        let flat = flat(&layout);
        let unknown = |_: &str, dtype: &DType| {
            !matches!(
                dtype,
                DType::Bytes(_)
                    | DType::Raw(_)
                    | DType::Record(_)
                    | DType::Scalar(
                        Scalar::Bool
                            | Scalar::U8
                            | Scalar::U16
                            | Scalar::U32
                            | Scalar::U64
                            | Scalar::I8
                            | Scalar::I16
                            | Scalar::I32
                            | Scalar::I64
                            | Scalar::F16
                            | Scalar::F32
                            | Scalar::F64,
                        _
                    )
            )
        };
        let in_order = |order| {
            flat.fields().iter().all(|field| match field.dtype() {
                DType::Scalar(scalar, other) => scalar.size() == 1 || *other == order,
                _ => true,
            })
        };
        let has_words = ordered(&flat)
            && !any(&flat, &unknown)
            && (in_order(ByteOrder::Little) || in_order(ByteOrder::Big));
        match layout.struct_format() {
            Ok(text) => {
                assert!(has_words, "{text}");
                let read = Layout::parse(&text).unwrap();
                // One array alone is NumPy's.
                let read = if read.fields().len() == 1 { self::flat(&read) } else { read };
                assert_eq!(read, flat, "{text}");
                written += 1;
            }
            // What has no words may lie in an array of no length.
            Err(_) => assert!(!has_words || any(&layout, &unknown) || !ordered(&layout)),
        }
    }
    assert!(written > LAYOUTS / 8, "{written}");
}

#[test]
fn what_the_formats_have_no_words_for() {
    let pep = |layout: &Layout| layout.pep3118().unwrap_err().to_string();
    let codes = |layout: &Layout| layout.struct_format().unwrap_err().to_string();
    let parse = |text| Layout::parse(text).unwrap();
    let times = parse("[('a', [('t', '<M8[us]')])]");
    assert_eq!(pep(&times), "field `a.t` cannot be written as a PEP 3118 format: it has no times");
    assert_eq!(codes(&times), "field `a.t` cannot be written as a struct format: it has no times");
    let colon = parse("[('a:b', 'u1')]");
    assert_eq!(
        pep(&colon),
        "field `a:b` cannot be written as a PEP 3118 format: its name has a colon or a NUL in it"
    );
    assert_eq!(colon.struct_format().unwrap(), "=B");
    let reordered = parse("{'names': ['a', 'b'], 'formats': ['u1', 'u1'], 'offsets': [1, 0]}");
    let reason = "it lies before a field that is listed before it";
    assert_eq!(
        pep(&reordered),
        format!("field `b` cannot be written as a PEP 3118 format: {reason}")
    );
    assert_eq!(
        codes(&reordered),
        format!("field `b` cannot be written as a struct format: {reason}")
    );
    for (text, reason) in [
        ("[('a', 'c8')]", "it has no complex or 128-bit numbers"),
        ("[('a', 'U2')]", "it has no text of wide characters"),
        ("[('b', '<i2'), ('a', '>i2')]", "its byte order is another one than before"),
        (
            "[('a', [('x', 'u1'), ('y', 'b')], 99999999)]",
            "the text would be longer than 65536 characters",
        ),
    ] {
        let error = codes(&parse(text));
        assert!(error.ends_with(reason) && error.starts_with("field `a"), "{error}");
    }
    // Many records without a value take no time.
    let empty = parse("[('a', [('', 'V1')], 999999999999), ('b', [], 65536)]");
    assert_eq!(empty.struct_format().unwrap(), "=999999999999x");
}
