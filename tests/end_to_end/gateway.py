#!/usr/bin/env python3
"""A gateway on loopback that takes crash events, and misbehaves on request.

usage: gateway.py [--port N] [--log FILE] [--script FILE] [--print] [--token T]
                  [--tls CERT KEY] [--client-ca FILE]

The first line of output is the port. Without a script it does as a good gateway does: it checks
what it gets, answers for every event, and recognises one that it has had. Each request becomes
one JSON line in --log: method, path, headers, body (after decompression), status (0: it got no
answer).

A script is a JSON list of steps, one for each request; after the last one it is good again. A
step may have:

    status, reason, headers, body   what to answer instead ("body" is text, or {"hex": ".."})
    do                              how to misbehave:
        refuse_read     close before reading the request
        reset           read it, then reset the connection
        hang_up         read it, then close without an answer
        stall           read it, then say nothing
        stall_headers   stop in the middle of the headers
        stall_body      stop in the middle of the body
        truncate        promise more body than is sent
        flood           a body of 1 GiB
        garbage         no HTTP at all
        endless_headers headers without end
    repeat                          how many requests this step is for, default 1
"""
import argparse
import ctypes
import gzip
import json
import re
import socket
import ssl
import struct
import sys
import threading
import time

STALL_S = 60
UNANSWERED = ("reset", "hang_up", "stall", "stall_headers", "garbage")
HEADERS_MAX = 65536


def unpack_zstd(body):
    """Python learns it with 3.14; the library is where the collector's is."""
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
    library.ZSTD_decompress.restype = ctypes.c_size_t
    size = library.ZSTD_getFrameContentSize(body, ctypes.c_size_t(len(body)))
    place = ctypes.create_string_buffer(min(size, 1 << 26))
    got = library.ZSTD_decompress(place, ctypes.c_size_t(len(place)), body, ctypes.c_size_t(len(body)))
    if got != size:
        raise ConnectionError("no zstd")
    return place.raw[:size]
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9A-Za-z-]{1,64}$")


class Request:
    """What a client sent, as far as it could be read."""

    def __init__(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece or len(head) > HEADERS_MAX:
                raise ConnectionError("no request")
            head += piece
        head, _, body = head.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.path, _ = (lines[0] + "  ").split(" ", 2)
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        while len(body) < int(self.headers.get("content-length", 0)):
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionError("cut short")
            body += piece
        self.wire = body
        coding = self.headers.get("content-encoding")
        if coding == "gzip":
            body = gzip.decompress(body)
        elif coding == "zstd":
            body = unpack_zstd(body)
        self.body = body


class Gateway:
    def __init__(self, options):
        self.options = options
        self.lock = threading.Lock()
        self.known = set()
        self.steps = []
        if options.script:
            with open(options.script, encoding="utf-8") as file:
                for step in json.load(file):
                    self.steps += [step] * step.get("repeat", 1)

    def next_step(self):
        with self.lock:
            return self.steps.pop(0) if self.steps else {}

    def judge(self, event):
        """The result for one event."""
        if not isinstance(event, dict):
            return {"event_id": None, "status": "rejected", "reason": "not an object"}
        event_id = event.get("event_id")
        if not isinstance(event_id, str) or not UUID.match(event_id):
            return {"event_id": event_id, "status": "rejected", "reason": "no event_id"}
        if event.get("type") != "crash" or not isinstance(event.get("attributes"), dict):
            return {"event_id": event_id, "status": "rejected", "reason": "not a crash"}
        with self.lock:
            known = event_id in self.known
            self.known.add(event_id)
        return {"event_id": event_id, "status": "duplicate" if known else "accepted"}

    def answer(self, request):
        """What a good gateway says: status and body."""
        if self.options.token and request.headers.get("authorization") != "Bearer " + self.options.token:
            return 401, {"error": "who are you?"}
        if request.method != "POST" or request.path != "/v1/events/batch":
            return 404, {"error": "no such place"}
        try:
            events = json.loads(request.body.decode("utf-8"))["events"]
            assert isinstance(events, list)
        except (ValueError, KeyError, TypeError, AssertionError):
            return 400, {"error": "not a batch of events"}
        if len(events) > 100 or len(request.body) > 1 << 20:
            return 413, {"error": "too many"}
        return 200, {"results": [self.judge(event) for event in events]}

    def record(self, request, status):
        entry = {
            "at": time.time(), "method": request.method, "path": request.path,
            "headers": request.headers, "status": status, "wire_bytes": len(request.wire),
            "body": request.body.decode("utf-8", "surrogateescape"),
        }
        with self.lock:
            if self.options.log:
                with open(self.options.log, "a", encoding="utf-8", errors="surrogateescape") as file:
                    file.write(json.dumps(entry) + "\n")
            if self.options.print:
                print(request.method, request.path, "->", status)
                try:
                    print(json.dumps(json.loads(request.body), indent=2))
                except ValueError:
                    print(request.body)
                sys.stdout.flush()

    def serve(self, connection):
        step = self.next_step()
        do = step.get("do")
        if do == "refuse_read":
            return
        request = Request(connection)
        status, body = self.answer(request) if "status" not in step else (step["status"], "")
        body = step.get("body", body)
        if isinstance(body, dict) and set(body) == {"hex"}:
            body = bytes.fromhex(body["hex"])
        elif not isinstance(body, str):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode("utf-8")
        self.record(request, 0 if do in UNANSWERED else status)
        if do == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif do == "stall":
            time.sleep(STALL_S)
        elif do == "garbage":
            connection.sendall(b"\x00\xff\xfe not HTTP \x80\r\n" * 20)
        elif do != "hang_up":
            self.respond(connection, step, status, body)

    def respond(self, connection, step, status, body):
        do = step.get("do")
        length = len(body) + (1000 if do == "truncate" else 0)
        if do == "flood":
            length = 1 << 30
        head = "HTTP/1.1 %d %s\r\nConnection: close\r\n" % (status, step.get("reason", "as it is"))
        for name, value in step.get("headers", {}).items():
            head += "%s: %s\r\n" % (name, value)
        if status not in (204, 304):
            head += "Content-Length: %d\r\n" % length
        head = head.encode("utf-8", "surrogateescape")
        if do == "stall_headers":
            connection.sendall(head[: len(head) // 2])
            time.sleep(STALL_S)
            return
        if do == "endless_headers":
            connection.sendall(head)
            while True:
                connection.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")
        connection.sendall(head + b"\r\n")
        if do == "stall_body":
            connection.sendall(body[: len(body) // 2])
            time.sleep(STALL_S)
        elif do == "flood":
            for _ in range(1 << 14):
                connection.sendall(b" " * 65536)
        elif status not in (204, 304):
            connection.sendall(body)

    def handle(self, connection, context):
        try:
            connection.settimeout(STALL_S)
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            self.serve(connection)
        except (OSError, ValueError, EOFError):
            pass  # the client went away, or it is one that we are to refuse
        finally:
            connection.close()


def tls_context(options):
    if not options.tls:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*options.tls)
    if options.client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(options.client_ca)
    return context


def main(kind=Gateway):
    parser = argparse.ArgumentParser(description="a server for crash events on loopback")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log")
    parser.add_argument("--script")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--token")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--client-ca")
    options = parser.parse_args()
    gateway = kind(options)
    context = tls_context(options)
    listener = socket.create_server(("127.0.0.1", options.port), backlog=64)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=gateway.handle, args=(connection, context), daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
