"""What is in a bundle, under which licence: a CycloneDX 1.6 document, from what the packages say of themselves.

python -m infra.bill .aws-sam/build/ApiFunction      # or any folder that packages were installed into
"""

import json
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

FILE = "bill.cdx.json"
# The licences that a bundle may bring, by the names that packages give them, as SPDX knows them. Each asks for its notice and no more.
LICENCES = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache-2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT": "MIT",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "PSF-2.0": "PSF-2.0",
}


class Unlicensed(Exception):
    """A package whose licence is not among those that a bundle may bring, or that names none."""


def find_licence(package: Distribution) -> str:
    """Its SPDX name; the first that the package gives and that is known. Raises Unlicensed."""
    named = list(names_of(package))
    known = [LICENCES[name] for name in named if name in LICENCES]
    if not known:
        raise Unlicensed(f"{package.name} {package.version}: {named or 'names no licence'}")
    return known[0]


def names_of(package: Distribution) -> Iterator[str]:
    told = package.metadata
    yield from (name for name in (told.get("License-Expression"), told.get("License")) if name)
    yield from (line.rpartition("::")[2].strip() for line in told.get_all("Classifier") or () if line.startswith("License ::"))


def describe(packages: Iterable[Distribution]) -> dict[str, Any]:
    """The document; the same packages make the same bytes. Raises Unlicensed."""
    components = [
        {
            "type": "library",
            "name": package.name,
            "version": package.version,
            "purl": f"pkg:pypi/{package.name.lower().replace('_', '-')}@{package.version}",
            "licenses": [{"license": {"id": find_licence(package)}}],
        }
        for package in sorted(packages, key=lambda package: package.name.lower())
    ]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


def write_bill(bundle: Path) -> int:
    """Into the bundle itself; how many packages there are."""
    bill = describe(distributions(path=[str(bundle)]))
    (bundle / FILE).write_text(json.dumps(bill, indent=1) + "\n", "utf-8")
    return len(bill["components"])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(str(__doc__))
    print(f"{write_bill(Path(sys.argv[1]))} packages, in {FILE}")
