"""The steps of `serve_with_boto3.py`, by area."""
