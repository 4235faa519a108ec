#!/usr/bin/env python3
"""Turns the rules (rules/*.rules and the word lists beside them) into constant C tables.

usage: generate.py RULES_DIRECTORY OUTPUT_DIRECTORY

Writes tables.c and tables_generated.h for the sanitizer, removed.md for people, and examples.h
for the tests: every rule's own examples. How a rule is written is told in rules/README.md.
"""
import hashlib
import os
import re
import sys

TRIGGER_MIN = 3


class RuleError(Exception):
    pass


# ---- Reading ---------------------------------------------------------------------------------


class Rule:
    def __init__(self, name, where):
        self.name, self.where, self.fields = name, where, []

    def all(self, field):
        return [value for name, value, _ in self.fields if name == field]

    def one(self, field, default=None):
        values = self.all(field)
        if len(values) > 1:
            raise RuleError(f"{self.where}: [{self.name}] has two '{field}'")
        return values[0] if values else default

    def flag(self, name):
        return name in (self.one("flags") or "").split()


FIELDS = {"family", "what", "shape", "keys", "strength", "matcher", "trigger", "context",
          "flags", "whole", "match", "clean", "source"}


def read_rules(directory):
    rules, names = [], {}
    for file in sorted(os.listdir(directory)):
        if not file.endswith(".rules"):
            continue
        rule = None
        for number, line in enumerate(open(os.path.join(directory, file), encoding="utf-8"), 1):
            where = f"{file}:{number}"
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("["):
                found = re.fullmatch(r"\[([a-z]+(?:-[a-z]+)*)\]", line)
                if not found or len(found[1]) > 40:
                    raise RuleError(f"{where}: a name is lower-case words joined by '-'")
                if found[1] in names:
                    raise RuleError(f"{where}: [{found[1]}] stands in {names[found[1]]} already")
                rule = Rule(found[1], where)
                names[found[1]] = where
                rules.append(rule)
                continue
            field, _, value = line.strip().partition(" ")
            if rule is None or field not in FIELDS:
                raise RuleError(f"{where}: no field '{field}'")
            rule.fields.append((field, value.strip(), where))
    return rules


def word_cases(word):
    """As words.c has it, only ASCII letters are the same in any case."""
    return {word} if word.isascii() else {word, word.capitalize()}


def read_words(directory, lookalikes):
    lists = {}
    for file in sorted(os.listdir(os.path.join(directory, "words"))):
        with open(os.path.join(directory, "words", file), encoding="utf-8") as stream:
            words = {fold(cased, lookalikes) for line in stream if not line.startswith("#")
                     for w in line.split() for cased in word_cases(w.replace("+", " "))}
        lists[file.removesuffix(".txt")] = sorted(words, key=lambda w: w.encode())
    return lists


def read_sets(directory):
    """name, then ranges: `hex 0-9 a-f A-F`; a single character stands for itself."""
    sets = {}
    for line in open(os.path.join(directory, "sets.txt"), encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        name, *parts = line.split()
        members = set()
        for part in parts:
            if len(part) == 3 and part[1] == "-":
                members |= set(range(ord(part[0]), ord(part[2]) + 1))
            elif part == "newline":
                members |= {10, 13}
            elif part == "space":
                members.add(32)
            elif part in sets:
                members |= sets[part]
            elif len(part) == 1:
                members.add(ord(part))
            else:
                raise RuleError(f"sets.txt: '{part}' in '{name}'")
        sets[name] = members
    return sets


# As reader_fold() has it: full-width forms, mathematical letters and digits.
FOLDED_BY_RULE = [(0xff01, 0xff5e, 0), (0x1d400, 0x1d6a3, 0), (0x1d7ce, 0x1d7ff, 0)]


LOOKALIKE_LOW = 0x800  # as tables.h has it


def read_lookalikes(directory):
    rows = []
    for line in open(os.path.join(directory, "lookalikes.txt"), encoding="utf-8"):
        line = line.split("#")[0].split()
        if not line:
            continue
        first, _, last = line[0].partition("-")
        target = {"nothing": 0, "space": 32, "newline": 10}.get(line[1], None)
        rows.append((int(first, 16), int(last or first, 16), ord(line[1]) if target is None else target))
    rows.sort()
    for before, after in zip(rows, rows[1:]):
        if before[1] >= after[0]:
            raise RuleError(f"lookalikes.txt: {after[0]:x} stands twice")
    return rows


COMMAND_FORMS = {"*": 0, "_": 1, ":": 2, "%": 3, ",": 4, "<": 5, ">": 6}


def read_commands(directory):
    """(command, [(option, form)]), those of one first word in a row; a number is an argument's
    place: form 7 and up."""
    commands = []
    for line in open(os.path.join(directory, "commands.txt"), encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        name, *options = line.split()
        commands.append((name.replace("+", " "), [("", 7 + int(o)) if o.isdigit() else (o[:-1], COMMAND_FORMS[o[-1]])
                                for o in options]))
    firsts = {name.split()[0]: at for at, (name, _) in reversed(list(enumerate(commands)))}
    return sorted(commands, key=lambda command: firsts[command[0].split()[0]])


def command_forms(name):
    """How a command's name is written: as the words of a list, too; short ones with what follows."""
    if len(name) < TRIGGER_MIN:
        return [name + sign for sign in ' "\',.']
    joints = [" ", "  ", ", ", '", "', '","', "', '"]
    return list(dict.fromkeys(name.replace(" ", joint) for joint in joints))


def read_places(directory):
    """(name, [what], is a call): see places.txt. A number is a place, a word what stands before
    the secret; "." and "?" ask for more of what is found."""
    places = []
    for line in open(os.path.join(directory, "places.txt"), encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        name, *what = line.split()
        if not what:
            raise RuleError(f"places.txt: '{name}' has no place")
        places.append((name.replace("+", " "), what, name[-1] in "(="))
    return places


def fold(text, lookalikes):
    folded = ""
    for character in text:
        for first, last, ascii_code in lookalikes:
            if first <= ord(character) <= last:
                character = chr(ascii_code) if ascii_code else ""
                break
        folded += character
    return folded


def key_variants(word, lookalikes):
    """The ways a key is written: "api_key" is also api-key, api.key, "api key" and apiKey, and
    "one_time_code" one-time code; "heslo" is also Heslo and HESLO, which the trigger knows of
    itself only where all letters are ASCII."""
    variants = {word.replace("_", sign) for sign in ("_", "-", ".", " ", "")}
    variants.add(word.replace("_", "-", 1).replace("_", " "))
    if not word.isascii():
        spaced = word.replace("_", " ")
        variants |= {spaced.capitalize(), spaced.upper()}
    return sorted({fold(variant, lookalikes) for variant in variants})


SPELLINGS = 54


def spelling(byte):
    """The row of names.txt that a byte belongs to."""
    if 97 <= byte <= 122:
        return byte - 97
    if 65 <= byte <= 90:
        return byte - 65 + 26
    return 52 if 48 <= byte <= 57 else 53


# ---- Shapes ----------------------------------------------------------------------------------

SHAPE_ITEM = re.compile(r"""(?:'([^']+)'|"([^"]+)")|([a-z0-9]+)(?:\{(\d+)(,)?(\d+)?\})?""")


def parse_shape(text, sets, where):
    elements, at = [], 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        item = SHAPE_ITEM.match(text, at)
        if not item:
            raise RuleError(f"{where}: shape is not understood from: {text[at:]}")
        at = item.end()
        literal = item[1] or item[2]
        if literal:
            elements.append(("literal", literal, len(literal), len(literal)))
            continue
        if item[3] not in sets:
            raise RuleError(f"{where}: no set '{item[3]}'")
        low = int(item[4] or 1)
        high = 65535 if item[5] and not item[6] else int(item[6] or low)
        elements.append(("set", item[3], low, high))
    return elements


def read_costs(directory):
    """names.txt: what each step from one character to the next costs in names, in 1/8 bit."""
    with open(os.path.join(directory, "names.txt"), encoding="utf-8") as stream:
        costs = [int(c) for line in stream if not line.startswith("#") for c in line.split()]
    if len(costs) != SPELLINGS * SPELLINGS:
        raise RuleError(f"names.txt: not {SPELLINGS} rows of {SPELLINGS}")
    return [costs[i:i + SPELLINGS] for i in range(0, len(costs), SPELLINGS)]


def read_windows(directory):
    """windows.txt: how many bits of commonness each window has in crash texts."""
    with open(os.path.join(directory, "windows.txt"), encoding="utf-8") as stream:
        lines = [line.split() for line in stream if not line.startswith("#")]
    return {tuple(map(window_class, w.replace(".", " ").encode())): int(line[0])
            for line in lines for w in line[1:]}


def best_lead(literal, costs, windows):
    """Where the literal's rarest window is: as crash texts go, then as names are spelled."""
    lower = literal.encode().lower()  # ASCII only

    def rarity(at):
        window = lower[at:at + TRIGGER_MIN]
        steps = sum(costs[spelling(a)][spelling(b)] for a, b in zip(window, window[1:]))
        return -windows.get(tuple(map(window_class, window)), 0), steps, -at

    return max(range(len(lower) - TRIGGER_MIN + 1), key=rarity)


def is_rare(word, costs, windows):
    """Whether a command's first word may be looked for alone, as test and net may not: others hold
    a word of TRIGGER_MIN letters, and no sign is looked for behind it as behind shorter ones."""
    literal = word if len(word) >= TRIGGER_MIN else word + " "
    lead = best_lead(literal, costs, windows)
    return (word[0].isalpha() and len(word) != TRIGGER_MIN and
            window_at(literal.lower().encode(), lead) not in windows)


def window_at(literal, at):
    return tuple(map(window_class, literal[at:at + TRIGGER_MIN]))


# So many bits of commonness: a window that is looked up at each indentation or number.
EVERYWHERE = 14

BUCKET_FULL = 6
BUCKET_OVERFULL = 12  # what wakes one literal in it looks at all the others


def spread(triggers, windows):
    """Move literals out of full buckets, to windows that are rare too and looked up anyway; out of
    overfull ones to any that is looked up anyway, or to a rare one that was not. What ends like a
    shorter literal, as access_token does, stays the first to be seen of the two."""
    load = {}
    for data, lead, *_ in triggers:
        load[window_at(data, lead)] = load.get(window_at(data, lead), 0) + 1

    def better(data, lead, is_command):
        is_overfull = load[window_at(data, lead)] > (BUCKET_FULL if is_command else BUCKET_OVERFULL)

        def has_room(at):
            window = window_at(data, at)
            if is_overfull and windows.get(window, 0) < EVERYWHERE and (at < lead or lead < TRIGGER_MIN or is_command):
                return load.get(window, 0) < BUCKET_FULL and (window not in windows or window in load)
            return window not in windows and 0 < load.get(window, 0) < BUCKET_FULL

        rooms = [at for at in range(len(data) - TRIGGER_MIN + 1) if has_room(at)]
        return min(rooms, key=lambda at: (load.get(window_at(data, at), BUCKET_FULL), at), default=lead)

    moved = []
    for data, lead, *rest in triggers:
        at = better(data, lead, "TRIGGER_COMMAND" in rest) if load[window_at(data, lead)] > BUCKET_FULL else lead
        load[window_at(data, lead)] -= 1
        load[window_at(data, at)] = load.get(window_at(data, at), 0) + 1
        moved.append((data, at, *rest))
    return moved


# ---- Examples --------------------------------------------------------------------------------


def expand(text, sets, seed):
    """{alnum:36} becomes 36 fixed but random-looking members: no example looks like a real one
    to those who scan repositories for secrets."""
    counter = [0]

    def draw(found):
        members = sorted(sets[found[1]] - set(b"%"))  # no accidental escapes
        out = ""
        while len(out) < int(found[2]):
            counter[0] += 1
            digest = hashlib.sha256(f"{seed}/{counter[0]}".encode()).digest()
            out += "".join(chr(members[b % len(members)]) for b in digest)
        return out[:int(found[2])]

    text = re.sub(r"\{([a-z0-9]+):(\d+)\}", draw, text)
    return text.replace("\\n", "\n").replace("\\t", "\t")


def mark_length(rule, secret):
    """The length of the mark that the secret begins with, if it is what triggers."""
    marks = [0]
    for shape in rule.all("shape"):
        literals = re.findall(r"'([^']+)'", shape)
        if shape.startswith("'") and len(literals[0]) == max(map(len, literals)):
            marks.append(len(literals[0]) if secret.startswith(literals[0]) else 0)
    return max(marks)


# ---- Writing ---------------------------------------------------------------------------------


def c_string(data):
    out = ""
    for byte in data:
        if byte in b'"\\' or byte == ord("?"):
            out += "\\" + chr(byte)
        elif 32 <= byte < 127:
            out += chr(byte)
        else:
            out += f"\\{byte:03o}"
    return f'"{out}"'


class Texts:
    """One pool of NUL-terminated strings; the same string stands in it once."""

    def __init__(self):
        self.pool, self.at, self.counted = bytearray(b"\0"), {}, {}

    def add(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        if data not in self.at:  # an end of another does, too
            at = self.pool.find(data + b"\0")
            self.at[data] = at if at >= 0 else len(self.pool)
            self.pool += data + b"\0" if at < 0 else b""
        return self.at[data]

    def add_counted(self, literals):
        """What is kept with its length: it needs no end, may be a part of what stands there, and begins
        where the last one ends if that ends as it begins."""
        literals, whole, by_start = set(literals), bytearray(), {}
        for data in sorted(literals, key=lambda d: (-len(d), d)):
            if whole.find(data) < 0:
                whole += data + b"\0"
        left = dict.fromkeys(sorted(bytes(whole).split(b"\0")[:-1]))
        for data in left:
            for length in range(1, min(len(data), 8)):
                by_start.setdefault(data[:length], []).append(data)
        while left:
            for length in range(7, -1, -1):
                alike = by_start.get(bytes(self.pool[-length:]), []) if length else [next(iter(left))]
                alike[:] = [data for data in alike if data in left]
                if alike:
                    break
            del left[alike[0]]
            self.pool += alike[0][length:]
        self.counted = {data: self.pool.find(data) for data in literals}
        self.pool += b"\0"


def window_class(byte):
    if 65 <= byte <= 90:
        byte += 32
    if 97 <= byte <= 122:
        return byte - 96
    if 48 <= byte <= 57:
        return 27
    if byte >= 128:
        return byte & 31
    # "$", "+" and "<" share a class with rare letters: as common as space, "$1$" would be everywhere
    return {"_": 28, "-": 29, "/": 30, ":": 31, "$": 17, "+": 26, "<": 10}.get(chr(byte), 0)


def word_hash(word):
    """As words.c has it: of the length and three of the bytes."""
    data = word.encode()
    return len(data) * 7 + data[0] * 5 + data[len(data) // 2] * 11 + data[-1] * 3


def hashed(words):
    """The words by their hash, and where those of each hash start."""
    size = 1 << len(words).bit_length()
    chains = [[w for w in words if word_hash(w) % size == i] for i in range(size)]
    starts = [sum(map(len, chains[:i])) for i in range(size + 1)]
    return [w for chain in chains for w in chain], starts


def quoted(text):
    """The literals in it, in either kind of quotes."""
    return [single or double for single, double in re.findall(r"""'([^']*)'|"([^"]*)\"""", text)]


SOUGHT = ("clients", "explained")  # these lists are looked for in a text; the others are asked for a word
TELLING_MIN = 4  # a mark of as many characters, the last of which joins words, begins no name


def word_pairs(words):
    """Which first two bytes some word has, by their low bits: a bit for each."""
    masks = [0] * 16
    for data in (word.encode() for word in words if len(word.encode()) > 1):
        pair = (data[0] & 31) << 5 | data[1] & 31
        masks[pair // 64] |= 1 << pair % 64
    return masks


# A trigger's surroundings: so many bytes from so many before its window on.
AROUND, AROUND_BEFORE = 8, 3


def surroundings(literal, lead):
    """What of the literal stands there, in lower case, the first byte lowest; and its bits."""
    value = mask = 0
    for at, byte in enumerate(literal.lower()):
        place = at - lead + AROUND_BEFORE
        if 0 <= place < AROUND:
            value |= byte << 8 * place
            mask |= 0xff << 8 * place
    return value, mask


def camel(name):
    return name.upper().replace("-", "_")


def rows(items, per_line):
    items = list(items)
    return "".join("    " + ", ".join(items[i:i + per_line]) + ",\n"
                   for i in range(0, len(items), per_line))


def generate(directory, output):
    sets, lookalikes = read_sets(directory), read_lookalikes(directory)
    rules, words = read_rules(directory), read_words(directory, lookalikes)
    costs, texts = read_costs(directory), Texts()
    commonness = read_windows(directory)
    set_index = {name: i for i, name in enumerate(sets)}
    if len(sets) > 64:
        raise RuleError("sets.txt: more than 64 sets")
    triggers, elements, shapes, keys, matchers, contexts = [], [], [], [], [], []
    key_words = {}

    def trigger(literal, kind, index, exact, where):
        if len(literal.encode()) < TRIGGER_MIN:
            raise RuleError(f"{where}: '{literal}' is shorter than {TRIGGER_MIN}")
        data = literal.encode() if exact else literal.encode().lower()  # ASCII only
        lead = best_lead(literal, costs, commonness)
        if commonness.get(window_at(data, lead), 0) >= EVERYWHERE:
            raise RuleError(f"{where}: '{literal}' holds nothing but what stands everywhere")
        triggers.append((data, lead, int(exact), kind, index))

    for rule in rules:
        for field in ("family", "what", "match", "clean", "source"):
            if not rule.all(field):
                raise RuleError(f"{rule.where}: [{rule.name}] has no '{field}'")
        context = 0
        if rule.one("context"):
            contexts.append(rule.one("context").lower().split())
            context = len(contexts)
        for field, value, where in rule.fields:
            if field == "shape":
                parsed = parse_shape(value, sets, where)
                literals = [i for i, e in enumerate(parsed) if e[0] == "literal"]
                if not literals:
                    raise RuleError(f"{where}: a shape needs a literal")
                pivot = max(literals, key=lambda i: (len(parsed[i][1]), -i))
                for before, element in zip(parsed, parsed[1:pivot]):
                    if element[2] != element[3] and not (
                            before[0] == "literal" and ord(before[1][-1]) not in sets[element[1]]):
                        raise RuleError(f"{where}: before '{parsed[pivot][1]}' a length must be "
                                        "fixed, or end at a literal that the set does not hold")
                first = parsed[0]
                bounded = rule.flag("bounded") or (
                    not rule.flag("glued") and (pivot > 0 or len(first[1]) < 4 or first[1].isalnum()))
                mark = parsed[pivot][1]
                doubted = pivot == 0 and len(mark) <= 5 and not any(c.isdigit() or c.isupper() for c in mark)
                telling = (pivot == 0 and len(mark) >= TELLING_MIN and mark[-1] in "_-" and
                           mark not in quoted(rule.one("whole") or ""))
                flags = (0 if rule.flag("anycase") else 1) | (2 if bounded else 0) | (
                    4 if rule.flag("unchecked") else 8 if doubted else 0) | (
                    16 if telling or rule.flag("short") else 0) | (32 if rule.flag("short") else 0) | (
                    64 if rule.flag("wrapped") else 0)
                trigger(parsed[pivot][1], "TRIGGER_TOKEN", len(shapes), not rule.flag("anycase"), where)
                shapes.append((texts.add(rule.name), len(elements), len(parsed), pivot, flags, context))
                for kind, text, low, high in parsed:
                    if kind == "literal":
                        elements.append((0, 0, texts.add(text), low, high))
                    else:
                        elements.append((1, set_index[text], 0, low, high))
            elif field == "keys":
                strength = {"strong": 0, "medium": 1, "weak": 2, "digits": 3}[rule.one("strength")]
                for written in value.split():
                    glued = 0 if written.startswith("|") else 1
                    written = written.lstrip("|")
                    word = fold(written, lookalikes)
                    if word in key_words:
                        raise RuleError(f"{where}: key '{word}' stands in [{key_words[word]}] already")
                    key_words[word] = rule.name
                    for variant in key_variants(written, lookalikes):
                        if len(variant.encode()) == TRIGGER_MIN - 1:  # too short without what follows it
                            for sign in "=:>\"' ,)\n":
                                trigger(variant + sign, "TRIGGER_SHORT_KEY", len(keys), False, where)
                            continue
                        trigger(variant, "TRIGGER_KEY", len(keys), False, where)
                    keys.append((texts.add(rule.name), strength, glued,
                                 2 if rule.flag("blank") else int(rule.flag("said"))))
            elif field == "matcher":
                matchers.append((value, rule.name))
                for literal in [fold(v, lookalikes) for r in rule.all("trigger") for v in quoted(r)]:
                    trigger(literal, "TRIGGER_MATCHER", len(matchers) - 1, rule.flag("exact"), where)

    options, command_rows, group, written = [], [], None, set()
    for name, entries in read_commands(directory):
        first, _, rest = name.lower().partition(" ")
        if not is_rare(first, costs, commonness):
            first, rest = name, ""
        if (first, rest) in written:
            continue  # htpasswd -bB is -Bb
        written.add((first, rest))
        if first == group:
            command_rows[-1][-1] = 1
        else:
            for form in command_forms(first):
                trigger(form, "TRIGGER_COMMAND", len(command_rows), False, "commands.txt")
        group = first
        command_rows.append([texts.add(rest), len(options), len(entries), 0])
        options += [(texts.add(option), form) for option, form in entries]

    places = []
    for name, what, is_call in read_places(directory):
        for place in what:
            care = {".": 1, "?": 2}.get(place[-1], 0)
            number, word = place.rstrip(".?"), ""
            if not number.isdigit() or int(number) > 12:  # of a line with so many words
                number, word = "0", number
            for form in (name, name[:-1] + " (") if name[-1] == "(" else (name,):
                trigger(form, "TRIGGER_CALL" if is_call else "TRIGGER_DIRECTIVE", len(places),
                        False, "places.txt")
            places.append((texts.add(word), int(number), care))

    # buckets
    buckets = {}
    for entry in spread(triggers, commonness):
        a, b, c = window_at(entry[0], entry[1])
        buckets.setdefault(a << 10 | b << 5 | c, []).append(entry)
    bucket_of, flat = [0] * 32768, []
    bucket_rows = ["{0, 0, 0}"]  # the first is for windows that no literal has
    for window in sorted(buckets):
        bucket_of[window] = len(bucket_rows)
        before = behind = 0
        for data, lead, *_ in buckets[window]:
            before |= 1 << window_class(data[lead - 1]) if lead > 0 else 0xffffffff
            behind |= 1 << window_class(data[lead + 3]) if lead + 3 < len(data) else 0xffffffff
        bucket_rows.append(f"{{0x{before:x}, 0x{behind:x}, {len(flat)}}}")
        flat += sorted(buckets[window])
    bucket_rows.append(f"{{0, 0, {len(flat)}}}")

    lengths = {name: [sum({1 << min(len(w.encode()), 31) for w in entries if w.encode()[0] & 31 == first})
                      for first in range(32)] for name, entries in words.items()}
    openings = {name: sorted(words.pop(name), key=lambda w: (w.encode()[0] & 31, w)) for name in SOUGHT}
    for entries in [*words.values(), *openings.values()]:
        for word in entries:
            texts.add(word)
    matcher_names = [(camel(value), texts.add(name)) for value, name in matchers]
    literals = Texts()
    literals.add_counted(row[0] for row in flat)
    trigger_rows = []
    for data, lead, exact, kind, index in flat:
        around, mask = surroundings(data, lead)
        trigger_rows.append(f"{{0x{around:x}U, 0x{mask:x}U, {literals.counted[data]}, {len(data)}, {index}, "
                            f"{lead}, {exact}, {kind}}}")
    context_rows, context_words = ["0"], []
    for entry in contexts:
        context_words += [texts.add(w) for w in entry]
        context_rows.append(str(len(context_words)))

    needs = []
    for byte in range(256):
        if byte >= 0x80:
            needs.append("1")
        elif byte < 0x20 and byte not in (9, 10, 13) or byte == 0x7f:
            needs.append("2")
        else:
            needs.append({"%": "4", "\\": "8", "&": "8", "[": "16", "\n": "32"}.get(chr(byte), "0"))

    with open(os.path.join(output, "tables_generated.h"), "w", encoding="utf-8") as out:
        out.write("/* Generated by generate.py from rules/. */\n")
        out.write("#ifndef TABLES_GENERATED_H\n#define TABLES_GENERATED_H\n\n")
        out.write("enum table_set {\n" + "".join(f"    SET_{camel(n)},\n" for n in sets) +
                  "    SET_COUNT\n};\n\n")
        out.write("enum table_matcher {\n" + "".join(f"    MATCHER_{n},\n" for n, _ in matcher_names) +
                  "    MATCHER_COUNT\n};\n\n")
        out.write("extern const uint16_t table_matcher_names[];\n")
        out.write("extern const uint16_t table_context_ends[];\n")
        out.write("extern const uint16_t table_context_words[];\n\n")
        for name in words:
            out.write(f"extern const struct table_words table_words_{name.replace('-', '_')};\n")
        for name in openings:
            out.write(f"extern const struct table_openings table_openings_{name};\n")
        out.write(f"\n#define TABLE_RULE_COUNT {len(rules)}\n#define TABLE_SHAPE_COUNT {len(shapes)}\n"
                  f"#define TABLE_TRIGGER_COUNT {len(trigger_rows)}\n")
        out.write("\n#endif\n")

    with open(os.path.join(output, "tables.c"), "w", encoding="utf-8") as out:
        out.write("/* Generated by generate.py from rules/. */\n#include \"tables/tables.h\"\n\n")
        out.write("const uint8_t table_classes[256] = {\n" +
                  rows((str(window_class(b)) for b in range(256)), 16) + "};\n\n")
        out.write("const uint8_t table_wakes[TABLE_WINDOWS] = {\n" +
                  rows((str(int(bucket > 0)) for bucket in bucket_of), 48) + "};\n\n")
        out.write("const uint16_t table_bucket_of[TABLE_WINDOWS] = {\n" + rows(map(str, bucket_of), 24) + "};\n\n")
        out.write("const struct table_bucket table_buckets[] = {\n" + rows(bucket_rows, 4) + "};\n\n")
        out.write("const struct table_trigger table_triggers[] = {\n" + rows(trigger_rows, 2) + "};\n\n")
        out.write("const uint8_t table_view_needs[256] = {\n" + rows(needs, 32) + "};\n\n")
        out.write("const uint8_t table_lower[256] = {\n" +
                  rows((str(b + 32 if 65 <= b <= 90 else b) for b in range(256)), 16) + "};\n\n")
        members = [sum(1 << i for i, n in enumerate(sets) if b in sets[n]) for b in range(256)]
        out.write("const uint64_t table_sets[256] = {\n" + rows((f"0x{m:x}U" for m in members), 8) + "};\n\n")
        out.write("const struct table_element table_elements[] = {\n" +
                  rows((f"{{{k}, {s}, {t}, {a}, {b}}}" for k, s, t, a, b in elements), 4) + "};\n\n")
        out.write("const struct table_shape table_shapes[] = {\n" +
                  rows(("{" + ", ".join(map(str, s)) + "}" for s in shapes), 4) + "};\n\n")
        out.write("const struct table_key table_keys[] = {\n" +
                  rows(("{" + ", ".join(map(str, k)) + "}" for k in keys), 6) + "};\n\n")
        out.write("const struct table_command table_commands[] = {\n" +
                  rows((f"{{{w}, {f}, {c}, {m}}}" for w, f, c, m in command_rows), 8) + "};\n\n")
        out.write("const struct table_option table_options[] = {\n" +
                  rows((f"{{{t}, {f}}}" for t, f in options), 10) + "};\n\n")
        out.write("const struct table_place table_places[] = {\n" +
                  rows((f"{{{w}, {n}, {c}}}" for w, n, c in places), 8) + "};\n\n")
        out.write("const uint16_t table_matcher_names[] = {\n" +
                  rows((str(t) for _, t in matcher_names), 12) + "};\n\n")
        out.write("const uint16_t table_context_ends[] = {\n" + rows(context_rows, 12) + "};\n\n")
        out.write("const uint16_t table_context_words[] = {\n" +
                  rows(map(str, context_words or [0]), 12) + "};\n\n")
        for name, entries in words.items():
            c_name = name.replace("-", "_")
            slots, starts = hashed(entries)
            out.write(f"static const uint16_t {c_name}[] = {{\n" +
                      rows((str(texts.add(w)) for w in slots), 12) + "};\n")
            out.write(f"static const uint16_t {c_name}_starts[] = {{\n" + rows(map(str, starts), 24) + "};\n")
            out.write(f"const struct table_words table_words_{c_name} = {{{c_name}, {c_name}_starts, "
                      f"{len(starts) - 2}, {{" + ", ".join(f"0x{mask:x}" for mask in lengths[name]) +
                      "}};\n\n")
        for name, entries in openings.items():
            firsts = [w.encode()[0] & 31 for w in entries]
            out.write(f"static const uint16_t {name}[] = {{\n" +
                      rows((str(texts.add(w)) for w in entries), 12) + "};\n")
            out.write(f"const struct table_openings table_openings_{name} = {{{name}, {{" +
                      ", ".join(str(sum(f < i for f in firsts)) for i in range(33)) + "}, {" +
                      ", ".join(f"0x{mask:x}" for mask in word_pairs(entries)) + "}};\n\n")
        out.write("const uint8_t table_name_costs[54][64] = {\n" + "".join(
            "    {" + ", ".join(map(str, row)) + "},\n" for row in costs) + "};\n\n")
        kinds = [0 if 65 <= b <= 90 else 1 if 97 <= b <= 122 else 2 if 48 <= b <= 57 else 3
                 for b in range(256)]
        out.write("const uint32_t table_kinds[256] = {\n" +
                  rows((f"0x{1 << 8 * kind:x}" for kind in kinds), 8) + "};\n\n")
        marks = {32: 0, 44: 1, 0: 2, 95: 3}
        out.write("const uint32_t table_marks[256] = {\n" +
                  rows((f"0x{1 << 8 * marks[b] if b in marks else 0:x}" for b in range(256)), 8) + "};\n\n")
        out.write("const uint8_t table_spelling[256] = {\n" +
                  rows((str(spelling(b)) for b in range(256)), 16) + "};\n\n")
        rows_of_64 = [0] * 32
        for first, last, _ in lookalikes + FOLDED_BY_RULE:
            for row in range(first >> 6, min(last >> 6, 2047) + 1):
                rows_of_64[row >> 6] |= 1 << (row & 63)
        out.write("const uint64_t table_lookalike_rows[32] = {\n" +
                  rows((f"0x{row:x}U" for row in rows_of_64), 8) + "};\n\n")
        likes = {code: ascii_code or 1 for first, last, ascii_code in lookalikes
                 for code in range(first, min(last + 1, LOOKALIKE_LOW))}
        out.write("const uint8_t table_lookalike_low[LOOKALIKE_LOW] = {\n" +
                  rows((str(likes.get(code, 0)) for code in range(LOOKALIKE_LOW)), 24) + "};\n\n")
        out.write("const struct table_lookalike table_lookalikes[] = {\n" +
                  rows((f"{{0x{a:x}, 0x{b:x}, {c}}}" for a, b, c in lookalikes), 4) + "};\n")
        starts = [sum(last < block << 8 for _, last, _ in lookalikes) for block in range(513)]
        out.write("const uint8_t table_lookalike_starts[LOOKALIKE_BLOCKS + 1] = {\n" +
                  rows(map(str, starts), 24) + "};\n")
        out.write(f"const size_t table_lookalike_count = {len(lookalikes)};\n\n")
        for pool, name, most in ((texts.pool, "text", 65535), (literals.pool, "literals", 0xffffff)):
            if len(pool) > most:
                raise RuleError(f"the {name} need more than {most} bytes")
            out.write(f"const char table_{name}[] = {{\n" +
                      rows((str(b if b < 128 else b - 256) for b in pool), 24) + "};\n")

    with open(os.path.join(output, "examples.h"), "w", encoding="utf-8") as out:
        out.write("/* Generated by generate.py from rules/: each rule's own examples. */\n\n")
        out.write("static const struct rule_example {\n    const char *rule, *text, *secret;\n"
                  "    size_t at;\n    size_t mark; /* so much of the secret is the same in all */\n"
                  "} rule_matches[] = {\n")
        for rule in rules:
            for number, example in enumerate(rule.all("match")):
                text = expand(example, sets, f"{rule.name}/{number}")
                found = re.search("«(.*?)»", text, re.S)
                if not found:
                    raise RuleError(f"{rule.where}: a match of [{rule.name}] marks no «secret»")
                plain = text.replace("«", "").replace("»", "")
                at = len(text[:found.start()].replace("«", "").encode())
                out.write(f"    {{{c_string(rule.name.encode())}, {c_string(plain.encode())},\n"
                          f"     {c_string(found[1].encode())}, {at}, {mark_length(rule, found[1])}}},\n")
        out.write("};\n\nstatic const struct rule_example rule_cleans[] = {\n")
        for rule in rules:
            for number, example in enumerate(rule.all("clean")):
                text = expand(example, sets, f"{rule.name}/clean/{number}")
                out.write(f"    {{{c_string(rule.name.encode())}, {c_string(text.encode())}, \"\", 0, 0}},\n")
        out.write("};\n")


def document(directory, output):
    """What is removed, for people: removed.md."""
    families = {}
    for rule in read_rules(directory):
        families.setdefault(rule.one("family"), []).append(rule)
    with open(os.path.join(output, "removed.md"), "w", encoding="utf-8") as out:
        out.write("# What the sanitizer removes\n\nGenerated from the rules.\n")
        for family, rules in families.items():
            out.write(f"\n## {family}\n\n")
            for rule in rules:
                out.write(f"- `{rule.name}`: {rule.one('what')} ([source]({rule.one('source')}))\n")
        out.write("\n## What nobody reads\n\n"
                  "- `binary`: bytes that are no text, with the words that they cut\n"
                  "- `crowded`: lines of more keys than anybody writes\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[2])
    try:
        generate(sys.argv[1], sys.argv[2])
        document(sys.argv[1], sys.argv[2])
    except (RuleError, OSError) as error:
        sys.exit(f"generate.py: {error}")


if __name__ == "__main__":
    main()
