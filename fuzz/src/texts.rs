//! Texts as layouts, and back.

use records_core::{DType, Layout, Nested, ParseErrorKind};

use crate::memory::within;

/// What a text of so many bytes may take.
///
/// A few hundred bytes for each byte of the text, and for the 65,536 fields that
/// counts of `struct` codes may make of it, whatever its length.
fn limit(text: &str) -> usize {
    (48 << 20) + 1000 * text.len()
}

/// Layouts of more fields are left to `long_texts`: counts make 65,536 of a few bytes, and
/// the fuzzer would do nothing else.
const MANY: usize = 1000;

/// Reads a text; if it is a layout, asks for everything.
///
/// # Panics
/// If something is not as it should be.
pub fn check(text: &str) {
    let parsed = within(limit(text), "parse", || Layout::parse(text));
    let layout = match parsed {
        Ok(layout) => layout,
        Err(error) => {
            assert!(error.at() <= text.len());
            let _ = (error.to_string(), format!("{error:?}"));
            return;
        }
    };
    if layout.fields().len() <= MANY {
        within(limit(text), "printing", || printed(&layout));
        drawn(&layout, limit(text));
    }
}

/// What stands between bars is repeated: `[|('a', 'u1', 1),|]`. In the repeated part
/// `#` is the number of the repetition.
///
/// # Panics
/// If something is not as it should be.
pub fn check_long(pattern: &str) {
    const LONG: usize = 8_000;
    let mut text = String::new();
    let parts: Vec<&str> = pattern.split('|').take(8).collect();
    let repeated = parts.len() / 2;
    for (i, part) in parts.iter().enumerate() {
        if i % 2 == 0 {
            text += part;
            continue;
        }
        let end = text.len() + LONG / repeated;
        for number in 0.. {
            let one = part.replace('#', &number.to_string());
            if one.is_empty() || text.len() + one.len() > end {
                break;
            }
            text += &one;
        }
    }
    if text.len() > LONG + pattern.len() {
        return;
    }
    let parsed = within(limit(&text), "parse", || Layout::parse(&text));
    let Ok(layout) = parsed else {
        return;
    };
    within(2 * limit(&text), "printing", || printed(&layout));
    drawn(&layout, 2 * limit(&text));
    crate::rows::without_rows(&layout);
}

/// The texts of a layout give an equal one.
fn printed(layout: &Layout) {
    let repr = layout.dtype_repr();
    let again = Layout::parse(&repr).unwrap_or_else(|error| panic!("{repr}\n{error}"));
    assert_eq!(again, *layout, "{repr}");
    assert_eq!(again.alignment(), layout.alignment(), "{repr}");
    assert_eq!(*again.dtype_repr(), *repr);

    let descr = layout.descr();
    // In a list a field without a name is named by its place, or padding.
    if in_order(layout) {
        let again = Layout::parse(&descr).unwrap_or_else(|error| panic!("{descr}\n{error}"));
        assert_eq!(again, *layout, "{descr}");
    }

    if let Ok(format) = layout.pep3118() {
        let again = Layout::parse(&format).unwrap_or_else(|error| panic!("{format}\n{error}"));
        assert_eq!(again.itemsize(), layout.itemsize(), "{format}");
        if in_order(layout) {
            assert!(alike(&again, layout), "{format}\n{layout}\n{again}");
        }
    }
    if let Ok(format) = layout.struct_format() {
        match Layout::parse(&format) {
            Ok(again) => assert_eq!(again.itemsize(), layout.itemsize(), "{format}"),
            Err(error) => {
                let many = matches!(error.kind(), ParseErrorKind::TooLarge { .. });
                assert!(many, "{format}\n{error}");
            }
        }
    }
}

/// Equal but for titles, and for what has a name and no meaning.
fn alike(a: &Layout, b: &Layout) -> bool {
    fn dtypes(a: &DType, b: &DType) -> bool {
        match (a, b) {
            (DType::Array(a, n), DType::Array(b, m)) => n == m && dtypes(a.get(), b.get()),
            (DType::Record(a), DType::Record(b)) => alike(a.get(), b.get()),
            _ => a == b,
        }
    }
    a.itemsize() == b.itemsize()
        && a.fields().len() == b.fields().len()
        && a.fields().iter().zip(b.fields()).all(|(a, b)| {
            a.name() == b.name() && a.offset() == b.offset() && dtypes(a.dtype(), b.dtype())
        })
}

/// Whether a list can say where the fields are: they lie in their order, and have
/// names.
fn in_order(layout: &Layout) -> bool {
    fn inside(dtype: &DType) -> bool {
        match dtype {
            DType::Array(element, _) => inside(element.get()),
            DType::Record(Nested::Owned(layout)) => in_order(layout),
            _ => true,
        }
    }
    let mut end = 0;
    layout.fields().iter().all(|field| {
        let behind = field.offset() >= end;
        end = field.end();
        behind && !field.name().is_empty() && inside(field.dtype())
    })
}

/// Pictures and declarations, and the places of holes.
fn drawn(layout: &Layout, limit: usize) {
    let holes = within(limit, "holes", || layout.holes().map(|hole| hole.len()).sum::<usize>());
    assert_eq!(holes, layout.padding());
    let text = within(limit, "drawing", || layout.to_string());
    assert!(!text.is_empty());
    let svg = within(limit, "to_svg", || layout.to_svg());
    assert!(svg.ends_with("</svg>\n"));
    let c = within(limit, "to_c", || layout.to_c_checked());
    assert!(c.contains("struct"));
    let _ = within(limit, "debug", || format!("{layout:?}"));
    let names: Vec<&str> = layout.fields().iter().map(|field| field.name()).take(MANY).collect();
    let selected = layout.select(&names).expect("its own fields");
    assert_eq!(selected.fields().len(), names.len());
    assert!(layout.packed().itemsize() <= layout.itemsize());
    for order in [records_core::ByteOrder::Little, records_core::ByteOrder::Big] {
        assert_eq!(layout.with_order(order).itemsize(), layout.itemsize());
    }
}
