"""The command `roundtable`: reads arguments and settings and hands over; must not know how anything is done.

Exit codes: `Exit` in bot/surroundings/console.py.

Long: one function a command, each with what its help says.
"""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager
from enum import StrEnum
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.logs import configure_logging
from bot.settings import Command, Settings, SettingsError, load_settings
from bot.surroundings.console import Exit, ending, hand_out, speak_anywhere, write_file
from bot.surroundings.proxies import taken, why_not
from flows.definition.flow import Flow
from storage.values import Role

app = typer.Typer(
    name="roundtable",
    help="A workshop assistant that lives in Telegram.\n\n"
    "Try it without an account: **roundtable rehearse**. Then get a token from @BotFather and **roundtable run**.",
    epilog="Settings come from the environment or a file .env; docs/hosting.md lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Format(StrEnum):
    """How an export is written."""

    PACK = "pack"
    XLSX = "xlsx"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    JSON = "json"


def main() -> None:
    """Run the command line; the console script and `python -m bot` both come here.

    Calling `app` itself would let typer print tracebacks with messages; the command alone leaves that to bot.logs.
    """
    os.umask(0o077)  # whatever a command leaves on the disk is nobody else's business on a shared machine
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # grouping answers leaves the other cores to those who answer
    speak_anywhere()
    configure_logging()
    sys.exit(ending(lambda: typer.main.get_command(app)(prog_name="roundtable")))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"roundtable {version_of('roundtable')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")] = False,
) -> None:
    """The version is said by its callback."""


@app.command(epilog="Example: roundtable rehearse --port 9000")
def rehearse(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine to show the phones on.")] = 8080,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    sample: Annotated[str, typer.Option(help="A finished one of 60 invented people: place-keeping.")] = "",
) -> None:
    """Try everything in the browser: three phones, the real bot, no Telegram account.

    A workshop is open and waiting. Nothing leaves this machine, and Ctrl-C leaves nothing behind.
    """
    from bot.rehearsal.session import rehearse as start
    from bot.rehearsal.session import samples

    if sample and sample not in samples():
        _refuse(f"There are no questions {sample}. There are {', '.join(samples())}.")
    raise typer.Exit(start(port, open_browser=browser, sample=sample))


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
    _through_the_proxy(settings)
    from bot.app import run as start
    from bot.shelf.folder import passed_over, replaced
    from bot.telegram.serving import is_free

    if settings.public_url and not is_free(settings.port):
        _refuse(f"Port {settings.port} is taken by another program, or you may not use it. Choose another one.")

    _warn_of_others(settings)
    with _in_plain_words():
        others = passed_over(settings.flows)
        if others:
            typer.echo(f"FLOWS: passed over, as they are no flow files (.yaml, .yml): {', '.join(others)}", err=True)
        taken = replaced(settings.flows)
        if taken:
            typer.echo(f"FLOWS: takes the place of questions that come with Roundtable: {', '.join(taken)}", err=True)
        start(settings)


@app.command(epilog="Example: roundtable invite facilitator")
def invite(
    role: Annotated[Role, typer.Argument(help="Whom you invite.")],
    anew: Annotated[
        bool, typer.Option("--anew", help="First take all roles of all organisers, as when a phone was stolen.")
    ] = False,
) -> None:
    """Print a link that makes the first person who opens it organiser or facilitator.

    It works once, within seven days, and while the bot runs.
    """
    if anew and role is not Role.ORGANISER:
        _refuse("Without organisers nobody could invite: roundtable invite organiser --anew")
    settings = _settings("invite")
    _through_the_proxy(settings)
    from bot.facilitator.invitations import good_until
    from bot.facilitator.invitations import invite as new_link

    with _in_plain_words():
        typer.echo(new_link(settings, role, anew=anew))
    last = good_until(settings)
    until = f"{last.day} {last:%B %Y}"
    typer.echo(f"It works once, for one person, until {until}. /staff in the chat withdraws it.", err=True)


@app.command(epilog="Example: roundtable check my-flows/*.yaml")
def check(
    files: Annotated[list[Path], typer.Argument(help="Flow files (YAML).", exists=True, dir_okay=False)],
) -> None:
    """Check flow files and list every problem with its file and line.

    Unknown ids, questions nobody reaches, dead ends, labels that do not fit a button, translations that are missing.
    """
    from bot.shelf.checking import check_path, languages_in_words

    failed = False
    for file in files:
        checked = check_path(file)
        for problem in checked.problems:
            typer.echo(str(problem))
        failed = failed or checked.flow is None
        if checked.flow is not None:
            typer.echo(f"{file}: {languages_in_words(checked.flow)}")
            typer.echo(f"{file}: ready to use, {len(checked.flow.questions)} questions")
    raise typer.Exit(Exit.FOUND if failed else Exit.DONE)


@app.command(epilog="Example: roundtable draw key-questions > key-questions.mmd")
def draw(
    flow: Annotated[str, typer.Argument(help="The name of a flow that comes with Roundtable, or a flow file.")],
) -> None:
    """Print a flow as a Mermaid diagram, drawn from the machine that runs it."""
    from flows.dialogue.machine import draw as diagram

    hand_out(diagram(_flow(flow)))


@app.command(epilog="Example: roundtable export PARK7Q --format csv --output results.zip")
def export(
    code: Annotated[str, typer.Argument(help="The workshop's join code.")],
    format: Annotated[Format, typer.Option(help="How to write it.")] = Format.XLSX,
    output: Annotated[
        Path | None, typer.Option(help="The file to write; - is standard output.", allow_dash=True)
    ] = None,
    language: Annotated[str, typer.Option(help="Of the words around the numbers; the room's own otherwise.")] = "",
) -> None:
    """Write the results of a closed workshop: counts, shuffled open answers, no row per person. *pack* is all of it in one ZIP."""
    settings = _settings("export")
    from bot.facilitator.exporting import NotExported
    from bot.facilitator.exporting import export as results

    with _in_plain_words():
        try:
            name, content = results(settings, code, format.value, language)
        except NotExported as why:
            _refuse(str(why))
        write_file(output or Path(name), content)


@app.command(epilog="Example: roundtable compare PARK7Q MARKT2 --out places.pdf")
def compare(
    codes: Annotated[
        list[str], typer.Argument(help="The join codes of two to eight closed workshops, in their order.")
    ],
    out: Annotated[Path | None, typer.Option(help="The file to write: .pdf, .png, .svg, .csv or .txt.")] = None,
    together: Annotated[bool, typer.Option(help="Add what all said, where it was asked alike.")] = False,
    language: Annotated[str, typer.Option(help="In which language: en or nl.")] = "en",
) -> None:
    """Lay closed workshops side by side: several places, or one before and after. Each keeps its base; other wordings are named."""
    from bot.across.line import Unfit, on_the_line

    try:
        with _in_plain_words():
            for file, content in on_the_line(_settings("export"), codes, out, language, together=together):
                write_file(file, content) if file else hand_out(content.decode())
    except Unfit as why:
        _refuse(str(why))


@app.command(epilog="Example: roundtable delete PARK7Q")
def delete(
    code: Annotated[str, typer.Argument(help="The workshop's join code.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: for scripts.")] = False,
) -> None:
    """Delete all that is kept of a closed workshop: results, open answers, receipts, lists. It asks twice.

    May run beside the bot. Exported files, backups and messages on phones are not reached.
    """
    settings = _settings("delete")
    from bot.closing import deleting
    from bot.facilitator.exporting import NoSuchWorkshop
    from bot.wording import Wording
    from storage.closing.deleting import NotDeletable

    with _in_plain_words():
        try:
            title, hindrance = deleting.question(settings, code)
            if hindrance:
                _refuse(hindrance)
            if not (yes or _is_wanted(title, code)):
                typer.echo("Nothing was deleted.")
                raise typer.Exit(Exit.FOUND)
            is_rewritten = deleting.delete(settings, code)
        except NoSuchWorkshop:
            _refuse(f"No workshop has the join code {code}.")
        except deleting.WasDeleted as gone:
            _refuse(str(gone))
        except NotDeletable:
            _refuse(deleting.busy(Wording()))
    later = "" if is_rewritten else " The bot was in the way of rewriting the files; it does so within a minute."
    typer.echo(f"“{title}” is deleted.{later}")


def _is_wanted(title: str, code: str) -> bool:
    """Asked twice: what is lost, and whether it is this one."""
    from bot.closing.deleting import lost
    from bot.wording import Wording

    typer.echo("\n\n".join((f"Delete “{title}” ({code})?", *lost(Wording()), "")))
    if not typer.confirm("Delete it?"):
        return False
    return bool(typer.prompt("Type the join code to delete it for good").strip().upper() == code.strip().upper())


@app.command(epilog="Example: roundtable verify roundtable-PARK7Q.json K7QF-2M9D-…")
def verify(
    file: Annotated[Path, typer.Argument(help="The export of a closed workshop in JSON.", exists=True, dir_okay=False)],
    receipt: Annotated[list[str], typer.Argument(help="The receipt that the bot gave with the answers.")],
) -> None:
    """Check a receipt against an export: is this person counted, among how many? It says nothing about answers.

    Needs no network, no database and no settings.
    """
    from bot.trust.receipts import checked
    from storage.audit.verifying import NotAnExport, NotAReceipt

    try:
        text, is_good = checked(file.read_bytes(), " ".join(receipt))
    except NotAnExport:
        _refuse(f"{file} is no export of Roundtable in JSON. Export with: roundtable export CODE --format json")
    except NotAReceipt as refusal:
        has = f"no receipt has {' '.join(refusal.strange)} in that place" if refusal.strange else ""
        _refuse(f"This cannot be a receipt: {has or f'it has {refusal.typed} letters and digits, a receipt has 26'}.")
    typer.echo(text)
    raise typer.Exit(Exit.DONE if is_good else Exit.FOUND)


@app.command(epilog="Example: roundtable audit PARK7Q --id 7613450001 --also /var/log/roundtable")
def audit(
    code: Annotated[str, typer.Argument(help="The workshop's join code.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    id: Annotated[
        list[int] | None, typer.Option(help="The Telegram id of somebody who took part, to search for.")
    ] = None,
    also: Annotated[
        list[Path] | None, typer.Option(help="A file or folder to search too: logs, exports, dumps, backups.")
    ] = None,
    backup: Annotated[list[Path] | None, typer.Option(help="A folder that is backed up: no key may be in it.")] = None,
    code_hash: Annotated[str | None, typer.Option(help="The hash that the code should have.")] = None,
) -> None:
    """Check that a workshop keeps its promise: eleven checks of tables, bytes, releases, counts, keys, logs, code and days.

    Reads and changes nothing, so it may run beside the bot. Exit code 1 when a check fails.
    """
    settings = _settings("audit")
    from bot.trust.auditing import Wish, in_json, in_words
    from bot.trust.auditing import audit as run_checks
    from storage.audit.evidence import NoSuchWorkshop

    _warn_of_others(settings, *(also or ()), *(backup or ()))
    wish = Wish(tuple(id or ()), tuple(also or ()), tuple(backup or ()), code_hash)
    with _in_plain_words():
        try:
            report = run_checks(settings, code, wish)
        except NoSuchWorkshop:
            _refuse(f"No workshop has the join code {code}.")
    if as_json:
        hand_out(in_json(report))
    else:
        typer.echo(in_words(report))
    raise typer.Exit(Exit.DONE if report.passed else Exit.FOUND)


@app.command(epilog="Example: roundtable keys")
def keys(
    lost: Annotated[
        bool,
        typer.Option("--lost", help="The keys are lost for good: begin an empty store. Open workshops then close."),
    ] = False,
) -> None:
    """Look whether the keys of open workshops are there and can be read. Exit code 1 when one is not.

    Reads and changes nothing without `--lost`, so it may run beside the bot.
    """
    settings = _settings("keys")
    from bot.trust.looking_at_keys import begin_anew, look

    with _in_plain_words():
        if lost:
            typer.echo(begin_anew(settings))
            return
        lines, is_well = look(settings)
    typer.echo("\n".join(lines))
    raise typer.Exit(Exit.DONE if is_well else Exit.FOUND)


@app.command(epilog="Example: DATABASE_URL=postgresql://roundtable@db/roundtable roundtable migrate")
def migrate() -> None:
    """Bring the database up to date with this version of Roundtable; safe to repeat."""
    settings = _settings("migrate")
    from storage.migrations import migrate as bring_up_to_date

    with _in_plain_words():
        bring_up_to_date(settings.database_url)
    typer.echo("The database is up to date.")


def _settings(command: Command) -> Settings:
    try:
        return load_settings(command=command)
    except SettingsError as error:
        _refuse("The settings are not right yet:", *error.complaints)


def _in_plain_words() -> AbstractContextManager[None]:
    from bot.front.outages import in_plain_words

    return in_plain_words(_refuse)


def _through_the_proxy(settings: Settings) -> None:
    """Refuse a proxy that cannot be used; take the one for everything where none is named for the web."""
    if trouble := why_not(settings.telegram_api_url, os.environ):
        _refuse(trouble)
    os.environ.update(taken(settings.telegram_api_url, os.environ))


def _warn_of_others(settings: Settings, *also: Path) -> None:
    from bot.trust.exposure import exposed

    for sentence in exposed(settings.database_url, also):
        typer.echo(sentence, err=True)


def _flow(name: str) -> Flow:
    from bot.shelf.checking import NoSuchFlow, flow_called

    try:
        return flow_called(name)
    except NoSuchFlow as why:
        _refuse(*why.lines)


def _refuse(*lines: str, code: int = Exit.REFUSED) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(code)
