//! Operations on many rows: whole columns out and in, rows copied, kept or taken.
//!
//! They work out which bytes go where and leave the moving to the kernels.

mod columns;
mod rows;
