//! Making the user's tokens ours.
//!
//! Lints judge code by whom its tokens belong to. A field type written a second
//! time in generated code would be linted a second time (a deprecated type, a
//! field that is not snake case), in a place where nobody can fix it. So
//! what the user wrote is repeated with the spans of the macro, which point at
//! the user's text and count as generated.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The macro's own span, pointing at the text of `span`.
pub(crate) fn located(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// The tokens, with [`located`] spans.
pub(crate) fn ours(tokens: impl ToTokens) -> TokenStream {
    tokens.into_token_stream().into_iter().map(our_token).collect()
}

/// The identifier, with a [`located`] span.
pub(crate) fn our_ident(ident: &Ident) -> Ident {
    // What is a keyword depends on the edition of the token, and our tokens are
    // of edition 2024; `gen` is the one that became a keyword there.
    if ident == "gen" {
        return Ident::new_raw("gen", located(ident.span()));
    }
    let mut ours = ident.clone();
    ours.set_span(located(ident.span()));
    ours
}

fn our_token(token: TokenTree) -> TokenTree {
    match token {
        // It is the span that says which crate it stands for.
        TokenTree::Ident(ident) if ident == "$crate" => TokenTree::Ident(ident),
        TokenTree::Ident(ident) => TokenTree::Ident(our_ident(&ident)),
        TokenTree::Group(group) => {
            let mut ours = Group::new(group.delimiter(), self::ours(group.stream()));
            ours.set_span(located(group.span()));
            TokenTree::Group(ours)
        }
        mut other => {
            other.set_span(located(other.span()));
            other
        }
    }
}

/// Whether an identifier of this name occurs in the tokens.
pub(crate) fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

/// The tokens, all of them pointing at `span`.
pub(crate) fn place(tokens: impl ToTokens, span: Span) -> TokenStream {
    let set = |token| match token {
        TokenTree::Ident(ident) if ident == "$crate" => TokenTree::Ident(ident),
        TokenTree::Group(group) => {
            let mut placed = Group::new(group.delimiter(), place(group.stream(), span));
            placed.set_span(located(span));
            TokenTree::Group(placed)
        }
        mut other => {
            other.set_span(located(span));
            other
        }
    };
    ours(tokens).into_iter().map(set).collect()
}
