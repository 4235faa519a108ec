#!/usr/bin/env python3
"""A real OpenTelemetry Collector: its unmodified core, built from Debian's packages of its source (some
340 MB to fetch and five minutes, once). It prints what it gets, and hands it on, as protobuf, to a
receiver that knows the schema and takes nothing else."""
import os
import re
import shutil
import tempfile

import debian
import otlp_crash
import otlp_protobuf
import receiver
from crash import build_id, collect_quietly, Crashes, FUNCTIONS, leaks, PYTHON
from otlp_receiver import Receiver
from proxy import Proxy

SUITE = "sid"
GO = "1.26"
HERE = os.path.dirname(os.path.abspath(__file__))

CONFIG = """
receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:%(port)d
exporters:
  debug:
    verbosity: detailed
%(exporter)s
service:
  telemetry:
    metrics:
      level: none
  pipelines:
    logs:
      receivers: [otlp]
      exporters: [debug%(also)s]
"""
EXPORTER = """  otlp_http:
    endpoint: %s
    sending_queue:
      enabled: false
"""


def lay_out_go(root, goroot):
    """Debian keeps Go's files in two places; Go wants them in one."""
    os.makedirs(os.path.join(goroot, "pkg"), exist_ok=True)
    library, shared = root + "/usr/lib/go-" + GO, root + "/usr/share/go-" + GO
    for name in ("bin", "pkg/tool"):
        shutil.copytree(os.path.join(library, name), os.path.join(goroot, name), symlinks=True,
                        dirs_exist_ok=True)
    for name in ("VERSION", "go.env"):
        shutil.copy(os.path.join(library, name), goroot)
    for name in ("src", "misc", "test", "api", "lib", "pkg/include"):
        target = os.path.join(goroot, name)
        if not os.path.lexists(target):
            os.symlink(os.path.join(shared, name), target)


def prepare(directory):
    directory = os.path.abspath(directory)
    otlp_protobuf.prepare(os.path.join(directory, "protobuf"))
    program = os.path.join(directory, "otelcol")
    if os.path.exists(program):
        return
    suite = debian.Suite(SUITE, directory)
    names = suite.needed("golang-opentelemetry-collector-dev", "golang-%s-go" % GO)
    root = suite.unpack([name for name in names if name.startswith("golang")])
    goroot, gopath = os.path.join(directory, "goroot"), os.path.join(directory, "gopath")
    lay_out_go(root, goroot)
    source = os.path.join(gopath, "src/otelcol")
    os.makedirs(source, exist_ok=True)
    shutil.copy(os.path.join(HERE, "otelcol.go"), os.path.join(source, "main.go"))
    debian.run(
        os.path.join(goroot, "bin/go"), "build", "-o", program + ".new", "otelcol", cwd=directory,
        env={**os.environ, "GOROOT": goroot, "GOPATH": "%s:%s/usr/share/gocode" % (gopath, root),
             "GO111MODULE": "off", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "",
             "GOCACHE": os.path.join(directory, "gocache"), "CGO_ENABLED": "0"})
    os.rename(program + ".new", program)
    for name in ("root", "debs", "apt", "goroot", "gopath", "gocache"):
        shutil.rmtree(os.path.join(directory, name), ignore_errors=True)


class Collector(receiver.Server):
    def __init__(self, directory, port, then=None):
        config = os.path.join(directory, "%d.yaml" % port)
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIG % {"port": port, "exporter": EXPORTER % then if then else "",
                                 "also": ", otlp_http" if then else ""})
        super().__init__(port, os.path.join(receiver.DIRECTORY, "otelcol"), "--config", config,
                         log=config + ".log")

    def attribute(self, key):
        """Its values in all records, as the debug exporter prints them."""
        return re.findall(r"^     -> %s: (.*)$" % re.escape(key), self.log(), re.MULTILINE)


class OpenTelemetryCollector(otlp_crash.CrashRecords):
    @classmethod
    def setUpClass(cls):
        cls.parser = otlp_protobuf.Parser(os.path.join(receiver.DIRECTORY, "protobuf"))

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="epitaph-interop-")
        self.station = Crashes()
        self.second = Receiver(
            content_type="application/x-protobuf", good=b"",
            parse=lambda body: self.parser.records(self.parser.from_protobuf(body)))
        self.first = Collector(self.directory, 4318, then=self.second.url)
        self.proxy = None

    def tearDown(self):
        self.first.stop()
        self.second.stop()
        if self.proxy is not None:
            self.proxy.stop()
        self.station.close()
        shutil.rmtree(self.directory)

    def send_through(self, swallow=(), **settings):
        self.proxy = Proxy(4318, swallow)
        self.station.configure(format="otlp", endpoint=self.proxy.url, upload="yes", **settings)
        collect_quietly(self, self.station)

    def check_log(self, collector):
        log = collector.wait_for("EventName: app.crash", 2)
        self.assertEqual(log.count("EventName: app.crash"), 2, log)
        self.assertEqual(log.count("SeverityNumber: Fatal(21)"), 2)
        self.assertEqual(sorted(collector.attribute("exception.type")),
                         ["Str(SIGABRT)", "Str(SIGSEGV)"])
        self.assertEqual(sorted(collector.attribute("crash.count")), ["Int(1)", "Int(2)"])
        self.assertEqual(set(collector.attribute("service.name")), {"Str(orders)"})
        self.assertEqual(set(collector.attribute("process.executable.build_id.gnu")),
                         {"Str(%s)" % build_id(PYTHON)})
        messages = " ".join(collector.attribute("exception.message"))
        self.assertIn("null pointer read at 0x0", messages)
        self.assertIn("assertion failed: log in as ", messages)
        self.assertIn("redacted", messages)
        for frames in collector.attribute("crash.frames"):
            places = [frames.index('"%s"' % name) for name in ["ffi_call"] + FUNCTIONS[1:]]
            self.assertEqual(places, sorted(places), frames)
        for modules in collector.attribute("crash.modules"):
            self.assertIn(build_id(PYTHON), modules)

    def test_crashes_arrive_once_and_are_handed_on_whole(self):
        self.send_through()
        self.assertEqual(self.proxy.statuses, [200])
        self.check_log(self.first)
        self.check_records(self.second.records)
        self.assertEqual(sorted(self.first.attribute("log.record.uid")),
                         ["Str(%s)" % uid for uid in self.station.folder("sent")])

    def test_no_secret_is_in_any_byte(self):
        self.send_through()
        sent = self.proxy.bytes()
        self.assertIn(b"app.crash", sent)
        self.assertIn(b"content-encoding: gzip", sent.lower())
        self.assertEqual(leaks(sent), [])
        self.assertEqual(leaks(self.first.log().encode()), [])

    def test_an_event_sent_twice_is_known_by_its_uid(self):
        self.send_through(swallow=[1])
        self.assertEqual(set(self.proxy.statuses), {200})
        self.first.wait_for("EventName: app.crash", 4)
        uids = self.first.attribute("log.record.uid")
        self.assertEqual(len(uids), 4)
        self.assertEqual(sorted(uids), sorted(2 * list(set(uids))))
        self.assertEqual(len(self.station.folder("sent")), 2)

    def test_a_collector_that_is_down_costs_nothing(self):
        self.first.stop()
        self.proxy = None
        self.station.configure(format="otlp", endpoint="http://127.0.0.1:4318", upload="yes",
                               max_retries=0)
        self.assertNotEqual(self.station.collect().returncode, 0)
        self.assertEqual(len(self.station.folder("outbox")), 2)
        self.station.forget_wait()
        self.first = Collector(self.directory, 4318, then=self.second.url)
        collect_quietly(self, self.station)
        self.check_log(self.first)
        self.assertEqual(self.station.folder("outbox"), [])


if __name__ == "__main__":
    receiver.main(prepare)
