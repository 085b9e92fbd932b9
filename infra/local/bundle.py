"""The functions' code as one zip.

Their dependencies are not inside: ministack runs functions with our own interpreter, whose packages are locked to the
versions of functions/requirements.txt. `sam build` makes the bundle that carries everything.
"""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

from infra.local.settings import PROJECT

FUNCTIONS = PROJECT / "functions"
CODE_BUCKET = "copydesk-local-code"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip can hold: the same code makes the same bytes


def list_sources(functions: Path = FUNCTIONS) -> list[Path]:
    found = (functions / "copydesk").rglob("*")
    return sorted(path for path in found if "__pycache__" not in path.parts and not path.name.startswith(".") and path.is_file())


def zip_functions(functions: Path = FUNCTIONS) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in list_sources(functions):
            entry = zipfile.ZipInfo(str(path.relative_to(functions)), EPOCH)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def fingerprint(bundle: bytes) -> str:
    return sha256(bundle).hexdigest()[:16]
