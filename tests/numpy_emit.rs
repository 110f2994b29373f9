//! Files for NumPy to load: rows of derived records and of layouts that only the run knows,
//! in every kind of view and owner.
//!
//! With `RECORDS_NUMPY_FILES` they are written into that directory, with a manifest for
//! `tests/numpy/live.py files`; otherwise we read them ourselves and they are gone.
//! `RECORDS_NUMPY_SEED` gives other random ones. See `tests/numpy/README.md`.

#[path = "numpy/emit/mod.rs"]
mod emit;
#[path = "numpy/oracle/mod.rs"]
mod oracle;
#[path = "common/random.rs"]
mod random;

use std::path::PathBuf;

use emit::{Files, arrays, dynamic, plain, structs};
use random::Random;

#[test]
fn files_for_numpy_to_load() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = std::env::var_os("RECORDS_NUMPY_FILES").map(PathBuf::from);
    let seed = std::env::var("RECORDS_NUMPY_SEED").ok().map(|seed| seed.parse().expect("a seed"));
    let mut files = Files::new(directory.as_deref().unwrap_or(temporary.path()));
    structs::all(&mut files);
    plain::all(&mut files);
    #[cfg(feature = "npz")]
    emit::npz::all(&mut files);
    let seed = seed.unwrap_or(1);
    dynamic::random(&mut files, &mut Random::dressed(seed), 300);
    dynamic::random(&mut files, &mut Random::new(seed), 200);
    dynamic::numpys(&mut files, &mut Random::new(seed), 7);
    arrays::all(&mut files, &mut Random::new(seed), 200);
    let count = files.finish();
    assert!(count >= 900, "only {count} files");
}
