//! The struct that has a column, a vector or a token for each field, and its aliases.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{GenericParam, parse_quote};

use super::parts::Parts;
use crate::model::Field;
use crate::span::ours;

pub(super) fn expand(parts: &Parts<'_>) -> TokenStream {
    let krate = parts.krate;
    let names = &parts.record.names;
    let (set, columns, columns_mut, vecs) =
        (&names.set, &names.columns, &names.columns_mut, &names.vecs);
    let vis = ours(&parts.record.vis);
    let family = parts.fresh("K");
    let fields = parts.fields().enumerate().map(|(index, (field, ty))| {
        let Field { slot, .. } = field;
        let (vis, docs) = (ours(&field.vis), docs(field));
        let (ty, index) = (parts.without_self(ty.clone()), Literal::usize_unsuffixed(index));
        quote! { #docs #vis #slot: #family::Slot<#ty, #index> }
    });
    // Without fields nothing else would mention the family.
    let phantom = parts.record.fields.is_empty().then(|| {
        quote! { __family: ::core::marker::PhantomData<#family> }
    });
    let (params, clause) = (parts.set_params(), parts.set_where());
    let alias = parts.alias_params();
    let of_columns = parts.set_of(&quote!(#krate::ColumnsFamily<'a>));
    let of_columns_mut = parts.set_of(&quote!(#krate::ColumnsMutFamily<'a>));
    let of_vecs = parts.set_of(&quote!(#krate::VecsFamily));
    let name = &parts.name;
    let set_doc = format!(
        " What stands for each field of [`{name}`]: [`{columns}`], [`{columns_mut}`], [`{vecs}`] \
         and the type of `{name}::FIELDS` are this struct with a family put in."
    );
    let columns_doc = format!(" A column for each field of [`{name}`].");
    let columns_mut_doc = format!(" A mutable column for each field of [`{name}`].");
    let vecs_doc = format!(" A vector for each field of [`{name}`].");
    // An alias needs its parameters without the comma in front.
    let vecs_params = alias.clone().into_iter().skip(1).collect::<TokenStream>();
    let vecs_params = parts.is_generic().then(|| quote!(<#vecs_params>));
    let traits = parts.record.sound.then(|| traits(parts));
    quote! {
        #[doc = #set_doc]
        #vis struct #set<#family: #krate::Family #params> #clause { #(#fields,)* #phantom }
        #[doc = #columns_doc]
        #vis type #columns<'a #alias> = #of_columns;
        #[doc = #columns_mut_doc]
        #vis type #columns_mut<'a #alias> = #of_columns_mut;
        #[doc = #vecs_doc]
        #vis type #vecs #vecs_params = #of_vecs;
        #traits
    }
}

/// What columns and vectors can do, whatever their fields are. Not by `derive`,
/// which takes as long to compile as all the rest of a record: it gives each impl a
/// bound for each field, and looks at each field in each body.
fn traits(parts: &Parts<'_>) -> TokenStream {
    let (krate, this) = (parts.krate, &parts.this);
    let columns = parts.set_of(&quote!(#krate::ColumnsFamily<'__a>));
    let vecs = parts.set_of(&quote!(#krate::VecsFamily));
    let a: Option<GenericParam> = Some(parse_quote!('__a));
    let family: Option<GenericParam> = Some(parse_quote!(__K: #krate::Family));
    let any = parts.set_of(&quote!(__K));
    let debug = parts.impl_for(&quote!(::core::fmt::Debug), &any, family.clone());
    let eq = parts.impl_for(&quote!(::core::cmp::PartialEq), &any, family);
    let clone = parts.impl_for(&quote!(::core::clone::Clone), &columns, a.clone());
    let copy = parts.impl_for(&quote!(::core::marker::Copy), &columns, a.clone());
    let clone_vecs = parts.impl_for(&quote!(::core::clone::Clone), &vecs, None);
    let default_vecs = parts.impl_for(&quote!(::core::default::Default), &vecs, None);
    quote! {
        #[automatically_derived]
        #debug {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #krate::__private::show_set::<#this, __K>(self, __f)
            }
        }
        // Not marked as derived: lints would ask for `Eq`, which floats do not have.
        #eq {
            fn eq(&self, __other: &Self) -> ::core::primitive::bool {
                #krate::__private::same_set::<#this, __K>(self, __other)
            }
        }
        #[automatically_derived]
        #clone {
            #[inline]
            fn clone(&self) -> Self { *self }
        }
        #[automatically_derived]
        #copy {}
        #[automatically_derived]
        #clone_vecs {
            fn clone(&self) -> Self { #krate::__private::clone_vecs::<#this>(self) }
        }
        #[automatically_derived]
        #default_vecs {
            fn default() -> Self {
                <#this as #krate::Record>::build(&mut #krate::__private::NewVecs)
            }
        }
    }
}

/// The docs of the user, or a sentence in their place.
fn docs(field: &Field) -> TokenStream {
    if field.docs.is_empty() {
        let doc = format!(" Field `{}`.", field.name);
        quote! { #[doc = #doc] }
    } else {
        let docs = field.docs.iter().map(ours);
        quote! { #(#docs)* }
    }
}
