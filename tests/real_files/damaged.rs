//! Real files cut off anywhere, and with bits flipped: the readers answer, whatever
//! they are given, and so do the reports of what they read.

use crate::report::report;
use crate::splitmix::Random;
use crate::{recognise, sample};

/// Files, and to where from their start the readers look before they see rows.
const FILES: [(&str, usize); 15] = [
    ("1_4_w_evlr.las", 2305),
    ("extra_bytes.las", 1100),
    ("http.pcap", 2900),
    ("recarray_from_file.fits", 5811),
    ("simple.las", 300),
    ("tb.fits", 5800),
    ("test-1234Hz-le-1ch-10S-20bit-extra.wav", 74),
    ("test-44100Hz-be-1ch-4bytes.wav", 100),
    ("test-48000Hz-2ch-64bit-float-le-wavex.wav", 120),
    ("test-8000Hz-le-2ch-1byteu.wav", 60),
    ("test-8000Hz-le-3ch-5S-24bit-rf64.wav", 126),
    ("unregistered_extra_bytes.las", 511),
    ("variable_length_table.fits", 5800),
    ("win64python2.npy", 96),
    ("zerowidth.fits", 54720),
];

/// How often each file is damaged.
const FLIPS: usize = 200;

/// All that the example does with a file.
fn examine(file: &[u8]) -> bool {
    match recognise::read(file, None) {
        Ok(tables) => {
            tables.iter().for_each(|table| drop(report(table)));
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

#[test]
fn files_are_cut_off_anywhere() {
    for (name, _) in FILES {
        let file = sample(name);
        assert!(examine(&file), "{name}");
        // Every length of small files and of what lies before the rows of others.
        let step = |len: usize| if len < 3000 || file.len() < 8700 { 1 } else { 101 };
        let lens = std::iter::successors(Some(0), |&len| Some(len + step(len)));
        let mut read = 0;
        for len in lens.take_while(|&len| len < file.len()) {
            read += usize::from(examine(&file[..len]));
        }
        // Only where what is cut off belongs to no row, or where packets end.
        let most = match name {
            "http.pcap" => 23,
            name if name.ends_with(".fits") => 2880,
            // A chunk of odd length is filled up by a byte.
            name if name.contains("24bit") => 1,
            _ => 0,
        };
        assert!(read <= most, "{name}: {read} lengths were read");
    }
}

#[test]
fn bits_are_flipped() {
    let mut random = Random(1);
    let (mut read, mut all) = (0, 0);
    for (name, head) in FILES {
        let mut file = sample(name);
        for _ in 0..FLIPS {
            let flips: Vec<(usize, u8)> = (0..1 + random.below(4))
                .map(|_| (random.below(head.min(file.len())), 1 << random.below(8)))
                .collect();
            flips.iter().for_each(|&(at, bit)| file[at] ^= bit);
            read += usize::from(examine(&file));
            all += 1;
            flips.iter().for_each(|&(at, bit)| file[at] ^= bit);
        }
    }
    // Many flips change only a number of a row; many others are noticed.
    assert!((all / 10..all * 9 / 10).contains(&read), "{read} of {all} files were read");
}

/// The same with bytes as damaged programs write them: digits, ends and extremes.
#[test]
fn bytes_are_replaced() {
    let mut random = Random(2);
    for (name, head) in FILES {
        let mut file = sample(name);
        for _ in 0..FLIPS {
            let at = random.below(head.min(file.len()));
            let byte =
                [0, 1, 0x7f, 0x80, 0xff, b'0', b'9', b'-', b' ', b'(', b'\''][random.below(11)];
            let old = std::mem::replace(&mut file[at], byte);
            examine(&file);
            file[at] = old;
        }
    }
}
