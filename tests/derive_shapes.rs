//! The derive on every shape of struct that a user's code has.

use records_core::{
    DType, DateTime64, Element, FixedBytes, FixedStr, Layout, Raw, Record, RecordBuf, Records,
    assert_layout, zerocopy,
};

/// Writes a record, finds it again in the bytes, and in the columns.
fn round_trip<R: Record + PartialEq + core::fmt::Debug>(record: R) {
    let rows: RecordBuf<R> = [record, record].into_iter().collect();
    assert_eq!(rows.as_bytes().len(), 2 * R::LAYOUT.itemsize());
    assert_eq!(rows.view().get(1), Some(record));
    let again = RecordBuf::<R>::from_columns(&rows.view().to_columns()).unwrap();
    assert_eq!(again.view().to_vec(), [record, record]);
}

fn offsets<R: Record>() -> Vec<(&'static str, usize)> {
    R::LAYOUT.fields().iter().map(|field| (field.name(), field.offset())).collect()
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Sample {
    /// The number of the sample.
    pub id: i16,
    pub sin: f64,
    pub cos: f64,
}

#[test]
fn named_fields() {
    assert_layout!(Sample, size = 18, align = 1, id = 0, sin = 2, cos = 10);
    let sample = Sample { id: 1, sin: 0.5, cos: 0.25 };
    round_trip(sample);
    let rows: RecordBuf<Sample> = [sample].into_iter().collect();
    let view = rows.view();
    let columns: SampleColumns<'_> = view.columns();
    let copy = columns;
    assert_eq!((copy.sin.to_vec(), columns.cos.to_vec()), (vec![0.5], vec![0.25]));
    let SampleVecs { id, .. } = view.to_columns().clone();
    assert_eq!(id, [1]);
    assert!(SampleVecs::default().id.is_empty());
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Tuple(u8, pub Sample, #[record(rename = "third")] [u16; 2]);

#[test]
fn tuple_structs_have_numpys_names() {
    assert_eq!(offsets::<Tuple>(), [("f0", 0), ("f1", 1), ("third", 20)]);
    let tuple = Tuple(1, Sample { id: 2, sin: 3.0, cos: 4.0 }, [5, 6]);
    round_trip(tuple);
    let rows: RecordBuf<Tuple> = [tuple].into_iter().collect();
    let TupleColumns { f0, f1, f2 } = rows.view().columns();
    assert_eq!((f0.get(0), f1.records().columns().id.get(0)), (Some(1), Some(2)));
    assert_eq!(f2.component(1).to_vec(), [6]);
    assert_eq!(Tuple::FIELDS.f2.offset(), 20);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Unit;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct NoFields {}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct NoTuple();

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, size = 4)]
struct OnlyPadding {}

#[test]
fn no_fields() {
    assert_eq!(Unit::LAYOUT.itemsize(), 0);
    assert_eq!(NoFields::LAYOUT.fields().len(), 0);
    assert_eq!(NoTuple::LAYOUT.alignment(), 1);
    let rows = Records::<OnlyPadding>::from_bytes(&[0; 8]).unwrap();
    assert_eq!((rows.len(), rows.get(1)), (2, Some(OnlyPadding {})));
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
pub struct Pair<T: Element> {
    pub a: T,
    pub b: T,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Window<const N: usize, const M: usize = 2>
where
    Raw<N>: Copy,
{
    head: u8,
    values: [[f32; N]; M],
}

/// Parameters with the names that generated code likes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Letters<K, L, B = u8, V = Pair<u16>>
where
    K: PartialEq + Element,
{
    k: K,
    l: L,
    b: B,
    v: V,
}

#[test]
fn generics() {
    assert_eq!(offsets::<Pair<i64>>(), [("a", 0), ("b", 8)]);
    round_trip(Pair { a: 1u8, b: 2 });
    round_trip(Pair { a: [1.5f32; 3], b: [2.5; 3] });
    round_trip(Pair { a: Pair { a: 1u8, b: 2 }, b: Pair { a: 3, b: 4 } });
    assert_eq!(Window::<3>::LAYOUT.itemsize(), 25);
    round_trip(Window::<3, 1> { head: 7, values: [[1.0, 2.0, 3.0]] });
    round_trip(Letters { k: 1u8, l: 2u64, b: 3u8, v: Pair { a: 4u16, b: 5 } });
    let rows: RecordBuf<Pair<i32>> = [Pair { a: 1, b: 2 }].into_iter().collect();
    let columns: PairColumns<'_, i32> = rows.view().columns();
    assert_eq!(columns.b.to_vec(), [2]);
    let vecs: PairVecs<i32> = rows.view().to_columns();
    assert_eq!(vecs.a, [1]);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Inner {
    flag: u8,
    wide: u32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Outer {
    tag: u8,
    inner: Inner,
    pairs: [[Pair<u16>; 2]; 3],
    last: u64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Outermost {
    tag: u8,
    outer: [Outer; 2],
    none: [u32; 0],
}

#[test]
fn nesting() {
    assert_eq!(offsets::<Outer>(), [("tag", 0), ("inner", 1), ("pairs", 6), ("last", 32)]);
    assert_eq!(offsets::<Outermost>(), [("tag", 0), ("outer", 1), ("none", 81)]);
    let pair = Pair { a: 1, b: 2 };
    let inner = Inner { flag: 3, wide: 4 };
    let outer = Outer { tag: 5, inner, pairs: [[pair; 2]; 3], last: 6 };
    round_trip(Outermost { tag: 7, outer: [outer; 2], none: [] });
}

const WHERE: usize = 4;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, size = 8 * Explicit::LINES)]
struct Explicit {
    #[record(offset = 8)]
    last: u32,
    follows: u16,
    #[record(offset = WHERE - { 4 })]
    first: [u8; 1 + 3],
    #[record(offset = Self::FREE, rename = "a name")]
    free: i16,
}

impl Explicit {
    const LINES: usize = 3;
    const FREE: usize = 20;
}

#[test]
fn explicit_places() {
    assert_eq!(offsets::<Explicit>(), [("last", 8), ("follows", 12), ("first", 0), ("a name", 20)]);
    assert_eq!(Explicit::LAYOUT.itemsize(), 24);
    round_trip(Explicit { last: 1, follows: 2, first: [3; 4], free: 4 });
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(i64)]
enum r#Far {
    Low = i64::MIN,
    r#Zero = 0,
    One,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Kinds {
    truth: bool,
    side: Side,
    far: [Far; 2],
    big: zerocopy::big_endian::F64,
    bytes: FixedBytes<5>,
    text: FixedStr<3>,
    raw: Raw<7>,
    when: DateTime64<records_core::Microseconds>,
    huge: u128,
    tiny: i8,
}

#[test]
fn kinds_of_fields() {
    assert_eq!(Side::SIZE, 1);
    assert_eq!(Far::DTYPE.to_string(), "Far");
    round_trip(Kinds {
        truth: true,
        side: Side::Sell,
        far: [Far::Low, Far::One],
        big: 1.5.into(),
        bytes: FixedBytes::from_bytes(b"Zhang").unwrap(),
        text: Default::default(),
        raw: Raw::default(),
        when: DateTime64::default(),
        huge: u128::MAX,
        tiny: -1,
    });
    assert!(Records::<Side1>::from_bytes(b"B").is_ok());
    assert!(Records::<Side1>::from_bytes(b"b").is_err());
    let _ = Far::Zero;
    let _ = Side::Buy;
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Side1(Side);

/// Names that a careless expansion would trip over.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
#[allow(non_snake_case)]
struct Awkward {
    len: u8,
    columns: u8,
    view: u8,
    self_: u8,
    fields: u8,
    slot: u8,
    build: u8,
    visit: u8,
    row: u8,
    place: u8,
    set: u8,
    K: u8,
    r#type: u8,
    r#gen: u8,
    r#match: u8,
    is_empty: u8,
    get: u8,
    unsafeCamel: u8,
    LAYOUT: u8,
}

#[test]
fn awkward_names() {
    let names: Vec<_> = Awkward::LAYOUT.fields().iter().map(|field| field.name()).collect();
    assert_eq!(names[11..15], ["K", "type", "gen", "match"]);
    assert_eq!(Awkward::FIELDS.r#type.offset(), 12);
    assert_eq!(Awkward::FIELDS.len.name(), "len");
}

mod a {
    #[derive(records_core::Record, Clone, Copy)]
    #[record(packed)]
    pub(crate) struct Same {
        pub(crate) x: u8,
        pub(super) y: Hidden,
        #[allow(dead_code)]
        pub(in crate::a) z: u8,
    }

    #[derive(records_core::Record, Clone, Copy)]
    #[record(packed)]
    pub(crate) struct Hidden(u8);

    /// The type of a private field need not be as visible as the struct.
    #[derive(records_core::Record, Clone, Copy)]
    #[record(packed)]
    pub struct Shown {
        hidden: Private,
        pub seen: u8,
    }

    #[derive(records_core::Record, Clone, Copy)]
    #[record(packed)]
    struct Private {
        x: u8,
    }
}

mod b {
    #[derive(records_core::Record, Clone, Copy)]
    #[record(aligned)]
    pub(super) struct Same {
        pub(super) x: u8,
    }
}

#[test]
fn visibility_and_neighbours() {
    assert_eq!(a::Same::LAYOUT.itemsize(), 3);
    assert_eq!(a::Same::FIELDS.y.offset(), 1);
    assert_eq!(b::Same::FIELDS.x.name(), "x");
    assert_eq!(a::Shown::FIELDS.seen.offset(), 1);
}

#[derive(Record, Clone, Copy)]
#[record(packed, columns = People)]
struct Person {
    age: i32,
}

#[test]
fn named_columns() {
    let mut rows: RecordBuf<Person> = [Person { age: 1 }].into_iter().collect();
    let mut view = rows.view_mut();
    let PeopleMut { mut age } = view.columns_mut();
    age.fill(3);
    let People { age } = rows.view().columns();
    assert_eq!(age.to_vec(), [3]);
    let PersonVecs { age } = rows.view().to_columns();
    assert_eq!(age, [3]);
}

macro_rules! record {
    ($name:ident { $($field:ident: $type:ty),* } $offset:expr) => {
        #[derive(Record, Clone, Copy, Debug, PartialEq)]
        #[record(packed)]
        struct $name {
            $($field: $type,)*
            #[record(offset = $offset)]
            last: u8,
        }
    };
}

record!(FromMacro { a: [u8; 3], b: Pair<u32> } 5 * 4);

#[test]
fn from_macros_and_in_functions() {
    assert_eq!(offsets::<FromMacro>(), [("a", 0), ("b", 3), ("last", 20)]);

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    struct Local {
        x: u8,
        y: Elsewhere,
    }

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Elsewhere(u16);

    round_trip(Local { x: 1, y: Elsewhere(2) });
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct CPacked {
    a: u8,
    b: u32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct CAligned {
    a: u8,
    b: [CPacked; 2],
    c: u32,
}

/// Without a hole the two rules say the same, and so does `repr(C)`.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
#[repr(C)]
struct NoHole {
    a: u32,
    b: f32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
#[record(packed)]
struct Transparent(u32);

#[test]
fn reprs() {
    assert_layout!(CPacked, size = 5, align = 1, a = 0, b = 1);
    assert_layout!(CAligned, size = 16, align = 4, a = 0, b = 1, c = 12);
    const { assert!(CPacked::IN_PLACE && CAligned::IN_PLACE && NoHole::IN_PLACE) };
    const { assert!(!Transparent::IN_PLACE && !Sample::IN_PLACE) };
    let rows = [CPacked { a: 1, b: 2 }, CPacked { a: 3, b: 4 }];
    assert_eq!(Records::from_slice(&rows).columns().b.to_vec(), [2, 4]);
    round_trip(CAligned { a: 1, b: rows, c: 5 });
}

#[test]
fn constants() {
    const ITEMSIZE: usize = Sample::LAYOUT.itemsize();
    const SIN: usize = Sample::FIELDS.sin.offset();
    const _: () = assert!(ITEMSIZE == 18 && SIN == 2);
    let made = Layout::packed([("id", DType::I16), ("sin", DType::F64), ("cos", DType::F64)]);
    assert_eq!(*Sample::LAYOUT, made);
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Holes {
    a: u8,
    b: u32,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Solid {
    a: u32,
    b: [u16; 2],
}

/// Invalid bit patterns: zero is a value, and all bytes are initialised.
#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Flags {
    a: [bool; 2],
    b: u16,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct FlagAndHole {
    a: bool,
    b: u32,
}

#[derive(Record, Clone, Copy)]
#[record(packed, bytemuck)]
struct OfTwo<T> {
    a: T,
    b: Holes,
}

#[test]
fn bytemucks_traits() {
    use records_core::bytemuck::{self, AnyBitPattern, NoUninit, Pod, Zeroable};
    fn any<T: AnyBitPattern + Zeroable>() {}
    fn plain<T: Pod + NoUninit>() {}
    any::<Holes>();
    any::<Solid>();
    plain::<Solid>();
    any::<OfTwo<u64>>();
    fn zero<T: Zeroable>() -> T {
        T::zeroed()
    }
    assert!(!zero::<FlagAndHole>().a && zero::<FlagAndHole>().b == 0);
    let flags = Flags { a: [true, false], b: 0x0303 };
    assert_eq!(bytemuck::bytes_of(&flags), [1, 0, 3, 3]);
    let solid = Solid { a: 1, b: [2, 3] };
    assert_eq!(bytemuck::bytes_of(&solid).len(), 8);
}

macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(Record, Clone, Copy, Debug, PartialEq)]
        #[record(aligned)]
        struct Wide {
            $($field: u16),*
        }

        const WIDE: Wide = Wide { $($field: 7),* };
    };
}

wide! {
    wa0 wa1 wa2 wa3 wa4 wa5 wa6 wa7 wa8 wa9 waa wab wac wad wae waf
    wb0 wb1 wb2 wb3 wb4 wb5 wb6 wb7 wb8 wb9 wba wbb wbc wbd wbe wbf
    wc0 wc1 wc2 wc3 wc4 wc5 wc6 wc7 wc8 wc9 wca wcb wcc wcd wce wcf
    wd0 wd1 wd2 wd3 wd4 wd5 wd6 wd7 wd8 wd9 wda wdb wdc wdd wde wdf
    we0 we1 we2 we3 we4 we5 we6 we7 we8 we9 wea web wec wed wee wef
    wf0 wf1 wf2 wf3 wf4 wf5 wf6 wf7 wf8 wf9 wfa wfb wfc wfd wfe wff
    wg0 wg1 wg2 wg3 wg4 wg5 wg6 wg7 wg8 wg9 wga wgb wgc wgd wge wgf
    wh0 wh1 wh2 wh3 wh4 wh5 wh6 wh7 wh8 wh9 wha whb whc whd whe whf
    wi0 wi1 wi2 wi3 wi4 wi5 wi6 wi7 wi8 wi9 wia wib wic wid wie wif
    wj0 wj1 wj2 wj3 wj4 wj5 wj6 wj7 wj8 wj9 wja wjb wjc wjd wje wjf
    wk0 wk1 wk2 wk3 wk4 wk5 wk6 wk7 wk8 wk9 wka wkb wkc wkd wke wkf
    wl0 wl1 wl2 wl3 wl4 wl5 wl6 wl7 wl8 wl9 wla wlb wlc wld wle wlf
    wm0 wm1 wm2 wm3 wm4 wm5 wm6 wm7 wm8 wm9 wma wmb wmc wmd wme wmf
    wn0 wn1 wn2 wn3 wn4 wn5 wn6 wn7 wn8 wn9 wna wnb wnc wnd wne wnf
    wo0 wo1 wo2 wo3 wo4 wo5 wo6 wo7 wo8 wo9 woa wob woc wod woe wof
    wp0 wp1 wp2 wp3 wp4 wp5 wp6 wp7 wp8 wp9 wpa wpb wpc wpd wpe wpf
}

#[test]
fn hundreds_of_fields() {
    assert_eq!((Wide::LAYOUT.fields().len(), Wide::LAYOUT.itemsize()), (256, 512));
    round_trip(WIDE);
}
