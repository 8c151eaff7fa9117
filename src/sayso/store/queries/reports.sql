-- Reports: of the events under the filter, and of what $event or $report names.
SELECT
    reports.*,
    documents.title,
    documents.publisher,
    documents.published_first,
    (SELECT min(type) FROM mentions WHERE mentions.id = reports.mention_ids[1]) AS type
FROM reports
JOIN documents ON documents.id = reports.document_id
WHERE reports.event_id IN (FROM chosen)
    AND ($event IS NULL OR reports.event_id = $event)
    AND ($report IS NULL OR reports.id = $report)
ORDER BY reports.id
