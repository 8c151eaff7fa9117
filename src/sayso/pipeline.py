"""Start here: the one straight way from a page to attributed event mentions.

`code_page` reads top to bottom. Each step is a function in the module of its name; steps know records and never each
other; data goes down and nothing calls back up. To add a step, add a function and a line here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.actors import find_actors, name_sources, name_speakers
from sayso.arguments import find_arguments, join_learnt
from sayso.attribution import find_attributions
from sayso.encode import Window
from sayso.extract import extract_document
from sayso.factuality import grade_factuality
from sayso.headlines import mend_headlines
from sayso.mentions import Layers, build_mentions
from sayso.places import find_places
from sayso.quantities import find_quantities
from sayso.records import Arguments, Attribution, Coded, Document, Drop, Page, Sentence, Span
from sayso.segment import split_sentences
from sayso.syntax import Parse
from sayso.times import find_times
from sayso.titles import Title, read_title
from sayso.toolkit import Tools
from sayso.triggers import find_triggers, join_trained, weigh_triggers
from sayso.verify import check_spans


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as text: its document, sentences, parses (one a sentence) and the encoder's answer, window by window.

    `title` is the page's title where the text does not hold it.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    parses: tuple[Parse, ...]
    windows: tuple[Window, ...]
    title: Title | None = None


def code_page(page: Page, tools: Tools) -> Coded:
    """All layers of one page; the same page and tools give the same answer, always.

    Raises:
        PageError: the page has no text, cannot be read, or a step gave a span whose words are not there; `stage` and
            `reason` say which.
    """
    document = extract_document(page)
    drop = find_drop(document)
    if drop is not None:
        return Coded(document, drop=drop)
    return code_reading(read_document(document, tools), tools)


def find_drop(document: Document) -> Drop | None:
    """Why a document is kept uncoded, or None where it can be coded."""
    if document.language in (None, "en"):
        return None
    message = f"the page is in '{document.language}'; this version codes English only"
    return Drop("language", "unsupported language", message, document.id)


def read_document(document: Document, tools: Tools) -> Reading:
    """The document's sentences, their parses with those of headlines mended, and what the encoder makes of them."""
    sentences = split_sentences(document)
    parses = tools.parser.parse(document, sentences)
    windows = tools.encoder.encode(document, sentences, with_hidden=tools.heads is not None)
    title = read_title(document, tools.parser, tools.codebook.lexicon)
    return Reading(document, sentences, mend_headlines(parses, tools.codebook.lexicon), windows, title)


def code_reading(reading: Reading, tools: Tools) -> Coded:
    """All layers of a page that was read."""
    document, parses = reading.document, reading.parses
    windows, labels = reading.windows, tools.encoder.labels
    triggers = weigh_triggers(find_triggers(parses, tools.codebook), parses, windows, tools.codebook, labels)
    triggers = join_trained(triggers, parses, windows, tools.codebook, tools.heads)
    arguments = join_learnt(find_arguments(triggers, parses, tools.codebook), triggers, parses, windows)
    attributions = find_attributions(document, parses, tools.saying, windows, [each.span for each in triggers])
    factualities = grade_factuality(document, triggers, parses, tools.certainty)
    times = find_times(document, parses, tools.times)
    places = find_places(document, parses, tools.gazetteer, tools.place_words)
    quantities = find_quantities(document, parses, tools.quantities, title=reading.title)
    actors = find_actors(document, parses, _spans_of_actors(arguments, attributions), tools.actors)
    attributions = name_sources(attributions, actors)
    actors = name_speakers(actors, attributions)
    mentions = build_mentions(
        Layers(
            document=document,
            parses=parses,
            triggers=triggers,
            arguments=arguments,
            factualities=factualities,
            attributions=attributions,
            times=times,
            places=places,
            quantities=quantities,
            actors=actors,
            codebook=tools.codebook.version,
            counts=tools.codebook.counts(),
            only_actors=tools.codebook.only_actors,
        )
    )
    coded = Coded(document, reading.sentences, attributions, mentions, times, places, quantities, actors)
    check_spans(coded)
    return coded


def _spans_of_actors(arguments: tuple[Arguments, ...], attributions: tuple[Attribution, ...]) -> list[Span]:
    """Spans that must each be coded as an actor: participants and sources."""
    spans = {argument.span for each in arguments for argument in (*each.actors, *each.recipients)}
    spans |= {span for attribution in attributions for span in attribution.source}
    return sorted(spans)
