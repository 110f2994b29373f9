//! Which kernels run: chosen by what the CPU can do, or forced.

use core::fmt;
use core::sync::atomic::{AtomicU8, Ordering};

/// A set of instructions that the hot loops are written for.
///
/// All of them give the same results, bit for bit. Which one runs is found out once, from the
/// CPU, so that a program built for any x86-64 uses what the machine at hand has; without the
/// feature `std`, and on other CPUs, it is the portable one.
///
/// ```
/// use records_core::Kernel;
///
/// assert!(Kernel::Portable.is_available());
/// println!("copies and sums use {}", Kernel::current());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Kernel {
    /// Plain Rust, for any CPU.
    Portable = 1,
    /// x86-64 with AVX2, BMI1, BMI2 and POPCNT.
    Avx2 = 2,
    /// x86-64 with AVX-512 F, BW, DQ, VL and VBMI.
    Avx512 = 3,
}

/// The kernel in use; 0 before anybody asked.
static CURRENT: AtomicU8 = AtomicU8::new(0);

impl Kernel {
    /// All there are, the plainest first.
    pub const ALL: [Kernel; 3] = [Kernel::Portable, Kernel::Avx2, Kernel::Avx512];

    /// Whether this CPU can run it.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Kernel::Portable => true,
            #[cfg(all(feature = "std", target_arch = "x86_64"))]
            Kernel::Avx2 => {
                use std::is_x86_feature_detected as has;
                has!("avx2") && has!("bmi1") && has!("bmi2") && has!("popcnt")
            }
            #[cfg(all(feature = "std", target_arch = "x86_64"))]
            Kernel::Avx512 => {
                use std::is_x86_feature_detected as has;
                Kernel::Avx2.is_available()
                    && has!("avx512f")
                    && has!("avx512bw")
                    && has!("avx512dq")
                    && has!("avx512vl")
                    && has!("avx512vbmi")
            }
            #[cfg(not(all(feature = "std", target_arch = "x86_64")))]
            Kernel::Avx2 | Kernel::Avx512 => false,
        }
    }

    /// The one that runs: what was [forced](Kernel::force), or the best that is available.
    #[must_use]
    #[inline]
    pub fn current() -> Kernel {
        match CURRENT.load(Ordering::Relaxed) {
            1 => Kernel::Portable,
            2 => Kernel::Avx2,
            3 => Kernel::Avx512,
            _ => Kernel::choose(),
        }
    }

    /// Makes all calls that begin from now on, in all threads, use this one: for comparisons and
    /// tests. `None` chooses by the CPU again.
    ///
    /// Nothing but the time that calls take depends on it.
    ///
    /// ```
    /// use records_core::{Column, Kernel};
    ///
    /// let numbers = [0.1_f64, 0.2, 0.3];
    /// let column = Column::from_slice(&numbers);
    /// let sum = column.sum();
    /// Kernel::force(Some(Kernel::Portable))?;
    /// assert_eq!(column.sum().to_bits(), sum.to_bits());
    /// Kernel::force(None)?;
    /// # Ok::<(), records_core::KernelError>(())
    /// ```
    ///
    /// # Errors
    /// [`KernelError`] if this CPU cannot run it; then nothing is changed.
    pub fn force(kernel: Option<Kernel>) -> Result<(), KernelError> {
        match kernel {
            Some(kernel) if !kernel.is_available() => return Err(KernelError { kernel }),
            Some(kernel) => CURRENT.store(kernel as u8, Ordering::Relaxed),
            None => CURRENT.store(0, Ordering::Relaxed),
        }
        Ok(())
    }

    #[cold]
    fn choose() -> Kernel {
        let best = Kernel::ALL.into_iter().rev().find(|kernel| kernel.is_available());
        let best = best.unwrap_or(Kernel::Portable);
        // What somebody else forced meanwhile stays.
        let _ = CURRENT.compare_exchange(0, best as u8, Ordering::Relaxed, Ordering::Relaxed);
        best
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Kernel::Portable => "portable code",
            Kernel::Avx2 => "AVX2",
            Kernel::Avx512 => "AVX-512 VBMI",
        })
    }
}

/// A kernel that this CPU cannot run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KernelError {
    kernel: Kernel,
}

impl KernelError {
    /// The kernel asked for.
    #[must_use]
    pub const fn kernel(&self) -> Kernel {
        self.kernel
    }
}

impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "kernels for {} asked for, which this CPU, or a build without `std`, cannot run",
            self.kernel
        )
    }
}

impl core::error::Error for KernelError {}
