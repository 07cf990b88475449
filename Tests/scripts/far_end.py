"""The Swift client without its network, as a child that answers a JSON line with a JSON line."""
import base64
import datetime
import json
import shutil
import subprocess
import tempfile


def plain(value):
    """A parameter or answer of botocore as the client writes it: times in ISO 8601, bytes in base64."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%S" + (".%f" if value.microsecond else "") + "Z")
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return value


class FarEnd:
    def __init__(self, path):
        # A copy in an empty folder: the program must carry all its data in itself.
        self.folder = tempfile.TemporaryDirectory()
        alone = shutil.copy(path, self.folder.name)
        self.child = subprocess.Popen([alone], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
                                      cwd=self.folder.name)

    def ask(self, **request):
        self.child.stdin.write(json.dumps(request) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError(f"the far end died (status {self.child.wait()}) of {json.dumps(request)[:2000]}")
        answer = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(f"{answer['failed']} on {json.dumps(request)[:500]}")
        return answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait()
        self.folder.cleanup()
