//! Bytes of which the command line says what they are.

use crate::raw::{Raw, read};
use crate::report::report;
use crate::summary;

fn raw(dtype: &str, offset: usize, count: Option<usize>) -> Raw {
    Raw { dtype: dtype.to_string(), offset, count }
}

#[test]
fn rows_and_what_is_left_over() {
    let bytes: Vec<u8> = (0..20).collect();
    let table = read(&bytes, &raw("[('a', '>u2'), ('b', 'i1')]", 2, None)).unwrap();
    assert_eq!(table.title, "raw bytes: 6 rows of 3 bytes from byte 2");
    assert!(table.notes.is_empty());
    summary(&table.rows(), "a", 0x0203_u16, 0x1112_u16, (0x0203 + 0x1112) as f64 / 2.0);
    summary(&table.rows(), "b", 4, 19, 11.5);

    let table = read(&bytes, &raw("=hd", 0, None)).unwrap();
    assert_eq!(table.title, "raw bytes: 2 rows of 10 bytes from byte 0");
    let table = read(&bytes, &raw("<u4,<u2", 1, Some(2))).unwrap();
    assert_eq!(table.notes, ["left over behind them: 7 bytes"]);
    assert_eq!(read(&bytes, &raw("u1", 20, None)).unwrap().rows().len(), 0);
    assert_eq!(read(&bytes, &raw("V0", 20, Some(3))).unwrap().rows().len(), 3);
}

/// Names may hold what would make a terminal do things.
#[test]
fn names_are_shown_escaped() {
    let dtype = r"[('a\x1b[31m', 'u1'), ('b', [('c\x1b[0m', 'S1')]), ('d\x9b', 'S1')]";
    let table = read(b"xyz", &raw(dtype, 0, None)).unwrap();
    assert!(table.layout.field("a\u{1b}[31m").is_some());
    let (report, rows, value) =
        (report(&table), format!("{:?}", table.rows()), table.rows().get(0).unwrap().to_string());
    for text in [report, rows, value] {
        assert!(text.contains(r"a\u{1b}[31m") && text.contains(r"c\u{1b}[0m"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{9b}']), "{text}");
    }
}

#[test]
fn what_does_not_fit() {
    let bytes = [0; 20];
    let error = |raw| read(&bytes, &raw).err().unwrap().to_string();
    assert_eq!(error(raw("u1", 21, None)), "--offset: byte 21, but the file has 20 bytes");
    assert_eq!(error(raw("V0", 0, None)), "--dtype: rows of 0 bytes: say how many by --count");
    assert!(error(raw("<u4", 1, Some(5))).starts_with("the rows: 5 items of 4 bytes"));
    assert!(error(raw("<u4", 0, Some(usize::MAX))).starts_with("the rows: "));
    assert!(error(raw("u1,nonsense", 0, None)).starts_with("--dtype: "));
}
