"""A .env file is read however an editor saved it, or the line is named; what stands in it is never repeated."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings
from bot.surroundings.env_file import UnreadableFile, read_env_file

LINES = "# who asks\r\nexport CONTROLLER_NAME='Gemeente Zaanstad – café'  \r\n\r\nPORT = 9000   # ours\r\nFLOWS=\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_is_read(tmp_path: Path, encoding: str) -> None:
    """With and without its mark, with the ends of lines of Windows, `export`, quotes, blanks and remarks."""
    file = tmp_path / ".env"
    file.write_bytes(LINES.encode(encoding))
    assert read_env_file(file) == {"controller_name": "Gemeente Zaanstad – café", "port": "9000", "flows": ""}


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_an_older_table_is_refused_with_its_line(tmp_path: Path, encoding: str) -> None:
    """The two differ in every accent: a guess would put a wrong name on the card."""
    file = tmp_path / ".env"
    file.write_bytes("PORT=9000\nCONTROLLER_NAME=secret café\n".encode(encoding))
    with pytest.raises(UnreadableFile, match=r"\.env, line 2: a letter there is not UTF-8\.") as caught:
        read_env_file(file)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [("PORT=1\n\nCONTROLLER_NAME\n", 3), ("A=1\nB='open\nC=2\n", 2), ("A B=secret\n", 1)],
    ids=["no =", "a quote that does not end", "a blank in the name"],
)
def test_a_line_that_is_not_understood_is_named(tmp_path: Path, text: str, line: int) -> None:
    """Instead of passing over it."""
    file = tmp_path / ".env"
    file.write_text(text)
    with pytest.raises(UnreadableFile, match=rf"\.env, line {line}: ") as caught:
        read_env_file(file)
    assert "secret" not in str(caught.value)


def test_it_is_said_with_all_other_complaints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's wrong port and the file's bad line at once; nothing is called missing that may stand in the file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "0")
    (tmp_path / ".env").write_bytes("CONTROLLER_NAME=café\n".encode("cp1252"))
    with pytest.raises(SettingsError) as caught:
        load_settings(command="run")
    assert [line.split(" ")[0] for line in caught.value.complaints] == [".env,", "PORT"]


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it says nothing: an empty variable is none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("PORT=9000\nRETENTION_MONTHS=3\nOTHERS=1\n")
    monkeypatch.setenv("PORT", "9001\r")
    monkeypatch.setenv("RETENTION_MONTHS", "")
    settings = load_settings()
    assert (settings.port, settings.retention_months) == (9001, 3)


def test_an_empty_folder_of_that_name_is_said(tmp_path: Path) -> None:
    """Docker makes one where the file that it mounts is not there; one with something in it is an environment of Python."""
    (tmp_path / ".env").mkdir()
    with pytest.raises(UnreadableFile, match=r"\.env is an empty folder and no file"):
        read_env_file(tmp_path / ".env")
    (tmp_path / ".env" / "pyvenv.cfg").touch()
    assert read_env_file(tmp_path / ".env") == {}
