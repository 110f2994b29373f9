//! Mistakes that can be seen without knowing types.

use std::collections::HashSet;

use proc_macro2::Span;
use quote::ToTokens;
use syn::{DataEnum, Fields, GenericParam, Generics, Ident, Lifetime};

use crate::attr::{Container, Repr};
use crate::model::{Field, Rule};
use crate::sink::Sink;
use crate::types;

pub(crate) const ENUM_AS_RECORD: &str = "a record is a struct; an enum without data becomes a \
    field type with `#[derive(records_core::Element)]` and `#[repr(u8)]`";
pub(crate) const UNION_AS_RECORD: &str = "a record is a struct; for bytes with several meanings \
    use a field of type `Raw<N>`, or one struct for each meaning";
pub(crate) const STRUCT_AS_ELEMENT: &str = "`Element` is derived for enums; derive `Record` for a \
    struct, which makes it a field type too";
pub(crate) const UNION_AS_ELEMENT: &str = "a union cannot be a record field; for bytes with \
    several meanings use a field of type `Raw<N>`";

/// The rule that the attributes choose.
pub(crate) fn rule(ident: &Ident, attrs: &Container, repr: &Repr, sink: &Sink) -> Rule {
    if let Some(packed) = &repr.packed
        && !repr.c
    {
        let to =
            if packed.to == "1" { "packed".to_owned() } else { format!("packed({})", packed.to) };
        sink.at_span(
            packed.span,
            format!(
                "`#[repr({to})]` lets Rust reorder the fields; write `#[repr(C, {to})]`, or \
                 no `repr` at all and `#[record(packed)]`"
            ),
        );
        return if attrs.aligned.is_some() { Rule::Aligned } else { Rule::Packed };
    }
    match (attrs.packed, attrs.aligned, &repr.packed) {
        (Some(_), Some(aligned), _) => {
            sink.at_span(aligned, "a record is `packed` or `aligned`, not both; remove one");
            Rule::Packed
        }
        (Some(_), None, _) => Rule::Packed,
        (None, Some(_), _) => Rule::Aligned,
        (None, None, Some(packed)) => {
            if packed.to != "1" {
                sink.at_span(
                    packed.span,
                    format!(
                        "`packed({})` is neither packed nor aligned; choose `#[record(packed)]` \
                         and say with `#[record(offset = N)]` where a field lies elsewhere",
                        packed.to
                    ),
                );
            }
            Rule::Packed
        }
        (None, None, None) if repr.c => Rule::Aligned,
        // Something in the attributes was not understood: maybe just this.
        (None, None, None) if !sink.is_empty() => Rule::Packed,
        (None, None, None) => {
            sink.at(
                ident,
                format!(
                    "choose how the bytes of `{ident}` lie: `#[record(packed)]` puts field behind \
                     field without padding, as NumPy does by default; `#[record(aligned)]` puts \
                     each field at a multiple of its alignment, as C does"
                ),
            );
            Rule::Packed
        }
    }
}

/// Records have no lifetimes, and generic ones no declared projections.
pub(crate) fn generics(generics: &Generics, attrs: &Container, sink: &Sink) {
    let mut generic = false;
    for param in &generics.params {
        match param {
            GenericParam::Lifetime(param) => {
                sink.at(&param.lifetime, lifetime(&param.lifetime));
            }
            _ => generic = true,
        }
    }
    if generic {
        for of in &attrs.projections {
            sink.at(
                of,
                "`project` needs a record without type and const parameters, whose layout is \
                 known here; the projection of a generic record is checked where it is used",
            );
        }
    }
}

fn lifetime(lifetime: &Lifetime) -> String {
    format!("a record holds its values and no references; remove `{lifetime}`")
}

/// Every field has a name of its own.
pub(crate) fn names(fields: &[Field], sink: &Sink) {
    let mut seen = HashSet::new();
    for field in fields {
        let name = field.name.as_str();
        if name.is_empty() {
            sink.at_span(field.name_span, "a field needs a name; NumPy takes `''` for padding");
        } else if name.contains('\0') {
            sink.at_span(field.name_span, "a field's name cannot hold a NUL");
        } else if !seen.insert(name) {
            let message = format!("there is a field named `{name}` before this one");
            sink.at_span(field.name_span, message);
        }
    }
}

/// Whether no type is known to be none of a field's.
pub(crate) fn types(fields: &[Field], generics: &Generics, sink: &Sink) -> bool {
    let params: Vec<_> = generics.type_params().map(|param| &param.ident).collect();
    let mut sound = true;
    for field in fields {
        if let Some((ty, refusal)) = types::refused(&field.ty, &params) {
            let types::Refusal { reason, instead } = refusal;
            let name = types::text(ty);
            let message = format!("`{name}` cannot be a record field: {reason}; use {instead}");
            sink.at(ty, message);
            sound = false;
        }
    }
    sound
}

/// The enum is a list of names for integers.
pub(crate) fn variants(ident: &Ident, generics: &Generics, data: &DataEnum, sink: &Sink) {
    if !generics.params.is_empty() {
        sink.at(&generics.params, "an enum that is a record field cannot be generic");
    }
    if data.variants.is_empty() {
        let message = format!("`{ident}` has no variant, so there are no bytes that are one");
        sink.at(ident, message);
    }
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            sink.at(
                &variant.fields,
                format!(
                    "a variant with data cannot be a record field: which bytes are valid would \
                     depend on the variant; keep `{}` alone here and put the data into a field \
                     beside it",
                    variant.ident
                ),
            );
        }
    }
}

/// The integer that stores the enum.
pub(crate) fn integer(ident: &Ident, repr: &Repr, sink: &Sink) -> Ident {
    if let Some(align) = repr.align {
        sink.at_span(align, "an enum that is a record field takes the bytes of its integer only");
    }
    let Some(integer) = &repr.integer else {
        let message = format!(
            "how many bytes `{ident}` takes is for Rust to choose; write `#[repr(u8)]`, or \
             another integer of fixed size"
        );
        if repr.c {
            sink.at(&repr.tokens, message)
        } else {
            sink.at(ident, message)
        }
        return Ident::new("u8", Span::call_site());
    };
    let known = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
    if !known.iter().any(|known| integer == known) {
        let reason = if integer == "usize" || integer == "isize" {
            "differs in size between machines"
        } else {
            "is too large for an enum's integer"
        };
        let message = format!("`{integer}` {reason}; use one of `{}`", known.join("`, `"));
        sink.at(integer.to_token_stream(), message);
    }
    integer.clone()
}
