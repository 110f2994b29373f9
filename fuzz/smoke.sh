#!/usr/bin/env bash
# Runs every fuzz target for some seconds (20, or the first argument) from its seeds; for
# 0 seconds, over the seeds alone, which is the same each time. Does nothing where there
# is no nightly toolchain or no cargo-fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-20}
if [ "$seconds" = 0 ]; then
    span=-runs=0
else
    span=-max_total_time=$seconds
fi
if ! cargo +nightly fuzz --version >/dev/null 2>&1; then
    echo "skipped: no nightly toolchain, or no cargo-fuzz"
    exit 0
fi

cargo +nightly fuzz build
for target in $(cargo +nightly fuzz list); do
    case $target in
        long_texts) len=200 timeout=30 ;;
        parse) len=4096 timeout=30 ;;
        *) len=1024 timeout=30 ;;
    esac
    dict=()
    if [ -f "fuzz/dict/$target.dict" ]; then
        dict=("-dict=fuzz/dict/$target.dict")
    elif [ -f fuzz/dict/texts.dict ]; then
        dict=("-dict=fuzz/dict/texts.dict")
    fi
    printf '\n== %s, %s seconds\n' "$target" "$seconds"
    mkdir -p "fuzz/corpus/$target"
    cargo +nightly fuzz run "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        "$span" "-max_len=$len" "-timeout=$timeout" -rss_limit_mb=2048 \
        -malloc_limit_mb=1024 -print_final_stats=1 "${dict[@]}"
done
