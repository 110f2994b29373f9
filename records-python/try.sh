#!/usr/bin/env bash
# Builds nprecords into a virtual environment, and shows what it does.
#
#   records-python/try.sh [SCRIPT]
#
# PYTHON names the interpreter (3.11 or later), `python3` if it is not set. Without a script it is
# records-python/tour.py.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=$PWD/target/nprecords
if ! [ -x "$venv/bin/maturin" ]; then
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        'maturin>=1.16,<2' 'numpy>=2.4,<2.5'
fi
rm -rf "$venv/wheels"
"$venv/bin/maturin" build --quiet --release --manifest-path records-python/Cargo.toml --out "$venv/wheels"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall \
    --no-index --no-deps "$venv"/wheels/nprecords-*.whl
"$venv/bin/python" "${1:-records-python/tour.py}"
echo "To go on: $venv/bin/python"
