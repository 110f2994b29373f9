//! The names users type, each used as promised. Other programs are compiled
//! against them: what this file says may be extended, never changed.

use std::sync::Arc;

use records_core::{
    Column, ColumnMut, DType, DateTime64, DynRecords, Element, Error, FixedBytes, FixedStr, Grid,
    GridMut, Layout, Milliseconds, Raw, Record, RecordArray, RecordBuf, Records, RecordsMut,
    SearchSide, Seconds, TimeDelta64, assert_layout, npy,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Sample {
    pub id: i16,
    pub sin: f64,
    pub cos: f64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
pub struct Person {
    pub name: FixedBytes<30>,
    pub age: i32,
    pub weight: f32,
    pub height: f32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned, project = Person)]
pub struct AgeHeight {
    pub age: i32,
    pub height: f32,
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
pub enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Bgra {
    pub blue: u8,
    pub green: u8,
    pub red: u8,
    pub alpha: u8,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, size = 160, columns = EveryColumn, crate = records_core)]
pub struct Every {
    pub side: Side,
    pub flag: bool,
    #[record(offset = 8)]
    pub wide: u128,
    #[record(rename = "big endian")]
    pub big: zerocopy::big_endian::F64,
    pub little: zerocopy::little_endian::I32,
    pub track: [Sample; 2],
    pub text: FixedStr<4>,
    pub raw: Raw<3>,
    pub at: DateTime64<Milliseconds>,
    pub took: TimeDelta64<Seconds>,
}

assert_layout!(Person, size = 44, align = 4, name = 0, age = 32, weight = 36, height = 40);

fn people() -> RecordBuf<Person> {
    let person = |name: &[u8], age, weight, height| Person {
        name: FixedBytes::from_bytes(name).unwrap(),
        age,
        weight,
        height,
    };
    [
        person(b"Sarah", 41, 60.5, 1.7),
        person(b"John", 30, 80.25, 1.85),
        person(b"Zhang", 52, 70.0, 1.6),
    ]
    .into_iter()
    .collect()
}

#[test]
fn layout() {
    assert_eq!(Sample::LAYOUT.itemsize(), 18);
    assert_eq!(Sample::LAYOUT.alignment(), 1);
    assert_eq!(Person::LAYOUT.fields().len(), 4);
    let age = Person::LAYOUT.field("age").unwrap();
    assert_eq!((age.name(), age.offset(), age.size(), age.alignment()), ("age", 32, 4, 4));
    assert_eq!(*age.dtype(), DType::I32);
    assert!(Person::LAYOUT.field("none").is_none());
    assert!(Person::LAYOUT.holes().eq(std::iter::once(30..32)));
    assert!(Sample::LAYOUT.is_packed() && !Person::LAYOUT.is_packed());
    assert!(Sample::LAYOUT.eq(Sample::LAYOUT));
    assert_eq!(Sample::LAYOUT.descr(), "[('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]");
    assert_eq!(
        Person::LAYOUT.descr().to_string(),
        "[('name', '|S30'), ('', '|V2'), ('age', '<i4'), ('weight', '<f4'), ('height', '<f4')]"
    );
    assert_eq!(
        Sample::LAYOUT.dtype_repr(),
        "dtype([('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')])"
    );
    assert!(Person::LAYOUT.to_string().contains("age"));
    assert!(Person::LAYOUT.to_svg().starts_with("<svg"));
    assert!(Person::LAYOUT.to_c().contains("int32_t age;"));

    let packed = Layout::packed([("id", DType::I16), ("sin", DType::F64), ("cos", DType::F64)]);
    assert_eq!(packed, *Sample::LAYOUT);
    let aligned = Layout::aligned([("id", DType::I16), ("sin", DType::F64), ("cos", DType::F64)]);
    assert_eq!(aligned.itemsize(), 24);
    assert_eq!(aligned.packed(), packed);
    let two = Person::LAYOUT.select(&["age", "height"]).unwrap();
    assert_eq!(two.fields().iter().map(|field| field.offset()).collect::<Vec<_>>(), [32, 40]);
    assert!(Layout::explicit([("a", DType::I16, 4), ("b", DType::U8, 0)], 8).is_ok());
}

#[test]
fn layouts_in_constants() {
    const SIZE: usize = Person::LAYOUT.itemsize();
    const AGE: usize = Person::LAYOUT.field("age").unwrap().offset();
    const HOLE: Option<std::ops::Range<usize>> = Person::LAYOUT.holes().next_hole();
    const PACKED: bool = Sample::LAYOUT.is_packed();
    const SAME: bool = Sample::LAYOUT.eq(Person::LAYOUT);
    const LEN: usize = Sample::LAYOUT.descr().byte_len();
    const REPR: usize = Sample::LAYOUT.dtype_repr().byte_len();
    const BYTES: [u8; LEN] = Sample::LAYOUT.descr().into_array();
    const TEXT: &str = match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => panic!(),
    };
    assert_eq!((SIZE, AGE, HOLE, PACKED, SAME), (44, 32, Some(30..32), true, false));
    assert_eq!(TEXT, "[('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]");
    assert_eq!(REPR, Sample::LAYOUT.dtype_repr().to_string().len());
}

#[test]
fn every_field_type() {
    let offsets: Vec<_> = Every::LAYOUT.fields().iter().map(|field| field.offset()).collect();
    assert_eq!(offsets, [0, 1, 8, 24, 32, 36, 72, 88, 91, 99]);
    assert_eq!(Every::LAYOUT.itemsize(), 160);
    assert!(Every::LAYOUT.field("big endian").is_some());
    let value = Every {
        side: Side::Sell,
        flag: true,
        wide: u128::MAX - 1,
        big: 2.5.into(),
        little: (-7).into(),
        track: [Sample { id: 1, sin: 0.5, cos: 0.25 }; 2],
        text: FixedStr::new("añb").unwrap(),
        raw: Raw([1, 2, 3]),
        at: DateTime64::new(1_500),
        took: TimeDelta64::NAT,
    };
    let mut buf = RecordBuf::new();
    buf.push(value);
    assert_eq!(buf.get(0), Some(value));
    let EveryColumn { side, big, track, .. } = buf.columns();
    assert_eq!(side.get(0), Some(Side::Sell));
    assert_eq!(big.sum(), 2.5);
    assert_eq!(track.component(1).records().columns().cos.get(0), Some(0.25));
}

#[test]
fn fixed_bytes() -> Result<(), Error> {
    let name = FixedBytes::<30>::from_bytes(b"Zhang")?;
    assert_eq!((name.as_bytes(), name.to_str()?), (&b"Zhang"[..], "Zhang"));
    assert!(FixedBytes::<2>::from_bytes(b"Zhang").is_err());
    Ok(())
}

#[test]
fn rows() -> Result<(), Error> {
    let owned = people();
    let bytes = owned.as_bytes().to_vec();
    let people = Records::<Person>::from_bytes(&bytes)?;
    let some = Records::<Person>::from_bytes_at(&bytes, 44, 1)?;
    let other = Records::<Person>::from_strided(&bytes, 88, -44, 3)?;
    assert_eq!((people.len(), people.is_empty(), some.len()), (3, false, 1));
    assert_eq!(people.get(1), some.get(0));
    assert_eq!(other.to_vec(), people.reversed().to_vec());
    assert_eq!(people.get(3), None);
    assert_eq!(people.iter().count(), 3);
    assert_eq!(people.slice(1..).len(), 2);
    assert_eq!(people.step_by(2).get(1), people.get(2));
    assert_eq!(people.split_at(1).1.len(), 2);
    assert_eq!(people.chunks(2).map(|chunk| chunk.len()).collect::<Vec<_>>(), [2, 1]);
    assert!(people.as_slice().is_none(), "no repr");

    let age: Column<'_, i32> = people.columns().age;
    assert_eq!(age.to_vec(), [41, 30, 52]);
    assert_eq!(people.column(Person::FIELDS.age), age);
    assert_eq!(people.column_named::<i32>("age")?, age);
    assert!(people.column_named::<f32>("age").is_err());
    assert_eq!(people.project::<AgeHeight>().get(0), Some(AgeHeight { age: 41, height: 1.7 }));
    let selected = people.select((Person::FIELDS.age, Person::FIELDS.height));
    assert_eq!(selected.get(2), Some((52, 1.6)));
    let repacked: RecordBuf<Person> = people.repack();
    assert_eq!(repacked.as_bytes(), bytes);
    assert!(format!("{people}").contains("Zhang"));

    assert_eq!(
        Records::<Person>::from_bytes(&bytes[..100]).unwrap_err().to_string(),
        "100 bytes is not a whole number of 44-byte records: 12 bytes left over"
    );
    fn is_error<E: std::error::Error>() {}
    is_error::<Error>();
    Ok(())
}

#[test]
fn slices_of_structs() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    struct Point {
        x: f32,
        y: f32,
    }
    let points = vec![Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 }];
    let mine = Records::from_slice(&points);
    assert_eq!(mine.as_slice(), Some(&points[..]));
    assert_eq!(mine.as_matrix().get(1, 0), Some(3.0));
    assert_eq!(mine.to_matrix().as_slice(), [1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn rows_to_be_written() -> Result<(), Error> {
    let mut bytes = people().into_bytes();
    let mut m = RecordsMut::<Person>::from_bytes(&mut bytes)?;
    let mut person = m.get(0).unwrap();
    person.age += 1;
    m.set(0, person);
    assert_eq!(m.view().get(0), Some(person));
    {
        let PersonColumnsMut { mut age, mut height, .. } = m.columns_mut();
        age.update(|v| v + 10);
        height.fill(1.5);
        height.set(1, 2.0);
        assert_eq!(height.get(1), Some(2.0));
        assert_eq!((age.min(), age.max(), age.sum()), (Some(40), Some(62), 154));
        assert_eq!(age.slice(1..).len() + age.step_by(2).len() + age.reversed().len(), 7);
    }
    let mut weight: ColumnMut<'_, f32> = m.column_mut(Person::FIELDS.weight);
    weight.copy_from_slice(&[1.0, 2.0, 3.0]);
    m.project_mut::<AgeHeight>().set(2, AgeHeight { age: 34, height: 1.0 });
    assert_eq!(m.view().columns().age.to_vec(), [52, 40, 34]);
    assert_eq!(m.view().columns().weight.to_vec(), [1.0, 2.0, 3.0]);
    Ok(())
}

#[test]
fn columns() -> Result<(), Error> {
    let people = people();
    let PersonColumns { age, height, .. } = people.columns();
    assert_eq!((age.len(), age.get(1), age.iter().sum::<i32>()), (3, Some(30), 123));
    let mut copy = [0; 3];
    age.copy_to_slice(&mut copy);
    assert_eq!(copy, [41, 30, 52]);
    assert!(age.as_slice().is_none());
    assert_eq!(age.slice(1..).step_by(2).to_vec(), [30]);
    assert_eq!(age.reversed().to_vec(), [52, 30, 41]);
    let sum: i64 = age.sum();
    assert_eq!(sum, 123);
    assert_eq!((age.min(), age.max(), age.mean()), (Some(30), Some(52), Some(41.0)));
    let sum: f32 = height.sum();
    assert_eq!(sum, 1.7 + 1.85 + 1.6);
    Ok(())
}

#[test]
fn many_rows() -> Result<(), Error> {
    let people = people();
    let view = people.view();
    let mut vecs: PersonVecs = view.to_columns();
    view.copy_columns_into(&mut vecs);
    assert_eq!(vecs.age, [41, 30, 52]);
    assert_eq!(RecordBuf::<Person>::from_columns(&vecs)?, people);
    vecs.age[0] = 1;
    let mut people_mut = people.clone();
    people_mut.view_mut().assign_columns(&vecs)?;
    assert_eq!(people_mut.columns().age.to_vec(), [1, 30, 52]);
    assert_eq!(view.project::<AgeHeight>().repack().as_bytes().len(), 3 * 8);
    assert_eq!(view.filter(|p| p.age > 30).len(), 2);
    assert_eq!(view.filter_mask(&[true, false, false])?.get(0), view.get(0));
    assert_eq!(view.take(&[2, 2])?.columns().age.to_vec(), [52, 52]);
    Ok(())
}

#[test]
fn rows_in_order() -> Result<(), Error> {
    let people = people();
    let view = people.view();
    let order: Vec<usize> = view.argsort((Person::FIELDS.age, Person::FIELDS.height));
    assert_eq!(order, [1, 0, 2]);
    assert_eq!(view.argsort(Person::FIELDS.age.desc()), [2, 0, 1]);
    assert_eq!(view.argsort((Person::FIELDS.name.desc(), Person::FIELDS.age)).len(), 3);
    let sorted: RecordBuf<Person> = view.sort_by((Person::FIELDS.age, Person::FIELDS.height));
    assert_eq!(sorted.columns().age, [30, 41, 52]);
    assert!(view.find_duplicates(Person::FIELDS.age).is_empty());
    assert_eq!(view.unique_by(Person::FIELDS.age).len(), 3);
    assert_eq!(view.join(&sorted.view(), Person::FIELDS.age), [(0, 1), (1, 0), (2, 2)]);
    assert_eq!(view.left_join(&sorted.view(), (Person::FIELDS.age,))[0], (0, Some(1)));
    assert_eq!(sorted.columns().age.search_sorted(41, SearchSide::Right), 2);

    let rows = DynRecords::from_bytes(people.as_bytes(), Person::LAYOUT)?;
    assert_eq!(rows.argsort(&["age", "height"])?, order);
    assert_eq!(rows.sort_by(&["age", "height"])?.as_bytes(), sorted.as_bytes());
    assert_eq!(rows.unique_by(&["age"])?.len(), 3);
    assert!(rows.find_duplicates(&["age"])?.is_empty());
    assert_eq!(rows.join(&rows, &["age"])?, [(0, 0), (1, 1), (2, 2)]);
    Ok(())
}

#[test]
fn owned_rows() -> Result<(), Error> {
    let mut buf = RecordBuf::<Bgra>::new();
    buf.reserve(3);
    buf.push(Bgra { blue: 1, green: 2, red: 3, alpha: 4 });
    buf.extend([Bgra { blue: 5, green: 6, red: 7, alpha: 8 }]);
    buf.extend_from_bytes(&[9, 10, 11, 12])?;
    assert_eq!((buf.len(), buf.as_bytes()), (3, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12][..]));
    assert_eq!(buf.columns().red.to_vec(), [3, 7, 11]);
    assert_eq!(buf.view().len(), buf.view_mut().len());
    let mut again = RecordBuf::<Bgra>::from_bytes(buf.into_bytes())?;
    again.clear();
    assert!(again.is_empty());
    assert!(RecordBuf::<Bgra>::with_capacity(10).capacity() >= 10);

    let owner: Arc<[u8]> = Arc::new([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    let array = RecordArray::<Bgra, _>::at(owner, 1, 4, 2)?;
    assert_eq!(array.view().columns().blue.to_vec(), [1, 5]);
    let mut array = RecordArray::<Bgra, _>::new(vec![0; 8])?;
    array.view_mut().columns_mut().alpha.fill(255);
    assert_eq!(array.into_owner(), [0, 0, 0, 255, 0, 0, 0, 255]);

    let memory = [1_u8, 2, 3, 4];
    // SAFETY: one record, readable while `memory` lives.
    let by_address = unsafe { Records::<Bgra>::from_raw_parts(memory.as_ptr(), 4, 1) };
    assert_eq!(by_address.columns().red.get(0), Some(3));
    Ok(())
}

#[test]
fn two_dimensions() -> Result<(), Error> {
    let mut bytes: Vec<u8> = (0..2 * 12).collect();
    let grid = Grid::<Bgra>::from_bytes(&bytes, 2, 2, 12)?;
    assert_eq!(grid.get(1, 1), Some(Bgra { blue: 16, green: 17, red: 18, alpha: 19 }));
    assert_eq!(grid.get(2, 0), None);
    assert_eq!(grid.row(0).len(), 2);
    assert_eq!(grid.plane(Bgra::FIELDS.red).get(1, 0), Some(14));
    let flipped = Grid::<Bgra>::from_bytes(&bytes, 2, 2, -12)?;
    assert_eq!(flipped.get(0, 0), grid.get(1, 0));
    let mut grid = GridMut::<Bgra>::from_bytes(&mut bytes, 2, 2, 12)?;
    grid.set(0, 1, Bgra { blue: 0, green: 0, red: 0, alpha: 9 });
    assert_eq!(grid.row(0).len() + grid.rows().count(), 4);
    grid.plane_mut(Bgra::FIELDS.alpha).set(0, 0, 3);
    assert_eq!(bytes[..12], [0, 1, 2, 3, 0, 0, 0, 9, 8, 9, 10, 11]);
    Ok(())
}

#[test]
fn sets_of_columns() {
    let people = people();
    let columns = people.columns();
    let again = columns;
    assert_eq!(columns, again);
    assert_eq!(
        format!("{:?}", people.view().project::<AgeHeight>().columns()),
        "AgeHeight { age: [41, 30, 52], height: [1.7, 1.85, 1.6] }"
    );
    let vecs = people.view().to_columns();
    let mut clone = vecs.clone();
    assert_eq!(vecs, clone);
    clone.weight[1] = 0.0;
    assert_ne!(vecs, clone);
    assert_eq!(
        format!("{:?}", PersonVecs { age: vec![7], ..PersonVecs::default() }),
        "Person { name: [], age: [7], weight: [], height: [] }"
    );
    assert_eq!(
        format!("{:?}", AgeHeight::FIELDS),
        "AgeHeight { age: AgeHeight.age, height: AgeHeight.height }"
    );
}

#[test]
fn run_time_layouts() -> Result<(), Error> {
    let list = "[('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]";
    let layout = Layout::parse(list)?;
    for text in [
        "{'names': ['id', 'sin', 'cos'], 'formats': ['<i2', '<f8', '<f8'], 'offsets': [0, 2, 10], 'itemsize': 18}",
        "{'id': ('<i2', 0), 'sin': ('<f8', 2), 'cos': ('<f8', 10)}",
        "dtype([('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')])",
        "T{<h:id:<d:sin:<d:cos:}",
    ] {
        assert_eq!(Layout::parse(text)?, layout, "{text}");
    }
    let unnamed = Layout::parse("<hdd")?;
    assert_eq!(unnamed.fields().iter().map(|f| f.name()).collect::<Vec<_>>(), ["f0", "f1", "f2"]);
    assert_eq!(unnamed, Layout::parse("<i2,<f8,<f8")?);
    assert_eq!(layout.descr(), list);
    assert_eq!(Layout::parse(&layout.dtype_repr())?, layout);

    let people = people();
    let bytes = people.as_bytes();
    let rows = DynRecords::from_bytes(bytes, Person::LAYOUT)?;
    assert_eq!((rows.len(), rows.layout()), (3, Person::LAYOUT));
    assert_eq!(rows.column::<i32>("age")?.sum(), 123);
    assert_eq!(rows.select(&["age", "height"])?.value(1, "age")?, 30);
    assert_eq!(rows.value(0, "name")?, "Sarah");
    assert_eq!(rows.typed::<AgeHeight>()?.columns().age.max(), Some(52));
    assert_eq!(rows.typed::<Person>()?.to_vec(), people.view().to_vec());
    assert!(matches!(rows.typed::<Sample>(), Err(Error::Mismatch(_))));
    assert_eq!(rows.select(&["age", "height"])?.repack().as_bytes().len(), 3 * 8);
    assert_eq!(rows.to_columns().column::<i32>("age")?.get(2), Some(52));
    assert_eq!(rows.filter_mask(&[true, false, true])?.len(), 2);
    assert_eq!(rows.take(&[2, 2])?.view().value(1, "age")?, 52);
    #[derive(Record, Clone, Copy)]
    #[record(packed)]
    struct Wide {
        age: i64,
        height: f64,
    }
    let wide = rows.convert::<Wide>()?;
    assert_eq!(wide.columns().age.sum(), 123);
    assert_eq!(wide.columns().height.get(0), Some(f64::from(1.7_f32)));
    Ok(())
}

#[test]
fn numpy_files() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("people.npy");
    let people = people();
    npy::write(&path, &people)?;
    let file = npy::open(&path)?;
    assert_eq!(file.layout(), Person::LAYOUT);
    assert_eq!(file.shape(), [3]);
    assert_eq!(file.records::<Person>()?.to_vec(), people.view().to_vec());
    assert_eq!(file.dyn_records().value(2, "age")?, 52);
    let other = directory.path().join("other.npy");
    npy::write(&other, &people.view().project::<AgeHeight>())?;
    assert_eq!(npy::read(&other)?.layout(), AgeHeight::LAYOUT);
    npy::write(&other, &people.view().reversed())?;
    assert_eq!(npy::open(&other)?.records::<Person>()?.get(0), people.get(2));
    let mut writer = npy::Writer::<Person>::create(&path)?;
    writer.push(people.get(0).unwrap())?;
    writer.write(&people.view().slice(1..))?;
    writer.finish()?;
    assert_eq!(npy::open(&path)?.records::<Person>()?.to_vec(), people.view().to_vec());
    Ok(())
}

#[test]
fn array_interface() -> Result<(), Error> {
    let people = people();
    let interface = people.view().columns().age.array_interface();
    assert_eq!(interface.shape, [3]);
    assert_eq!(interface.typestr, if cfg!(target_endian = "little") { "<i4" } else { ">i4" });
    assert_eq!(interface.strides, Some(vec![44]));
    assert_eq!(interface.data, (people.columns().age.as_ptr().addr(), true));
    assert_eq!(interface.version, 3);
    assert_eq!(people.view().array_interface().descr, Person::LAYOUT.descr());
    let back = interface.over_bytes(people.as_bytes())?;
    assert_eq!(back.column::<i32>("")?.sum(), 123);
    // SAFETY: `people` is there, and is not changed.
    let by_address = unsafe { people.view().array_interface().records::<AgeHeight>()? };
    assert_eq!(by_address.columns().age.sum(), 123);
    Ok(())
}
