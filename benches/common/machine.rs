//! The machine and the compiler, for the head of a table.

use std::fs;
use std::process::Command;

/// A line that says when, on what and with what compiler the figures came about.
#[must_use]
pub fn machine() -> String {
    format!("{}, {}, {}", date(), processor(), compiler())
}

fn date() -> String {
    said_by(Command::new("date").args(["-u", "+%Y-%m-%d"]))
}

fn compiler() -> String {
    // Cargo says which compiler it uses to what it builds, not to what it runs;
    // in a cargo run it is the `rustc` of the same toolchain.
    said_by(Command::new("rustc").arg("--version"))
}

fn said_by(command: &mut Command) -> String {
    match command.output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        Err(_) => "unknown".to_owned(),
    }
}

/// Model, cores and caches, as far as Linux says.
fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let of = |key: &str| {
        let line = info.lines().find(|line| line.starts_with(key))?;
        Some(line.split(':').nth(1)?.trim().to_owned())
    };
    let model = of("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    // Virtual machines often hide the name; family and model tell more.
    let number = match (of("cpu family"), of("model\t")) {
        (Some(family), Some(model)) => format!(" (family {family}, model {model})"),
        _ => String::new(),
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}{number}, {cores} cores{}", caches())
}

/// `, L1d 48K, L2 1024K, L3 32768K`.
fn caches() -> String {
    let mut said = String::new();
    for index in 0..8 {
        let of = |what: &str| {
            let path = format!("/sys/devices/system/cpu/cpu0/cache/index{index}/{what}");
            fs::read_to_string(path).map(|text| text.trim().to_owned())
        };
        let (Ok(level), Ok(kind), Ok(size)) = (of("level"), of("type"), of("size")) else {
            break;
        };
        if kind != "Instruction" {
            let kind = if kind == "Data" { "d" } else { "" };
            said.push_str(&format!(", L{level}{kind} {size}"));
        }
    }
    said
}
