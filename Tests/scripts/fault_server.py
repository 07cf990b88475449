#!/usr/bin/env python3
"""An HTTP server on raw sockets that misbehaves as its path asks for; it ends when its standard input does.

What it answers in the place of AWS, and how it damages that, is in `fault_answers.py`.

Its first line of output tells its ports and where the certificate of its authority lies. Paths are `/BEHAVIOUR/NAME`;
`/requests/NAME` tells how many requests with that name came, `/sent/NAME` how many bytes of a body went out.
"""
import collections
import json
import pathlib
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time

import fault_answers
import fault_certificates

requests = collections.Counter()
sent = collections.Counter()
connections = iter(range(1, 1 << 30))
lock = threading.Lock()


class Done(Exception):
    """The connection ends here."""


class Connection:
    def __init__(self, sock, number):
        self.sock, self.number, self.buffer, self.served = sock, number, b"", 0

    def fill(self):
        piece = self.sock.recv(65536)
        if not piece:
            raise Done
        self.buffer += piece

    def request(self):
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        headers = [line.split(":", 1) for line in lines[1:]]
        headers = [(name, value.strip()) for name, value in headers]
        return method, target, headers

    def body(self, headers):
        length = int(dict((name.lower(), value) for name, value in headers).get("content-length", 0))
        while len(self.buffer) < length:
            self.fill()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return body

    def send(self, data, name=None):
        self.sock.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))
        if name:
            with lock:
                sent[name] += len(data)

    def answer(self, body, status="200 OK", extra=""):
        body = body if isinstance(body, bytes) else body.encode()
        self.send(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body)

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
        raise Done


def forever():
    time.sleep(3600)


def behave(c, what, name, method, target, headers, body):
    head = "HTTP/1.1 200 OK\r\n"
    if what == "echo":
        c.answer(json.dumps({"method": method, "target": target, "headers": headers, "body": body.decode("latin-1"),
                             "connection": c.number}))
    elif what == "requests":
        c.answer(str(requests[name]))
    elif what == "sent":
        c.answer(str(sent[name]))
    elif what == "silent":
        forever()
    elif what == "slow-headers":
        c.send(head)
        for byte in b"Content-Length: 0\r\n" * 1000:
            c.send(bytes([byte]))
            time.sleep(0.05)
    elif what == "stall":
        c.send(head + "Content-Length: 100\r\n\r\n0123456789")
        forever()
    elif what == "dribble":
        c.send(head + "Content-Length: 100000\r\n\r\n")
        while True:
            c.send("x")
            time.sleep(0.02)
    elif what == "reset":
        c.reset()
    elif what == "close":
        raise Done
    elif what == "reset-in-body":
        c.send(head + "Content-Length: 100\r\n\r\n0123456789")
        time.sleep(0.05)
        c.reset()
    elif what == "truncated":
        c.send(head + "Content-Length: 100\r\n\r\n0123456789")
        raise Done
    elif what == "truncated-chunks":
        c.send(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n")
        raise Done
    elif what == "bad-chunk":
        c.send(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n01234\r\n")
        raise Done
    elif what == "announced-too-long":
        c.send(head + "Content-Length: 1000000000\r\n\r\n")
        while True:
            c.send(b"x" * 65536, name)
    elif what == "endless":
        c.send(head + "Transfer-Encoding: chunked\r\n\r\n")
        while True:
            c.send(b"10000\r\n" + b"x" * 65536 + b"\r\n", name)
    elif what == "endless-headers":
        c.send(head)
        while True:
            c.send("X-Filler: " + "x" * 1000 + "\r\n", name)
    elif what == "endless-line":
        c.send(head + "X-Filler: ")
        while True:
            c.send("x" * 1000, name)
    elif what == "two-lengths":
        c.send(head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n012345")
    elif what == "negative-length":
        c.send(head + "Content-Length: -5\r\n\r\n01234")
    elif what == "no-number":
        c.send(head + "Content-Length: five\r\n\r\n01234")
    elif what == "beyond-length":
        c.send(head + "Content-Length: 5\r\n\r\n0123456789")
    elif what == "redirect":
        c.answer("", "302 Found", f"Location: /echo/{name}\r\n")
    elif what == "status":
        c.answer(f"status {name}", f"{name} Some Reason")
    elif what == "continue":
        c.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
        c.answer(body, extra="X-Late: 1\r\n")
    elif what == "only-continue":
        c.send("HTTP/1.1 100 Continue\r\n\r\n")
        forever()
    elif what == "http10":
        c.send("HTTP/1.0 200 OK\r\nX-Old: 1\r\n\r\nuntil the end")
        raise Done
    elif what == "http09":
        c.send("just a text\r\n")
        raise Done
    elif what == "no-http":
        c.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")
        raise Done
    elif what == "no-colon":
        c.send(head + "this is no field\r\nContent-Length: 0\r\n\r\n")
    elif what == "folded":
        c.send(head + "X-Folded: one\r\n  two\r\nContent-Length: 0\r\n\r\n")
    elif what == "trailers":
        c.send(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n0\r\nX-Trailer: 1\r\n\r\n")
    elif what == "closes-next":
        c.answer(str(c.number))
        c.request()
        with lock:
            requests[name] += 1
        time.sleep(0.05)
        raise Done
    elif what == "storm":  # STATUS-COUNT-NAME: so many refusals, then a good answer
        status, count, _ = name.split("-", 2)
        if requests[name] <= int(count):
            c.answer(fault_answers.refusal(int(status)), f"{status} Storm", "x-amzn-requestid: storm\r\n")
        else:
            c.answer(fault_answers.GOOD)
    elif what == "aws":  # KIND-NAME: an answer whose body AWS would not send
        c.answer(fault_answers.body(name.split("-")[0]))
    elif what == "aws-http10":
        c.send("HTTP/1.0 200 OK\r\n\r\n" + fault_answers.GOOD)
        raise Done
    elif what == "aws-continue":
        c.send("HTTP/1.1 100 Continue\r\n\r\n")
        c.answer(fault_answers.GOOD)
    else:
        c.answer("unknown behaviour", "404 Not Found")


def serve(sock, plan):
    try:
        plan(Connection(sock, next(connections)))
    except (Done, OSError, ValueError, ssl.SSLError):
        pass
    finally:
        sock.close()


def origin(c):
    if isinstance(c.sock, ssl.SSLSocket) and c.sock.selected_alpn_protocol() == "h2":
        import fault_http2
        return fault_http2.serve(c, requests)
    while True:
        method, target, headers = c.request()
        _, what, name = (target.split("?")[0] + "/").split("/")[:3]
        if what == "deaf":  # takes the head, and never the body
            forever()
        body = c.body(headers)
        with lock:
            requests[name] += 1 if what not in ("requests", "sent") else 0
        behave(c, what, name, method, target, headers, body)


def plain_spoken(c):
    """Takes a TLS handshake for a bad request, as web servers do on their port for http."""
    c.fill()
    c.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def pipe(source, target):
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
    except OSError:
        pass
    finally:
        for sock in (source, target):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def proxy(c):
    method, target, headers = c.request()
    with lock:
        requests["proxy"] += 1
    given = dict((name.lower(), value) for name, value in headers).get("proxy-authorization", "")
    if "refuse" in target:
        return c.answer("", "407 Proxy Authentication Required")
    if method != "CONNECT":
        return c.answer(json.dumps({"proxied": target, "authorization": given}))
    host, port = target.rsplit(":", 1)
    other = socket.create_connection((host.strip("[]"), int(port)))
    c.send("HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n")
    threading.Thread(target=pipe, args=(other, c.sock), daemon=True).start()
    pipe(c.sock, other)


def listen(plan, family=socket.AF_INET, certificate=None):
    server = socket.socket(family)
    server.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
    server.listen(128)
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.set_alpn_protocols(["h2", "http/1.1"] if certificate.stem == "good" else ["http/1.1"])

    def one(sock):
        if context:
            try:
                sock = context.wrap_socket(sock, server_side=True)
            except (OSError, ssl.SSLError):
                return sock.close()
        serve(sock, plan)

    def accept():
        while True:
            sock, _ = server.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=one, args=(sock,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        fault_certificates.make(folder)
        closed = socket.socket()
        closed.bind(("127.0.0.1", 0))  # bound and never listening: connections are refused
        ports = {"plain": listen(origin), "ipv6": listen(origin, socket.AF_INET6), "proxy": listen(proxy),
                 "closed": closed.getsockname()[1], "mute": listen(lambda c: forever()),
                 "plain-spoken": listen(plain_spoken)}
        for name in fault_certificates.CASES:
            ports[name] = listen(origin, certificate=folder / f"{name}.pem")
        print(json.dumps({"ports": ports, "authority": str(folder / "ca.pem")}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
