"""`copydesk audit`: what it prints, and how it ends."""

import json

import pytest

from copydesk.cli.main import main
from copydesk.desk import Desk
from copydesk.store.inbox import Inbox
from tests.conftest import Engine
from tests.desk.pushing import ADDRESS, A, pushing

HERE = ("--table", "copydesk", "--archive", "archive", "--inbox", "inbox")


def test_a_whole_stack_ends_with_0_and_its_account(desk: Desk, inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    pushing(desk)(A, url=ADDRESS)
    assert main(["audit", *HERE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 articles in the table copydesk")
    assert lines[1].startswith("accepted 1 = stored 1 + superseded 0 + ")
    assert lines[-1] == "nothing is wrong"


@pytest.mark.usefixtures("inbox")
def test_damage_ends_with_1_and_is_named(desk: Desk, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = pushing(desk)(A, url=ADDRESS).receipt
    key = f"raw/demo/{receipt.article_id}/{receipt.source_hash}"
    engine.s3.delete_object(Bucket="archive", Key=key)
    assert main(["audit", *HERE]) == 1
    assert f"  {key}  revision 1 vouches for it" in capsys.readouterr().out
    assert main(["audit", "--json", *HERE]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["articles"], told["account"]["accepted"]) == (1, 1)
    (finding,) = told["findings"]
    assert (finding["kind"], finding["place"], finding["article_id"]) == ("page_missing", key, receipt.article_id)


@pytest.mark.parametrize("wrong", [("--table", "copydesk"), ("--archive", "archive"), ("--region", "eu-central-1"), ("--young", "x")])
def test_a_command_line_that_names_no_place_ends_with_2(wrong: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["audit", *wrong])
    assert end.value.code == 2


@pytest.mark.usefixtures("engine")
def test_a_stack_that_cannot_be_reached_ends_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--table", "nowhere", "--archive", "archive"]) == 3
    assert "there is no such table there" in capsys.readouterr().err
