//! The struct or enum as data: all that the expansion needs to know.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Ident, Index, Path, Type, Visibility};

use crate::attr::{self, Repr};
use crate::check;
use crate::sink::Sink;
use crate::span::{located, our_ident, ours};

/// A struct under `#[derive(Record)]`.
pub(crate) struct Record {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<Field>,
    pub(crate) rule: Rule,
    pub(crate) repr: Repr,
    /// The value of `size = N`.
    pub(crate) size: Option<TokenStream>,
    pub(crate) projections: Vec<Type>,
    pub(crate) bytemuck: bool,
    pub(crate) names: Names,
    pub(crate) krate: TokenStream,
    /// Whether no field has a type that is known to be none of a field's.
    pub(crate) sound: bool,
}

/// The names of what is generated beside the struct.
pub(crate) struct Names {
    pub(crate) set: Ident,
    pub(crate) columns: Ident,
    pub(crate) columns_mut: Ident,
    pub(crate) vecs: Ident,
}

/// The rule by which fields are placed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Packed,
    Aligned,
}

/// A field of a record.
pub(crate) struct Field {
    pub(crate) vis: Visibility,
    pub(crate) docs: Vec<Attribute>,
    /// The field of the user's struct: `sin`, `0`.
    pub(crate) member: TokenStream,
    /// The field of the generated struct: `sin`, `f0`.
    pub(crate) slot: Ident,
    /// Its name in the layout.
    pub(crate) name: String,
    /// Where that name stands.
    pub(crate) name_span: Span,
    pub(crate) ty: Type,
    pub(crate) offset: Option<TokenStream>,
}

/// An enum under `#[derive(Element)]`.
pub(crate) struct Enum {
    pub(crate) ident: Ident,
    /// `u8`, `i32` and the like.
    pub(crate) integer: Ident,
    pub(crate) variants: Vec<Ident>,
    pub(crate) krate: TokenStream,
}

/// Reads a struct; none if it is not one.
pub(crate) fn record(input: DeriveInput, sink: &Sink) -> Option<Record> {
    let fields = match input.data {
        Data::Struct(data) => data.fields,
        Data::Enum(data) => {
            sink.at(data.enum_token, check::ENUM_AS_RECORD);
            return None;
        }
        Data::Union(data) => {
            sink.at(data.union_token, check::UNION_AS_RECORD);
            return None;
        }
    };
    let attrs = attr::container(&input.attrs, sink);
    let repr = attr::repr(&input.attrs);
    let rule = check::rule(&input.ident, &attrs, &repr, sink);
    check::generics(&input.generics, &attrs, sink);
    let fields: Vec<Field> = self::fields(fields, sink);
    check::names(&fields, sink);
    let sound = check::types(&fields, &input.generics, sink);
    let names = names(&input.ident, attrs.columns);
    Some(Record {
        vis: input.vis,
        ident: input.ident,
        generics: input.generics,
        fields,
        rule,
        repr,
        size: attrs.size,
        projections: attrs.projections,
        bytemuck: attrs.bytemuck.is_some(),
        names,
        krate: krate(attrs.krate),
        sound,
    })
}

fn fields(fields: Fields, sink: &Sink) -> Vec<Field> {
    let mut made = Vec::new();
    for (index, field) in fields.into_iter().enumerate() {
        let attrs = attr::field(&field.attrs, sink);
        let docs = field.attrs.into_iter().filter(|attr| attr.path().is_ident("doc")).collect();
        let (member, slot) = match &field.ident {
            Some(ident) => (our_ident(ident).into_token_stream(), our_ident(ident)),
            None => {
                let span = located(syn::spanned::Spanned::span(&field.ty));
                let index = u32::try_from(index).expect("a struct of billions of fields");
                let member = Index { index, span };
                (member.into_token_stream(), Ident::new(&format!("f{index}"), span))
            }
        };
        let (name, name_span) = match &attrs.rename {
            Some(rename) => (rename.value(), rename.span()),
            None => (slot.unraw().to_string(), slot.span()),
        };
        let (vis, ty, offset) = (field.vis, field.ty, attrs.offset);
        made.push(Field { vis, docs, member, slot, name, name_span, ty, offset });
    }
    made
}

fn names(ident: &Ident, columns: Option<Ident>) -> Names {
    let name = ident.unraw();
    let span = located(ident.span());
    let vecs = format_ident!("{name}Vecs", span = span);
    let default = columns.is_none();
    let columns = match columns {
        Some(columns) => our_ident(&columns),
        None => format_ident!("{name}Columns", span = span),
    };
    let set = if default {
        // A set of columns, not of "columnses".
        format_ident!("{name}ColumnSet", span = span)
    } else {
        format_ident!("{}Set", columns.unraw(), span = span)
    };
    Names {
        set,
        columns_mut: format_ident!("{}Mut", columns.unraw(), span = columns.span()),
        columns,
        vecs,
    }
}

fn krate(path: Option<Path>) -> TokenStream {
    match path {
        Some(path) => ours(path),
        None => quote!(::records_core),
    }
}

/// Reads an enum; none if it is not one, or not one that can be a field.
pub(crate) fn element(input: DeriveInput, sink: &Sink) -> Option<Enum> {
    let data = match input.data {
        Data::Enum(data) => data,
        Data::Struct(data) => {
            sink.at(data.struct_token, check::STRUCT_AS_ELEMENT);
            return None;
        }
        Data::Union(data) => {
            sink.at(data.union_token, check::UNION_AS_ELEMENT);
            return None;
        }
    };
    let krate = krate(attr::of_enum(&input.attrs, sink));
    for variant in &data.variants {
        attr::of_variant(&variant.attrs, sink);
    }
    let repr = attr::repr(&input.attrs);
    check::variants(&input.ident, &input.generics, &data, sink);
    let integer = check::integer(&input.ident, &repr, sink);
    let variants = data.variants.into_iter().map(|variant| variant.ident).collect();
    sink.is_empty().then(|| Enum { ident: input.ident, integer, variants, krate })
}
