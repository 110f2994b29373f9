//! What a person writes without this project: structs whose layout Rust keeps, and a plain
//! loop.

use std::hint::black_box;
use std::ops::AddAssign;

use records_core::Number;

use crate::given::Given;
use crate::shapes::{Shape, sample};
use crate::work::{Work, bytes_of, work};

/// A number in the loops.
pub trait Plain: Number + Copy + PartialOrd + Default + 'static {
    /// What sums are kept in, as NumPy and this project do.
    type Total: Copy + Default + AddAssign + 'static;
    fn total(self) -> Self::Total;
    /// One more.
    fn next(self) -> Self;
}

macro_rules! plain {
    ($($type:ty: $total:ty, $next:expr;)*) => {$(
        impl Plain for $type {
            type Total = $total;
            #[inline(always)]
            fn total(self) -> $total {
                self.into()
            }
            #[inline(always)]
            fn next(self) -> $type {
                let next: fn($type) -> $type = $next;
                next(self)
            }
        }
    )*};
}

plain! {
    u8: u64, |x| x.wrapping_add(1);
    u16: u64, |x| x.wrapping_add(1);
    i16: i64, |x| x.wrapping_add(1);
    i32: i64, |x| x.wrapping_add(1);
    f32: f32, |x| x + 1.0;
    f64: f64, |x| x + 1.0;
}

/// Works about one column.
pub fn column<T: Copy + 'static, F: Plain>(
    work_name: &str,
    given: Given,
    get: impl Fn(&T) -> F + Copy + 'static,
    set: impl Fn(&mut T, F) + Copy + 'static,
) -> Option<Box<dyn Work>> {
    match work_name {
        "column out" => {
            let out = given.clone();
            let once = move |_: &mut ()| {
                for (to, row) in given.out().iter_mut().zip(given.twins()) {
                    *to = get(row);
                }
            };
            work((), once, move |_| vec![out.out()])
        }
        "sum" => work(
            F::Total::default(),
            move |sum| {
                *sum = F::Total::default();
                for row in given.twins() {
                    *sum += get(row).total();
                }
            },
            |sum| vec![bytes_of(std::slice::from_ref(sum))],
        ),
        "min" => least(given, get, |a, b| a < b),
        "max" => least(given, get, |a, b| a > b),
        "update" => {
            let once = move |_: &mut ()| {
                for row in given.twins_mut() {
                    set(row, get(row).next());
                }
            };
            work((), once, |_| Vec::new())
        }
        _ => None,
    }
}

fn least<T: Copy + 'static, F: Plain>(
    given: Given,
    get: impl Fn(&T) -> F + Copy + 'static,
    before: impl Fn(F, F) -> bool + 'static,
) -> Option<Box<dyn Work>> {
    let once = move |least: &mut F| {
        let mut items = given.twins().iter().map(get);
        let first = items.next().unwrap_or_default();
        *least = items.fold(first, |so_far, item| if before(item, so_far) { item } else { so_far });
    };
    work(F::default(), once, |least| vec![bytes_of(std::slice::from_ref(least))])
}

/// Works about rows and all columns.
pub fn rows<R: Shape>(name: &str, given: Given) -> Option<Box<dyn Work>> {
    match name {
        "columns out" => work(
            R::Hand::default(),
            move |columns| R::columns_out_by_hand(given.twins(), columns),
            R::bytes_by_hand,
        ),
        "columns in" => {
            let mut columns = R::Hand::default();
            R::columns_out_by_hand(given.twins(), &mut columns);
            let out = given.clone();
            work(
                columns,
                move |columns| R::columns_in_by_hand(columns, given.out()),
                move |_| vec![out.out()],
            )
        }
        "repack" => work(
            Vec::<R::PartTwin>::new(),
            move |out| {
                out.clear();
                out.extend(given.twins().iter().map(R::part_by_hand));
            },
            |out| vec![bytes_of(out)],
        ),
        "filter" => work(
            Vec::<R::Twin>::new(),
            move |out| {
                out.clear();
                for (row, keep) in given.twins().iter().zip(given.mask()) {
                    if *keep {
                        out.push(*row);
                    }
                }
            },
            |out| vec![bytes_of(out)],
        ),
        "take" => work(
            Vec::<R::Twin>::new(),
            move |out| {
                let rows = given.twins::<R::Twin>();
                out.clear();
                out.extend(given.indices().iter().map(|&row| rows[row]));
            },
            |out| vec![bytes_of(out)],
        ),
        "append" => work(
            Vec::<R::Twin>::new(),
            move |out| {
                *out = Vec::new();
                for row in given.twins() {
                    black_box(&mut *out).push(*row);
                }
            },
            |out| vec![bytes_of(out)],
        ),
        _ => None,
    }
}

/// The rows of the sample, sorted: copied, then ordered in place.
pub fn sort(of: &str, given: Given) -> Option<Box<dyn Work>> {
    let by_two = of == "id, sin";
    let once = move |out: &mut Vec<sample::Twin>| {
        *out = given.twins().to_vec();
        if by_two {
            out.sort_by(|a, b| { a.id }.cmp(&{ b.id }).then({ a.sin }.total_cmp(&{ b.sin })));
        } else {
            out.sort_by(|a, b| { a.sin }.total_cmp(&{ b.sin }));
        }
    };
    work(Vec::new(), once, |out| vec![bytes_of(out)])
}
