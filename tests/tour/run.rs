//! Where examples and their expected output lie.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An example that cargo has built, to be run.
#[track_caller]
pub fn example(name: &str) -> Command {
    // This test is target/PROFILE/deps/TEST-HASH, the example target/PROFILE/examples/NAME.
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let path = profile.join("examples").join(format!("{name}{EXE_SUFFIX}"));
    assert!(
        path.is_file(),
        "{} is missing: a whole `cargo test` builds it; before one test by itself run \
         `cargo build --examples` with the same options",
        path.display()
    );
    Command::new(path)
}

/// The file with what an example should print.
pub fn expected(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/tour/expected/{name}.txt"))
}
