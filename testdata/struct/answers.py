"""Prints what Python's struct module says to many formats, for lesson11.

    python3 answers.py > answers.tsv

A row has four columns: the kind, the words for the program (a JSON list), the
lines it must print (a JSON list, or null where it must refuse), and for a
refused number what it must say. Native formats are those of Linux on a 64-bit
little-endian machine.
"""

import json
import random
import struct

random.seed(11)

INTEGERS = "bBhHiIlLqQ"
ORDERS = ["=", "<", ">", "!"]
WORDS = ["", "a", "hello", "feng", "你好", "a b", "100%", "quote\"d", "back\\slash", "tab\tand\nnewline", "long enough to be cut"]
SHORT = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def quoted(data):
    """data as Go's %q has it."""
    text = ""
    for c in data.decode("utf-8", "surrogateescape"):
        n = ord(c)
        if 0xDC80 <= n <= 0xDCFF:
            text += "\\x%02x" % (n - 0xDC00)
        elif n in SHORT:
            text += SHORT[n]
        elif n < 32 or n == 127:
            text += "\\x%02x" % n
        elif 0x80 <= n < 0xA0:
            text += "\\u%04x" % n
        else:
            text += c
    return '"' + text + '"'


def bounds(order, code):
    bits = 8 * struct.calcsize((order or "@") + code)
    if code.islower():
        return -(1 << bits - 1), (1 << bits - 1) - 1
    return 0, (1 << bits) - 1


def a_number(order, code):
    least, most = bounds(order, code)
    return random.choice([least, most, 0, 1, most // 2, most - 1, least + 1, random.randint(least, most), random.randint(least, most)])


def a_float():
    return random.choice([0.0, 1.5, -2.25, 0.1, 1e10, -1e-10, 3.4e38, 12345.678, random.uniform(-1000, 1000), float(random.randint(-1 << 24, 1 << 24))])


def fields(order, codes, most, least=1):
    """A format, its values as Python has them, and as words."""
    text, values, words = order, [], []
    for _ in range(random.randint(least, most)):
        code = random.choice(codes)
        count = random.choice([None, None, None, 0, 2, 3, 5]) if code not in "d" else None
        if random.random() < 0.2 and text != "":
            text += " "
        text += ("" if count is None else str(count)) + code
        n = 1 if count is None else count
        if code == "x":
            continue
        if code == "s":
            word = random.choice(WORDS)
            values.append(word.encode())
            words.append(word)
            continue
        for _ in range(n):
            if code == "c":
                value = random.choice("azAZ09 %")
                values.append(value.encode())
                words.append(value)
            elif code == "?":
                value = random.random() < 0.5
                values.append(value)
                words.append(random.choice(["true", "1"] if value else ["false", "0"]))
            elif code in "fd":
                value = a_float()
                values.append(value)
                words.append(repr(value))
            else:
                value = a_number(order, code)
                values.append(value)
                words.append(str(value))
    return text, values, words


def row(kind, words, lines, says=""):
    print("\t".join([kind, json.dumps(words, ensure_ascii=False), json.dumps(lines, ensure_ascii=False), says]))


def shown(format, data):
    lines = []
    for value in struct.unpack(format, data):
        if isinstance(value, bytes):
            lines.append(quoted(value))
        elif isinstance(value, bool):
            lines.append("true" if value else "false")
        else:
            lines.append(repr(value))
    return lines


def sizes(kind, orders, n):
    for _ in range(n):
        text, _, _ = fields(random.choice(orders), "xcbB?hHiIlLqQfds", 6)
        row(kind, ["size", text], [str(struct.calcsize(text))])


def packs(kind, orders, codes, most, n):
    for _ in range(n):
        words = []
        while not words:
            text, values, words = fields(random.choice(orders), codes, most)
        row(kind, ["pack", text] + words, [struct.pack(text, *values).hex()])


def unpacks(kind, orders, codes, most, n):
    for _ in range(n):
        values = []
        while not values or not data:
            text, values, _ = fields(random.choice(orders), codes, most)
            data = bytearray(struct.pack(text, *values))
        if set(codes) <= set("sx") and data and random.random() < 0.5:
            data[random.randrange(len(data))] = random.choice([0xFF, 0x80, 0x00, 0x7F, 0x1B])
        row(kind, ["unpack", text, data.hex()], shown(text, bytes(data)))


def longs(kind, orders, codes):
    """Rows of so many fields that hardly a mistake is right about all of them."""
    for order in orders:
        for _ in range(4):
            text, values, words = fields(order, codes, 40, 30)
            data = bytearray(struct.pack(text, *values))
            row("pack-" + kind, ["pack", text] + words, [data.hex()])
            if set(codes) <= set("sx"):
                for i in random.sample(range(len(data)), len(data) // 8):
                    data[i] = random.choice([0xFF, 0x80, 0x00, 0x7F, 0x1B])
            row("unpack-" + kind, ["unpack", text, data.hex()], shown(text, bytes(data)))


def each_integer(sets):
    """Sets of twenty numbers, two of each code, alone and then together. The
    first of the two has its highest bit set, so signs and orders show. The codes
    go from wide to narrow, so there are no holes."""
    for order in ORDERS + [""]:
        for _ in range(sets):
            values = []
            for code in "qQlLiIhHbB":
                least, most = bounds(order, code)
                high = random.choice([least, least + 1, random.randint(least, -1)]) if code.islower() else random.choice([most, most - 1, random.randint(most // 2 + 1, most)])
                values += [high, random.choice([most, most // 2, 1, random.randint(least, most)])]
            for code, pair in zip("qQlLiIhHbB", zip(values[::2], values[1::2])):
                for value in pair:
                    data = struct.pack(order + code, value).hex()
                    row("pack-one", ["pack", order + code, str(value)], [data])
                    row("unpack-one", ["unpack", order + code, data], [str(value)])
            text = order + "".join("2" + code for code in "qQlLiIhHbB")
            data = struct.pack(text, *values).hex()
            row("pack-all", ["pack", text] + [str(value) for value in values], [data])
            row("unpack-all", ["unpack", text, data], [str(value) for value in values])


def ranges():
    for order in ORDERS + [""]:
        for code in INTEGERS:
            least, most = bounds(order, code)
            for kind, wrong in [("refuse-low", [least - 1, least - random.randint(2, 1000)]), ("refuse-high", [most + 1, most * 2 + 2, most + random.randint(2, 1000)])]:
                for value in wrong:
                    try:
                        struct.pack(order + code, value)
                        raise SystemExit("struct takes %d for %r" % (value, order + code))
                    except struct.error:
                        says = "'%s' format requires %d <= number <= %d" % (code, least, most)
                        row(kind, ["pack", order + code, str(value)], None, says)


def refusals(n):
    for _ in range(n):
        text, values, words = fields(random.choice(ORDERS + [""]), "cbhiqs?d", 4)
        if len(words) > 1 and random.random() < 0.5:
            words.pop()
        else:
            words.append(random.choice(["1", "x"]))
        row("refuse-values", ["pack", text] + words, None)
    for _ in range(n):
        text, values, _ = fields(random.choice(ORDERS + [""]), "xcbhiqsd", 4)
        data = struct.pack(text, *values)
        data = data + b"\0" * random.randint(1, 5) if len(data) < 2 or random.random() < 0.5 else data[: -random.randint(1, len(data) - 1)]
        want = struct.calcsize(text)
        try:
            struct.unpack(text, data)
            raise SystemExit("struct takes %r for %r" % (data, text))
        except struct.error:
            row("refuse-bytes", ["unpack", text, data.hex()], None, "%d %d" % (want, len(data)))
    for text in ["z", "<iz", "i!", "3", "<i3", "i<h", "4 s", "a", "<k", "@@i", "#i", ">2", "i,h", "i;", "A", "t"]:
        for word in ["size", "pack", "unpack"]:
            try:
                struct.calcsize(text)
                raise SystemExit("struct takes %r" % text)
            except struct.error:
                row("refuse-format", [word, text] + {"size": [], "pack": ["1"], "unpack": ["00"]}[word], None)


sizes("size-standard", ORDERS, 300)
sizes("size-native", ["", "@"], 500)
each_integer(5)
packs("pack-many", ORDERS, INTEGERS, 5, 250)
packs("pack-text", ORDERS, "scx?", 5, 250)
packs("pack-floats", ORDERS, "fd", 4, 200)
packs("pack-native", ["", "@"], "xcbB?hHiIlLqQfds", 5, 300)
unpacks("unpack-many", ORDERS, INTEGERS, 5, 250)
unpacks("unpack-text", ORDERS, "s", 3, 200)
unpacks("unpack-text", ORDERS, "scx?", 5, 100)
unpacks("unpack-floats", ORDERS, "fd", 4, 200)
unpacks("unpack-native", ["", "@"], "xcbB?hHiIlLqQfds", 5, 300)
ranges()
refusals(120)
longs("many-long", ORDERS, INTEGERS)
longs("text-long", ORDERS, "scx?")
longs("text-long", ORDERS, "s")
longs("floats-long", ORDERS, "fd")
longs("native-long", ["", "@"], "xcbB?hHiIlLqQfds")
for kind, orders in [("size-standard-long", ORDERS), ("size-native-long", ["", "@"])]:
    for order in orders:
        for _ in range(4):
            text, _, _ = fields(order, "xcbB?hHiIlLqQfds", 40, 30)
            row(kind, ["size", text], [str(struct.calcsize(text))])


def each():
    """Rows of which all are asked."""
    for text in ["<100i", ">300s", "<2d", "<"]:
        row("size-each", ["size", text], [str(struct.calcsize(text))])
    text = "".join(random.choice("abcdefghij ") for _ in range(280))
    row("pack-each", ["pack", "<300s", text], [struct.pack("<300s", text.encode()).hex()])
    for format, word in [("<7s", '"hello"'), ("<4s", "\\x41")]:  # texts are taken as they are
        row("pack-each", ["pack", format, word], [struct.pack(format, word.encode()).hex()])
    for format, values in [("<2d", [1.5, -2.5]), ("<d", [-0.0]), ("<d", [5e-324]), (">f", [1e-40])]:
        row("pack-floats-each", ["pack", format] + [repr(value) for value in values], [struct.pack(format, *values).hex()])
    text = text[:279] + "x" * 20 + "."
    for format, data in [("<c", b"\xe9"), ("<2s", b"\a\v"), ("<2s", b"\xc2\x85"), ("<3s", b"\xed\xa0\x80"), ("<?", b"\2"), ("<300s", text.encode())]:
        row("unpack-each", ["unpack", format, data.hex()], shown(format, data))
    for format, word in [("<i", "abc"), ("<i", "12x"), ("<d", "abc"), ("<f", "1.5x"), ("<?", "maybe"), ("<c", "hello"), ("<c", "你"), ("<c", ""), ("<i", ""), ("<i", "1.5")]:
        row("refuse-value-each", ["pack", format, word], None)
    row("refuse-high-each", ["pack", "<2b", "1", "200"], None, "'b' format requires -128 <= number <= 127")
    row("refuse-bytes-each", ["unpack", "<i", ""], None, "4 0")
    for text in ["011", "zz"]:
        row("refuse-hex-each", ["unpack", "<b", text], None)
    for text in ["<-3i", " <i"]:
        row("refuse-format", ["size", text], None)
    for text in ["<5p", "n", "N", "P", "<e"]:  # letters of struct that are none of this lesson's
        for word in ["size", "pack", "unpack"]:
            row("refuse-format", [word, text] + {"size": [], "pack": ["1"], "unpack": ["00" * struct.calcsize(text)]}[word], None)
    for text, number, word in [("b4s", 1, "abcd"), ("h4s", 258, "abcd"), ("b8s", -1, "abcdefgh")]:  # a text needs no hole, whatever its length
        data = struct.pack(text, number, word.encode())
        row("size-native-each", ["size", text], [str(len(data))])
        row("pack-native-each", ["pack", text, str(number), word], [data.hex()])
        row("unpack-native-each", ["unpack", text, data.hex()], shown(text, data))
    row("unpack-hex-each", ["unpack", "<I", "EFBEADDE"], shown("<I", bytes.fromhex("EFBEADDE")))


each()
