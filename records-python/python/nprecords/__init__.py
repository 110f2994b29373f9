"""Structured records, shared with NumPy without a copy."""

from ._nprecords import Layout, RecordBuffer, Records, frombuffer

__all__ = ["Layout", "RecordBuffer", "Records", "frombuffer"]
