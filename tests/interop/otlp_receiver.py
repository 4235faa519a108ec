"""An OTLP/HTTP receiver for logs in this process, which refuses what the schema does not allow.

`parse` makes records of a body of `content_type`, and raises otlp_schema.Violation.
`answers` is called with the records of each good request and its number, and returns None
for the usual answer, or (status, headers, body), or "hang up".
"""
import gzip
import http.server
import json
import threading

import otlp_schema

BODY_MAX = 20 << 20
GOOD = b'{"partialSuccess":{}}'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"{}", headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Type", self.server.receiver.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        receiver = self.server.receiver
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()},
                   "raw": raw, "plain": raw, "violation": None, "records": []}
        with receiver.lock:
            receiver.requests.append(request)
            number = len(receiver.requests)
        if self.headers.get("Content-Encoding") == "gzip":
            if not receiver.takes_gzip:
                return self.reply(500, b'{"message":"unexpected token"}')
            request["plain"] = gzip.decompress(raw)
        if self.path != receiver.path:
            return self.reply(404)
        if self.headers.get("Content-Type") != receiver.content_type:
            return self.reply(415)
        if len(request["plain"]) > BODY_MAX:
            return self.reply(400)
        try:
            found = receiver.parse(request["plain"])
        except otlp_schema.Violation as violation:
            request["violation"] = str(violation)
            return self.reply(400, json.dumps({"code": 3, "message": str(violation)}).encode())
        request["records"] = found
        answer = receiver.answers(found, number)
        if answer == "hang up":
            self.close_connection = True
            return None
        status, headers, body = answer or (200, {}, receiver.good)
        if 200 <= status < 300:
            with receiver.lock:
                receiver.records += found
        return self.reply(status, body, headers)


def parse_json(body):
    return list(otlp_schema.records(otlp_schema.parse(body)))


class Receiver:
    def __init__(self, answers=lambda records, number: None, takes_gzip=True, path="/v1/logs",
                 content_type="application/json", parse=parse_json, good=GOOD):
        self.lock = threading.Lock()
        self.requests = []
        self.records = []  # of the requests that it took
        self.answers = answers
        self.takes_gzip = takes_gzip
        self.path = path
        self.content_type = content_type
        self.parse = parse
        self.good = good
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.receiver = self
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.server.server_address[1]

    def violations(self):
        return [request["violation"] for request in self.requests if request["violation"]]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
