//! What must not compile, with the words in which the compiler says so.
//!
//! After a change of messages: `TRYBUILD=overwrite cargo test --test refused`, and
//! read every `.stderr` as the user who will see it.

#[test]
fn what_must_not_compile_does_not() {
    let cases = trybuild::TestCases::new();
    // A case that passes makes trybuild build, not only check: some of the errors
    // come from constants that only a build works out.
    cases.pass("tests/refused/right/*.rs");
    cases.compile_fail("tests/refused/*.rs");
}
