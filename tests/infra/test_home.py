"""The folder of a local stack: one holder at a time, and what the next start says of the last one's end."""

import fcntl
from pathlib import Path

import pytest

from infra.local import home as homes
from infra.local.bundle import CODE_BUCKET
from infra.local.home import Found, find_out, held_home, keep_spare, marked_running
from infra.local.settings import CannotServe, Settings


def settings_of(folder: Path, *, emulator_port: int = 8788, fresh: bool = False) -> Settings:
    return Settings(port=8787, emulator_port=emulator_port, bind="127.0.0.1", fresh=fresh, state=folder)


def keep_object(home: Path, bucket: str, key: str) -> None:
    """As ministack lays it down."""
    folder = home / homes.BUCKETS / "000000000000" / bucket
    folder.mkdir(parents=True, exist_ok=True)
    (folder / key).touch()
    (folder / f"{key}.meta.json").write_text("{}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """As an emulator leaves it that was asked to stop, after a start that had got ready."""
    with held_home(settings_of(tmp_path / "stack")) as home:
        for name in (homes.STATE, homes.TMP):
            (home / name).mkdir()
        (home / homes.STATE / homes.STACK).write_text('{"stack": 1}')
        (home / homes.STATE / homes.TABLES).write_text('{"items": []}')
        keep_object(home, "copydesk-archivebucket-1", "page")
        keep_spare(home)
    return home


def test_one_start_at_a_time_has_the_folder_and_the_second_hears_who_that_is(home: Path) -> None:
    with held_home(settings_of(home)), pytest.raises(CannotServe, match=r"in use by http://127\.0\.0\.1:8787 \(process \d+, since "):
        held_home(settings_of(home)).__enter__()
    with held_home(settings_of(home)):
        pass


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CannotServe, match="other things"):
        held_home(settings_of(tmp_path, fresh=True)).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_state_of_another_port_is_not_taken_for_ones_own(home: Path) -> None:
    with pytest.raises(CannotServe, match="EMULATOR_PORT=8788"):
        held_home(settings_of(home, emulator_port=9001)).__enter__()
    with held_home(settings_of(home, emulator_port=9001, fresh=True)):
        assert find_out(home).words == "empty"


def test_a_start_waits_for_the_emulator_of_a_killed_one_to_save(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "DYING_SECONDS", 0.2)
    with (home / homes.RUNNING).open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        mark.write("4711")
        mark.flush()
        with pytest.raises(CannotServe, match="stop process 4711"):
            held_home(settings_of(home)).__enter__()
    with held_home(settings_of(home)):
        pass


def kill(home: Path) -> None:
    (home / homes.RUNNING).touch()


def test_an_orderly_end_leaves_nothing_to_mend(home: Path) -> None:
    with marked_running(home):
        assert (home / homes.RUNNING).exists()
    found = find_out(home)
    assert (found.words.startswith("with what was kept until "), found.to_mend) == (True, False)


def test_a_kill_is_said_and_mended_even_if_the_next_start_does_not_get_that_far(home: Path) -> None:
    kill(home)
    assert "killed last time" in find_out(home).words
    again = find_out(home)
    assert ("not looked through since it was killed" in again.words, again.to_mend) == (True, True)
    (home / homes.UNMENDED).unlink()
    assert not find_out(home).to_mend


@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        (homes.TABLES, "", "dynamodb.json cannot be read"),
        (homes.TABLES, None, "dynamodb.json cannot be read"),
        (homes.STACK, '{"sta', "cloudformation.json cannot be read"),
        (homes.STACK, "\0\0\0\0", "cloudformation.json cannot be read"),
        (homes.STACK, None, "its state is gone"),
    ],
    ids=["empty", "no table", "half", "zeroes", "no stack"],
)
def test_a_state_that_is_damaged_is_put_aside_for_the_spare_one(home: Path, file: str, content: str | None, why: str) -> None:
    damaged = home / homes.STATE / file
    damaged.unlink() if content is None else damaged.write_text(content)
    found = find_out(home)
    assert (why in found.words, found.to_mend) == (True, True)
    assert (home / homes.STATE / homes.STACK).read_text() == '{"stack": 1}'
    assert homes.holds_pages(home)
    assert [path.name for path in home.iterdir() if path.name.startswith("state.") and path.name in found.words]


def test_what_a_start_left_that_never_got_ready_is_put_aside_and_named(home: Path) -> None:
    homes.forget(home, (homes.SPARE,))
    (home / homes.STATE / homes.STACK).unlink()
    kill(home)
    found = find_out(home)
    assert (found.words.startswith("empty; its state is gone"), found.to_mend) == (True, False)
    (aside,) = home.glob("s3.*")
    assert list(aside.rglob("page"))
    assert aside.name in found.words


def test_of_a_start_that_was_killed_while_it_deployed_nothing_is_left_over(tmp_path: Path) -> None:
    with held_home(settings_of(tmp_path / "stack")) as home:
        keep_object(home, CODE_BUCKET, "1234.zip")
        kill(home)
        assert find_out(home) == Found("empty")
        assert sorted(path.name for path in home.iterdir()) == [homes.PORT, homes.LOCK]


def test_a_fresh_start_forgets_what_was_kept_and_nothing_else(home: Path) -> None:
    (home / "notes.txt").write_text("mine")
    with held_home(settings_of(home, fresh=True)):
        assert find_out(home).words == "empty"
        assert not (home / homes.BUCKETS).exists()
        assert (home / "notes.txt").exists()
