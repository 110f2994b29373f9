//! Rows of any layout in any bytes, and all that can be done with them.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| records_fuzz::rows::check(data));
