//! `Layout::parse` of any text, and everything that a layout out of a text can be
//! asked for.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| records_fuzz::texts::check(text));
