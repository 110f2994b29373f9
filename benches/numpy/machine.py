"""What the figures came about on: date, processor, caches, memory, versions."""

import datetime
import os
import pathlib
import platform
import subprocess
from importlib import metadata


def describe(library):
    """All of it, for the head of the tables."""
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "processor": processor(),
        "cores": os.cpu_count(),
        "caches": caches(),
        "memory": memory(),
        "huge_pages": huge_pages(),
        "kernel": library.kernel(),
        "rustc": said_by("rustc", "--version"),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("numpy", "pandas", "polars", "pyarrow")},
    }


def said_by(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def processor():
    """Virtual machines often hide the name; family and model tell more."""
    info = {}
    for line in _lines("/proc/cpuinfo"):
        key, _, value = line.partition(":")
        info.setdefault(key.strip(), value.strip())
    name = info.get("model name", platform.machine())
    if "cpu family" in info:
        name += f" (family {info['cpu family']}, model {info['model']})"
    return name


def caches():
    """`L1d 32K, L2 1024K, L3 32768K`"""
    found = []
    for index in sorted(pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = (
            (index / what).read_text().strip() for what in ("level", "type", "size")
        )
        if kind != "Instruction":
            found.append(f"L{level}{'d' if kind == 'Data' else ''} {size}")
    return ", ".join(found)


def memory():
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / (1 << 20):.0f} GiB"
    return "unknown"


def huge_pages():
    for line in _lines("/sys/kernel/mm/transparent_hugepage/enabled"):
        return line[line.find("[") + 1 : line.find("]")]
    return "unknown"


def _lines(path):
    try:
        return pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
