//! Times: [`DateTime64`] and [`TimeDelta64`], counted in steps of a [`Unit`].

use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

use super::Element;
use crate::DType;
use crate::layout::{ByteOrder, TimeStep, TimeUnit};

/// A unit of time, as a type.
///
/// ```
/// use records_core::{TimeUnit, Nanoseconds, Unit};
///
/// assert_eq!(Nanoseconds::STEP.unit, TimeUnit::Nanosecond);
/// ```
pub trait Unit: 'static {
    /// What one step is.
    const STEP: TimeStep;
}

macro_rules! units {
    ($($(#[$doc:meta])* $name:ident $unit:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Unit for $name {
            const STEP: TimeStep = TimeStep::one(TimeUnit::$unit);
        }
    )*};
}

units! {
    /// `M8[Y]`
    Years Year
    /// `M8[M]`
    Months Month
    /// `M8[W]`
    Weeks Week
    /// `M8[D]`
    Days Day
    /// `M8[h]`
    Hours Hour
    /// `M8[m]`
    Minutes Minute
    /// `M8[s]`
    Seconds Second
    /// `M8[ms]`
    Milliseconds Millisecond
    /// `M8[us]`
    Microseconds Microsecond
    /// `M8[ns]`
    Nanoseconds Nanosecond
    /// `M8[ps]`
    Picoseconds Picosecond
    /// `M8[fs]`
    Femtoseconds Femtosecond
    /// `M8[as]`
    Attoseconds Attosecond
}

/// `N` units a step: `DateTime64<Times<25, Seconds>>` is NumPy's `M8[25s]`.
///
/// ```
/// use records_core::{DateTime64, Element, Seconds, Times};
///
/// assert_eq!(DateTime64::<Times<25, Seconds>>::DTYPE.to_string(), "M8[25s]");
/// assert_eq!(DateTime64::<Times<25, Seconds>>::new(3).to_string(), "1970-01-01T00:01:15");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Times<const N: u32, U>(PhantomData<U>);

impl<const N: u32, U: Unit> Unit for Times<N, U> {
    const STEP: TimeStep = {
        assert!(N > 0, "a step of no units");
        let count = match U::STEP.count.checked_mul(N) {
            Some(count) => count,
            None => panic!("a step of more than u32::MAX units"),
        };
        TimeStep { unit: U::STEP.unit, count }
    };
}

macro_rules! times {
    ($($(#[$doc:meta])* $name:ident $dtype:ident $text:ident $shown:literal)*) => {$(
        $(#[$doc])*
        #[repr(transparent)]
        pub struct $name<U>(i64, PhantomData<fn(U) -> U>);

        impl<U: Unit> $name<U> {
            /// Not a time (NumPy's `NaT`): the least number.
            pub const NAT: Self = Self::new(i64::MIN);

            /// So many steps; `i64::MIN` is [`NAT`](Self::NAT).
            #[must_use]
            pub const fn new(steps: i64) -> Self {
                $name(steps, PhantomData)
            }

            /// The steps, `i64::MIN` for NaT.
            #[must_use]
            pub const fn steps(self) -> i64 {
                self.0
            }

            /// The steps, or `None` for NaT.
            #[must_use]
            pub const fn get(self) -> Option<i64> {
                if self.is_nat() { None } else { Some(self.0) }
            }

            /// Whether it is NaT.
            #[must_use]
            pub const fn is_nat(self) -> bool {
                self.0 == i64::MIN
            }
        }

        impl<U> Clone for $name<U> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<U> Copy for $name<U> {}

        /// Goes by the bits: unlike in NumPy, NaT equals NaT, so that `Eq`,
        /// `Ord` (NaT first) and `Hash` hold together.
        impl<U> PartialEq for $name<U> {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl<U> Eq for $name<U> {}

        impl<U> PartialOrd for $name<U> {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl<U> Ord for $name<U> {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                self.0.cmp(&other.0)
            }
        }

        impl<U> Hash for $name<U> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl<U> Default for $name<U> {
            fn default() -> Self {
                $name(0, PhantomData)
            }
        }

        impl<U: Unit> fmt::Debug for $name<U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        #[doc = $shown]
        impl<U: Unit> fmt::Display for $name<U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&U::STEP.$text(self.0))
            }
        }

        // SAFETY: `repr(transparent)` over an `i64`, of which every bit pattern is a
        // value.
        unsafe impl<U: Unit> Element for $name<U> {
            const DTYPE: &'static DType = &DType::$dtype(U::STEP, ByteOrder::NATIVE);
            const IN_PLACE: bool = true;

            #[inline(always)]
            unsafe fn read(from: *const u8) -> Self {
                // SAFETY: the caller's promise.
                Self::new(unsafe { from.cast::<i64>().read_unaligned() })
            }

            #[inline(always)]
            unsafe fn write(self, to: *mut u8) {
                // SAFETY: the caller's promise.
                unsafe { to.cast::<i64>().write_unaligned(self.0) }
            }
        }

        // SAFETY: `repr(transparent)` over a `Pod` number.
        unsafe impl<U: Unit> bytemuck::Zeroable for $name<U> {}
        // SAFETY: as above.
        unsafe impl<U: Unit> bytemuck::Pod for $name<U> {}
    )*};
}

times! {
    /// A moment: so many steps of `U` since 1970-01-01T00:00 (NumPy's `M8`, `datetime64`).
    ///
    /// ```
    /// use records_core::{DateTime64, Milliseconds};
    ///
    /// let at = DateTime64::<Milliseconds>::new(1_500);
    /// assert_eq!(at.to_string(), "1970-01-01T00:00:01.500");
    /// assert_eq!(DateTime64::<Milliseconds>::NAT.get(), None);
    /// ```
    DateTime64 DateTime moment "The date and time to the unit, as NumPy writes it, or `NaT`."
    /// A span of time: so many steps of `U` (NumPy's `m8`, `timedelta64`).
    ///
    /// ```
    /// use records_core::{Days, TimeDelta64};
    ///
    /// let week = TimeDelta64::<Days>::new(7);
    /// assert_eq!((week.steps(), week.to_string()), (7, "7D".to_string()));
    /// assert!(TimeDelta64::<Days>::NAT.is_nat());
    /// ```
    TimeDelta64 TimeDelta span "The steps with the unit, `1500ms`, or `NaT`."
}
