//! Dicts of the array interface, laid over bytes.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| records_fuzz::interfaces::check(data));
