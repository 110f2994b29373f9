//! Captures; the numbers are those of `dpkt.pcap`.

use crate::report::report;
use crate::{line, only, refused, sample, summary};

#[test]
fn a_capture() {
    let file = sample("http.pcap");
    let table = only(&file);
    assert_eq!(table.title, "pcap capture 2.4, little-endian, microseconds: 23 packets");
    let rows = table.rows();
    summary(&rows, "incl_len", 66_u32, 256_u32, 2508.0 / 23.0);
    summary(&rows, "orig_len", 66_u32, 1514_u32, 5000.0 / 23.0);
    let times = rows.dyn_column("time").unwrap();
    assert_eq!(times.get(0).unwrap().to_string(), "2012-08-02T17:06:00.016016");
    assert_eq!(times.get(22).unwrap().to_string(), "2012-08-02T17:06:02.232646");
    // The packet that is a request.
    let at = rows.value(3, "at").unwrap().as_i64().unwrap() as usize;
    assert!(file[at + 66..].starts_with(b"GET / HTTP/1.0\r\n"));
    let report = report(&table);
    line(&report, "from 2012-08-02 17:06:00 UTC on for 2.21663 seconds");
    line(&report, "  12..16     4  u32   orig_len");
}

/// A file header and packets of so many bytes, a second and 5 steps apart.
fn made(magic: [u8; 4], big: bool, packets: &[usize]) -> Vec<u8> {
    let word = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
    let half = |n: u16| if big { n.to_be_bytes() } else { n.to_le_bytes() };
    let mut file =
        [&magic[..], &half(2), &half(4), &word(0), &word(0), &word(9), &word(1)].concat();
    for (number, &len) in (1..).zip(packets) {
        let header = [word(number), word(5 * number), word(len as u32), word(len as u32 + 1)];
        file.extend(header.concat());
        file.extend(vec![0xff; len]);
    }
    file
}

#[test]
fn both_byte_orders_and_both_units() {
    for (magic, big, unit, last) in [
        (0xa1b2_c3d4_u32, false, "little-endian, microseconds", "1970-01-01T00:00:03.000015"),
        (0xa1b2_c3d4, true, "big-endian, microseconds", "1970-01-01T00:00:03.000015"),
        (0xa1b2_3c4d, false, "little-endian, nanoseconds", "1970-01-01T00:00:03.000000015"),
        (0xa1b2_3c4d, true, "big-endian, nanoseconds", "1970-01-01T00:00:03.000000015"),
    ] {
        let magic = if big { magic.to_be_bytes() } else { magic.to_le_bytes() };
        let file = made(magic, big, &[7, 0, 9]);
        let table = only(&file);
        assert_eq!(table.title, format!("pcap capture 2.4, {unit}: 3 packets"));
        assert_eq!(table.rows().value(2, "time").unwrap().to_string(), last);
        summary(&table.rows(), "at", 40_u64, 79_u64, (40 + 63 + 79) as f64 / 3.0);
        summary(&table.rows(), "incl_len", 0_u32, 9_u32, 16.0 / 3.0);
        // No packets at all.
        let none = made(magic, big, &[]);
        assert_eq!(only(&none).rows().len(), 0);
        assert!(report(&only(&none)).ends_with("(0 rows)\n"));
    }
}

#[test]
fn captures_that_end_early() {
    let magic = 0xa1b2_c3d4_u32.to_be_bytes();
    let file = made(magic, true, &[7, 3]);
    for (len, message) in [
        (3, "not a known format: it starts with \"\\xa1\\xb2\\xc3\""),
        (23, "the file header: an item of 24 bytes from byte 0 does not lie within 23 bytes"),
        (
            39,
            "the header of packet 0: an item of 16 bytes from byte 24 does not lie within 39 bytes",
        ),
        (46, "packet 0: 7 bytes from byte 40 on, but the file has 46 bytes"),
        (65, "packet 1: 3 bytes from byte 63 on, but the file has 65 bytes"),
    ] {
        let error = refused(&file[..len]);
        assert!(error.starts_with(message), "{error}\nexpected: {message}");
    }
    assert_eq!(only(&file[..47]).rows().len(), 1);
    let next = [&[0x0a, 0x0d, 0x0d, 0x0a][..], &[0; 40]].concat();
    assert!(refused(&next).starts_with("not a pcap capture: it is pcapng"));
}
