//! `Layout::parse` reads what NumPy writes and accepts; the fixtures are described in
//! `tests/numpy/README.md`.

#[path = "numpy/oracle/mod.rs"]
mod oracle;

use oracle::{Case, Counts, Failures, fixtures};
use records_core::{Layout, LayoutError, ParseError, ParseErrorKind};

/// One text of a case, and what NumPy makes of it.
struct Text<'c> {
    form: &'static str,
    text: &'c str,
    /// Whether alignments and flags come out as in the case's dtype.
    flags: bool,
}

/// All texts of a case that NumPy reads as its dtype.
fn texts(case: &Case) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    for (form, key) in [("descr", "descr_is"), ("repr", "repr_is"), ("str", "str_is")] {
        // `np.load` leaves the name empty, `np.dtype` and so `parse` give one.
        if form == "descr" && case.is("empty_names") {
            continue;
        }
        if let (Some(text), Some(how @ ("same" | "equal"))) = (case.text(form), case.text(key)) {
            texts.push(Text { form, text, flags: how == "same" });
        }
    }
    if let (Some(text), Some("same" | "equal")) = (case.text("format"), case.text("format_is")) {
        // The buffer format has no flags: a record's come from where its fields lie.
        texts.push(Text { form: "format", text, flags: false });
    }
    for (form, text, flags) in case.spellings() {
        let form = match form {
            "text" => "text",
            "fields" => "fields",
            "comma" => "comma",
            "struct" => "struct",
            other => panic!("an unknown form in the fixtures: {other}"),
        };
        texts.push(Text { form, text, flags: flags && form != "struct" });
    }
    texts
}

fn is_overlap(error: &ParseError) -> bool {
    matches!(error.kind(), ParseErrorKind::Layout(LayoutError::Overlap { .. }))
}

#[test]
fn every_text_that_numpy_reads() {
    let mut counts = Counts::default();
    let mut failures = Failures::default();
    for case in fixtures("dtypes") {
        let case = Case::new(case);
        counts.add("dtypes");
        for Text { form, text, flags } in texts(&case) {
            counts.add(form);
            match Layout::parse(text) {
                Ok(layout) => {
                    failures.demand(&case, "a union refused", !case.is("overlap"));
                    if let Some(difference) = case.difference(&layout, flags) {
                        failures.demand(
                            &case,
                            &format!("{form} {text:?} as NumPy: {difference}"),
                            false,
                        );
                    }
                }
                Err(error) if case.is("overlap") => {
                    counts.add("refused");
                    let what = format!("{form} refused as an overlap, not: {error}");
                    failures.demand(&case, &what, is_overlap(&error));
                }
                Err(error) => {
                    failures.demand(&case, &format!("{form} {text:?} read, not: {error}"), false);
                }
            }
        }
    }
    failures.finish();
    counts.share("descr", 70..=100);
    counts.share("repr", 70..=100);
    counts.share("str", 10..=100);
    counts.share("format", 20..=100);
    counts.share("text", 60..=200);
    counts.share("fields", 10..=100);
    counts.share("comma", 2..=100);
    counts.share("struct", 1..=100);
    counts.share("refused", 1..=20);
    println!("{counts}");
}

/// What we print we read, flags included where our constructors make NumPy's.
#[test]
fn parse_and_print_are_inverse() {
    let mut counts = Counts::default();
    let mut failures = Failures::default();
    for case in fixtures("dtypes") {
        let case = Case::new(case);
        counts.add("dtypes");
        let Ok(made) = case.layout() else { continue };
        let repr = made.layout.dtype_repr();
        match Layout::parse(&repr) {
            Ok(layout) => {
                failures.demand(&case, &format!("{repr} read as it is"), layout == made.layout);
                if let Some(difference) = case.difference(&layout, false) {
                    failures.demand(&case, &format!("{repr} read: {difference}"), false);
                }
                counts.add("repr");
            }
            Err(error) => failures.demand(&case, &format!("{repr} read, not: {error}"), false),
        }
        if case.is("empty_names") || !case.has("descr") {
            continue;
        }
        let descr = made.layout.descr();
        match Layout::parse(&descr) {
            Ok(layout) => {
                failures.demand(&case, &format!("{descr} read as it is"), layout == made.layout);
                counts.add("descr");
            }
            Err(error) => failures.demand(&case, &format!("{descr} read, not: {error}"), false),
        }
    }
    failures.finish();
    counts.share("repr", 85..=100);
    counts.share("descr", 70..=100);
}

/// We have a buffer format where NumPy has one, and read it as the whole layout.
#[test]
fn buffer_formats_are_whole() {
    let mut counts = Counts::default();
    let mut failures = Failures::default();
    for case in fixtures("dtypes") {
        let case = Case::new(case);
        counts.add("dtypes");
        let Ok(made) = case.layout() else { continue };
        let nul = case.nul_in_a_name();
        match made.layout.pep3118() {
            Ok(format) => {
                let what = format!("no format, as NumPy, not {format}");
                failures.demand(&case, &what, case.has("format") && !nul);
                // Titles are left out, and take part in comparisons.
                let same = match Layout::parse(&format) {
                    Ok(layout) => layout == made.layout || case.is("titles"),
                    Err(_) => false,
                };
                failures.demand(&case, &format!("{format} read as it is"), same);
                counts.add("format");
            }
            // NumPy ends the text at the NUL.
            Err(LayoutError::Unwritable { .. }) if nul => counts.add("no format: NUL"),
            Err(error) => {
                failures.demand(&case, &format!("a format, not {error}"), !case.has("format"));
                counts.add("no format: nor in NumPy");
            }
        }
        if let Ok(format) = made.layout.struct_format() {
            match Layout::parse(&format) {
                Ok(layout) => {
                    failures.equal(&case, &format, &layout.itemsize(), &made.layout.itemsize());
                    counts.add("struct");
                }
                Err(error) => failures.demand(&case, &format!("{format} read, not {error}"), false),
            }
        }
    }
    failures.finish();
    counts.share("format", 35..=90);
    counts.share("struct", 5..=90);
    counts.share("no format: NUL", 0..=5);
    println!("{counts}");
}

/// Where NumPy's text does not say what it was printed for, we read what NumPy reads.
#[test]
fn texts_that_say_something_else() {
    let mut counts = Counts::default();
    let mut failures = Failures::default();
    for case in fixtures("dtypes") {
        let case = Case::new(case);
        counts.add("dtypes");
        for (form, key, reads) in [
            ("repr", "repr_is", "repr_reads"),
            ("str", "str_is", "str_reads"),
            ("format", "format_is", "format_reads"),
        ] {
            let Some(text) = case.text(form) else { continue };
            // A void without a name is a field for `np.dtype`; for `np.load` and us padding.
            if case.is("empty_names") && text.contains("('', 'V") {
                continue;
            }
            match (case.text(key), Layout::parse(text)) {
                (Some("error"), Ok(_)) if form != "format" => {
                    failures.demand(&case, &format!("{form} {text} refused as by NumPy"), false);
                }
                (Some("error"), _) => counts.add("refused by NumPy"),
                (Some("other"), Ok(layout)) => {
                    counts.add(form);
                    if let Some(difference) = case.difference_from(&layout, reads) {
                        let what = format!("{form} {text:?} as NumPy: {difference}");
                        failures.demand(&case, &what, false);
                    }
                }
                (Some("other"), Err(error)) if is_overlap(&error) => {
                    counts.add("refused as an overlap")
                }
                (Some("other"), Err(error)) => {
                    failures.demand(&case, &format!("{form} {text:?} read, not: {error}"), false);
                }
                _ => {}
            }
        }
    }
    failures.finish();
    counts.share("repr", 2..=20);
    counts.share("format", 5..=30);
    counts.share("refused by NumPy", 5..=30);
    println!("{counts}");
}
