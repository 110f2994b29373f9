//! The snapshots of what the derives write, compiled as if a user had written them.
//! rustfmt passes over them: they are compared to the letter.
#![allow(dead_code, reason = "nobody uses them")]
#![allow(
    unused_unsafe,
    unused_variables,
    missing_debug_implementations,
    unreachable_pub,
    clippy::all,
    clippy::undocumented_unsafe_blocks,
    reason = "lints pass over what derives write"
)]

#[rustfmt::skip]
#[path = "../records-derive/tests/expand/empty.rs"]
mod empty;
#[rustfmt::skip]
#[path = "../records-derive/tests/expand/explicit.rs"]
mod explicit;
#[rustfmt::skip]
#[path = "../records-derive/tests/expand/generic.rs"]
mod generic;
#[rustfmt::skip]
#[path = "../records-derive/tests/expand/in_place.rs"]
mod in_place;
#[rustfmt::skip]
#[path = "../records-derive/tests/expand/packed.rs"]
mod packed;
#[rustfmt::skip]
#[path = "../records-derive/tests/expand/side.rs"]
mod side;
#[rustfmt::skip]
#[path = "../records-derive/tests/expand/twelve.rs"]
mod twelve;

use records_core::{Element, Record};

#[test]
fn the_expansions_are_records() {
    assert_eq!(packed::Sample::LAYOUT.itemsize(), 18);
    assert_eq!(packed::Sample::FIELDS.cos.offset(), 10);
    assert_eq!(twelve::Twelve::LAYOUT.fields().len(), 12);
    assert_eq!(generic::Pair::<u16, 3>::LAYOUT.itemsize(), 8);
    assert_eq!(side::Side::SIZE, 1);
    const { assert!(in_place::Point::IN_PLACE) };
}
