-- Events under the rule `default`: a view over the tellings of their reports, made again whenever anything changes.
-- Nothing is averaged. Days and place are those that most tellings state, the finest first; figures stay each with
-- its originator; who asserts and who denies stay side by side.

CREATE TABLE events AS
WITH typed AS (
    SELECT event_id, type, row_number() OVER (PARTITION BY event_id ORDER BY count(*) DESC, type) AS position
    FROM tellings
    GROUP BY event_id, type
),
-- A mode belongs to its type: only tellings of the event's own type have a say.
moded AS (
    SELECT event_id, mode, row_number() OVER (PARTITION BY event_id ORDER BY count(*) DESC, mode) AS position
    FROM tellings
    JOIN typed USING (event_id, type)
    WHERE typed.position = 1 AND mode IS NOT NULL
    GROUP BY event_id, mode
),
contexts AS (
    SELECT event_id, list(context ORDER BY n DESC, context) AS contexts
    FROM (
        SELECT event_id, context, count(*) AS n
        FROM (SELECT event_id, unnest(contexts) AS context FROM tellings)
        GROUP BY event_id, context
    )
    GROUP BY event_id
),
-- A week and less comes before anything longer, however often that is told.
dated AS (
    SELECT
        event_id, "when".first AS first, "when".last AS last, "when".basis AS basis,
        row_number() OVER (
            PARTITION BY event_id
            ORDER BY
                CAST("when".last AS DATE) - CAST("when".first AS DATE) > 6,
                count(*) DESC,
                CAST("when".last AS DATE) - CAST("when".first AS DATE),
                "when".first,
                "when".basis DESC
        ) AS position
    FROM tellings
    WHERE "when".first IS NOT NULL AND "when".last IS NOT NULL AND "when".basis <> 'published'
    GROUP BY event_id, "when".first, "when".last, "when".basis
),
-- A town (30 km and less, as compare.py has it) comes before anything wider.
placed AS (
    SELECT
        event_id, struct_pack(
            name := place.name, geoname_id := place.geoname_id, latitude := place.latitude,
            longitude := place.longitude, radius_km := place.radius_km, country := place.country,
            admin1 := place.admin1, basis := place.basis
        ) AS place,
        row_number() OVER (
            PARTITION BY event_id
            ORDER BY
                coalesce(place.radius_km, 500) > 30,
                count(*) DESC,
                coalesce(place.radius_km, 500),
                place.name,
                place.geoname_id,
                place.basis
        ) AS position
    FROM tellings
    WHERE place.name IS NOT NULL AND (place.latitude IS NOT NULL OR place.country IS NOT NULL)
    GROUP BY event_id, place.name, place.geoname_id, place.latitude, place.longitude, place.radius_km, place.country,
        place.admin1, place.basis
),
sides AS (
    SELECT
        event_id,
        list(party ORDER BY party.n_tellings DESC, party.name, key) FILTER (side = 'actor') AS actors,
        list(party ORDER BY party.n_tellings DESC, party.name, key) FILTER (side = 'recipient') AS recipients
    FROM parties
    GROUP BY event_id
),
sources AS (
    SELECT
        event_id,
        list(originator ORDER BY n DESC, originator, originator_key) AS originators,
        count(*) AS n_originators,
        count(*) FILTER (is_party) AS n_party_originators,
        -- Somebody affirms and somebody else denies it; one who does both is not in dispute with anybody.
        count(*) FILTER (affirms) > 0 AND count(*) FILTER (denies) > 0
            AND (count(*) FILTER (affirms) > 1 OR count(*) FILTER (denies) > 1
                OR count(*) FILTER (affirms AND denies) = 0) AS is_disputed
    FROM (
        SELECT
            event_id,
            originator_key,
            arg_max(originator_group, (n_tellings, originator_group)) AS originator,
            sum(n_tellings) AS n,
            bool_or(is_party) AS is_party,
            bool_or(told IN ('asserted', 'alleged')) AS affirms,
            bool_or(told IN ('denied', 'denied-alleged')) AS denies
        FROM stances
        GROUP BY event_id, originator_key
    )
    GROUP BY event_id
),
ways AS (
    SELECT event_id, list(told ORDER BY n DESC, told) AS certainties
    FROM (SELECT event_id, told, sum(n_tellings) AS n FROM stances GROUP BY event_id, told)
    GROUP BY event_id
),
numbers AS (
    SELECT
        event_id,
        list(
            struct_pack(
                kind := kind, low := low, best := best, high := high, vague := vague, originator := originator,
                mention_id := mention_id, span := span
            )
            ORDER BY kind, best DESC NULLS LAST, high DESC NULLS LAST, originator, mention_id, span.start
        ) AS figures
    FROM figures
    GROUP BY event_id
),
-- Two originators conflict where the least that one has is more than the most that the other has. A figure that is
-- part of another ("including 3 children") is none of the event.
conflicting AS (
    SELECT DISTINCT one.event_id
    FROM figures AS one
    JOIN figures AS other ON one.event_id = other.event_id AND one.kind = other.kind
    WHERE one.originator_key <> other.originator_key
        AND NOT one.is_part AND NOT other.is_part
        AND one.kind <> 'other'
        AND coalesce(one.low, one.best) > coalesce(other.high, other.best)
),
telling_most AS (
    SELECT
        event_id, id AS mention_id, document_id, sentence_text AS sentence,
        row_number() OVER (
            PARTITION BY event_id
            ORDER BY
                background,
                is_copy,
                CAST(len(actors) > 0 AS INT) + CAST(len(recipients) > 0 AS INT) + CAST(place IS NOT NULL AS INT)
                    + CAST("when" IS NOT NULL AS INT) + CAST(len(quantities) > 0 AS INT) DESC,
                published_first,
                id
        ) AS position
    FROM tellings
),
counted AS (
    SELECT
        event_id,
        min(published_first) AS published_first,
        max(published_last) AS published_last,
        count(*) AS n_mentions,
        count(DISTINCT document_id) AS n_documents,
        count(DISTINCT document_id) - count(DISTINCT text_id) AS n_copies,
        bool_and(background) AS is_background
    FROM tellings
    GROUP BY event_id
)
SELECT
    counted.event_id AS id,
    typed.type,
    moded.mode,
    coalesce(contexts.contexts, []) AS contexts,
    dated.first,
    dated.last,
    dated.basis AS day_basis,
    counted.published_first,
    counted.published_last,
    placed.place,
    coalesce(sides.actors, []) AS actors,
    coalesce(sides.recipients, []) AS recipients,
    sources.originators,
    counted.n_mentions,
    counted.n_documents,
    counted.n_copies,
    sources.n_originators,
    sources.n_party_originators,
    ways.certainties,
    counted.is_background,
    sources.is_disputed,
    conflicting.event_id IS NOT NULL AS has_conflicting_figures,
    coalesce(numbers.figures, []) AS figures,
    telling_most.sentence,
    telling_most.document_id,
    telling_most.mention_id
FROM counted
JOIN typed ON typed.event_id = counted.event_id AND typed.position = 1
LEFT JOIN moded ON moded.event_id = counted.event_id AND moded.position = 1
LEFT JOIN contexts ON contexts.event_id = counted.event_id
LEFT JOIN dated ON dated.event_id = counted.event_id AND dated.position = 1
LEFT JOIN placed ON placed.event_id = counted.event_id AND placed.position = 1
LEFT JOIN sides ON sides.event_id = counted.event_id
JOIN sources ON sources.event_id = counted.event_id
JOIN ways ON ways.event_id = counted.event_id
LEFT JOIN numbers ON numbers.event_id = counted.event_id
LEFT JOIN conflicting ON conflicting.event_id = counted.event_id
JOIN telling_most ON telling_most.event_id = counted.event_id AND telling_most.position = 1
ORDER BY coalesce(dated.last, '') DESC, counted.event_id;
