//! Images as grids and grids as images, sample by sample.

#![cfg(feature = "image")]

use proptest::prelude::*;
use records_core::image::flat::{FlatSamples, SampleLayout};
use records_core::image::{
    GenericImageView, GrayImage, ImageBuffer, Luma, Rgb, Rgb32FImage, RgbImage, Rgba, RgbaImage,
};
use records_core::{Grid, GridMut, Record, SamplesError};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Bgr {
    blue: u8,
    green: u8,
    red: u8,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Bgra {
    blue: u8,
    green: u8,
    red: u8,
    alpha: u8,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Rgb16 {
    red: u16,
    green_blue: [u16; 2],
}

fn layout() -> impl Strategy<Value = SampleLayout> {
    // Mostly pixels of three channels.
    let channels = prop_oneof![1 => 0..5_u8, 4 => Just(3_u8)];
    let channel_stride = prop_oneof![1 => 0..3_usize, 4 => Just(1_usize)];
    let strides = (channel_stride, 0..8_usize, 0..30_usize);
    (channels, 0..5_u32, 0..5_u32, strides).prop_map(|(channels, width, height, (c, x, y))| {
        SampleLayout {
            channels,
            channel_stride: c,
            width,
            width_stride: x,
            height,
            height_stride: y,
        }
    })
}

/// Whether two pixels have a sample in common: by looking at all of them.
fn overlaps(layout: &SampleLayout) -> bool {
    let mut seen = std::collections::HashSet::new();
    let pixels = (0..layout.height).flat_map(|y| (0..layout.width).map(move |x| (x, y)));
    pixels
        .flat_map(|(x, y)| (0..layout.channels).map(move |c| layout.in_bounds_index(c, x, y)))
        .any(|index| !seen.insert(index))
}

proptest! {
    #[test]
    fn grids_are_what_the_layout_says(layout in layout(), len in 0..160_usize) {
        let samples: Vec<u16> = (0..len).map(|i| (i * 257) as u16).collect();
        let mut flat = FlatSamples { samples, layout, color_hint: None };
        let grid = Grid::<Rgb16>::from_flat_samples(&flat);
        let expected = if layout.channels != 3 {
            Err("channels")
        } else if layout.channel_stride != 1 {
            Err("stride")
        } else if !layout.fits(len) {
            Err("bounds")
        } else {
            Ok(())
        };
        let what = |error: &SamplesError| match error {
            SamplesError::Channels { .. } => "channels",
            SamplesError::Stride { .. } => "stride",
            SamplesError::OutOfBounds { .. } => "bounds",
            _ => "something else",
        };
        prop_assert_eq!(grid.as_ref().map(|_| ()).map_err(what), expected);
        let Ok(grid) = grid else { return Ok(()) };
        prop_assert_eq!((grid.height(), grid.width()), (layout.height as usize, layout.width as usize));
        for y in 0..layout.height {
            for x in 0..layout.width {
                let pixel = grid.get(y as usize, x as usize).unwrap();
                let sample = |c| *flat.get_sample(c, x, y).unwrap();
                prop_assert_eq!(({ pixel.red }, { pixel.green_blue }), (sample(0), [sample(1), sample(2)]));
            }
        }
        // And back, in the same bytes.
        let bytes = records_core::bytemuck::cast_slice::<u16, u8>(&flat.samples);
        let back = grid.flat_samples_in::<u16>(bytes).unwrap();
        prop_assert_eq!(back.bounds(), flat.bounds());
        for (c, x, y) in all(&layout) {
            prop_assert_eq!(back.get_sample::<u16>(c, x, y), flat.get_sample::<u16>(c, x, y));
        }
        let image = grid.to_image::<Rgb<u16>>().unwrap();
        for (x, y, pixel) in image.enumerate_pixels() {
            let sample = |c| *flat.get_sample::<u16>(c, x, y).unwrap();
            prop_assert_eq!(pixel.0, [sample(0), sample(1), sample(2)]);
        }

        // Written only where no two pixels overlap.
        let mut twin = flat.clone();
        match GridMut::<Rgb16>::from_flat_samples(&mut flat) {
            Err(SamplesError::Overlap) => {
                // It may say so of lines and pixels that mesh, too.
                prop_assert!(overlaps(&layout) || meshes(&layout));
            }
            Err(error) => prop_assert!(false, "{error}"),
            Ok(mut grid) => {
                prop_assert!(!overlaps(&layout));
                for y in 0..grid.height() {
                    for x in 0..grid.width() {
                        let value = (y * 100 + x) as u16;
                        grid.set(y, x, Rgb16 { red: value, green_blue: [value + 1, !value] });
                        let (x, y) = (x as u32, y as u32);
                        *twin.get_mut_sample(0, x, y).unwrap() = value;
                        *twin.get_mut_sample(1, x, y).unwrap() = value + 1;
                        *twin.get_mut_sample(2, x, y).unwrap() = !value;
                    }
                }
            }
        }
        prop_assert_eq!(flat.samples, twin.samples);
    }

    #[test]
    fn grids_become_samples(
        height in 0..5_usize,
        width in 0..5_usize,
        gap in 0..4_usize,
        bottom_up in any::<bool>(),
    ) {
        let stride = width * 4 + gap;
        let bytes: Vec<u8> = (0..height * stride).map(|i| i as u8).collect();
        let row_stride = if bottom_up { -(stride as isize) } else { stride as isize };
        let grid = Grid::<Bgra>::from_bytes(&bytes, height, width, row_stride).unwrap();
        let dense = grid.as_flat_samples::<u8>();
        let inside = grid.flat_samples_in::<u8>(&bytes);
        let empty = height * width == 0;
        let backwards = bottom_up && height > 1 && width > 0 && stride > 0;
        if backwards {
            let error = SamplesError::Stride { what: "lines", stride: row_stride, size: 1 };
            prop_assert_eq!(dense.unwrap_err(), error.clone());
            prop_assert_eq!(inside.unwrap_err(), error);
        } else {
            let inside = inside.unwrap();
            prop_assert_eq!(dense.is_ok(), empty || gap == 0 || height < 2);
            for (c, x, y) in all(&inside.layout) {
                let at = y as usize * stride + x as usize * 4 + c as usize;
                prop_assert_eq!(inside.get_sample::<u8>(c, x, y), Some(&bytes[at]));
                if let Ok(dense) = &dense {
                    prop_assert_eq!(dense.get_sample::<u8>(c, x, y), Some(&bytes[at]));
                }
            }
            if let Err(error) = dense {
                prop_assert_eq!(error, SamplesError::Gaps);
            }
        }
        // Some channels are a layout of their own.
        let front = if backwards { grid.flipped() } else { grid };
        let some = front.select((Bgra::FIELDS.green, Bgra::FIELDS.alpha));
        let flat = some.flat_samples_in::<u8>(&bytes).unwrap();
        for (c, x, y) in all(&flat.layout) {
            let row = front.get(y as usize, x as usize).unwrap();
            prop_assert_eq!(flat.get_sample::<u8>(c, x, y), Some(&[row.green, row.alpha][c as usize]));
        }
        let rgb = grid.select((Bgra::FIELDS.red, Bgra::FIELDS.green, Bgra::FIELDS.blue));
        let image: RgbImage = rgb.to_image().unwrap();
        for (x, y, pixel) in image.enumerate_pixels() {
            let row = grid.get(y as usize, x as usize).unwrap();
            prop_assert_eq!(pixel.0, [row.red, row.green, row.blue]);
        }
    }
}

fn all(layout: &SampleLayout) -> impl Iterator<Item = (u8, u32, u32)> + use<> {
    let SampleLayout { channels, width, height, .. } = *layout;
    (0..height)
        .flat_map(move |y| (0..width).flat_map(move |x| (0..channels).map(move |c| (c, x, y))))
}

/// Whether the longer stride is less than what lies within the shorter ones.
fn meshes(layout: &SampleLayout) -> bool {
    let (x, y) = ((layout.width_stride, layout.width), (layout.height_stride, layout.height));
    let (short, long) = if x <= y { (x, y) } else { (y, x) };
    short.1 > 0 && long.1 > 1 && long.0 < short.0 * (short.1 as usize - 1) + 3
}

#[test]
fn buffers_are_grids() {
    let mut image = RgbaImage::from_fn(3, 2, |x, y| Rgba([x as u8, y as u8, 7, 255]));
    let grid = Grid::<Bgra>::from_image(&image).unwrap();
    // By place in memory: what the record calls blue is the first channel.
    assert_eq!(grid.get(1, 2), Some(Bgra { blue: 2, green: 1, red: 7, alpha: 255 }));
    GridMut::<Bgra>::from_image(&mut image).unwrap().plane_mut(Bgra::FIELDS.alpha).fill(9);
    assert!(image.pixels().all(|pixel| pixel.0[3] == 9));

    // A buffer over borrowed samples, longer than the image.
    let samples = [1, 2, 3, 4, 5, 6, 7];
    let image = ImageBuffer::<Luma<u8>, _>::from_raw(3, 2, &samples[..]).unwrap();
    let grid = Grid::<(u8,)>::from_image(&image).unwrap();
    assert_eq!(grid.row(1).to_vec(), [(4,), (5,), (6,)]);

    let image = Rgb32FImage::from_pixel(2, 2, Rgb([0.5, 1.0, 1.5]));
    let grid = Grid::<([f32; 3],)>::from_image(&image).unwrap();
    assert_eq!(grid.plane(<([f32; 3],)>::FIELDS.0).get(1, 1), Some([0.5, 1.0, 1.5]));
}

#[test]
fn what_is_no_pixel_says_why() {
    let image = RgbImage::new(2, 2);
    let channels = |record, image| SamplesError::Channels { record, image };
    assert_eq!(Grid::<Bgra>::from_image(&image).unwrap_err(), channels(4, 3));
    assert_eq!(Grid::<(u8,)>::from_image(&image).unwrap_err(), channels(1, 3));
    assert_eq!(Grid::<()>::from_image(&image).unwrap_err(), channels(0, 3));
    assert_eq!(Grid::<([u8; 300],)>::from_image(&image).unwrap_err(), channels(256, 255));

    let found = |error: SamplesError| match error {
        SamplesError::SampleType { field, expected, found } => (field, expected, found),
        error => panic!("{error}"),
    };
    #[derive(Record, Clone, Copy)]
    #[record(packed)]
    struct Odd {
        on: u8,
        off: bool,
        level: i8,
    }
    let error = Grid::<Odd>::from_image(&image).unwrap_err();
    assert_eq!(error.to_string(), "field `off` is bool, not a sample of u8");
    assert_eq!(found(error), ("off".into(), "u8".into(), "bool".into()));

    // Six bytes, but in the other order of this machine.
    type Swapped = (zerocopy::big_endian::U16, zerocopy::little_endian::U16, u16);
    let deep = ImageBuffer::<Rgb<u16>, Vec<u16>>::new(2, 2);
    assert!(matches!(
        Grid::<Swapped>::from_image(&deep).unwrap_err(),
        SamplesError::SampleType { .. }
    ));

    #[derive(Record, Clone, Copy)]
    #[record(packed, size = 4)]
    struct Padded {
        rgb: [u8; 3],
    }
    let error = Grid::<Padded>::from_image(&image).unwrap_err();
    assert_eq!(error.to_string(), "the record has padding, and a pixel samples of u8 only");
    let error: records_core::Error = error.into();
    assert!(error.to_string().contains("padding"));
}

#[test]
fn samples_without_gaps_are_lent() {
    let mut bytes: Vec<u8> = (0..24).collect();
    let grid = Grid::<Bgr>::from_bytes(&bytes, 2, 4, 12).unwrap();
    let samples = grid.as_flat_samples::<u8>().unwrap();
    assert_eq!(samples.samples.as_ptr_range(), bytes.as_ptr_range());
    let view = samples.as_view::<Rgb<u8>>().unwrap();
    assert_eq!(view.get_pixel(3, 1), Rgb([21, 22, 23]));
    // Part of each line has bytes of others in between.
    assert_eq!(grid.crop(.., 1..).as_flat_samples::<u8>().unwrap_err(), SamplesError::Gaps);
    let crop = grid.crop(1.., 1..);
    assert_eq!(crop.as_flat_samples::<u8>().unwrap().samples, &bytes[15..]);
    let plane = grid.select((Bgr::FIELDS.green,));
    assert_eq!(plane.as_flat_samples::<u8>().unwrap_err(), SamplesError::Gaps);
    let green: GrayImage = plane.to_image().unwrap();
    assert_eq!(green.as_raw(), &[1, 4, 7, 10, 13, 16, 19, 22]);
    // The other way round the channels lie backwards.
    let back = grid.select((Bgr::FIELDS.red, Bgr::FIELDS.green, Bgr::FIELDS.blue));
    assert_eq!(
        back.sample_layout::<u8>().unwrap_err(),
        SamplesError::Stride { what: "channels", stride: -1, size: 1 }
    );
    let uneven = Grid::<Bgra>::from_bytes(&bytes, 2, 3, 12).unwrap();
    let uneven = uneven.select((Bgra::FIELDS.blue, Bgra::FIELDS.green, Bgra::FIELDS.alpha));
    assert_eq!(
        uneven.sample_layout::<u8>().unwrap_err(),
        SamplesError::Stride { what: "channels", stride: 2, size: 1 }
    );
    // Other bytes are refused.
    assert_eq!(grid.flat_samples_in::<u8>(&bytes[1..]).unwrap_err(), SamplesError::Elsewhere);
    assert_eq!(grid.flat_samples_in::<u8>(&bytes[..23]).unwrap_err(), SamplesError::Elsewhere);
    assert_eq!(grid.flat_samples_in::<u8>(&[]).unwrap_err(), SamplesError::Elsewhere);

    let mut grid = GridMut::<Bgr>::from_bytes(&mut bytes, 2, 4, 12).unwrap();
    let mut samples = grid.as_flat_samples_mut::<u8>().unwrap();
    *samples.get_mut_sample(2, 3, 1).unwrap() = 99;
    assert_eq!(grid.get(1, 3), Some(Bgr { blue: 21, green: 22, red: 99 }));
}

#[test]
fn samples_are_aligned_or_refused() {
    let words = [0_u64; 4];
    let bytes = records_core::bytemuck::cast_slice::<u64, u8>(&words);
    type Pair = (u16, u16);
    let even = Grid::<Pair>::from_bytes(&bytes[2..18], 2, 2, 8).unwrap();
    assert_eq!(even.as_flat_samples::<u16>().unwrap().samples.len(), 8);
    let odd = Grid::<Pair>::from_bytes(&bytes[1..17], 2, 2, 8).unwrap();
    let refused = |error| match error {
        SamplesError::Misaligned { address, alignment: 2 } => assert_eq!(address % 2, 1),
        error => panic!("{error}"),
    };
    refused(odd.as_flat_samples::<u16>().unwrap_err());
    refused(odd.flat_samples_in::<u16>(bytes).unwrap_err());
    // Lines 9 bytes apart are no whole number of u16 apart.
    let odd = Grid::<Pair>::from_bytes(bytes, 3, 2, 9).unwrap();
    assert_eq!(
        odd.sample_layout::<u16>().unwrap_err(),
        SamplesError::Stride { what: "lines", stride: 9, size: 2 }
    );
    assert!(odd.to_image::<records_core::image::LumaA<u16>>().is_ok());
}

#[test]
fn what_is_larger_than_an_image_is_refused() {
    let huge = Grid::<(u8,)>::from_bytes(&[7], usize::MAX, 1, 0).unwrap();
    let too_large = SamplesError::TooLarge { height: usize::MAX, width: 1 };
    assert_eq!(huge.sample_layout::<u8>().unwrap_err(), too_large);
    assert_eq!(huge.to_image::<Luma<u8>>().unwrap_err(), too_large);
    let wide = Grid::<(u8,)>::from_bytes(&[], 0, usize::MAX, 0).unwrap();
    assert!(matches!(wide.as_flat_samples::<u8>(), Err(SamplesError::TooLarge { .. })));
    // The strides of an image are the caller's, and may be anything.
    let layout = SampleLayout {
        channels: 1,
        channel_stride: usize::MAX,
        width: u32::MAX,
        width_stride: usize::MAX,
        height: u32::MAX,
        height_stride: usize::MAX,
    };
    let samples = FlatSamples { samples: [0_u8; 4], layout, color_hint: None };
    assert_eq!(
        Grid::<(u8,)>::from_flat_samples(&samples).unwrap_err(),
        SamplesError::OutOfBounds { needed: usize::MAX, found: 4 }
    );
}
