#!/bin/sh
# What the derive costs those who compile it, beside the derives of neighbours:
#
# - how many lines it expands to, for a struct of 12 fields;
# - what 50 such structs add to `cargo check`.
#
# Both are counted from the same structs with `Clone` and `Copy` only. Prints
# markdown. The crates are made in a temporary directory, which is removed.
#
#     benches/expansion/measure.sh [ROUNDS]
#
# Checks are timed in turns, one of each kind a round, so that a machine that
# gets slower gets slower for all; figures are medians over the rounds.
# Incremental compilation is off: a check reuses nothing of the one before, as
# for somebody who builds for the first time or has changed the structs.
set -eu

rounds=${1:-9}
structs=50
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kinds="std records in_place zerocopy soa bytemuck"

# What stands in the tables, what the crate depends on, what it imports, and
# what stands above each struct. The layout that each needs: zerocopy and bytemuck
# ask for a `repr` without padding, soa_derive for none.
describe() {
    case $1 in
    std)
        title='`Clone`, `Copy` only'
        deps='' import='' above='#[derive(Clone, Copy)]' ;;
    records)
        title='records: `Record`, `#[record(packed)]`'
        deps="records-core = { path = \"$here/records-core\" }"
        import='use records_core::Record;'
        above='#[derive(Record, Clone, Copy)] #[record(packed)]' ;;
    in_place)
        title='records: `Record`, `#[repr(C, packed)]`'
        deps="records-core = { path = \"$here/records-core\" }"
        import='use records_core::Record;'
        above='#[derive(Record, Clone, Copy)] #[repr(C, packed)]' ;;
    zerocopy)
        title="zerocopy's five"
        deps='zerocopy = { version = "0.8", features = ["derive"] }'
        import='use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};'
        above='#[derive(FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned, Clone, Copy)] #[repr(C, packed)]' ;;
    soa)
        title='`soa_derive::StructOfArray`'
        deps='soa_derive = "0.14"'
        import='use soa_derive::StructOfArray;'
        above='#[derive(StructOfArray, Clone, Copy)]' ;;
    bytemuck)
        title="bytemuck's two"
        deps='bytemuck = { version = "1", features = ["derive"] }'
        import='use bytemuck::{Pod, Zeroable};'
        above='#[derive(Pod, Zeroable, Clone, Copy)] #[repr(C, packed)]' ;;
    esac
}

# Prints so many structs, each under these lines.
write_structs() {
    n=1
    while [ "$n" -le "$2" ]; do
        cat <<STRUCT
$1
pub struct Row$n {
    pub id: u64,
    pub kind: u8,
    pub flags: u16,
    pub count: i32,
    pub x: f64,
    pub y: f64,
    pub z: f64,
    pub weight: f32,
    pub height: f32,
    pub origin: [f32; 3],
    pub tag: [u8; 16],
    pub sum: i64,
}
STRUCT
        n=$((n + 1))
    done
}

# Makes crate $1 of kind $2 with $3 structs.
make_crate() {
    describe "$2"
    mkdir -p "$work/$1/src"
    cat > "$work/$1/Cargo.toml" <<MANIFEST
[package]
name = "$1"
version = "0.0.0"
edition = "2024"

[dependencies]
$deps
MANIFEST
    { printf '#![allow(dead_code)]\n%s\n' "$import"; write_structs "$above" "$3"; } \
        > "$work/$1/src/lib.rs"
    members="${members}\"$1\", "
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# "median (least to greatest)" of a file of milliseconds.
spread() {
    sort -n "$1" | awk '{ v[NR] = $1 } END {
        printf "%.2f s (%.2f–%.2f)", v[int((NR + 1) / 2)] / 1000, v[1] / 1000, v[NR] / 1000 }'
}

members=''
for kind in $kinds; do
    make_crate "many_$kind" "$kind" "$structs"
    make_crate "one_$kind" "$kind" 1
done
printf '[workspace]\nresolver = "3"\nmembers = [%s]\n' "$members" > "$work/Cargo.toml"
cd "$work"
export CARGO_TARGET_DIR="$work/target" CARGO_INCREMENTAL=0
# What the crates depend on is built before anything is timed, for each crate
# by itself: together they would ask for other features.
for kind in $kinds; do
    cargo check --quiet -p "many_$kind"
done

round=1
while [ "$round" -le "$rounds" ]; do
    for kind in $kinds; do
        touch "many_$kind/src/lib.rs"
        start=$(date +%s%N)
        cargo check --quiet -p "many_$kind"
        end=$(date +%s%N)
        echo $(((end - start) / 1000000)) >> "times_$kind"
    done
    round=$((round + 1))
done

# Last, because the variable makes build scripts run again, which would be timed.
for kind in $kinds; do
    # The compiler prints what macros made of the source for those who may use
    # unstable options, as everybody may who asks in this way.
    RUSTC_BOOTSTRAP=1 cargo rustc --quiet -p "one_$kind" --profile=check -- -Zunpretty=expanded \
        > "expanded_$kind.rs"
    rustfmt --quiet --edition 2024 "expanded_$kind.rs" || true
    wc -l < "expanded_$kind.rs" > "lines_$kind"
done

base=$(median < times_std)
zerocopy=$(($(median < times_zerocopy) - base))
model=$(grep -m1 'model name' /proc/cpuinfo 2> /dev/null | cut -d: -f2 | sed 's/^ //' || true)
printf '%s, %s, %s cores, %s, %s rounds\n\n' \
    "$(date -u +%F)" "${model:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "$(rustc --version)" "$rounds"
printf '| derives | expanded lines for 12 fields | `cargo check`, %s structs | added | of what zerocopy adds |\n' "$structs"
printf '|---|---|---|---|---|\n'
for kind in $kinds; do
    describe "$kind"
    lines=$(($(cat "lines_$kind") - $(cat lines_std)))
    added=$(($(median < "times_$kind") - base))
    part=$(awk "BEGIN { printf \"%.1f\", $added * 100 / $zerocopy }")
    printf '| %s | %s | %s | %s ms | %s %% |\n' \
        "$title" "$lines" "$(spread "times_$kind")" "$added" "$part"
done
