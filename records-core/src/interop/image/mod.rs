//! `image`: its buffers as grids of records, and grids as its buffers.
//!
//! A record stands for a pixel if it consists of values of the sample type and of
//! nothing else, one for each channel. Names do not count: the first channel of a
//! buffer is the field at byte 0, whatever it is called, and a grid of `Bgra` becomes samples
//! whose first channel is blue.

mod from;
mod samples;
mod to;
