"""checkov over the template, its translation, and a translation that is broken on purpose: the first two must pass, the third not.

python -m infra.audit .venv-checkov/bin/checkov
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from copy import deepcopy
from pathlib import Path
from typing import Any

from infra.translated import TEMPLATE, translate

RULES = Path(__file__).with_name("checkov.yaml")
PRIVATE = "PublicAccessBlockConfiguration"
EVERYTHING = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
# What is broken, and the check that has to see it.
BREAKS: tuple[tuple[str, str, Any, str], ...] = (
    ("ArchiveBucket", f"{PRIVATE}/BlockPublicAcls", False, "CKV_AWS_53"),
    ("ArchiveBucket", f"{PRIVATE}/BlockPublicPolicy", False, "CKV_AWS_54"),
    ("InboxBucket", f"{PRIVATE}/IgnorePublicAcls", False, "CKV_AWS_55"),
    ("InboxBucket", f"{PRIVATE}/RestrictPublicBuckets", False, "CKV_AWS_56"),
    ("BackfillBucket", "VersioningConfiguration/Status", "Suspended", "CKV_AWS_21"),
    ("ArchiveBucket", "AccessControl", "PublicRead", "CKV_AWS_20"),
    ("Table", "PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", False, "CKV_AWS_28"),
    ("AccessLog", "RetentionInDays", None, "CKV_AWS_66"),
    ("ApiRole", "Policies/0/PolicyDocument", EVERYTHING, "CKV_AWS_107"),
)


def broken(template: dict[str, Any]) -> dict[str, Any]:
    copy = deepcopy(template)
    for resource, place, value, _ in BREAKS:
        *way, last = place.split("/")
        node = copy["Resources"][resource]["Properties"]
        for step in way:
            node = node[int(step) if isinstance(node, list) else step]
        if value is None:
            del node[last]
        else:
            node[last] = value
    return copy


def run_checkov(checkov: str, files: list[Path]) -> dict[str, set[tuple[str, str]]]:
    """By file's name: the checks that failed, each with its resource. Raises SystemExit where checkov itself does not work."""
    command = [checkov, "--config-file", str(RULES), "--soft-fail", "--output", "json"]
    for file in files:
        command += ["--file", str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        report = json.loads(done.stdout)
        failed = report["results"]["failed_checks"]
        if report["summary"]["passed"] == 0 or report["summary"]["parsing_errors"]:
            raise KeyError("nothing was looked at")
    except (ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"checkov did not work: {error}\n{done.stdout[-2000:]}{done.stderr[-2000:]}") from error
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for check in failed:
        found[Path(check["file_path"]).name].add((check["check_id"], check["resource"].rpartition(".")[2]))
    return found


def main(checkov: str) -> int:
    template = translate()
    with tempfile.TemporaryDirectory() as folder:
        whole, damaged = Path(folder, "translated.json"), Path(folder, "broken.json")
        whole.write_text(json.dumps(template, default=str))
        damaged.write_text(json.dumps(broken(template), default=str))
        found = run_checkov(checkov, [TEMPLATE, whole, damaged])
    faults = [f"{name}: {check} on {resource}" for name in (TEMPLATE.name, whole.name) for check, resource in sorted(found[name])]
    unseen = [
        f"{check} did not see {resource}: {place}" for resource, place, _, check in BREAKS if (check, resource) not in found[damaged.name]
    ]
    for line in faults + unseen:
        print(line, file=sys.stderr)
    print(f"checkov: {len(faults)} faults in the template and its translation; {len(BREAKS) - len(unseen)} of {len(BREAKS)} breaks seen")
    return 1 if faults or unseen else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(str(__doc__))
    sys.exit(main(sys.argv[1]))
