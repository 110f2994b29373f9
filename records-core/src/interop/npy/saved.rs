//! Records as a descr can say them.
//!
//! A descr lists fields in the order of memory. NumPy has none for a record whose fields
//! are declared in another order, and `np.save` refuses it; here its copy in the file is
//! laid out anew in the order of the declaration.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::{DType, Error, Layout};

/// The dtype to be written instead, where a descr cannot say this one.
pub(super) fn said(dtype: &DType) -> Result<Option<DType>, Error> {
    Ok(match dtype {
        DType::Array(element, len) => {
            said(element.get())?.map(|element| DType::array(element, *len))
        }
        DType::Record(layout) => said_record(layout.get())?.map(DType::record),
        _ => None,
    })
}

fn said_record(layout: &Layout) -> Result<Option<Layout>, Error> {
    let mut changed = Vec::new();
    for field in layout.fields() {
        changed.push(said(field.dtype())?);
    }
    let fields = layout.fields();
    if changed.iter().all(Option::is_none) {
        let ordered = fields.windows(2).all(|pair| pair[0].end() <= pair[1].offset());
        return Ok(if ordered { None } else { Some(layout.repacked()?) });
    }
    let titles: Vec<_> = fields
        .iter()
        .filter_map(|field| Some((field.name(), field.title()?.to_string())))
        .collect();
    let fields = fields.iter().zip(changed).map(|(field, changed)| {
        (String::from(field.name()), changed.unwrap_or_else(|| field.dtype().clone()))
    });
    let anew = if layout.is_aligned() {
        Layout::try_aligned(fields)?
    } else {
        Layout::try_packed(fields)?
    };
    Ok(Some(anew.with_titles(titles)?))
}

/// Lists the parts of an item that are the same in memory and in the file, with the byte
/// at which each lies in the one and in the other. `places` are those of the fields in
/// memory.
pub(super) fn pairs<'l>(
    dtype: &'l DType,
    in_file: &DType,
    places: Option<&dyn Fn(usize) -> usize>,
    parts: &mut Vec<(&'l DType, usize, usize)>,
) {
    let (DType::Record(from), DType::Record(to), Some(places)) = (dtype, in_file, places) else {
        return pairs_at(dtype, in_file, 0, 0, parts);
    };
    for (i, (from, to)) in from.get().fields().iter().zip(to.get().fields()).enumerate() {
        pairs_at(from.dtype(), to.dtype(), places(i), to.offset(), parts);
    }
}

fn pairs_at<'l>(
    dtype: &'l DType,
    in_file: &DType,
    from: usize,
    to: usize,
    parts: &mut Vec<(&'l DType, usize, usize)>,
) {
    match (dtype, in_file) {
        (DType::Record(a), DType::Record(b)) if a.get() != b.get() => {
            for (a, b) in a.get().fields().iter().zip(b.get().fields()) {
                pairs_at(a.dtype(), b.dtype(), from + a.offset(), to + b.offset(), parts);
            }
        }
        (DType::Array(a, len), DType::Array(b, _)) if a.get() != b.get() => {
            for i in 0..*len {
                let (from, to) = (from + i * a.get().size(), to + i * b.get().size());
                pairs_at(a.get(), b.get(), from, to, parts);
            }
        }
        _ => parts.push((dtype, from, to)),
    }
}
