"""Random record dtypes and random arrays of them."""

import numpy as np

NUMBERS = "i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 c8 c16".split()
UNITS = "Y M W D h m s ms us ns ps fs as".split()
PLAIN_NAMES = "a b c d e id x y z pos age name size time tag lo hi _ Value kind f0 f1 f2".split()
ODD_NAMES = [
    "é", "größe", "ñ ÿ", "漢字", "名前", "\U0001f600", "x\U0001f600y", "it's", 'say "hi"',
    "both ' and \"", "back\\slash", "\\n", "line\nbreak", "tab\there", "1st", "007", "two words",
    " lead", "trail ", "a:b", ":", "a,b", "(x)", "[0]", "{y}", "#", "a.b", "-", "None", "λ_μ",
    "\x00nul", "\x7f", "\xa0", "\u200b", "Ünï", "\u0438\u043c\u044f", "=", "<f8", "x" * 40,
]
MAX_ITEMSIZE = 4096
MAX_REPR = 520


def plain(r):
    """A dtype that is no array and no record."""
    order = r.choice("<<<>")
    kind = r.randrange(20)
    if kind < 11:
        return np.dtype(order + r.choice(NUMBERS))
    if kind < 13:
        return np.dtype("?")
    if kind < 14:
        return np.dtype("V%d" % r.choice([0, 1, 2, 3, 5, 8, 16]))
    if kind < 16:
        return np.dtype("S%d" % r.choice([0, 1, 2, 3, 5, 8, 13, 30]))
    if kind < 18:
        return np.dtype("%sU%d" % (order, r.choice([0, 1, 2, 3, 5, 10])))
    code = order + r.choice(["M8", "m8"])
    if r.randrange(5) == 0:
        return np.dtype(code)
    count = r.choice(["", "", "", "2", "10", "25", "100"])
    return np.dtype("%s[%s%s]" % (code, count, r.choice(UNITS)))


def shape(r):
    dims = r.choice([1, 1, 1, 2, 2, 3])
    return tuple(r.choice([1, 2, 2, 3, 3, 4, 0 if r.randrange(3) == 0 else 1]) for _ in range(dims))


def array_of(element, dims):
    """An array, or the element itself where NumPy makes no array of it: S0, U0, V0, empty arrays."""
    try:
        return np.dtype((element, dims))
    except ValueError:
        return element


def field_type(r, depth, align):
    kind = r.randrange(12)
    if depth > 1 and kind < 4:
        inner = record(r, depth - 1, align)
        return array_of(inner, shape(r)) if kind == 0 else inner
    if kind < 6:
        array = array_of(plain(r), shape(r))
        # NumPy keeps an array of arrays apart from an array of two dimensions.
        return array_of(array, (2,)) if r.randrange(60) == 0 else array
    return plain(r)


def names(r, count):
    pool = PLAIN_NAMES if r.randrange(4) else PLAIN_NAMES[:6] + ODD_NAMES
    return r.sample(pool, count)


def record(r, depth, align=None):
    """A record dtype, of records and arrays up to this depth; most nested ones share a rule."""
    if align is None or r.randrange(4) == 0:
        align = r.randrange(5) < 2
    count = r.choice([0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6])
    if depth > 1:
        count = max(1, min(count, 4))
    types = [field_type(r, depth, align) for _ in range(count)]
    if depth > 1 and count and all(t.base.names is None for t in types):
        types[r.randrange(count)] = record(r, depth - 1, align)
    labels = names(r, count)
    kind = r.randrange(20)
    if kind < 11:
        if r.randrange(16) == 0:
            labels = [("title of %s" % n, n) if r.randrange(2) else n for n in labels]
        return np.dtype(list(zip(labels, types)), align=align)
    if kind < 15:
        return explicit(r, labels, types)
    if kind == 15:
        return explicit(r, labels, types, aligned=align)
    if kind == 16:
        if r.randrange(2) or depth > 2:
            return explicit(r, labels, types, aligned=True)
        return union(r, labels, types)
    if kind == 17:
        return plain_fields(r, count, align)
    if kind == 18:
        whole = np.dtype(list(zip(labels, types)), align=align)
        return whole[some(r, labels)] if labels else whole
    return np.dtype(list(zip(["f%d" % i for i in range(count)], types)), align=align)


def some(r, labels):
    return r.sample(list(labels), r.randint(1, len(labels)))


def plain_fields(r, count, align):
    """Fields f0, f1, ... of plain types; half the time numbers of one byte order, packed."""
    labels = ["f%d" % i for i in range(count)]
    if r.randrange(2):
        return np.dtype([(n, plain(r)) for n in labels], align=align)
    order = r.choice("<>")
    types = [np.dtype(order + r.choice(NUMBERS + ["b1", "S3"])) for _ in labels]
    if r.randrange(3) == 0:  # where C puts them, without the padding at the end
        aligned = np.dtype(list(zip(labels, types)), align=True)
        offsets = [aligned.fields[n][1] for n in labels]
        return np.dtype({"names": labels, "formats": types, "offsets": offsets})
    return np.dtype(list(zip(labels, types)))


def explicit(r, labels, types, aligned=False):
    """Fields with gaps, in any order of memory."""
    order = list(range(len(types)))
    if r.randrange(3) == 0:
        r.shuffle(order)
    offsets, end, largest = [0] * len(types), 0, 1
    for i in order:
        align = types[i].alignment if aligned else 1
        at = end + r.choice([0, 0, 1, 2, 3, 7, 8])
        offsets[i] = -(-at // align) * align
        end, largest = offsets[i] + types[i].itemsize, max(largest, align)
    spec = {"names": labels, "formats": types, "offsets": offsets}
    if r.randrange(3):
        size = end + r.choice([0, 0, 1, 4, 9])
        spec["itemsize"] = -(-size // largest) * largest
    if r.randrange(16) == 0:
        spec["titles"] = ["%s, in words" % n for n in labels]
    if r.randrange(40) == 0 and labels and "" not in labels:
        spec["names"] = [""] + labels[1:]
        spec.pop("titles", None)
    return np.dtype(spec, align=aligned)


def union(r, labels, types):
    offsets = [r.choice([0, 0, 1, 2, 4]) for _ in types]
    return np.dtype({"names": labels, "formats": types, "offsets": offsets})


def fits(dt):
    return dt.itemsize <= MAX_ITEMSIZE and len(repr(dt)) <= MAX_REPR


def random_dtype(r):
    """A record dtype of bounded size; a quarter are flat, the rest up to four deep."""
    while True:
        dt = record(r, r.choice([1, 1, 1, 2, 2, 3, 4, 4]))
        if fits(dt):
            return dt


def random_array(r, dt):
    """An array of random valid values, and whether its padding is zero."""
    dims = r.choice([(0,), (1,), (3,), (3,), (7,), (7,), (), (2, 3), (3, 1), (2, 0), (2, 1, 3)])
    order = "F" if len(dims) > 1 and r.randrange(2) else "C"
    count = int(np.prod(dims, dtype=int))
    zeroed = r.randrange(6) > 0
    fill = b"\0" if zeroed else b"\xaa"
    memory = bytearray(fill * (count * dt.itemsize))
    a = np.ndarray(dims, dt, memory, order=order) if memory else np.zeros(dims, dt, order=order)
    put(r, a)
    return a, zeroed


def put(r, a):
    """Random values into every field, padding untouched."""
    if a.dtype.names is not None:
        for name in a.dtype.names:
            put(r, a[name])
    elif a.size and a.dtype.itemsize:
        a[...] = leaf_values(r, a.dtype, a.size).reshape(a.shape)


def leaf_values(r, dt, count):
    kind = dt.kind
    if kind == "b":
        return np.array([r.randrange(2) == 1 for _ in range(count)], dt)
    if kind == "S":
        return np.array([r.randbytes(r.randint(0, dt.itemsize)) for _ in range(count)], dt)
    if kind == "U":
        texts = ["".join(r.choice("abcXYZ 09é漢\U0001f600\"'\\\n") for _ in
                         range(r.randint(0, dt.itemsize // 4))) for _ in range(count)]
        return np.array(texts, dt)
    if kind in "fc":
        part = np.dtype("%sf%d" % (dt.byteorder if dt.byteorder in "<>" else "=",
                                   dt.itemsize // (2 if kind == "c" else 1)))
        parts = np.array([number(r, part) for _ in range(count * (2 if kind == "c" else 1))], part)
        return parts.view(dt)
    if kind in "Mm":
        steps = [r.choice([0, 1, -1, 10, -(2 ** 63), 2 ** 63 - 1, r.getrandbits(40)])
                 for _ in range(count)]
        return np.array(steps, dt.byteorder.replace("=", "<") + "i8").view(dt)
    return np.frombuffer(r.randbytes(count * dt.itemsize), dt)


def number(r, part):
    special = [0.0, -0.0, 1.0, -2.5, np.inf, -np.inf, np.nan, float(np.finfo(part).max),
               float(np.finfo(part).smallest_subnormal), float(np.finfo(part).tiny)]
    if r.randrange(3) == 0:
        return r.choice(special)
    value = np.frombuffer(r.randbytes(part.itemsize), part)[0]
    return r.choice([float(value), r.uniform(-1000, 1000)])
