//! Texts of up to 8 kB in which a part is repeated: time that grows faster than
//! the text shows as a timeout.

#![no_main]

libfuzzer_sys::fuzz_target!(|pattern: &str| records_fuzz::texts::check_long(pattern));
