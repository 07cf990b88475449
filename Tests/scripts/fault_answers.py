"""Bodies that the fault server sends as AWS: one that is good, refusals, and those that nobody should swallow."""

GOOD = ("<DescribeVpcsResponse><requestId>r</requestId><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet>"
        "</DescribeVpcsResponse>")
CODES = {429: "RequestLimitExceeded", 500: "InternalError", 503: "Unavailable"}
# Nine levels of ten each: 3 GB of text from half a kilobyte.
BOMB = ("<!DOCTYPE v [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>")
XML = {
    "bomb": BOMB + GOOD.replace("vpc-1", "&a9;"),
    "file": "<!DOCTYPE v [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" + GOOD.replace("vpc-1", "&f;"),
    "cut": GOOD[:-20],
    "utf8": GOOD.encode().replace(b"vpc-1", b"vpc-\xff\xfe"),
    "deep": "<a>" * 200_000,
    "page": "<html><body>Sign in to the network</body></html>",
    "text": "not XML at all",
    "nothing": "",
}
JSON = {
    "jsoncut": '{"LogGroups": [{"logGroupName": "a"',
    "jsonutf8": b'{"logGroups": [{"logGroupName": "\xff\xfe"}]}',
    "jsondeep": "[" * 200_000,
    "jsontwice": '{"logGroups": [], "logGroups": "x"}',
    "jsonlist": "[1, 2]",
    "jsonpage": "<html></html>",
    "jsonnumber": '{"logGroups": [{"creationTime": 1e999}]}',
    "jsontype": '{"logGroups": "not a list"}',
}


def refusal(status):
    return (f"<Response><Errors><Error><Code>{CODES[status]}</Code><Message>no</Message></Error></Errors>"
            "<RequestID>storm</RequestID></Response>")


def body(kind):
    return XML[kind] if kind in XML else JSON[kind]
