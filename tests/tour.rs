//! The examples print what they should.
//!
//! `cargo test` builds the examples before the tests; `cargo test --test tour` does
//! not, so run `cargo build --examples` before that. After a change that is meant,
//! `TOUR=overwrite cargo test` writes the expected output anew.

mod tour {
    pub mod run;
    #[cfg(all(target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
    pub mod symbols;
}

use tour::run::{example, expected};

/// Runs an example and compares what it prints with `tour/expected/NAME.txt`.
#[track_caller]
fn check(name: &str) {
    let output = example(name).output().unwrap();
    let (printed, errors) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    assert!(output.status.success(), "`{name}`: {}\n{errors}", output.status);
    let path = expected(name);
    if std::env::var_os("TOUR").is_some_and(|tour| tour == "overwrite") {
        std::fs::write(&path, &printed).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(
        printed == wanted,
        "`{name}` printed\n\n{printed}\n\nexpected, in {}:\n\n{wanted}",
        path.display()
    );
}

#[test]
fn growing_array() {
    check("growing_array");
}

#[test]
fn interleaved() {
    check("interleaved");
}

#[test]
fn packed_channels() {
    check("packed_channels");
}

#[test]
fn image_memory() {
    check("image_memory");
}

#[test]
fn people() {
    check("people");
}
