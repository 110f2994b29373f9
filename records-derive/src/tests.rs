//! What the derives write, held to snapshots in `tests/expand`, which the root package
//! compiles (`tests/expanded.rs` there).
//!
//! `UPDATE=1 cargo test -p records-derive` writes them anew.

use std::path::Path;
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::expand::{derive_element, derive_record};

/// The item without what only a derive understands, and the expansion behind it.
fn expanded(item: TokenStream, derive: fn(TokenStream) -> TokenStream) -> String {
    let expansion = derive(item.clone());
    let mut item: DeriveInput = syn::parse2(item).unwrap();
    let foreign = |attr: &syn::Attribute| !attr.path().is_ident("record");
    item.attrs.retain(foreign);
    if let syn::Data::Struct(data) = &mut item.data {
        match &mut data.fields {
            syn::Fields::Named(fields) => {
                fields.named.iter_mut().for_each(|field| field.attrs.retain(foreign));
            }
            syn::Fields::Unnamed(fields) => {
                fields.unnamed.iter_mut().for_each(|field| field.attrs.retain(foreign));
            }
            syn::Fields::Unit => {}
        }
    }
    let file = quote! { #[derive(Clone, Copy)] #item #expansion };
    prettyplease::unparse(&syn::parse2(file).unwrap())
}

/// Holds the expansion to its snapshot, and returns its lines.
fn check(name: &str, item: TokenStream, derive: fn(TokenStream) -> TokenStream) -> usize {
    let text = expanded(item, derive);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/expand/{name}.rs"));
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let snapshot = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        snapshot == text,
        "{} is not what the derive writes; look at the difference after\n\
         UPDATE=1 cargo test -p records-derive",
        path.display()
    );
    text.lines().count()
}

#[test]
fn packed() {
    let item = quote! {
        /// A sample of two waves.
        #[record(packed)]
        pub struct Sample {
            /// The number of the sample.
            pub id: i16,
            pub sin: f64,
            pub cos: f64,
        }
    };
    check("packed", item, derive_record);
}

#[test]
fn in_place() {
    let item = quote! {
        #[repr(C)]
        #[record(bytemuck, project = Point)]
        pub struct Point { pub x: f32, y: [u8; 4] }
    };
    check("in_place", item, derive_record);
}

#[test]
fn explicit() {
    let item = quote! {
        #[record(packed, size = 16, columns = Headers)]
        struct Header(#[record(offset = 8, rename = "count")] u32, records_core::FixedBytes<4>);
    };
    check("explicit", item, derive_record);
}

#[test]
fn generic() {
    let item = quote! {
        #[record(aligned)]
        pub struct Pair<T: PartialEq, const N: usize = 2> where T: Send { a: [T; N], b: T }
    };
    check("generic", item, derive_record);
}

#[test]
fn empty() {
    check("empty", quote! { #[record(packed)] struct Nothing; }, derive_record);
}

#[test]
fn side() {
    let item = quote! {
        #[repr(u8)]
        pub enum Side { Buy = b'B', Sell = b'S' }
    };
    check("side", item, derive_element);
}

#[test]
fn twelve_fields_are_few_lines() {
    let item = quote! {
        #[record(packed)]
        pub struct Twelve {
            pub a: u8, pub b: u16, pub c: u32, pub d: u64, pub e: i8, pub f: i16,
            pub g: i32, pub h: i64, pub i: f32, pub j: f64, pub k: [u8; 4], pub l: bool,
        }
    };
    // Less the 15 of the struct itself.
    let lines = check("twelve", item, derive_record) - 15;
    assert!(lines <= 420, "{lines} lines for a struct of 12 fields");
}

/// Several mistakes are several errors, in the order of the source.
#[test]
fn mistakes_are_collected() {
    let item = quote! {
        #[record(pack, size)]
        struct Bad { name: String, #[record(offest = 3)] index: usize }
    };
    let errors = derive_record(item).to_string();
    for part in
        ["did you mean `packed`", "`size` needs", "did you mean `offset`", "`String`", "`u64`"]
    {
        assert!(errors.contains(part), "{part}: {errors}");
    }
    // And no sixth, that no layout is chosen: `pack` may be just that.
    assert_eq!(errors.matches("compile_error").count(), 5);
    assert!(!errors.contains("unsafe impl"));
}
