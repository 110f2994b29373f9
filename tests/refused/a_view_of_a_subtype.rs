//! A subtype can have another layout: views do not coerce.

use records_core::{DateTime64, Element, Record, Records, TimeStep, TimeUnit, Unit};
use std::marker::PhantomData;

struct Of<F>(PhantomData<F>);
type Sub = Of<for<'a> fn(&'a u8)>;
type Super = Of<fn(&'static u8)>;

#[allow(coherence_leak_check)]
impl Unit for Sub {
    const STEP: TimeStep = TimeStep { unit: TimeUnit::Second, count: 1 };
}

#[allow(coherence_leak_check)]
impl Unit for Super {
    const STEP: TimeStep = TimeStep { unit: TimeUnit::Second, count: 1000 };
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Far<T: Element> {
    #[record(offset = {
        match <T as Element>::DTYPE {
            records_core::DType::DateTime(step, _) => 8 * step.count as usize,
            _ => 0,
        }
    })]
    value: T,
}

fn main() {
    let bytes = [0; 16];
    let near: Records<'_, Far<DateTime64<Sub>>> = Records::from_bytes(&bytes).unwrap();
    let far: Records<'_, Far<DateTime64<Super>>> = near;
    println!("{}", far.get(0).is_some());
}
