//! The array interface out of every view, through its text, and back over bytes that
//! can be checked and by address; and its twin in C.

use std::ffi::c_int;

use proptest::prelude::*;
use records_core::{
    ArrayInterface, ArrayStruct, DType, DynArray, DynArrayMut, DynRecordBuf, DynRecords,
    DynRecordsMut, Error, FixedBytes, Grid, GridMut, Layout, ParseErrorKind, PyArrayInterface,
    Record, RecordBuf, Records, RecordsMut, assert_layout,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Person {
    name: FixedBytes<3>,
    age: zerocopy::little_endian::I32,
    tall: bool,
}

assert_layout!(Person, size = 12, name = 0, age = 4, tall = 8);

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Age {
    age: zerocopy::little_endian::I32,
}

const PERSON: &str = "[('name', '|S3'), ('', '|V1'), ('age', '<i4'), ('tall', '|b1'), ('', '|V3')]";

fn people() -> RecordBuf<Person> {
    let person = |i: i32| Person {
        name: FixedBytes::from_bytes(&[b'a' + i as u8]).unwrap(),
        age: (10 * i).into(),
        tall: i % 2 == 1,
    };
    (0..4).map(person).collect()
}

/// The keys of an interface but `data` and `version`.
fn told(interface: &ArrayInterface) -> (&[usize], &[isize], &str, &str) {
    let ArrayInterface { shape, typestr, descr, strides, version, .. } = interface;
    assert_eq!(*version, 3);
    (shape, strides.as_ref().expect("views always give strides"), typestr, descr)
}

#[test]
fn every_view_has_one() {
    let mut people = people();
    let first = people.as_bytes().as_ptr().addr();
    let rows = people.view();

    assert_eq!(told(&rows.array_interface()), (&[4][..], &[12][..], "|V12", PERSON));
    assert_eq!(rows.array_interface().data, (first, true));
    assert_eq!(people.array_interface(), rows.array_interface());
    assert_eq!(DynRecords::from(rows).array_interface(), rows.array_interface());
    let back = rows.step_by(3).reversed().array_interface();
    assert_eq!(told(&back), (&[2][..], &[-36][..], "|V12", PERSON));
    assert_eq!(back.data, (first + 36, true));

    // A projection is told in the bytes of the whole row.
    let ages = "[('', '|V4'), ('age', '<i4'), ('', '|V4')]";
    let projected = rows.project::<Age>();
    assert_eq!(told(&projected.array_interface()), (&[4][..], &[12][..], "|V12", ages));
    assert_eq!(told(&projected.project::<Age>().array_interface()).3, ages);
    let picked = rows.select((Person::FIELDS.tall, Person::FIELDS.age)).array_interface();
    assert_eq!(
        told(&picked).3,
        "[('', '|V4'), ('f1', '<i4'), ('f0', '|b1'), ('', '|V3')]",
        "in the order of memory"
    );
    let bound = DynRecords::from(rows).typed::<Age>().unwrap();
    assert_eq!(told(&bound.array_interface()), (&[4][..], &[12][..], "|V12", ages));
    let some = DynRecords::from(rows).select(&["age"]).unwrap();
    assert_eq!(some.array_interface(), projected.array_interface());

    let age = rows.columns().age.array_interface();
    assert_eq!(told(&age), (&[4][..], &[12][..], "<i4", "[('', '<i4')]"));
    assert_eq!(age.data, (first + 4, true));
    assert_eq!(DynRecords::from(rows).dyn_column("age").unwrap().array_interface(), age);
    assert_eq!(DynArray::from(DynRecords::from(rows)).field("age").unwrap().array_interface(), age);

    let bytes: Vec<u8> = (0..30).collect();
    let grid = Grid::<(u8, u8)>::from_bytes(&bytes, 3, 4, 10).unwrap();
    let pair = "[('f0', '|u1'), ('f1', '|u1')]";
    assert_eq!(told(&grid.array_interface()), (&[3, 4][..], &[10, 2][..], "|V2", pair));
    let flipped = grid.flipped().array_interface();
    assert_eq!(told(&flipped).1, [-10, 2]);
    assert_eq!(flipped.data.0, bytes.as_ptr().addr() + 20);
    let plane = grid.plane(<(u8, u8)>::FIELDS.1).array_interface();
    assert_eq!(told(&plane), (&[3, 4][..], &[10, 2][..], "|u1", "[('', '|u1')]"));
    assert_eq!(plane.data.0, bytes.as_ptr().addr() + 1);

    // Arrays are dimensions of their own, and those of records records.
    let nested = Records::<([[u16; 3]; 2], u8)>::from_bytes(&bytes[..26]).unwrap();
    let halves = nested.column(<([[u16; 3]; 2], u8)>::FIELDS.0).array_interface();
    assert_eq!(told(&halves).0, [2, 2, 3]);
    assert_eq!(told(&halves).1, [13, 6, 2]);
    let layout = Layout::packed([("of", DType::array(DType::record(Age::LAYOUT.clone()), 3))]);
    let buf = DynRecordBuf::from_bytes(vec![0; 24], &layout).unwrap();
    let of = buf.view().dyn_column("of").unwrap().array_interface();
    assert_eq!(told(&of), (&[2, 3][..], &[12, 4][..], "|V4", "[('age', '<i4')]"));
    assert_eq!(told(&buf.array_interface()).3, "[('of', [('age', '<i4')], (3,))]");

    // And the ones that can be written say so.
    let shared = people.array_interface();
    let writable = |interface: ArrayInterface, shared: &ArrayInterface| {
        assert!(!interface.data.1 && shared.data.1);
        let data = (interface.data.0, true);
        assert_eq!(ArrayInterface { data, ..interface }, *shared);
    };
    writable(people.view_mut().array_interface(), &shared);
    writable(people.view_mut().columns_mut().age.array_interface(), &age);
    writable(DynRecordsMut::from(people.view_mut()).array_interface(), &shared);
    writable(DynArrayMut::from(DynRecordsMut::from(people.view_mut())).array_interface(), &shared);
    let ages = people.view().project::<Age>().array_interface();
    writable(people.view_mut().project_mut::<Age>().array_interface(), &ages);
    let mut bytes = bytes.clone();
    let shared = Grid::<(u8, u8)>::from_bytes(&bytes, 3, 4, 10).unwrap().array_interface();
    let at = bytes.as_ptr().addr();
    let mut grid = GridMut::<(u8, u8)>::from_bytes(&mut bytes, 3, 4, 10).unwrap();
    writable(grid.array_interface(), &shared);
    let plane = ArrayInterface { data: (at + 1, true), ..plane };
    writable(grid.plane_mut(<(u8, u8)>::FIELDS.1).array_interface(), &plane);
}

#[test]
fn of_no_bytes_and_of_unusual_names() {
    let bytes: Vec<u8> = (0..64).collect();
    let odd = |fields: Vec<(&'static str, DType)>| DType::record(Layout::packed(fields));
    for dtype in [
        odd(vec![]),
        odd(vec![("", DType::U8)]),
        odd(vec![("it's", DType::U16), ("é\n\"", DType::Raw(1))]),
        odd(vec![("a", DType::Raw(0)), ("b", DType::array(DType::U8, 0)), ("c", DType::Bytes(0))]),
        DType::Raw(0),
        DType::Bytes(0),
        DType::U128,
        DType::array(DType::U16, 0),
    ] {
        let array = DynArray::from_strided(&bytes, &dtype, 3, &[2, 2], &[20, 9]).unwrap();
        let interface = array.array_interface();
        let again: ArrayInterface = interface.to_string().parse().unwrap();
        assert_eq!(again, interface);
        let same = again.over_bytes(&bytes).unwrap();
        assert_eq!(same.shape()[..2], [2, 2], "{interface}");
        assert_eq!(
            same.layout().itemsize(),
            if dtype.size() == 0 { same.dtype().size() } else { dtype.size() }
        );
        // SAFETY: of `bytes`.
        assert_eq!(unsafe { again.dyn_array() }.unwrap(), same);
    }
}

#[test]
#[should_panic(expected = "no descr names these fields")]
fn a_field_that_is_seen_twice_has_no_descr() {
    let people = people();
    let twice = people.view().select((Person::FIELDS.age, Person::FIELDS.age));
    let _ = twice.array_interface();
}

#[test]
fn back_over_bytes() {
    let people = people();
    let (rows, bytes) = (people.view(), people.as_bytes());
    for interface in [
        rows.array_interface(),
        rows.reversed().array_interface(),
        rows.step_by(2).array_interface(),
        rows.slice(4..).array_interface(),
        rows.project::<Age>().array_interface(),
        rows.columns().age.array_interface(),
        rows.columns().name.reversed().array_interface(),
    ] {
        let parsed: ArrayInterface = interface.to_string().parse().unwrap();
        assert_eq!(parsed, interface);
        let array = parsed.over_bytes(bytes).unwrap();
        assert_eq!(array.array_interface(), interface);
        assert_eq!(array.as_ptr().addr(), interface.data.0);
        // SAFETY: `people` lives on, and nobody writes it.
        let same = unsafe { parsed.dyn_array().unwrap() };
        assert_eq!(same, array);
        // SAFETY: never made, since the data is read-only.
        let refused = unsafe { parsed.dyn_array_mut() }.unwrap_err();
        assert_eq!(refused.to_string(), "`data` of the array interface is read-only");
        assert!(parsed.over_bytes_mut(&mut bytes.to_vec()).is_err());
        // Bytes of somebody else.
        let empty = interface.shape == [0];
        assert_eq!(parsed.over_bytes(&[0; 3]).is_ok(), empty);
    }
    // SAFETY: as above.
    let same = unsafe { rows.array_interface().records::<Person>().unwrap() };
    assert_eq!(same.as_own().unwrap(), rows);
    let ages = rows.array_interface().over_bytes(bytes).unwrap();
    assert_eq!(ages.typed::<Age>().unwrap().columns().age, rows.columns().age);
}

#[test]
fn back_to_write() {
    let mut people = people();
    let interface = people.view_mut().array_interface();
    {
        let mut bytes = people.as_bytes().to_vec();
        let offset = Error::Interface { key: "data", reason: String::new() };
        let found = interface.over_bytes_mut(&mut bytes).unwrap_err();
        assert_eq!(std::mem::discriminant(&found), std::mem::discriminant(&offset), "{found}");
        let mut moved = interface.over_bytes_at_mut(&mut bytes, 0).unwrap();
        moved.typed_mut::<Age>().unwrap().set(3, Age { age: 99.into() });
        assert_eq!(bytes[40..44], [99, 0, 0, 0]);
    }
    // SAFETY: the view that it came from is gone, and this is the only one.
    let mut again = unsafe { interface.records_mut::<Age>().unwrap() };
    again.set(1, Age { age: 77.into() });
    assert_eq!(people.columns().age.get(1).map(|age| age.get()), Some(77));
    assert_eq!(people.columns().age.get(2).map(|age| age.get()), Some(20));

    let overlapping = ArrayInterface { strides: Some(vec![6]), ..interface };
    // SAFETY: never made.
    let refused = unsafe { overlapping.dyn_array_mut() }.unwrap_err();
    assert!(matches!(refused, Error::RowsOverlap { stride: 6, size: 12 }), "{refused}");
    // SAFETY: within the people, of which nobody else looks at them.
    assert_eq!(unsafe { overlapping.dyn_array() }.unwrap().len(), 4);
}

#[test]
fn what_is_not_so_is_refused() {
    let bytes = [0_u8; 72];
    let rows = DynArray::from_bytes(&bytes, &DType::Raw(18), &[4]).unwrap();
    let good = rows.array_interface();
    assert_eq!(good.descr, "[('', '|V18')]");
    assert!(good.over_bytes(&bytes).is_ok());
    let refused = |bad: ArrayInterface| bad.over_bytes(&bytes).unwrap_err();
    let of = |change: fn(&mut ArrayInterface)| {
        let mut bad = good.clone();
        change(&mut bad);
        refused(bad)
    };
    assert!(matches!(of(|i| i.shape[0] = 5), Error::ArrayOutOfBounds { bytes: 72, .. }));
    assert!(matches!(of(|i| i.data.0 += 1), Error::ArrayOutOfBounds { offset: 1, .. }));
    assert!(matches!(of(|i| i.data.0 += 73), Error::Interface { key: "data", .. }));
    assert!(matches!(of(|i| i.data.0 -= 1), Error::Interface { key: "data", .. }));
    assert!(matches!(of(|i| i.data.0 = 0), Error::Interface { key: "data", .. }));
    assert!(matches!(of(|i| i.version = 2), Error::Interface { key: "version", .. }));
    assert!(matches!(of(|i| i.typestr = "|V19".into()), Error::Parse(_)));
    assert!(matches!(of(|i| i.typestr = "|O".into()), Error::Parse(_)));
    assert!(matches!(of(|i| i.descr = "[('a', '<i4')]".into()), Error::Parse(_)));
    assert!(matches!(of(|i| i.descr = "7".into()), Error::Parse(_)));
    assert!(matches!(of(|i| i.strides = Some(vec![-18])), Error::ArrayOutOfBounds { .. }));
    assert!(matches!(of(|i| i.strides = Some(vec![])), Error::Lengths { .. }));
    assert!(matches!(of(|i| i.shape = vec![1 << 40; 4]), Error::Lengths { .. }));
    let huge = |i: &mut ArrayInterface| (i.shape, i.strides) = (vec![1 << 40; 4], None);
    assert!(matches!(of(huge), Error::Shape { .. }));
    assert!(of(|i| i.strides = Some(vec![isize::MAX])).to_string().contains("72 bytes"));

    // By address: what no memory can be.
    let by_address = |change: fn(&mut ArrayInterface)| {
        let mut bad = good.clone();
        change(&mut bad);
        // SAFETY: never made but for no items.
        unsafe { bad.dyn_array() }
    };
    let null = by_address(|i| i.data.0 = 0).unwrap_err();
    assert!(matches!(null, Error::Interface { key: "data", .. }), "{null}");
    let none = by_address(|i| (i.data.0, i.shape) = (0, vec![0])).unwrap();
    assert!(none.is_empty() && !none.as_ptr().is_null());
    assert_eq!(none.column::<records_core::Raw<18>>("").unwrap().as_slice(), Some(&[][..]));
    let past = by_address(|i| i.data.0 = usize::MAX - 3).unwrap_err();
    assert!(matches!(past, Error::ArrayOutOfBounds { .. }), "{past}");
    assert!(by_address(|i| i.strides = Some(vec![isize::MIN])).is_err());
}

/// A dict of this, the rest being right.
fn parse(
    shape: &str,
    typestr: &str,
    rest: &str,
) -> Result<ArrayInterface, (usize, ParseErrorKind)> {
    let text = format!("{{'version': 3, 'shape': {shape}, 'typestr': {typestr}{rest}}}");
    text.parse::<ArrayInterface>().map_err(|error| (error.at(), error.kind().clone()))
}

const DATA: &str = ", 'data': (64, True)";

#[test]
fn texts_are_read() {
    let plain = parse("(2, 3)", "'<f8'", DATA).unwrap();
    assert_eq!((plain.shape, plain.strides), (vec![2, 3], None));
    assert_eq!(plain.descr, "[('', '<f8')]");
    assert_eq!(plain.data, (64, true));
    let full = parse(
        "(2,)",
        "\"|V3\"",
        ", 'data': (0x40, 0), 'descr': [('a', '>i2'), ('', '|V1')], 'strides': (-3,), 'mask': None, 'x': [1]",
    )
    .unwrap();
    assert_eq!((full.data, &full.strides), ((64, false), &Some(vec![-3])));
    let DType::Record(layout) = full.dtype().unwrap() else { panic!() };
    assert_eq!((layout.get().itemsize(), layout.get().fields().len()), (3, 1));
    assert_eq!(
        full.to_string(),
        "{'shape': (2,), 'typestr': '|V3', 'descr': [('a', '>i2'), ('', '|V1')], \
         'data': (64, False), 'strides': (-3,), 'version': 3}"
    );
    assert_eq!(parse("()", "'<M8[us]'", DATA).unwrap().dtype().unwrap().size(), 8);
    // NumPy looks at `descr` only where `typestr` says raw bytes.
    let other = parse("()", "'<f8'", ", 'descr': [('', '<i4')], 'data': (64, True)").unwrap();
    assert_eq!(other.dtype().unwrap(), DType::parse("<f8").unwrap());
}

#[test]
fn texts_are_refused_where_they_are_wrong() {
    use ParseErrorKind as E;
    let syntax = |found: Result<ArrayInterface, (usize, E)>, at: &str, text: &str| {
        let (place, kind) = found.unwrap_err();
        assert!(matches!(kind, E::Syntax { .. }), "{kind:?}");
        let text = format!("{{'version': 3, 'shape': {text}");
        assert_eq!(Some(place), text.find(at), "{kind:?}");
    };
    syntax(parse("(2, -3)", "'<f8'", DATA), "-3", "(2, -3)");
    syntax(parse("'2'", "'<f8'", DATA), "'2'", "'2'");
    syntax(parse("(2.5,)", "'<f8'", DATA), ".5", "(2.5,)");
    syntax(parse("()", "3", DATA), "3}", "(), 'typestr': 3}");
    syntax(parse("()", "'i4,i4'", DATA), "'i4", "(), 'typestr': 'i4,i4'");
    syntax(parse("()", "'(2,)i4'", DATA), "'(2", "(), 'typestr': '(2,)i4'");
    for data in ["None", "b'abc'", "(64,)", "('64', True)", "(-64, True)", "(64, 'no')"] {
        let found = parse("()", "'<f8'", &format!(", 'data': {data}")).unwrap_err();
        assert!(matches!(found.1, E::Syntax { .. }), "{data}: {found:?}");
    }
    syntax(
        parse("()", "'|V8'", ", 'descr': [('a', '<i4')], 'data': (0, True)"),
        "[('a'",
        "(), 'typestr': '|V8', 'descr': [('a', '<i4')]",
    );
    syntax(
        parse("()", "'|V8'", ", 'mask': 7, 'data': (0, True)"),
        "7,",
        "(), 'typestr': '|V8', 'mask': 7,",
    );
    let huge = "(99999999999999999999999,)";
    assert!(matches!(parse(huge, "'<f8'", DATA), Err((_, E::TooLarge { .. }))));
    let strides = format!(", 'strides': {huge}{DATA}");
    assert!(matches!(parse("(1,)", "'<f8'", &strides), Err((_, E::TooLarge { .. }))));
    let strides = format!(", 'strides': (8, 8){DATA}");
    let lengths = parse("(1,)", "'<f8'", &strides).unwrap_err().1;
    assert!(matches!(lengths, E::Lengths { expected: 1, found: 2, .. }));
    assert!(matches!(parse("()", "'|O'", DATA), Err((_, E::Unsupported { .. }))));
    assert!(matches!(parse("()", "'<q9'", DATA), Err((_, E::UnknownType { .. }))));
    let missing = parse("()", "'<f8'", "").unwrap_err().1;
    assert_eq!(missing, E::MissingKey { key: "data".into() });
    for text in ["", "[]", "7", "{}", "{'version': 2}", "{'shape': ()"] {
        text.parse::<ArrayInterface>().unwrap_err();
    }
}

#[test]
fn long_texts_take_their_time_and_no_more() {
    let dims = "1,".repeat(50_000);
    let many = parse(&format!("({dims})"), "'<f8'", DATA).unwrap();
    assert!(matches!(many.over_bytes_at(&[0; 8], 0), Err(Error::Shape { .. })));
    assert!(many.to_string().len() > 100_000);
    let keys = "'shape': (), ".repeat(7_000);
    assert!(format!("{{{keys}}}").parse::<ArrayInterface>().is_err());
    assert!(parse(&"(".repeat(100_000), "'<f8'", DATA).is_err());
}

/// Shapes, strides and memory that is about enough.
fn places() -> impl Strategy<Value = (Vec<(usize, isize)>, isize, usize)> {
    (proptest::collection::vec((0..4_usize, -9..=9_isize), 0..5), -10..60_isize, 0..100_usize)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn bytes_are_seen_exactly_where_all_items_lie_within(
        (dims, start, len) in places(),
        dense: bool,
    ) {
        let (shape, strides): (Vec<usize>, Vec<isize>) = dims.into_iter().unzip();
        let guarded: Vec<u8> = (0..160).collect();
        let bytes = &guarded[30..30 + len];
        let address = bytes.as_ptr().addr().wrapping_add_signed(start);
        let interface = ArrayInterface {
            shape: shape.clone(),
            typestr: "|V2".into(),
            descr: "[('a', '|u1'), ('b', '|u1')]".into(),
            data: (address, false),
            strides: (!dense).then(|| strides.clone()),
            version: 3,
        };
        let mut at = vec![start];
        for (axis, &len) in shape.iter().enumerate() {
            let dense_stride = 2 * shape[axis + 1..].iter().product::<usize>() as isize;
            let stride = if dense { dense_stride } else { strides[axis] };
            at = at.iter().flat_map(|&at| (0..len).map(move |i| at + i as isize * stride)).collect();
        }
        let inside = at.iter().all(|&at| at >= 0 && at + 2 <= len as isize);
        let parsed: ArrayInterface = interface.to_string().parse().unwrap();
        prop_assert_eq!(&parsed, &interface);
        match parsed.over_bytes(bytes) {
            Ok(array) => {
                prop_assert!(inside);
                let items: Vec<u8> = at.iter().flat_map(|&at| [bytes[at as usize], bytes[at as usize + 1]]).collect();
                let copy = array.to_records();
                prop_assert_eq!(copy.as_bytes(), items.clone());
                // SAFETY: all items have just been found within the bytes.
                let by_address = unsafe { parsed.dyn_array().unwrap() };
                let copy = by_address.to_records();
                prop_assert_eq!(copy.as_bytes(), items);
                if let Ok(made) = ArrayStruct::new(&parsed) {
                    // SAFETY: `made` owns what it points to.
                    let again = unsafe { made.as_raw().to_interface(Some(&parsed.descr)).unwrap() };
                    prop_assert_eq!(again.over_bytes(bytes).unwrap(), array);
                    prop_assert_eq!((again.typestr, again.data), (parsed.typestr.clone(), parsed.data));
                }
            }
            Err(Error::ArrayOutOfBounds { .. } | Error::Interface { key: "data", .. }) => {
                prop_assert!(!inside);
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn the_struct_in_c() {
    type P = PyArrayInterface;
    // As on every platform with 32-bit ints: offsets as C has them.
    assert_eq!(std::mem::offset_of!(P, typekind), 8);
    assert_eq!(std::mem::offset_of!(P, itemsize), 12);
    assert_eq!(std::mem::offset_of!(P, shape), 24 - 24 % size_of::<usize>());

    let mut bytes = [0_u64; 12];
    let bytes: &mut [u8] = zerocopy::IntoBytes::as_mut_bytes(&mut bytes);
    let flags = |dtype: &str, offset: usize, shape: &[usize], strides: &[isize]| {
        let dtype = DType::parse(dtype).unwrap();
        let array = DynArray::from_strided(bytes, &dtype, offset, shape, strides).unwrap();
        ArrayStruct::new(&array.array_interface()).unwrap().as_raw().flags
    };
    let native = if cfg!(target_endian = "little") { '<' } else { '>' };
    let swapped = if cfg!(target_endian = "little") { '>' } else { '<' };
    let plain = P::ALIGNED | P::NOTSWAPPED;
    let (c, f): (c_int, c_int) = (P::C_CONTIGUOUS, P::F_CONTIGUOUS);
    let f8 = format!("{native}f8");
    assert_eq!(flags(&f8, 0, &[3, 4], &[32, 8]), plain | c);
    assert_eq!(flags(&f8, 0, &[3, 4], &[8, 24]), plain | f);
    assert_eq!(flags(&f8, 0, &[12], &[8]), plain | c | f);
    assert_eq!(flags(&f8, 0, &[1, 12], &[77, 8]), plain | c | f);
    assert_eq!(flags(&f8, 88, &[6], &[-16]), plain);
    assert_eq!(flags(&f8, 1, &[3], &[8]), P::NOTSWAPPED | c | f);
    assert_eq!(flags(&f8, 0, &[3], &[9]), P::NOTSWAPPED);
    assert_eq!(flags(&format!("{swapped}f8"), 0, &[3], &[8]), P::ALIGNED | c | f);
    assert_eq!(flags("S3", 1, &[3], &[3]), plain | c | f);

    let mut writable = DynArrayMut::from_bytes(bytes, &DType::F64, &[3, 4]).unwrap();
    let interface = writable.array_interface();
    let mut made = ArrayStruct::new(&interface).unwrap();
    assert_ne!(made.as_raw().flags & P::WRITEABLE, 0);
    // SAFETY: `made` owns what it points to.
    assert_eq!(unsafe { made.as_raw().to_interface(None) }.unwrap(), interface);
    made.set_descr(std::ptr::dangling_mut());
    assert_ne!(made.as_raw().flags & P::HAS_DESCR, 0);
    made.set_descr(std::ptr::null_mut());
    assert_eq!(made.as_raw().flags & P::HAS_DESCR, 0);

    let raw = *made.as_raw();
    // SAFETY: as above; what is wrong is found before it is followed.
    let read = |raw: P| unsafe { raw.to_interface(None) };
    let key = |raw: P| match read(raw) {
        Err(Error::Interface { key, .. }) => key,
        other => panic!("{other:?}"),
    };
    assert_eq!(key(P { two: 3, ..raw }), "two");
    assert_eq!(key(P { nd: -1, ..raw }), "nd");
    assert_eq!(key(P { nd: 65, ..raw }), "nd");
    assert_eq!(key(P { itemsize: -8, ..raw }), "itemsize");
    assert_eq!(key(P { typekind: b'O' as _, ..raw }), "typekind");
    assert_eq!(key(P { typekind: b'U' as _, itemsize: 7, ..raw }), "itemsize");
    assert_eq!(key(P { shape: std::ptr::null_mut(), ..raw }), "shape");
    assert_eq!(key(P { shape: [3, -4].as_mut_ptr(), ..raw }), "shape");
    assert!(matches!(read(P { itemsize: 9, ..raw }), Err(Error::Parse(_))));
    assert!(matches!(
        // SAFETY: as above.
        unsafe { raw.to_interface(Some("[('a', '<i4')]")) },
        Ok(interface) if interface.typestr == f8
    ));
    let record = P { typekind: b'V' as _, ..raw };
    // SAFETY: as above.
    assert!(unsafe { record.to_interface(Some("[('a', '<i4')]")) }.is_err());
    // SAFETY: as above.
    let two = unsafe { record.to_interface(Some("[('a', '<i4'), ('b', '<i4')]")) }.unwrap();
    assert_eq!(two.dtype().unwrap().size(), 8);
    assert_eq!(read(P { strides: std::ptr::null_mut(), ..raw }).unwrap().strides, None);
    let scalar = P { nd: 0, shape: std::ptr::null_mut(), strides: std::ptr::null_mut(), ..raw };
    assert_eq!(read(scalar).unwrap().shape, []);
}

#[test]
fn what_nobody_owns_is_still_exact() {
    // A mutable view's interface leads to the same memory, and only there.
    let mut bytes = [1_u8, 0, 2, 0, 3, 0, 9, 9];
    let interface =
        RecordsMut::<(u8,)>::from_strided(&mut bytes, 0, 2, 3).unwrap().array_interface();
    interface.over_bytes_mut(&mut bytes).unwrap().column_mut::<u8>("f0").unwrap().fill(7);
    assert_eq!(bytes, [7, 0, 7, 0, 7, 0, 9, 9]);
}
