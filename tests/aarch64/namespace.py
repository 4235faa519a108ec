#!/usr/bin/env python3
"""Run a command where programs for 64-bit ARM run like any others.

The command gets namespaces of its own: of users (0..65535 are themselves, so that root's tests
are root's), with a binfmt_misc of its own (Linux 6.7), and of mounts, with the ARM root's /usr
beneath the machine's: Debian's libraries lie in directories named for their architecture. Nothing
of the machine changes, and all is gone when the command ends. Needs root.

    namespace.py ROOT EMULATOR COMMAND...
"""
import ctypes
import os
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
MS_NOSUID = 2
# ELF, 64 bits, little endian, for AArch64, executable or shared object: what the format's own
# tools register. F: opened now, for chroots; P: argv[0] as it was; C: set-user-id counts.
MAGIC = r"\x7fELF\x02\x01\x01" + r"\x00" * 9 + r"\x02\x00\xb7\x00"
MASK = r"\xff" * 7 + r"\x00" + r"\xff" * 8 + r"\xfe\xff\xff\xff"
REGISTER = "/proc/sys/fs/binfmt_misc/register"

libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        raise SystemExit(f"namespace: {what}: {os.strerror(ctypes.get_errno())}")


def mount(source, target, kind, options=None):
    check(libc.mount(source.encode(), target.encode(), kind.encode(), MS_NOSUID,
                     options.encode() if options else None), f"mount {kind} on {target}")


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def enter_users():
    """A child that was left outside maps the users: only its kind may map more than one."""
    ready, tell = os.pipe()
    done, answer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(tell)
        os.read(ready, 1)
        for kind in ("uid", "gid"):
            write(f"/proc/{parent}/{kind}_map", "0 0 65536\n")
        os.write(answer, b".")
        os._exit(0)
    os.close(answer)
    check(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS), "unshare")
    os.write(tell, b".")
    if os.read(done, 1) != b".":
        raise SystemExit("namespace: the users could not be mapped (root is needed)")
    os.waitpid(child, 0)
    for descriptor in (ready, tell, done):
        os.close(descriptor)


def main():
    root, emulator, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    enter_users()
    mount("binfmt_misc", "/proc/sys/fs/binfmt_misc", "binfmt_misc")
    write(REGISTER, f":aarch64:M::{MAGIC}:{MASK}:{emulator}:FPC")
    mount("overlay", "/usr", "overlay", f"lowerdir=/usr:{root}/usr")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
