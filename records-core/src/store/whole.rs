//! Records written with their padding.

use crate::Record;

/// Writes a record, and zeros where no field lies.
///
/// # Safety
/// `R::SIZE` bytes can be written. After this they are all initialised.
#[inline(always)]
pub(super) unsafe fn write_whole<R: Record>(record: R, row: *mut u8) {
    // SAFETY: the caller's promise; holes lie within the record.
    unsafe {
        if const { few_holes::<R>() } {
            // Their places are known when this is compiled, and a hole of a few
            // bytes is one store; none for what is no hole.
            zero(row, const { hole::<R>(0) });
            zero(row, const { hole::<R>(1) });
            zero(row, const { hole::<R>(2) });
            zero(row, const { hole::<R>(3) });
        } else {
            row.write_bytes(0, R::SIZE);
        }
        record.write(row);
    }
}

/// # Safety
/// The bytes of the range can be written.
#[inline(always)]
unsafe fn zero(row: *mut u8, (start, len): (usize, usize)) {
    // SAFETY: the caller's promise.
    unsafe { row.add(start).write_bytes(0, len) }
}

/// Start and length of hole `n` of a record; of no length if there are no more than
/// `n`.
const fn hole<R: Record>(n: usize) -> (usize, usize) {
    let mut holes = R::LAYOUT.holes();
    let mut before = 0;
    while let Some(hole) = holes.next_hole() {
        if before == n {
            return (hole.start, hole.end - hole.start);
        }
        before += 1;
    }
    (0, 0)
}

/// Whether the first four holes are all the bytes that a write of the fields leaves
/// as they were: there is no fifth, and no field has holes of its own.
const fn few_holes<R: Record>() -> bool {
    let fields = R::LAYOUT.fields();
    let mut i = 0;
    while i < fields.len() {
        if fields[i].dtype().has_padding() {
            return false;
        }
        i += 1;
    }
    hole::<R>(4).1 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordBuf;

    #[derive(crate::Record, Clone, Copy)]
    #[record(aligned)]
    struct Few {
        a: u8,
        b: u32,
        c: u16,
    }

    #[derive(crate::Record, Clone, Copy)]
    #[record(aligned)]
    struct Many {
        a: u8,
        b: u16,
        c: u8,
        d: u32,
        e: u8,
        f: u64,
        g: u8,
        h: u16,
        i: u8,
    }

    #[derive(crate::Record, Clone, Copy)]
    #[record(packed)]
    struct Nested {
        few: Few,
        last: u8,
    }

    /// The bytes of a record where there were others before.
    fn written<R: Record>(record: R) -> alloc::vec::Vec<u8> {
        let mut bytes = alloc::vec![0xff; R::SIZE];
        // SAFETY: so many bytes.
        unsafe { write_whole(record, bytes.as_mut_ptr()) };
        bytes
    }

    #[test]
    fn zeros_holes_however_many() {
        let few = Few { a: 1, b: 2, c: 3 };
        assert!(few_holes::<Few>());
        assert_eq!(written(few), [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);

        let many = Many { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9 };
        assert!(!few_holes::<Many>());
        let bytes = written(many);
        assert_eq!(bytes.iter().filter(|&&byte| byte != 0).count(), 9);
        assert_eq!(Many::LAYOUT.holes().count(), 5);

        let nested = Nested { few, last: 4 };
        assert!(!few_holes::<Nested>());
        assert_eq!(written(nested), [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4]);
    }

    #[test]
    fn records_of_no_bytes_are_counted() {
        let mut buf: RecordBuf<()> = core::iter::repeat_n((), 5).collect();
        buf.push(());
        assert_eq!((buf.len(), buf.as_bytes().len()), (6, 0));
        assert_eq!(buf.pop(), Some(()));
        buf.truncate(2);
        assert_eq!(buf.len(), 2);
        buf.clear();
        assert!(buf.is_empty());
    }

    #[test]
    fn extending_goes_on_where_the_hint_was_short() {
        let odd = (0..1000_u32).filter(|i| i % 2 == 1).map(|b| Few { a: 1, b, c: 3 });
        let mut buf: RecordBuf<Few> = odd.clone().collect();
        buf.extend(odd);
        assert_eq!(buf.len(), 1000);
        assert!(buf.iter().map(|few| few.b).eq((0..1000).chain(0..1000).filter(|i| i % 2 == 1)));
    }
}
