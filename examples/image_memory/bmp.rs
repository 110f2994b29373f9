//! A BMP file, which holds the last line first, seen where it lies.

use std::error::Error;
use std::io::Cursor;

use image::{ImageFormat, RgbImage};
use records_core::zerocopy::little_endian::{I32, U16, U32};
use records_core::{FixedBytes, Grid, Record, Records};

/// How a BMP file begins. Its numbers are little-endian on every machine, and the
/// first of them already lies at an odd place for its size.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct BmpHeader {
    magic: FixedBytes<2>,
    file_size: U32,
    reserved: [u8; 4],
    pixels_at: U32,
    info_size: U32,
    width: I32,
    /// Positive if the last line comes first.
    height: I32,
    planes: U16,
    bits_per_pixel: U16,
    compression: U32,
}

/// A pixel, with the colours in the order of BMP files.
#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Bgr {
    blue: u8,
    green: u8,
    red: u8,
}

pub fn in_a_file() -> Result<(), Box<dyn Error>> {
    // A real file, written by another crate.
    let drawn = RgbImage::from_fn(5, 3, |x, y| image::Rgb([50 * x as u8, 100 * y as u8, 7]));
    let mut file = Cursor::new(Vec::new());
    drawn.write_to(&mut file, ImageFormat::Bmp)?;
    let file = file.into_inner();

    println!("{}\n", BmpHeader::LAYOUT);
    let grid = pixels(&file)?;
    println!("lines {} bytes apart", grid.row_stride());
    println!("pixel (0, 1) = {:?}", grid.get(0, 1));

    // The crate that wrote the file decodes it to the same pixels. Fields are found
    // by name: whoever asks for red, green and blue gets them in that order.
    let decoded = image::load_from_memory_with_format(&file, ImageFormat::Bmp)?.to_rgb8();
    let same = decoded.rows().zip(grid.rows()).all(|(theirs, ours)| {
        let theirs = theirs.map(|pixel| (pixel[0], pixel[1], pixel[2]));
        let ours = ours.select((Bgr::FIELDS.red, Bgr::FIELDS.green, Bgr::FIELDS.blue));
        theirs.eq(ours)
    });
    println!("as `image` decodes it: {same}");
    Ok(())
}

/// The pixels of a BMP file, first line first, where they lie in it.
fn pixels(file: &[u8]) -> Result<Grid<'_, Bgr>, Box<dyn Error>> {
    // Its header is one record.
    let start = Records::<BmpHeader>::from_bytes_at(file, 0, 1)?;
    println!("{start:?}");
    let header = start.first().ok_or("no header")?;
    if header.magic != *b"BM" || header.bits_per_pixel != 24 || header.compression != 0 {
        return Err("not a plain BMP file of 24 bits a pixel".into());
    }
    let height = usize::try_from(header.height.get())?;
    let width = usize::try_from(header.width.get())?;
    let from = usize::try_from(header.pixels_at.get())?;
    let bytes = file.get(from..).ok_or("the pixels are past the end")?;

    // The first line lies last in memory: the stride from one line to the next is
    // negative.
    let row_stride = (3 * width).next_multiple_of(4);
    Ok(Grid::from_bytes(bytes, height, width, -row_stride.cast_signed())?)
}
