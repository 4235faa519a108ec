# crashes: 2
/usr/bin/python3 - <<'PYTHON'
import concurrent.futures, faulthandler, json, os, signal, sqlite3, subprocess, sys, threading, zlib

print(signal.getsignal(signal.SIGSEGV), signal.getsignal(signal.SIGABRT))
faulthandler.enable()
faulthandler.disable()
print(signal.getsignal(signal.SIGSEGV), signal.pthread_sigmask(signal.SIG_BLOCK, []))
signal.signal(signal.SIGUSR1, lambda *_: print("usr1"))
os.kill(os.getpid(), signal.SIGUSR1)
with concurrent.futures.ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(lambda i: zlib.crc32(str(i).encode()), range(500))))
base = sqlite3.connect(":memory:")
print(base.execute("select 6 * 7, hex(zeroblob(3))").fetchall())
for code in ("1", "import os; os.abort()", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
             "import sys; sys.exit(7)"):
    print(subprocess.run([sys.executable, "-c", code]).returncode)
pid = os.fork()
if pid == 0:
    os._exit(3)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(json.dumps({"a": [1, None, "\u00e4"]}), threading.active_count(), len(os.listdir("/proc/self/fd")))
PYTHON
