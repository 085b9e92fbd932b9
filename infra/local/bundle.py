"""The functions' code as one zip.

Their dependencies are not inside: ministack runs functions with our own interpreter, whose packages are locked to the
versions of functions/requirements.txt. `sam build` makes the bundle that carries everything.
"""

import io
import zipfile
from hashlib import sha256

from infra.local.settings import PROJECT

FUNCTIONS = PROJECT / "functions"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip can hold: the same code makes the same bytes


def zip_functions() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted((FUNCTIONS / "copydesk").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                entry = zipfile.ZipInfo(str(path.relative_to(FUNCTIONS)), EPOCH)
                entry.external_attr = 0o644 << 16
                bundle.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def fingerprint(bundle: bytes) -> str:
    return sha256(bundle).hexdigest()[:16]
