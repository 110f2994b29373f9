//! `.npy` files of any bytes.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| records_fuzz::files::check(data));
