//! Sound; the numbers are those of `scipy.io.wavfile`.

use records_core::zerocopy::big_endian as be;

use crate::report::report;
use crate::{line, only, refused, sample, summary};

#[test]
fn floats() {
    let file = sample("test-44100Hz-2ch-32bit-float-be.wav");
    let table = only(&file);
    assert_eq!(
        table.title,
        "WAV, big-endian: 441 frames of 2 channels, 44100 a second, 0.01 seconds"
    );
    let left = table.rows().column::<be::F32>("left").unwrap();
    assert_eq!((left.min(), left.max()), (Some(-0.79996574), Some(0.7999983)));

    // WAVE_FORMAT_EXTENSIBLE.
    let file = sample("test-48000Hz-2ch-64bit-float-le-wavex.wav");
    let rows = only(&file);
    summary(&rows.rows(), "right", -0.800000011920929, 0.7999013066291809, 0.051843705519180126);
}

#[test]
fn integers() {
    let file = sample("test-8000Hz-le-2ch-1byteu.wav");
    let table = only(&file);
    summary(&table.rows(), "left", 38_u8, 218_u8, 127.9875);
    summary(&table.rows(), "right", 37_u8, 218_u8, 128.01875);
    assert_eq!(table.notes, ["8 of 8 bits, unsigned integers"]);

    let file = sample("test-8000Hz-le-4ch-9S-12bit.wav");
    let table = only(&file);
    summary(&table.rows(), "right", -32768, 32752, -32.0 / 9.0);
    assert_eq!(table.notes, ["12 of 16 bits, signed integers"]);

    let file = sample("test-8000Hz-le-5ch-9S-5bit.wav");
    let table = only(&file);
    summary(&table.rows(), "right", 0_u8, 248_u8, 1136.0 / 9.0);
    summary(&table.rows(), "ch4", 128_u8, 248_u8, 1768.0 / 9.0);

    // Big-endian, extensible.
    let file = sample("test-44100Hz-be-1ch-4bytes.wav");
    summary(&only(&file).rows(), "mono", -1513966498, 1513966498, 2024.4444444444443);

    let file = sample("test-8000Hz-le-3ch-5S-64bit.wav");
    let rows = only(&file);
    let left = rows.rows().dyn_column("left").unwrap().summary().unwrap();
    assert_eq!((left.min, left.max), (i64::MIN.into(), i64::MAX.into()));
    summary(&rows.rows(), "ch2", -2, 2, 0.0);
}

/// SciPy moves samples of odd sizes to the upper end of the next larger integer.
#[test]
fn integers_of_which_there_is_no_dtype() {
    for (name, size, wide) in [
        ("test-8000Hz-le-3ch-5S-24bit.wav", 3, 4),
        ("test-8000Hz-be-3ch-5S-24bit.wav", 3, 4),
        ("test-8000Hz-le-3ch-5S-24bit-rf64.wav", 3, 4),
        ("test-8000Hz-le-3ch-5S-36bit.wav", 5, 8),
    ] {
        let file = sample(name);
        let table = only(&file);
        assert_eq!(
            (table.layout.itemsize(), table.rows().layout().itemsize()),
            (3 * size, 3 * wide)
        );
        let shift = 8 * (wide - size);
        let (rows, scale) = (table.rows(), 1_i64 << shift);
        let (min, max, mean, small) = match size {
            3 => (-2147483648, 2147483392, -51.2, 512),
            _ => (i64::MIN, 9223372036586340352, -53687091.2, 536870912),
        };
        summary(&rows, "left", min / scale, max / scale, mean / scale as f64);
        summary(&rows, "ch2", -small / scale, small / scale, 0.0);
        line(&report(&table), "there is no dtype of ");
    }
    let file = sample("test-1234Hz-le-1ch-10S-20bit-extra.wav");
    let table = only(&file);
    summary(&table.rows(), "mono", -2147479552 / 256, 2147479552 / 256, 0.0);
    assert_eq!(table.notes[0], "20 of 24 bits, signed integers");
}

/// Chunks of any kind around those that matter, some of odd length.
fn made(riff_len: u32, data_len: u32, data: &[u8]) -> Vec<u8> {
    let mut file = [&b"RIFF"[..], &riff_len.to_le_bytes(), b"WAVE"].concat();
    file.extend(*b"LIST\x03\0\0\0abc\0");
    file.extend(*b"fmt \x10\0\0\0\x01\0\x02\0\x40\x1f\0\0\0\x7d\0\0\x04\0\x10\0");
    file.extend(*b"odd \x01\0\0\0x\0");
    file.extend([b"data", &data_len.to_le_bytes()[..], data].concat());
    file
}

#[test]
fn chunks_and_streams() {
    let whole = made(70, 8, &[1, 0, 2, 0, 3, 0, 4, 0, b'm', b'o', b'r', b'e']);
    summary(&only(&whole).rows(), "right", 2, 4, 3.0);
    // Empty, and more chunks behind it.
    let empty = made(70, 0, b"LIST\x03\0\0\0abc\0");
    assert_eq!(only(&empty).rows().len(), 0);
    // Lengths that nobody knew when they were written; the last frame is cut off.
    for (riff_len, data_len) in [(0, 0), (u32::MAX, 0), (u32::MAX, u32::MAX), (0, u32::MAX)] {
        let streamed = made(riff_len, data_len, &[1, 0, 2, 0, 3, 0, 4, 0, 5]);
        let table = only(&streamed);
        summary(&table.rows(), "left", 1, 3, 2.0);
        assert_eq!(
            table.notes[1..],
            [
                "written as a stream: the data end with the file",
                "left over behind the last frame: 1 byte"
            ]
        );
    }
    let long = made(70, 12, &[0; 8]);
    assert_eq!(
        refused(&long),
        "the chunk `data`: 12 bytes from byte 66 on, but the file has 74 bytes"
    );
    let part = made(70, 6, &[0; 6]);
    assert_eq!(
        refused(&part),
        "the chunk `data`: 6 bytes is not a whole number of 4-byte records: 2 bytes left over"
    );
}

#[test]
fn more_channels_than_have_names() {
    let mut file = made(0, 400, &[7; 400]);
    let at = file.windows(4).position(|window| window == b"fmt ").unwrap();
    file[at + 10..at + 12].copy_from_slice(&100_u16.to_le_bytes());
    file[at + 20..at + 22].copy_from_slice(&200_u16.to_le_bytes());
    let table = only(&file);
    assert_eq!(table.layout.descr(), "[('channels', '<i2', (100,))]");
    summary(&table.rows(), "channels[99]", 0x0707, 0x0707, 1799.0);
}

#[test]
fn what_is_not_read() {
    let error = refused(&sample("test-8000Hz-le-1ch-1byte-ulaw.wav"));
    assert!(
        error.starts_with("the chunk `fmt `: samples are compressed, format 0x0007"),
        "{error}"
    );
    let error = refused(&sample("test-44100Hz-le-1ch-4bytes-early-eof.wav"));
    let wanted = "the chunk `data`: 17640 bytes from byte 80 on, but the file has 1024 bytes";
    assert_eq!(error, wanted);
    let avi = refused(b"RIFF\x04\0\0\0AVI ");
    assert!(avi.starts_with("not a known format: it starts with \"RIFF"), "{avi}");

    let change = |at: usize, bytes: &[u8]| {
        let mut file = made(70, 4, &[0; 4]);
        let fmt = file.windows(4).position(|window| window == b"fmt ").unwrap() + 8;
        file[fmt + at..fmt + at + bytes.len()].copy_from_slice(bytes);
        refused(&file)
    };
    assert_eq!(change(2, &[0, 0]), "the chunk `fmt `: frames of 4 bytes for 0 channels");
    assert_eq!(change(2, &[3, 0]), "the chunk `fmt `: frames of 4 bytes for 3 channels");
    assert_eq!(change(12, &[0, 0]), "the chunk `fmt `: frames of 0 bytes for 2 channels");
    assert_eq!(change(12, &[18, 0]), "the chunk `fmt `: integers of 9 bytes");
    assert_eq!(change(14, &[17, 0]), "the chunk `fmt `: samples of 17 bits in 2 bytes");
    assert_eq!(change(0, &[3, 0]), "the chunk `fmt `: floats of 2 bytes");
}
