-- Tellings: of the events under the filter, and of what $event, $report, $mention or $document names.
SELECT
    tellings.*,
    coalesce(stances.is_party, false) AS is_party,
    [
        CASE WHEN link.attribution IS NULL THEN NULL ELSE documents.attributions[link.attribution + 1] END
        FOR link IN chain
    ] AS said
FROM tellings
JOIN documents ON documents.id = tellings.document_id
LEFT JOIN stances
    ON stances.event_id = tellings.event_id
    AND stances.originator_key = tellings.originator_key
    AND stances.told = tellings.told
WHERE tellings.event_id IN (FROM chosen)
    AND ($event IS NULL OR tellings.event_id = $event)
    AND ($report IS NULL OR tellings.report_id = $report)
    AND ($mention IS NULL OR tellings.id = $mention)
    AND ($within IS NULL OR tellings.document_id = $within)
ORDER BY tellings.document_id, tellings.sentence, tellings.trigger.start, tellings.id
