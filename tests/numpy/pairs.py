"""Dtypes that differ from a given one in one thing, and whether NumPy says that they are equal."""

import copy

import numpy as np

from says import tree

# Other codes for the same number of steps, and other kinds of the same size.
STEPS = {"[W]": "[7D]", "[D]": "[24h]", "[s]": "[1000ms]", "[h]": "[60m]"}
KINDS = {"i": "u", "u": "i", "S": "V", "V": "S", "M": "m", "m": "M", "f": "i", "b": "i"}


def dtype_of(tree):
    """The dtype of a fixture's tree."""
    if isinstance(tree, str):
        return np.dtype(tree)
    if "base" in tree:
        return np.dtype((dtype_of(tree["base"]), tuple(tree["shape"])))
    fields = tree["fields"]
    spec = {"names": [f[0] for f in fields], "formats": [dtype_of(f[2]) for f in fields],
            "offsets": [f[1] for f in fields], "itemsize": tree["itemsize"]}
    titles = [f[3] if len(f) > 3 else None for f in fields]
    if any(titles):
        spec["titles"] = titles
    dt = np.dtype(spec, align=tree.get("aligned", False))
    if dt.alignment != tree.get("alignment", 1):
        dt = np.dtype((np.void, dt))  # keeps the flag, and forgets the alignment
    return dt


def same(r, record):
    pass


def aligned_flag(r, record):
    if record.pop("aligned", False):
        record.pop("alignment", None)
    else:
        record["aligned"] = True
        as_aligned = {"names": [f[0] for f in record["fields"]],
                      "formats": [dtype_of(f[2]) for f in record["fields"]],
                      "offsets": [f[1] for f in record["fields"]], "itemsize": record["itemsize"]}
        record["alignment"] = np.dtype(as_aligned, align=True).alignment


def reordered(r, record):
    r.shuffle(record["fields"])


def renamed(r, record):
    r.choice(record["fields"])[0] += r.choice(["2", " ", "é"])


def other_title(r, record):
    field = r.choice(record["fields"])
    if len(field) > 3 and r.randrange(2):
        del field[3:]
    else:
        field[3:] = ["another title"]


def titles_swapped(r, record):
    titled = [f for f in record["fields"] if len(f) > 3]
    a, b = r.sample(titled, 2)
    a[3], b[3] = b[3], a[3]


def moved(r, record):
    r.choice(record["fields"])[1] += 1
    record["itemsize"] += r.randrange(2)
    record.pop("alignment", None)
    record.pop("aligned", None)


def longer(r, record):
    record["itemsize"] += 1
    record.pop("alignment", None)
    record.pop("aligned", None)


def fewer(r, record):
    del record["fields"][r.randrange(len(record["fields"]))]


def in_a_plain_part(change, kinds="biufcSUVMm"):
    """A change of a code, of the field itself or of the elements of its array."""
    def changed(r, record):
        codes = [(f, 2) for f in record["fields"]]
        codes += [(f[2], "base") for f in record["fields"] if "base" in f[2]]
        part, key = r.choice([c for c in codes if isinstance(c[0][c[1]], str)
                              and c[0][c[1]][1] in kinds])
        part[key] = change(part[key])
    return changed


def swap(code):
    return code.translate(str.maketrans("<>", "><"))


def kind(code):
    return code[0] + KINDS[code[1]] + code[2:].split("[")[0] + ("[s]" if code[1] in "mM" else "")


def steps(code):
    for a, b in STEPS.items():
        for a, b in [(a, b), (b, a)]:
            if code.endswith(a):
                return code[:-len(a)] + b
    return code[:3] + "[2s]"


def other_shape(r, record):
    array = r.choice([f for f in record["fields"] if "shape" in f[2]])[2]
    shape = array["shape"]
    array["shape"] = r.choice([shape[::-1], [int(np.prod(shape))], [1] + shape, shape + [1]])


def no_array(r, record):
    field = r.choice(record["fields"])
    field[2] = {"base": field[2], "shape": [1]}


CHANGES = {
    "same": same, "reordered": reordered, "renamed": renamed, "other title": other_title,
    "titles swapped": titles_swapped, "moved": moved, "longer": longer, "fewer": fewer,
    "byte order": in_a_plain_part(swap), "kind": in_a_plain_part(kind, KINDS),
    "time step": in_a_plain_part(steps, "Mm"), "shape": other_shape, "array of one": no_array,
    "flag": aligned_flag,
}


def nested(tree):
    """The record itself and those in it."""
    if "base" in tree:
        yield from nested(tree["base"])
    elif "fields" in tree:
        yield tree
        for field in tree["fields"]:
            yield from nested(field[2])


def pair(r, dt):
    """A dtype that differs in one thing at some depth, what that is, and whether NumPy says that
    it is equal; None where there is no such thing."""
    for _ in range(8):
        name = r.choice(list(CHANGES))
        other = copy.deepcopy(tree(dt))
        try:
            CHANGES[name](r, r.choice(list(nested(other))))
            changed = dtype_of(other)
        except (ValueError, KeyError, IndexError, TypeError):
            continue
        return {"change": name, "other": tree(changed), "equal": bool(dt == changed)}
    return None
