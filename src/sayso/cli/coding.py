"""Commands that code pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.group import OK, STOPPED, WITH_FAILURES, cli, find_settings, own_options, project_option
from sayso.settings import Settings

if TYPE_CHECKING:
    from sayso.toolkit import Tools


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
    settings = find_settings(**flags)
    notice_untrained(settings.codebook)
    return run_pages(settings, pages, quiet=quiet)


def run_pages(settings: Settings, pages: tuple[str, ...], *, quiet: bool) -> int:
    """Codes pages into the project of the settings, says how it went, and brings the index up to date."""
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
    settings = find_settings(**flags)
    notice_untrained(settings.codebook)
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


def notice_untrained(name: str) -> None:
    """Says on standard error what to run where a codebook has examples and nothing learnt them yet."""
    from sayso.codebook import find_codebook, load_codebook
    from sayso.codebook.book import BUILT_IN
    from sayso.heads.model import heads_path

    path = find_codebook(name)
    book = load_codebook(name)
    if BUILT_IN in Path(path).resolve().parents or book.learns or heads_path(path).exists() or not book.n_examples():
        return
    click.echo(
        f"sayso: the {book.n_examples()} examples of {book.name} are not learnt, only its words code: "
        f"run `sayso codebook train {name}`",
        err=True,
    )
