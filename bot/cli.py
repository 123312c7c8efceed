"""The command `roundtable`: reads arguments and settings and hands over; must not know how anything is done.

Exit codes: 0 done, 1 something was found (check), 2 the command or the settings are not right.
"""

from __future__ import annotations

import socket
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.logs import configure_logging
from bot.settings import Command, Settings, SettingsError, load_settings
from flows.definition import Flow

app = typer.Typer(
    name="roundtable",
    help="A workshop assistant that lives in Telegram.\n\n"
    "Try it without an account: **roundtable rehearse**. Then get a token from @BotFather and **roundtable run**.",
    epilog="Settings come from the environment or a file .env; the README lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Role(StrEnum):
    """Whom an invitation is for."""

    ORGANISER = "organiser"
    FACILITATOR = "facilitator"


class Format(StrEnum):
    """How an export is written."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def main() -> None:
    """Run the command line; the console script and `python -m bot` both come here.

    Calling `app` itself would let typer print tracebacks with their messages; the command alone leaves that to
    bot.logs.
    """
    configure_logging()
    typer.main.get_command(app)(prog_name="roundtable")


@app.command(epilog="Example: roundtable rehearse --port 9000")
def rehearse(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine to show the phones on.")] = 8080,
) -> None:
    """Try everything in the browser: three phones, the real bot, no Telegram account.

    A workshop is open and waiting. Nothing leaves this machine, and Ctrl-C leaves nothing behind.
    """
    _refuse_taken_port(port)
    from bot.rehearsal.session import rehearse as start

    start(port)


@app.command(
    epilog="Example: TELEGRAM_BOT_TOKEN=123:AA… CONTROLLER_NAME='Riverside Council' "
    "CONTROLLER_CONTACT=privacy@example.org roundtable run"
)
def run() -> None:
    """Run the bot against Telegram.

    Without PUBLIC_URL it asks Telegram for updates by long polling; with it, Telegram delivers them to a webhook, which
    needs WEBHOOK_SECRET. A SQLite database is brought up to date by itself.
    """
    settings = _settings("run")
    if settings.public_url:
        _refuse_taken_port(settings.port)
    from bot.app import run as start

    start(settings)


@app.command(epilog="Example: roundtable invite facilitator")
def invite(role: Annotated[Role, typer.Argument(help="Whom you invite.")]) -> None:
    """Print a link that makes the first person who opens it organiser or facilitator.

    It works once, and while the bot runs.
    """
    settings = _settings("invite")
    from bot.invitations import invite as new_link

    typer.echo(new_link(settings, role.value))


@app.command(epilog="Example: roundtable check my-flows/*.yaml")
def check(
    files: Annotated[list[Path], typer.Argument(help="Flow files (YAML).", exists=True, dir_okay=False)],
) -> None:
    """Check flow files and list every problem with its file and line.

    Unknown ids, questions nobody reaches, dead ends, labels that do not fit a button, translations that are missing.
    """
    from flows.loading import check_file

    failed = False
    for file in files:
        checked = check_file(file)
        for problem in checked.problems:
            typer.echo(str(problem))
        failed = failed or checked.flow is None
        if checked.flow is not None:
            typer.echo(f"{file}: ready to use, {len(checked.flow.questions)} questions")
    raise typer.Exit(1 if failed else 0)


@app.command(epilog="Example: roundtable draw key-questions > key-questions.mmd")
def draw(
    flow: Annotated[str, typer.Argument(help="The name of a flow that comes with Roundtable, or a flow file.")],
) -> None:
    """Print a flow as a Mermaid diagram, drawn from the machine that runs it."""
    from flows.machine import draw as diagram

    typer.echo(diagram(_flow(flow)))


@app.command(epilog="Example: roundtable export PARK7Q --format csv --output results.zip")
def export(
    code: Annotated[str, typer.Argument(help="The workshop's join code.")],
    format: Annotated[Format, typer.Option(help="How to write it.")] = Format.XLSX,
    output: Annotated[
        Path | None, typer.Option(help="The file to write; - is standard output.", allow_dash=True)
    ] = None,
) -> None:
    """Write the results of a closed workshop: counts and shuffled open answers, no row per person."""
    settings = _settings("export")
    from bot.exporting import export as results

    name, content = results(settings, code, format.value)
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    path = output or Path(name)
    try:
        path.write_bytes(content)
    except OSError as error:
        _refuse(f"{path} cannot be written: {error.strerror}")
    typer.echo(f"Wrote {path} ({len(content)} bytes).")


@app.command(epilog="Example: DATABASE_URL=postgresql://roundtable@db/roundtable roundtable migrate")
def migrate() -> None:
    """Bring the database up to date with this version of Roundtable; safe to repeat."""
    settings = _settings("migrate")
    from storage.migrations import migrate as bring_up_to_date

    bring_up_to_date(settings.database_url)
    typer.echo("The database is up to date.")


def _settings(command: Command) -> Settings:
    try:
        return load_settings(command=command)
    except SettingsError as error:
        _refuse("The settings are not right yet:", *error.complaints)


def _flow(name: str) -> Flow:
    """A shipped flow by its name, or the flow in a file."""
    from flows.loading import check_file, library

    shipped = library()
    path = shipped.get(name) or Path(name)
    if not path.is_file():
        _refuse(f"There is no flow and no file {name}. These flows come with Roundtable: {', '.join(shipped)}.")
    checked = check_file(path)
    if checked.flow is None:
        _refuse(*(str(problem) for problem in checked.problems))
    return checked.flow


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            _refuse(f"Port {port} is taken by another program, or you may not use it. Choose another one.")


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
