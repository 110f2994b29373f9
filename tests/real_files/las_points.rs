//! Point clouds; the numbers are those of `laspy`.

use records_core::zerocopy::little_endian as le;

use crate::report::report;
use crate::{line, only, refused, sample, summary};

#[test]
fn version_1_2_with_colors() {
    let file = sample("simple.las");
    let table = only(&file);
    assert_eq!(table.title, "LAS 1.2, point format 3: 1065 points of 34 bytes from byte 227");
    let rows = table.rows();
    assert_eq!((rows.len(), rows.as_ptr()), (1065, file[227..].as_ptr()));
    summary(&rows, "x", 63561985, 63898255, 63729673.51830986);
    summary(&rows, "y", 84889970, 85353543, 85124953.84882629);
    summary(&rows, "z", 40659, 58638, 43409.78403755868);
    summary(&rows, "intensity", 0_u16, 254_u16, 76.39530516431925);
    summary(&rows, "returns", 9_u8, 100_u8, 45.990610328638496);
    summary(&rows, "scan_angle_rank", -19, 18, -0.7577464788732394);
    summary(&rows, "user_data", 117_u8, 149_u8, 126.44413145539906);
    summary(&rows, "point_source", 7326_u16, 7334_u16, 7329.906103286385);
    summary(&rows, "gps_time", 245370.41706455982, 249783.16215837188, 247610.14966270872);
    summary(&rows, "blue", 56_u16, 249_u16, 126.53896713615023);
    // And those that the file's header has, a check from within: largest and least x.
    let [max, min] = [179, 187].map(|at| f64::from_le_bytes(file[at..at + 8].try_into().unwrap()));
    let x = rows.column::<le::I32>("x").unwrap();
    assert_eq!(x.min().map(|x| f64::from(x) * 0.01), Some(min));
    assert_eq!(x.max().map(|x| f64::from(x) * 0.01), Some(max));
    let report = report(&table);
    let words: Vec<&str> = line(&report, "x on the map").split_whitespace().skip(4).collect();
    assert_eq!(words, ["635619.85", "638982.55", "637296.735183"]);
}

#[test]
fn version_1_4() {
    let file = sample("1_4_w_evlr.las");
    let table = only(&file);
    assert_eq!(table.title, "LAS 1.4, point format 6: 1000 points of 30 bytes from byte 2305");
    let rows = table.rows();
    summary(&rows, "x", 1320803567, 1751224820, 1613657196.599);
    summary(&rows, "flags", 8_u8, 200_u8, 41.984);
    summary(&rows, "scan_angle", 1837, 3173, 2734.292);
    summary(&rows, "gps_time", 83177420.53400505, 83177420.60104504, 83177420.57084508);
    let report = report(&table);
    let words: Vec<&str> = line(&report, "z on the map").split_whitespace().skip(4).collect();
    assert_eq!(words, ["5592.749917", "5599.069687", "5597.520533"]);
}

#[test]
fn extra_bytes() {
    let file = sample("extra_bytes.las");
    let table = only(&file);
    let rows = table.rows();
    assert_eq!(rows.len(), 20);
    summary(&rows, "height", 0_u16, 475_u16, 237.5);
    summary(&rows, "normal", -4.75_f32, 2.375_f32, -0.0625);
    summary(&rows, "quality", -10, 9, -0.5);
    assert_eq!(rows.value(19, "normal[1]").unwrap(), -4.75_f32);
    assert!(report(&table).contains("\nheight: above ground (times 0.01 plus 5, not applied)\n"));

    let file = sample("unregistered_extra_bytes.las");
    let table = only(&file);
    assert_eq!(table.layout.field("undescribed").unwrap().offset(), 30);
    assert_eq!(table.layout.itemsize(), 34);
    summary(&table.rows(), "y", 100, 400, 250.0);
}

/// Sizes of the specification; a point of nothing but zeros is a point.
#[test]
fn every_point_format() {
    let sizes = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67];
    for (format, size) in (0..).zip(sizes) {
        let mut file = sample("simple.las");
        file[104] = format;
        file[105..107].copy_from_slice(&u16::to_le_bytes(size));
        file[107..111].copy_from_slice(&5_u32.to_le_bytes());
        let table = only(&file);
        assert!(table.layout.is_packed() && table.layout.field("undescribed").is_none());
        assert_eq!(
            (table.layout.itemsize(), table.rows().len()),
            (usize::from(size), 5),
            "{format}"
        );
        file[105..107].copy_from_slice(&u16::to_le_bytes(size - 1));
        let wanted = format!(
            "the points: of {} bytes each, expected {size} or more in format {format}",
            size - 1
        );
        assert_eq!(refused(&file), wanted);
    }
}

#[test]
fn headers_that_lie() {
    let change = |at: usize, bytes: &[u8]| {
        let mut file = sample("simple.las");
        file[at..at + bytes.len()].copy_from_slice(bytes);
        refused(&file)
    };
    assert_eq!(change(24, &[2, 0]), "the file header: version 2.0, expected 1.0 to 1.4");
    assert_eq!(change(25, &[5]), "the file header: version 1.5, expected 1.0 to 1.4");
    assert_eq!(change(104, &[11]), "the points: of format 11, expected one of 0 to 10");
    assert!(change(104, &[0x83]).starts_with("the points: they are compressed (LAZ)"));
    assert_eq!(change(96, &[8, 0, 0, 0]), "the points: they start at byte 8, within the header");
    let more = change(107, &1066_u32.to_le_bytes());
    assert_eq!(
        more,
        "the points: 1066 items of 34 bytes, 34 bytes apart, from byte 227 do not lie within 36437 \
         bytes: they would end at byte 36471"
    );

    // Extra bytes that take more than there is.
    let mut file = sample("extra_bytes.las");
    file[105..107].copy_from_slice(&40_u16.to_le_bytes());
    let error = refused(&file);
    assert_eq!(error, "the extra bytes of a point: `normal` takes 12 bytes, of 4 left");
}
