//! The samples that a record consists of.

use alloc::string::ToString;
use alloc::vec::Vec;

use crate::{DType, Element, Placement, Record, SamplesError};

/// As many channels as `image` counts.
pub(super) const MOST: usize = u8::MAX as usize;

/// Bytes from the start of a row to each sample of the record, field by field.
///
/// # Errors
/// If a field is something else, or there are more than any image has channels.
pub(super) fn offsets<S: Element, R: Record>(
    place: &impl Placement<R>,
) -> Result<Vec<usize>, SamplesError> {
    let mut offsets = Vec::new();
    for (index, field) in R::LAYOUT.fields().iter().enumerate() {
        add::<S>(field.name(), field.dtype(), place.offset(index), &mut offsets)?;
    }
    Ok(offsets)
}

fn add<S: Element>(
    field: &str,
    dtype: &DType,
    at: usize,
    offsets: &mut Vec<usize>,
) -> Result<(), SamplesError> {
    match dtype {
        _ if dtype.same(S::DTYPE) => {
            offsets.push(at);
            if offsets.len() > MOST {
                return Err(SamplesError::Channels { record: offsets.len(), image: MOST });
            }
            Ok(())
        }
        // Of an array of no bytes there is nothing to see, however long it is.
        DType::Array(element, _) if element.get().size() == 0 => Ok(()),
        DType::Array(element, len) => (0..*len).try_for_each(|k| {
            add::<S>(field, element.get(), at + k * element.get().size(), offsets)
        }),
        DType::Record(layout) => {
            layout.get().fields().iter().try_for_each(|part| {
                add::<S>(part.name(), part.dtype(), at + part.offset(), offsets)
            })
        }
        _ => Err(SamplesError::SampleType {
            field: field.to_string(),
            expected: S::DTYPE.to_string(),
            found: dtype.to_string(),
        }),
    }
}

/// Checks that a record is `channels` samples and nothing else.
pub(super) fn check_pixel<S: Element, R: Record>(channels: usize) -> Result<(), SamplesError> {
    let offsets = offsets::<S, R>(&crate::Own)?;
    if offsets.len() != channels {
        return Err(SamplesError::Channels { record: offsets.len(), image: channels });
    }
    // Fields do not overlap: so many samples in so many bytes are all of it.
    if R::SIZE != channels * S::SIZE {
        return Err(SamplesError::SampleType {
            field: "".to_string(),
            expected: S::DTYPE.to_string(),
            found: "padding".to_string(),
        });
    }
    Ok(())
}
