//! Sharing memory, part 1: a growing array, seen without copying.
//!
//! NumPy's tutorial on sharing memory fills Python's `array.array`, which grows,
//! and looks at its memory as an array:
//!
//! ```python
//! a = array.array("d")
//! for i in range(10):
//!     a.append(math.sin(i * 0.1))
//! na = np.frombuffer(a, dtype=float)     # the same memory
//! ```
//!
//! Run it: `cargo run --example growing_array`

use records_core::Column;

fn main() {
    // a = array.array("d")
    let mut a = Vec::new();
    for i in 0..10 {
        // a.append(math.sin(i * 0.1))
        a.push((f64::from(i) * 0.1).sin());
    }

    // na = np.frombuffer(a, dtype=float)
    let na = Column::from_slice(&a);

    println!("{} values, {} bytes apart:", na.len(), na.stride());
    for sin in na {
        println!("  {}", six_digits(sin));
    }
    println!("the same memory: {}", na.as_ptr() == a.as_ptr().cast());

    // While `na` looks at the array, the array must not grow: it might have to
    // move, and `na` would look at memory that is free. Python finds out when the
    // program runs:
    //
    //     a.append(1.0)   # BufferError: cannot resize an array that is exporting buffers
    //
    // Rust when it is compiled. Between here and the last use of `na`,
    //
    //     a.push(1.0);    // error[E0502]: cannot borrow `a` as mutable
    //
    // is no program.
    println!("the greatest: {}", na.max().map_or(0.0, six_digits));

    // From here on `na` is not used, and the array grows again. A new view sees
    // all of it, wherever it lies now.
    for i in 10..20 {
        a.push((f64::from(i) * 0.1).sin());
    }
    let na = Column::from_slice(&a);
    println!("{} values, the greatest: {}", na.len(), na.max().map_or(0.0, six_digits));
}

/// The number rounded to six significant digits, as C's `%g` prints it: the last
/// bits of a sine differ from one system to another.
fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(f64::NAN)
}
