//! Sharing memory, part 2: the same memory as two-dimensional data.
//!
//! Two channels are written alternately into one growing array, and NumPy sees
//! it as a matrix of rows x channels:
//!
//! ```python
//! a = array.array("d")
//! for i in range(10):
//!     a.append(math.sin(i * 0.1))
//!     a.append(math.cos(i * 0.1))
//! na = np.frombuffer(a, dtype=float).reshape(-1, 2)
//! ```
//!
//! Here a row is a record with a field for each channel, so that the channels
//! have names; as a matrix they have numbers.
//!
//! Run it: `cargo run --example interleaved`

use records_core::{Record, RecordBuf};

/// A row: what both channels hold at one time.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Wave {
    sin: f64,
    cos: f64,
}

fn main() {
    let mut a = RecordBuf::new();
    for i in 0..10 {
        let (sin, cos) = (f64::from(i) * 0.1).sin_cos();
        a.push(Wave { sin, cos });
    }

    // The channels by name. Each is one field of all rows: where it starts, and
    // how many bytes it is to the next row. Nothing is copied.
    let waves = a.columns();
    println!("sin, {} bytes apart:", waves.sin.stride());
    waves.sin.iter().for_each(|sin| println!("  {}", six_digits(sin)));

    // na = np.frombuffer(a, dtype=float).reshape(-1, 2)
    let na = a.view().as_matrix();
    println!("{} rows x {} channels, strides {:?}", na.height(), na.width(), na.strides());

    // na[:, 1]
    println!("na[:, 1] is cos: {}", na.column(1) == waves.cos);

    // na[3]
    let row: Vec<f64> = na.row(3).iter().map(six_digits).collect();
    println!("na[3] = {row:?}");

    // na.base is a
    println!("the same memory: {}", na.as_ptr() == a.as_bytes().as_ptr());

    // Written by name, read by number: na[:, 0] = 0
    a.columns_mut().sin.fill(0.0);
    println!("sin after the write: {}", a.view().as_matrix().column(0));
}

/// The number rounded to six significant digits, as C's `%g` prints it: the last
/// bits of a sine differ from one system to another.
fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(f64::NAN)
}
