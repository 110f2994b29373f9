//! Dicts of the array interface, laid over bytes.

use records_core::ArrayInterface;

use crate::memory::within;

/// Reads the text before the first NUL as a dict, and lays it over the bytes behind.
///
/// # Panics
/// If something is not as it should be.
pub fn check(data: &[u8]) {
    let end = data.iter().position(|&byte| byte == 0).unwrap_or(data.len());
    let Ok(text) = core::str::from_utf8(&data[..end]) else {
        return;
    };
    let limit = (4 << 20) + 2000 * data.len();
    within(limit, "an interface", || {
        let Ok(mut interface) = text.parse::<ArrayInterface>() else {
            return;
        };
        let said = interface.to_string();
        assert_eq!(said.parse::<ArrayInterface>().expect("what we wrote we read"), interface);
        let mut bytes = data.get(end + 1..).unwrap_or(&[]).to_vec();
        let offset = interface.data.0 % (bytes.len() + 1);
        let _ = interface.over_bytes(&bytes);
        if let Ok(array) = interface.over_bytes_at(&bytes, offset) {
            assert_eq!(array.shape(), interface.shape);
            let first = vec![0; array.ndim()];
            let size = array.dtype().size();
            if !array.is_empty() && size > 0 && size < 1 << 12 {
                let _ = array.get(&first).expect("there are items").to_string();
                let within = array.as_ptr().addr() - bytes.as_ptr().addr();
                assert!(within + size <= bytes.len());
            }
            if array.len() < 64 && size < 1 << 12 {
                let _ = array.to_string();
                let _ = array.records().map(|rows| rows.to_string());
                let again = array.array_interface();
                let same = again.over_bytes(&bytes).expect("its own interface");
                assert_eq!(same.shape(), array.shape());
            }
        }
        interface.data.1 = false;
        if let Ok(mut array) = interface.over_bytes_at_mut(&mut bytes, offset)
            && !array.view().is_empty()
            && array.view().dtype().size() < 1 << 12
        {
            let first = vec![0; array.view().ndim()];
            if let Some(value) = array.view().get(&first) {
                let _ = array.set(&first, &value);
            }
        }
    });
}
