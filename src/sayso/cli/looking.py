"""Commands that show what was found."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.coding import run_pages
from sayso.cli.group import OK, WITH_FAILURES, Command, cli, find_settings, open_view, project_option, write_lines

if TYPE_CHECKING:
    from sayso.store.rows import EventFilter, EventRow
    from sayso.store.view import View


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
    with open_view(project) as view:
        rows = view.events(_filter(flags), limit=limit)
        if as_json:
            write_lines(json_lines(rows))
        elif as_csv:
            write_lines(line.encode() for line in events_csv(rows))
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

    with open_view(project) as view:
        write_lines(json_lines(view.mentions(_filter(flags))))
    return OK


@cli.command()
@project_option
@filter_options
@click.option("--json", "--jsonl", "_as_json", is_flag=True, help="JSON Lines (the only form).")
def reports(project: str | None, _as_json: bool, **flags: str | None) -> int:
    """Stream the reports (all that one document tells of one event) as JSON Lines."""
    from sayso.tables import json_lines

    with open_view(project) as view:
        write_lines(json_lines(view.reports(_filter(flags))))
    return OK


@cli.command()
@project_option
@click.option("--json", "--jsonl", "_as_json", is_flag=True, help="JSON Lines (the only form).")
def copies(project: str | None, _as_json: bool) -> int:
    """List clusters of near-duplicates and wire copies as JSON Lines."""
    from sayso.tables import json_lines

    with open_view(project) as view:
        write_lines(json_lines(view.copies()))
    return OK


@cli.command()
@project_option
@click.option("--json", "--jsonl", "as_json", is_flag=True, help="JSON Lines instead of text.")
def failures(project: str | None, as_json: bool) -> int:
    """List what was not coded, and why."""
    from sayso.tables import json_lines

    with open_view(project) as view:
        rows = view.failures()
        if as_json:
            write_lines(json_lines(rows))
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

    with open_view(project) as view:
        detail = view.find(id_)
        if as_json:
            write_lines(json_lines([detail]))
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

    settings = find_settings(project=project, port=port)
    folder = Path(settings.project)
    build_index(folder)
    click.echo(f"sayso: http://127.0.0.1:{settings.port}/  (Ctrl-C stops it)", err=True)
    serve_project(folder, settings.port)
    return OK


@cli.command()
@project_option
def demo(project: str | None) -> int:
    """Code the bundled pages and show what comes of it."""
    from sayso.datafiles import DATA
    from sayso.terminal import detail_lines

    folder = project or "demo.d"
    status = run_pages(find_settings(project=folder), (str(DATA / "demo"),), quiet=False)
    with open_view(folder) as view:
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
