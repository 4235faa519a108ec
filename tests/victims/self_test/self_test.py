#!/usr/bin/env python3
"""Can the inquest fail? Each row runs it where it must, and looks for the right complaint.

    self_test.py INQUEST EPITAPH WITNESS LIBRARY SABOTEURS BINARY SOURCE

SABOTEURS is the directory of the libraries that each do one thing wrong; BINARY and SOURCE are
those of faults/null_read.
"""
import os
import re
import subprocess
import sys
import tempfile

# what is preloaded, how the expectation is changed, what the inquest must say
ROWS = [
    ("libkeeps_no_record.so", None, "0 instead of 1 of"),
    ("libchanges_the_status.so", None, "ends with ['exit=1'], without the library"),
    ("libloses_the_siginfo.so", None, "the tracer saw"),
    ("libhangs.so", None, "still running after"),
    ("libtalks.so", None, "stdout b'hello"),
    ("libcomplains.so", None, "stderr b'hello"),
    (None, (r"stack=\S+", "stack=inner,outer,main"), "unexpected record: SIGSEGV"),
    (None, (r"stack=\S+", "stack=middle,outer"), "0 instead of 1 of"),
    (None, (r"// record.*", ""), "unexpected record: SIGSEGV"),
    (None, (r"fault_address=0x0", "fault_address=0x8"), "0 instead of 1 of"),
    (None, (r"// record", "// record: signal=SIGBUS\n// record"), "0 instead of 1 of"),
    (None, (r"// expect: signal=SIGSEGV", "// expect: signal=SIGBUS"), "expected signal=SIGBUS"),
    (None, (r"// expect: ", "// options: aim=none\n// expect: "), "the aim is reached"),
]


def run_row(paths, library, change, complaint):
    inquest, epitaph, witness, real, saboteurs, binary, source = paths
    with open(source, encoding="utf-8") as file:
        text = file.read()
    if change:
        pattern, replacement = change
        text, count = re.subn(pattern, lambda _: replacement, text, count=1)
        if count != 1:
            return f"{pattern} is not in {source}"
    with tempfile.NamedTemporaryFile("w", suffix=".c") as changed:
        changed.write(text)
        changed.flush()
        preload = os.path.join(saboteurs, library) if library else real
        result = subprocess.run(
            [sys.executable, inquest, "--seconds", "1", "--library", preload, "--epitaph", epitaph,
             "--witness", witness, binary, changed.name],
            capture_output=True, text=True, check=False)
    if result.returncode != 1 or complaint not in result.stdout:
        return f"exit {result.returncode}, wanted {complaint!r} in:\n{result.stdout}{result.stderr}"
    return None


def main():
    failed = 0
    for library, change, complaint in ROWS:
        trouble = run_row(sys.argv[1:], library, change, complaint)
        name = library or str(change)
        print(f"{'not ok' if trouble else 'ok'} - {name}: {complaint}")
        if trouble:
            print(trouble)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
