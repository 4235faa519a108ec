"""A program on a terminal of its own."""
import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading

END = b"\0the program has ended\0"


def run_on_terminal(command, environment, width=80, answer=None):
    """What a person sees there, and the exit status; `answer` is what they type.

    Without an answer only the output is a terminal. The terminal stays open until all is read:
    n_tty_read() of Linux looks for text first and for a closed end after, so that text which
    comes between the two, with the end, would be lost to EIO.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    others = {} if answer is None else {"stdin": follower, "stderr": follower}
    with subprocess.Popen(command, env=environment, stdout=follower, **others) as process:
        os.write(leader, answer or b"")

        def mark_end():
            process.wait()
            os.write(follower, END)

        marking = threading.Thread(target=mark_end)
        marking.start()
        seen = b""
        while not seen.endswith(END):
            seen += os.read(leader, 65536)
        marking.join()
    os.close(follower)
    os.close(leader)
    return seen.removesuffix(END).decode("utf-8").replace("\r\n", "\n"), process.returncode
