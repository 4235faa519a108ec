"""Packages of another suite of the Debian archive that this machine uses, unpacked into a directory:
nothing is installed, and the machine's own lists stay as they are."""
import os
import subprocess
import urllib.parse


class Unavailable(Exception):
    """Cannot be had here; the words say why."""


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode != 0:
        lines = (result.stderr.strip() or result.stdout.strip()).split("\n")
        words = next((line for line in lines if " error " in line and ":" in line), lines[-1])
        raise Unavailable("%s: %s" % (" ".join(command[:2]), words))
    return result.stdout


def archive():
    try:
        found = run("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
    except FileNotFoundError:
        raise Unavailable("no apt-get here") from None
    for address in sorted(set(found.split())):
        if urllib.parse.urlparse(address).path.rstrip("/").endswith("/debian"):
            return address
    raise Unavailable("no Debian archive among this machine's apt sources")


class Suite:
    def __init__(self, name, directory):
        self.directory = os.path.abspath(directory)
        self.root = os.path.join(self.directory, "root")
        apt = os.path.join(self.directory, "apt")
        for path in ("lists/partial", "cache/archives/partial", "etc", "../debs", "../root"):
            os.makedirs(os.path.join(apt, path), exist_ok=True)
        architecture = run("dpkg", "--print-architecture").strip()
        with open(os.path.join(apt, "etc/sources.list"), "w", encoding="utf-8") as file:
            file.write("deb %s %s main\n" % (archive(), name))
        with open(os.path.join(apt, "status"), "w", encoding="utf-8"):
            pass
        config = os.path.join(apt, "apt.conf")
        settings = {
            "Dir::Etc::sourcelist": apt + "/etc/sources.list", "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State::lists": apt + "/lists", "Dir::State::status": apt + "/status",
            "Dir::Cache": apt + "/cache", "APT::Architecture": architecture,
            "APT::Sandbox::User": "root", "APT::Install-Recommends": "false"}
        with open(config, "w", encoding="utf-8") as file:
            for key, value in settings.items():
                file.write('%s "%s";\n' % (key, value))
        self.environment = {**os.environ, "APT_CONFIG": config}
        self.apt("update", "-qq", "-o", "APT::Update::Error-Mode=any")

    def apt(self, *arguments):
        return run("apt-get", *arguments, env=self.environment,
                   cwd=os.path.join(self.directory, "debs"))

    def needed(self, *packages):
        """These and what they need, as apt would install them on an empty machine."""
        plan = self.apt("-s", "install", *packages)
        return [line.split()[1] for line in plan.split("\n") if line.startswith("Inst ")]

    def unpack(self, packages):
        debs = os.path.join(self.directory, "debs")
        self.apt("-qq", "download", *packages)
        for name in sorted(os.listdir(debs)):
            run("dpkg", "-x", os.path.join(debs, name), self.root)
            os.remove(os.path.join(debs, name))
        return self.root
