//! `#[record(...)]` and `#[repr(...)]`, as written.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Ident, LitStr, Meta, Path, Token, Type};

use crate::nearest::nearest;
use crate::sink::Sink;

/// `#[record(...)]` of a struct.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) packed: Option<Span>,
    pub(crate) aligned: Option<Span>,
    pub(crate) size: Option<TokenStream>,
    pub(crate) projections: Vec<Type>,
    pub(crate) krate: Option<Path>,
    pub(crate) bytemuck: Option<Span>,
    pub(crate) columns: Option<Ident>,
}

/// `#[record(...)]` of a field.
#[derive(Default)]
pub(crate) struct OfField {
    pub(crate) offset: Option<TokenStream>,
    pub(crate) rename: Option<LitStr>,
}

const CONTAINER: &[&str] =
    &["packed", "aligned", "size", "project", "crate", "bytemuck", "columns"];
const FIELD: &[&str] = &["offset", "rename"];
const ENUM: &[&str] = &["crate"];

/// Reads the attributes of a struct.
pub(crate) fn container(attrs: &[Attribute], sink: &Sink) -> Container {
    let mut to = Container::default();
    let place = Place { what: "a struct", known: CONTAINER, others: &[("a field", FIELD)] };
    items(attrs, &place, sink, |name, input| {
        match name.to_string().as_str() {
            "packed" => to.packed = Some(flag(name, input)?),
            "aligned" => to.aligned = Some(flag(name, input)?),
            "bytemuck" => to.bytemuck = Some(flag(name, input)?),
            "size" => to.size = Some(number(name, input, "size = 44")?),
            "project" => to.projections.push(value(name, input, "project = Person")?),
            "columns" => to.columns = Some(value(name, input, "columns = Columns")?),
            _ => to.krate = Some(path(name, input)?),
        }
        Ok(())
    });
    to
}

/// Reads the attributes of a field of a struct.
pub(crate) fn field(attrs: &[Attribute], sink: &Sink) -> OfField {
    let mut to = OfField::default();
    let place = Place { what: "a field", known: FIELD, others: &[("the struct", CONTAINER)] };
    items(attrs, &place, sink, |name, input| {
        match name.to_string().as_str() {
            "offset" => to.offset = Some(number(name, input, "offset = 8")?),
            _ => to.rename = Some(value(name, input, "rename = \"name\"")?),
        }
        Ok(())
    });
    to
}

/// Reads the attributes of an enum: the path of the crate.
pub(crate) fn of_enum(attrs: &[Attribute], sink: &Sink) -> Option<Path> {
    let mut krate = None;
    let place = Place {
        what: "an enum",
        known: ENUM,
        others: &[("the struct of a record", CONTAINER), ("a field of a record", FIELD)],
    };
    items(attrs, &place, sink, |name, input| {
        krate = Some(path(name, input)?);
        Ok(())
    });
    krate
}

/// Says that there are no attributes for a variant of an enum.
pub(crate) fn of_variant(attrs: &[Attribute], sink: &Sink) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("record")) {
        sink.at(attr, "`#[record(...)]` says nothing about a variant; remove it");
    }
}

/// Where an attribute stands, and what may stand in it there.
struct Place {
    what: &'static str,
    known: &'static [&'static str],
    /// Where the other attributes belong.
    others: &'static [(&'static str, &'static [&'static str])],
}

/// Calls `item` with each known name, at its value; a mistake in one item does
/// not hide those in the next.
fn items(
    attrs: &[Attribute],
    place: &Place,
    sink: &Sink,
    mut item: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) {
    let mut seen: Vec<String> = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("record")) {
        let Meta::List(list) = &attr.meta else {
            let known = listed(place.known);
            sink.at(attr, format!("write `#[record(...)]` with, in the brackets, {known}"));
            continue;
        };
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = one(input, place, &mut seen, &mut item) {
                    sink.push(error);
                    skip_item(input)?;
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(list.tokens.clone()) {
            sink.push(error);
        }
    }
}

fn one(
    input: ParseStream<'_>,
    place: &Place,
    seen: &mut Vec<String>,
    item: &mut impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let name = input.call(Ident::parse_any)?;
    let text = name.to_string();
    if !place.known.contains(&text.as_str()) {
        return Err(syn::Error::new(name.span(), unknown(&text, place)));
    }
    if seen.contains(&text) && text != "project" {
        return Err(syn::Error::new(name.span(), format!("`{text}` is given twice")));
    }
    seen.push(text);
    item(&name, input)?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(input.error("expected `,`"))
}

fn unknown(text: &str, place: &Place) -> String {
    for (what, names) in place.others {
        if names.contains(&text) {
            return format!("`{text}` is an attribute of {what}, not of {}", place.what);
        }
    }
    match nearest(text, place.known) {
        Some(name) => format!("there is no record attribute `{text}`; did you mean `{name}`?"),
        None => format!(
            "there is no record attribute `{text}`; {} can have {}",
            place.what,
            listed(place.known)
        ),
    }
}

/// "`a`, `b` or `c`".
fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, front)) => format!("{} or {last}", front.join(", ")),
        None => String::new(),
    }
}

fn skip_item(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn flag(name: &Ident, input: ParseStream<'_>) -> syn::Result<Span> {
    if input.is_empty() || input.peek(Token![,]) {
        Ok(name.span())
    } else {
        Err(input.error(format!("`{name}` takes no value")))
    }
}

fn equals(name: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<()> {
    if !input.peek(Token![=]) {
        let message = format!("`{name}` needs a value: `{example}`");
        return Err(syn::Error::new(name.span(), message));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        let message = format!("`{name}` needs a value: `{example}`");
        return Err(syn::Error::new(name.span(), message));
    }
    Ok(())
}

fn value<T: syn::parse::Parse>(
    name: &Ident,
    input: ParseStream<'_>,
    example: &str,
) -> syn::Result<T> {
    equals(name, input, example)?;
    input.parse()
}

fn path(name: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    equals(name, input, "crate = my::records_core")?;
    input.call(Path::parse_mod_style)
}

/// A constant expression; a number, almost always.
fn number(name: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<TokenStream> {
    equals(name, input, example)?;
    let ahead = input.fork();
    if let Ok(TokenTree::Group(group)) = ahead.parse() {
        // A block, which syn parses with all of Rust's statements or not at all.
        if group.delimiter() == Delimiter::Brace {
            return Ok(input.parse::<TokenTree>()?.into_token_stream());
        }
    }
    match input.parse::<Expr>() {
        Ok(value) => Ok(value.into_token_stream()),
        Err(error) => Err(syn::Error::new(
            error.span(),
            format!("expected a constant; put longer expressions in braces: `{name} = {{ ... }}`"),
        )),
    }
}

/// What `#[repr(...)]` says.
#[derive(Default)]
pub(crate) struct Repr {
    /// What stands in the brackets, for messages.
    pub(crate) text: String,
    /// What stands in the brackets, for spans.
    pub(crate) tokens: TokenStream,
    pub(crate) c: bool,
    pub(crate) packed: Option<Packed>,
    /// `u8`, `i32` and the like.
    pub(crate) integer: Option<Ident>,
    pub(crate) align: Option<Span>,
}

/// `packed` in `#[repr(packed)]`.
pub(crate) struct Packed {
    pub(crate) span: Span,
    /// In `packed(2)`, 2; else 1.
    pub(crate) to: String,
}

/// Reads the `#[repr(...)]`s. What is wrong in them is the compiler's to say.
pub(crate) fn repr(attrs: &[Attribute]) -> Repr {
    let mut repr = Repr::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
        let Meta::List(list) = &attr.meta else {
            continue;
        };
        if !repr.text.is_empty() {
            repr.text += ", ";
        }
        repr.text += &list.tokens.to_string().replace(" ,", ",").replace(" (", "(");
        repr.tokens.extend(list.tokens.clone());
        let _: syn::Result<()> = attr.parse_nested_meta(|meta| {
            let Some(name) = meta.path.get_ident().cloned() else {
                return Ok(());
            };
            let mut argument = None;
            if meta.input.peek(syn::token::Paren) {
                argument = Some(meta.input.parse::<TokenTree>()?.to_string());
            }
            match name.to_string().as_str() {
                "C" => repr.c = true,
                "packed" => {
                    let to = argument.as_deref().unwrap_or("1");
                    let to = to.trim_matches(['(', ')', ' ']).to_owned();
                    repr.packed = Some(Packed { span: name.span(), to });
                }
                "align" => repr.align = Some(name.span()),
                "Rust" | "transparent" | "simd" => {}
                _ => repr.integer = Some(name),
            }
            Ok(())
        });
    }
    repr
}
