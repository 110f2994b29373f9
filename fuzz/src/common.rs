//! The naive models of the tests.

#[path = "../../tests/common/decode.rs"]
pub mod decode;
#[allow(dead_code, reason = "the targets need its numbers only")]
#[path = "../../tests/common/random.rs"]
pub mod random;
