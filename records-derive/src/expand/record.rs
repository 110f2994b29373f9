//! `impl Element` and `impl Record` for a struct.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Type, Visibility};

use super::parts::{Parts, innermost};
use super::proofs::call;
use crate::span::ours;

pub(super) fn expand(parts: &Parts<'_>) -> TokenStream {
    let element = element(parts);
    let record = record(parts);
    quote! { #element #record }
}

/// A record is a field type, too.
fn element(parts: &Parts<'_>) -> TokenStream {
    let krate = parts.krate;
    let head = parts.unsafe_impl(&quote!(#krate::Element));
    let in_place = in_place(parts);
    quote! {
        #head {
            const DTYPE: &'static #krate::DType = &#krate::DType::Record(
                #krate::__private::Nested::Static(<Self as #krate::Record>::LAYOUT)
            );
            const IN_PLACE: ::core::primitive::bool = #in_place;
            #[inline(always)]
            unsafe fn read(__from: *const ::core::primitive::u8) -> Self {
                unsafe { <Self as #krate::Record>::read_row(__from, &#krate::Own) }
            }
            #[inline(always)]
            unsafe fn write(self, __to: *mut ::core::primitive::u8) {
                unsafe { <Self as #krate::Record>::write_row(self, __to, &#krate::Own) }
            }
        }
    }
}

/// Whether Rust's layout is the record's: asked only where Rust promises one.
///
/// Where the rule alone places the fields, a `repr` that places them otherwise
/// is a mistake: the constant then fails, at the `repr` (`proofs` has it evaluated).
fn in_place(parts: &Parts<'_>) -> TokenStream {
    if !parts.record.repr.c {
        return quote!(false);
    }
    let (krate, repr, must) = (parts.krate, &parts.record.repr, parts.repr_must_agree());
    let members = parts.record.fields.iter().map(|field| &field.member);
    let text = &repr.text;
    let check = call(
        &quote!(#krate::__private::check_rust_layout),
        &quote! {
            (
                <Self as #krate::Record>::LAYOUT, #text, #must,
                &[#(::core::mem::offset_of!(Self, #members)),*], ::core::mem::size_of::<Self>()
            )
        },
        &repr.tokens,
    );
    quote!(#krate::__private::in_place(<Self as #krate::Record>::SPECS) && #check)
}

fn record(parts: &Parts<'_>) -> TokenStream {
    let (krate, name, rule) = (parts.krate, &parts.name, parts.rule());
    let head = parts.unsafe_impl(&quote!(#krate::Record));
    let types = &parts.types;
    let count = Literal::usize_unsuffixed(types.len());
    let offsets = parts.record.fields.iter().map(|field| option(field.offset.as_ref()));
    let names = parts.record.fields.iter().map(|field| &field.name);
    let size = option(parts.record.size.as_ref());
    let first = first(parts);
    let index: Vec<_> = (0..types.len()).map(Literal::usize_unsuffixed).collect();
    let slots: Vec<_> = parts.record.fields.iter().map(|field| &field.slot).collect();
    let members: Vec<_> = parts.record.fields.iter().map(|field| &field.member).collect();
    let anchors: Vec<_> = parts
        .fields()
        .filter(|(field, _)| !is_primitive(&field.ty))
        .map(|(_, ty)| quote!(let _ = <#ty as #krate::Element>::DTYPE;))
        .collect();
    // The default checks the layout once more; where `proofs` does, that would be
    // the same mistake a second time.
    let layout = parts.has_proofs().then(|| {
        quote! { const LAYOUT: &'static #krate::Layout = <Self as #krate::Record>::DRAFT; }
    });
    let set_of_k = parts.set_of(&quote!(__K));
    quote! {
        #head {
            const SPECS: &'static [#krate::__private::Spec] = &[
                #(#krate::__private::Spec::new(
                    #names,
                    <#types as #krate::Element>::DTYPE,
                    <#types as #krate::Element>::IN_PLACE,
                    #offsets
                )),*
            ];
            const OFFSETS: &'static [::core::primitive::usize] =
                &#krate::__private::offsets::<#count>(#rule, <Self as #krate::Record>::SPECS);
            const DESC: &'static [#krate::Field] = &#krate::__private::fields::<#count>(
                <Self as #krate::Record>::SPECS, <Self as #krate::Record>::OFFSETS
            );
            const DRAFT: &'static #krate::Layout =
                &unsafe { #krate::Layout::draft(#name, <Self as #krate::Record>::DESC, #rule, #size) };
            #layout
            type Table = [::core::primitive::usize; #count];
            type Set<__K: #krate::Family> = #set_of_k;
            type First = #first;
            #[inline(always)]
            unsafe fn read_row<__L: #krate::Placement<Self>>(
                __row: *const ::core::primitive::u8,
                __place: &__L,
            ) -> Self {
                unsafe {
                    #(#anchors)*
                    Self {
                        #(#members: #krate::__private::read_field::<#types, Self, _>(
                            __row, __place, #index
                        )),*
                    }
                }
            }
            #[inline(always)]
            unsafe fn write_row<__L: #krate::Placement<Self>>(
                self,
                __row: *mut ::core::primitive::u8,
                __place: &__L,
            ) {
                unsafe {
                    #(#anchors)*
                    #(#krate::__private::write_field::<#types, Self, _>(
                        self.#members, __row, __place, #index
                    );)*
                }
            }
            #[inline]
            unsafe fn visit<__K: #krate::Family, __V: #krate::__private::VisitSet<__K>>(
                __set: *mut #set_of_k,
                __visit: &mut __V,
            ) {
                unsafe {
                    #(#anchors)*
                    #(#krate::__private::VisitSet::slot::<#types, #index>(
                        __visit, &raw mut (*__set).#slots
                    );)*
                }
            }
        }
    }
}

fn option(value: Option<&TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// The type of the first field. The compiler refuses an associated type that is
/// less visible than the struct (E0446), and the macro sees the visibility of
/// fields but not of types; so the type of a private field is given only where
/// everyone can see it.
fn first(parts: &Parts<'_>) -> TokenStream {
    let Some((field, ty)) = parts.fields().next() else {
        return quote!(());
    };
    let vis = &parts.record.vis;
    let seen = matches!(field.vis, Visibility::Public(_))
        || matches!(vis, Visibility::Inherited)
        || *quote!(#vis).to_string() == {
            let vis = &field.vis;
            quote!(#vis).to_string()
        };
    if seen || is_primitive(&field.ty) { ours(ty) } else { quote!(()) }
}

fn is_primitive(ty: &Type) -> bool {
    const NAMES: [&str; 13] = [
        "bool", "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128", "f32", "f64",
    ];
    match innermost(ty) {
        Type::Path(path) => {
            path.qself.is_none() && NAMES.iter().any(|name| path.path.is_ident(name))
        }
        _ => false,
    }
}
