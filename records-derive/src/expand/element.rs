//! `impl Element` for an enum.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::model::Enum;
use crate::span::our_ident;

pub(super) fn expand(of: &Enum) -> TokenStream {
    let krate = &of.krate;
    let ident = our_ident(&of.ident);
    let name = of.ident.unraw().to_string();
    let names = of.variants.iter().map(|variant| variant.unraw().to_string());
    let variants: Vec<_> = of.variants.iter().map(our_ident).collect();
    let scalar =
        syn::Ident::new(&of.integer.to_string().to_uppercase(), proc_macro2::Span::call_site());
    quote! {
        // The enum may not be what the macro saw: an attribute behind the derive can
        // change it. It must have these variants and no others.
        const _: fn(#ident) = |__it| match __it {
            #(#ident::#variants)|* => {}
        };
        #[automatically_derived]
        unsafe impl #krate::Element for #ident {
            const DTYPE: &'static #krate::DType = {
                ::core::assert!(::core::mem::size_of::<Self>() == #krate::Scalar::#scalar.size());
                &#krate::DType::Enum(&#krate::EnumType::new(
                    #name,
                    #krate::Scalar::#scalar,
                    &[#((#names, Self::#variants as ::core::primitive::i128)),*],
                ))
            };
            const IN_PLACE: ::core::primitive::bool = true;
            #[inline(always)]
            unsafe fn read(__from: *const ::core::primitive::u8) -> Self {
                unsafe { ::core::ptr::read_unaligned(__from.cast::<Self>()) }
            }
            #[inline(always)]
            unsafe fn write(self, __to: *mut ::core::primitive::u8) {
                unsafe { ::core::ptr::write_unaligned(__to.cast::<Self>(), self) }
            }
        }
    }
}
