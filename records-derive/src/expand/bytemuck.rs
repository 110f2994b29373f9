//! The traits of `bytemuck` that hold for the struct.
//!
//! `Zeroable` and `AnyBitPattern` hold when they hold for every field, whatever the
//! layout: padding may have any bytes. `NoUninit` and `Pod` ask for a struct that Rust lays
//! out as promised (`repr(C)`) and that has no padding, which the macro cannot
//! know. So both ways are written, and a constant chooses: `bytemuck` implements
//! `NoUninit` and `AnyBitPattern` for whatever is `Pod`, hence either `Pod` or `AnyBitPattern`
//! may be implemented here, never both.

use proc_macro2::TokenStream;
use quote::quote;

use super::parts::Parts;

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
    let zeroable = parts.unsafe_impl(&zeroable);
    let check = quote! {
        const fn __holds<__T: #any_bits>() {}
        #(__holds::<#types>();)*
    };
    if parts.record.repr.c {
        let by_padding = by_padding(parts, &bytemuck);
        quote! { const _: () = { #check #zeroable {} #by_padding }; }
    } else {
        let any_bits = parts.unsafe_impl(&any_bits);
        quote! { const _: () = { #check #zeroable {} #any_bits {} }; }
    }
}

/// `AnyBitPattern` for a struct with padding, `Pod` for one without.
///
/// A false bound on a type that is not generic is an error, unless it mentions
/// a bound lifetime: then it makes an impl that does not apply. It is a bound on
/// an associated type (`Padded = Yes`), and not on the trait, because the compiler
/// takes an impl's bounds for true inside of it; the two impls
/// contradict each other there, too.
fn by_padding(parts: &Parts<'_>, bytemuck: &TokenStream) -> TokenStream {
    let (krate, this) = (parts.krate, &parts.this);
    let bound = |padded| quote!(for<'__a> __PaddingOf<'__a, { __PADDED }>: __Is<Padded = #padded>);
    let any_bits =
        parts.unsafe_impl_where(&quote!(#bytemuck::AnyBitPattern), &[bound(quote!(__Yes))]);
    let pod = parts.unsafe_impl_where(&quote!(#bytemuck::Pod), &[bound(quote!(__No))]);
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
        #any_bits {}
        #pod {}
    }
}
