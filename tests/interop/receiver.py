"""What a receiver for scripts/interop is: a file receive_NAME.py that ends in

    receiver.main(prepare)

and is called twice: `prepare DIR`, with the network, to put what it needs into DIR (which
stays for the next time); and `test DIR`, in a network of its own that has nothing but loopback,
when the unit tests in the file are run. prepare(DIR) raises debian.Unavailable with the reason
when the receiver cannot be had.
"""
import socket
import subprocess
import sys
import time
import unittest

import debian

SKIPPED = 77
DIRECTORY = sys.argv[2] if len(sys.argv) > 2 else None


def main(prepare):
    if len(sys.argv) != 3 or sys.argv[1] not in ("prepare", "test"):
        sys.exit("usage: %s prepare|test DIR" % sys.argv[0])
    if sys.argv[1] == "test":
        unittest.main(module="__main__", argv=sys.argv[:1], verbosity=2)
    try:
        prepare(DIRECTORY)
    except debian.Unavailable as reason:
        print(reason)
        sys.exit(SKIPPED)


class Server:
    """A receiver in a process of its own, whose output is kept, once it answers on its port."""

    def __init__(self, port, *command, log, patience_s=30, **options):
        self.port = port
        self.log_path = log
        with open(log, "wb") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT,
                                            stdin=subprocess.DEVNULL, **options)
        give_up = time.monotonic() + patience_s
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > give_up:
                self.stop()
                raise AssertionError("%s does not listen: %s" % (command[0], self.log()))
            time.sleep(0.05)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_for(self, words, count=1, patience_s=20):
        """The log, once it has these words so often; it may be written later than the answer."""
        give_up = time.monotonic() + patience_s
        while self.log().count(words) < count and time.monotonic() < give_up:
            time.sleep(0.05)
        return self.log()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
