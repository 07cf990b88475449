"""Random values that a shape of botocore's models allows, and such values spoilt."""
import copy
import datetime

WORDS = ["a", "prod-1", "with space", "ü & <b> \"q\" 'x'", "100%+/=?#", "日本", "line\nbreak", "tab\t", "{\"k\": [1]}", "~!*()"]
SAFE = ["a", "prod-1", "b.c", "x_y", "1234567890"]
# Written by botocore itself, or taken apart by it: what it does with them is not the protocol's.
LEFT_OUT = {"SourceRegion", "SSECustomerKey", "SSECustomerKeyMD5", "SSECustomerAlgorithm", "CopySourceSSECustomerKey",
            "CopySourceSSECustomerKeyMD5", "CopySourceSSECustomerAlgorithm", "PresignedUrl", "PreSignedUrl",
            "DestinationRegion", "EncodingType"}
CHECKSUMS = {"ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumSHA1", "ChecksumSHA256", "ContentMD5"}


class Maker:
    def __init__(self, random, words=True, likely=0.35):
        self.random, self.words, self.likely = random, words, likely

    def value(self, shape, depth=0, head=False):
        return getattr(self, shape.type_name)(shape, depth, head)

    def structure(self, shape, depth, _head):
        if getattr(shape, "is_document_type", False):
            return {"a": [1, "b", None, {"c": True}]}
        names = list(shape.members)
        if shape.is_tagged_union:
            names = [self.random.choice(names)] if names else []
        else:
            likely = self.likely / (1 + depth)
            required = set(shape.required_members)
            names = [name for name in names if name in required or self.random.random() < likely]
        made = {}
        for name in names:
            member = shape.members[name]
            if name not in shape.required_members and (name in LEFT_OUT or depth == 0 and name in CHECKSUMS):
                continue
            if depth > 6 and name not in shape.required_members and not shape.is_tagged_union:
                continue
            location = member.serialization.get("location")
            made[name] = self.value(member, depth + 1, location in ("header", "headers", "uri"))
        return made

    def list(self, shape, depth, head):
        low = int(shape.metadata.get("min", 0))
        count = low + (self.random.randrange(3) if depth < 7 else 0)
        if shape.serialization.get("location") == "header":
            count = max(count, 1)
        return [self.value(shape.member, depth + 1, head) for _ in range(count)]

    def map(self, shape, depth, head):
        count = int(shape.metadata.get("min", 0)) + self.random.randrange(3)
        return {self.string(shape.key, depth, True) + str(index): self.value(shape.value, depth + 1, head)
                for index in range(count)}

    def string(self, shape, _depth, head):
        if shape.name == "ChecksumAlgorithm":
            return self.random.choice(["CRC32", "SHA1", "SHA256"])
        if shape.enum and self.random.random() < 0.9:
            return self.random.choice(shape.enum)
        if shape.name == "BucketName":
            return self.random.choice(["my-bucket", "dotted.bucket.name", "b12"])
        text = self.random.choice(SAFE if head or not self.words else WORDS)
        return text * max(1, -(-int(shape.metadata.get("min", 0)) // len(text)))

    def integer(self, shape, _depth, _head):
        low = int(shape.metadata.get("min", 0))
        return low + self.random.choice([0, 1, 7, 65535, 2**31 - 1 - max(low, 0)])

    long = integer

    def double(self, shape, _depth, _head):
        low = max(0, float(shape.metadata.get("min", 0)))
        return low + self.random.choice([0.0, 0.5, 1, 12345.678, 1e-7, 1e20, 3])

    float = double

    def boolean(self, _shape, _depth, _head):
        return self.random.random() < 0.5

    def timestamp(self, _shape, _depth, head):
        seconds = self.random.choice([0, 951782400, 1795521600, self.random.randrange(4 * 10**9)])
        micros = 0 if head else self.random.choice([0, 0, 250000, 1])
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).replace(microsecond=micros)

    def blob(self, _shape, _depth, _head):
        return self.random.randbytes(self.random.choice([0, 1, 2, 3, 40]))


def places(value, shape, path=()):
    """Every place in a value, with its shape."""
    yield path, shape
    if shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
        for name, one in value.items():
            yield from places(one, shape.members[name], path + (name,))
    elif shape.type_name == "list":
        for index, one in enumerate(value):
            yield from places(one, shape.member, path + (index,))
    elif shape.type_name == "map":
        for name, one in value.items():
            yield from places(one, shape.value, path + (name,))


def spoilt(random, value, shape):
    """The value with one thing in it that the model forbids."""
    value = copy.deepcopy(value)
    path, at = random.choice(list(places(value, shape)))

    def put(new):
        nonlocal value
        if not path:
            value = new
            return
        parent = value
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = new

    def here():
        found = value
        for step in path:
            found = found[step]
        return found

    if at.type_name == "structure" and not getattr(at, "is_document_type", False) and random.random() < 0.8:
        required = [name for name in at.required_members if name in here()]
        if required and random.random() < 0.6:
            del here()[random.choice(required)]
        else:
            here()["Nonesuch"] = 1
    elif at.type_name in ("string", "list") and int(at.metadata.get("min", 0)) > 0 and random.random() < 0.5:
        put("" if at.type_name == "string" else [])
    else:
        wrong = {"structure": [[], "x", 5], "list": [{}, "x", 5], "map": [[], "x", 5], "string": [5, [], {}, True],
                 "integer": ["5", 5.5, []], "long": ["5", 5.5, {}], "double": ["5", []], "float": ["5", {}],
                 "boolean": ["true", 1, []], "timestamp": [[], {}, "yesterday"], "blob": [5, [], {}]}
        if getattr(at, "is_document_type", False):
            return spoilt(random, value, shape)
        put(random.choice(wrong[at.type_name] + [None]))
    return value
