-- What several rows of the shards and of linking say together, so that events.sql and the read side need not.

-- Documents and mentions that stand in two shards (a page coded again while the older coding still lies there).
DELETE FROM mentions WHERE id NOT IN (SELECT mention_id FROM told);
CREATE OR REPLACE TABLE mentions AS SELECT DISTINCT ON (id) * FROM mentions ORDER BY id;
CREATE OR REPLACE TABLE documents AS SELECT DISTINCT ON (id) * FROM documents ORDER BY id;

-- Which documents are copies of which, those without a copy left out.
CREATE TABLE copied AS
SELECT document_id, cluster_id
FROM copies
WHERE cluster_id IN (SELECT cluster_id FROM copies GROUP BY cluster_id HAVING count(*) > 1);

-- One row a telling: the mention, its event and who it goes back to.
CREATE TABLE tellings AS
SELECT
    mentions.*,
    told.* EXCLUDE (mention_id, document_id),
    documents.published_first,
    documents.published_last,
    documents.publisher,
    coalesce(copied.cluster_id, mentions.document_id) AS text_id,
    documents.sentences[mentions.sentence + 1].start AS sentence_start
FROM mentions
JOIN told ON told.mention_id = mentions.id
JOIN documents ON documents.id = mentions.document_id
LEFT JOIN copied ON copied.document_id = mentions.document_id
ORDER BY mentions.document_id, mentions.sentence, mentions.trigger.start, mentions.id;

-- One row a link of a chain of sources.
CREATE TABLE links AS
SELECT id AS mention_id, event_id, unnest(chain, recursive := true) FROM tellings;

-- Actors and recipients of each event, those that are the same put together under the name used most.
CREATE TABLE parties AS
WITH named AS (
    SELECT
        event_id, side, key, name, identity, codes, country, sectors,
        row_number() OVER (
            PARTITION BY event_id, side, key
            ORDER BY identity IS NOT NULL DESC, count(*) DESC, country IS NOT NULL DESC, name, codes
        ) AS position
    FROM participants
    GROUP BY event_id, side, key, name, identity, codes, country, sectors
),
counted AS (
    SELECT event_id, side, key, count(DISTINCT mention_id) AS n_tellings
    FROM participants
    GROUP BY event_id, side, key
)
SELECT
    event_id, side, key,
    {
        'name': name, 'identity': identity, 'codes': codes, 'country': country, 'sectors': sectors,
        'n_tellings': n_tellings
    } AS party
FROM named
JOIN counted USING (event_id, side, key)
WHERE position = 1;

CREATE TABLE party_keys AS
SELECT event_id, list(DISTINCT key) AS keys
FROM (SELECT event_id, unnest(keys) AS key FROM participants)
GROUP BY event_id;

-- How each originator puts each event.
CREATE TABLE stances AS
SELECT
    event_id,
    originator_key,
    told,
    arg_min(originator_group, (is_copy, published_first, tellings.id)) AS originator_group,
    -- "Chadian army (Ousmane Dara)": who spoke for it by name.
    arg_min(originator_group, (is_copy, published_first, tellings.id)) || coalesce(
        ' (' || string_agg(DISTINCT originator, ', ' ORDER BY originator)
            FILTER (is_voice AND originator_kind <> 'publisher') || ')',
        ''
    ) AS originator,
    arg_min(originator_kind, (is_copy, published_first, tellings.id)) AS kind,
    coalesce(bool_or(list_has_any(originator_parties, party_keys.keys)), false) AS is_party,
    count(*) AS n_tellings,
    count(DISTINCT document_id) AS n_documents,
    list(tellings.id ORDER BY is_copy, published_first, tellings.id) AS mention_ids
FROM tellings
LEFT JOIN party_keys USING (event_id)
GROUP BY event_id, originator_key, told;

-- Each figure as each originator gives it, by the first telling that has it.
CREATE TABLE figures AS
WITH told_figures AS (
    SELECT id, event_id, originator_key, is_copy, published_first, unnest(quantities) AS quantity FROM tellings
),
-- A death that a noun alone tells of ("the massacre") is a figure only where nobody gives a number.
numbered AS (
    SELECT *, quantity.high IS NULL AND quantity.span = quantity."of" AS by_noun
    FROM told_figures
    QUALIFY NOT coalesce(by_noun, false)
        OR bool_and(coalesce(by_noun, false)) OVER (PARTITION BY event_id, quantity.kind)
),
first_told AS (
    SELECT
        event_id,
        originator_key,
        quantity.kind AS kind,
        quantity.low AS low,
        quantity.best AS best,
        quantity.high AS high,
        quantity.vague AS vague,
        quantity.includes IS NOT NULL AS is_part,
        arg_min(id, (is_copy, published_first, quantity.span.start, id)) AS mention_id,
        arg_min(quantity.span, (is_copy, published_first, quantity.span.start, id)) AS span
    FROM numbered
    GROUP BY ALL
)
SELECT first_told.*, tellings.originator_group AS originator FROM first_told JOIN tellings ON tellings.id = first_told.mention_id;
