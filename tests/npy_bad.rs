//! Bytes that are no `.npy` file, or nearly one: typed errors, no panic, no large
//! allocation, no long wait.

use std::fs;
use std::path::Path;

use records_core::npy::{self, NpyErrorKind};
use records_core::{Error, ParseErrorKind};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npy").join(name)).unwrap()
}

/// A file of a version whose header is this text.
fn file(major: u8, text: &str, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(text.len()).unwrap().to_le_bytes();
    let length = if major == 1 { &length[..2] } else { &length[..] };
    [b"\x93NUMPY", &[major, 0][..], length, text.as_bytes(), data].concat()
}

fn kind(bytes: &[u8]) -> NpyErrorKind {
    let (whole, stream) = (npy::from_bytes(bytes), npy::read_from(bytes));
    let (whole, stream) = (whole.map(|_| ()).unwrap_err(), stream.map(|_| ()).unwrap_err());
    assert_eq!(whole, stream, "whether the bytes are there or come");
    match whole {
        Error::Npy(error) => error.kind().clone(),
        other => panic!("{other}"),
    }
}

/// What is wrong with a header, and at which byte of the text.
fn header(text: &str) -> String {
    match kind(&file(1, text, &[0; 64])) {
        NpyErrorKind::Header(error) => format!("{} at {}", error.kind(), error.at()),
        other => other.to_string(),
    }
}

#[test]
fn every_truncation() {
    for name in ["samples_v1.npy", "unicode.npy", "nested.npy", "number.npy"] {
        let good = fixture(name);
        for len in 0..good.len() {
            let NpyErrorKind::Truncated { what, at, expected, found } = kind(&good[..len]) else {
                panic!("{name} of {len} bytes")
            };
            assert_eq!(at + found, len);
            assert!(expected > found);
            let start = good.iter().position(|&byte| byte == b'\n').unwrap() + 1;
            let expected = match len {
                0..8 => "the magic string",
                8.. if len < start && what == "the length of the header" => what,
                _ if len < start => "the header",
                _ => "the data",
            };
            assert_eq!(what, expected, "{name} of {len} bytes");
        }
    }
}

#[test]
fn every_byte_changed() {
    for name in ["samples_v1.npy", "samples_v3.npy", "latin1.npy", "grid_fortran.npy", "cube.npy"] {
        let good = fixture(name);
        for at in 0..good.len() {
            for change in [1, 2, 4, 8, 16, 32, 64, 128, 3, 255] {
                let mut bytes = good.clone();
                bytes[at] ^= change;
                if let Ok(array) = npy::from_bytes(&bytes) {
                    // Whatever it says now, it can be looked at.
                    let rows = array.dyn_records();
                    assert_eq!(rows.len() * rows.layout().itemsize(), array.as_bytes().len());
                    if let Some(last) = rows.len().checked_sub(1) {
                        assert!(rows.get(last).is_some());
                    }
                    let _ = (array.matrix::<u16>().map(|matrix| matrix.to_vec()), array.shape());
                }
            }
        }
    }
}

#[test]
fn beginnings() {
    assert!(
        matches!(kind(b"PK\x03\x04whatever"), NpyErrorKind::Magic { found } if found == b"PK\x03\x04wh")
    );
    assert!(matches!(kind(b"\x93NUMPX\x01\x00"), NpyErrorKind::Magic { .. }));
    assert!(matches!(kind(b"P"), NpyErrorKind::Magic { .. }));
    for (major, minor) in [(0, 0), (1, 1), (2, 1), (4, 0), (255, 255)] {
        let bytes = [b"\x93NUMPY", &[major, minor][..], &[0; 100]].concat();
        assert_eq!(kind(&bytes), NpyErrorKind::Version { major, minor });
    }
    let not_utf8 = file(3, "{'descr': '\u{80}", b"");
    let mut not_utf8 = not_utf8;
    not_utf8.pop();
    not_utf8[8] -= 1;
    assert_eq!(kind(&not_utf8), NpyErrorKind::HeaderNotText { at: 12 + 11 });
    // 4 GiB of header that are not there.
    let bytes = [b"\x93NUMPY\x02\x00", &u32::MAX.to_le_bytes()[..]].concat();
    let limit = 10_000;
    assert_eq!(kind(&bytes), NpyErrorKind::HeaderTooLong { limit, found: u32::MAX as usize });
    let options = npy::OpenOptions::new().max_header_size(usize::MAX);
    let error = options.read_from(&bytes[..]).unwrap_err().to_string();
    assert_eq!(error, "the header, from byte 12 on, should have 4294967295 bytes, but there are 0");
}

#[test]
fn headers() {
    for (text, expected) in [
        ("", "expected a value, found the end of the text at 0"),
        ("[]", "expected a dict, found a list of length 0 at 0"),
        ("{}", "the dict has no 'descr' at 0"),
        ("{'descr': '<f8', 'fortran_order': False}", "the dict has no 'shape' at 0"),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': 1}",
            "expected 'descr', 'fortran_order' or 'shape', found \"more\" at 56",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 1: 1}",
            "expected 'descr', 'fortran_order' or 'shape', found 1 at 56",
        ),
        (
            "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}",
            "expected True or False, found 0 at 34",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': [1]}",
            "expected a tuple of lengths, found a list of length 1 at 50",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': 1}",
            "expected a tuple of lengths, found 1 at 50",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2, -1)}",
            "expected a length, found -1 at 54",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (True,)}",
            "expected a length, found True at 51",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (18446744073709551616,)}",
            "a length is too large at 51",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (18446744073709551615, 2)}",
            "the number of items is too large at 50",
        ),
        (
            "{'descr': '|u1', 'fortran_order': False, 'shape': (18446744073709551615,)}",
            "the number of items is too large at 50",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904,)}",
            "the array is too large at 50",
        ),
        (
            "{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775807,)}",
            "the array is too large at 50",
        ),
        (
            "{'descr': None, 'fortran_order': False, 'shape': (1,)}",
            "expected a dtype's descr, found None at 10",
        ),
        (
            "{'descr': {'names': ['a'], 'formats': ['<f8']}, 'fortran_order': False, 'shape': (1,)}",
            "expected a dtype's descr, found a dict at 10",
        ),
        (
            "{'descr': float, 'fortran_order': False, 'shape': (1,)}",
            "expected a dtype's descr, found `float` at 10",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x",
            "expected the end of the text, found `x` at 56",
        ),
    ] {
        assert_eq!(header(text), expected, "{text}");
    }
    // Dtypes are refused as everywhere, with their place in the header.
    for (descr, at) in
        [("'O'", 11), ("[('a', '<i4'), ('b', '|O')]", 33), ("'<f9'", 11), ("'<f16'", 12)]
    {
        let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (1,)}}");
        let NpyErrorKind::Header(error) = kind(&file(1, &text, &[0; 64])) else { panic!() };
        assert!(
            matches!(
                error.kind(),
                ParseErrorKind::Unsupported { .. } | ParseErrorKind::UnknownType { .. }
            ),
            "{error}"
        );
        assert_eq!(error.at(), at, "{error}");
    }
    let twice = "{'descr': [('a', '<i4'), ('a', '<i4')], 'fortran_order': False, 'shape': (1,)}";
    assert!(header(twice).contains("`a`"), "{}", header(twice));
    let lengths = "1, ".repeat(65);
    let text = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({lengths})}}");
    assert_eq!(header(&text), "expected at most 64 lengths, found a tuple of length 65 at 50");
}

#[test]
fn more_than_there_is() {
    let text = "{'descr': '|V1', 'fortran_order': False, 'shape': (9223372036854775000,)}";
    let bytes = file(1, text, b"abc");
    let NpyErrorKind::Truncated { what: "the data", expected, found: 3, .. } = kind(&bytes) else {
        panic!()
    };
    assert_eq!(expected, 9_223_372_036_854_775_000);
    // Rows of no bytes are any number, and nobody has to count to it.
    let text = "{'descr': '|S0', 'fortran_order': False, 'shape': (9223372036854775807,)}";
    let array = npy::from_bytes(file(1, text, b"")).unwrap();
    assert_eq!(array.len(), 9_223_372_036_854_775_807);
    assert!(array.to_string().len() < 10_000);
    let mut again = Vec::new();
    npy::write_to(&mut again, &array).unwrap();
    assert_eq!(npy::from_bytes(again).unwrap().len(), array.len());
}

/// Texts of 100 kB: read or refused, at once.
#[test]
fn long_headers() {
    let long = [
        "[".repeat(100_000),
        "{'descr': ".repeat(10_000),
        format!(
            "{{'descr': [{}], 'fortran_order': False, 'shape': (1,)}}",
            "('a', '<f8'), ".repeat(7000)
        ),
        format!(
            "{{'descr': [{}], 'fortran_order': False, 'shape': (0,)}}",
            (0..6000).map(|i| format!("('{i}', '<f8'), ")).collect::<String>()
        ),
        format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({})}}", "1, ".repeat(33_000)),
        format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({},)}}", "9".repeat(100_000)),
        "9".repeat(100_000),
        "'".repeat(100_000),
        "é".repeat(50_000),
        "\0".repeat(100_000),
        " ".repeat(100_000),
    ];
    let options = npy::OpenOptions::new().max_header_size(1 << 20);
    let mut read = 0;
    for text in &long {
        for major in [2, 3] {
            let bytes = file(major, text, &[]);
            assert!(matches!(kind(&bytes), NpyErrorKind::HeaderTooLong { limit: 10_000, .. }));
            read += usize::from(options.from_bytes(&bytes).is_ok());
        }
    }
    assert_eq!(read, 2, "one of them is an array");
}

/// What the system says of what cannot be mapped or written is no help by itself.
#[test]
#[cfg(unix)]
fn what_is_no_file() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let shown = directory.display();
    let error = npy::open(directory).map(|_| ()).unwrap_err().to_string();
    assert_eq!(error, format!("cannot open {shown}: is a directory"));
    let error = npy::open("/dev/null").map(|_| ()).unwrap_err().to_string();
    assert_eq!(error, "cannot open /dev/null: not a regular file: it can be read, not mapped");
    let path = directory.join("there-is-no-such-directory/x.npy");
    let error = npy::write(&path, &[1]).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot create {}: No such", path.display())), "{error}");
    assert!(!error.contains("npy-part"), "{error}");
}
