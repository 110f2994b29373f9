//! Binary tables; the numbers are those of `astropy.io.fits`.

use records_core::zerocopy::big_endian as be;
use records_core::{ByteOrder, DType, Value};

use crate::report::report;
use crate::{fits, line, only, refused, sample, summary};

#[test]
fn numpys_table() {
    let file = sample("recarray_from_file.fits");
    let table = only(&file);
    assert_eq!(table.title, "FITS binary table, HDU 1: 3 rows of 17 bytes, 3 columns");
    // What NumPy's test makes of the same bytes.
    assert_eq!(table.layout.descr(), "[('a', '>f8'), ('b', '>i4'), ('c', '|S5')]");
    let rows = table.rows();
    assert_eq!(rows.as_ptr(), file[5760..].as_ptr(), "in place");
    summary(&rows, "a", 5.1000000000000005, 5.300000000000001, 5.2);
    summary(&rows, "b", 61, 63, 62.0);
    assert_eq!(rows.column::<be::I32>("b").unwrap().sum(), 186);
    assert_eq!(rows.value(2, "c").unwrap(), "kl   ");
    let report = report(&table);
    assert_eq!(line(&report, "c: "), r#"c: "abcde", "fghij", "kl   " (3 different)"#);
}

#[test]
fn all_tables_of_a_file() {
    let file = sample("zerowidth.fits");
    let tables = fits::read(&file, None).unwrap();
    let titles: Vec<&str> = tables.iter().map(|table| &*table.title).collect();
    assert_eq!(
        titles,
        [
            "FITS binary table `AIPS FQ`, HDU 1: 1 row of 24 bytes, 5 columns",
            "FITS binary table `AIPS AN`, HDU 2: 29 rows of 70 bytes, 12 columns",
            "FITS binary table `AIPS WX`, HDU 3: 20 rows of 48 bytes, 11 columns",
            "FITS binary table `AIPS OF`, HDU 4: 45 rows of 28 bytes, 7 columns",
            "FITS binary table `AIPS UV`, HDU 5: 190 rows of 32 bytes, 8 columns",
        ]
    );
    let antennas = tables[1].rows();
    summary(&antennas, "NOSTA", 1, 29, 15.0);
    summary(&antennas, "STABXYZ", -17410.1998414549, 19090.277628511296, -21.590204911500223);
    assert_eq!(antennas.value(2, "ANNAME").unwrap(), "VLA:_N48");
    // A column that takes no bytes.
    let none = tables[1].layout.field("ORBPARM").unwrap();
    assert_eq!(
        (none.size(), none.dtype()),
        (0, &DType::array(DType::F64.with_order(ByteOrder::Big), 0))
    );

    // Names with a dot and with blanks.
    let flags = tables[3].rows();
    summary(&flags, "ANTENNA NO.", 9, 28, 18.6);
    summary(&flags, "ANT FLAG", 4, 1024, 60.8);

    // Six axes.
    let visible = tables[4].layout.field("VISIBILITIES").unwrap().dtype().to_string();
    assert_eq!(visible, "[[[[[[big-endian i16; 2]; 1]; 1]; 1]; 1]; 1]");
    summary(&tables[4].rows(), "VISIBILITIES", -32760, 32760, -909.9105263157895);
    let report = report(&tables[4]);
    assert!(
        line(&report, "UU---SIN in ").ends_with("DATE in DAYS, VISIBILITIES in JY"),
        "{report}"
    );
    assert!(
        line(&report, "numbers are shown as they are stored; TSCAL ")
            .contains("UU---SIN times 1.3")
    );

    let one = fits::read(&file, Some(3)).unwrap();
    assert_eq!((one.len(), &*one[0].title), (1, titles[2]));
    let error = fits::read(&file, Some(0)).err().unwrap().to_string();
    let kinds = "primary, BINTABLE, BINTABLE, BINTABLE, BINTABLE, BINTABLE";
    assert_eq!(error, format!("HDU 0 is no binary table: the HDUs are {kinds}"));
    assert!(fits::read(&file, Some(6)).is_err());
}

#[test]
fn scaled_columns_truth_values_and_arrays_of_any_length() {
    let file = sample("tb.fits");
    let table = only(&file);
    let rows = table.rows();
    summary(&rows, "c1", 1, 2, 1.5);
    assert_eq!(rows.value(0, "c4").unwrap(), "F");
    assert_eq!(rows.value(1, "c4").unwrap(), "T");
    // Stored, not scaled: astropy shows 3.7 and 6.7 (times 3 plus 0.4).
    let c3 = rows.column::<be::F32>("c3").unwrap();
    assert_eq!((c3.min(), c3.max()), (Some(1.1), Some(2.1)));
    assert!(report(&table).contains("not applied: c3 times 3 plus 0.4\n"));

    let file = sample("variable_length_table.fits");
    let table = only(&file);
    let lengths = table.rows().dyn_column("var.len").unwrap();
    assert_eq!((lengths.get(0), lengths.get(1)), (Some(Value::Int(2)), Some(Value::Int(3))));
    assert!(line(&report(&table), "var.at ").ends_with("  0    4     2"));

    let file = sample("tdim.fits");
    let table = only(&file);
    assert_eq!(
        table.layout.field("V_mag").unwrap().dtype().to_string(),
        "[[big-endian f32; 1]; 1]"
    );
    assert_eq!(table.rows().value(1, "V_mag[0][0]").unwrap(), 12.3_f32);
}

/// A primary header, and a table of these cards and data, each filled up to a block.
fn made(cards: &[&str], data: &[u8]) -> Vec<u8> {
    let block = |cards: &[&str]| {
        let mut text: String = cards.iter().map(|card| format!("{card:80}")).collect();
        text += &format!("{:80}", "END");
        text += &" ".repeat(text.len().next_multiple_of(2880) - text.len());
        text.into_bytes()
    };
    let mut file = block(&["SIMPLE  =                    T", "BITPIX  = 8", "NAXIS   = 0"]);
    file.extend(block(cards));
    file.extend(data);
    file.resize(file.len().next_multiple_of(2880), 0);
    file
}

const TABLE: [&str; 3] = ["XTENSION= 'BINTABLE'", "BITPIX  = 8", "NAXIS   = 2"];

#[test]
fn every_kind_of_column() {
    let forms = ["3L", "12X", "2B", "I", "J", "K", "4A", "E", "D", "C", "M", "1QD(7)", "0PE", "6A"];
    let mut cards: Vec<String> =
        forms.iter().enumerate().map(|(i, form)| format!("TFORM{:<3}= '{form}'", i + 1)).collect();
    let size = 3 + 2 + 2 + 2 + 4 + 8 + 4 + 4 + 8 + 8 + 16 + 16 + 6;
    cards.push(format!("NAXIS1  = {} / with a hole behind", size + 1));
    for card in [
        "NAXIS2  = 1",
        "TFIELDS = 14",
        "TTYPE1  = 'it''s'",
        "TTYPE2  = 'it''s   '",
        "TTYPE4  = ''",
        "TDIM14  = '(3,2)'",
        "TDIM3   = '(3)'",
    ] {
        cards.push(card.to_string());
    }
    let cards: Vec<&str> = TABLE.into_iter().chain(cards.iter().map(|card| &**card)).collect();
    let file = made(&cards, &vec![b'x'; size + 1]);
    let table = only(&file);
    let fields = table.layout.fields().iter();
    let fields: Vec<String> = fields
        .map(|field| format!("{} {} {}", field.offset(), field.name(), field.dtype()))
        .collect();
    let wanted = [
        "0 it's [S1; 3]",
        "3 it's_2 [u8; 2]",
        "5 col3 [u8; 2]",
        "7 col4 big-endian i16",
        "9 col5 big-endian i32",
        "13 col6 big-endian i64",
        "21 col7 S4",
        "25 col8 big-endian f32",
        "29 col9 big-endian f64",
        "37 col10 big-endian c64",
        "45 col11 big-endian c128",
        "61 col12 Descriptor",
        "77 col13 [Descriptor; 0]",
        "77 col14 [S3; 2]",
    ];
    assert_eq!(fields, wanted);
    assert_eq!(table.layout.holes().next(), Some(83..84));
    assert_eq!(table.layout.padding(), 1);
    assert_eq!(table.rows().value(0, "col14[1]").unwrap(), "xxx");
    assert_eq!(table.rows().value(0, "col12.at").unwrap(), 0x7878_7878_7878_7878_i64);
    assert_eq!(table.notes, ["col3: TDIM3 = `(3)` does not fit 2B"]);
}

#[test]
fn headers_that_lie() {
    let table = |changes: &[&str]| {
        let rest = ["NAXIS1  = 12", "NAXIS2  = 2", "TFIELDS = 1", "TFORM1  = '3E'"];
        let mut cards = [&TABLE[..], &rest].concat();
        for change in changes {
            match cards.iter_mut().find(|card| card[..8] == change[..8]) {
                Some(card) => *card = change,
                None => cards.push(change),
            }
        }
        made(&cards, &[0; 24])
    };
    only(&table(&[]));
    for (change, message) in [
        ("NAXIS1  = 11", "HDU 1: column 1, `col1`, takes bytes 0..12 of rows of 11 bytes (NAXIS1)"),
        ("NAXIS1  = -12", "HDU 1: NAXIS1 is -12"),
        ("NAXIS1  = 'a'", "HDU 1: NAXIS1 is `'a'`, not a whole number"),
        (
            "NAXIS2  = 900",
            "the data of HDU 1: 10800 bytes from byte 5760 on, but the file has 8640 bytes",
        ),
        ("NAXIS2  = 9223372036854775807", "HDU 1: its data are more than 64 bits can count"),
        ("TFIELDS = 2", "HDU 1: TFORM2 is missing"),
        ("TFIELDS = 1000", "HDU 1: TFIELDS is 1000, expected 999 at most"),
        ("NAXIS   = 1000", "HDU 1: NAXIS is 1000, expected 999 at most"),
        ("TFORM1  = '3Z'", "HDU 1: TFORM1 is `3Z`, of which there is no dtype"),
        ("TFORM1  = '2PE'", "HDU 1: TFORM1 is `2PE`, of which there is no dtype"),
        ("TFORM1  = '3'", "HDU 1: TFORM1 is `3`"),
        ("TFORM1  = '99999999999999999999E'", "HDU 1: TFORM1 is `99999999999999999999E`"),
        ("TFORM1  = '9223372036854775807M'", "HDU 1: column 1, `col1`, takes bytes 0.."),
        ("XTENSION= 'IMAGE'", "no binary table: the HDUs are primary, IMAGE"),
        ("TTYPE1  = '\u{1b}[31m'", "HDU 1: card "),
    ] {
        let error = refused(&table(&[change]));
        assert!(error.starts_with(message), "{change}: {error}\nexpected: {message}");
    }
}
