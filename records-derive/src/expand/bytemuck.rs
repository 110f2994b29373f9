//! The traits of `bytemuck` that hold for the struct.
//!
//! `Zeroable` and `AnyBitPattern` hold when they hold for every field, whatever the
//! layout: padding may have any bytes. `NoUninit` and `Pod` ask for a struct that Rust lays
//! out as promised (`repr(C)`) and that has no padding, which the macro cannot
//! know. So both ways are written, and a constant chooses: `bytemuck` implements
//! `NoUninit` and `AnyBitPattern` for whatever is `Pod`, hence either `Pod` or `AnyBitPattern`
//! may be implemented here, never both. A record with a `bool` has invalid bit patterns, and so
//! `Zeroable` and, without padding, `NoUninit` only.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::parts::{Parts, innermost};
use crate::span::ours;

pub(super) fn expand(parts: &Parts<'_>) -> TokenStream {
    if !parts.record.bytemuck {
        return TokenStream::new();
    }
    let bytemuck = &parts.krate;
    let bytemuck = quote!(#bytemuck::bytemuck);
    let zeroable = quote!(#bytemuck::Zeroable);
    let any_bits = quote!(#bytemuck::AnyBitPattern);
    let types = &parts.types;
    if parts.is_generic() {
        let hold: Vec<_> = types.iter().map(|ty| quote!(#ty: #any_bits)).collect();
        let zeroable = parts.unsafe_impl_where(&zeroable, &hold);
        let any_bits = parts.unsafe_impl_where(&any_bits, &hold);
        return quote! { #zeroable {} #any_bits {} };
    }
    let has_bool = parts.fields().any(|(field, _)| is_bool(&field.ty));
    let every = if has_bool { quote!(#zeroable + #bytemuck::NoUninit) } else { any_bits.clone() };
    let zeroable = parts.unsafe_impl(&zeroable);
    // bytemuck says so of `bool`, and not of arrays of it, of which it holds as well.
    let held = parts.fields().zip(types).map(|((field, _), ty)| {
        if is_bool(&field.ty) { ours(innermost(&field.ty)) } else { quote!(#ty) }
    });
    let check = quote! {
        const fn __holds<__T: #every>() {}
        #(__holds::<#held>();)*
    };
    if parts.record.repr.c {
        let by_padding = by_padding(parts, &bytemuck, has_bool);
        quote! { const _: () = { #check #zeroable {} #by_padding }; }
    } else if has_bool {
        quote! { const _: () = { #check #zeroable {} }; }
    } else {
        let any_bits = parts.unsafe_impl(&any_bits);
        quote! { const _: () = { #check #zeroable {} #any_bits {} }; }
    }
}

/// Whether it is `bool`, or an array of it.
fn is_bool(ty: &Type) -> bool {
    matches!(innermost(ty), Type::Path(path) if path.qself.is_none() && path.path.is_ident("bool"))
}

/// `AnyBitPattern` for a struct with padding, `Pod` for one without; with a `bool` nothing
/// and `NoUninit`.
///
/// A false bound on a type that is not generic is an error, unless it mentions
/// a bound lifetime: then it makes an impl that does not apply. It is a bound on
/// an associated type (`Padded = Yes`), and not on the trait, because the compiler
/// takes an impl's bounds for true inside of it; the two impls
/// contradict each other there, too.
fn by_padding(parts: &Parts<'_>, bytemuck: &TokenStream, has_bool: bool) -> TokenStream {
    let (krate, this) = (parts.krate, &parts.this);
    let bound = |padded| quote!(for<'__a> __PaddingOf<'__a, { __PADDED }>: __Is<Padded = #padded>);
    let implement = |name, padded| {
        let head = parts.unsafe_impl_where(&quote!(#bytemuck::#name), &[bound(padded)]);
        quote! { #head {} }
    };
    let impls = if has_bool {
        implement(quote!(NoUninit), quote!(__No))
    } else {
        let any_bits = implement(quote!(AnyBitPattern), quote!(__Yes));
        let pod = implement(quote!(Pod), quote!(__No));
        quote! { #any_bits #pod }
    };
    quote! {
        // Where Rust's layout is the record's, so is the padding.
        const __PADDED: ::core::primitive::bool = !<#this as #krate::Element>::IN_PLACE
            || <#this as #krate::Record>::LAYOUT.has_padding();
        struct __PaddingOf<'__a, const PADDED: ::core::primitive::bool>(&'__a ());
        struct __Yes;
        struct __No;
        trait __Is { type Padded; }
        impl __Is for __PaddingOf<'_, true> { type Padded = __Yes; }
        impl __Is for __PaddingOf<'_, false> { type Padded = __No; }
        #impls
    }
}
