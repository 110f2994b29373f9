//! Making layouts at run time, and the texts that NumPy has for them. The expected
//! texts are those of NumPy 2.4 where a comment does not say otherwise.

mod common;

use common::random::Random;
use records_core::{
    ByteOrder, DType, Element, Error, FixedBytes, Layout, LayoutError, LayoutText, Record,
    TimeStep, TimeUnit,
};

const LITTLE: ByteOrder = ByteOrder::Little;

fn little(layout: Layout) -> Layout {
    layout.with_order(LITTLE)
}

fn person() -> Layout {
    little(Layout::aligned([
        ("name", DType::Bytes(30)),
        ("age", DType::I32),
        ("weight", DType::F32),
        ("height", DType::F32),
    ]))
}

fn pair(rule: fn([(&'static str, DType); 2]) -> Layout) -> Layout {
    little(rule([("x", DType::I8), ("y", DType::F64)]))
}

#[test]
fn offsets_follow_the_rule() {
    let fields = || [("a", DType::U8), ("b", DType::F64), ("c", DType::U16)];
    let offsets = |layout: &Layout| -> Vec<usize> {
        layout.fields().iter().map(|field| field.offset()).collect()
    };
    let packed = Layout::packed(fields());
    assert_eq!(offsets(&packed), [0, 1, 9]);
    assert_eq!((packed.itemsize(), packed.alignment(), packed.is_aligned()), (11, 1, false));
    let aligned = Layout::aligned(fields());
    assert_eq!(offsets(&aligned), [0, 8, 16]);
    assert_eq!((aligned.itemsize(), aligned.alignment(), aligned.is_aligned()), (24, 8, true));
    assert_eq!(aligned.packed(), packed);
    assert_eq!(packed.aligned(), aligned);
    assert_eq!(Layout::packed([] as [(&str, DType); 0]).itemsize(), 0);
}

#[test]
fn names_may_be_borrowed_or_owned() {
    let owned = Layout::packed((0..2).map(|i| (format!("f{i}"), DType::U8)));
    assert_eq!(owned, Layout::packed([("f0", DType::U8), ("f1", DType::U8)]));
    assert_eq!(owned.name(), "");
    assert_eq!(owned.clone().named(String::from("Two")).name(), "Two");
    assert_eq!(owned.clone().named("Two"), owned);
}

#[test]
fn explicit_offsets_in_any_order() {
    let layout = Layout::explicit([("b", DType::F64, 8), ("a", DType::I16, 2)], 20).unwrap();
    let names: Vec<_> = layout.fields().iter().map(|field| field.name()).collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!(layout.holes().collect::<Vec<_>>(), [0..2, 4..8, 16..20]);
    assert_eq!((layout.alignment(), layout.is_packed()), (1, false));
    // Fields of no size lie anywhere, the end included.
    for at in 0..=4 {
        let fields = [("a", DType::U32, 0), ("z", DType::Raw(0), at)];
        assert_eq!(Layout::explicit(fields, 4).unwrap().padding(), 0);
    }
}

#[test]
fn unsound_layouts_are_refused_with_the_reason() {
    let message = |layout: Result<Layout, LayoutError>| layout.unwrap_err().to_string();
    let explicit = |fields: &[(&'static str, DType, usize)], size| {
        message(Layout::explicit(fields.iter().cloned(), size))
    };
    assert_eq!(
        explicit(&[("a", DType::I32, 4), ("b", DType::I16, 6)], 8),
        "fields `a` (bytes 4..8) and `b` (bytes 6..8) overlap"
    );
    // Neighbours in memory are not neighbours in the list.
    assert_eq!(
        explicit(&[("a", DType::Raw(9), 0), ("b", DType::U8, 20), ("c", DType::U8, 8)], 32),
        "fields `a` (bytes 0..9) and `c` (bytes 8..9) overlap"
    );
    assert_eq!(
        explicit(&[("a", DType::I32, 2)], 5),
        "a record of 5 bytes is too small: field `a` ends at byte 6"
    );
    assert_eq!(
        explicit(&[("z", DType::Raw(0), 6)], 5),
        "a record of 5 bytes is too small: field `z` ends at byte 6"
    );
    assert_eq!(
        explicit(&[("a", DType::I32, usize::MAX - 1)], 5),
        "a record of 5 bytes is too small: field `a` ends beyond the address space"
    );
    assert_eq!(
        explicit(&[("a", DType::U8, 0), ("a", DType::U8, 1)], 2),
        "two fields are named `a`"
    );
    let huge = || DType::Raw(isize::MAX as usize);
    for layout in [
        Layout::try_packed([("a", huge()), ("b", DType::U8)]),
        Layout::try_aligned([("a", huge()), ("b", DType::F64)]),
        Layout::try_packed([("a", huge()), ("b", huge()), ("c", huge())]),
        Layout::try_packed([("a", DType::array(huge(), 3))]),
        Layout::try_packed([("a", DType::Str(usize::MAX, LITTLE)), ("b", DType::Raw(0))]),
        Layout::explicit([("a", DType::U8, 0)], usize::MAX),
    ] {
        assert_eq!(layout, Err(LayoutError::TooLarge));
    }
    assert_eq!(Layout::try_packed([("a", huge())]).unwrap().itemsize(), isize::MAX as usize);
    assert_eq!(
        message(Layout::try_aligned([("a", DType::U8), ("a", DType::U8)])),
        "two fields are named `a`"
    );
}

#[test]
#[should_panic = "two fields are named `a`"]
fn a_list_in_the_source_with_a_name_twice() {
    let _ = Layout::packed([("a", DType::U8), ("a", DType::U8)]);
}

#[test]
fn selections_keep_offsets_and_size() {
    let all = person();
    let some = all.select(&["height", "age"]).unwrap();
    let places: Vec<_> = some.fields().iter().map(|f| (f.name(), f.offset())).collect();
    assert_eq!(places, [("height", 40), ("age", 32)]);
    // As NumPy: the flag stays, the alignment does not.
    assert_eq!((some.itemsize(), some.alignment(), some.is_aligned()), (44, 1, true));
    assert_eq!(some.packed().descr(), "[('height', '<f4'), ('age', '<i4')]");
    assert_eq!(all.select(&[]).unwrap().padding(), 44);
    let error = Error::from(all.select(&["age", "size"]).unwrap_err());
    let expected = "no field `size`, expected one of `name`, `age`, `weight`, `height`";
    assert_eq!(error.to_string(), expected);
    assert_eq!(
        all.select(&["age", "age"]).unwrap_err().to_string(),
        "field `age` is asked for twice"
    );
}

#[test]
fn byte_order_changes_in_all_parts() {
    let inner = Layout::aligned([("s", DType::Str(2, LITTLE)), ("b", DType::BOOL)]).named("In");
    let layout = little(Layout::aligned([
        ("i", DType::I64),
        ("n", DType::array(DType::record(inner), 2)),
        ("t", DType::TimeDelta(TimeStep::one(TimeUnit::Day), LITTLE)),
    ]));
    let big = layout.with_order(ByteOrder::Big);
    assert_eq!(
        big.descr(),
        "[('i', '>i8'), ('n', [('s', '>U2'), ('b', '|b1'), ('', '|V3')], (2,)), ('t', '>m8[D]')]"
    );
    assert_eq!((big.itemsize(), big.alignment()), (layout.itemsize(), layout.alignment()));
    assert_eq!(big.with_order(LITTLE), layout);
}

#[test]
fn plain_dtypes() {
    let step = |unit, count| TimeStep { unit, count };
    let layout = little(Layout::packed([
        ("b", DType::BOOL),
        ("i1", DType::I8),
        ("u1", DType::U8),
        ("i2", DType::I16),
        ("u8", DType::U64),
        ("w", DType::U128),
        ("f2", DType::F16),
        ("f8", DType::F64),
        ("c8", DType::C64),
        ("S", DType::Bytes(30)),
        ("S0", DType::Bytes(0)),
        ("U", DType::Str(3, LITTLE)),
        ("V", DType::Raw(5)),
        ("M", DType::DateTime(step(TimeUnit::Microsecond, 1), LITTLE)),
        ("m", DType::TimeDelta(step(TimeUnit::Second, 25), LITTLE)),
        ("g", DType::DateTime(step(TimeUnit::Generic, 1), LITTLE)),
    ]));
    assert_eq!(
        layout.descr(),
        "[('b', '|b1'), ('i1', '|i1'), ('u1', '|u1'), ('i2', '<i2'), ('u8', '<u8'), \
         ('w', '|V16'), ('f2', '<f2'), ('f8', '<f8'), ('c8', '<c8'), ('S', '|S30'), \
         ('S0', '|S0'), ('U', '<U3'), ('V', '|V5'), ('M', '<M8[us]'), ('m', '<m8[25s]'), \
         ('g', '<M8')]"
    );
    assert_eq!(
        layout.dtype_repr(),
        "dtype([('b', '?'), ('i1', 'i1'), ('u1', 'u1'), ('i2', '<i2'), ('u8', '<u8'), \
         ('w', 'V16'), ('f2', '<f2'), ('f8', '<f8'), ('c8', '<c8'), ('S', 'S30'), \
         ('S0', 'S'), ('U', '<U3'), ('V', 'V5'), ('M', '<M8[us]'), ('m', '<m8[25s]'), \
         ('g', '<M8')])"
    );
}

#[test]
fn padding_and_the_three_forms() {
    let person = person();
    assert_eq!(
        person.descr(),
        "[('name', '|S30'), ('', '|V2'), ('age', '<i4'), ('weight', '<f4'), ('height', '<f4')]"
    );
    assert_eq!(
        person.dtype_repr(),
        "dtype([('name', 'S30'), ('age', '<i4'), ('weight', '<f4'), ('height', '<f4')], \
         align=True)"
    );
    let some = person.select(&["age", "height"]).unwrap();
    assert_eq!(some.descr(), "[('', '|V32'), ('age', '<i4'), ('', '|V4'), ('height', '<f4')]");
    assert_eq!(
        some.dtype_repr(),
        "dtype({'names': ['age', 'height'], 'formats': ['<i4', '<f4'], 'offsets': [32, 40], \
         'itemsize': 44}, align=True)"
    );
    let tail =
        little(Layout::explicit([("a", DType::I32, 0), ("b", DType::Bytes(3), 8)], 16).unwrap());
    assert_eq!(tail.descr(), "[('a', '<i4'), ('', '|V4'), ('b', '|S3'), ('', '|V5')]");
    assert_eq!(
        tail.dtype_repr(),
        "dtype({'names': ['a', 'b'], 'formats': ['<i4', 'S3'], 'offsets': [0, 8], 'itemsize': 16})"
    );
    let empty = Layout::packed([] as [(&str, DType); 0]);
    assert_eq!((empty.descr().as_str(), empty.dtype_repr().as_str()), ("[]", "dtype([])"));
    assert_eq!(
        Layout::explicit([] as [(&str, DType, usize); 0], 4).unwrap().descr(),
        "[('', '|V4')]"
    );
}

#[test]
fn other_orders_than_that_of_memory() {
    // NumPy has a repr of such a record, but no descr.
    let fields =
        [("c", DType::U8, 3), ("z", DType::Raw(0), 1), ("b", DType::U8, 1), ("a", DType::U8, 0)];
    let layout = Layout::explicit(fields, 4).unwrap();
    assert_eq!(
        layout.descr(),
        "[('a', '|u1'), ('z', '|V0'), ('b', '|u1'), ('', '|V1'), ('c', '|u1')]"
    );
    assert_eq!(
        layout.dtype_repr(),
        "dtype({'names': ['c', 'z', 'b', 'a'], 'formats': ['u1', 'V', 'u1', 'u1'], \
         'offsets': [3, 1, 1, 0], 'itemsize': 4})"
    );
}

#[test]
fn arrays_have_one_shape() {
    let layout = little(Layout::packed([
        ("pos", DType::array(DType::F32, 3)),
        ("m", DType::array(DType::array(DType::F64, 3), 2)),
        ("p", DType::array(DType::record(pair(Layout::packed)), 1)),
        ("z", DType::array(DType::U8, 0)),
    ]));
    assert_eq!(
        layout.descr(),
        "[('pos', '<f4', (3,)), ('m', '<f8', (2, 3)), \
         ('p', [('x', '|i1'), ('y', '<f8')], (1,)), ('z', '|u1', (0,))]"
    );
    assert_eq!(
        layout.dtype_repr(),
        "dtype([('pos', '<f4', (3,)), ('m', '<f8', (2, 3)), \
         ('p', [('x', 'i1'), ('y', '<f8')], (1,)), ('z', 'u1', (0,))])"
    );
    let dict = layout.select(&["m"]).unwrap();
    assert_eq!(
        dict.dtype_repr(),
        "dtype({'names': ['m'], 'formats': [('<f8', (2, 3))], 'offsets': [12], 'itemsize': 69})"
    );
}

#[test]
fn nested_records_of_the_same_rule() {
    let outer = Layout::aligned([("a", DType::U8), ("p", DType::record(pair(Layout::aligned)))]);
    assert_eq!(
        outer.descr(),
        "[('a', '|u1'), ('', '|V7'), ('p', [('x', '|i1'), ('', '|V7'), ('y', '<f8')])]"
    );
    assert_eq!(
        outer.dtype_repr(),
        "dtype([('a', 'u1'), ('p', [('x', 'i1'), ('y', '<f8')])], align=True)"
    );
}

#[test]
fn nested_records_of_the_other_rule_say_so() {
    // NumPy prints the inner list alone, which it would then read by the outer
    // rule.
    let outer = Layout::packed([("a", DType::U8), ("p", DType::record(pair(Layout::aligned)))]);
    assert_eq!(
        outer.dtype_repr(),
        "dtype([('a', 'u1'), ('p', dtype([('x', 'i1'), ('y', '<f8')], align=True))])"
    );
    let outer = Layout::aligned([("a", DType::U8), ("p", DType::record(pair(Layout::packed)))]);
    assert_eq!(
        outer.dtype_repr(),
        "dtype([('a', 'u1'), ('p', dtype([('x', 'i1'), ('y', '<f8')]))], align=True)"
    );
    // Where both rules put the inner fields in the same places, it is NumPy's text.
    let same = Layout::aligned([("x", DType::I8), ("y", DType::U8)]);
    let outer = Layout::packed([("a", DType::U8), ("p", DType::record(same))]);
    assert_eq!(outer.dtype_repr(), "dtype([('a', 'u1'), ('p', [('x', 'i1'), ('y', 'u1')])])");
}

#[test]
fn numbers_that_numpy_has_not_do_not_align() {
    let layout = Layout::aligned([("a", DType::U8), ("w", DType::I128)]);
    assert_eq!(layout.descr(), "[('a', '|u1'), ('', '|V15'), ('w', '|V16')]");
    assert_eq!(
        layout.dtype_repr(),
        "dtype({'names': ['a', 'w'], 'formats': ['u1', 'V16'], 'offsets': [0, 16], \
         'itemsize': 32}, align=True)"
    );
}

#[test]
fn names_are_python_literals() {
    for (name, literal) in [
        ("a'b", "\"a'b\""),
        ("a\"b", "'a\"b'"),
        ("a'b\"c", "'a\\'b\"c'"),
        ("back\\slash", "'back\\\\slash'"),
        ("\n\t\r\0\x7f", "'\\n\\t\\r\\x00\\x7f'"),
        ("größe", "'größe'"),
        ("\u{a0}\u{ad}", "'\\xa0\\xad'"),
        ("日本😀", "'日本😀'"),
        ("\u{200b}\u{e000}\u{10ffff}", "'\\u200b\\ue000\\U0010ffff'"),
    ] {
        let layout = Layout::packed([(name, DType::U8)]);
        assert_eq!(layout.descr(), format!("[({literal}, '|u1')]"));
        assert_eq!(layout.dtype_repr(), format!("dtype([({literal}, 'u1')])"));
    }
    // NumPy would name it f0 if it stood in a list.
    assert_eq!(
        Layout::packed([("", DType::U8)]).dtype_repr(),
        "dtype({'names': [''], 'formats': ['u1'], 'offsets': [0], 'itemsize': 1})"
    );
}

#[test]
fn titles_stand_before_names() {
    let list = little(Layout::packed([("a", DType::I32), ("b", DType::F32)]))
        .with_titles([("a", "it's")])
        .unwrap();
    assert_eq!(list.descr(), "[((\"it's\", 'a'), '<i4'), ('b', '<f4')]");
    assert_eq!(list.dtype_repr(), "dtype([((\"it's\", 'a'), '<i4'), ('b', '<f4')])");
    let dict = list.select(&["b", "a"]).unwrap();
    assert_eq!(
        dict.dtype_repr(),
        "dtype({'names': ['b', 'a'], 'formats': ['<f4', '<i4'], 'offsets': [4, 0], \
         'titles': [None, \"it's\"], 'itemsize': 8})"
    );
    let nested = Layout::packed([("r", DType::record(list))]);
    assert_eq!(nested.descr(), "[('r', [((\"it's\", 'a'), '<i4'), ('b', '<f4')])]");
}

#[test]
fn a_text_is_a_str() {
    let layout = Layout::packed([("a", DType::U8)]);
    let text: LayoutText<'_> = layout.descr();
    let plain: &str = &text;
    assert_eq!(plain, "[('a', '|u1')]");
    assert_eq!(text, plain);
    assert_eq!(plain, text);
    assert_eq!(text, *plain);
    assert_eq!(*plain, text);
    let owned = String::from(plain);
    assert_eq!(text, owned);
    assert_eq!(owned, text);
    assert_eq!(text, layout.descr());
    assert_ne!(text, layout.dtype_repr());
    assert_eq!(format!("{text} {text:>16} {text:?}"), format!("{plain} {plain:>16} {plain:?}"));
    assert!(text.contains("|u1") && text.len() == 14);
    let bytes: &[u8] = text.as_ref();
    assert_eq!(bytes, plain.as_bytes());
    assert_eq!(text.clone().into_string(), plain);
    assert_eq!(String::from(layout.descr()), plain);
    assert_eq!(layout.descr().byte_len(), 14);
    assert_eq!(layout.descr().into_array(), *b"[('a', '|u1')]");
}

#[test]
#[should_panic = "the array has not the length of the text"]
fn an_array_of_another_length() {
    let _: [u8; 3] = Layout::packed([("a", DType::U8)]).descr().into_array();
}

#[test]
fn rebuilding_from_offsets_changes_nothing() {
    for seed in 0..300 {
        let layout = Random::new(seed).layout(3);
        let parts = layout
            .fields()
            .iter()
            .map(|field| (field.name().to_string(), field.dtype().clone(), field.offset()));
        let twin = Layout::explicit(parts, layout.itemsize()).unwrap();
        assert_eq!(twin, layout);
        assert_eq!(twin.descr(), layout.descr());
        let packed = layout.packed();
        assert!(packed.is_packed());
        assert_eq!(packed.packed(), packed);
        let aligned = layout.aligned();
        assert_eq!(aligned.itemsize() % aligned.alignment(), 0);
        assert!(aligned.fields().iter().all(|field| field.offset() % field.alignment() == 0));
    }
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Trade {
    side: Side,
    price: zerocopy::big_endian::F64,
    #[record(rename = "who's")]
    who: FixedBytes<3>,
    legs: [Leg; 2],
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Leg {
    id: i8,
    at: [zerocopy::little_endian::I16; 2],
}

const DESCR: &str = {
    const BYTES: [u8; Trade::LAYOUT.descr().byte_len()] = Trade::LAYOUT.descr().into_array();
    match core::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => panic!(),
    }
};

const REPR_LEN: usize = Trade::LAYOUT.dtype_repr().byte_len();
static REPR: [u8; REPR_LEN] = Trade::LAYOUT.dtype_repr().into_array();

#[test]
fn derived_layouts_have_their_texts_as_constants() {
    assert_eq!(
        DESCR,
        "[('side', '|u1'), ('', '|V7'), ('price', '>f8'), (\"who's\", '|S3'), \
         ('legs', [('id', '|i1'), ('at', '<i2', (2,))], (2,)), ('', '|V3')]"
    );
    assert_eq!(Trade::LAYOUT.descr(), DESCR);
    assert_eq!(
        core::str::from_utf8(&REPR).unwrap(),
        "dtype([('side', 'u1'), ('price', '>f8'), (\"who's\", 'S3'), \
         ('legs', dtype([('id', 'i1'), ('at', '<i2', (2,))]), (2,))], align=True)"
    );
    assert_eq!(Side::Buy as u8, b'B');
    assert_eq!(Side::Sell as u8, b'S');
}

#[test]
fn derived_layouts_convert_at_run_time() {
    let selection = Trade::LAYOUT.select(&["price"]).unwrap();
    assert_eq!(selection.field("price").unwrap().offset(), 8);
    let twin = Layout::aligned(
        Trade::LAYOUT.fields().iter().map(|f| (f.name().to_string(), f.dtype().clone())),
    );
    assert_eq!(twin, *Trade::LAYOUT);
    assert_eq!(twin.alignment(), Trade::LAYOUT.alignment());
}
