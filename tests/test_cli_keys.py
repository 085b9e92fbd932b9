"""`copydesk publishers` and `copydesk keys`: what they change, what they tell, and how they end when they cannot."""

import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from copydesk.cli.main import main
from copydesk.store.keys import add_key, find_key, find_publisher, read_keys
from copydesk.store.ledger import Ledger
from infra.local.emulator import REGION as LOCAL_REGION
from infra.local.emulator import Emulator, running_emulator
from infra.local.presence import told_where
from infra.local.settings import Settings
from infra.local.stack import Stack
from tests.conftest import NOON, REGION, TABLE, Engine

HERE = ("--table", "copydesk")  # the table of the engine under test
SECRET = re.compile(r"cd_[A-Za-z0-9_-]{32}\n")


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line: its exit status, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as end:
            status = int(str(end.code))
        out, err = capsys.readouterr()
        return status, out, err

    return run


type Told = Callable[..., tuple[int, str, str]]


# ------------------------------------------------------------ publishers


def test_a_publisher_is_added_with_its_name_and_quota(ledger: Ledger, told: Told) -> None:
    status, out, err = told("publishers", "add", "daily", "--name", "동해일보", "--quota", "20000", *HERE)
    assert (status, out) == (0, "")
    assert err == f"added daily (동해일보), 20,000 pages a day, in the table copydesk in {REGION}\n"
    found = find_publisher(ledger, "daily")
    assert found
    assert (found.name, found.daily_pages) == ("동해일보", 20000)


@pytest.mark.parametrize(
    ("change", "name", "quota"),
    [
        (("--name", "New"), "New", 10),
        (("--quota", "5"), "Old", 5),
        (("--no-quota",), "Old", None),
        ((), "Old", 10),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_what_an_addition_does_not_name_stays_as_it_was(told: Told, change: tuple[str, ...], name: str, quota: int | None) -> None:
    told("publishers", "add", "daily", "--name", "Old", "--quota", "10", *HERE)
    status, out, _ = told("publishers", "add", "daily", *change, "--json", *HERE)
    assert (status, json.loads(out)) == (0, {"publisher_id": "daily", "name": name, "daily_pages": quota})


@pytest.mark.usefixtures("ledger")
def test_publishers_are_listed_for_people_and_for_machines(told: Told) -> None:
    told("publishers", "add", "daily", "--name", "The Daily", "--quota", "20000", *HERE)
    _, out, _ = told("publishers", "list", *HERE)
    assert out.splitlines() == [
        "PUBLISHER  QUOTA               NAME",
        "daily      20,000 pages a day  The Daily",
        "demo       no quota            Demo Daily",
        "other      no quota            Other Observer",
    ]
    _, out, _ = told("publishers", "list", "--json", *HERE)
    assert json.loads(out)[0] == {"publisher_id": "daily", "name": "The Daily", "daily_pages": 20000}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("a b", "--name", "x"), "publisher: 1 to 64 letters"),
        (("daily",), "name: 1 to 200 characters"),
        (("daily", "--name", "a\nb"), "name: 1 to 200 characters"),
        (("daily", "--name", "x", "--quota", "0"), "daily_pages: a whole number from 1"),
        (("daily", "--name", "x", "--quota", "many"), "invalid int value"),
        (("daily", "--name", "x", "--quota", "1", "--no-quota"), "not allowed with argument"),
    ],
)
def test_a_publisher_that_has_not_its_form_ends_with_2_and_is_not_added(
    ledger: Ledger, told: Told, arguments: tuple[str, ...], reason: str
) -> None:
    status, out, err = told("publishers", "add", *arguments, *HERE)
    assert (status, out) == (2, "")
    assert reason in err
    assert find_publisher(ledger, "daily") is None


# ------------------------------------------------------------------ keys


def test_a_new_keys_secret_stands_alone_on_standard_output_and_opens_the_door(ledger: Ledger, told: Told) -> None:
    status, out, err = told("keys", "add", "--scope", "push", "--scope", "read", "--publisher", "demo", "other", *HERE)
    assert status == 0
    assert SECRET.fullmatch(out)
    assert "shown this once" in err
    key = find_key(ledger, out.strip())
    assert key
    assert (key.scopes, key.publishers) == ({"push", "read"}, {"demo", "other"})
    assert out.strip() not in err


def test_the_secret_is_in_no_list_and_nowhere_in_the_table(ledger: Ledger, engine: Engine, told: Told) -> None:
    _, out, _ = told("keys", "add", "--scope", "push", "--publisher", "demo", "--json", *HERE)
    secret = json.loads(out)["secret"]
    assert find_key(ledger, secret)
    assert secret not in told("keys", "list", "--json", *HERE)[1]
    assert secret not in str(engine.dynamodb.scan(TableName="copydesk"))


def test_keys_are_listed_oldest_first_with_what_they_may_do(ledger: Ledger, told: Told) -> None:
    old = add_key(ledger, "cd_old", ("push", "read"), ("demo",), at=datetime(2020, 1, 2, tzinfo=UTC))
    new = json.loads(told("keys", "add", "--scope", "read", "--publisher", "*", "--json", *HERE)[1])
    told("keys", "revoke", new["key_id"], *HERE)
    _, out, _ = told("keys", "list", *HERE)
    day = new["added_at"][:10]
    assert out.splitlines() == [
        "KEY           ADDED       REVOKED     MAY",
        f"{old.key_id}  2020-01-02  -           push, read for demo",
        f"{new['key_id']}  {day}  {day}  read for *",
    ]
    listed = json.loads(told("keys", "list", "--json", *HERE)[1])
    assert {key["key_id"] for key in listed} == {old.key_id, new["key_id"]}
    assert {"secret", "hash"}.isdisjoint(listed[0])


def test_a_rotated_key_and_its_successor_both_live_until_the_old_one_is_revoked(ledger: Ledger, told: Told) -> None:
    old = add_key(ledger, "cd_old", ("push", "read"), ("demo", "other"), at=NOON)
    status, secret, err = told("keys", "rotate", old.key_id, *HERE)
    assert status == 0
    assert f"copydesk keys revoke {old.key_id} --table copydesk\n" in err
    new = find_key(ledger, secret.strip())
    assert new
    assert (new.scopes, new.publishers) == (old.scopes, old.publishers)
    assert find_key(ledger, "cd_old")
    status, _, err = told("keys", "revoke", old.key_id, *HERE)
    assert (status, "dies within 60 seconds" in err) == (0, True)
    assert find_key(ledger, "cd_old") is None
    assert find_key(ledger, secret.strip())


def test_the_beginning_of_a_key_id_is_enough(ledger: Ledger, told: Told) -> None:
    key = add_key(ledger, "cd_x", ("push",), ("demo",))
    assert told("keys", "revoke", key.key_id[:6], *HERE)[0] == 0
    assert find_key(ledger, "cd_x") is None


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("revoke", "ffffffffffff"), 1, "there is no key"),
        (("revoke", ""), 2, "a secret is no key id"),
        (("revoke", "cd_live"), 2, "a secret is no key id"),
        (("rotate", "ffffffffffff"), 1, "there is no key"),
        (("add", "--scope", "push", "--publisher", "nobody"), 1, "there is no publisher 'nobody'; add it first"),
        (("add", "--scope", "push", "--publisher", "*", "demo"), 2, "or * alone"),
        (("add", "--scope", "fly", "--publisher", "demo"), 2, "invalid choice: 'fly'"),
        (("add", "--publisher", "demo"), 2, "--scope"),
        (("add", "--scope", "push"), 2, "--publisher"),
        ((), 2, "add|list|rotate|revoke"),
    ],
)
def test_a_key_command_that_cannot_be_done_says_why_and_changes_nothing(
    ledger: Ledger, told: Told, arguments: tuple[str, ...], status: int, reason: str
) -> None:
    add_key(ledger, "cd_live", ("push",), ("demo",))
    ended, out, err = told("keys", *arguments, *(HERE if arguments else ()))
    assert (ended, out) == (status, "")
    assert reason in err
    assert len(read_keys(ledger)) == 1
    assert find_key(ledger, "cd_live")


# ----------------------------------------------------------------- where


def template(*, output: str = "TableName") -> str:
    properties = {name: value for name, value in TABLE.items() if name != "TableName"}
    table = {"Type": "AWS::DynamoDB::Table", "Properties": properties}
    return json.dumps({"Resources": {"Table": table}, "Outputs": {output: {"Value": {"Ref": "Table"}}}})


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An account with the stacks `news`, `empty`, and `foreign`, which is somebody else's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(port=port, emulator_port=port, bind="127.0.0.1", fresh=True)
    with running_emulator(settings, tmp_path_factory.mktemp("account")) as emulator:
        formation = emulator.client("cloudformation")
        for name, body in (("news", template()), ("empty", template()), ("foreign", template(output="Else"))):
            formation.create_stack(StackName=name, TemplateBody=body)
            formation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
        yield emulator


@pytest.fixture
def account(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account as a shell with credentials reaches it; regions stand apart, the stacks are in one of them."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulator.url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", LOCAL_REGION)


def serve_on(emulator: Emulator, folder: Path, port: int) -> Any:
    """What `make serve` on this port leaves in the folder while it runs."""
    home = folder / ".copydesk" / f"emulator-{port}"
    home.mkdir(parents=True)
    stack = emulator.client("cloudformation").describe_stacks(StackName="news")["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    settings = Settings(port=port, emulator_port=int(emulator.url.rpartition(":")[2]), bind="127.0.0.1", fresh=False)
    return told_where(settings, Stack(outputs, {}), home)


@pytest.mark.usefixtures("account")
def test_a_stack_on_aws_is_found_by_its_name_and_gets_its_first_key(told: Told) -> None:
    status, _, err = told("publishers", "add", "first", "--name", "First", "--stack", "news", "--region", LOCAL_REGION)
    assert (status, err) == (0, f"added first (First), no quota, in the stack news in {LOCAL_REGION}\n")
    status, out, _ = told("keys", "add", "--scope", "push", "--publisher", "first", "--stack", "news")
    assert (status, bool(SECRET.fullmatch(out))) == (0, True)
    assert "first" in told("keys", "list", "--stack", "news")[1]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--stack", "nowhere"), "there is no stack nowhere in us-east-1"),
        (("--stack", "foreign"), "has no output TableName"),
        (("--table", "nowhere"), "there is no such table there"),
        (("--stack", "news", "--profile", "nobody"), "there is no such AWS profile"),
    ],
)
@pytest.mark.usefixtures("account")
def test_a_place_that_there_is_not_ends_with_1_and_what_to_do(told: Told, arguments: tuple[str, ...], reason: str) -> None:
    status, out, err = told("keys", "list", *arguments)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert reason in err


def test_the_local_stack_is_found_from_any_folder_of_its_project(
    emulator: Emulator, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "down")
    with serve_on(emulator, tmp_path, 8787):
        status, _, err = told("publishers", "add", "local", "--name", "Local")
        assert (status, err) == (0, "added local (Local), no quota, in the local stack on http://127.0.0.1:8787\n")
    status, _, err = told("publishers", "list")
    assert (status, "no local stack runs" in err, "make serve" in err) == (1, True, True)


def test_neither_profile_nor_proxy_of_the_shell_lead_away_from_the_local_stack(
    emulator: Emulator, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serve_on(emulator, tmp_path, 8787):
        for name, value in (("AWS_PROFILE", "nobody"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), ("HTTP_PROXY", "http://127.0.0.1:9")):
            monkeypatch.setenv(name, value)
        assert told("publishers", "list")[0] == 0


def test_of_several_local_stacks_one_is_named_by_its_port(
    emulator: Emulator, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serve_on(emulator, tmp_path, 8787), serve_on(emulator, tmp_path, 9000):
        status, _, err = told("keys", "list")
        assert (status, "say --port N, one of 8787, 9000" in err) == (1, True)
        assert told("keys", "list", "--port", "9000")[0] == 0
        status, _, err = told("keys", "list", "--port", "9001")
        assert (status, "no local stack runs on port 9001" in err) == (1, True)


def test_a_local_stack_that_was_killed_counts_as_none(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / ".copydesk" / "emulator-8788"
    home.mkdir(parents=True)
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{gone.getsockname()[1]}"
    left = {"api": "http://127.0.0.1:8787", "endpoint": endpoint, "region": "us-east-1", "outputs": {"TableName": "x"}}
    monkeypatch.chdir(tmp_path)
    for text in (json.dumps(left), "{}", "{"):
        (home / "serving.json").write_text(text)
        status, _, err = told("keys", "list")
        assert (status, "no local stack runs" in err) == (1, True)


@pytest.mark.parametrize("arguments", [("--region", "eu-west-1"), ("--profile", "x"), ("--stack", "a", "--table", "b"), ("--port", "x")])
def test_a_place_that_contradicts_itself_ends_with_2(told: Told, arguments: tuple[str, ...]) -> None:
    assert told("keys", "list", *arguments)[0] == 2


@pytest.mark.usefixtures("account")
def test_an_empty_stack_says_how_to_begin_in_words_that_can_be_typed(told: Told) -> None:
    for command, begin in (("publishers", "add ID --name NAME"), ("keys", "add --scope push --publisher ID")):
        status, out, err = told(command, "list", "--stack", "empty", "--region", LOCAL_REGION)
        assert (status, out) == (0, "")
        assert err.endswith(f": copydesk {command} {begin} --stack empty --region {LOCAL_REGION}\n")


# ---------------------------------------------------------------- rights


def forget_credentials(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def test_without_credentials_a_command_says_how_to_get_them(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_credentials(monkeypatch, tmp_path)
    for place in ("--stack", "--table"):
        status, _, err = told("keys", "list", place, "news", "--region", "eu-west-1")
        assert (status, "no AWS credentials were found" in err, "aws configure" in err) == (1, True, True)


@pytest.mark.parametrize(
    ("environment", "arguments", "region"),
    [
        ({"AWS_DEFAULT_REGION": "eu-west-1"}, (), "eu-west-1"),
        ({"AWS_REGION": "eu-west-2", "AWS_DEFAULT_REGION": "eu-west-1"}, (), "eu-west-2"),
        ({"AWS_REGION": "eu-west-2"}, ("--region", "eu-west-3"), "eu-west-3"),
    ],
)
@pytest.mark.usefixtures("account")
def test_the_region_is_the_one_named_or_the_environments(
    told: Told, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], arguments: tuple[str, ...], region: str
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert f"there is no stack news in {region}" in told("keys", "list", "--stack", "news", *arguments)[2]


def test_without_a_region_a_command_says_how_to_name_one(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_credentials(monkeypatch, tmp_path)
    status, _, err = told("keys", "list", "--stack", "news")
    assert (status, "no AWS region is named" in err) == (1, True)


def test_an_account_that_does_not_answer_is_said_to_be_unreachable(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{gone.getsockname()[1]}")
    status, _, err = told("keys", "list", "--table", "copydesk")
    assert (status, "nothing answers there" in err) == (1, True)


@contextmanager
def refusing(code: str, message: str) -> Iterator[str]:
    """An address at which every call of AWS is refused, in the words of each service's protocol."""

    class Refusal(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            json_protocol = "x-amz-target" in self.headers
            body = json.dumps({"__type": f"com.amazon.coral.service#{code}", "message": message}) if json_protocol else xml
            self.send_response(400 if json_protocol else 403)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    xml = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    with HTTPServer(("127.0.0.1", 0), Refusal) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("code", "place", "advice"),
    [
        ("AccessDeniedException", "--table", "these credentials lack a right; docs/deploy.md"),
        ("AccessDenied", "--stack", "these credentials lack a right; docs/deploy.md"),
        ("UnrecognizedClientException", "--table", "AWS does not know these credentials: `aws sts get-caller-identity`"),
        ("InvalidClientTokenId", "--stack", "AWS does not know these credentials: `aws sts get-caller-identity`"),
        ("ExpiredTokenException", "--table", "the AWS credentials have run out"),
        ("ExpiredToken", "--stack", "the AWS credentials have run out"),
        ("InvalidSignatureException", "--table", "the AWS credentials do not fit together"),
        ("SignatureDoesNotMatch", "--stack", "the AWS credentials do not fit together"),
        ("SomethingNew", "--stack", "that did not work"),
        ("SomethingNew", "--table", "that did not work"),
    ],
)
def test_a_refusal_of_aws_comes_with_advice_and_its_own_words(
    told: Told, monkeypatch: pytest.MonkeyPatch, code: str, place: str, advice: str
) -> None:
    with refusing(code, "User x may not") as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        status, out, err = told("keys", "list", place, "copydesk")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert advice in err
    assert "User x may not" in err


def test_a_secret_is_printed_only_once_its_key_is_kept(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing("AccessDeniedException", "User x may not") as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        status, out, _ = told("keys", "add", "--scope", "push", "--publisher", "*", *HERE)
    assert (status, out) == (1, "")
