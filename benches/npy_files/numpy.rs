//! NumPy in a process of its own, which does what it is told and says how long it took.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct NumPy {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl NumPy {
    /// `None` if there is none.
    pub fn start(directory: &Path) -> Option<NumPy> {
        let python = std::env::var_os("RECORDS_PYTHON").unwrap_or_else(|| "python3".into());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/npy_files/by_numpy.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let orders = child.stdin.take()?;
        let mut answers = BufReader::new(child.stdout.take()?);
        let mut version = String::new();
        answers.read_line(&mut version).ok()?;
        if version.is_empty() {
            return None;
        }
        println!("NumPy {}", version.trim());
        Some(NumPy { child, orders, answers })
    }

    /// Seconds that a work of this name takes, the mean of so many times.
    pub fn time(&mut self, name: &str, repeat: u32) -> f64 {
        writeln!(self.orders, "{name} {repeat}").expect("NumPy listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("NumPy answers");
        answer.trim().parse().expect("a time")
    }
}

impl Drop for NumPy {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
