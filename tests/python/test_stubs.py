"""The stubs: what is there is in them, and what they say is so."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import nprecords

STUB = Path(nprecords.__file__).with_name("__init__.pyi")

SAMPLE = '''
from pathlib import Path
import numpy as np
import numpy.typing as npt
import nprecords

r: nprecords.Records = nprecords.frombuffer(bytearray(36), "=hdd", names=["id", "sin", "cos"])
sin: npt.NDArray[np.float64] = r["sin"]
both = r[["id", "cos"]]
both["id"] = 3
part: nprecords.Records = r[1:]
row = r[0]
r[0] = (1, 0.5, 0.5)
columns = r.to_columns()
r.to_columns(out=columns)["sin"].sum()
kept: nprecords.Records = r.filter(r["id"] > 3).take([0, -1]).sort(["id", "sin"], descending=[True, False])
order = r.argsort("id")
a: npt.NDArray[np.void] = np.zeros(3, "i4,f8")
sorted_array: npt.NDArray[np.void] = nprecords.sort(a, "f0")
sorted_rows: nprecords.Records = nprecords.sort(r, "id")
left, right = r.join(a, "id", how="left", other_by="f0")
mean: float = r.describe()["sin"]["mean"]
layout: nprecords.Layout = r.layout
offsets = [field.offset for field in layout.fields]
nprecords.save(Path("y.npy"), r)
mapped: nprecords.Records = nprecords.open("y.npy", mode="r+")
buffer = nprecords.RecordBuffer("=hdd", names=["id", "sin", "cos"])
rows: nprecords.Records = buffer.view()
view = memoryview(r)
for values in r:
    print(values)
print(len(r), r.shape, r.dtype.names, r.nbytes, r.readonly, kept, order, part, row, left, right, mean, offsets)
print(mapped, rows, view, sorted_array, sorted_rows, sin, nprecords.__version__)
'''

WRONG = '''
import nprecords
r = nprecords.frombuffer(b"", "=hdd")
r.join(r, "id", how="outer")
r.sort(3)
nprecords.open("x.npy", mode="w")
r.shape = (3,)
r.nothing
'''


def check(tmp_path, code):
    pytest.importorskip("mypy")
    file = tmp_path / "sample.py"
    file.write_text(code)
    run = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(file)]
    return subprocess.run(run, capture_output=True, text=True, cwd=tmp_path)


def test_a_program_is_well_typed(tmp_path):
    found = check(tmp_path, SAMPLE)
    assert found.returncode == 0, found.stdout + found.stderr


def test_mistakes_are_found(tmp_path):
    found = check(tmp_path, WRONG)
    lines = {line.split(":")[1] for line in found.stdout.splitlines() if ": error:" in line}
    assert lines == {"4", "5", "6", "7", "8"}, found.stdout


def test_the_stub_is_that_of_the_module(tmp_path):
    pytest.importorskip("mypy")
    (tmp_path / "copied.pyi").write_text(STUB.read_text())
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    found = subprocess.run([*mypy, "copied.pyi"], capture_output=True, text=True, cwd=tmp_path)
    assert found.returncode == 0, found.stdout
    # Which interpreters before 3.12 do not show.
    allowed = tmp_path / "allowed"
    allowed.write_text("nprecords\\..*\\.__buffer__\n")
    test = [sys.executable, "-m", "mypy.stubtest", "nprecords", "--ignore-missing-stub",
            "--ignore-disjoint-bases", "--allowlist", str(allowed), "--ignore-unused-allowlist"]
    found = subprocess.run(test, capture_output=True, text=True, cwd=tmp_path)
    assert found.returncode == 0, found.stdout


def classes():
    """The classes of the stub, each with all that it says of it, here or in a base of the stub."""
    nodes = {node.name: node for node in ast.parse(STUB.read_text()).body if isinstance(node, ast.ClassDef)}
    for name, node in nodes.items():
        if hasattr(nprecords, name):
            bases = [nodes[base.id].body for base in node.bases if base.id in nodes]
            yield getattr(nprecords, name), sum(bases, node.body)


def names(body):
    return {node.name for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def test_all_names_are_in_it():
    tree = ast.parse(STUB.read_text())
    said = names(tree.body) | {"__version__"}
    assert set(nprecords.__all__) <= said
    for found, body in classes():
        public = {name for name in vars(found) if not name.startswith("_")}
        assert public == names(body) & public, found
        missing = {name for name in names(body) if not hasattr(found, name)} - {"__buffer__"}
        assert not missing, (found, missing)


def test_signatures_are_those_of_the_module():
    tree = ast.parse(STUB.read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for node in functions:
        found = inspect.signature(getattr(nprecords, node.name))
        said = [arg.arg for arg in node.args.args + node.args.kwonlyargs]
        assert list(found.parameters) == said, node.name
    for found, body in classes():
        for node in [node for node in body if isinstance(node, ast.FunctionDef)]:
            method = getattr(found, node.name, None)
            if method is None or node.name.startswith("_") or not callable(method):
                continue
            said = [arg.arg for arg in node.args.posonlyargs + node.args.args + node.args.kwonlyargs]
            assert list(inspect.signature(method).parameters) == said, (found, node.name)


def test_everything_has_a_docstring():
    for name in nprecords.__all__:
        found = getattr(nprecords, name)
        assert found.__doc__, name
        if inspect.isclass(found):
            for part, value in vars(found).items():
                assert part.startswith("_") or value.__doc__, (name, part)
