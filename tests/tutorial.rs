//! The five parts of NumPy's tutorial on sharing memory, as facts: the values, and
//! that nothing was copied on the way to them. The examples of the same names show
//! them to people.

use std::sync::Arc;

use records_core::{
    ArrayInterface, Column, Error, FixedBytes, Grid, GridMut, Record, RecordArray, RecordBuf,
    Records, assert_layout,
};

fn steps() -> impl Iterator<Item = f64> {
    (0..10).map(|i| f64::from(i) * 0.1)
}

/// What the tutorial prints: six significant digits.
const SIN: [&str; 6] = ["0", "0.0998334", "0.198669", "0.29552", "0.389418", "0.479426"];

fn six_digits(x: f64) -> String {
    format!("{x:.5e}").parse::<f64>().unwrap().to_string()
}

#[track_caller]
fn assert_sines(column: Column<'_, f64>) {
    assert_eq!(column.len(), 10);
    let printed: Vec<String> = column.iter().take(6).map(six_digits).collect();
    assert_eq!(printed, SIN);
}

/// 1: a growing array, seen without copying. That it cannot grow meanwhile is a
/// case of the tests of what must not compile.
mod growing_array {
    use super::*;

    #[test]
    fn is_seen_in_place() {
        let mut array: Vec<f64> = steps().map(f64::sin).collect();
        let view = Column::from_slice(&array);
        assert_sines(view);
        assert_eq!(view.as_ptr(), array.as_ptr().cast());
        assert_eq!(view.stride(), 8);
        assert_eq!(view.as_slice(), Some(&*array));

        array.reserve_exact(100);
        array.push(1.5);
        let view = Column::from_slice(&array);
        assert_eq!((view.len(), view.last()), (11, Some(1.5)));
        assert_eq!(view.as_ptr(), array.as_ptr().cast());
    }
}

/// 2: the same memory as two-dimensional data.
mod interleaved {
    use super::*;

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Wave {
        sin: f64,
        cos: f64,
    }

    fn waves() -> RecordBuf<Wave> {
        steps().map(|t| Wave { sin: t.sin(), cos: t.cos() }).collect()
    }

    #[test]
    fn is_rows_and_columns_of_the_same_memory() {
        let waves = waves();
        let matrix = waves.view().as_matrix();
        assert_eq!((matrix.height(), matrix.width()), (10, 2));
        assert_eq!(matrix.strides(), (16, 8));
        assert_eq!(matrix.as_ptr(), waves.as_bytes().as_ptr());

        let columns = waves.columns();
        assert_sines(columns.sin);
        assert_sines(matrix.column(0));
        assert_eq!(matrix.column(1), columns.cos);
        assert_eq!(columns.cos.as_ptr(), waves.as_bytes()[8..].as_ptr());
        assert_eq!(columns.sin.stride(), 16);
        assert_eq!(matrix.row(3), [(3.0 * 0.1_f64).sin(), (3.0 * 0.1_f64).cos()]);
        assert_eq!(columns.sin.as_slice(), None);
        assert!(matrix.row(3).as_slice().is_some());
    }

    #[test]
    fn is_written_by_name_and_read_by_number() {
        let mut waves = waves();
        waves.columns_mut().sin.fill(7.0);
        assert_eq!(waves.view().as_matrix().column(0), [7.0; 10]);
        assert_eq!(waves.view().as_matrix().get(0, 1), Some(1.0));
    }
}

/// 3: channels of different types in a growing byte buffer, "=hdd".
mod packed_channels {
    use super::*;

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Sample {
        id: i16,
        sin: f64,
        cos: f64,
    }

    assert_layout!(Sample, size = 18, align = 1, id = 0, sin = 2, cos = 10);

    fn packed() -> Vec<u8> {
        let mut buf = Vec::new();
        for (id, t) in (0_i16..).zip(steps()) {
            buf.extend(id.to_ne_bytes());
            buf.extend(t.sin().to_ne_bytes());
            buf.extend(t.cos().to_ne_bytes());
        }
        buf
    }

    #[test]
    fn are_columns_and_rows_of_the_same_memory() -> Result<(), Error> {
        let buf = packed();
        assert_eq!(buf.len(), 180);
        let samples = Records::<Sample>::from_bytes(&buf)?;
        let columns = samples.columns();
        assert_eq!(columns.id, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_sines(columns.sin);
        for (offset, column, stride) in [
            (0, columns.id.as_ptr(), columns.id.stride()),
            (2, columns.sin.as_ptr(), columns.sin.stride()),
            (10, columns.cos.as_ptr(), columns.cos.stride()),
        ] {
            assert_eq!((column, stride), (buf[offset..].as_ptr(), 18));
        }
        let rows: Vec<Sample> = samples.iter().collect();
        assert_eq!(rows[0], Sample { id: 0, sin: 0.0, cos: 1.0 });
        assert_eq!(rows[9].id, 9);
        Ok(())
    }

    #[test]
    fn are_at_home_at_any_address() -> Result<(), Error> {
        let buf = [&[0xff], &*packed()].concat();
        assert_sines(Records::<Sample>::from_bytes_at(&buf, 1, 10)?.columns().sin);
        Ok(())
    }

    #[test]
    fn are_appended_as_bytes() -> Result<(), Error> {
        let mut samples = RecordBuf::<Sample>::new();
        for record in packed().chunks(18) {
            samples.extend_from_bytes(record)?;
        }
        assert_eq!(samples.as_bytes(), packed());
        assert_sines(samples.columns().sin);
        let half = samples.extend_from_bytes(&[0; 20]).unwrap_err().to_string();
        assert_eq!(half, "20 bytes is not a whole number of 18-byte records: 2 bytes left over");
        assert_eq!(samples.len(), 10);
        Ok(())
    }
}

/// 4: memory that something else owns: an image with padded lines.
mod image_memory {
    use super::*;

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Rgb {
        red: u8,
        green: u8,
        blue: u8,
    }

    const ORANGE: Rgb = Rgb { red: 255, green: 128, blue: 0 };
    /// 5 pixels of 3 bytes, padded to a multiple of 4.
    const LINE: usize = 16;
    const ORANGE_AT: usize = LINE + 4 * 3;

    #[test]
    fn is_seen_and_written_by_address() {
        let mut memory = vec![0xee_u8; 3 * LINE];
        memory[ORANGE_AT..ORANGE_AT + 3].copy_from_slice(&[255, 128, 0]);

        // SAFETY: 3 lines of 5 pixels, 16 bytes apart, in memory that is borrowed
        // as long as the grid is used.
        let grid = unsafe { Grid::<Rgb>::from_raw_parts(memory.as_ptr(), 3, 5, LINE as isize) };
        assert_eq!((grid.height(), grid.width(), grid.row_stride()), (3, 5, 16));
        assert_eq!(grid.get(1, 4), Some(ORANGE));
        assert_eq!(grid.get(1, 5), None, "padding is no pixel");
        assert_eq!(grid.as_ptr(), memory.as_ptr());

        // SAFETY: as above, and borrowed for this alone.
        let mut grid =
            unsafe { GridMut::<Rgb>::from_raw_parts(memory.as_mut_ptr(), 3, 5, LINE as isize) };
        grid.fill(Rgb { red: 1, green: 2, blue: 3 });
        grid.set(2, 0, ORANGE);
        assert_eq!(memory[2 * LINE..2 * LINE + 6], [255, 128, 0, 1, 2, 3]);
        let padding: Vec<u8> = memory.chunks(LINE).map(|line| line[LINE - 1]).collect();
        assert_eq!(padding, [0xee; 3], "padding is not written");
    }

    #[test]
    fn is_kept_alive_by_its_owner() -> Result<(), Error> {
        /// A line as a record.
        #[derive(Record, Clone, Copy)]
        #[record(packed, size = LINE)]
        struct Line {
            pixels: [Rgb; 5],
        }

        let mut memory = [0; 3 * LINE];
        memory[ORANGE_AT..ORANGE_AT + 3].copy_from_slice(&[255, 128, 0]);
        let owner: Arc<[u8]> = Arc::from(memory);
        let address = owner.as_ptr();
        let lines = RecordArray::<Line, _>::new(Arc::clone(&owner))?;
        assert_eq!(Arc::strong_count(&owner), 2);
        drop(owner);

        assert_eq!(lines.view().as_ptr(), address);
        let last = lines.view().columns().pixels.component(4);
        assert_eq!((last.stride(), last.get(1)), (16, Some(ORANGE)));
        assert_eq!(Arc::strong_count(lines.owner()), 1);
        Ok(())
    }

    /// As a program in Python would be told of it, and would tell us.
    #[test]
    fn is_seen_and_written_through_the_array_interface() -> Result<(), Error> {
        #[derive(Record, Clone, Copy)]
        #[record(packed, size = LINE)]
        struct Line {
            pixels: [Rgb; 5],
        }

        let mut memory = vec![0xee_u8; 3 * LINE];
        memory[ORANGE_AT..ORANGE_AT + 3].copy_from_slice(&[255, 128, 0]);
        let address = memory.as_ptr();
        let mut lines = RecordArray::<Line, _>::new(memory)?;

        // The pixels of the lines are an image: two dimensions, three fields.
        let text = lines.view().columns().pixels.array_interface().to_string();
        let descr = "[('red', '|u1'), ('green', '|u1'), ('blue', '|u1')]";
        let told = format!(
            "{{'shape': (3, 5), 'typestr': '|V3', 'descr': {descr}, 'data': ({}, True), \
             'strides': (16, 3), 'version': 3}}",
            address.addr()
        );
        assert_eq!(text, told);

        // Out of the text and back to the same memory, which `lines` keeps alive.
        let interface: ArrayInterface = text.parse()?;
        // SAFETY: the interface of a view of `lines`, which is not written meanwhile.
        let image = unsafe { interface.dyn_array()? };
        let grid = image.grid::<Rgb>()?;
        assert_eq!((grid.as_ptr(), grid.row_stride(), grid.stride()), (address, 16, 3));
        assert_eq!(grid.get(1, 4), Some(ORANGE));
        assert!(grid.as_own().is_some(), "laid out as `Rgb` is");
        // SAFETY: none is made: the view was one to read.
        let refused = unsafe { interface.dyn_array_mut() }.unwrap_err();
        assert_eq!(refused.to_string(), "`data` of the array interface is read-only");

        // Where the memory is known, a shape that it does not hold is refused.
        let bytes: &[u8] = lines.owner();
        assert_eq!(interface.over_bytes(bytes)?, image);
        let wider = ArrayInterface { shape: vec![3, 6], ..interface.clone() };
        let error = wider.over_bytes(bytes).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an array of shape (3, 6) with strides (16, 3), of items of 3 bytes, from byte 0 \
             does not lie within 48 bytes: it would end at byte 50"
        );

        // A view to write has one to write.
        let interface = lines.view_mut().columns_mut().pixels.array_interface();
        // SAFETY: the view is gone, and this is the only one while it lives.
        let mut grid = unsafe { interface.dyn_array_mut()? }.into_grid::<Rgb>()?;
        assert_eq!(grid.get(1, 4), Some(ORANGE));
        grid.fill(Rgb { red: 1, green: 2, blue: 3 });
        grid.set(2, 0, ORANGE);
        let memory = lines.into_owner();
        assert_eq!(memory.as_ptr(), address);
        assert_eq!(memory[2 * LINE..2 * LINE + 6], [255, 128, 0, 1, 2, 3]);
        let padding: Vec<u8> = memory.chunks(LINE).map(|line| line[LINE - 1]).collect();
        assert_eq!(padding, [0xee; 3], "padding is not written");
        Ok(())
    }

    /// A file that another crate writes, which has its last line first.
    #[test]
    fn is_a_bottom_up_file() -> Result<(), Box<dyn std::error::Error>> {
        #[derive(Record, Clone, Copy, Debug, PartialEq)]
        #[record(packed)]
        struct Bgr {
            blue: u8,
            green: u8,
            red: u8,
        }

        let drawn = image::RgbImage::from_fn(5, 3, |x, y| image::Rgb([x as u8, y as u8, 7]));
        let mut file = std::io::Cursor::new(Vec::new());
        drawn.write_to(&mut file, image::ImageFormat::Bmp)?;
        let mut file = file.into_inner();
        assert_eq!(file.len(), 54 + 3 * LINE);

        let grid = Grid::<Bgr>::from_bytes(&file[54..], 3, 5, -(LINE as isize))?;
        assert_eq!(grid.as_ptr(), file[54 + 2 * LINE..].as_ptr(), "the first line lies last");
        for (x, y, &image::Rgb([red, green, blue])) in drawn.enumerate_pixels() {
            assert_eq!(grid.get(y as usize, x as usize), Some(Bgr { blue, green, red }));
        }

        // And `image` reads what was written in place.
        let mut grid = GridMut::<Bgr>::from_bytes(&mut file[54..], 3, 5, -(LINE as isize))?;
        grid.set(0, 1, Bgr { blue: 0, green: 128, red: 255 });
        let read = image::load_from_memory_with_format(&file, image::ImageFormat::Bmp)?.to_rgb8();
        assert_eq!(read.get_pixel(1, 0), &image::Rgb([255, 128, 0]));
        Ok(())
    }
}

/// 5: an array of C structs.
mod people {
    use super::*;

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    struct Person {
        name: FixedBytes<30>,
        age: i32,
        weight: f32,
        height: f32,
    }

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned, project = Person)]
    struct AgeHeight {
        age: i32,
        height: f32,
    }

    fn people() -> RecordBuf<Person> {
        [("Zhang", 32, 75.5, 165.0), ("Wang", 24, 65.2, 170.0)]
            .map(|(name, age, weight, height)| {
                let name = FixedBytes::from_bytes(name.as_bytes()).unwrap();
                Person { name, age, weight, height }
            })
            .into_iter()
            .collect()
    }

    #[test]
    fn are_laid_out_as_in_c() {
        let offsets: Vec<usize> =
            Person::LAYOUT.fields().iter().map(|field| field.offset()).collect();
        assert_eq!(offsets, [0, 32, 36, 40]);
        assert_eq!(Person::LAYOUT.itemsize(), 44);
        assert!(Person::LAYOUT.holes().eq(std::iter::once(30..32)));
        let drawn = Person::LAYOUT.to_string();
        for line in
            ["0..30    30  S30   name", "32..36     4  i32   age", "30..32     2        hole"]
        {
            assert!(drawn.contains(line), "`{line}` is not in\n{drawn}");
        }
    }

    #[test]
    fn one_field_is_a_view() {
        let people = people();
        let age = people.columns().age;
        assert_eq!(age, [32, 24]);
        assert_eq!(age.stride(), 44);
        assert_eq!(age.as_ptr(), people.as_bytes()[32..].as_ptr());
    }

    #[test]
    fn two_fields_are_a_view_that_writes_through() {
        let mut people = people();
        let view = people.view().project::<AgeHeight>();
        assert_eq!(view.as_ptr(), people.as_bytes().as_ptr());
        assert_eq!(view.stride(), 44);
        assert_eq!(view.get(1), Some(AgeHeight { age: 24, height: 170.0 }));

        let before: Vec<Person> = people.iter().collect();
        people.view_mut().project_mut::<AgeHeight>().columns_mut().age.update(|age| age + 10);
        assert_eq!(people.columns().age, [42, 34]);
        let after = before.into_iter().map(|person| Person { age: person.age + 10, ..person });
        assert!(people.iter().eq(after), "and nothing else has changed");
    }
}
