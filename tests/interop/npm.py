"""Packages of the npm registry, installed into a directory without running any code of theirs."""
import json
import os

import debian


def install(directory, packages, overrides=None):
    """Exactly these versions; `overrides` pins what they need in turn."""
    manifest = {"private": True, "dependencies": packages, "overrides": overrides or {}}
    path = os.path.join(directory, "package.json")
    done = os.path.join(directory, "node_modules/.package-lock.json")
    text = json.dumps(manifest)
    if os.path.exists(done) and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        debian.run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund",
                   "--fetch-retries=0", cwd=directory)
    except FileNotFoundError:
        raise debian.Unavailable("no npm here") from None
