"""pandas, polars and pyarrow, where they are, and rows in their tables."""

import numpy as np

try:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
except ImportError:
    pd = pl = pa = None


def tables(rows):
    """The rows as tables of pandas and polars, whose columns are stored as such."""
    columns = {name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names}
    return pd.DataFrame(columns), pl.DataFrame(columns)
