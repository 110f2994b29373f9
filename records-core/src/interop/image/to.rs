//! Grids as buffers of `image`.

use alloc::vec::Vec;
use core::slice;

use bytemuck::{Pod, PodCastError};
use image::flat::{FlatSamples, SampleLayout};
use image::{ImageBuffer, Pixel};

use super::samples::offsets;
use crate::{Element, Grid, GridMut, Placement, Record, SamplesError};

/// How the samples of a grid lie, and where the first is: bytes from the start of
/// its record.
struct Samples {
    layout: SampleLayout,
    first: usize,
}

/// Counts in samples what lies so many bytes apart; 0 where nobody takes a step.
fn step<S>(what: &'static str, stride: isize, len: usize) -> Result<usize, SamplesError> {
    if len < 2 {
        return Ok(0);
    }
    let size = size_of::<S>();
    match usize::try_from(stride).ok().zip(stride.unsigned_abs().checked_div(size)) {
        Some((bytes, samples)) if samples * size == bytes => Ok(samples),
        _ => Err(SamplesError::Stride { what, stride, size }),
    }
}

fn samples<S: Element, R: Record, L: Placement<R>>(
    grid: &Grid<'_, R, L>,
) -> Result<Samples, SamplesError> {
    let offsets = offsets::<S, R>(grid.place())?;
    let (height, width) = (grid.height(), grid.width());
    let (Ok(lines), Ok(pixels)) = (u32::try_from(height), u32::try_from(width)) else {
        return Err(SamplesError::TooLarge { height, width });
    };
    // Offsets within a record are at most isize::MAX.
    let apart = |pair: &[usize]| pair[1] as isize - pair[0] as isize;
    let channel = offsets.windows(2).next().map_or(S::SIZE as isize, apart);
    if let Some(uneven) = offsets.windows(2).map(apart).find(|&next| next != channel) {
        return Err(SamplesError::Stride { what: "channels", stride: uneven, size: S::SIZE });
    }
    let mut layout = SampleLayout {
        // No more than there may be, and the numbers have been converted.
        channels: offsets.len() as u8,
        channel_stride: step::<S>("channels", channel, offsets.len())?,
        width: pixels,
        width_stride: step::<S>("pixels", grid.stride(), width)?,
        height: lines,
        height_stride: step::<S>("lines", grid.row_stride(), height)?,
    };
    // Where nobody takes a step, what is usual: some functions of `image` look at it.
    if offsets.len() < 2 {
        layout.channel_stride = 1;
    }
    if width < 2 {
        layout.width_stride = layout.channel_stride * offsets.len();
    }
    if height < 2 {
        layout.height_stride = layout.width_stride.saturating_mul(width);
    }
    Ok(Samples { layout, first: offsets.first().copied().unwrap_or(0) })
}

/// The layout, address and number of the samples, if they lie one behind the other.
fn dense<S: Element, R: Record, L: Placement<R>>(
    grid: &Grid<'_, R, L>,
) -> Result<(SampleLayout, *mut S, usize), SamplesError> {
    const {
        assert!(S::IN_PLACE, "Rust keeps these samples in memory in another way than records do");
    }
    let Samples { layout, first } = samples::<S, R, L>(grid)?;
    let (width, height) = (layout.width as usize, layout.height as usize);
    if S::SIZE == 0 || layout.channels == 0 || width == 0 || height == 0 {
        return Ok((layout, core::ptr::dangling_mut(), 0));
    }
    let (channels, line) = (usize::from(layout.channels), layout.width_stride.checked_mul(width));
    if layout.channel_stride != 1
        || layout.width_stride != channels
        || Some(layout.height_stride) != line
    {
        return Err(SamplesError::Gaps);
    }
    let first = grid.as_ptr().cast_mut().wrapping_add(first).cast::<S>();
    if !first.is_aligned() {
        let (address, alignment) = (first.addr(), align_of::<S>());
        return Err(SamplesError::Misaligned { address, alignment });
    }
    // All of them lie in memory.
    Ok((layout, first, height * layout.height_stride))
}

/// Records of samples of one type, seen as `image` sees pixels: field by field, in
/// the order of the fields. A grid of `Bgra` has blue as its first channel; `image` must be
/// told, or the fields be selected in another order and copied with
/// [`to_image`](Grid::to_image).
impl<'a, R: Record, L: Placement<R>> Grid<'a, R, L> {
    /// Where the samples lie, counted from the first one of the record at (0, 0).
    ///
    /// ```
    /// use records_core::{Grid, Record};
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Rgba { red: u8, green: u8, blue: u8, alpha: u8 }
    ///
    /// let grid = Grid::<Rgba>::from_bytes(&[0; 32], 2, 3, 16)?;
    /// let ends = grid.select((Rgba::FIELDS.red, Rgba::FIELDS.blue));
    /// let layout = ends.sample_layout::<u8>()?;
    /// assert_eq!((layout.channels, layout.strides_cwh()), (2, (2, 4, 16)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SamplesError::SampleType`] if a field is no sample of `S`; [`SamplesError::Channels`] if
    /// there are more than 255; [`SamplesError::Stride`] if they, or pixels, or lines lie
    /// unevenly, backwards ([`flipped`](Grid::flipped) turns lines round), or no whole number of
    /// samples apart; [`SamplesError::TooLarge`] for more than `u32::MAX` lines or pixels in one.
    pub fn sample_layout<S: Element>(&self) -> Result<SampleLayout, SamplesError> {
        Ok(samples::<S, R, L>(self)?.layout)
    }

    /// The samples of a grid without gaps: pixels are all of their records, and
    /// lines lie one behind the other.
    ///
    /// A slice lends all bytes between its ends, and those between the pixels are not
    /// the grid's to lend; [`flat_samples_in`](Grid::flat_samples_in) takes the bytes in which it
    /// lies.
    ///
    /// ```
    /// use records_core::Grid;
    ///
    /// let grid = Grid::<(u8, u8, u8)>::from_bytes(&[1, 2, 3, 4, 5, 6], 1, 2, 6)?;
    /// let samples = grid.as_flat_samples::<u8>()?;
    /// assert_eq!(samples.get_sample(2, 1, 0), Some(&6));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`sample_layout`](Grid::sample_layout); [`SamplesError::Gaps`];
    /// [`SamplesError::Misaligned`].
    pub fn as_flat_samples<S: Element + Pod>(&self) -> Result<FlatSamples<&'a [S]>, SamplesError> {
        let (layout, first, len) = dense::<S, R, L>(self)?;
        // SAFETY: `len` samples one behind the other, aligned, in place; each is a value of a
        // record of the grid, so it can be read and is not written for 'a; S is `Pod`.
        let samples = unsafe { slice::from_raw_parts(first, len) };
        Ok(FlatSamples { samples, layout, color_hint: None })
    }

    /// The samples of a grid that lies within `bytes`, gaps and all: padded lines,
    /// some channels of the pixels.
    ///
    /// ```
    /// use records_core::Grid;
    /// use records_core::image::{GenericImageView, Rgb};
    ///
    /// // Two lines of one pixel, each padded to 4 bytes; the first lies last.
    /// let bytes = [4, 5, 6, 0, 1, 2, 3, 0];
    /// let grid = Grid::<(u8, u8, u8)>::from_bytes(&bytes, 2, 1, -4)?;
    /// let samples = grid.flipped().flat_samples_in::<u8>(&bytes)?;
    /// let view = samples.as_view::<Rgb<u8>>().unwrap();
    /// assert_eq!(view.get_pixel(0, 0), Rgb([4, 5, 6]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`sample_layout`](Grid::sample_layout); [`SamplesError::Elsewhere`] if the grid does
    /// not lie in these bytes; [`SamplesError::Misaligned`].
    pub fn flat_samples_in<'b, S: Element + Pod>(
        &self,
        bytes: &'b [u8],
    ) -> Result<FlatSamples<&'b [S]>, SamplesError> {
        const {
            assert!(
                S::IN_PLACE,
                "Rust keeps these samples in memory in another way than records do"
            );
        }
        let Samples { layout, first } = samples::<S, R, L>(self)?;
        let needed = layout.min_length().and_then(|len| len.checked_mul(S::SIZE));
        if needed == Some(0) {
            return Ok(FlatSamples { samples: &[], layout, color_hint: None });
        }
        let first = self.as_ptr().addr().wrapping_add(first);
        let start = first.checked_sub(bytes.as_ptr().addr());
        let end = start.zip(needed).and_then(|(start, needed)| start.checked_add(needed));
        let part = start.zip(end).and_then(|(start, end)| bytes.get(start..end));
        let part = part.ok_or(SamplesError::Elsewhere)?;
        match bytemuck::try_cast_slice(part) {
            Ok(samples) => Ok(FlatSamples { samples, layout, color_hint: None }),
            Err(PodCastError::TargetAlignmentGreaterAndInputNotAligned) => {
                let (address, alignment) = (part.as_ptr().addr(), align_of::<S>());
                Err(SamplesError::Misaligned { address, alignment })
            }
            // The length is a multiple of the size.
            Err(_) => Err(SamplesError::Elsewhere),
        }
    }

    /// A copy as an image, whatever the strides.
    ///
    /// ```
    /// use records_core::image::RgbImage;
    /// use records_core::{Grid, Record};
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Bgra { blue: u8, green: u8, red: u8, alpha: u8 }
    ///
    /// let grid = Grid::<Bgra>::from_bytes(&[3, 2, 1, 0, 6, 5, 4, 0], 1, 2, 8)?;
    /// let rgb = grid.select((Bgra::FIELDS.red, Bgra::FIELDS.green, Bgra::FIELDS.blue));
    /// let image: RgbImage = rgb.to_image()?;
    /// assert_eq!(image.as_raw(), &[1, 2, 3, 4, 5, 6]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SamplesError::Channels`] or [`SamplesError::SampleType`] if `R` is no pixel of `P`;
    /// [`SamplesError::TooLarge`].
    pub fn to_image<P>(&self) -> Result<ImageBuffer<P, Vec<P::Subpixel>>, SamplesError>
    where
        P: Pixel<Subpixel: Element>,
    {
        let offsets = offsets::<P::Subpixel, R>(self.place())?;
        let channels = usize::from(P::CHANNEL_COUNT);
        if offsets.len() != channels {
            return Err(SamplesError::Channels { record: offsets.len(), image: channels });
        }
        let (height, width) = (self.height(), self.width());
        let too_large = SamplesError::TooLarge { height, width };
        let (Ok(lines), Ok(pixels)) = (u32::try_from(height), u32::try_from(width)) else {
            return Err(too_large);
        };
        let len = height.checked_mul(width).and_then(|pixels| pixels.checked_mul(channels));
        let mut samples = Vec::new();
        if len.is_none_or(|len| samples.try_reserve_exact(len).is_err()) {
            return Err(too_large);
        }
        for line in self.rows() {
            for x in 0..width {
                let row = line.rows().at(x);
                // SAFETY: each offset is that of a value of the sample type in a row of the grid.
                let sample =
                    |&at: &usize| unsafe { P::Subpixel::read(row.wrapping_add(at).cast_const()) };
                samples.extend(offsets.iter().map(sample));
            }
        }
        ImageBuffer::from_raw(pixels, lines, samples).ok_or(too_large)
    }
}

impl<R: Record, L: Placement<R>> GridMut<'_, R, L> {
    /// The samples of a grid without gaps, to be written; see
    /// [`Grid::as_flat_samples`].
    ///
    /// # Errors
    /// As there.
    pub fn as_flat_samples_mut<S: Element + Pod>(
        &mut self,
    ) -> Result<FlatSamples<&mut [S]>, SamplesError> {
        let (layout, first, len) = dense::<S, R, L>(&self.view())?;
        // SAFETY: `len` samples one behind the other, aligned, in place; each is a value of a
        // record of the grid, which is borrowed meanwhile; any S is a value there, because the
        // dtypes are the same, and S, being `Pod`, has no padding.
        let samples = unsafe { slice::from_raw_parts_mut(first, len) };
        Ok(FlatSamples { samples, layout, color_hint: None })
    }
}
