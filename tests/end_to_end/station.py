"""A collector in a directory of its own, with a gateway beside it: what the tests here share."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid

import envelope

HERE = os.path.dirname(os.path.abspath(__file__))
EPITAPH = os.environ.get("EPITAPH", os.path.join(HERE, "../../build/dev/collector/epitaph"))


class Gateway:
    """gateway.py in a process of its own."""

    program = "gateway.py"

    def __init__(self, directory, *arguments, script=None):
        self.log_path = os.path.join(directory, "gateway-%s.log" % uuid.uuid4())
        arguments = list(arguments) + ["--log", self.log_path]
        if script is not None:
            path = self.log_path + ".script"
            with open(path, "w", encoding="utf-8") as file:
                json.dump(script, file)
            arguments += ["--script", path]
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, self.program)] + arguments,
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.port

    def requests(self):
        """What it has got so far."""
        if not os.path.exists(self.log_path):
            return []
        with open(self.log_path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def events(self):
        """The events of all requests that it answered well."""
        return [event for request in self.requests() if 200 <= request["status"] < 300
                for event in json.loads(request["body"])["events"]]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


# Of a DSN.
KEY = "0123456789abcdef0123456789abcdef"
SECRET = "fedcba9876543210fedcba9876543210"


class Tracker(Gateway):
    """tracker.py in a process of its own."""

    program = "tracker.py"

    def dsn(self, secret=SECRET):
        return "http://%s:%s@127.0.0.1:%d/7" % (KEY, secret, self.port)

    def envelopes(self):
        """Header and event of each envelope that was answered well."""
        return [envelope.parse(request["body"].encode("utf-8", "surrogateescape"))
                for request in self.requests() if 200 <= request["status"] < 300]

    def events(self):
        return [event for _, event in self.envelopes() if event is not None]


def make_event(number=0, signature="0123456789abcdef", **attributes):
    """An event as the collector's own half makes it."""
    event_id = str(uuid.UUID(int=(1 << 100) + number))
    return {
        "type": "crash", "event_id": event_id, "schema_version": "1.0",
        "instance_id": str(uuid.UUID(int=7)), "sessionId": str(uuid.UUID(int=8)),
        "timestamp": "2026-01-31T12:00:00.123Z",
        "attributes": {
            "crash.error_type": "SIGSEGV", "crash.error_message": "null pointer read at 0x0",
            "crash.stack": "#0 main", "crash.command": "sample", "crash.signature": signature,
            "crash.count": 1, **attributes,
        },
        "crash": {"frames": [{"pc": "0x1234", "function": "main"}], "secret": "stays here"},
    }


class Station:
    """State, spool and configuration in a temporary directory."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="epitaph-test-")
        self.state = os.path.join(self.directory, "state")
        self.spool = os.path.join(self.directory, "spool")
        self.config_path = os.path.join(self.directory, "epitaph.conf")
        os.mkdir(self.state, 0o700)
        os.mkdir(self.spool, 0o700)
        self.gateways = []
        self.configure()

    def close(self):
        for gateway in self.gateways:
            gateway.stop()
        shutil.rmtree(self.directory)

    def configure(self, **settings):
        with open(self.config_path, "w", encoding="utf-8") as file:
            for name, value in {"spread": 0, "request_timeout": 2, **settings}.items():
                file.write("%s = %s\n" % (name, value))
        os.chmod(self.config_path, 0o600)

    def gateway(self, *arguments, script=None, **settings):
        """Start one and send to it."""
        gateway = Gateway(self.directory, *arguments, script=script)
        self.gateways.append(gateway)
        scheme = "https" if "--tls" in arguments else "http"
        self.configure(**{"server_url": "%s://127.0.0.1:%d" % (scheme, gateway.port), "upload": "yes",
                          **settings})
        return gateway

    def section(self, name, **settings):
        """Add a destination to the configuration."""
        with open(self.config_path, "a", encoding="utf-8") as file:
            file.write("[destination %s]\n" % name)
            for key, value in settings.items():
                file.write("%s = %s\n" % (key, value))

    def destination(self, name, *arguments, script=None, **settings):
        """Start a gateway and send to it as well."""
        gateway = Gateway(self.directory, *arguments, script=script)
        self.gateways.append(gateway)
        self.section(name, server_url=gateway.url, **settings)
        return gateway

    def environment(self, **variables):
        inherited = {name: value for name, value in os.environ.items()
                     if not name.lower().endswith("_proxy") and
                     not name.startswith(("OTEL_", "SENTRY_"))}
        for name in ("DO_NOT_TRACK", "EPITAPH_DISABLE", "EPITAPH_TOKEN"):
            inherited.pop(name, None)
        return {**inherited, "HOME": self.directory, "EPITAPH_STATE": self.state,
                "EPITAPH_SPOOL": self.spool, "EPITAPH_CONFIG": self.config_path, **variables}

    def epitaph(self, *arguments, wrapper=(), timeout=60, **variables):
        return subprocess.run([*wrapper, EPITAPH, *arguments], env=self.environment(**variables),
                              capture_output=True, text=True, errors="surrogateescape",
                              stdin=subprocess.DEVNULL, timeout=timeout, check=False)

    def collect(self, *arguments, **variables):
        return self.epitaph("collect", *arguments, **variables)

    def place(self, destination):
        """The directory of a destination; "" is the unnamed one."""
        return os.path.join(self.state, "destinations", destination) if destination else self.state

    def put(self, *events, to=""):
        """Put events into an outbox, as if they had been harvested, oldest first."""
        outbox = os.path.join(self.place(to), "outbox")
        os.makedirs(outbox, 0o700, exist_ok=True)
        for number, event in enumerate(events):
            path = os.path.join(outbox, event["event_id"] + ".json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(event, file)
            os.utime(path, ns=(0, time.time_ns() - (len(events) - number) * 1000000))

    def folder(self, name, destination=""):
        """The ids in outbox, sent or rejected."""
        path = os.path.join(self.place(destination), name)
        if not os.path.isdir(path):
            return []
        return sorted(entry[:-5] for entry in os.listdir(path) if entry.endswith(".json"))

    def snapshot(self):
        """Every file beneath us with its times and content, the gateway's log aside."""
        found = {}
        for directory, _, names in os.walk(self.directory):
            for name in names:
                path = os.path.join(directory, name)
                if not name.startswith("gateway-"):
                    with open(path, "rb") as file:
                        found[path] = (os.stat(path).st_mtime_ns, file.read())
        return found

    def counts(self, destination=""):
        return {name: len(self.folder(name, destination))
                for name in ("outbox", "sent", "rejected")}

    def status(self):
        return json.loads(self.epitaph("status", "--json").stdout)

    def seconds_left(self):
        """How long until the next attempt, by the state file."""
        with open(os.path.join(self.state, "state"), encoding="utf-8") as file:
            for line in file:
                if line.startswith("not_before: "):
                    return max(0, int(line.split()[1]) - int(time.time()))
        raise AssertionError("no not_before")

    def forget_wait(self, destination=""):
        """As if the time of the backoff had passed."""
        self.change_state(destination, not_before=0)

    def change_state(self, destination="", **values):
        """Keys of the state file, as if another time or a fault had set them."""
        path = os.path.join(self.place(destination), "state")
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        for number, line in enumerate(lines):
            key = line.partition(":")[0]
            if key in values:
                lines[number] = "%s: %s" % (key, values[key])
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
