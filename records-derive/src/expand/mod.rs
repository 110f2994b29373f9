//! From the model to Rust.
//!
//! Everything is named by absolute paths (through the path of the crate, or
//! `::core`), so that the code means the same in every scope; what the user wrote
//! is repeated with our spans (see [`crate::span`]). Little is emitted: each line
//! here is paid for in the compile time of each record.

mod bytemuck;
mod columns;
mod element;
mod parts;
mod proofs;
mod record;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, GenericParam};

use crate::model;
use crate::sink::Sink;
use parts::Parts;

/// `#[derive(Record)]`.
pub(crate) fn derive_record(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let sink = Sink::default();
    let Some(record) = model::record(input, &sink) else {
        return sink.into_tokens();
    };
    if record.generics.params.iter().any(|param| matches!(param, GenericParam::Lifetime(_))) {
        return sink.into_tokens();
    }
    let parts = Parts::new(&record, sink.is_empty());
    let columns = columns::expand(&parts);
    // Where types are refused the impls would only add to the errors. In all
    // other cases they keep one mistake from becoming one more at each use.
    let impls = record.sound.then(|| record::expand(&parts));
    let bytemuck = record.sound.then(|| bytemuck::expand(&parts));
    let proofs = parts.proven.then(|| proofs::expand(&parts));
    let errors = sink.into_tokens();
    quote! { #columns #impls #bytemuck #proofs #errors }
}

/// `#[derive(Element)]`.
pub(crate) fn derive_element(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let sink = Sink::default();
    match model::element(input, &sink) {
        Some(element) => element::expand(&element),
        None => sink.into_tokens(),
    }
}
