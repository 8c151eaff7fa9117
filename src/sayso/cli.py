"""The command line. Only this module prints or exits; every command imports what it needs when it runs.

Data goes to standard output, everything else to standard error. Exit status: 0 ok, 1 failure, 2 usage,
3 finished with failures, 130 stopped.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

import sayso
from sayso.errors import InputError, SaysoError, SettingsError
from sayso.settings import Settings, load_settings

if TYPE_CHECKING:
    from sayso.store.rows import EventFilter, EventRow
    from sayso.store.view import View
    from sayso.toolkit import Tools

OK, FAILURE, USAGE, WITH_FAILURES, STOPPED = 0, 1, 2, 3, 130

Command = TypeVar("Command", bound=Callable[..., int])


def main() -> None:
    """The console script: runs a command and turns errors into messages and exit statuses."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("sayso: stopped", err=True)
        status = STOPPED
    except (SettingsError, InputError) as error:
        click.echo(f"sayso: {error}", err=True)
        status = USAGE
    except SaysoError as error:
        click.echo(f"sayso: {error}", err=True)
        status = FAILURE
    sys.exit(status)


class _Group(click.Group):
    """The commands, none of which minds that its reader (`head`, `less`) goes; click itself would call it a failure."""

    def invoke(self, ctx: click.Context) -> int:
        """The exit status of the command."""
        try:
            status: int = super().invoke(ctx)
        except BrokenPipeError:
            # Python must not flush into the closed pipe at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return OK
        return status


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(sayso.__version__, prog_name="sayso")
def cli() -> None:
    """Who did what to whom, where, when, and on whose say-so.

    Start with `sayso run PAGES...`, then `sayso events`, `sayso show ID` and `sayso serve`.
    """


project_option = click.option("--project", metavar="DIR", help="Folder of the project [default: sayso.d].")


def own_options(command: Command) -> Command:
    """Adds the options that name a user's own data."""
    options = [
        click.option("--gazetteer", metavar="FILE", help="Gazetteer of `sayso gazetteer build` [default: bundled]."),
        click.option("--extra", "extra_places", metavar="CSV", help="Your own villages, squares and camps."),
        click.option("--actors", metavar="FILE", help="Your own actors, over the bundled table (YAML)."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def filter_options(command: Command) -> Command:
    """Adds the options that choose events."""
    options = [
        click.option("--type", "kind", metavar="TYPE", help="Event type, such as PROTEST."),
        click.option("--mode", metavar="MODE", help="Mode, such as riot."),
        click.option("--actor", metavar="TEXT", help="Part of an actor's name, or a whole code."),
        click.option("--recipient", metavar="TEXT", help="Part of a recipient's name, or a whole code."),
        click.option("--source", metavar="TEXT", help="Part of the name of somebody who says so."),
        click.option("--place", metavar="TEXT", help="Part of a place's name, or a country code such as IRQ."),
        click.option("--since", metavar="DAY", callback=_check_day, help="From this day on, YYYY-MM-DD."),
        click.option("--until", metavar="DAY", callback=_check_day, help="Up to this day, YYYY-MM-DD."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _check_day(_context: click.Context, _parameter: click.Parameter, day: str | None) -> str | None:
    try:
        return day if day is None else datetime.date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise click.BadParameter(f"{day!r} is not a day YYYY-MM-DD") from error


def _filter(flags: dict[str, str | None]) -> EventFilter:
    import msgspec

    from sayso.store.rows import EventFilter

    kind = flags.pop("kind")
    return msgspec.convert(flags | {"type": kind.upper() if kind else None}, EventFilter)


def _settings(**flags: str | int | None) -> Settings:
    return load_settings(flags, os.environ, Path.cwd())[0]


def _open_view(project: str | None) -> View:
    """The project's read side, with an index that is up to date."""
    from sayso.store.index import build_index
    from sayso.store.view import View

    folder = Path(_settings(project=project).project)
    build_index(folder)
    return View.open(folder)


def _write(lines: Iterable[bytes]) -> None:
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


# ---------------------------------------------------------------- code pages


@cli.command()
@click.argument("pages", nargs=-1, required=True)
@project_option
@click.option("--codebook", metavar="NAME|FILE", help="Codebook to code with [default: plover].")
@click.option("--workers", type=click.IntRange(1, 256), help="Worker processes [default: 1].")
@own_options
@click.option("--quiet", is_flag=True, help="Show no progress.")
def run(pages: tuple[str, ...], quiet: bool, **flags: str | int | None) -> int:
    """Code PAGES into the project: files, folders or globs of .html, .txt and .jsonl, also with .gz.

    Pages that the project holds already are skipped; a run that was stopped goes on where it was.
    """
    return _run(_settings(**flags), pages, quiet=quiet)


def _run(settings: Settings, pages: tuple[str, ...], *, quiet: bool) -> int:
    from sayso.run import code_into_project
    from sayso.store.index import build_index

    report = code_into_project(settings, pages, show_progress=not quiet)
    click.echo(report.summary(), err=True)
    if report.stopped:
        return STOPPED
    build_index(Path(settings.project))
    return WITH_FAILURES if report.n_failed else OK


@cli.command()
@click.option("--layer", "layers", metavar="LAYER", multiple=True, help="A layer to give; may be repeated.")
@click.option("--corpus", type=click.Choice(["events", "coreference", "copies"]), help="A corpus-level result instead.")
@click.option("--codebook", metavar="NAME|FILE", help="Codebook to code with [default: plover].")
@own_options
def annotate(layers: tuple[str, ...], corpus: str | None, **flags: str | None) -> int:
    """Answer JSON Lines on standard input with JSON Lines on standard output (docs/interface.md).

    Layers: article, sentences, attributions, events, times, places, quantities, actors, predicates.
    """
    from sayso.annotate.corpus import annotate_corpus
    from sayso.annotate.layers import LAYERS, Count, annotate_lines
    from sayso.toolkit import load_tools

    if bool(layers) == bool(corpus):
        raise click.UsageError("give --layer (once or more) or --corpus")
    for unknown in set(layers) - set(LAYERS):
        raise click.BadParameter(f"unknown layer {unknown!r}; known are {', '.join(LAYERS)}", param_hint="--layer")
    settings = _settings(**flags)
    count = Count()

    def load() -> Tools:
        return load_tools(settings.codebook, settings.own())

    if corpus:
        answers = annotate_corpus(sys.stdin.buffer, corpus, load, count)
    else:
        answers = annotate_lines(sys.stdin.buffer, layers, load, count)
    for answer in answers:
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    if not count.errors:
        return OK
    reasons = ", ".join(f"{code} ({number})" for code, number in sorted(count.codes.items()))
    click.echo(f"sayso: {count.errors} of {count.lines} lines gave an error: {reasons}", err=True)
    return WITH_FAILURES


# ---------------------------------------------------------------- look at what was found


@cli.command()
@project_option
@filter_options
@click.option("--json", "--jsonl", "as_json", is_flag=True, help="JSON Lines, one event a line.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV with a header.")
@click.option("--limit", type=click.IntRange(1), help="At most so many events.")
def events(project: str | None, as_json: bool, as_csv: bool, limit: int | None, **flags: str | None) -> int:
    """List the events, latest day first, with who says so."""
    from sayso.tables import events_csv, json_lines

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    with _open_view(project) as view:
        rows = view.events(_filter(flags), limit=limit)
        if as_json:
            _write(json_lines(rows))
        elif as_csv:
            _write(line.encode() for line in events_csv(rows))
        else:
            _print_events(view, rows)
    return OK


def _print_events(view: View, rows: list[EventRow]) -> None:
    from rich.console import Console

    from sayso.terminal import counts_line, events_table

    if rows:
        # Where nothing tells a width (a pipe, a file), lines are long enough to keep a row readable.
        told = sys.stdout.isatty() or "COLUMNS" in os.environ
        console = Console(width=None if told else 160, highlight=False, soft_wrap=False)
        with console.capture() as lines:
            console.print(events_table(rows, width=console.width))
        click.echo("\n".join(line.rstrip() for line in lines.get().splitlines()))
    click.echo(counts_line(view.counts(), len(rows)), err=True)


@cli.command()
@project_option
@filter_options
@click.option("--json", "--jsonl", "_as_json", is_flag=True, help="JSON Lines (the only form).")
def mentions(project: str | None, _as_json: bool, **flags: str | None) -> int:
    """Stream the tellings of the events as JSON Lines."""
    from sayso.tables import json_lines

    with _open_view(project) as view:
        _write(json_lines(view.mentions(_filter(flags))))
    return OK


@cli.command()
@project_option
@filter_options
@click.option("--json", "--jsonl", "_as_json", is_flag=True, help="JSON Lines (the only form).")
def reports(project: str | None, _as_json: bool, **flags: str | None) -> int:
    """Stream the reports (all that one document tells of one event) as JSON Lines."""
    from sayso.tables import json_lines

    with _open_view(project) as view:
        _write(json_lines(view.reports(_filter(flags))))
    return OK


@cli.command()
@project_option
@click.option("--json", "--jsonl", "_as_json", is_flag=True, help="JSON Lines (the only form).")
def copies(project: str | None, _as_json: bool) -> int:
    """List clusters of near-duplicates and wire copies as JSON Lines."""
    from sayso.tables import json_lines

    with _open_view(project) as view:
        _write(json_lines(view.copies()))
    return OK


@cli.command()
@project_option
@click.option("--json", "--jsonl", "as_json", is_flag=True, help="JSON Lines instead of text.")
def failures(project: str | None, as_json: bool) -> int:
    """List what was not coded, and why."""
    from sayso.tables import json_lines

    with _open_view(project) as view:
        rows = view.failures()
        if as_json:
            _write(json_lines(rows))
        else:
            for row in rows:
                click.echo(f"{row.stage}: {row.reason}: {row.ref}\n    {row.message}")
    return OK


@cli.command()
@click.argument("id_")
@project_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def show(id_: str, project: str | None, as_json: bool) -> int:
    """Show an event, report, mention or document: every field with its words, who says so, and what is missing.

    ID may be shortened as long as only one has it.
    """
    from sayso.tables import json_lines
    from sayso.terminal import detail_lines

    with _open_view(project) as view:
        detail = view.find(id_)
        if as_json:
            _write(json_lines([detail]))
        else:
            click.echo("\n".join(detail_lines(detail)))
    return OK


@cli.command()
@project_option
@click.option("--port", type=click.IntRange(1, 65535), help="Port on 127.0.0.1 [default: 8750].")
def serve(project: str | None, port: int | None) -> int:
    """Show the project in a browser, on this machine only."""
    from sayso.store.index import build_index
    from sayso.web.app import serve as serve_project

    settings = _settings(project=project, port=port)
    folder = Path(settings.project)
    build_index(folder)
    click.echo(f"sayso: http://127.0.0.1:{settings.port}/  (Ctrl-C stops it)", err=True)
    serve_project(folder, settings.port)
    return OK


# ---------------------------------------------------------------- the rest


@cli.command()
@project_option
def demo(project: str | None) -> int:
    """Code the bundled pages and show what comes of it."""
    from sayso.datafiles import DATA
    from sayso.terminal import detail_lines

    folder = project or "demo.d"
    status = _run(_settings(project=folder), (str(DATA / "demo"),), quiet=False)
    with _open_view(folder) as view:
        rows = view.events()
        most_told = sorted(rows, key=lambda row: (row.is_disputed, row.n_originators, row.n_documents, row.id))
        shown = {row.id for row in most_told[-_DEMO_EVENTS:]}
        click.echo("\nThe events that most sources tell, latest first:\n")
        _print_events(view, [row for row in rows if row.id in shown])
        click.echo("\nThe one that most sources tell, in full:\n")
        click.echo("\n".join(detail_lines(view.event(most_told[-1].id))))
    click.echo(_NEXT.format(project=folder))
    return OK if status == WITH_FAILURES else status  # the bundle holds pages that must fail, and says so


_DEMO_EVENTS = 15  # what fits a screen or two

_NEXT = """
What to try next, with `sayso` at .venv/bin/sayso:
  sayso serve --project {project}                      the same in a browser
  sayso events --project {project}                     all events, of fewer sources too
  sayso events --project {project} --type PROTEST      only protests; also --actor --source --place --since --until
  sayso events --project {project} --csv > events.csv  for R, Stata, pandas, a spreadsheet
  sayso failures --project {project}                   what was not coded, and why
  sayso run YOUR_PAGES --project mine.d                your own .html, .txt or .jsonl"""


@cli.group()
def gazetteer() -> None:
    """Build the list of places that pages are coded with."""


@gazetteer.command()
@click.argument("dump", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("places.bin"), help="File [default: places.bin].")
@click.option("--admin1", type=click.Path(path_type=Path), help="admin1CodesASCII.txt of GeoNames.")
@click.option("--alternates", type=click.Path(path_type=Path), help="alternateNamesV2.zip of GeoNames.")
def build(dump: Path, out: Path, admin1: Path | None, alternates: Path | None) -> int:
    """Build a gazetteer from DUMP, a file of GeoNames such as allCountries.zip or IQ.zip (CC BY 4.0).

    Code with it by `--gazetteer FILE` or the setting of that name.
    """
    from sayso.gazetteer.geonames import Dump, build_from_dump

    report = build_from_dump(Dump(dump, admin1, alternates), out)
    foreign = f"; {report.n_foreign} in no known country left out" if report.n_foreign else ""
    click.echo(f"{out}: {report.n_places} places, {report.n_bytes / 1e6:.1f} MB{foreign}", err=True)
    return OK


@cli.command()
@click.option("--origin", is_flag=True, help="Say where each value comes from.")
def config(origin: bool) -> int:
    """Print the settings in force."""
    origins = load_settings({}, os.environ, Path.cwd())[1]
    for each in origins:
        click.echo(f"{each.name} = {each.value!r}" + (f"    # {each.origin}" if origin else ""))
    return OK


@cli.command()
@project_option
def doctor(project: str | None) -> int:
    """Print versions, paths, models with their hashes, disk space and locks: what a bug report needs."""
    from sayso.doctor import examine

    problems = 0
    for finding in examine(_settings(project=project)):
        problems += not finding.ok
        click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.name:<22} {finding.value}")
    return FAILURE if problems else OK
