//! Typed rows out of run-time layouts: found by name, in place, wherever they lie.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/model.rs"]
mod model;
#[path = "common/records.rs"]
mod records;

use cases::{Place, Random, place};
use model::{Model, NaiveRecord};
use proptest::prelude::*;
use records::{AgeHeight, CosId, Holes, PackedSample, Person, Sample};
use records_core::{
    ByteOrder, DType, DifferenceKind, DynRecords, DynRecordsMut, Element, Error, Layout, Record,
    Records,
};

/// The fields of `R` at random places among others.
fn scattered<R: NaiveRecord>(random: &mut Random) -> (Layout, Vec<usize>) {
    let fields = R::LAYOUT.fields();
    let mut order: Vec<usize> = (0..fields.len() + 2).collect();
    for i in (1..order.len()).rev() {
        order.swap(i, random.below(i + 1));
    }
    let (mut end, mut at) = (0, vec![0; fields.len()]);
    let mut all = Vec::new();
    for i in order {
        end += random.below(4);
        let (name, dtype) = match fields.get(i) {
            Some(field) => (field.name().to_string(), field.dtype().clone()),
            None => (format!("other {i}"), DType::Bytes(3)),
        };
        if i < fields.len() {
            at[i] = end;
        }
        all.push((name, dtype.clone(), end));
        end += dtype.size();
    }
    (Layout::explicit(all, end + random.below(3)).unwrap(), at)
}

fn binds<R: NaiveRecord>(place: &Place) {
    let mut random = Random(place.seed);
    let (layout, fields) = scattered::<R>(&mut random);
    let size = layout.itemsize();
    let stride = size + random.below(5);
    let len = place.lead + place.count * stride + place.tail;
    let mut bytes = random.bytes(len);
    let rows: Vec<usize> = (0..place.count).map(|row| place.lead + row * stride).collect();
    for &row in &rows {
        for (field, &at) in R::LAYOUT.fields().iter().zip(&fields) {
            // Any bytes, made values of the field by way of a whole record.
            let mut record = random.bytes(R::BYTES);
            R::mend(&mut record);
            bytes[row + at..][..field.size()].copy_from_slice(&record[field.offset()..field.end()]);
        }
    }
    let address = bytes.as_ptr().addr();
    let mut model = Model { bytes: bytes.clone(), rows, fields, address, whole: false };
    let view = DynRecords::from_strided(&bytes, &layout, place.lead, stride as isize, place.count)
        .unwrap();
    let typed: Records<'_, R, _> = view.typed::<R>().unwrap();
    model.agrees(&typed);
    R::vecs_agree(&typed.to_columns(), &model);
    assert!(typed.as_own().is_none() || R::OFFSETS == model.fields);
    // By way of a typed view and back, the layout has the same fields at the same places.
    let again = typed.to_dyn().unwrap();
    for (field, &at) in R::LAYOUT.fields().iter().zip(&model.fields) {
        assert_eq!(
            (again.layout().field(field.name()).unwrap().offset(), field.dtype()),
            (at, again.layout().field(field.name()).unwrap().dtype())
        );
    }
    model.agrees(&again.typed::<R>().unwrap());

    let mut view =
        DynRecordsMut::from_strided(&mut bytes, &layout, place.lead, stride as isize, place.count)
            .unwrap();
    {
        let mut typed = view.typed_mut::<R>().unwrap();
        R::turn_columns(&mut typed, &mut model);
        if let Some(last) = place.count.checked_sub(1) {
            let record = random.record::<R>();
            typed.set(last, record);
            model.set(last, &record);
        }
    }
    assert_eq!(bytes, model.bytes, "nothing else is written");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn samples(place in place(0..12)) {
        binds::<Sample>(&place);
        binds::<PackedSample>(&place);
        binds::<CosId>(&place);
    }

    #[test]
    fn people(place in place(0..12)) {
        binds::<Person>(&place);
        binds::<AgeHeight>(&place);
        binds::<Holes>(&place);
    }
}

#[test]
fn rows_laid_out_as_the_record_are_the_records_own() {
    let bytes = [0; 88];
    let rows = DynRecords::from_bytes(&bytes, Person::LAYOUT).unwrap();
    let people = rows.typed::<Person>().unwrap();
    assert_eq!(people.as_own().unwrap().len(), 2);
    let parsed = Layout::parse(&Person::LAYOUT.dtype_repr()).unwrap();
    assert!(
        DynRecords::from_bytes(&bytes, &parsed)
            .unwrap()
            .typed::<Person>()
            .unwrap()
            .as_own()
            .is_some()
    );
    assert!(rows.typed::<AgeHeight>().unwrap().as_own().is_none());
    let cut = Layout::explicit([("id", DType::I16, 0)], 2).unwrap();
    #[derive(Record, Clone, Copy)]
    #[record(packed, size = 8)]
    struct Padded {
        id: i16,
    }
    let rows = DynRecords::from_bytes(&[1, 0], &cut).unwrap();
    let padded = rows.typed::<Padded>().unwrap();
    assert!(padded.as_own().is_none(), "not as many bytes as the record has");
    assert_eq!(padded.get(0).map(|padded| padded.id), Some(1_i16.to_le()));
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Point {
    x: f32,
    y: f32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Trade {
    side: Side,
    ok: bool,
    id: u128,
    points: [Point; 2],
    size: i32,
}

#[test]
fn numbers_stand_for_enums_and_raw_bytes_for_wide_integers() {
    // As NumPy's texts show the record: what we write is what we read.
    let layout = Layout::parse(&Trade::LAYOUT.descr()).unwrap();
    assert_ne!(layout, *Trade::LAYOUT);
    let trade = Trade {
        side: Side::Sell,
        ok: true,
        id: 7,
        points: [Point { x: 1.0, y: 2.0 }; 2],
        size: -1,
    };
    let buf: records_core::RecordBuf<Trade> = [trade; 3].into_iter().collect();
    let mut bytes = buf.into_bytes();
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    assert_eq!(rows.typed::<Trade>().unwrap().to_vec(), [trade; 3]);
    assert_eq!(rows.column::<Side>("side").unwrap().get(1), Some(Side::Sell));
    assert_eq!(rows.column::<Point>("points[1]").unwrap().get(1), Some(Point { x: 1.0, y: 2.0 }));
    bytes[Trade::LAYOUT.itemsize()] = b'X';
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    for error in [rows.typed::<Trade>().unwrap_err(), rows.column::<Side>("side").unwrap_err()] {
        assert_eq!(
            error.to_string(),
            "row 1, field `side`, byte 0 of the row: found 88, expected `Side`: 66 (Buy) or 83 (Sell)"
        );
    }
    assert!(rows.slice(..1).typed::<Trade>().is_ok());
    let size = Trade::LAYOUT.itemsize();
    bytes[size] = b'B';
    bytes[2 * size + 1] = 2;
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, &layout).unwrap();
    assert!(matches!(rows.column_mut::<bool>("ok"), Err(Error::Invalid { row: 2, byte: 1, .. })));
    assert!(matches!(rows.typed_mut::<Trade>(), Err(Error::Invalid { row: 2, .. })));
    rows.column_mut::<Side>("side").unwrap().set(0, Side::Buy);
    assert_eq!(bytes[0], b'B');
}

#[test]
fn an_enum_can_be_read_as_its_integer_not_written() {
    let mut bytes = *b"BS";
    let layout = Layout::packed([("side", Side::DTYPE.clone())]);
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, &layout).unwrap();
    assert_eq!(rows.view().column::<u8>("side").unwrap().to_vec(), b"BS");
    assert!(matches!(rows.column_mut::<u8>("side"), Err(Error::WrongType { .. })));
    assert!(rows.set_value(0, "side", &b'X'.into()).is_err());
    rows.set_value(0, "side", &"Sell".into()).unwrap();
    assert_eq!(rows.value(0, "side").unwrap(), "Sell");
}

#[test]
fn every_difference_is_listed() {
    let text = "[('side', '<u2'), ('points', [('x', '<f4'), ('y', '<f8')], (2,)), ('size', '>i4')]";
    let layout = Layout::parse(text).unwrap();
    let error = DynRecords::from_bytes(&[], &layout).unwrap().typed::<Trade>().unwrap_err();
    let expected = "\
the rows do not hold `Trade`: 5 of its 5 fields differ
field   expected    found
side    Side        u16 at byte 0
ok      bool        no such field
id      u128        no such field
points  [Point; 2]  [a record of 12 bytes; 2] at byte 2
size    i32         big-endian i32 at byte 26";
    if cfg!(target_endian = "little") {
        assert_eq!(error.to_string(), expected);
    }
    let Error::Mismatch(error) = error else { panic!() };
    let kinds: Vec<_> = error.differences().iter().map(|one| one.kind()).collect();
    use DifferenceKind::{ByteOrder as Order, DType as Other, Missing};
    assert_eq!(kinds, [Other, Missing, Missing, Other, Order]);
    assert_eq!(error.differences()[4].offset(), Some(26));
    assert_eq!(error.differences()[1].found(), None);
}

#[test]
fn nested_records_differ_part_by_part() {
    #[derive(Record, Clone, Copy)]
    #[record(packed)]
    struct Outer {
        at: Point,
    }
    let differences = |text: &str| {
        let layout = Layout::parse(text).unwrap();
        let Err(Error::Mismatch(error)) =
            DynRecords::from_bytes(&[], &layout).unwrap().typed::<Outer>()
        else {
            panic!("{text}")
        };
        error
            .differences()
            .iter()
            .map(|one| (one.field().to_string(), one.kind()))
            .collect::<Vec<_>>()
    };
    use DifferenceKind::{DType as Other, Layout as Places, Missing};
    let one = |field: &str, kind| vec![(field.to_string(), kind)];
    assert_eq!(differences("[('at', [('x', '<f4'), ('y', '<i4')])]"), one("at.y", Other));
    assert_eq!(differences("[('at', [('x', '<f4'), ('z', '<f4')])]"), one("at.y", Missing));
    assert_eq!(
        differences("[('at', {'x': ('<f4', 4), 'y': ('<f4', 0)})]"),
        vec![("at.x".into(), Places), ("at.y".into(), Places)]
    );
    assert_eq!(
        differences("[('at', [('x', '<f4'), ('', 'V1'), ('y', '<f4')])]"),
        one("at", Places)
    );
    assert_eq!(differences("[('at', '<f8')]"), one("at", Other));
}

#[test]
fn paths_in_a_record_find_parts_but_not_the_same_bytes_twice_to_write() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Parts {
        #[record(rename = "at.y")]
        y: f32,
        #[record(rename = "hits[2]")]
        last: u8,
        hits: [u8; 3],
    }
    let layout =
        Layout::parse("[('hits', 'u1', (3,)), ('at', [('x', '<f4'), ('y', '<f4')])]").unwrap();
    let mut bytes = [1, 2, 3, 0, 0, 0, 0, 0, 0, 0x80, 0x3f];
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    if ByteOrder::NATIVE == ByteOrder::Little {
        let parts = Parts { y: 1.0, last: 3, hits: [1, 2, 3] };
        assert_eq!(rows.typed::<Parts>().unwrap().get(0), Some(parts));
    }
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, &layout).unwrap();
    let Err(Error::Mismatch(error)) = rows.typed_mut::<Parts>() else { panic!() };
    assert_eq!(
        (error.differences()[0].field(), error.differences()[0].kind()),
        ("hits[2]", DifferenceKind::Overlap)
    );
    // Each path is a field of its own.
    let none = Layout::packed([("hits", DType::F32)]);
    let error = DynRecords::from_bytes(&[], &none).unwrap().typed::<Parts>().unwrap_err();
    let start = "the rows do not hold `Parts`: 3 of its 3 fields differ\n";
    assert!(error.to_string().starts_with(start), "{error}");
}

#[test]
fn selections_and_projections_become_run_time_rows() {
    let bytes: Vec<u8> = (0..88).collect();
    let people = Records::<Person>::from_bytes(&bytes).unwrap();
    let some = people.project::<AgeHeight>().to_dyn().unwrap();
    assert_eq!(some.layout().field("age").unwrap().offset(), 32);
    assert_eq!(some.column::<i32>("age").unwrap(), people.columns().age);
    assert_eq!(*some.repack().layout(), AgeHeight::LAYOUT.packed());
    let twice = people.select((Person::FIELDS.age, Person::FIELDS.age)).to_dyn();
    assert!(matches!(twice, Err(Error::Layout(_))));
    // Uninitialised padding of Rust structs is not looked at.
    let structs = [people.get(0).unwrap(); 2];
    let rows = DynRecords::from(Records::from_slice(&structs));
    assert_eq!(rows.repack().as_bytes()[30..32], [0, 0]);
    assert_eq!(
        rows.to_columns().column::<i32>("age").unwrap().get(1),
        people.get(0).map(|p| p.age)
    );
}
