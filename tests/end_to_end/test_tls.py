#!/usr/bin/env python3
"""Certificates good and bad, client certificates, pinned keys, proxies and HTTP/2."""
import base64
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest

from station import Station, make_event


def openssl(*arguments, **options):
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, **options).stdout


class Authority:
    """A certificate authority in a directory, with certificates for every occasion."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="epitaph-tls-")
        self.make_authority("ca")
        self.make_authority("other-ca")
        self.issue("good", "ca", "IP:127.0.0.1,DNS:gateway.invalid")
        self.issue("wrong-host", "ca", "DNS:elsewhere.invalid")
        self.issue("untrusted", "other-ca", "IP:127.0.0.1")
        self.issue("expired", "ca", "IP:127.0.0.1", expired=True)
        self.issue("client", "ca", "DNS:client.invalid")

    def path(self, name):
        return os.path.join(self.directory, name)

    def make_authority(self, name):
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "2", "-subj", "/CN=" + name, "-keyout", self.path(name + ".key"),
                "-out", self.path(name + ".pem"))

    def issue(self, name, authority, names, expired=False):
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=" + name, "-keyout", self.path(name + ".key"), "-out", self.path(name + ".csr"))
        with open(self.path(name + ".ext"), "w", encoding="utf-8") as file:
            file.write("subjectAltName=%s\n" % names)
        if not expired:
            openssl("x509", "-req", "-in", self.path(name + ".csr"), "-CA", self.path(authority + ".pem"),
                    "-CAkey", self.path(authority + ".key"), "-CAcreateserial", "-days", "2",
                    "-extfile", self.path(name + ".ext"), "-out", self.path(name + ".pem"))
            return
        # openssl x509 knows no dates of its own: openssl ca does.
        config = self.path("ca.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write("[ca]\ndefault_ca=d\n[d]\ndatabase=%s\nserial=%s\nnew_certs_dir=%s\n"
                       "default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n"
                       % (self.path("index"), self.path("serial"), self.directory))
        for file_name, content in (("index", ""), ("serial", "77\n")):
            with open(self.path(file_name), "w", encoding="utf-8") as file:
                file.write(content)
        openssl("ca", "-batch", "-config", config, "-in", self.path(name + ".csr"),
                "-cert", self.path(authority + ".pem"), "-keyfile", self.path(authority + ".key"),
                "-startdate", "20200101000000Z", "-enddate", "20200102000000Z",
                "-extfile", self.path(name + ".ext"), "-out", self.path(name + ".pem"), "-notext")

    def pair(self, name):
        return self.path(name + ".pem"), self.path(name + ".key")

    def pin(self, name):
        public = openssl("x509", "-in", self.path(name + ".pem"), "-pubkey", "-noout")
        binary = openssl("pkey", "-pubin", "-outform", "DER", input=public)
        digest = openssl("dgst", "-sha256", "-binary", input=binary)
        return "sha256//" + base64.b64encode(digest).decode()

    def close(self):
        shutil.rmtree(self.directory)


class Proxy:
    """A CONNECT proxy that takes every name to one port, and wants credentials if told."""

    def __init__(self, port, credentials=None):
        self.port_behind = port
        self.credentials = credentials
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.handle, args=(client,), daemon=True).start()

    def handle(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(4096)
            if not piece:
                return
            head += piece
        self.requests.append(head.decode("latin-1"))
        if self.credentials is not None:
            wanted = base64.b64encode(self.credentials.encode()).decode()
            if "Basic " + wanted not in self.requests[-1]:
                client.sendall(b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=x\r\n"
                               b"Retry-After: 86400\r\nContent-Length: 0\r\n\r\n")
                client.close()
                return
        with client, socket.create_connection(("127.0.0.1", self.port_behind)) as server:
            client.sendall(b"HTTP/1.1 200 Go\r\n\r\n")
            back = threading.Thread(target=self.pump, args=(server, client), daemon=True)
            back.start()
            self.pump(client, server)
            back.join()

    @staticmethod
    def pump(source, sink):
        try:
            while True:
                piece = source.recv(65536)
                if not piece:
                    break
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.listener.close()


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.authority = Authority()

    @classmethod
    def tearDownClass(cls):
        cls.authority.close()

    def setUp(self):
        self.station = Station()
        self.addCleanup(self.station.close)
        self.station.put(make_event())

    def start(self, certificate, *arguments, **settings):
        return self.station.gateway("--tls", *self.authority.pair(certificate), *arguments,
                                    **{"ca_file": self.authority.path("ca.pem"), "max_retries": 0,
                                       **settings})

    def expect_sent(self, gateway, **variables):
        result = self.station.collect(**variables)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(gateway.events()), 1)

    def expect_kept(self, gateway, words, **variables):
        result = self.station.collect(**variables)
        self.assertEqual(result.returncode, 69, result.stderr)
        self.assertIn(words, result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1)
        self.assertEqual(gateway.requests(), [])
        self.assertEqual(self.station.counts(), {"outbox": 1, "sent": 0, "rejected": 0})

    def test_good_certificate(self):
        self.expect_sent(self.start("good"))

    def test_expired_certificate(self):
        self.expect_kept(self.start("expired"), "expired")

    def test_certificate_for_another_host(self):
        self.expect_kept(self.start("wrong-host"), "certificate")

    def test_certificate_of_an_unknown_authority(self):
        self.expect_kept(self.start("untrusted"), "certificate")

    def test_authority_is_not_trusted_unless_configured(self):
        gateway = self.start("good")
        self.station.configure(server_url=gateway.url.replace("http:", "https:"), upload="yes",
                               max_retries=0)
        self.expect_kept(gateway, "certificate")

    def test_missing_ca_file_fails_closed(self):
        gateway = self.start("good", ca_file=self.authority.path("missing.pem"))
        result = self.station.collect()
        self.assertEqual(result.returncode, 78)
        self.assertIn("missing.pem", result.stderr)
        self.assertEqual(gateway.requests(), [])

    def test_pinned_key_that_fits(self):
        self.expect_sent(self.start("good", pinned_key=self.authority.pin("good")))

    def test_pinned_key_of_another(self):
        self.expect_kept(self.start("good", pinned_key=self.authority.pin("client")), "public key")

    def test_client_certificate(self):
        certificate, key = self.authority.pair("client")
        self.expect_sent(self.start("good", "--client-ca", self.authority.path("ca.pem"),
                                    client_certificate=certificate, client_key=key))

    def test_client_certificate_missing(self):
        self.expect_kept(self.start("good", "--client-ca", self.authority.path("ca.pem")),
                         "no answer from the server")

    def behind_proxy(self, credentials=None):
        gateway = self.start("good")
        proxy = Proxy(gateway.port, credentials)
        self.addCleanup(proxy.close)
        self.station.configure(server_url="https://gateway.invalid:%d" % gateway.port, upload="yes",
                               ca_file=self.authority.path("ca.pem"), max_retries=0, token="s3cret")
        return gateway, proxy

    def test_proxy(self):
        gateway, proxy = self.behind_proxy()
        self.expect_sent(gateway, https_proxy="http://127.0.0.1:%d" % proxy.port)
        self.assertEqual(len(proxy.requests), 1)
        self.assertNotIn("s3cret", proxy.requests[0])

    def test_proxy_with_credentials(self):
        gateway, proxy = self.behind_proxy("ann:pass")
        self.expect_sent(gateway, https_proxy="http://ann:pass@127.0.0.1:%d" % proxy.port)

    def test_proxy_that_refuses_us(self):
        gateway, proxy = self.behind_proxy("ann:pass")
        self.expect_kept(gateway, "no answer", https_proxy="http://127.0.0.1:%d" % proxy.port)
        # A proxy's Retry-After is not the server's: the wait is our own.
        self.assertLessEqual(self.station.seconds_left(), 3600)

    def test_proxy_is_never_asked_for_loopback(self):
        gateway = self.station.gateway()
        proxy = Proxy(gateway.port)
        self.addCleanup(proxy.close)
        self.expect_sent(gateway, http_proxy="http://127.0.0.1:%d" % proxy.port,
                         ALL_PROXY="http://127.0.0.1:%d" % proxy.port)
        self.assertEqual(proxy.requests, [])

    @unittest.skipUnless(shutil.which("nghttpd"), "nghttpd is not installed")
    def test_http_2(self):
        root = self.authority.path("root")
        os.makedirs(root + "/v1/events", exist_ok=True)
        with open(root + "/v1/events/batch", "w", encoding="utf-8") as file:
            file.write('{"results":[]}')
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        certificate, key = self.authority.pair("good")
        server = subprocess.Popen(["nghttpd", "--address=127.0.0.1", "--verbose", "-d", root, str(port),
                                   key, certificate], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        while "listen" not in server.stdout.readline():
            pass
        self.station.configure(server_url="https://127.0.0.1:%d" % port, upload="yes",
                               ca_file=self.authority.path("ca.pem"))
        result = self.station.collect()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.station.counts(), {"outbox": 0, "sent": 1, "rejected": 0})
        server.kill()
        self.assertIn(":method: POST", server.stdout.read())


if __name__ == "__main__":
    unittest.main()
