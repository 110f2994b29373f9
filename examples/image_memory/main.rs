//! Sharing memory, part 4: memory that something else owns.
//!
//! An image lives in a C++ library. NumPy is told its address through the array
//! interface, and keeps the object that owns it alive:
//!
//! ```python
//! interface = {"shape": (h, w, 3), "typestr": "|u1", "data": (int(img.bits()), False),
//!              "strides": (img.bytesPerLine(), 3, 1), "version": 3}
//! ```
//!
//! The strides are the point: image libraries pad lines to a multiple of 4 bytes,
//! so that a line of 5 pixels of 3 bytes takes 16 bytes, and files may hold the
//! last line first.
//!
//! Run it: `cargo run --example image_memory`

mod bmp;
mod picture;

use std::error::Error;
use std::sync::Arc;

use picture::Picture;
use records_core::{Grid, GridMut, Record, RecordArray};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Rgb {
    red: u8,
    green: u8,
    blue: u8,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("-- by address");
    by_address();
    println!("\n-- kept by an owner of bytes");
    by_owner()?;
    println!("\n-- a file, the last line first");
    bmp::in_a_file()
}

/// The pixels of a picture, in place. They borrow the picture: it stays alive
/// while they are looked at, or the program does not compile.
fn pixels(picture: &Picture) -> Grid<'_, Rgb> {
    // SAFETY: `height` lines of `width` pixels of 3 bytes lie `bytes_per_line`
    // apart from `bits` on, initialised; nobody writes them while the picture is
    // borrowed.
    unsafe {
        Grid::from_raw_parts(
            picture.bits(),
            picture.height(),
            picture.width(),
            picture.bytes_per_line().cast_signed(),
        )
    }
}

/// The same, to write them.
fn pixels_mut(picture: &mut Picture) -> GridMut<'_, Rgb> {
    let (height, width) = (picture.height(), picture.width());
    let row_stride = picture.bytes_per_line().cast_signed();
    // SAFETY: as above, and the picture is borrowed for us alone.
    unsafe { GridMut::from_raw_parts(picture.bits_mut(), height, width, row_stride) }
}

fn by_address() {
    let mut picture = Picture::new(5, 3);
    picture.set_pixel(4, 1, [255, 128, 0]);

    // na = np.array(Interface(img), copy=False)
    let na = pixels(&picture);
    let (height, width, apart) = (na.height(), na.width(), na.row_stride());
    println!("{height} lines of {width} pixels, {apart} bytes apart");
    println!("pixel (1, 4) = {:?}", na.get(1, 4));
    println!("the same memory: {}", na.as_ptr() == picture.bits());

    // na[2, 0] = 1, 2, 3: the owner sees what is written.
    let (red, green, blue) = (1, 2, 3);
    pixels_mut(&mut picture).set(2, 0, Rgb { red, green, blue });
    println!("the owner's pixel (2, 0) = {:?}", picture.pixel(0, 2));

    // na[..., 0]: one colour of the whole image, which is a view too.
    let red = pixels(&picture).plane(Rgb::FIELDS.red);
    println!("red = {red:?}");
}

/// The memory of a picture that several share. It owns, as `na.base` does in NumPy:
/// while one of these is left, the picture lives.
struct Bits(Arc<Picture>);

impl AsRef<[u8]> for Bits {
    fn as_ref(&self) -> &[u8] {
        let len = self.0.height() * self.0.bytes_per_line();
        // SAFETY: all lines lie from `bits` on, initialised; nobody writes to a
        // picture that is shared.
        unsafe { std::slice::from_raw_parts(self.0.bits(), len) }
    }
}

/// A whole line as a record: 5 pixels, and a byte that means nothing.
#[derive(Record, Clone, Copy)]
#[record(packed, size = 16)]
struct Line {
    pixels: [Rgb; 5],
}

/// From an owner of bytes on, nothing is unsafe any more: a grid is checked to lie
/// within them, and a [`RecordArray`] keeps the owner alive.
fn by_owner() -> Result<(), records_core::Error> {
    let mut picture = Picture::new(5, 3);
    picture.set_pixel(4, 1, [255, 128, 0]);
    let picture = Arc::new(picture);
    let bits = Bits(Arc::clone(&picture));

    let grid = Grid::<Rgb>::from_bytes(bits.as_ref(), 3, 5, 16)?;
    println!("pixel (1, 4) = {:?}", grid.get(1, 4));
    if let Err(error) = Grid::<Rgb>::from_bytes(bits.as_ref(), 4, 5, 16) {
        println!("a line too many: {error}");
    }

    println!("\n{}\n", Line::LAYOUT);
    let lines = RecordArray::<Line, Bits>::new(bits)?;
    drop(picture);
    // The picture is still there: the array has it.
    let last = lines.view().columns().pixels.component(4);
    println!("the last pixel of each line: {:?}", last.records());
    Ok(())
}
