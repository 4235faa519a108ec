#!/usr/bin/env python3
"""A tracker on loopback that takes Sentry's envelopes, to the letter, and misbehaves on request.

As gateway.py, whose options and scripts it has; --token is the key of the DSN, whose project is
7. An event that it has had is taken again and counts once.
"""
import sys

import envelope
import gateway


class Tracker(gateway.Gateway):
    def answer(self, request):
        auth = {}
        scheme, _, words = request.headers.get("x-sentry-auth", "").partition(" ")
        for word in words.split(","):
            name, _, value = word.strip().partition("=")
            auth[name] = value
        if request.method != "POST" or request.path != "/api/7/envelope/":
            return 404, {"detail": "no such place"}
        if scheme != "Sentry" or auth.get("sentry_version") != "7" or not auth.get("sentry_client"):
            return 403, {"detail": "no header that lets anybody in"}
        if self.options.token and auth.get("sentry_key") != self.options.token:
            return 403, {"detail": "not with this key"}
        if request.headers.get("content-type") != "application/x-sentry-envelope":
            return 400, {"detail": "not an envelope's content type"}
        if "authorization" in request.headers or "transfer-encoding" in request.headers:
            return 400, {"detail": "a header that has no place here"}
        if len(request.body) > envelope.EVENT_MAX + 4096:
            return 413, {"detail": "too large"}
        try:
            header, event = envelope.parse(request.body)
        except envelope.Wrong as error:
            return 400, {"detail": str(error)}
        if event is None:
            return 200, {}
        with self.lock:
            self.known.add(header["event_id"])
        return 200, {"id": header["event_id"]}


if __name__ == "__main__":
    try:
        gateway.main(Tracker)
    except KeyboardInterrupt:
        sys.exit(0)
