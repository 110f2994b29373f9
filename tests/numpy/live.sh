#!/usr/bin/env bash
# NumPy and we, face to face: fresh random dtypes, arrays and files of NumPy's for the
# Rust tests, then our texts and files for NumPy. Any difference fails it.
#
#   tests/numpy/live.sh [SEED]
#
# NUMPY names the version (a pip requirement); NUMPY_DTYPES how many dtypes.
set -euo pipefail
cd "$(dirname "$0")/../.."

seed=${1:-$(date +%s)}
venv=target/numpy-venv
work=$PWD/target/numpy-live
python=$venv/bin/python

echo "seed $seed: again with tests/numpy/live.sh $seed"
if ! [ -x "$python" ]; then
    python3 -m venv "$venv"
fi
"$python" -m pip install --quiet --disable-pip-version-check "${NUMPY:-numpy>=2.0}"
"$python" -c 'import numpy, sys; print("NumPy", numpy.__version__, "Python", sys.version.split()[0])'

rm -rf "$work"
mkdir -p "$work"
"$python" tests/numpy/live.py emit --seed "$seed" --dtypes "${NUMPY_DTYPES:-2000}" "$work/fixtures"

# What NumPy says and saved, seen by us; and ours, written for NumPy.
env RECORDS_NUMPY_FIXTURES="$work/fixtures" RECORDS_NUMPY_TEXTS="$work/texts.jsonl" \
    RECORDS_NUMPY_FILES="$work/files" RECORDS_NUMPY_SEED="$seed" \
    cargo test --all-features \
    --test numpy_oracle --test numpy_parse --test numpy_files --test numpy_emit \
    -- --show-output

echo "NumPy evaluates our texts"
"$python" tests/numpy/live.py texts "$work/fixtures" "$work/texts.jsonl"
echo "NumPy loads our files"
"$python" tests/numpy/live.py files "$work/files"
echo "NumPy agrees (seed $seed)"
