"""A proxy before `fake serve` on which requests fare as they do on a bad day.

Each request waits for the latency; some are refused for their rate in the words of their protocol, some end in a bare
500, some break off before they arrive, of some the answer is lost after they took effect, and some are held up: the
client is cut off at once, and the request arrives when its time is over and must take no effect any more.

The API of clusters is reached through the same proxy, which writes its own address into what DescribeCluster answers.
TLS hides what is said there, so connections break or are held up, and nothing is answered in the server's place.
"""
import collections
import http.client
import http.server
import json
import random
import re
import select
import socket
import struct
import threading
import time
import urllib.parse

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Odds:
    """What fares how, in hundredths, drawn from a seed."""

    def __init__(self, seed, latency=0.1, throttled=5, failed=2, lost=1, reset=1, late=1, held=6.5):
        self.latency = latency
        self.parts = [("throttled", throttled), ("failed", failed), ("lost", lost), ("reset", reset), ("late", late)]
        self.held = held  # seconds; longer than an attempt of ours may take, which is five
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.counts = collections.Counter()

    def draw(self, only=None):
        with self.lock:
            at, fate = self.random.uniform(0, 100), "passed"
            for name, share in self.parts:
                if only is not None and name not in only:
                    continue
                if at < share:
                    fate = name
                    break
                at -= share
            self.counts[fate] += 1
            return fate


def break_off(connection):
    """Ends a connection with a reset instead of an end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def throttling(headers, body):
    """Status, headers and body of AWS's refusal for the rate, by protocol ("Common Errors" of the API references)."""
    scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", headers.get("Authorization", ""))
    service = scope.group(1) if scope else ""
    kind = headers.get("Content-Type", "")
    if kind.startswith("application/x-amz-json"):
        return 400, {"Content-Type": kind}, b'{"__type":"ThrottlingException","message":"Rate exceeded"}'
    if service in ("s3",):
        return 503, {"Content-Type": "application/xml"}, \
            b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
    if service == "ec2":
        return 503, {"Content-Type": "text/xml"}, (
            b"<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message>"
            b"</Error></Errors><RequestID>r</RequestID></Response>")
    if service in ("route53", "cloudfront") or b"Action=" in body:
        return 400, {"Content-Type": "text/xml"}, (
            b"<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"
            b"<RequestId>r</RequestId></ErrorResponse>")
    return 429, {"Content-Type": "application/json", "x-amzn-ErrorType": "TooManyRequestsException"}, \
        b'{"message":"Too Many Requests"}'


class RoughProxy:
    """The proxy; `url` is where it listens."""

    def __init__(self, url, odds):
        self.upstream = urllib.parse.urlsplit(url)
        self.odds = odds
        self.clusters = None  # a listening socket, once a cluster was described
        self.lock = threading.Lock()
        proxy, local = self, threading.local()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                time.sleep(proxy.odds.latency)
                fate = proxy.odds.draw()
                if fate == "reset":
                    self.drop()
                elif fate == "late":
                    threading.Thread(target=self.forward_late, args=(body,), daemon=True).start()
                    self.drop()
                elif fate == "throttled":
                    self.give(*throttling(self.headers, body))
                elif fate == "failed":
                    self.give(500, {}, b"")
                else:
                    status, headers, said = self.forward(body)
                    if fate == "lost" or status is None:
                        self.drop()
                    else:
                        self.give(status, headers, proxy.with_clusters(said))

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer

            def drop(self):
                self.close_connection = True
                break_off(self.connection)

            def give(self, status, headers, body):
                try:
                    self.send_response_only(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    if self.command != "HEAD":
                        self.wfile.write(body)
                except OSError:
                    self.close_connection = True  # the client was killed

            def forward_late(self, body):
                time.sleep(proxy.odds.held)
                self.forward(body)

            def forward(self, body):
                headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
                if body:
                    headers["Content-Length"] = str(len(body))
                for fresh in (False, True):
                    if fresh or getattr(local, "link", None) is None:
                        local.link = http.client.HTTPConnection(proxy.upstream.hostname, proxy.upstream.port)
                    try:
                        local.link.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                        for name, value in headers.items():
                            local.link.putheader(name, value)
                        local.link.endheaders(body or None)
                        answer = local.link.getresponse()
                        said = answer.read()
                        return answer.status, {k: v for k, v in answer.getheaders() if k.lower() not in HOP}, said
                    except (OSError, http.client.HTTPException) as error:
                        local.link = None
                        # A kept connection that the far end had closed; nothing of the request was read there.
                        if fresh or not isinstance(error, (http.client.RemoteDisconnected, ConnectionError)):
                            return None, {}, b""
                return None, {}, b""

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except (OSError, ValueError):
                    self.close_connection = True

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512  # a full queue costs a newcomer a second, which is Linux' time to try again

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def with_clusters(self, body):
        """An answer in which a cluster's endpoint is the proxy's own."""
        if b'"endpoint":"https://127.0.0.1:' not in body:
            return body
        port = int(re.search(rb'"endpoint":"https://127\.0\.0\.1:(\d+)', body).group(1))
        with self.lock:
            if self.clusters is None:
                self.clusters = socket.create_server(("127.0.0.1", 0), backlog=512)
                threading.Thread(target=self.accept, args=(port,), daemon=True).start()
        own = self.clusters.getsockname()[1]
        return body.replace(b'"endpoint":"https://127.0.0.1:%d' % port, b'"endpoint":"https://127.0.0.1:%d' % own)

    def accept(self, port):
        while True:
            try:
                near, _ = self.clusters.accept()
            except OSError:
                return
            threading.Thread(target=self.tunnel, args=(near, port), daemon=True).start()

    def tunnel(self, near, port):
        """Carries bytes both ways until an end closes or the odds are against it."""
        try:
            far = socket.create_connection(("127.0.0.1", port))
        except OSError:
            break_off(near)
            return
        is_asked, fate = False, "passed"
        try:
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    piece = ready.recv(1 << 16)
                    if not piece:
                        return
                    if ready is near:
                        if not is_asked:  # the first piece of a request
                            time.sleep(self.odds.latency)
                            fate, is_asked = self.odds.draw(("lost", "reset", "late")), True
                        if fate == "reset":
                            break_off(near)
                            return
                        if fate == "late":
                            break_off(near)
                            time.sleep(self.odds.held)
                            far.sendall(piece)
                            far.recv(1 << 16)
                            return
                        far.sendall(piece)
                    else:
                        is_asked = False
                        if fate == "lost":
                            break_off(near)
                            return
                        near.sendall(piece)
        except OSError:
            return
        finally:
            near.close()
            far.close()

    def end(self):
        self.server.shutdown()
        self.server.server_close()
        if self.clusters:
            self.clusters.close()

    def told(self):
        return json.dumps(dict(sorted(self.odds.counts.items())))
