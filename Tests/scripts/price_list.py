"""The Price List API over a few products, since moto has none of it: services, attribute values and products in pages."""
import json

PRODUCTS = {
    "AmazonEC2": [{"sku": f"SKU{n}", "productFamily": "Compute Instance",
                   "attributes": {"instanceType": kind, "location": "EU (Ireland)"}}
                  for n, kind in enumerate(["t4g.micro", "t4g.small", "t4g.medium", "m7g.large"])],
    "AmazonRDS": [{"sku": "SKU9", "productFamily": "Database Instance", "attributes": {"instanceType": "db.t4g.micro"}}],
}


def page(items, asked):
    """A page and the token that asks for the next: the place where that begins."""
    start, size = int(asked.get("NextToken", "0")), asked.get("MaxResults", 100)
    rest = {"NextToken": str(start + size)} if start + size < len(items) else {}
    return items[start:start + size], rest


def attributes(code):
    return sorted({name for product in PRODUCTS[code] for name in product["attributes"]})


def answer(operation, asked):
    """Status and body, as json 1.1."""
    code = asked.get("ServiceCode")
    if code is not None and code not in PRODUCTS:
        return 400, {"__type": "InvalidParameterException", "Message": f"{code} is no service code"}
    if operation == "DescribeServices":
        codes = [code] if code else sorted(PRODUCTS)
        found, rest = page([{"ServiceCode": one, "AttributeNames": attributes(one)} for one in codes], asked)
        return 200, {"FormatVersion": "aws_v1", "Services": found, **rest}
    if operation == "GetAttributeValues":
        values = sorted({product["attributes"].get(asked["AttributeName"], "") for product in PRODUCTS[code]} - {""})
        found, rest = page([{"Value": value} for value in values], asked)
        return 200, {"AttributeValues": found, **rest}
    if operation == "GetProducts":
        kept = [product for product in PRODUCTS[code]
                if all(product["attributes"].get(one["Field"]) == one["Value"] for one in asked.get("Filters", []))]
        found, rest = page([json.dumps({"product": product}) for product in kept], asked)
        return 200, {"FormatVersion": "aws_v1", "PriceList": found, **rest}
    return 400, {"__type": "InvalidAction", "Message": operation}
