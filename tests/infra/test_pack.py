"""What goes to Lambda: `sam build`'s folders, packed. Here one is put together from the packages that the tests run with."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

import botocore
import pytest

from copydesk.normalize import normalize
from copydesk.page import RawPage
from copydesk.rules.tables import PARSED
from infra.pack import COMPILED_FROM, SERVICES, main, measure, pack

PROJECT = Path(__file__).parents[2]
LOCKED = re.findall(r"^([a-z0-9.-]+)==", (PROJECT / "functions" / "requirements.txt").read_text(), re.MULTILINE)
MOST_BYTES, MOST_ZIPPED = 40_000_000, 12_000_000


def put_together(bundle: Path) -> None:
    """As pip and `sam build` do: the locked packages and ours, nothing compiled."""
    shutil.copytree(PROJECT / "functions" / "copydesk", bundle / "copydesk", ignore=shutil.ignore_patterns("__pycache__"))
    for package in LOCKED:
        for file in files(package) or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                target = bundle / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundle = tmp_path_factory.mktemp("build") / "ApiFunction"
    put_together(bundle)
    pack(bundle)
    return bundle


def run(bundle: Path, code: str) -> str:
    """In a Python that has nothing but the bundle, and cannot write what it compiles."""
    environment = {
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "TABLE_NAME": "copydesk",
        "ARCHIVE_BUCKET": "archive",
        "INBOX_BUCKET": "inbox",
        "EVENT_BUS_NAME": "bus",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    script = f"import sys; sys.path.insert(0, {str(bundle)!r})\n{code}"
    ended = subprocess.run([sys.executable, "-S", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


NOTE_COMPILING = """
from importlib.machinery import SourceFileLoader
compiled, compile_source = [], SourceFileLoader.source_to_code
def note(self, data, path, **options):
    compiled.append(path)
    return compile_source(self, data, path, **options)
SourceFileLoader.source_to_code = note
"""


@pytest.mark.parametrize(("handler", "opened"), [("api", "open_house"), ("intake", "open_house"), ("announce", "open_bus")])
def test_a_packed_function_starts_with_its_clients_and_compiles_nothing(bundle: Path, handler: str, opened: str) -> None:
    assert run(bundle, f"{NOTE_COMPILING}import copydesk.handlers.{handler} as handler; handler.{opened}(); print(compiled)") == "[]\n"


@pytest.mark.parametrize(
    ("handler", "spared"),
    [
        ("api", ("boto3", "s3transfer", "multiprocessing", "pydantic", "aws_lambda_powertools.event_handler", "copydesk.cli")),
        ("intake", ("boto3", "s3transfer", "multiprocessing", "pydantic", "aws_lambda_powertools.event_handler", "copydesk.cli")),
        ("announce", ("boto3", "s3transfer", "multiprocessing", "pydantic", "selectolax", "copydesk.normalize", "copydesk.article")),
    ],
)
def test_a_function_starts_without_what_it_does_not_use(bundle: Path, handler: str, spared: tuple[str, ...]) -> None:
    loaded = run(bundle, f"import copydesk.handlers.{handler}; print(*sys.modules)").split()
    assert f"copydesk.handlers.{handler}" in loaded
    assert [name for name in loaded if name.startswith(spared)] == []


def test_a_function_that_is_not_packed_compiles_all_it_imports(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "functions" / "copydesk", tmp_path / "copydesk", ignore=shutil.ignore_patterns("__pycache__"))
    compiled = run(tmp_path, f"{NOTE_COMPILING}import copydesk.errors; print(compiled)")
    assert "copydesk/errors.py" in compiled


def test_the_services_whose_descriptions_stay_are_those_that_the_handlers_open(bundle: Path) -> None:
    sources = [path.read_text() for path in (PROJECT / "functions" / "copydesk").rglob("*.py") if "cli" not in path.parts]
    opened = {name for source in sources for name in re.findall(r'open_client\("([a-z0-9]+)"', source)}
    assert opened == SERVICES
    assert {path.name for path in (bundle / "botocore" / "data").iterdir() if path.is_dir()} == SERVICES


MAKE_CLIENTS = """
import json
from botocore.session import Session
regions = ("us-east-1", "eu-west-1", "ap-northeast-2", "cn-north-1", "us-gov-west-1")
clients = [Session().create_client(service, region_name=region) for service in {services} for region in regions]
told = [(client.meta.endpoint_url, sorted(client.meta.service_model.operation_names)) for client in clients]
print(json.dumps(told))
print(len(Session().get_component("data_loader").load_service_model("s3", "service-2")["operations"]["PutObject"].get("documentation", "")))
"""


def test_shorter_descriptions_tell_the_same_calls_at_the_same_addresses(bundle: Path) -> None:
    code = MAKE_CLIENTS.format(services=sorted(SERVICES))
    whole = str(Path(botocore.__file__).parents[1])
    shortened, described = run(bundle, code).splitlines()
    untouched, undescribed = run(bundle, f"sys.path.insert(0, {whole!r})\n{code}").splitlines()
    assert shortened == untouched
    assert int(described) == 0 < int(undescribed)


def test_a_bundle_is_small_and_holds_no_sources_of_extensions(bundle: Path) -> None:
    unzipped, zipped = measure(bundle)
    assert unzipped < MOST_BYTES
    assert zipped < MOST_ZIPPED
    assert [path for path in bundle.rglob("*") if path.suffix in COMPILED_FROM] == []
    assert list(bundle.rglob("*.so"))


def test_packing_again_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = ("copydesk/__init__.py", "copydesk/rules/generic/x.toml")
    for name in (*ours, "botocore/data/s3/x.json", "botocore/data/ec2/x.json", "botocore/data/endpoints.json", "a/b.pyx"):
        file = tmp_path / "ApiFunction" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"partitions": []}' if name.endswith("endpoints.json") else "x = 1\n")
    for _ in range(2):
        assert main(str(tmp_path)) == 0
        left = {str(path.relative_to(tmp_path / "ApiFunction")) for path in tmp_path.rglob("*") if path.is_file()}
        compiled = f"copydesk/__pycache__/__init__.{sys.implementation.cache_tag}.pyc"
        made = {"bill.cdx.json", compiled, f"copydesk/rules/{PARSED}"}
        assert left == {*made, *ours, "botocore/data/s3/x.json", "botocore/data/endpoints.json"}
    assert capsys.readouterr().out.count("ApiFunction: 0.0 MB, zipped 0.0 MB") == 2


def test_packing_what_is_not_built_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(str(tmp_path)) == 1
    assert "run `sam build` first" in capsys.readouterr().err


READ_PAGE = """
import tomllib
from pathlib import Path
parse = tomllib.loads
parsed = []
tomllib.loads = lambda text: parsed.append(text) or parse(text)
from copydesk.normalize import normalize
from copydesk.page import RawPage
from copydesk.rules.tables import PARSED
page = normalize(RawPage(Path({page!r}).read_bytes())).model_dump_json()
"""
PAGE = PROJECT / "events" / "pages" / "harbor-wind.html"


def test_a_packed_function_parses_no_rule_and_reads_the_same(bundle: Path) -> None:
    told = run(bundle, f"{READ_PAGE.format(page=str(PAGE))}print(len(parsed), 'pydantic' in sys.modules, page)")
    assert told == f"0 False {normalize(RawPage(PAGE.read_bytes())).model_dump_json()}\n"
