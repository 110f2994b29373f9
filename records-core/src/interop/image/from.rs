//! Buffers of `image` as grids.

use core::ops::{Deref, DerefMut};

use bytemuck::Pod;
use image::flat::{FlatSamples, SampleLayout};
use image::{ImageBuffer, Pixel};

use super::samples::check_pixel;
use crate::memory::{Lines, Strided};
use crate::{Element, Grid, GridMut, Own, Record, SamplesError};

/// The pixels as records of `R`, in samples of `S` of which there are `len` from `first` on.
///
/// # Errors
/// If `R` is no pixel of that image, or the pixels do not lie within the samples.
fn lines<S: Element, R: Record>(
    first: *mut u8,
    len: usize,
    layout: &SampleLayout,
) -> Result<Lines, SamplesError> {
    const {
        assert!(S::IN_PLACE, "Rust keeps these samples in memory in another way than records do");
    }
    let channels = usize::from(layout.channels);
    check_pixel::<S, R>(channels)?;
    if channels > 1 && layout.channel_stride != 1 {
        return Err(SamplesError::Stride {
            what: "channels",
            stride: isize::try_from(layout.channel_stride.saturating_mul(S::SIZE))
                .unwrap_or(isize::MAX),
            size: S::SIZE,
        });
    }
    let (height, width) = (layout.height as usize, layout.width as usize);
    if height == 0 || width == 0 || channels == 0 {
        return Ok(Lines::new(Strided::new(first, height, 0), width, R::SIZE as isize));
    }
    // Less than u32::MAX times usize::MAX, and twice that: within a u128.
    let last = (height - 1) as u128 * layout.height_stride as u128
        + (width - 1) as u128 * layout.width_stride as u128;
    let needed = last + channels as u128;
    if needed > len as u128 {
        let needed = usize::try_from(needed).unwrap_or(usize::MAX);
        return Err(SamplesError::OutOfBounds { needed, found: len });
    }
    // Where a step is taken at all, it stays within the samples, which are less
    // than isize::MAX bytes.
    let bytes = |stride: usize, len| if len > 1 { (stride * S::SIZE) as isize } else { 0 };
    let lines = Strided::new(first, height, bytes(layout.height_stride, height));
    Ok(Lines::new(lines, width, bytes(layout.width_stride, width)))
}

/// Checks that no two pixels have a sample in common.
fn check_apart(layout: &SampleLayout) -> Result<(), SamplesError> {
    let mut axes = [(layout.width_stride, layout.width), (layout.height_stride, layout.height)];
    if axes.iter().any(|&(_, len)| len == 0) {
        return Ok(());
    }
    axes.sort_unstable();
    // What lies within one step of the shorter stride, and then of the longer.
    let mut extent = u128::from(layout.channels);
    for (stride, len) in axes.into_iter().filter(|&(_, len)| len > 1) {
        let stride = stride as u128;
        if stride < extent {
            return Err(SamplesError::Overlap);
        }
        extent += stride * u128::from(len - 1);
    }
    Ok(())
}

fn grid<'a, S: Element + Pod, R: Record>(
    samples: &'a [S],
    layout: &SampleLayout,
) -> Result<Grid<'a, R>, SamplesError> {
    let first = samples.as_ptr().cast_mut().cast();
    let lines = lines::<S, R>(first, samples.len(), layout)?;
    // SAFETY: all pixels lie within the samples, which are borrowed for 'a and, being `Pod` and in
    // place, have no byte that is not initialised; a pixel is values of their dtype only, so it is
    // as valid as they are.
    Ok(unsafe { Grid::from_lines(lines, Own) })
}

fn grid_mut<'a, S: Element + Pod, R: Record>(
    samples: &'a mut [S],
    layout: &SampleLayout,
) -> Result<GridMut<'a, R>, SamplesError> {
    let first = samples.as_mut_ptr().cast();
    let lines = lines::<S, R>(first, samples.len(), layout)?;
    check_apart(layout)?;
    // SAFETY: as in `grid`; the samples are borrowed to be written, and no two pixels have one of
    // them in common. What is written are values of their dtype.
    Ok(unsafe { GridMut::from_lines(lines, Own) })
}

/// Pixels as records. `R` must consist of as many samples of the type as the
/// image has channels, and of nothing else, as `struct { red: u8, green: u8, blue: u8 }` or
/// `struct { rgb: [u8; 3] }` do for `Rgb<u8>`; they go by their place in memory, not by name.
impl<'a, R: Record> Grid<'a, R> {
    /// The pixels of a buffer.
    ///
    /// ```
    /// use records_core::image::{Rgb, RgbImage};
    /// use records_core::{Grid, Record};
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed)]
    /// struct Colour { red: u8, green: u8, blue: u8 }
    ///
    /// let image = RgbImage::from_fn(4, 2, |x, y| Rgb([x as u8, y as u8, 9]));
    /// let grid = Grid::<Colour>::from_image(&image)?;
    /// assert_eq!((grid.height(), grid.width()), (2, 4));
    /// assert_eq!(grid.get(1, 3), Some(Colour { red: 3, green: 1, blue: 9 }));
    /// assert_eq!(grid.plane(Colour::FIELDS.red).row(0).sum(), 6);
    /// # Ok::<(), records_core::SamplesError>(())
    /// ```
    ///
    /// # Errors
    /// [`SamplesError::Channels`] or [`SamplesError::SampleType`] if `R` is no such pixel.
    pub fn from_image<P, C>(image: &'a ImageBuffer<P, C>) -> Result<Grid<'a, R>, SamplesError>
    where
        P: Pixel<Subpixel: Element + Pod>,
        C: Deref<Target = [P::Subpixel]>,
    {
        grid(image, &image.sample_layout())
    }

    /// The pixels of samples at any strides, such as padded lines, or the colours
    /// of pixels with a further channel, left out. The channels of a pixel must lie one
    /// behind the other.
    ///
    /// ```
    /// use records_core::Grid;
    /// use records_core::image::flat::{FlatSamples, SampleLayout};
    ///
    /// // Two lines of one pixel, each padded to 4 bytes.
    /// let layout = SampleLayout { height_stride: 4, ..SampleLayout::row_major_packed(3, 1, 2) };
    /// let samples = FlatSamples { samples: [1_u8, 2, 3, 0, 4, 5, 6, 0], layout, color_hint: None };
    /// let grid = Grid::<([u8; 3],)>::from_flat_samples(&samples)?;
    /// assert_eq!(grid.column(0).to_vec(), [([1, 2, 3],), ([4, 5, 6],)]);
    /// # Ok::<(), records_core::SamplesError>(())
    /// ```
    ///
    /// # Errors
    /// As for [`from_image`](Grid::from_image), [`SamplesError::Stride`] if the channels lie apart,
    /// and [`SamplesError::OutOfBounds`] if there are too few samples.
    pub fn from_flat_samples<S: Element + Pod, B: AsRef<[S]>>(
        samples: &'a FlatSamples<B>,
    ) -> Result<Grid<'a, R>, SamplesError> {
        grid(samples.samples.as_ref(), &samples.layout)
    }
}

/// Pixels as records, to be written; see the same of [`Grid`].
impl<'a, R: Record> GridMut<'a, R> {
    /// The pixels of a buffer.
    ///
    /// # Errors
    /// As for [`Grid::from_image`].
    pub fn from_image<P, C>(
        image: &'a mut ImageBuffer<P, C>,
    ) -> Result<GridMut<'a, R>, SamplesError>
    where
        P: Pixel<Subpixel: Element + Pod>,
        C: DerefMut<Target = [P::Subpixel]>,
    {
        let layout = image.sample_layout();
        grid_mut(image, &layout)
    }

    /// The pixels of samples at any strides.
    ///
    /// # Errors
    /// As for [`Grid::from_flat_samples`], and [`SamplesError::Overlap`] if pixels have samples in
    /// common.
    pub fn from_flat_samples<S: Element + Pod, B: AsMut<[S]>>(
        samples: &'a mut FlatSamples<B>,
    ) -> Result<GridMut<'a, R>, SamplesError> {
        grid_mut(samples.samples.as_mut(), &samples.layout)
    }
}
