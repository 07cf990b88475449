"""How a step is taken and judged."""
import time

import boto3
import botocore.config
import botocore.exceptions

ACCOUNT = "123456789012"


class Steps:
    """Takes steps against one endpoint and remembers what came of each."""

    def __init__(self, url, key, secret, patience=60):
        self.url, self.key, self.secret, self.patience = url, key, secret, patience
        self.results = []  # (area, title, source, problem or None)
        self.area = ""
        self.clients = {}

    def client(self, service, region="ap-south-1", key=None, secret=None):
        place = (service, region, key, secret)
        if place not in self.clients:
            self.clients[place] = boto3.client(
                service, region_name=region, endpoint_url=self.url, aws_access_key_id=key or self.key,
                aws_secret_access_key=secret or self.secret,
                config=botocore.config.Config(retries={"mode": "standard", "max_attempts": 5}),
            )
        return self.clients[place]

    def note(self, title, source, problem):
        self.results.append((self.area, title, source, problem))

    def ok(self, title, source, call, check=None):
        """The call goes well, and its answer passes the check. Gives the answer, or {}."""
        try:
            answer = call()
            if check is not None:
                good = check(answer)
                if not good:
                    shown = {k: v for k, v in answer.items() if k != "ResponseMetadata"} if isinstance(
                        answer, dict) else answer
                    self.note(title, source, f"not so: {str(shown)[:400]}")
                    return answer
            self.note(title, source, None)
            return answer
        except Exception as error:  # a step that fails is a result, whatever failed
            self.note(title, source, f"{type(error).__name__}: {str(error)[:300]}")
            return {}

    def refused(self, title, source, code, call, status=None):
        """The call is refused with AWS's code."""
        codes = code if isinstance(code, tuple) else (code,)
        try:
            answer = call()
        except botocore.exceptions.ClientError as error:
            told = error.response["Error"]["Code"]
            met = error.response["ResponseMetadata"]
            if told not in codes:
                self.note(title, source, f"code {told} instead of {code}: {error}"[:300])
            elif status is not None and met["HTTPStatusCode"] != status:
                self.note(title, source, f"status {met['HTTPStatusCode']} instead of {status}")
            elif not met.get("RequestId"):
                self.note(title, source, "no request id")
            else:
                self.note(title, source, None)
            return
        except Exception as error:
            self.note(title, source, f"{type(error).__name__}: {str(error)[:300]}")
            return
        self.note(title, source, f"not refused: {str(answer)[:200]}")

    def until(self, title, source, read, wanted, through=()):
        """A value comes to be what is wanted; every value on the way is one of `through`."""
        seen, end = [], time.monotonic() + self.patience
        try:
            while time.monotonic() < end:
                value = read()
                if not seen or seen[-1] != value:
                    seen.append(value)
                if value == wanted:
                    strange = [one for one in seen[:-1] if through and one not in through]
                    self.note(title, source, f"on the way: {seen}" if strange else None)
                    return
                time.sleep(0.05)
            self.note(title, source, f"stays {seen}")
        except Exception as error:
            self.note(title, source, f"after {seen}: {type(error).__name__}: {str(error)[:300]}")

    def until_refused(self, title, source, code, call):
        """The call is refused with a code, after a while."""
        end = time.monotonic() + self.patience
        told = "nothing"
        while time.monotonic() < end:
            try:
                call()
                told = "an answer"
            except botocore.exceptions.ClientError as error:
                told = error.response["Error"]["Code"]
                if told == code:
                    self.note(title, source, None)
                    return
            time.sleep(0.05)
        self.note(title, source, f"{told} instead of {code}")

    def pages(self, title, source, client, operation, size_name, size, ids, wanted, **arguments):
        """Small pages by hand give everything once, and more than one page."""
        names = {"NextToken": "NextToken", "nextToken": "nextToken", "Marker": "Marker"}
        try:
            found, count, token, name = [], 0, None, None
            while True:
                given = dict(arguments, **{size_name: size})
                if token:
                    given[name] = token
                answer = getattr(client, operation)(**given)
                count += 1
                found += ids(answer)
                token = None
                for one in ("NextToken", "nextToken", "NextMarker", "Marker"):
                    if answer.get(one) and answer.get("IsTruncated", True):
                        token, name = answer[one], names.get(one, "Marker")
                        break
                if not token or count > 50:
                    break
            missing = [one for one in wanted if found.count(one) != 1]
            if missing:
                self.note(title, source, f"{missing} not exactly once in {found}"[:300])
            elif count < 2:
                self.note(title, source, "all came in one page")
            else:
                self.note(title, source, None)
        except Exception as error:
            self.note(title, source, f"{type(error).__name__}: {str(error)[:300]}")


def tags(**values):
    return [{"Key": key, "Value": value} for key, value in values.items()]


def as_map(list_of_tags):
    return {one["Key"]: one["Value"] for one in list_of_tags or []}
