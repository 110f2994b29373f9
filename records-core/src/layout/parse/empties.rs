//! Values without bytes, of which a text of a few bytes could ask for any number.

use super::super::DType;
use super::error::{ParseError, ParseErrorKind};

/// How many a record may hold, besides one for each of its bytes. Each is a value when
/// a row is decoded or printed, and no length of the data keeps their number down.
const EMPTIES: usize = 1 << 16;

/// The dtype, unless it holds too many values without bytes.
pub(super) fn limited(dtype: DType) -> Result<DType, ParseError> {
    if empties(&dtype) > dtype.size().saturating_add(EMPTIES) {
        return Err(ParseError::new(ParseErrorKind::TooLarge { what: "a shape without bytes" }, 0));
    }
    Ok(dtype)
}

fn empties(dtype: &DType) -> usize {
    let own = usize::from(dtype.size() == 0);
    match dtype {
        DType::Array(element, len) => len.saturating_mul(empties(element.get())).max(own),
        DType::Record(layout) => {
            let fields = layout.get().fields().iter().map(|field| empties(field.dtype()));
            fields.fold(own, usize::saturating_add)
        }
        _ => own,
    }
}
