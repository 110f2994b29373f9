//! Constants whose evaluation fails where a layout is wrong.
//!
//! The traits check layouts too. But constants that stand alone are evaluated by `cargo check`,
//! and each can be given the span of the token that has to change. Generic
//! records have none: their layouts are not known before they are used.

use proc_macro2::{Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::parts::Parts;
use crate::span::{located, place};

pub(super) fn expand(parts: &Parts<'_>) -> TokenStream {
    if parts.is_generic() {
        return TokenStream::new();
    }
    let mut proofs = TokenStream::new();
    let explicit = parts.record.fields.iter().any(|field| field.offset.is_some());
    if explicit {
        proofs.extend(offsets(parts));
    }
    if let Some(size) = &parts.record.size {
        proofs.extend(self::size(parts, size));
    }
    if parts.repr_must_agree() {
        let (krate, this) = (parts.krate, &parts.this);
        proofs.extend(
            quote! { const _: ::core::primitive::bool = <#this as #krate::Element>::IN_PLACE; },
        );
    }
    let (krate, this) = (parts.krate, &parts.this);
    for whole in &parts.record.projections {
        let path = quote!(#krate::__private::check_projection::<#this, #whole>);
        let call = call(&path, &quote!(()), whole);
        proofs.extend(quote! { const _: () = #call; });
    }
    proofs
}

/// Each field lies well, and on no field before it. A field without an offset of
/// its own follows one that may have been moved, so all are looked at.
fn offsets(parts: &Parts<'_>) -> TokenStream {
    let (krate, this, name, rule) = (parts.krate, &parts.this, &parts.name, parts.rule());
    // Without the size, which has a proof of its own.
    let draft = match parts.record.size {
        None => quote!(<#this as #krate::Record>::DRAFT),
        // A constant, because a layout made in passing would be dropped.
        Some(_) => quote!({
            const __DRAFT: &#krate::Layout = &unsafe {
                #krate::Layout::draft(
                    #name, <#this as #krate::Record>::DESC, #rule, ::core::option::Option::None
                )
            };
            __DRAFT
        }),
    };
    let fields = parts.record.fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let over = match &field.offset {
            Some(offset) => offset.clone(),
            None => field.slot.to_token_stream(),
        };
        let path = quote!(#krate::__private::check_field);
        let call = call(&path, &quote!((#draft, #index)), &over);
        quote! { const _: () = #call; }
    });
    // No size is given that would be checked; see `check_layout`.
    let largest = parts.record.size.is_none().then(|| {
        let message = format!("`{name}` is larger than the address space");
        let itemsize = quote!(<#this as #krate::Record>::DRAFT.itemsize());
        quote! {
            const _: () = ::core::assert!(#itemsize <= ::core::primitive::isize::MAX as ::core::primitive::usize, #message);
        }
    });
    quote! { #(#fields)* #largest }
}

/// The fields fit into the explicit size.
fn size(parts: &Parts<'_>, size: &TokenStream) -> TokenStream {
    let (krate, this) = (parts.krate, &parts.this);
    let path = quote!(#krate::__private::check_layout);
    let call = call(&path, &quote!((<#this as #krate::Record>::DRAFT)), size);
    quote! { const _: () = #call; }
}

/// A call whose span is that of the tokens `over`: a panic inside it is reported there.
pub(super) fn call(path: &TokenStream, args: &TokenStream, over: &impl ToTokens) -> TokenStream {
    let over = over.to_token_stream();
    let span = |token: Option<TokenTree>| token.map_or_else(Span::call_site, |token| token.span());
    let first = span(over.clone().into_iter().next());
    let last = span(over.into_iter().last());
    let path = place(path, first);
    let args = args.clone().into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut placed = Group::new(group.delimiter(), place(group.stream(), first));
            placed.set_span(located(last));
            TokenTree::Group(placed)
        }
        other => other,
    });
    path.into_iter().chain(args).collect()
}
