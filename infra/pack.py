"""What `sam build` made, smaller and quicker to start: `make bundle` runs both. Without it a deployment works as well.

  python -m infra.pack .aws-sam/build

botocore brings the descriptions of 400 services, the functions call three; it reads the addresses of all of them, and the documentation
of each call, before the first. Nothing in a bundle is compiled, and Lambda's disk cannot keep what Python compiles: every cold start would
compile all it imports again.
"""

import gzip
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from compileall import compile_dir
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

from copydesk.rules.tables import PARSED, parse_ahead
from infra.bill import FILE as BILL
from infra.bill import write_bill

SERVICES = frozenset({"dynamodb", "events", "s3"})  # every name that a handler opens a client for
COMPILED_FROM = frozenset({".c", ".pxd", ".pxi", ".pyi", ".pyx"})  # what an extension was built from, or is typed by


def find_bundles(build: Path) -> list[Path]:
    """The functions' folders in what `sam build` made."""
    return sorted(path.parents[1] for path in build.glob("*/copydesk/__init__.py"))


def pack(bundle: Path) -> None:
    """Drop what no function uses, compile the rest, the rules too. Again, it changes nothing."""
    for doomed in find_unused(bundle):
        shutil.rmtree(doomed) if doomed.is_dir() else doomed.unlink()
    shorten_descriptions(bundle / "botocore" / "data")
    # Never compared with the sources' dates: these are not the same after a zip.
    if not compile_dir(bundle, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH):
        raise SystemExit(f"{bundle}: some of it does not compile")
    rules = bundle / "copydesk" / "rules"
    (rules / PARSED).write_bytes(parse_ahead(rules))


def find_unused(bundle: Path) -> Iterator[Path]:
    services = bundle / "botocore" / "data"
    yield from (folder for folder in sorted(services.iterdir()) if folder.is_dir() and folder.name not in SERVICES)
    yield from sorted(path for path in bundle.rglob("*") if path.suffix in COMPILED_FROM and path.is_file())


def shorten_descriptions(services: Path) -> None:
    """Of each call's description what makes and reads it, of all addresses those of the services that are called."""
    for path in services.glob("*/*/*.json.gz"):
        path.write_bytes(gzip.compress(spell(without_documentation(json.loads(gzip.decompress(path.read_bytes())))), mtime=0))
    addresses = services / "endpoints.json"
    told = json.loads(addresses.read_bytes())
    for partition in told["partitions"]:
        partition["services"] = {name: where for name, where in partition["services"].items() if name in SERVICES}
    addresses.write_bytes(spell(told))


def without_documentation(told: Any) -> Any:
    """A member may be called so, too; its value is a table."""
    if isinstance(told, list):
        return [without_documentation(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {name: without_documentation(value) for name, value in told.items() if name != "documentation" or not isinstance(value, str)}


def spell(told: Any) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode()


def measure(bundle: Path) -> tuple[int, int]:
    """Bytes as they are, and zipped."""
    files = [path for path in bundle.rglob("*") if path.is_file()]
    archive = bundle.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in files:
            zipped.write(path, path.relative_to(bundle))
    size = archive.stat().st_size
    archive.unlink()
    return sum(path.stat().st_size for path in files), size


def main(build: str) -> int:
    bundles = find_bundles(Path(build))
    if not bundles:
        print(f"nothing is built in {build}: run `sam build` first", file=sys.stderr)
        return 1
    for bundle in bundles:
        pack(bundle)
        packages = write_bill(bundle)
        unzipped, zipped = measure(bundle)
        print(f"{bundle.name}: {unzipped / 1e6:.1f} MB, zipped {zipped / 1e6:.1f} MB, {packages} packages listed in {BILL}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(str(__doc__))
    sys.exit(main(sys.argv[1]))
