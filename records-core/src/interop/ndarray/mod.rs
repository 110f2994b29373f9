//! `ndarray`: columns and matrices as its views, and its arrays as ours.
//!
//! Its strides count items, ours bytes: a view exists where the bytes from one
//! item to the next are a whole number of items and the first is aligned, and an
//! error says why elsewhere.

mod from;
mod to;
