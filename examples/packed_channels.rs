//! Sharing memory, part 3: channels of different types.
//!
//! A number and two measurements are packed into a growing byte buffer without
//! padding, and NumPy sees the buffer as an array of records:
//!
//! ```python
//! buf = bytearray()
//! for i in range(10):
//!     buf += struct.pack("=hdd", i, math.sin(i * 0.1), math.cos(i * 0.1))
//! dtype = np.dtype({"names": ["id", "sin", "cos"], "formats": ["h", "d", "d"]})
//! na = np.frombuffer(buf, dtype=dtype)
//! ```
//!
//! With 18 bytes a record, three of four doubles do not start at a multiple of 8.
//! Neither NumPy nor this crate minds.
//!
//! Run it: `cargo run --example packed_channels`

use records_core::{Error, Record, Records};

/// `struct`'s "=hdd": the field types one behind the other, nothing between them.
#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() -> Result<(), Error> {
    println!("{}\n", Sample::LAYOUT);

    // The buffer knows nothing of records: bytes, as a socket or a logger writes
    // them.
    let mut buf: Vec<u8> = Vec::new();
    for id in 0..10_i16 {
        let (sin, cos) = (f64::from(id) * 0.1).sin_cos();
        buf.extend(id.to_ne_bytes());
        buf.extend(sin.to_ne_bytes());
        buf.extend(cos.to_ne_bytes());
    }
    println!("{} bytes", buf.len());

    // na = np.frombuffer(buf, dtype=dtype)
    let na = Records::<Sample>::from_bytes(&buf)?;
    println!("{} records", na.len());

    // As columns: na["id"], na["sin"]
    let columns = na.columns();
    println!("id = {}", columns.id);
    println!("sin, {} bytes apart:", columns.sin.stride());
    columns.sin.iter().for_each(|sin| println!("  {}", six_digits(sin)));

    // As rows: na[3]
    for Sample { id, sin, cos } in na.slice(3..5) {
        println!("row {id}: sin {}, cos {}", six_digits(sin), six_digits(cos));
    }
    println!("the same memory: {}", na.as_ptr() == buf.as_ptr());

    // Half a record is none, and the error says so.
    match Records::<Sample>::from_bytes(&buf[..100]) {
        Ok(records) => println!("{} records", records.len()),
        Err(error) => println!("cut short: {error}"),
    }
    Ok(())
}

/// The number rounded to six significant digits, as C's `%g` prints it: the last
/// bits of a sine differ from one system to another.
fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(f64::NAN)
}
