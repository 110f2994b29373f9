//! `serde`: rows as lists of maps from name to value, columns as lists of values,
//! layouts as NumPy's texts. The forms are listed where rows are written, in `rows`.

mod layouts;
mod read;
mod rows;
mod values;
mod write;
