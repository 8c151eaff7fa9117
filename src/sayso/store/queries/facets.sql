-- Values of each facet with the number of chosen events that have it, at most 50 of each, most frequent first.
, found AS (
    SELECT 'types' AS facet, id AS event_id, type AS value FROM events
    UNION
    SELECT 'modes', id, mode FROM events
    UNION
    SELECT 'countries', id, place.country FROM events
    UNION
    SELECT 'months', id, first[1:7] FROM events WHERE first[1:7] = last[1:7]
    UNION
    SELECT side || 's', event_id, party.name FROM parties
    UNION
    SELECT 'originators', event_id, originator_group FROM stances
    UNION
    SELECT 'publishers', event_id, publisher FROM tellings
    UNION
    SELECT 'certainties', event_id, told FROM stances
)
SELECT facet, value, count(*) AS n
FROM found
WHERE value IS NOT NULL AND event_id IN (FROM chosen)
GROUP BY facet, value
QUALIFY row_number() OVER (PARTITION BY facet ORDER BY count(*) DESC, value) <= 50
ORDER BY facet, n DESC, value
