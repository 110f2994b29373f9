// A struct must derive `Record`.
use records_core::Records;

#[derive(Clone, Copy)]
struct Sample {
    id: i16,
}

fn main() {
    let samples = Records::<Sample>::from_bytes(&[0; 36]).unwrap();
    println!("{}", samples.len());
}
