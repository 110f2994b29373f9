#!/usr/bin/env bash
# Builds the wheel of nprecords, installs it in a fresh virtual environment, and runs the tests of
# it: those in Rust, with an interpreter of their own, and those in Python, against the real
# things from PyPI.
#
#   tests/python/run.sh [PYTEST ARGUMENTS]
#
# PYTHON names the interpreter (3.11 or later), `python3` if it is not set.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$PWD/target/python-tests
venv=$work/venv
wheels=$work/wheels
rm -rf "$venv" "$wheels"
"${PYTHON:-python3}" -m venv "$venv"
python=$venv/bin/python
pip() { "$python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install -r tests/python/requirements.txt
"$venv/bin/maturin" build --quiet --release --manifest-path records-python/Cargo.toml --out "$wheels"
pip install --no-index --no-deps "$wheels"/nprecords-*.whl
"$python" -c '
import numpy, nprecords, sys
print("nprecords", nprecords.__version__, "NumPy", numpy.__version__, "Python", sys.version.split()[0])'

# The interpreter inside the tests in Rust finds what is installed here.
site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
env PYO3_PYTHON="$python" PYTHONPATH="$site" cargo test --quiet -p records-python

env QT_QPA_PLATFORM=offscreen "$python" -m pytest -q -p no:cacheprovider tests/python "$@"
