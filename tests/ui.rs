//! Mistakes that must not compile, and what the compiler says of them.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the expected messages anew.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/*.rs");
}
