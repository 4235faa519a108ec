"""The programs that scripts/groundtruth crashes: what to run, and how to find the process."""
import os
import pathlib
import resource
import shutil
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent


def without_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


FAULTS = ["SIGSEGV", "null-write", "null-call", "smashed"]
# A program that turns every fault into an exit of its own leaves no crash but by such a signal.
NOT_HANDLED = ["SIGSYS"]


class Program:
    """`start(work, environment)` returns (processes to end, pid to crash)."""

    def __init__(self, name, command, *, as_user=None, after=None, warm_s=0.4, faults=FAULTS):
        self.name = name
        self.faults = faults
        self.command = command
        self.as_user = as_user
        self.after = after
        self.warm_s = warm_s

    def start(self, work, environment):
        command = self.command(work) if callable(self.command) else self.command
        process = subprocess.Popen(command, env=environment, cwd=work, user=self.as_user,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True,
                                   preexec_fn=without_core)
        time.sleep(self.warm_s)
        if self.after is None:
            return [process], process.pid
        others, pid = self.after(work, process)
        return [process, *others], pid


def python(way):
    return Program(f"python3 {way}", ["/usr/bin/python3", str(HERE / "busy.py"), way])


def cc1(work):
    source = pathlib.Path(work, "busy.c")
    if not source.exists():
        source.write_text("".join(
            f"int f{i}(int *a, int n) {{ int s = 0; for (int j = 0; j < n; j++) switch (a[j] % 5)"
            f" {{ case 0: s += a[j] * {i}; break; case 1: s ^= a[(j + {i}) % n]; break;"
            f" default: s -= j / (a[j] | 1); }} return s; }}\n" for i in range(3000)))
    compiler = subprocess.run(["gcc", "-print-prog-name=cc1"], capture_output=True, text=True,
                              check=True).stdout.strip()
    return [compiler, "-quiet", "-O2", "busy.c", "-o", "/dev/null"]


def git(work):
    """A repository of its own, then a repack that recompresses everything."""
    repository = pathlib.Path(work, "repository")
    if not repository.exists():
        run = lambda *words: subprocess.run(  # noqa: E731
            ["git", "-C", repository, *words], check=True, capture_output=True)
        repository.mkdir()
        run("init", "-q")
        for i in range(400):
            (repository / f"f{i}").write_bytes(os.urandom(3000).hex().encode() * 30)
        run("add", ".")
        run("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "all")
    return ["git", "-C", str(repository), "-c", "pack.threads=1", "pack-objects", "--all",
            "--no-reuse-object", "--no-reuse-delta", "--window=250", "--stdout", "-q"]


def random_file(work, name, size):
    path = pathlib.Path(work, name)
    if not path.exists():
        path.write_bytes(os.urandom(size // 4).hex().encode() * 2)
    return str(path)


def redis_load(work, server):
    load = subprocess.Popen(["redis-benchmark", "-s", f"{work}/redis.sock", "-n", "100000000",
                             "-t", "set,get,lpush,sadd,zadd", "-q"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    return [load], server.pid


def nginx(work):
    pathlib.Path(work, "nginx.conf").write_text(f"""
        daemon off; master_process off; pid {work}/nginx.pid; error_log /dev/null;
        events {{ }}
        http {{ access_log {work}/access.log; gzip on; gzip_min_length 1; gzip_comp_level 9;
                gzip_types *; client_body_temp_path {work}; proxy_temp_path {work};
                fastcgi_temp_path {work}; uwsgi_temp_path {work}; scgi_temp_path {work};
                server {{ listen unix:{work}/nginx.sock; root {work}; autoindex on; }} }}
        """)
    random_file(work, "page.html", 400000)
    return ["/usr/sbin/nginx", "-c", f"{work}/nginx.conf", "-e", "/dev/null"]


def nginx_load(work, server):
    load = subprocess.Popen(
        ["/bin/sh", "-c", f"while :; do curl -s --compressed --unix-socket {work}/nginx.sock"
         " http://x/page.html http://x/page.html http://x/page.html http://x/ -o /dev/null; done"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(0.3)
    return [load], server.pid


def postgres_tool(name):
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    return str(versions[-1] / name) if versions else None


def postgres(work, *settings):
    """A data directory of its own for each crash: one that was killed has to recover first."""
    template, data = pathlib.Path(work, "template"), pathlib.Path(work, "pg")
    if not template.exists():
        template.mkdir()
        shutil.chown(template, "postgres")
        subprocess.run([postgres_tool("initdb"), "-D", template, "-A", "trust"], check=True,
                       user="postgres", cwd=template, capture_output=True)
    shutil.rmtree(data, ignore_errors=True)
    subprocess.run(["cp", "-a", template, data], check=True)
    return [postgres_tool("postgres"), "-D", str(data), "-k", str(data), "-c",
            "listen_addresses=", *settings]


def postgres_load(work, server):
    query = ("select count(*), max(md5(a::text || b::text)) from generate_series(1,30000) a,"
             " generate_series(1,30000) b where a % 7 = b % 5")
    children = pathlib.Path(f"/proc/{server.pid}/task/{server.pid}/children")
    client = None
    for _ in range(100):
        if client is None or client.poll() is not None:  # the server is not up yet
            client = subprocess.Popen(["psql", "-h", f"{work}/pg", "-U", "postgres", "-c", query],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.1)
        for child in children.read_text().split():
            if b"SELECT" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes():
                return [client], int(child)
    return [client], None


PROGRAMS = [
    python("pure"), python("sqlite3"), python("json"), python("zlib"), python("threads"),
    Program("perl", ["perl", str(HERE / "busy.pl")]),
    Program("node", ["node", str(HERE / "busy.js")], warm_s=0.8),
    Program("java", ["java", "-Xmx256m", "-XX:ErrorFile=/dev/null", str(HERE / "Busy.java")], warm_s=3),
    Program("ruby", ["ruby", str(HERE / "busy.rb")]),
    Program("sqlite3", lambda work: ["sqlite3", ":memory:", ".read " + str(HERE / "busy.sql")]),
    Program("redis-server", lambda work: [
        "redis-server", "--port", "0", "--unixsocket", f"{work}/redis.sock", "--save", "",
        "--dir", work], after=redis_load),
    Program("nginx", nginx, after=nginx_load),
    # LLVM compiles a query as large as ours, and most of its stacks end in code that it made.
    Program("postgres", lambda work: postgres(work, "-c", "jit=off"), as_user="postgres",
            after=postgres_load, warm_s=1),
    Program("postgres jit", postgres, as_user="postgres", after=postgres_load, warm_s=1),
    Program("bash", ["bash", str(HERE / "busy.sh")]),
    Program("xz", lambda work: ["xz", "-9e", "-T1", "-k", "-c",
                                random_file(work, "big", 40000000)]),
    Program("openssl speed", ["openssl", "speed", "-seconds", "30", "rsa2048", "sha256"]),
    Program("git", git),
    Program("cc1", cc1, faults=NOT_HANDLED),
    Program("ffmpeg", ["ffmpeg", "-nostdin", "-loglevel", "quiet", "-f", "lavfi", "-i",
                       "testsrc2=size=1280x720:rate=60", "-c:v", "libx264", "-f", "null", "-"],
            warm_s=1),
    Program("gdb", ["gdb", "-nx", "-batch", "-ex",
                    "python [gdb.execute('info functions Py.*_', to_string=True)"
                    " for _ in range(100000)]", "/usr/bin/python3"], warm_s=1, faults=NOT_HANDLED),
]
