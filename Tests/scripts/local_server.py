"""Servers of a test's own on loopback: on a free port, waited for, and ended by their process."""
import os
import socket
import subprocess
import time
import urllib.request


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class LocalServer:
    """A server in a process of its own; `{port}` in its command and variables stands for its port.

    It inherits no settings of AWS or moto.
    """

    def __init__(self, command, ready, patience, variables=None, log=subprocess.DEVNULL, folder=None):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "MOTO_"))} | {
            k: v.format(port=port) for k, v in (variables or {}).items()}
        self.process = subprocess.Popen([one.format(port=port) for one in command], env=environment, stdout=log,
                                        stderr=log, cwd=folder)
        end = time.monotonic() + patience
        while True:
            try:
                urllib.request.urlopen(self.url + ready, timeout=patience).close()
                return
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    self.end()
                    raise
                time.sleep(0.2)

    def end(self):
        self.process.terminate()
        self.process.wait()
