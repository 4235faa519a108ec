#!/usr/bin/env python3
"""usage: report_style.py CSS DIRECTORY

Write the style sheet as report_style.c, and as report_style_hash.h what Content-Security-Policy
calls it. Comments and indentation stay behind.
"""
import base64
import hashlib
import pathlib
import re
import sys

style = pathlib.Path(sys.argv[1]).read_text(encoding="ascii")
directory = pathlib.Path(sys.argv[2])
style = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
style = re.sub(r"\s*\n\s*", "\n", style).strip() + "\n"
if "</" in style:
    sys.exit("report_style.py: the style sheet would end its element")

digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
(directory / "report_style_hash.h").write_text('#define REPORT_STYLE_HASH "sha256-%s"\n' % digest)
lines = "".join('    "%s\\n"\n' % line.replace("\\", "\\\\").replace('"', '\\"')
                for line in style.splitlines())
(directory / "report_style.c").write_text(
    '#include "report/report_style.h"\n\nconst char report_style[] =\n%s    ;\n' % lines)
