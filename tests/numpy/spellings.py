"""Other texts that NumPy reads as a dtype equal to a given one."""

import numpy as np
from numpy._core._internal import _dtype_from_pep3118

try:
    from numpy.lib._format_impl import _filter_header
except ImportError:  # NumPy before 2.3
    from numpy.lib.format import _filter_header

from says import alike, evaluate

# Every one-word name that NumPy has for a number, by the dtype it means on all
# platforms (not `l`, `L`, `p`, `int_` ..., which differ between them).
WORDS = ("bool bool_ ? b1 int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 "
         "complex64 complex128 half single double csingle cdouble byte ubyte short ushort intc uintc "
         "longlong ulonglong float complex b B h H i I q Q e f d F D i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 "
         "f8 c8 c16").split()
STRUCT = dict(zip("? i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 c8 c16".split(),
                  "? b B h H i I q Q e f d Zf Zd".split()))


def words():
    by_dtype = {}
    for word in WORDS:
        by_dtype.setdefault(np.dtype(word), []).append(word)
    return by_dtype


BY_DTYPE = words()


def code(r, dt):
    """A text for a dtype without parts."""
    native = dt.newbyteorder("=") if dt.byteorder not in "|=" else dt
    choices = [dt.str]
    if dt == native and dt.byteorder != ">":
        choices += BY_DTYPE.get(dt, [])
        choices += [dt.str[1:], "=" + dt.str[1:]]
    for word in BY_DTYPE.get(native, []):
        if len(word) <= 3:
            choices.append(dt.str[0] + word)
    if dt.kind in "Mm":
        long = {"M": "datetime64", "m": "timedelta64"}[dt.kind]
        choices.append(dt.str.replace(dt.kind + "8", long) if dt == native else dt.str)
    choices = [c for c in choices if means(c, dt)]
    return r.choice(choices)


def means(text, dt):
    try:
        return np.dtype(text) == dt
    except TypeError:
        return False


class Style:
    """How one text is written: quotes, spaces, trailing commas, escapes."""

    def __init__(self, r):
        self.r = r
        self.quote = r.choice(["'", "'", '"'])
        self.comma = r.choice([", ", ", ", ",", " ,\n  "])
        self.trailing = r.randrange(5) == 0
        self.escape = r.randrange(4) == 0
        self.suffix = "L" if r.randrange(12) == 0 else ""
        self.prefix = r.choice(["", "", "", "", "u"])

    def text(self, text):
        if self.escape or self.prefix:
            literal = ascii(text)
        else:
            literal = repr(text)
        if self.quote == '"' and '"' not in text and "'" not in text:
            literal = '"%s"' % literal[1:-1]
        return self.prefix + literal

    def number(self, number):
        return "%d%s" % (number, self.suffix)

    def items(self, items, brackets):
        body = self.comma.join(items)
        if items and (self.trailing or brackets == "()" and len(items) == 1):
            body += ","
        return brackets[0] + body + brackets[1]

    def shape(self, dims):
        if len(dims) == 1 and dims[0] > 1 and self.r.randrange(4) == 0:
            return self.number(dims[0])
        return self.items([self.number(n) for n in dims], "()")


def type_text(style, dt):
    if dt.names is not None:
        return record_text(style, dt)
    if dt.subdtype is not None:
        base, dims = dt.subdtype
        return "(%s, %s)" % (type_text(style, base), style.shape(dims))
    return style.text(code(style.r, dt))


def record_text(style, dt):
    forms = [dict_text, wrapped_dict]
    if dt == by_rule(dt, dt.isalignedstruct):
        forms += [list_text] * 3
    return style.r.choice(forms)(style, dt)


def by_rule(dt, align):
    """The same fields laid out by a rule; None where NumPy would rename a field."""
    if "" in dt.names:
        return None
    return np.dtype([(n, dt.fields[n][0]) for n in dt.names], align=align)


def list_text(style, dt):
    entries = []
    for name in dt.names:
        of, _, *title = dt.fields[name]
        label = style.text(name)
        if title and title[0] is not None:
            label = "(%s, %s)" % (style.text(title[0]), label)
        if of.subdtype is not None and style.r.randrange(4):
            base, dims = of.subdtype
            entries.append("(%s, %s, %s)" % (label, type_text(style, base), style.shape(dims)))
        else:
            entries.append("(%s, %s)" % (label, type_text(style, of)))
    text = style.items(entries, "[]")
    if dt.isalignedstruct:
        return "dtype(%s, align=True)" % text
    return text if style.r.randrange(3) else "dtype(%s)" % text


def parts(style, dt):
    yield "names", style.items([style.text(n) for n in dt.names], style.r.choice(["[]", "()"]))
    yield "formats", style.items([type_text(style, dt.fields[n][0]) for n in dt.names], "[]")
    yield "offsets", style.items([style.number(dt.fields[n][1]) for n in dt.names], "[]")
    if any(len(dt.fields[n]) == 3 for n in dt.names):
        titles = [dt.fields[n][2] if len(dt.fields[n]) == 3 else None for n in dt.names]
        yield "titles", style.items(["None" if t is None else style.text(t) for t in titles], "[]")
    yield "itemsize", style.number(dt.itemsize)


def dict_text(style, dt):
    found = list(parts(style, dt))
    if dt.isalignedstruct:
        found.append(("aligned", "True"))
    if style.r.randrange(3) == 0:
        style.r.shuffle(found)
    return style.items(["%s: %s" % (style.text(k), v) for k, v in found], "{}")


def wrapped_dict(style, dt):
    text = style.items(["%s: %s" % (style.text(k), v) for k, v in parts(style, dt)], "{}")
    return "dtype(%s%s)" % (text, ", align=True" if dt.isalignedstruct else "")


def fields_text(style, dt):
    """`{name: (format, offset)}`, which says no itemsize."""
    entries = []
    for name in dt.names:
        of, offset, *title = dt.fields[name]
        parts = [type_text(style, of), style.number(offset)]
        if title and title[0] is not None:
            parts.append(style.text(title[0]))
        entries.append("%s: %s" % (style.text(name), style.items(parts, "()")))
    return style.items(entries, "{}")


def comma_text(style, dt):
    """`'i8,f4,(3,)i1'`, for fields f0, f1, ... without records."""
    r, codes = style.r, []
    for name in dt.names:
        of = dt.fields[name][0]
        dims = ""
        if of.subdtype is not None:
            of, dims = of.subdtype
            dims = str(dims[0]) if len(dims) == 1 and dims[0] > 1 and r.randrange(2) else \
                "(%s)" % (",".join(map(str, dims)) + ("," if len(dims) == 1 else ""))
        if of.names is not None or of.subdtype is not None:
            return None
        codes.append(dims + of.str.lstrip("|") if r.randrange(2) else dims + code(r, of))
    text = r.choice([",", ", "]).join(codes) + ("," if len(codes) == 1 else "")
    text = repr(text)
    return "dtype(%s, align=True)" % text if dt.isalignedstruct else text


def struct_text(style, dt):
    """`=hdd`, for fields f0, f1, ... of plain types; None where there is none."""
    if dt.isalignedstruct or any(len(dt.fields[n]) == 3 for n in dt.names):
        return None
    orders, body, at = set(), [], 0
    for name in dt.names:
        of, offset = dt.fields[name][:2]
        if offset < at:
            return None
        body.append("x" * (offset - at))
        at = offset + of.itemsize
        short = of.str[1:]
        short = "?" if short == "b1" else short
        if short in STRUCT:
            body.append(STRUCT[short])
            if of.itemsize > 1:
                orders.add(of.str[0])
        elif of.kind == "S" and of.itemsize:
            body.append("%ds" % of.itemsize)
        else:
            return None
    if len(orders) > 1 or not dt.names:
        return None
    order = orders.pop() if orders else style.r.choice("=<>")
    native = style.r.choice(["", "@"]) + "".join(body).replace("x", "")
    if order == "<" and means_struct(native, dt):
        return native
    order = style.r.choice({"<": "<=", ">": ">!", "=": "="}[order])
    return order + "".join(body) + "x" * (dt.itemsize - at)


def means_struct(text, dt):
    """Whether the codes, with the alignment of C, are the dtype."""
    try:
        return _dtype_from_pep3118(text) == dt
    except (ValueError, RuntimeError):
        return False


def spellings(r, dt, count):
    """Up to `count` texts, each with its form and how it compares ("same" or "equal")."""
    found = []
    defaults = list(dt.names) == ["f%d" % i for i in range(len(dt.names))] and len(dt.names) > 0
    for _ in range(count):
        style = Style(r)
        forms = [("text", record_text)] * 3 + [("fields", fields_text)]
        if defaults:
            forms = [("comma", comma_text), ("struct", struct_text)]
        form, write = r.choice(forms)
        text = write(style, dt)
        if text is None:
            continue
        try:
            if form == "struct":
                other = _dtype_from_pep3118(text)
            else:
                other = evaluate(without_suffixes(style, text))
        except (TypeError, ValueError, SyntaxError, RuntimeError):
            continue
        if form == "comma" and not text.startswith("dtype("):
            text = text[1:-1]
        if other == dt:
            found.append([form, text, "same" if alike(other, dt) else "equal"])
    return found


def without_suffixes(style, text):
    """Python 2 wrote long integers as 3L; np.load drops the L, so does this."""
    if not style.suffix:
        return text
    return _filter_header(text)
