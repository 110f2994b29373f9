//! Dtypes out of Python's values.

use alloc::vec::Vec;

use super::super::{DType, Layout, Rule};
use super::error::{ParseError, ParseErrorKind};
use super::literal::{Kind, Literal};
use super::name::{self, Meaning};
use super::source::Source;
use super::{comma, dict, list};

/// Records and array dimensions within each other that are read.
const LEVELS: usize = 64;

/// What a value is part of.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// The rule that lays out records which do not name one: that of the `dtype(...)`
    /// around them.
    pub(super) rule: Rule,
    /// Whether fields of a list keep an empty name, as in files, instead of being
    /// named by their place.
    pub(super) keeps_empty: bool,
    levels: usize,
}

impl Context {
    /// As `numpy.dtype` reads.
    pub(super) const TOP: Context = Context { rule: Rule::Packed, keeps_empty: false, levels: 0 };

    /// As `numpy.load` reads the descr of a file.
    pub(super) const FILE: Context = Context { keeps_empty: true, ..Context::TOP };

    /// So many levels further in.
    pub(super) fn deeper(self, levels: usize, at: usize) -> Result<Context, ParseError> {
        let levels = self.levels.saturating_add(levels);
        if levels > LEVELS {
            return Err(ParseError::new(ParseErrorKind::TooDeep { limit: LEVELS }, at));
        }
        Ok(Context { levels, ..self })
    }

    pub(super) fn aligned(self, aligned: bool) -> Context {
        Context { rule: if aligned { Rule::Aligned } else { Rule::Packed }, ..self }
    }
}

/// Whatever `numpy.dtype` takes.
pub(super) fn dtype(literal: &Literal, context: Context) -> Result<DType, ParseError> {
    match &literal.kind {
        Kind::Str(text) => comma::dtype(Source::contents(literal, text), context),
        Kind::Bytes(bytes) => match core::str::from_utf8(bytes) {
            Ok(text) => comma::dtype(Source::contents(literal, text), context),
            Err(_) => Err(literal.unexpected("a dtype")),
        },
        Kind::Name(name) => named(literal, name),
        Kind::List(items) => list::record(items, literal, context).map(DType::record),
        Kind::Dict(_) => dict::record(literal, context).map(DType::record),
        Kind::Tuple(items) => match items.as_slice() {
            [first, second] => pair(first, second, context),
            _ => Err(literal.unexpected("a tuple of a dtype and a shape")),
        },
        Kind::Call { name, args, kwargs } => call(literal, name, args, kwargs, context),
        Kind::Int(_) | Kind::Bool(_) | Kind::None => Err(literal.unexpected("a dtype")),
    }
}

/// `float`, `np.int32`.
fn named(literal: &Literal, name: &str) -> Result<DType, ParseError> {
    let source = Source::whole(name);
    let short = without_module(name).unwrap_or(name);
    let error = match name::meaning(short) {
        Some(Meaning::Type(dtype)) => return Ok(dtype),
        Some(Meaning::Unsupported(reason)) => source.unsupported(reason),
        None => source.unknown(),
    };
    Err(ParseError::new(error.kind().clone(), literal.at.start))
}

fn without_module(name: &str) -> Option<&str> {
    name.strip_prefix("np.").or_else(|| name.strip_prefix("numpy."))
}

/// A dtype and what stands next to it: a shape, the size of a text, or the fields
/// of a `numpy.record`.
pub(super) fn pair(
    first: &Literal,
    second: &Literal,
    context: Context,
) -> Result<DType, ParseError> {
    if matches!(second.kind, Kind::Int(_) | Kind::Tuple(_)) || is_sizes(second) {
        let dims = shape(second)?;
        let element = dtype(first, context.deeper(dims.len(), second.at.start)?)?;
        let number = matches!(second.kind, Kind::Int(_));
        return arranged(element, &dims, number, second.at.start);
    }
    // The type that one element has in Python, or raw bytes, and their fields, which
    // NumPy does not align whatever is around them.
    let base = match &first.kind {
        Kind::Name(name) if is_record_type(name) => DType::Raw(0),
        _ => dtype(first, context)?,
    };
    let fields = dtype(second, context.aligned(false))?;
    match (base, fields) {
        (DType::Raw(size), fields @ DType::Record(_)) if size == 0 || size == fields.size() => {
            Ok(fields)
        }
        _ => Err(second.unexpected("a shape")),
    }
}

fn is_sizes(literal: &Literal) -> bool {
    matches!(&literal.kind, Kind::List(items)
        if items.iter().all(|item| matches!(item.kind, Kind::Int(_))) && !items.is_empty())
}

fn is_record_type(name: &str) -> bool {
    matches!(without_module(name).unwrap_or(name), "record" | "void" | "rec.record")
}

/// The lengths of an array: a number, or a tuple of them.
pub(super) fn shape(literal: &Literal) -> Result<Vec<usize>, ParseError> {
    if let Kind::Int(_) = literal.kind {
        return Ok(alloc::vec![literal.as_size("a shape")?]);
    }
    let dims = literal.items("a shape")?;
    Context::TOP.deeper(dims.len(), literal.at.start)?;
    dims.iter().map(|dim| dim.as_size("a length")).collect()
}

/// An array of these lengths; a mere `number` next to a text without a size is
/// its size.
pub(super) fn arranged(
    element: DType,
    dims: &[usize],
    number: bool,
    at: usize,
) -> Result<DType, ParseError> {
    let too_large = || ParseError::new(ParseErrorKind::TooLarge { what: "a shape" }, at);
    let fits = |size: Option<usize>| match size {
        Some(size) if isize::try_from(size).is_ok() => Ok(size),
        _ => Err(too_large()),
    };
    if let (true, &[size]) = (number, dims) {
        match element {
            DType::Bytes(0) => return fits(Some(size)).map(DType::Bytes),
            DType::Raw(0) => return fits(Some(size)).map(DType::Raw),
            DType::Str(0, order) => {
                return fits(size.checked_mul(4)).map(|_| DType::Str(size, order));
            }
            _ => {}
        }
    }
    let mut array = element;
    for &len in dims.iter().rev() {
        fits(array.size().checked_mul(len))?;
        array = DType::array(array, len);
    }
    Ok(array)
}

/// `dtype(...)`, and the `mappingproxy(...)` that Python prints `dtype.fields` as.
fn call(
    literal: &Literal,
    name: &str,
    args: &[Literal],
    kwargs: &[(alloc::string::String, Literal)],
    context: Context,
) -> Result<DType, ParseError> {
    let short = without_module(name).unwrap_or(name);
    match short {
        "dtype" | "mappingproxy" => {}
        "StringDType" | "dtypes.StringDType" => {
            let kind = Source::whole(name).unsupported(name::STRING).kind().clone();
            return Err(ParseError::new(kind, literal.at.start));
        }
        _ => return Err(literal.unexpected("`dtype(...)`")),
    }
    let mut of = args.first();
    let mut aligned = match args.get(1) {
        Some(flag) => flag.as_bool("True or False")?,
        None => false,
    };
    if let Some(more) = args.get(3) {
        return Err(more.unexpected("the end of the arguments"));
    }
    for (key, value) in kwargs {
        match key.as_str() {
            "align" => aligned = value.as_bool("True or False")?,
            "dtype" if of.is_none() => of = Some(value),
            // Neither changes what the dtype means.
            "copy" | "metadata" => {}
            _ => return Err(value.unexpected("an argument of `dtype`")),
        }
    }
    let of = of.ok_or_else(|| literal.unexpected("a `dtype(...)` of something"))?;
    let context = if short == "dtype" { context.aligned(aligned) } else { context };
    match &of.kind {
        // So NumPy prints an aligned record of `numpy.recarray`.
        Kind::Tuple(pair) if aligned => match pair.as_slice() {
            [Literal { kind: Kind::Name(name), .. }, fields]
                if is_record_type(name) && !matches!(fields.kind, Kind::Int(_)) =>
            {
                dtype(fields, context)
            }
            _ => dtype(of, context),
        },
        _ => dtype(of, context),
    }
}

/// The layout that a dtype is, or the one of a single field `f0` of that dtype.
pub(super) fn layout(dtype: DType, at: usize) -> Result<Layout, ParseError> {
    match dtype {
        DType::Record(super::super::Nested::Owned(layout)) => Ok(*layout),
        DType::Record(super::super::Nested::Static(layout)) => Ok(layout.clone()),
        dtype => Layout::try_packed([("f0", dtype)]).map_err(|error| ParseError::layout(error, at)),
    }
}
