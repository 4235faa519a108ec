"""Sentry's envelopes, read more strictly than any server does: what is not to the letter raises.

A server drops a whole event over one value of another type, and says 200; so every key that is
sent has its type here, and a key that has none is wrong.

usage: envelope.py FILE     check the bytes in a file
"""
import json
import re
import sys
import uuid

EVENT_MAX = 1 << 20
HEX = re.compile(r"^0x(0|[1-9a-f][0-9a-f]*)$")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$")


class Wrong(Exception):
    """Not to the letter; the text says where and how."""


def need(condition, where, why):
    if not condition:
        raise Wrong("%s %s" % (where, why))


def text(most=200, lines=False):
    def check(value, where):
        need(isinstance(value, str), where, "is no string")
        need(value != "", where, "is empty")
        need(len(value.encode("utf-8")) <= most, where, "is too long")
        need(lines or not re.search(r"[\x00-\x1f\x7f]", value), where, "is not one line")
    return check


def matching(pattern):
    def check(value, where):
        need(isinstance(value, str) and re.fullmatch(pattern, value), where,
             "is not of the form %s: %r" % (pattern, value))
    return check


def whole(least=0):
    def check(value, where):
        need(isinstance(value, int) and not isinstance(value, bool), where, "is no integer")
        need(least <= value <= 1 << 53, where, "is out of range")
    return check


def boolean(value, where):
    need(isinstance(value, bool), where, "is neither true nor false")


def list_of(entry):
    def check(value, where):
        need(isinstance(value, list) and value, where, "is no list of anything")
        for number, item in enumerate(value):
            entry(item, "%s[%d]" % (where, number))
    return check


def map_of(entry):
    def check(value, where):
        need(isinstance(value, dict), where, "is no object")
        for key, item in value.items():
            need(re.fullmatch(r"[a-zA-Z0-9_.:-]{1,32}", key), where, "has a bad key %r" % key)
            entry(item, "%s.%s" % (where, key))
    return check


def thing(required=(), **keys):
    """An object with these keys and no others; a key's dots are written as double underscores."""
    keys = {key.replace("__", "."): check for key, check in keys.items()}

    def check(value, where):
        need(isinstance(value, dict), where, "is no object")
        for key in required:
            need(key in value, where, "lacks " + key)
        for key, item in value.items():
            name = re.sub(r"^crash\.note\.[a-z0-9_.-]{1,32}$", "crash.note.*", key)
            need(name in keys, where, "has an unknown key " + key)
            keys[name](item, "%s.%s" % (where, key))
    return check


ADDRESS = matching(HEX)
PATH = text(1024)

FRAME = thing(
    ("instruction_addr", "in_app"),
    instruction_addr=ADDRESS, symbol_addr=ADDRESS, image_addr=ADDRESS, package=PATH,
    function=text(512), filename=matching(r"[^/~\x00-\x1f][^\x00-\x1f]*"),
    abs_path=matching(r"[/~][^\x00-\x1f]+"), lineno=whole(1),
    colno=whole(1), in_app=boolean, trust=matching("context|cfi|fp|scan"),
    data=thing(("symbolicator_status",), symbolicator_status=matching("symbolicated")))

STACKTRACE = thing(("frames", "instruction_addr_adjustment"), frames=list_of(FRAME),
                   instruction_addr_adjustment=matching("all|all_but_first"))

MECHANISM = thing(
    ("type", "handled", "synthetic"),
    type=matching("signalhandler"), handled=boolean, synthetic=boolean,
    meta=thing(("signal",), signal=thing(("number", "code"), number=whole(1),
                                         code=whole(-(1 << 31)), name=text(), code_name=text())),
    data=thing(("relevant_address",), relevant_address=ADDRESS))

THREAD = thing(("id", "crashed", "current"), id=whole(), name=text(), crashed=boolean,
               current=boolean, stacktrace=STACKTRACE)

IMAGE = thing(
    ("type", "code_file", "code_id", "debug_id", "image_addr"),
    type=matching("elf"), code_file=PATH, code_id=matching("([0-9a-f]{2})+"),
    debug_id=matching("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), image_addr=ADDRESS,
    image_size=whole(1), arch=text())

EVENT = thing(
    ("event_id", "timestamp", "platform", "level", "exception", "contexts", "tags"),
    event_id=matching("[0-9a-f]{32}"), timestamp=matching(TIME), platform=matching("native"),
    level=matching("fatal"), logger=text(), release=matching(r"[^\x00-\x1f/\\]{1,200}"),
    environment=matching(r"[^\x00-\x1f/]{1,64}"), server_name=text(),
    sdk=thing(("name", "version"), name=text(), version=text()),
    user=thing(("id",), id=text()), fingerprint=list_of(text()), tags=map_of(text()),
    contexts=thing(
        ("os", "device", "runtime", "app"),
        os=thing(("type", "name"), type=matching("os"), name=text(), raw_description=text()),
        device=thing(("type",), type=matching("device"), family=text(), arch=text()),
        runtime=thing(("type",), type=matching("runtime"), name=text(), version=text()),
        app=thing(("type",), type=matching("app"), app_name=text(), app_version=text(),
                  app_build=text())),
    exception=thing(("values",), values=list_of(thing(
        ("type", "mechanism"), type=text(512), value=text(8192, lines=True), thread_id=whole(),
        mechanism=MECHANISM, stacktrace=STACKTRACE))),
    threads=thing(("values",), values=list_of(THREAD)),
    debug_meta=thing(("images",), images=list_of(IMAGE)),
    extra=thing((), crash__first_seen=text(8192), crash__last_seen=text(8192),
                crash__missing=text(8192), crash__dropped=text(8192),
                crash__python=text(8192, lines=True), crash__hs_err=PATH,
                crash__frames_total=whole(), **{"crash.note.*": text()}))

HEADER = thing(("sent_at", "sdk"), event_id=matching("[0-9a-f]{32}"), sent_at=matching(TIME),
               sdk=thing(("name", "version"), name=text(), version=text()))
ITEM = thing(("type", "length"), type=matching("event"), length=whole(),
             content_type=matching("application/json"))


def unique(pairs):
    keys = [key for key, _ in pairs]
    need(len(keys) == len(set(keys)), "an object", "has a key twice: %s" % keys)
    return dict(pairs)


def load(data, where):
    """JSON in UTF-8 without any byte beside it."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=unique,
                          parse_constant=lambda word: need(False, where, "holds " + word))
    except ValueError as error:
        raise Wrong("%s is no JSON: %s" % (where, error)) from error


def check_event(event):
    """What types do not say."""
    EVENT(event, "event")
    exception = event["exception"]["values"][0]
    ids = [thread["id"] for thread in event.get("threads", {"values": []})["values"]]
    need(len(ids) == len(set(ids)), "threads", "have an id twice")
    if "thread_id" in exception:
        need(exception["thread_id"] in ids, "thread_id", "is of no thread")
    for image in event.get("debug_meta", {"images": []})["images"]:
        first = bytes.fromhex(image["code_id"])[:16].ljust(16, b"\0")
        need(image["debug_id"] == str(uuid.UUID(bytes_le=first)), "debug_id",
             "is not of the build-id")


def parse(data):
    """The header, and the event or None, of an envelope's bytes."""
    line, newline, rest = data.partition(b"\n")
    need(newline, "the header", "has no end")
    header = load(line, "the header")
    HEADER(header, "header")
    if not rest:
        return header, None
    line, newline, rest = rest.partition(b"\n")
    need(newline, "the item's header", "has no end")
    item = load(line, "the item's header")
    ITEM(item, "item")
    payload, rest = rest[:item["length"]], rest[item["length"]:]
    need(len(payload) == item["length"], "the item", "is shorter than it says")
    need(rest == b"\n", "the item", "is longer than it says, or not the only one")
    need(len(payload) <= EVENT_MAX, "the item", "is too large")
    event = load(payload, "the event")
    check_event(event)
    need(header.get("event_id") == event["event_id"], "event_id", "is not the header's")
    return header, event


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        try:
            parse(file.read())
        except Wrong as error:
            sys.exit("%s: %s" % (sys.argv[1], error))
