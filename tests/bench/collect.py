#!/usr/bin/env python3
"""How fast crashes go from spools to a server: records a second, memory, and cost by backlog.

usage: collect.py BUILD_DIRECTORY [COUNT...]

Where TMPDIR is decides what is measured beside the collector: a disk's syncs, or a tmpfs's none.

Copies of the sample with build-ids of their own are 200 programs; each dies once, and its record,
under new ids, fills spools of 4,096 slots. `epitaph collect` harvests, symbolizes, scrubs, queues
and delivers them to a gateway on loopback, one spool a run. Then the same with a backlog: all of
it is queued while uploading is off, and delivered in one run. Beside each rate, the processor's
time for a record, which other work on the machine lengthens less.
"""
import json
import os
import re
import struct
import subprocess
import sys
import time
import uuid
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../end_to_end"))
os.environ.setdefault("EPITAPH", os.path.join(sys.argv[1], "collector/epitaph"))
from station import EPITAPH, Station  # noqa: E402

PROGRAMS = 200
SLOTS = 4096
TABLE = 8192
SLOT_SIZE = 32768
HEADER_SIZE = TABLE + SLOTS * 64


def make_programs(station, build):
    """Copies of the sample that differ in their build-id and name."""
    with open(os.path.join(build, "shim/sample/sample"), "rb") as file:
        image = bytearray(file.read())
    note = image.index(b"\x04\0\0\0\x14\0\0\0\x03\0\0\0GNU\0") + 16
    paths = []
    for number in range(PROGRAMS):
        image[note:note + 20] = uuid.uuid5(uuid.NAMESPACE_OID, str(number)).bytes + b"\0\0\0\0"
        path = os.path.join(station.directory, "program%03d" % number)
        with open(path, "wb") as file:
            file.write(image)
        os.chmod(path, 0o755)
        paths.append(path)
    return paths


def record_texts(station, paths):
    """The record of each program's death, as its shim wrote it."""
    texts = []
    spool_path = os.path.join(station.spool, "%d.spool" % os.getuid())
    for path in paths:
        station.epitaph("run", "--", path, "null")
        with open(spool_path, "rb") as file:
            head = file.read(24)
            _, header_size, slot_size, count = struct.unpack("<IIII", head[8:24])
            file.seek(TABLE)
            table = file.read(count * 64)
            for index in range(count):
                word, length = struct.unpack_from("<QI", table, index * 64)
                if word & 0xff == 2:
                    file.seek(header_size + index * slot_size)
                    texts.append(file.read(length))
        os.unlink(spool_path)
    assert len(texts) == len(paths), "%d records of %d programs" % (len(texts), len(paths))
    return texts


def write_spool(station, texts, count, serial):
    now = time.time_ns()
    with open(os.path.join(station.spool, "%d.spool" % os.getuid()), "wb") as file:
        file.write(struct.pack("<8sIIII", b"EPITAPH\0", 1, HEADER_SIZE, SLOT_SIZE, SLOTS))
        for index in range(count):
            text = re.sub(rb"(?m)^id: [0-9a-f]{32}$", b"id: " + uuid.uuid4().hex.encode(),
                          texts[(serial + index) % len(texts)])
            file.seek(TABLE + index * 64)
            file.write(struct.pack("<QIIQQQQQII", 2 | 1 << 32, len(text), 1, 0, now, now,
                                   serial + index + 1, 1, 0, zlib.crc32(text)))
            file.seek(HEADER_SIZE + index * SLOT_SIZE)
            file.write(text)
        file.truncate(HEADER_SIZE + SLOTS * SLOT_SIZE)


def run(station, texts, total):
    """Seconds, the processor's among them, and the largest run's memory in KiB."""
    done, seconds, busy, memory = 0, 0.0, 0.0, 0
    while done < total or seconds == 0:
        count = min(SLOTS, total - done)
        write_spool(station, texts, count, done)
        begin = time.monotonic()
        process = subprocess.Popen([EPITAPH, "collect"], env=station.environment())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        seconds += time.monotonic() - begin
        busy += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss)
        assert status == 0, "collect failed: %d" % status
        done += count
    return seconds, busy, memory


def count_arrived(gateway):
    """A line at a time: the log of a long backlog is larger than this machine's memory."""
    with open(gateway.log_path, encoding="utf-8") as file:
        return sum(len(json.loads(json.loads(line)["body"])["events"]) for line in file)


def measure(station, texts, total):
    limits = {"per_signature_per_hour": 0, "per_day": 0, "max_queue": 1000000, "history_events": 200,
              "max_time": 3600, "request_timeout": 60}
    gateway = station.gateway(**limits)
    try:
        straight, straight_busy, memory = run(station, texts, total)
        station.configure(**limits)
        queued, queued_busy, memory_queued = run(station, texts, total)
        station.configure(server_url=gateway.url, upload="yes", **limits)
        delivered, delivered_busy, memory_delivered = run(station, texts, 0)
        arrived = count_arrived(gateway)
        assert arrived == 2 * total, "%d of %d arrived" % (arrived, 2 * total)
        print("%9d %9.0f %9.0f %9.0f %9.0f %9.0f %9.0f %9d" % (
            total, total / straight, total / queued, total / delivered,
            straight_busy * 1e6 / total, queued_busy * 1e6 / total, delivered_busy * 1e6 / total,
            max(memory, memory_queued, memory_delivered)), flush=True)
    finally:
        gateway.stop()
        station.gateways.remove(gateway)
        os.unlink(gateway.log_path)


def main():
    build = sys.argv[1]
    counts = [int(word) for word in sys.argv[2:]] or [100, 1000, 10000]
    station = Station()
    try:
        texts = record_texts(station, make_programs(station, build))
        print("%9s %9s %9s %9s %9s %9s %9s %9s" % ("records", "through/s", "queued/s", "sent/s",
                                                   "us CPU", "us queue", "us send", "KiB"))
        for total in counts:
            measure(station, texts, total)
    finally:
        station.close()


if __name__ == "__main__":
    main()
