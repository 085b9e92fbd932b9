"""What a removed stack left behind, cut out of the template so that a new stack can take it in."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from infra.kept import NAMED_BY, PROJECT, RESOURCES_FILE, TEMPLATE_FILE, cut_template, main, name_resources, read_texts

TEMPLATE: dict[str, Any] = yaml_parse((PROJECT / "template.yaml").read_text())
OUTPUTS = [{"OutputKey": output, "OutputValue": f"old-{output}"} for _, output in NAMED_BY.values()]


def test_what_is_cut_out_is_all_that_outlives_the_stack_and_nothing_else() -> None:
    cut = cut_template(TEMPLATE)
    assert set(cut["Resources"]) == set(NAMED_BY)
    assert {resource["DeletionPolicy"] for resource in cut["Resources"].values()} == {"Retain"}


def test_what_is_cut_out_is_as_it_was_but_for_the_inboxs_notifications() -> None:
    cut = cut_template(TEMPLATE)["Resources"]
    whole = {name: TEMPLATE["Resources"][name] for name in cut}
    without = {name: value for name, value in whole["InboxBucket"]["Properties"].items() if name != "NotificationConfiguration"}
    assert cut["InboxBucket"]["Properties"] == without
    assert [name for name in cut if cut[name] != whole[name]] == ["InboxBucket"]


def test_the_cut_template_stands_alone(tmp_path: Path) -> None:
    cut = cut_template(TEMPLATE)
    defined = {*cut["Parameters"], *cut["Conditions"], *cut["Resources"]}
    assert "Transform" not in cut
    missing = {*TEMPLATE["Parameters"], *TEMPLATE["Conditions"], *TEMPLATE["Resources"]} - defined
    assert missing.isdisjoint(read_texts(cut["Resources"]))
    (tmp_path / "kept.json").write_text(json.dumps(cut))
    linted = subprocess.run([Path(sys.executable).with_name("cfn-lint"), tmp_path / "kept.json"], capture_output=True, check=False)
    assert (linted.returncode, linted.stdout) == (0, b"")


@pytest.mark.parametrize("saved", [OUTPUTS, {"Stacks": [{"Outputs": OUTPUTS}]}])
def test_the_saved_outputs_name_what_is_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("outputs.json").write_text(json.dumps(saved))
    assert main("outputs.json") == 0
    assert json.loads(Path(TEMPLATE_FILE).read_text()) == cut_template(TEMPLATE)
    named = {entry["LogicalResourceId"]: entry["ResourceIdentifier"] for entry in json.loads(Path(RESOURCES_FILE).read_text())}
    assert named["Table"] == {"TableName": "old-TableName"}
    assert named["InboxDeadLetters"] == {"QueueUrl": "old-InboxDeadLettersUrl"}
    assert set(named) == set(NAMED_BY)


def test_outputs_of_another_stack_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("outputs.json").write_text("[]")
    assert main("outputs.json") == 1
    assert "it must be of a copydesk stack" in capsys.readouterr().err
    with pytest.raises(KeyError):
        name_resources(cut_template(TEMPLATE), {})
