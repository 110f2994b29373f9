//! `jiff`: times as its timestamps, civil times, durations and spans, and back.
//!
//! All of it is exact, in integers. What the other side cannot hold exactly is an
//! error, never rounded: `jiff` counts in nanoseconds, a [`DateTime64`](crate::DateTime64) in its
//! own steps. NaT is `None`.

mod moments;
mod spans;
mod steps;
mod wrong;
