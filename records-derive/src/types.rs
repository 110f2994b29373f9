//! Field types that are refused by their look, with a reason and what to use.
//!
//! All other types are judged by the compiler: they are [`Element`]s or not. The
//! ones here are those that people reach for first; they deserve more than "the
//! trait is not implemented".
//!
//! [`Element`]: https://docs.rs/records-core/latest/records_core/trait.Element.html

use quote::ToTokens;
use syn::{Ident, Type, TypePath};

/// Why a type cannot be a field, and what can.
pub(crate) struct Refusal {
    pub(crate) reason: &'static str,
    pub(crate) instead: &'static str,
}

const fn refusal(reason: &'static str, instead: &'static str) -> Option<Refusal> {
    Some(Refusal { reason, instead })
}

const TEXT: &str = "`FixedBytes<N>` or `FixedStr<N>`";
const HEAP: &str = "its contents are on the heap, outside the record";

/// The part of the type that is refused, if one is. `params` are the type
/// parameters of the struct, which may have any name.
pub(crate) fn refused<'t>(ty: &'t Type, params: &[&Ident]) -> Option<(&'t Type, Refusal)> {
    let refusal = match ty {
        // Types that come from a `macro_rules!` variable arrive in an invisible group.
        Type::Group(group) => return refused(&group.elem, params),
        Type::Paren(paren) => return refused(&paren.elem, params),
        Type::Array(array) => return refused(&array.elem, params),
        Type::Path(path) => named(path, params),
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => {
                refusal("a record holds its values, not their addresses", TEXT)
            }
            Type::Slice(_) => {
                refusal("a record holds its values, not their addresses", "an array `[T; N]`")
            }
            _ => refusal("a record holds its values, not their addresses", "the type without `&`"),
        },
        Type::Ptr(_) => refusal(
            "an address means nothing in another process or file",
            "an index or an offset, such as `u64`",
        ),
        Type::Slice(_) => refusal("its length is not known", "an array `[T; N]`"),
        Type::Tuple(tuple) if tuple.elems.is_empty() => None,
        Type::Tuple(_) => refusal(
            "Rust may reorder a tuple's parts, and they have no names",
            "a nested record, a struct with `#[derive(Record)]`",
        ),
        Type::TraitObject(_) | Type::ImplTrait(_) => {
            refusal("its size is not known", "one type of fixed size, or an enum that says which")
        }
        Type::FnPtr(_) => refusal(
            "an address means nothing in another process or file",
            "an enum with `#[derive(Element)]` that says which function",
        ),
        Type::Never(_) => refusal("there are no values of it", "no field at all"),
        _ => None,
    };
    refusal.map(|refusal| (ty, refusal))
}

fn named(path: &TypePath, params: &[&Ident]) -> Option<Refusal> {
    if path.qself.is_some() {
        return None;
    }
    let segments = &path.path.segments;
    let last = &segments.last()?.ident;
    // A path of one's own may end in any name.
    let first = &segments.first()?.ident;
    let of_std = ["std", "core", "alloc"].iter().any(|name| first == name);
    if segments.len() > 1 && !of_std || params.contains(&last) {
        return None;
    }
    match last.to_string().as_str() {
        "String" => refusal("its text is on the heap, outside the record", TEXT),
        "str" => refusal("its length is not known", TEXT),
        "CString" | "CStr" | "OsString" | "OsStr" | "PathBuf" | "Path" => {
            refusal("its length is not known", "`FixedBytes<N>`")
        }
        "Vec" | "VecDeque" => refusal(HEAP, "an array `[T; N]`"),
        "Box" | "Rc" | "Arc" => refusal(HEAP, "the type inside, without the pointer"),
        "Cow" => refusal("a record holds its values, not their addresses", "the type inside"),
        "Option" => refusal(
            "Rust does not say which bytes are `None`",
            "a value that stands for none (such as NaN, or `-1`), or a `bool` field beside it",
        ),
        "char" => refusal("few integers are characters", "`u32`, or `FixedStr<1>`"),
        "usize" => refusal("its size differs between machines", "`u64`"),
        "isize" => refusal("its size differs between machines", "`i64`"),
        _ => None,
    }
}

/// The type as a person writes it.
pub(crate) fn text(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (from, to) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ;", ";"),
        ("& ", "&"),
        ("* ", "*"),
        ("' ", "'"),
        ("fn (", "fn("),
    ] {
        text = text.replace(from, to);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal_of(ty: &str) -> Option<String> {
        let ty: Type = syn::parse_str(ty).unwrap();
        refused(&ty, &[]).map(|(ty, _)| text(ty))
    }

    #[test]
    fn refuses_by_look() {
        for ty in [
            "String",
            "&'static str",
            "Vec<u8>",
            "Option<Box<u8>>",
            "*const u8",
            "fn(u8) -> u8",
            "(u8, u16)",
            "[u8]",
            "usize",
            "std::string::String",
            "Box<dyn Send>",
        ] {
            assert_eq!(refusal_of(ty).as_deref(), Some(ty));
        }
        assert_eq!(refusal_of("[[String; 3]; 2]").as_deref(), Some("String"));
        assert_eq!(refusal_of("(((char)))").as_deref(), Some("char"));
    }

    #[test]
    fn leaves_the_rest_to_the_compiler() {
        for ty in ["u8", "my::String", "[u8; 3]", "()", "Inner<Vec<u8>>", "<T as A>::String"] {
            assert_eq!(refusal_of(ty), None, "{ty}");
        }
        let ty: Type = syn::parse_str("Option").unwrap();
        let param = Ident::new("Option", proc_macro2::Span::call_site());
        assert!(refused(&ty, &[&param]).is_none());
    }
}
