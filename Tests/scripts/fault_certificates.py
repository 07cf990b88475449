"""Certificates for a server that is tested against: a good one, and each kind of bad one."""
import pathlib
import subprocess

CASES = {  # name -> (subjectAltName, days from now to its end, signed by our authority)
    "good": ("DNS:localhost,IP:127.0.0.1,IP:::1", 2, True),
    "wrong-name": ("DNS:example.com", 2, True),
    "expired": ("DNS:localhost,IP:127.0.0.1", -1, True),
    "stranger": ("DNS:localhost,IP:127.0.0.1", 2, False),
}


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def key(path):
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path)


def authority(folder, name):
    key(folder / f"{name}.key")
    openssl("req", "-x509", "-new", "-key", folder / f"{name}.key", "-subj", f"/CN={name}", "-days", 2,
            "-out", folder / f"{name}.pem")


def make(folder: pathlib.Path):
    """Writes `ca.pem` and for each case `NAME.pem` with its key."""
    authority(folder, "ca")
    authority(folder, "other-ca")
    for name, (names, days, ours) in CASES.items():
        key(folder / f"{name}.key")
        openssl("req", "-new", "-key", folder / f"{name}.key", "-subj", "/CN=test", "-out", folder / "request.pem")
        (folder / "extensions").write_text(f"subjectAltName={names}\n")
        issuer = "ca" if ours else "other-ca"
        openssl("x509", "-req", "-in", folder / "request.pem", "-CA", folder / f"{issuer}.pem",
                "-CAkey", folder / f"{issuer}.key", "-CAcreateserial", "-days", days,
                "-extfile", folder / "extensions", "-out", folder / "certificate.pem")
        (folder / f"{name}.pem").write_text(
            (folder / "certificate.pem").read_text() + (folder / f"{name}.key").read_text())
