//! The example `inspect` prints what it should, for a real file of each format.
//!
//! `cargo test` builds the examples before the tests; `cargo test --test inspect` does
//! not, so run `cargo build --examples` before that. After a change that is meant,
//! `TOUR=overwrite cargo test` writes the expected output anew.

#[path = "tour/run.rs"]
#[allow(dead_code, reason = "its other user has expected output elsewhere")]
mod run;

use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;
use std::process::Command;

/// Runs the example at the root of the repository, where `examples/data` is.
fn inspect(arguments: &[&str]) -> Command {
    let mut command = run::example("inspect");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command
}

/// Runs it, and compares what it prints with `inspect/expected/NAME.txt`.
#[track_caller]
fn check(name: &str, arguments: &[&str]) {
    let output = inspect(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {}\n{errors}", output.status);
    // The file that is shown without arguments is found wherever the example runs.
    let root = format!("{}/", env!("CARGO_MANIFEST_DIR"));
    let printed = String::from_utf8(output.stdout).unwrap().replace(&root, "");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect/expected");
    let path = path.join(format!("{name}.txt"));
    if std::env::var_os("TOUR").is_some_and(|tour| tour == "overwrite") {
        std::fs::write(&path, &printed).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(
        printed == wanted,
        "{arguments:?} printed\n\n{printed}\n\nexpected, in {}:\n\n{wanted}",
        path.display()
    );
}

#[test]
fn a_point_cloud_if_nothing_is_named() {
    check("las", &[]);
}

#[test]
fn extra_bytes_of_points() {
    check("las_extra_bytes", &["examples/data/extra_bytes.las"]);
}

#[test]
fn binary_tables() {
    check("fits", &["examples/data/recarray_from_file.fits"]);
    check("fits_tables", &["examples/data/zerowidth.fits"]);
    check("fits_one_table", &["examples/data/zerowidth.fits", "--hdu", "3"]);
}

#[test]
fn sound() {
    check("wav", &["examples/data/test-8000Hz-le-2ch-1byteu.wav"]);
    check("wav_24_bits", &["examples/data/test-8000Hz-be-3ch-5S-24bit.wav"]);
}

#[test]
fn packets() {
    check("pcap", &["examples/data/http.pcap"]);
}

#[test]
fn numpys_file() {
    check("npy", &["examples/data/win64python2.npy"]);
}

#[test]
fn raw_bytes() {
    // The points of the cloud once more, two of their fields.
    let dtype = "{'names': ['x', 'time'], 'formats': ['<i4', '<f8'], 'offsets': [0, 20], \
                 'itemsize': 34}";
    let file = "examples/data/simple.las";
    check("raw", &[file, "--dtype", dtype, "--offset", "227", "--count", "1000"]);
    check("raw_codes", &["examples/data/http.pcap", "--dtype", "<IIII", "--offset", "24"]);
}

/// A file of this test's own.
#[cfg(unix)]
fn temporary(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[track_caller]
#[cfg(unix)]
fn refuses(path: &Path, arguments: &[&str], message: &str) {
    let output = inspect(arguments).arg(path).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{}: {errors}", path.display());
    let wanted = format!("inspect: {}: {message}", path.display());
    assert!(errors.starts_with(&wanted), "expected\n{wanted}\nfound\n{errors}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
}

/// Each of these ends with exit code 1 and a message.
#[test]
#[cfg(unix)]
fn refuses_damaged_and_foreign_files() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let las = std::fs::read(data.join("simple.las")).unwrap();
    let fits = std::fs::read(data.join("zerowidth.fits")).unwrap();
    let capture = std::fs::read(data.join("http.pcap")).unwrap();
    let files: [(&str, &[u8], &str); 6] = [
        ("empty", b"", "not a known format: it starts with \"\""),
        ("text", b"# A text\n", "not a known format: it starts with \"# A text\""),
        ("las", &las[..9999], "the points: 1065 items of 34 bytes, 34 bytes apart, from byte 227"),
        ("fits", &fits[..12000], "HDU 2: the header has no END"),
        ("pcap", &capture[..100], "packet 0: 78 bytes from byte 40 on, but the file has 100 bytes"),
        ("pcapng", b"\x0a\x0d\x0d\x0a\x1c\0\0\0", "not a pcap capture: it is pcapng"),
    ];
    for (name, bytes, message) in files {
        let path = temporary(&format!("inspect-{name}"));
        std::fs::write(&path, bytes).unwrap();
        refuses(&path, &[], message);
    }
    refuses(&temporary("there-is-no-such-file"), &[], "No such file or directory");
    refuses(Path::new(env!("CARGO_TARGET_TMPDIR")), &[], "not a regular file");
    let ulaw = data.join("test-8000Hz-le-1ch-1byte-ulaw.wav");
    refuses(&ulaw, &[], "the chunk `fmt `: samples are compressed, format 0x0007");
    let las = data.join("simple.las");
    refuses(&las, &["--hdu", "1"], "--hdu: only FITS files have HDUs");
    refuses(&las, &["--dtype", "<f8,O"], "--dtype: ");
    refuses(&las, &["--dtype", "<f8", "--offset", "40000"], "--offset: byte 40000, but the file");
}

#[test]
fn explains_its_arguments() {
    for arguments in [
        &["--dtype"][..],
        &["--dtype", "<f8"],
        &["a", "--offset", "3"],
        &["a", "--dtype", "<f8", "--count", "-1"],
        &["a", "--dtype", "<f8", "--hdu", "1"],
        &["--nothing"],
        &["a", "b"],
    ] {
        let output = inspect(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains("\nusage: inspect [FILE] [--hdu N]\n"), "{errors}");
    }
    for help in ["--help", "-h"] {
        let output = inspect(&[help]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().starts_with("usage: inspect"));
    }
}
