-- Ids of one kind (all where it is null) that begin with a prefix; a few more than one are enough to tell that it is not unique.
SELECT kind, id
FROM (
    SELECT 'event' AS kind, id FROM events
    UNION ALL
    SELECT 'report', id FROM reports
    UNION ALL
    SELECT 'mention', id FROM mentions
    UNION ALL
    SELECT 'document', id FROM documents
)
WHERE ($kind IS NULL OR kind = $kind) AND starts_with(id, $prefix)
ORDER BY id <> $prefix, list_position(['event', 'report', 'mention', 'document'], kind), id
LIMIT 6
