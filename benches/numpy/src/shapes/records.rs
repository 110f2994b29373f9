//! The records, as they are listed in `shapes.py`, where NumPy's dtypes are.

shape! {
    sample, #[record(packed)] / #[repr(C, packed)],
    { id: i16 = i16, sin: f64 = f64, cos: f64 = f64 },
    part { sin: f64 = f64, cos: f64 = f64 },
    columns { sin: f64, id: i16 }
}

shape! {
    person, #[record(aligned)] / #[repr(C)],
    { name: records_core::FixedBytes<30> = [u8; 30], age: i32 = i32, weight: f32 = f32, height: f32 = f32 },
    part { age: i32 = i32, height: f32 = f32 },
    columns { age: i32, height: f32 }
}

shape! {
    seven, #[record(packed)] / #[repr(C, packed)],
    { x: f32 = f32, y: f32 = f32, z: f32 = f32, u: f32 = f32, v: f32 = f32, w: f32 = f32, t: f32 = f32 },
    part { x: f32 = f32, y: f32 = f32, t: f32 = f32 },
    columns { y: f32 }
}

shape! {
    eight, #[record(packed)] / #[repr(C, packed)],
    { a: f64 = f64, b: f64 = f64, c: f64 = f64, d: f64 = f64, e: f64 = f64, f: f64 = f64, g: f64 = f64, h: f64 = f64 },
    part { b: f64 = f64, g: f64 = f64 },
    columns { c: f64 }
}

shape! {
    bgra, #[record(packed)] / #[repr(C, packed)],
    { blue: u8 = u8, green: u8 = u8, red: u8 = u8, alpha: u8 = u8 },
    part { blue: u8 = u8, green: u8 = u8, red: u8 = u8 },
    columns { red: u8 }
}

shape! {
    rgb16, #[record(packed)] / #[repr(C, packed)],
    { red: u16 = u16, green: u16 = u16, blue: u16 = u16 },
    part { red: u16 = u16, blue: u16 = u16 },
    columns { green: u16 }
}

/// Eight times three doubles, a float and an integer.
macro_rules! wide {
    ($($a:ident $b:ident $c:ident $x:ident $k:ident)*) => {
        shape! {
            wide, #[record(aligned)] / #[repr(C)],
            { $($a: f64 = f64, $b: f64 = f64, $c: f64 = f64, $x: f32 = f32, $k: i32 = i32),* },
            part { a1: f64 = f64, c4: f64 = f64, x3: f32 = f32, k6: i32 = i32 },
            columns { b3: f64, x5: f32 }
        }
    };
}

wide! {
    a0 b0 c0 x0 k0  a1 b1 c1 x1 k1  a2 b2 c2 x2 k2  a3 b3 c3 x3 k3
    a4 b4 c4 x4 k4  a5 b5 c5 x5 k5  a6 b6 c6 x6 k6  a7 b7 c7 x7 k7
}

/// The sample with the bytes of its numbers the other way round.
pub mod big {
    use records_core::zerocopy::big_endian::{F64, I16};
    use records_core::{DynRecords, Record, Records};

    use crate::given::Given;
    use crate::ours::scalar;
    use crate::work::Work;

    #[derive(Record, Clone, Copy)]
    #[record(packed)]
    pub struct Row {
        pub id: I16,
        pub sin: F64,
        pub cos: F64,
    }

    #[derive(Clone, Copy)]
    #[repr(C, packed)]
    struct Twin {
        id: [u8; 2],
        sin: [u8; 8],
        cos: [u8; 8],
    }

    /// The sum of `sin`.
    pub fn sum(work: &str, side: &str, given: Given) -> Option<Box<dyn Work>> {
        match (work, side) {
            ("sum", "static") => scalar(move || {
                let rows = Records::<Row>::from_bytes(given.bytes()).unwrap();
                rows.column(Row::FIELDS.sin).sum()
            }),
            ("sum", "run-time") => scalar(move || {
                let rows = DynRecords::from_bytes(given.bytes(), given.layout()).unwrap();
                rows.column::<F64>("sin").unwrap().sum()
            }),
            ("sum", "hand") => scalar(move || {
                let numbers = given.twins::<Twin>().iter().map(|row| f64::from_be_bytes(row.sin));
                numbers.sum::<f64>()
            }),
            _ => None,
        }
    }
}
