//! What the fuzz targets check; the targets themselves are one line each.

mod common;
pub mod files;
pub mod interfaces;
pub mod layouts;
pub mod memory;
pub mod rows;
pub mod texts;
