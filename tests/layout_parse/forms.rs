//! Texts and the layouts that they mean.

use records_core::{ByteOrder, DType, Layout, Scalar, TimeStep, TimeUnit};

const LITTLE: ByteOrder = ByteOrder::Little;
const BIG: ByteOrder = ByteOrder::Big;

fn le(dtype: DType) -> DType {
    dtype.with_order(LITTLE)
}

fn be(dtype: DType) -> DType {
    dtype.with_order(BIG)
}

fn array(dtype: DType, shape: &[usize]) -> DType {
    shape.iter().rev().fold(dtype, |dtype, &len| DType::array(dtype, len))
}

fn explicit(fields: &[(&'static str, DType, usize)], itemsize: usize) -> Layout {
    Layout::explicit(fields.iter().cloned(), itemsize).unwrap()
}

#[track_caller]
fn check(text: &str, expected: &Layout) {
    match Layout::parse(text) {
        Ok(layout) => assert_eq!(layout, *expected, "{text}\n{layout}"),
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn plain(text: &str, expected: &DType) {
    match DType::parse(text) {
        Ok(dtype) => assert_eq!(dtype, *expected, "{text}"),
        Err(error) => panic!("{error}"),
    }
    check(text, &Layout::packed([("f0", expected.clone())]));
}

#[test]
fn one_dtype() {
    for (text, dtype) in [
        ("?", DType::BOOL),
        ("|b1", DType::BOOL),
        ("bool", DType::BOOL),
        ("bool_", DType::BOOL),
        ("b", DType::I8),
        ("i1", DType::I8),
        ("B", DType::U8),
        ("|u1", DType::U8),
        ("h", DType::I16),
        ("<i2", le(DType::I16)),
        (">u2", be(DType::U16)),
        ("=i4", DType::I32),
        ("|i4", DType::I32),
        ("intc", DType::I32),
        ("I", DType::U32),
        ("q", DType::I64),
        ("longlong", DType::I64),
        ("Q", DType::U64),
        ("u8", DType::U64),
        ("e", DType::F16),
        ("half", DType::F16),
        ("<f2", le(DType::F16)),
        ("f", DType::F32),
        ("single", DType::F32),
        (">f4", be(DType::F32)),
        ("d", DType::F64),
        ("float", DType::F64),
        ("double", DType::F64),
        ("F", DType::C64),
        ("<c8", le(DType::C64)),
        ("D", DType::C128),
        ("complex", DType::C128),
        (">c16", be(DType::C128)),
        ("S30", DType::Bytes(30)),
        ("a30", DType::Bytes(30)),
        ("|S0", DType::Bytes(0)),
        ("S", DType::Bytes(0)),
        ("c", DType::Bytes(1)),
        ("bytes", DType::Bytes(0)),
        ("<U5", DType::Str(5, LITTLE)),
        (">U1", DType::Str(1, BIG)),
        ("str", DType::Str(0, ByteOrder::NATIVE)),
        ("V16", DType::Raw(16)),
        ("void", DType::Raw(0)),
        // As C's `strtol` reads a size.
        ("S +3", DType::Bytes(3)),
        ("i04", DType::I32),
        // Blanks around are no part of it, as NumPy does not see it.
        (" \n<f8\t", le(DType::F64)),
        ("'<f8'", le(DType::F64)),
        ("u'<f' '8'", le(DType::F64)),
        ("np.float64", DType::F64),
        ("numpy.uint16", DType::U16),
        ("np.bool_", DType::BOOL),
        ("dtype('int32')", DType::I32),
        ("np.dtype(float)", DType::F64),
        ("dtype(dtype=int8)", DType::I8),
        ("dtype('i2', False, True)", DType::I16),
        ("('<f4', (3,))", le(array(DType::F32, &[3]))),
        ("('<f4', 3L)", le(array(DType::F32, &[3]))),
        ("('<f4', [2, 3])", le(array(DType::F32, &[2, 3]))),
        ("('<f4', ())", le(DType::F32)),
        ("(('<f4', (2,)), (3,))", le(array(DType::F32, &[3, 2]))),
        ("('S', 5)", DType::Bytes(5)),
        ("('<U', 5)", DType::Str(5, LITTLE)),
        ("(np.void, 8)", DType::Raw(8)),
        // NumPy writes such a descr, but does not read it.
        ("('S', (5,))", DType::array(DType::Bytes(0), 5)),
        ("(2,3)<f4", le(array(DType::F32, &[2, 3]))),
        ("<(2,)f4", le(array(DType::F32, &[2]))),
        ("( 2 , 3 , )f4", array(DType::F32, &[2, 3])),
        ("()f4", DType::F32),
        ("3i2", array(DType::I16, &[3])),
        ("1i2", array(DType::I16, &[1])),
        ("=3h", array(DType::I16, &[3])),
        (">3h", be(array(DType::I16, &[3]))),
        ("2,3f4", array(DType::F32, &[2, 3])),
        ("3S", DType::Bytes(3)),
        ("3S2", array(DType::Bytes(2), &[3])),
        // Not NumPy's.
        ("3s", DType::Bytes(3)),
        ("!d", be(DType::F64)),
        ("@q", DType::I64),
        (">2w", DType::Str(2, BIG)),
        ("Zd", DType::C128),
        ("(2,3)<Zf", le(array(DType::C64, &[2, 3]))),
    ] {
        plain(text, &dtype);
    }
}

#[test]
fn times() {
    let step = |count, unit| TimeStep { unit, count };
    for (text, count, unit) in [
        ("<M8[us]", 1, TimeUnit::Microsecond),
        ("<M8[25s]", 25, TimeUnit::Second),
        ("<M8[7D]", 7, TimeUnit::Day),
        ("<M8", 1, TimeUnit::Generic),
        ("<M8[generic]", 1, TimeUnit::Generic),
        ("<datetime64[ns]", 1, TimeUnit::Nanosecond),
        ("<M8[D/24]", 1, TimeUnit::Hour),
        ("<M8[100D/4]", 600, TimeUnit::Hour),
        ("<M8[W/14]", 12, TimeUnit::Hour),
        ("<M8[Y/52]", 1, TimeUnit::Week),
        ("<M8[us/2]", 500, TimeUnit::Nanosecond),
        ("<M8[m/3000]", 20, TimeUnit::Millisecond),
        ("<M8[as/1]", 1, TimeUnit::Attosecond),
        ("<M8[2147483647s]", 2_147_483_647, TimeUnit::Second),
        ("<M8[μs]", 1, TimeUnit::Microsecond),
    ] {
        plain(text, &DType::DateTime(step(count, unit), LITTLE));
        let span = text.replace("M8", "m8").replace("datetime", "timedelta");
        plain(&span, &DType::TimeDelta(step(count, unit), LITTLE));
    }
    plain(">m8[Y]", &DType::TimeDelta(step(1, TimeUnit::Year), BIG));
    plain("M", &DType::DateTime(step(1, TimeUnit::Generic), ByteOrder::NATIVE));
}

#[test]
fn lists() {
    check(
        "[('id', '<i2'), ('pos', '<f4', (3,)), ('', '|V2'), ('m', '>u1', (2, 3))]",
        &explicit(
            &[
                ("id", le(DType::I16), 0),
                ("pos", le(array(DType::F32, &[3])), 2),
                ("m", array(DType::U8, &[2, 3]), 16),
            ],
            22,
        ),
    );
    // Padding in front, behind, and nothing else.
    check("[('', 'V3'), ('a', 'u1'), ('', '|V4')]", &explicit(&[("a", DType::U8, 3)], 8));
    check("[('', 'V3')]", &explicit(&[], 3));
    check("[]", &explicit(&[], 0));
    // Names for those that have none, by place; a shape of raw bytes is a field.
    check("[('', 'V3'), ('', 'u1')]", &explicit(&[("f1", DType::U8, 3)], 4));
    check(
        "[('', 'u1'), ('', 'V3', (2,))]",
        &explicit(&[("f0", DType::U8, 0), ("f1", array(DType::Raw(3), &[2]), 1)], 7),
    );
    let nested = Layout::packed([
        ("a", le(array(DType::record(Layout::packed([("x", DType::F32)])), &[2]))),
        ("b", DType::record(Layout::packed([("f0", DType::I8), ("f1", DType::F64)]))),
        ("c", DType::record(Layout::packed([("y", DType::record(explicit(&[], 2)))]))),
    ]);
    check("[('a', [('x', '<f4')], (2,)), ('b', 'i1,f8'), ('c', [('y', [('', 'V2')])])]", &nested);
    check(
        "[('a', ([('x', '<f4')], 2)), ('b', 'i1, f8'), ('c', {'y': ([('', 'V2')], 0)}),]",
        &nested,
    );
    check(
        "[(u'a', int8, 2), (\"b\", np.uint16), ('\\x63', float), ('S', 'S', 5), ('d', b'<i2')]",
        &Layout::packed([
            ("a", array(DType::I8, &[2])),
            ("b", DType::U16),
            ("c", DType::F64),
            ("S", DType::Bytes(5)),
            ("d", le(DType::I16)),
        ]),
    );
    check(
        "[('größe', 'u1'), ('\\u65e5本', 'u1'), (\"it's\", 'u1'), ('a\\'\\n', 'u1'), ('''x\ny''', 'u1')]",
        &Layout::packed(["größe", "日本", "it's", "a'\n", "x\ny"].map(|name| (name, DType::U8))),
    );
}

#[test]
fn titles() {
    let layout = Layout::packed([("a", DType::U8), ("b", DType::U8)]);
    let titled = layout.clone().with_titles([("a", "Title")]).unwrap();
    assert_ne!(titled, layout);
    assert_ne!(DType::record(titled.clone()), DType::record(layout));
    for text in [
        "[(('Title', 'a'), 'u1'), ('b', 'u1')]",
        "{'names': ['a', 'b'], 'formats': ['u1', 'u1'], 'titles': ['Title', None]}",
        "{'a': ('u1', 0, 'Title'), 'b': ('u1', 1)}",
        "{'a': ('u1', 0, 'Title'), 'Title': ('u1', 0, 'Title'), 'b': ('u1', 1, None)}",
    ] {
        check(text, &titled);
    }
    let a = titled.field("Title").unwrap();
    assert_eq!((a.name(), a.title(), titled.index_of("Title")), ("a", Some("Title"), Some(0)));
    assert_eq!(titled.field("b").unwrap().title(), None);
    for kept in [
        titled.packed(),
        titled.aligned(),
        titled.with_order(BIG),
        titled.clone().named("T"),
        titled.select(&["a", "b"]).unwrap(),
        titled.select(&["Title", "b"]).unwrap(),
    ] {
        assert_eq!(kept, titled);
    }
    let twice = titled.select(&["a", "Title"]).unwrap_err();
    assert_eq!(twice.to_string(), "field `Title` is asked for twice");
    // A name is found before a title of the same text is.
    let refused = titled.clone().with_titles([("b", "a")]).unwrap_err();
    assert_eq!(refused.to_string(), "two fields are named `a`");
    let unknown = titled.with_titles([("c", "C")]).unwrap_err();
    assert_eq!(unknown.to_string(), "no field `c`, expected one of `a`, `b`");
    check(
        "[(('t', ''), 'u1')]",
        &Layout::packed([("", DType::U8)]).with_titles([("", "t")]).unwrap(),
    );
}

#[test]
fn dicts() {
    let expected = explicit(&[("b", le(DType::F64), 8), ("a", DType::Bytes(3), 2)], 20);
    check(
        "{'names': ['b', 'a'], 'formats': ['<f8', 'S3'], 'offsets': [8, 2], 'itemsize': 20}",
        &expected,
    );
    check(
        "{\"itemsize\": 20L, 'offsets': (8, 2), 'names': ('b', 'a'), 'formats': ('<f8', 'S3'), \
         'aligned': False, 'titles': None}",
        &expected,
    );
    let sorted = explicit(&[("a", DType::Bytes(3), 2), ("b", le(DType::F64), 8)], 16);
    check("{'b': ('<f8', 8), 'a': ('S3', 2)}", &sorted);
    check("mappingproxy({'b': (dtype('<f8'), 8), 'a': (dtype('S3'), 2)})", &sorted);
    check(
        "{'names': ['a', 'b'], 'formats': ['u1', ('<f8', (2,))]}",
        &Layout::packed([("a", DType::U8), ("b", le(array(DType::F64, &[2])))]),
    );
    let aligned = "{'names': ['a', 'b'], 'formats': ['u1', '<f8'], 'aligned': True}";
    check(aligned, &Layout::aligned([("a", DType::U8), ("b", le(DType::F64))]));
    assert!(Layout::parse(aligned).unwrap().is_aligned());
    check("{'names': [], 'formats': [], 'itemsize': 4}", &explicit(&[], 4));
    check("{}", &explicit(&[], 0));
    // Fields may be named as the keys are.
    check("{'names': ('u1', 0)}", &Layout::packed([("names", DType::U8)]));
    // The last one counts, as in Python.
    check(
        "{'names': ['x'], 'formats': ['u1'], 'names': ['a']}",
        &Layout::packed([("a", DType::U8)]),
    );
}

#[test]
fn commas() {
    check(
        "i8,f4,(3,)i1",
        &Layout::packed([("f0", DType::I64), ("f1", DType::F32), ("f2", array(DType::I8, &[3]))]),
    );
    check(
        "3<i4 , >f8,(2, 3)u1, M8[us], 2S3, 2,3i1",
        &Layout::packed([
            ("f0", le(array(DType::I32, &[3]))),
            ("f1", be(DType::F64)),
            ("f2", array(DType::U8, &[2, 3])),
            ("f3", DType::DateTime(TimeStep::one(TimeUnit::Microsecond), ByteOrder::NATIVE)),
            ("f4", array(DType::Bytes(3), &[2])),
            ("f5", array(DType::I8, &[2, 3])),
        ]),
    );
    check(
        "int32, float, =uint8",
        &Layout::packed([("f0", DType::I32), ("f1", DType::F64), ("f2", DType::U8)]),
    );
    check("i4,", &Layout::packed([("f0", DType::I32)]));
    check("'i4,f4'", &Layout::packed([("f0", DType::I32), ("f1", DType::F32)]));
    check("dtype('i1,f8', align=True)", &Layout::aligned([("f0", DType::I8), ("f1", DType::F64)]));
}

#[test]
fn calls() {
    let pair = || [("x", DType::I8), ("y", le(DType::F64))];
    let outer =
        |rule: fn(_) -> Layout, inner| rule([("a", DType::I8), ("p", DType::record(inner))]);
    let list = "[('x', 'i1'), ('y', '<f8')]";
    for (text, expected) in [
        (format!("dtype({list})"), Layout::packed(pair())),
        (format!("np.dtype({list}, align=True)"), Layout::aligned(pair())),
        (format!("numpy.dtype({list}, True)"), Layout::aligned(pair())),
        (format!("dtype({list}, align=True, metadata={{'x': 1}})"), Layout::aligned(pair())),
        (format!("(numpy.record, {list})"), Layout::packed(pair())),
        (format!("('V9', {list})"), Layout::packed(pair())),
        (format!("dtype((numpy.record, {list}))"), Layout::packed(pair())),
        // NumPy prints this, and reads it as packed.
        (format!("dtype((numpy.record, {list}), align=True)"), Layout::aligned(pair())),
        // Nested records are laid out by the rule of the `dtype` around them.
        (
            format!("dtype([('a', 'i1'), ('p', {list})], align=True)"),
            outer(Layout::aligned, Layout::aligned(pair())),
        ),
        (
            format!("dtype([('a', 'i1'), ('p', dtype({list}))], align=True)"),
            outer(Layout::aligned, Layout::packed(pair())),
        ),
        (
            format!("[('a', 'i1'), ('p', dtype({list}, align=True))]"),
            outer(Layout::packed, Layout::aligned(pair())),
        ),
        (
            format!("dtype([('a', 'i1'), ('p', (numpy.record, {list}))], align=True)"),
            outer(Layout::aligned, Layout::packed(pair())),
        ),
        (
            "dtype([('a', 'i1'), ('p', {'x': ('i1', 0), 'y': ('<f8', 8)})], align=True)".into(),
            outer(Layout::aligned, Layout::aligned(pair())),
        ),
        (
            format!(
                "{{'names': ['a', 'p'], 'formats': ['i1', {list}], 'offsets': [0, 8], \
                 'aligned': True}}"
            ),
            outer(Layout::aligned, Layout::aligned(pair())),
        ),
    ] {
        check(&text, &expected);
        assert_eq!(Layout::parse(&text).unwrap().is_aligned(), expected.is_aligned(), "{text}");
    }
    // Padding has no alignment.
    let text =
        "dtype([('a', 'i1'), ('', 'V2'), ('b', 'i1'), ('c', '<i4'), ('', 'V1')], align=True)";
    check(
        text,
        &explicit(&[("a", DType::I8, 0), ("b", DType::I8, 3), ("c", le(DType::I32), 4)], 12),
    );
}

#[test]
fn struct_codes() {
    fn numbered(dtypes: &[DType]) -> Layout {
        Layout::packed(
            dtypes.iter().cloned().enumerate().map(|(i, dtype)| (format!("f{i}"), dtype)),
        )
    }
    check("=hdd", &numbered(&[DType::I16, DType::F64, DType::F64]));
    check("<3si", &numbered(&[DType::Bytes(3), le(DType::I32)]));
    check(">hl", &numbered(&[be(DType::I16), be(DType::I32)]));
    check("!qQ", &numbered(&[be(DType::I64), be(DType::U64)]));
    check(" = 2h d\n", &numbered(&[DType::I16, DType::I16, DType::F64]));
    check(
        "=?bBhHiIlLqQefd",
        &numbered(&[
            DType::BOOL,
            DType::I8,
            DType::U8,
            DType::I16,
            DType::U16,
            DType::I32,
            DType::U32,
            DType::I32,
            DType::U32,
            DType::I64,
            DType::U64,
            DType::F16,
            DType::F32,
            DType::F64,
        ]),
    );
    check("=2c0s0h", &numbered(&[DType::Bytes(1), DType::Bytes(1), DType::Bytes(0)]));
    // Native alignment, and none at the end.
    check("@bd", &explicit(&[("f0", DType::I8, 0), ("f1", DType::F64, 8)], 16));
    check("dB", &explicit(&[("f0", DType::F64, 0), ("f1", DType::U8, 8)], 9));
    check("@dB0d", &explicit(&[("f0", DType::F64, 0), ("f1", DType::U8, 8)], 16));
    check("=3xb4x", &explicit(&[("f0", DType::I8, 3)], 8));
    check("=", &explicit(&[], 0));
    #[cfg(all(target_pointer_width = "64", not(windows)))]
    check("@nNPlL", &numbered(&[DType::I64, DType::U64, DType::U64, DType::I64, DType::U64]));
}

#[test]
fn pep3118() {
    let inner = Layout::packed([("x", le(DType::F64))]);
    check(
        "T{<h:id:(3)<f:pos:2xT{<d:x:}:p:=3s:tag:}",
        &explicit(
            &[
                ("id", le(DType::I16), 0),
                ("pos", le(array(DType::F32, &[3])), 2),
                ("p", DType::record(inner.clone()), 16),
                ("tag", DType::Bytes(3), 24),
            ],
            27,
        ),
    );
    // NumPy's own texts: orders are kept until the next one.
    check(
        "T{b:a:=h:b:i:c:}",
        &Layout::packed([("a", DType::I8), ("b", DType::I16), ("c", DType::I32)]),
    );
    check("T{b:a:xxx@i:c:}", &Layout::aligned([("a", DType::I8), ("c", DType::I32)]));
    check("T{i:a:b:b:}", &Layout::aligned([("a", DType::I32), ("b", DType::I8)]));
    check("T{^b:a:i:c:}", &Layout::packed([("a", DType::I8), ("c", DType::I32)]));
    check(
        "T{(2, 3)>T{3h:v:}:p:!Zf:z:4w:u:3x:raw:c:c:5?:q:}",
        &Layout::packed([
            (
                "p",
                array(DType::record(Layout::packed([("v", be(array(DType::I16, &[3])))])), &[2, 3]),
            ),
            ("z", be(DType::C64)),
            ("u", DType::Str(4, BIG)),
            ("raw", DType::Raw(3)),
            ("c", DType::Bytes(1)),
            ("q", array(DType::BOOL, &[5])),
        ]),
    );
    // Names for those that have none: the first that is free.
    check(
        "T{=hd:f0:b}",
        &Layout::packed([("f1", DType::I16), ("f0", DType::F64), ("f2", DType::I8)]),
    );
    check("=h:a:d:}b{:", &Layout::packed([("a", DType::I16), ("}b{", DType::F64)]));
    check("=h(2)f", &Layout::packed([("f0", DType::I16), ("f1", array(DType::F32, &[2]))]));
    check("f(2)f", &Layout::packed([("f0", DType::F32), ("f1", array(DType::F32, &[2]))]));
    check("T{}", &explicit(&[], 0));
    check("2T{<d:x:}", &Layout::packed([("f0", array(DType::record(inner), &[2]))]));
    check("T{=B::}", &Layout::packed([("", DType::U8)]));
}

#[test]
fn from_str() {
    assert_eq!("=hdd".parse::<Layout>(), Layout::parse("=hdd"));
    let dtype: DType = ">f8".parse().unwrap();
    assert_eq!(dtype, DType::Scalar(Scalar::F64, BIG));
}
