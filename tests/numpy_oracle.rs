//! What NumPy says of thousands of random dtypes, against what we say.
//!
//! `tests/numpy/README.md` describes the fixtures, and lists where NumPy's own
//! texts cannot be demanded of us. `RECORDS_NUMPY_FIXTURES` names another
//! directory of fixtures than the committed one; with `RECORDS_NUMPY_TEXTS` our
//! texts are written to that file, for `tests/numpy/live.py texts` to evaluate.

#[path = "numpy/oracle/mod.rs"]
mod oracle;

use std::fmt::Write as _;

use oracle::{Case, Counts, Failures, Made, Said, fixtures};
use records_core::{Layout, LayoutError};

/// The layout as NumPy has it: names, offsets, itemsize, alignment, flag.
fn compare(case: &Case, what: &str, layout: &Layout, said: &Said, failures: &mut Failures) {
    let offsets: Vec<usize> = layout.fields().iter().map(|field| field.offset()).collect();
    let ours = (offsets, layout.itemsize(), layout.alignment(), layout.is_aligned());
    let theirs = (said.offsets.clone(), said.itemsize, said.alignment, said.aligned);
    failures.equal(case, what, &ours, &theirs);
}

#[test]
fn dtypes_are_as_numpy_says() {
    let mut counts = Counts::default();
    let mut failures = Failures::default();
    for case in fixtures("dtypes") {
        let case = Case::new(case);
        counts.add("dtypes");
        match case.layout() {
            Err(LayoutError::Overlap { .. }) => {
                failures.demand(&case, "refused as an overlap", case.is("overlap"));
                counts.add("refused");
            }
            Err(error) => failures.demand(&case, &format!("made, not {error:?}"), false),
            Ok(made) => {
                failures.demand(&case, "a union refused", !case.is("overlap"));
                one_dtype(&case, &made, &mut counts, &mut failures);
            }
        }
    }
    failures.finish();
    counts.share("refused", 1..=10);
    counts.share("places", 75..=99);
    counts.share("by our own rule", 40..=100);
    counts.share("select", 75..=100);
    counts.share("repack", 85..=100);
    counts.share("descr", 60..=100);
    counts.share("repr", 50..=100);
    // What NumPy cannot tell us, each with its reason in the README.
    counts.share("no descr: fields out of order", 0..=25);
    counts.share("no repr: NumPy's evaluates to another dtype", 0..=30);
    counts.share("no texts: arrays of arrays", 0..=6);
    counts.share("no flags: alignments of no rule", 0..=1);
    println!("{counts}");
}

fn one_dtype(case: &Case, made: &Made, counts: &mut Counts, failures: &mut Failures) {
    let layout = &made.layout;
    if made.exact {
        counts.add("places");
        compare(case, "places", layout, &case.said("dtype"), failures);
    } else {
        counts.add("no flags: alignments of no rule");
    }
    if made.by_rule {
        counts.add("by our own rule");
    }
    if let (Some(names), true) = (case.names("index"), made.exact) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match layout.select(&names) {
            Ok(selection) => {
                compare(case, "select", &selection, &case.said("index"), failures);
                counts.add("select");
            }
            Err(error) => failures.demand(case, &format!("select, not {error:?}"), false),
        }
    }
    fields_view(case, layout, counts, failures);
    if made.exact && case.has("repack") {
        compare(case, "packed", &layout.packed(), &case.said("repack"), failures);
        let said = Said { alignment: case.number("list_alignment"), ..case.said("repack_aligned") };
        compare(case, "aligned", &layout.aligned(), &said, failures);
        counts.add("repack");
    }
    texts(case, made, counts, failures);
}

/// The tutorial's `fields_view`: some of the fields in the order of memory, and
/// no bytes behind the last.
fn fields_view(case: &Case, layout: &Layout, counts: &mut Counts, failures: &mut Failures) {
    let Some(names) = case.names("fields_view") else { return };
    let said = case.said("fields_view");
    let parts = names.iter().map(|name| {
        let field = layout.field(name).expect("NumPy found the field");
        (name.clone(), field.dtype().clone(), field.offset())
    });
    match Layout::explicit(parts, said.itemsize) {
        Ok(view) => {
            compare(case, "fields_view", &view, &said, failures);
            let end = view.fields().iter().map(|field| field.end()).max().unwrap_or(0);
            failures.equal(case, "the end of fields_view", &end, &said.itemsize);
            let offsets: Vec<usize> = view.fields().iter().map(|field| field.offset()).collect();
            failures.demand(case, "fields_view in the order of memory", offsets.is_sorted());
            counts.add("fields_view");
        }
        Err(error) => failures.demand(case, &format!("fields_view, not {error:?}"), false),
    }
}

fn texts(case: &Case, made: &Made, counts: &mut Counts, failures: &mut Failures) {
    if case.is("nested_arrays") {
        return counts.add("no texts: arrays of arrays");
    }
    match case.text("descr") {
        Some(descr) => {
            failures.equal(case, "descr", &made.layout.descr().as_str(), &descr);
            counts.add("descr");
        }
        None => counts.add("no descr: fields out of order"),
    }
    match (case.text("repr"), made.exact) {
        (Some(repr), true) if case.text("repr_is") == Some("same") => {
            failures.equal(case, "repr", &made.layout.dtype_repr().as_str(), &repr);
            counts.add("repr");
        }
        (Some(_), true) => counts.add("no repr: NumPy's evaluates to another dtype"),
        _ => {}
    }
}

/// Every text of ours, for NumPy to evaluate.
#[test]
fn our_texts_for_numpy_to_read() {
    let Ok(path) = std::env::var("RECORDS_NUMPY_TEXTS") else { return };
    let mut lines = String::new();
    for case in fixtures("dtypes") {
        let case = Case::new(case);
        let Ok(made) = case.layout() else { continue };
        let line = serde_json::json!({
            "id": case.id(),
            "exact": made.exact,
            "descr": made.layout.descr().as_str(),
            "repr": made.layout.dtype_repr().as_str(),
            "pep3118": made.layout.pep3118().ok(),
            "struct": made.layout.struct_format().ok(),
        });
        writeln!(lines, "{line}").unwrap();
    }
    std::fs::write(path, lines).unwrap();
}
