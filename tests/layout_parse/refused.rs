//! Texts that are no layout, and where they show it.

use records_core::{DType, Error, Layout, LayoutError, ParseErrorKind};

fn kind(text: &str) -> (String, usize) {
    match Layout::parse(text) {
        Ok(layout) => panic!("{text}\n{layout}"),
        Err(error) => (error.kind().to_string(), error.at()),
    }
}

#[test]
fn messages_show_the_place() {
    for (text, message) in [
        (
            "[('id', '<i2'), ('name', 'O')]",
            "`O` cannot be a record field: it holds addresses of Python objects; store numbers, \
             or text as S or U (byte 26 of the text)\n    \
             [('id', '<i2'), ('name', 'O')]\n    \
             \x20                         ^",
        ),
        (
            "{'names': ['a', 'b'], 'formats': ['<i4', '<i4'], 'offsets': [0, 2]}",
            "fields `a` (bytes 0..4) and `b` (bytes 2..6) overlap (byte 64 of the text)\n    \
             ...ormats': ['<i4', '<i4'], 'offsets': [0, 2]}\n    \
             \x20                                          ^",
        ),
        (
            "[('größe', 'i4'),\n ('größe', 'i4')]",
            "two fields are named `größe` (byte 22 of the text)\n    \x20\
             ('größe', 'i4')]\n    \
             \x20 ^",
        ),
        (
            "=hdO",
            "`O` cannot be a record field: it holds addresses of Python objects; store numbers, \
             or text as S or U (byte 3 of the text)\n    =hdO\n    \x20  ^",
        ),
        ("", "expected a dtype, found the end of the text (byte 0 of the text)\n    \n    ^"),
    ] {
        let error = Layout::parse(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{error}");
        assert_eq!(Error::from(error).to_string(), message);
    }
    let long = format!("[{}('a', 'x9'), {}]", "('', 'V1'), ".repeat(9), "('', 'V1'), ".repeat(9));
    assert_eq!(
        Layout::parse(&long).unwrap_err().to_string(),
        "no dtype is written `x9` (byte 116 of the text)\n    \
         ..., 'V1'), ('', 'V1'), ('', 'V1'), ('a', 'x9'), ('', 'V1'), ('', 'V1'), ('', 'V1')...\n    \
         \x20                                          ^"
    );
}

#[test]
fn kinds() {
    let overlap = Layout::parse("{'a': ('i4', 0), 'b': ('i4', 2)}").unwrap_err();
    assert!(matches!(overlap.kind(), ParseErrorKind::Layout(LayoutError::Overlap { .. })));
    assert!(std::error::Error::source(&overlap).is_some());
    let object = DType::parse("|O").unwrap_err();
    assert!(matches!(object.kind(), ParseErrorKind::Unsupported { code, .. } if code == "O"));
    assert!(std::error::Error::source(&object).is_none());
}

#[test]
fn what_no_record_holds() {
    let objects = "it holds addresses of Python objects; store numbers, or text as S or U";
    let double = "a long double is another one on each machine; use f8";
    let complex = "a long double is another one on each machine; use c16";
    let string = "its text lies outside of the record; use U or S";
    for (text, code, reason, at) in [
        ("O", "O", objects, 0),
        ("|O8", "O8", objects, 1),
        ("object", "object", objects, 0),
        ("[('a', object)]", "object", objects, 7),
        ("[('a', np.object_)]", "np.object_", objects, 7),
        ("i4,O", "O", objects, 3),
        ("T{O:a:}", "O", objects, 2),
        ("g", "g", double, 0),
        ("<f16", "f16", double, 1),
        ("longdouble", "longdouble", double, 0),
        ("=hg", "g", double, 2),
        ("G", "G", complex, 0),
        ("[('z', '>c32')]", "c32", complex, 9),
        ("T{Zg:z:}", "Zg", complex, 2),
        ("T", "T", string, 0),
        ("StringDType()", "StringDType", string, 0),
        ("[('a', np.dtypes.StringDType(na_object=None))]", "np.dtypes.StringDType", string, 7),
        ("=h5p", "p", "it holds its length within itself; use s", 3),
        ("T{&d:p:}", "&", "it is an address within one process", 2),
        ("T{t:b:}", "t", "a field of bits; use a number and its bits", 2),
        ("T{u:b:}", "u", "characters of two bytes; use w or s", 2),
    ] {
        let message = format!("`{code}` cannot be a record field: {reason}");
        assert_eq!(kind(text), (message, at), "{text}");
    }
}

#[test]
fn texts_and_places() {
    let mut wrong = 0;
    for (text, message, at) in [
        // Dtypes.
        ("x9", "no dtype is written `x9`", 0),
        ("<int32", "no dtype is written `<int32`", 0),
        ("f1", "no dtype is written `f1`", 0),
        ("é", "no dtype is written `é`", 0),
        ("i٤", "no dtype is written `i٤`", 0),
        ("[('a', 'i3')]", "no dtype is written `i3`", 8),
        // Where escapes are in between, the string is the place.
        ("[('a', '\\x693')]", "no dtype is written `i3`", 7),
        ("[('a', np.int7)]", "no dtype is written `np.int7`", 7),
        ("[('a', None)]", "expected a dtype, found None", 7),
        ("[('a', 4)]", "expected a dtype, found 4", 7),
        ("S9223372036854775808", "a size is too large", 0),
        ("<U2305843009213693952", "a size is too large", 1),
        ("[('a', 'S99999999999999999999999')]", "a size is too large", 8),
        // Times.
        ("M8[xs]", "expected a unit of time, found `x`", 3),
        ("M8[", "expected a unit of time such as `[us]`, found `[`", 2),
        ("M8s", "expected a unit of time such as `[us]`, found `s`", 2),
        ("[('t', '<M8[0D]')]", "expected a number of units from 1 to 2147483647, found `0`", 12),
        ("m8[2147483648s]", "expected a number of units from 1 to 2147483647, found `2`", 3),
        ("m8[D/0]", "expected a divisor that leaves whole smaller units, found `0`", 5),
        ("m8[D/7]", "expected a divisor that leaves whole smaller units, found `7`", 5),
        ("m8[as/2]", "expected a divisor that leaves whole smaller units, found `2`", 6),
        // Python's values.
        ("[('a', 'i4')", "expected `,` or `]`, found the end of the text", 12),
        ("[('a', 'i4'))", "expected `,` or `]`, found `)`", 12),
        ("[('a', 'i4')] x", "expected the end of the text, found `x`", 14),
        ("[('a, 'i4')]", "expected `,` or `)`, found `i`", 7),
        ("[('a', 'i4]", "expected a closing quote, found the end of the line", 11),
        ("[('a', f'i4')]", "expected `,` or `)`, found `'`", 8),
        // Lists.
        ("['i4']", "expected a tuple of name and dtype, found \"i4\"", 1),
        ("[['a', 'i4']]", "expected a tuple of name and dtype, found a list of length 2", 1),
        (
            "[('a',)]",
            "expected a tuple of name, dtype and perhaps shape, found a tuple of length 1",
            1,
        ),
        ("[(1, 'i4')]", "expected a name, or a tuple of title and name, found 1", 2),
        ("[(b'a', 'i4')]", "expected a name, or a tuple of title and name, found bytes", 2),
        ("[((1, 'a'), 'i4')]", "expected a title, found 1", 3),
        ("[(('t', 1), 'i4')]", "expected a name, found 1", 8),
        ("[('a', 'i4', -1)]", "expected a shape, found -1", 13),
        ("[('a', 'i4', (2, -1))]", "expected a length, found -1", 17),
        ("[('a', 'i4', (2, 'x'))]", "expected a length, found \"x\"", 17),
        ("[('a', 'i4', 'x')]", "no dtype is written `x`", 14),
        ("[('a', 'i4', 'i4')]", "expected a shape, found \"i4\"", 13),
        ("[('a', 'i4'), ('b', 'i4'), ('a', 'i4')]", "two fields are named `a`", 28),
        ("[('f1', 'i4'), ('', 'f4')]", "two fields are named `f1`", 16),
        ("[('a', 'i4'), (('a', 'b'), 'i4')]", "two fields are named `a`", 15),
        ("[(('a', 'a'), 'i4')]", "two fields are named `a`", 2),
        ("[(('t', 'a'), 'i4'), ('t', 'i4')]", "two fields are named `t`", 22),
        ("[('a', [('b', [('c', 'i4'), ('c', 'i4')])])]", "two fields are named `c`", 29),
        // Tuples and calls.
        ("('i4',)", "expected a tuple of a dtype and a shape, found a tuple of length 1", 0),
        (
            "('i4', (2,), 3)",
            "expected a tuple of a dtype and a shape, found a tuple of length 3",
            0,
        ),
        ("('V8', [('a', 'i2')])", "expected a shape, found a list of length 1", 7),
        ("('i4', [('a', 'i4')])", "expected a shape, found a list of length 1", 7),
        ("list([('a', 'i4')])", "expected `dtype(...)`, found `list(...)`", 0),
        ("dtype()", "expected a `dtype(...)` of something, found `dtype(...)`", 0),
        ("dtype('i4', align='x')", "expected True or False, found \"x\"", 18),
        ("dtype('i4', order=1)", "expected an argument of `dtype`, found 1", 18),
        ("dtype('i4', 0, 0, 0)", "expected the end of the arguments, found 0", 18),
        // Dicts.
        ("{'names': ['a']}", "the dict has no 'formats'", 0),
        ("{'formats': ['i4']}", "the dict has no 'names'", 0),
        ("{'names': ['a'], 'formats': ['i4', 'i4']}", "'formats' has length 2, expected 1", 28),
        (
            "{'names': ['a'], 'formats': ['i4'], 'offsets': []}",
            "'offsets' has length 0, expected 1",
            47,
        ),
        (
            "{'names': ['a'], 'formats': ['i4'], 'titles': ['t', 'u']}",
            "'titles' has length 2, expected 1",
            46,
        ),
        ("{'names': 'a', 'formats': ['i4']}", "expected a list of names, found \"a\"", 10),
        ("{'names': [1], 'formats': ['i4']}", "expected a name, found 1", 11),
        (
            "{'names': ['a'], 'formats': ['i4'], 'offsets': [-4]}",
            "expected an offset, found -4",
            48,
        ),
        (
            "{'names': ['a'], 'formats': ['i4'], 'offsets': [18446744073709551616]}",
            "an offset is too large",
            48,
        ),
        (
            "{'names': ['a'], 'formats': ['i4'], 'itemsize': 3}",
            "a record of 3 bytes is too small: field `a` ends at byte 4",
            11,
        ),
        (
            "{'names': ['a'], 'formats': ['i4'], 'offsets': [3], 'aligned': True}",
            "field `a` of an aligned record is at byte 3, expected a multiple of its alignment 4",
            48,
        ),
        (
            "{'names': ['a'], 'formats': ['i4'], 'itemsize': 6, 'aligned': True}",
            "an aligned record takes 6 bytes, expected a multiple of its alignment 4",
            0,
        ),
        (
            "{'names': ['a', ''], 'formats': ['u1', 'u1'], 'titles': [None, 'a']}",
            "two fields are named `a`",
            16,
        ),
        (
            "{'a': ('i4',)}",
            "expected a tuple of dtype, offset and perhaps title, found a tuple of length 1",
            6,
        ),
        ("{'a': ['i4', 0]}", "expected a tuple of dtype and offset, found a list of length 2", 6),
        ("{'a': ('i4', '0')}", "expected an offset, found \"0\"", 13),
        ("{1: ('i4', 0)}", "expected a name, found 1", 1),
        (
            "[('r', {'b': ('i4', 3), 'a': ('i4', 0)})]",
            "fields `a` (bytes 0..4) and `b` (bytes 3..7) overlap",
            20,
        ),
        // Strings of several dtypes.
        ("i4,,f4", "expected a shape, found `,`", 3),
        (",i4", "expected a shape, found `,`", 0),
        ("i4,x9", "no dtype is written `x9`", 3),
        ("i4;f4,i4", "expected `,`, found `;`", 2),
        ("(2,-3)i4,i4", "expected the end of the text, found `i`", 6),
        ("02i4,i4", "expected a shape, found `0`", 0),
        ("<2>i4,i4", "expected the same byte order, found `>`", 2),
        ("f4,2", "expected a dtype, found the end of the text", 4),
        ("99999999999999999999i4", "a shape is too large", 0),
        ("(99999999999,9999999999)i8,i4", "a shape is too large", 0),
        ("[('a', '(2,3)i4, 9q9')]", "no dtype is written `q9`", 18),
        // Codes.
        ("=h9", "no dtype is written `=h9`", 0),
        ("=hz", "expected a struct code, found `z`", 2),
        ("@3", "expected a struct code, found the end of the text", 2),
        ("=h3", "no dtype is written `=h3`", 0),
        ("<nn", "expected a struct code, found `n`", 1),
        ("=hd99999999999999999999x", "a count is too large", 3),
        ("=d99999999h", "a count is too large", 2),
        ("=d9223372036854775807s", "a record would take more than 9223372036854775807 bytes", 2),
        ("T{", "expected `}`, found the end of the text", 2),
        ("T{<d:x:", "expected `}`, found the end of the text", 7),
        ("T{<d:x}", "expected a name and `:`, found the end of the text", 7),
        ("T{d:x:}}", "expected the end of the text, found `}`", 7),
        ("T{v:x:}", "expected a PEP 3118 code, found `v`", 2),
        ("T{()d:x:}", "expected a length, found `)`", 3),
        ("T{(2;3)d:x:}", "expected `,` or `)`, found `;`", 4),
        ("T{(2,3d:x:}", "expected `,` or `)`, found `d`", 6),
        ("T{d:x:d:x:}", "two fields are named `x`", 6),
        ("T{5:x:}", "expected a PEP 3118 code, found `:`", 3),
    ] {
        let found = kind(text);
        if found != (message.to_string(), at) {
            println!("{text}: {found:?}, expected {message:?} at {at}");
            wrong += 1;
        }
    }
    assert_eq!(wrong, 0);
}
