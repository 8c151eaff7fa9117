"""Links between documents in one step, without a project: the core of `sayso annotate --corpus`.

All input is read before the first answer, and the answers come in the order of the input.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.link.copies import find_copies
from sayso.link.facts import find_stems
from sayso.link.knowledge import Knowledge
from sayso.link.likeness import Likeness
from sayso.link.link import Links, link_project
from sayso.link.stories import find_stories
from sayso.records import Coded, Document

Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Target:
    """Words in a document that are to be chained; `lemma` is the base form of their head, None where not known."""

    start: int
    end: int
    lemma: str | None = None


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """One input: its own id, which need not be the content's, and the document with all that was found in it."""

    id: str
    coded: Coded
    targets: tuple[Target, ...] = ()


def answer_copies(texts: Sequence[tuple[str, str]]) -> Iterator[Answer]:
    """`{"doc_id", "cluster"}` for each (id, text): all ids that carry the same text, its own among them."""
    cluster_of = find_copies(texts)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for each in sorted(cluster_of):
        members[cluster_of[each]].append(each)
    return ({"doc_id": each, "cluster": members[cluster_of[each]]} for each, _ in texts)


def answer_events(documents: Sequence[CorpusDocument], knowledge: Knowledge) -> Iterator[Answer]:
    """`{"doc_id", "cluster_ids"}` for each document: the events that it reports, the main one first.

    Documents about one happening share their main event, also where it is of no type of the codebook: then it has an
    id of its own that stands for the story.
    """
    coded = [_under_own_id(each) for each in documents]
    links = link_project(coded, knowledge)
    main_of = _main_events(coded, links)
    events: defaultdict[str, list[str]] = defaultdict(list)
    for report in links.reports:
        events[report.document_id].append(links.events[report.id])
    for each in documents:
        cluster_ids = dict.fromkeys([main_of[each.id], *events[each.id]])
        yield {"doc_id": each.id, "cluster_ids": list(cluster_ids)}


def answer_coreference(documents: Sequence[CorpusDocument]) -> Iterator[Answer]:
    """`{"doc_id", "mentions": [{"start", "end", "chain"}]}` for each document: its targets, each with a chain.

    A chain holds the targets with the same words in documents of one story.
    """
    coded = [_under_own_id(each) for each in documents]
    story_of = find_stories(coded, Likeness(each.document for each in coded))
    for each in documents:
        mentions = [
            {
                "start": target.start,
                "end": target.end,
                "chain": f"{story_of[each.id]}|{_base(target, each.coded.document)}",
            }
            for target in each.targets
        ]
        yield {"doc_id": each.id, "mentions": mentions}


def _base(target: Target, document: Document) -> str:
    words = target.lemma or document.reading[target.start : target.end]
    return " ".join(sorted(find_stems(words))) or words.casefold()


def _under_own_id(each: CorpusDocument) -> Coded:
    """The document under its input's id, so that two inputs of one content stay two."""
    mentions = tuple(
        replace(mention, document_id=each.id, id=f"{each.id}/{mention.id}") for mention in each.coded.mentions
    )
    return replace(each.coded, document=replace(each.coded.document, id=each.id), mentions=mentions)


def _main_events(coded: Sequence[Coded], links: Links) -> Mapping[str, str]:
    """The main event of each document: that event of its story which most of the story's documents report first."""
    story_of = find_stories(coded, Likeness(each.document for each in coded))
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for report in links.reports:
        told[story_of[report.document_id]][links.events[report.id]] += 1
    return {each: _most_told(told[story], f"story-{story}") for each, story in story_of.items()}


def _most_told(counts: Counter[str], otherwise: str) -> str:
    return min(counts, key=lambda event: (-counts[event], event), default=otherwise)
