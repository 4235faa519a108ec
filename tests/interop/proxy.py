"""A proxy in front of a receiver that keeps every byte it was sent, and can swallow an answer.

The request goes on as it came; what comes back is given to the client, but for the numbers
(from 1) in `swallow`: those requests reach the receiver, and their answers reach nobody.
"""
import gzip
import socket
import threading


def read_message(connection, data=b""):
    """One HTTP message with a Content-Length, in chunks, or to the end: head and body."""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data, b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = None
    chunked = False
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
        chunked = chunked or name.strip().lower() == b"transfer-encoding"
    # What keeps the connection open all the same says the end with an empty chunk.
    while chunked and not body.endswith(b"0\r\n\r\n"):
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    while not chunked and (length is None or len(body) < length):
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n", body


class Proxy:
    def __init__(self, port, swallow=()):
        self.upstream = port
        self.swallow = set(swallow)
        self.lock = threading.Lock()
        self.requests = []  # (head, body), as they were on the wire
        self.statuses = []  # of the answers
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.listener.getsockname()[1]

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            connection.settimeout(30)
            head, body = read_message(connection)
            with self.lock:
                self.requests.append((head, body))
                number = len(self.requests)
            # Without keep-alive the end of the answer is the end of the connection.
            lines = [line for line in head.split(b"\r\n")
                     if not line.lower().startswith(b"connection:")]
            lines[-2:] = [b"Connection: close", b"", b""]
            with socket.create_connection(("127.0.0.1", self.upstream), 30) as upstream:
                upstream.sendall(b"\r\n".join(lines) + body)
                answer, rest = read_message(upstream)
            with self.lock:
                self.statuses.append(int((answer.split(b" ") + [b"0", b"0"])[1]))
            if number not in self.swallow:
                connection.sendall(answer + rest)

    def bytes(self):
        """Everything that was sent, as it was and unpacked."""
        everything = b""
        for head, body in self.requests:
            everything += head + body + b"\n"
            if b"content-encoding: gzip" in head.lower():
                everything += gzip.decompress(body) + b"\n"
        return everything

    def stop(self):
        self.listener.close()
