"""The library of works, through ctypes."""

import ctypes

import numpy as np


class Buffer(ctypes.Structure):
    """Memory by its address."""

    _fields_ = [("start", ctypes.c_void_p), ("len", ctypes.c_size_t)]

    @classmethod
    def of(cls, array):
        if array is None:
            return cls(None, 0)
        return cls(array.ctypes.data, array.nbytes)


class Library:
    """The cdylib: makes works."""

    def __init__(self, path):
        self.lib = ctypes.CDLL(path)
        self.lib.work_new.restype = ctypes.c_void_p
        self.lib.work_new.argtypes = [ctypes.c_char_p] * 5 + [ctypes.POINTER(Buffer)]
        self.lib.work_run.restype = None
        self.lib.work_run.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
        self.lib.work_output.restype = ctypes.c_bool
        self.lib.work_output.argtypes = [
            ctypes.c_void_p,
            ctypes.c_size_t,
            ctypes.POINTER(Buffer),
        ]
        self.lib.work_drop.restype = None
        self.lib.work_drop.argtypes = [ctypes.c_void_p]
        self.lib.kernel_name.restype = ctypes.c_char_p

    def kernel(self):
        """Which kernels run here."""
        return self.lib.kernel_name().decode()

    def work(self, name, side, shape, rows, of="", mask=None, indices=None, out=None):
        """A work of this name on a side, or None if there is none."""
        buffers = (Buffer * 4)(*(Buffer.of(array) for array in (rows, mask, indices, out)))
        words = [name, of, side, shape.name, _text(shape.dtype)]
        handle = self.lib.work_new(*(word.encode() for word in words), buffers)
        return Work(self.lib, handle, (rows, mask, indices, out)) if handle else None


def _text(dtype):
    # The only dtype with padding is an aligned one, which the dict form says.
    return repr(dtype)


class Work:
    """A work of the library. Its buffers live as long as it does."""

    def __init__(self, lib, handle, buffers):
        self.lib, self.handle, self.buffers = lib, handle, buffers

    def run(self, times):
        self.lib.work_run(self.handle, times)

    def outputs(self):
        """The bytes of what came of the last time, without copying."""
        found, buffer = [], Buffer()
        while self.lib.work_output(self.handle, len(found), ctypes.byref(buffer)):
            if buffer.len == 0:
                found.append(np.empty(0, np.uint8))
                continue
            memory = (ctypes.c_uint8 * buffer.len).from_address(buffer.start)
            found.append(np.frombuffer(memory, np.uint8))
        return found

    def __del__(self):
        if self.handle:
            self.lib.work_drop(self.handle)
            self.handle = None
