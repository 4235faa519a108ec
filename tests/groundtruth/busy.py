"""Keep the interpreter busy in one way: pure, sqlite3, json, zlib or threads."""
import functools
import json
import sqlite3
import sys
import threading
import zlib


def pure(turns=None):
    def ackermann(m, n):
        if m == 0:
            return n + 1
        if n == 0:
            return ackermann(m - 1, 1)
        return ackermann(m - 1, ackermann(m, n - 1))
    while turns is None or turns > 0:
        ackermann(2, 40)
        sorted(range(2000), key=functools.cmp_to_key(lambda a, b: b % 97 - a % 97))
        turns = turns - 1 if turns else turns


def sqlite():
    base = sqlite3.connect(":memory:")
    base.create_function("twice", 1, lambda value: value * 2)
    base.execute("create table t as with recursive c(x) as"
                 " (select 1 union all select x + 1 from c where x < 20000) select x from c")
    while True:
        base.execute("select sum(twice(a.x)), max(b.x) from t a join t b on a.x = b.x + 1"
                     " order by 1").fetchall()


def as_json():
    value = {str(i): [{"a": i, "b": [1.5, None, "text\u00e4"]}] * 5 for i in range(500)}
    while True:
        value = json.loads(json.dumps(value, indent=1))
        json.dumps(value, default=str)


def deflate():
    text = bytes(range(256)) * 4000
    while True:
        text = zlib.decompress(zlib.compress(text, 9))


def threads():
    others = [threading.Thread(target=pure, daemon=True) for _ in range(4)]
    for other in others:
        other.start()
    pure()


{"pure": pure, "sqlite3": sqlite, "json": as_json, "zlib": deflate, "threads": threads}[sys.argv[1]]()
