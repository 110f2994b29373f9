//! Which format a file has: told by how it starts, not by its name.

use crate::error::Error;
use crate::table::Table;
use crate::{fits, las, npy, pcap, wav};

/// The tables of a file.
pub fn read(file: &[u8], hdu: Option<usize>) -> Result<Vec<Table<'_>>, Error> {
    if hdu.is_some() && !fits::is_fits(file) {
        return Err(Error::new("--hdu", "only FITS files have HDUs"));
    }
    if fits::is_fits(file) {
        fits::read(file, hdu)
    } else if las::is_las(file) {
        Ok(vec![las::read(file)?])
    } else if wav::is_wave(file) {
        Ok(vec![wav::read(file)?])
    } else if npy::is_npy(file) {
        Ok(vec![npy::read(file)?])
    } else if pcap::is_capture(file) {
        Ok(vec![pcap::read(file)?])
    } else {
        let start = file[..file.len().min(8)].escape_ascii();
        let why = format_args!(
            "it starts with \"{start}\"; expected FITS, LAS, .npy, pcap or WAV. Say what raw bytes are by \
             --dtype"
        );
        Err(Error::new("not a known format", why))
    }
}
