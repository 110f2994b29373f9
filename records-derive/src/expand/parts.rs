//! The pieces that several of the generated items are made of.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{GenericParam, Generics, Type, parse_quote};

use crate::model::{Field, Record, Rule};
use crate::span::{mentions, our_ident, ours};

pub(super) struct Parts<'r> {
    pub(super) record: &'r Record,
    pub(super) krate: &'r TokenStream,
    /// Whether no mistake was found before, so that `proofs` are written.
    pub(super) proven: bool,
    /// `Sample` or `Pair<T, N>`.
    pub(super) this: TokenStream,
    /// The name of the struct as a text.
    pub(super) name: String,
    /// The types of the fields.
    pub(super) types: Vec<TokenStream>,
    /// The generic parameters as arguments: `T`, `N`.
    args: Vec<TokenStream>,
    /// The user's generics, `T: Element` added.
    generics: Generics,
}

impl<'r> Parts<'r> {
    pub(super) fn new(record: &'r Record, proven: bool) -> Parts<'r> {
        let krate = &record.krate;
        let args = record.generics.params.iter().map(arg).collect::<Vec<_>>();
        let ident = our_ident(&record.ident);
        let this = if args.is_empty() { quote!(#ident) } else { quote!(#ident<#(#args),*>) };
        let mut generics = record.generics.clone();
        let params: Vec<_> = generics.type_params().map(|param| our_ident(&param.ident)).collect();
        for param in params {
            generics.make_where_clause().predicates.push(parse_quote!(#param: #krate::Element));
        }
        Parts {
            record,
            krate,
            proven,
            this,
            name: record.ident.unraw().to_string(),
            types: record.fields.iter().map(|field| ours(&field.ty)).collect(),
            args,
            generics,
        }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&'r Field, &TokenStream)> {
        self.record.fields.iter().zip(&self.types)
    }

    pub(super) fn is_generic(&self) -> bool {
        !self.args.is_empty()
    }

    /// Whether some field says where it lies.
    pub(super) fn has_offsets(&self) -> bool {
        self.record.fields.iter().any(|field| field.offset.is_some())
    }

    /// Whether the layout is checked by constants of its own: it is not the rule's alone, and it
    /// is known here. `proofs` then checks all that the trait would.
    pub(super) fn has_proofs(&self) -> bool {
        (self.has_offsets() || self.record.size.is_some()) && !self.is_generic() && self.proven
    }

    /// Whether the `repr` has to lay the struct out as the rule does. It need not
    /// where the user moves fields away from the rule, nor in a generic record, whose
    /// fields may be of types that Rust aligns otherwise.
    pub(super) fn repr_must_agree(&self) -> bool {
        let record = self.record;
        record.repr.c && record.size.is_none() && !self.has_offsets() && !self.is_generic()
    }

    /// `unsafe impl<T> path for Pair<T> where T: Element`.
    pub(super) fn unsafe_impl(&self, path: &TokenStream) -> TokenStream {
        self.unsafe_impl_where(path, &[])
    }

    /// The same with more predicates.
    pub(super) fn unsafe_impl_where(
        &self,
        path: &TokenStream,
        predicates: &[TokenStream],
    ) -> TokenStream {
        let mut generics = self.generics.clone();
        if !predicates.is_empty() {
            let clause = generics.make_where_clause();
            clause.predicates.extend::<Vec<syn::WherePredicate>>(
                predicates.iter().map(|predicate| parse_quote!(#predicate)).collect(),
            );
        }
        let (params, _, clause) = generics.split_for_impl();
        let (params, clause) = (ours(params), ours(clause));
        let this = &self.this;
        quote! { #[automatically_derived] unsafe impl #params #path for #this #clause }
    }

    /// `impl<extra, T> path for of where T: Element`.
    pub(super) fn impl_for(
        &self,
        path: &TokenStream,
        of: &TokenStream,
        extra: Option<GenericParam>,
    ) -> TokenStream {
        let mut generics = self.generics.clone();
        if let Some(extra) = extra {
            generics.params.insert(0, extra);
        }
        let (params, _, clause) = generics.split_for_impl();
        let (params, clause) = (ours(params), self.without_self(ours(clause)));
        quote! { impl #params #path for #of #clause }
    }

    /// `SampleColumnSet<family>`, with the record's own arguments behind it.
    pub(super) fn set_of(&self, family: &TokenStream) -> TokenStream {
        let (set, args) = (&self.record.names.set, &self.args);
        quote!(#set<#family #(, #args)*>)
    }

    /// The record's parameters as a declaration has them, for `Self` put in
    /// what `Self` is there: `, T: Copy = f64, const N: usize`.
    pub(super) fn set_params(&self) -> TokenStream {
        let params = self.record.generics.params.iter();
        self.without_self(ours(quote!(#(, #params)*)))
    }

    /// The same without bounds, as aliases have them.
    pub(super) fn alias_params(&self) -> TokenStream {
        let params = self.record.generics.params.iter().cloned().map(|param| match param {
            GenericParam::Type(mut param) => {
                param.colon_token = None;
                param.bounds = syn::punctuated::Punctuated::new();
                GenericParam::Type(param)
            }
            param => param,
        });
        self.without_self(ours(quote!(#(, #params)*)))
    }

    /// The user's where clause.
    pub(super) fn set_where(&self) -> TokenStream {
        self.without_self(ours(&self.record.generics.where_clause))
    }

    /// The tokens, with `Self` written out, for use outside of the struct.
    pub(super) fn without_self(&self, tokens: TokenStream) -> TokenStream {
        let mut made = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(ident) if ident == "Self" => {
                    let this = &self.this;
                    let path =
                        matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == ':');
                    made.extend(if path { quote!(<#this>) } else { this.clone() });
                }
                TokenTree::Group(group) => {
                    let mut written =
                        Group::new(group.delimiter(), self.without_self(group.stream()));
                    written.set_span(group.span());
                    made.extend([TokenTree::Group(written)]);
                }
                other => made.extend([other]),
            }
        }
        made
    }

    /// An identifier that the record's tokens do not contain: `name`, or that with underscores.
    pub(super) fn fresh(&self, name: &str) -> Ident {
        let types = &self.types;
        let (params, clause) = (&self.record.generics, &self.record.generics.where_clause);
        let used = quote!(#params #clause #(#types)*);
        let taken = self.record.ident == name || mentions(used, name);
        let name = if taken { format!("__{name}") } else { name.to_owned() };
        Ident::new(&name, proc_macro2::Span::call_site())
    }

    /// `Rule::Packed`.
    pub(super) fn rule(&self) -> TokenStream {
        let krate = self.krate;
        match self.record.rule {
            Rule::Packed => quote!(#krate::__private::Rule::Packed),
            Rule::Aligned => quote!(#krate::__private::Rule::Aligned),
        }
    }
}

fn arg(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Type(param) => our_ident(&param.ident).into_token_stream(),
        GenericParam::Const(param) => our_ident(&param.ident).into_token_stream(),
        GenericParam::Lifetime(param) => ours(&param.lifetime),
    }
}

/// The type of the elements of arrays of arrays.
pub(super) fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => innermost(&group.elem),
        Type::Paren(paren) => innermost(&paren.elem),
        Type::Array(array) => innermost(&array.elem),
        _ => ty,
    }
}
