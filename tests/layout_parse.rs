//! Reading layouts from text: every form, every refusal and its place, what the
//! writers write, and texts made to hurt. The expected layouts are those of NumPy
//! 2.4 where a comment does not say otherwise.

mod common;

mod layout_parse {
    pub mod forms;
    pub mod hostile;
    pub mod refused;
    pub mod round_trips;
}
