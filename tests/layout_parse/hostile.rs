//! Texts made to take time, memory or the stack. Each is about 100 kB; what takes
//! more than time in proportion to that takes minutes.

use records_core::{DType, Layout, ParseErrorKind};

const SIZE: usize = 100_000;

fn repeated(part: &str) -> String {
    part.repeat(SIZE / part.len())
}

#[test]
fn brackets_without_end() {
    for part in [
        "[",
        "(",
        "{",
        "[(",
        "((",
        "[('a',",
        "[('a', [",
        "{'a': (",
        "{'a': ({",
        "dtype(",
        "dtype([('a',",
        "np.dtype((",
        "(dtype(",
        "T{",
        "T{T{",
        "2T{",
        "(2)T{",
    ] {
        let error = Layout::parse(&repeated(part)).unwrap_err();
        assert_eq!(*error.kind(), ParseErrorKind::TooDeep { limit: 64 }, "{part}");
    }
}

#[test]
fn one_thing_over_and_over() {
    for part in [
        "'",
        "\"",
        "''",
        "'a'",
        "b'",
        "u'a' ",
        "\\",
        "'\\",
        "'\\x",
        "0",
        "9",
        "1_",
        "0x",
        "-",
        "- ",
        ",",
        "i4,",
        "i4,(",
        "i4,(2,",
        "(2,",
        "2,",
        "2,3,",
        "1<",
        "<",
        ">",
        "=",
        "@",
        "x",
        "1x",
        "h",
        "3h",
        "9h",
        "w",
        "(2)w",
        "?",
        "é",
        "a",
        "a.",
        "np.",
        ".",
        " ",
        "\n",
        "\t,",
        "M8[",
        "M8[s]",
        "[]",
        "()",
        "{}",
        "[],",
        ":",
        "h:",
        "h:a:",
        "h::",
        "T",
        "{T",
        "}",
        "]",
        ")",
        "#",
        "None",
        "True,",
        "i4[",
        "[,",
        "],",
        "i4]",
        "\0",
        "_",
        "Zd",
        "0s",
        "0x:a:",
        "=<",
        "('a','i4'),",
        "999999999s",
        "S5,",
        "dtype",
        "dtype(),",
        "'a':",
    ] {
        let text = repeated(part);
        let _ = Layout::parse(&text);
        let _ = Layout::parse(&format!("T{{{text}}}"));
        let _ = Layout::parse(&format!("[('a', '{text}')]"));
        let short = &text[..SIZE / 10 / part.len() * part.len()];
        for (open, close) in [("[", "]"), ("(", ")"), ("{", "}"), ("'", "'"), ("=", "")] {
            let _ = Layout::parse(&format!("{open}{short}{close}"));
        }
    }
}

#[test]
fn sizes_beyond_the_address_space() {
    let large = "9".repeat(SIZE);
    for text in [
        large.clone(),
        format!("S{large}"),
        format!("V{large}"),
        format!("{large}x"),
        format!("={large}h"),
        format!("{large}i4"),
        format!("({large},)i4,i4"),
        format!("T{{({large})h:a:}}"),
        format!("[('a', 'i4', {large})]"),
        format!("[('a', 'i4', (1, {large}))]"),
        format!("M8[{large}s]"),
        format!("{{'names': ['a'], 'formats': ['i4'], 'offsets': [{large}]}}"),
        format!("{{'a': ('i4', {large})}}"),
        "[('a', 'i8', (99999999999, 99999999999))]".into(),
        "[('a', 'i8', (0, 99999999999, 99999999999))]".into(),
        "(99999999999,99999999999)i8".into(),
        "(99999999999999999999,)i8".into(),
        "T{(99999999999,99999999999)d:a:}".into(),
        "T{9999999999T{9999999999d:a:}:b:}".into(),
        "(('i8', 9999999999), 9999999999)".into(),
        "9223372036854775807x9223372036854775807x9223372036854775807x".into(),
        "9223372036854775807sd".into(),
        "[('', 'V9223372036854775807'), ('', 'V9223372036854775807'), ('a', 'i8')]".into(),
        "dtype([('', 'V9223372036854775807'), ('a', 'i8')], align=True)".into(),
        "{'names': ['a'], 'formats': ['i8'], 'offsets': [9223372036854775807]}".into(),
        "{'names': [], 'formats': [], 'itemsize': 9223372036854775808}".into(),
    ] {
        assert!(Layout::parse(&text).is_err(), "{text}");
    }
    // Large, but no larger than may be: nothing of that size is made.
    for text in
        ["(99999999999,)i8", "V9223372036854775807", "[('a', 'i8', (999999999, 999999999))]"]
    {
        assert!(Layout::parse(text).unwrap().itemsize() > 1 << 36);
    }
}

#[test]
fn many_dimensions() {
    let shape = |n: usize| "1,".repeat(n);
    for (open, close) in [("[('a', 'i4', (", "))]"), ("(", ")i4,i4"), ("('i4', (", "))")] {
        assert!(Layout::parse(&format!("{open}{}{close}", shape(60))).is_ok());
        let error = Layout::parse(&format!("{open}{}{close}", shape(SIZE / 2))).unwrap_err();
        assert_eq!(*error.kind(), ParseErrorKind::TooDeep { limit: 64 });
    }
    // Shapes of shapes count as one.
    let deep = format!("{}'i4'{}", "(".repeat(30), format!(", ({}))", shape(30)).repeat(30));
    let error = DType::parse(&deep).unwrap_err();
    assert_eq!(*error.kind(), ParseErrorKind::TooDeep { limit: 64 });
    let deep = format!("{}=i:a:{}", "T{".repeat(62), "}:a:".repeat(61));
    assert!(Layout::parse(&format!("{deep}}}")).is_ok());
}

#[test]
fn many_fields() {
    let n = 5000;
    let names = || (0..n).map(|i| format!("'name{i}'")).collect::<Vec<_>>().join(",");
    let list: String = (0..n).map(|i| format!("('name{i}', 'i4'),")).collect();
    let pep: String = (0..n).map(|i| format!("<i:name{i}:")).collect();
    let offsets = (0..n).rev().map(|i| (i * 4).to_string()).collect::<Vec<_>>().join(",");
    let dict = format!(
        "{{'names': [{}], 'formats': [{}], 'offsets': [{offsets}]}}",
        names(),
        "'i4',".repeat(n)
    );
    let fields: String = (0..n).map(|i| format!("'name{i}': ('i4', {}),", 4 * (n - i))).collect();
    for text in [
        format!("[{list}]"),
        format!("dtype([{list}], align=True)"),
        format!("T{{{pep}}}"),
        dict,
        format!("{{{fields}}}"),
        "i4,".repeat(n),
        "<i:f0:".to_string() + &"<i".repeat(n - 1),
        format!("=d{}i", n - 1),
    ] {
        let layout = Layout::parse(&text).unwrap();
        assert_eq!(layout.fields().len(), n);
    }
    // Names that clash at the very end.
    let clash = format!("[{list} ('name0', 'i4')]");
    assert_eq!(Layout::parse(&clash).unwrap_err().at(), clash.len() - 15);
}

/// Texts that were fine until a byte changed: they are read or refused, and errors
/// can be shown.
#[test]
fn damaged() {
    use crate::common::random::Random;
    let bytes = b"[](){}'\",:<>=|@!0123456789 -\\xuTLSUVMdfhi?Zw\n";
    let mut random = Random::new(7);
    for seed in 0..600 {
        let layout = Random::dressed(seed).layout(2);
        let texts = [
            layout.descr().into_string(),
            layout.dtype_repr().into_string(),
            layout.pep3118().unwrap_or_default(),
            layout.struct_format().unwrap_or_default(),
        ];
        for text in texts {
            for _ in 0..8 {
                let mut chars: Vec<char> = text.chars().collect();
                for _ in 0..=random.below(3) {
                    let at = random.below(chars.len() + 1);
                    match random.below(3) {
                        0 => chars.insert(at, char::from(*random.pick(bytes))),
                        1 if at < chars.len() => drop(chars.remove(at)),
                        _ => chars.truncate(at.max(1)),
                    }
                }
                let damaged: String = chars.into_iter().collect();
                if let Err(error) = Layout::parse(&damaged) {
                    assert!(error.at() <= damaged.len() && !error.to_string().is_empty());
                }
            }
        }
    }
}
