#!/usr/bin/env bash
# Measures this project against NumPy, pandas, polars, pyarrow, loops written by hand,
# soa_derive and soa-rs, and writes the tables and plots.
#
#     benches/numpy/run.sh [quick|full] [WORD...]
#
# `full`, which takes some twenty minutes and 10 GiB of memory, writes docs/performance.md
# and docs/plots; nothing else should run meanwhile. `quick`, a minute without what exceeds
# the caches, and runs of some works only (those with all the words in their names) write
# beside their results, in target/numpy-bench.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
effort=${1:-full}
shift || true

work=$root/target/numpy-bench
python=$work/venv/bin/python
packages="numpy==2.4.6 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1"
mkdir -p "$work"
if [ "$(cat "$work/packages" 2>/dev/null)" != "$packages" ]; then
    "${PYTHON:-python3}" -m venv --clear "$work/venv"
    # shellcheck disable=SC2086 # a word for each package
    "$python" -m pip install --quiet --disable-pip-version-check $packages
    echo "$packages" >"$work/packages"
fi

# For any CPU of the architecture, whatever else is set: the kernels choose when they run.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$work/cargo}
RUSTFLAGS="" cargo build --release --manifest-path "$here/Cargo.toml"
case $(uname -s) in
    Darwin) library=$CARGO_TARGET_DIR/release/librecords_works.dylib ;;
    *) library=$CARGO_TARGET_DIR/release/librecords_works.so ;;
esac

export PYTHONDONTWRITEBYTECODE=1
# One core for everybody.
export POLARS_MAX_THREADS=1 OMP_NUM_THREADS=1
if [ "$effort" = full ] && [ $# = 0 ]; then
    name=full
    document=$root/docs/performance.md
else
    name=$effort${*:+-some}
    document=$work/$name/performance.md
    mkdir -p "$work/$name"
    cp "$root/docs/performance.md" "$document"
fi
results=$work/$name.json
"$python" "$here/compare.py" "$library" "$results" "$effort" "$@"

# Two threads, where there are two and the project can use them.
if [ "$name" = full ] && [ "$(nproc --all)" -ge 2 ] && grep -q "^rayon" "$root/records-core/Cargo.toml"; then
    cp "$library" "$work/one-thread.lib"
    RUSTFLAGS="" cargo build --release --manifest-path "$here/Cargo.toml" \
        --features records-core/rayon
    "$python" "$here/threads.py" "$work/one-thread.lib" "$library" "$results"
fi
"$python" "$here/report.py" "$results" "$document" "$(dirname "$document")/plots"
echo "written: $document"
