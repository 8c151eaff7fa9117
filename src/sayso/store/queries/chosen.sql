-- The events under a filter, as a first part of the queries that need them; a parameter that is null holds for all.
chosen AS (
    SELECT id
    FROM events
    WHERE ($type IS NULL OR type = $type)
        AND ($mode IS NULL OR mode = $mode)
        AND ($context IS NULL OR list_contains(contexts, $context))
        AND ($country IS NULL OR place.country = $country)
        AND ($place IS NULL
            OR contains(lower(place.name), lower($place))
            OR place.country = upper($place)
            OR CAST(place.geoname_id AS VARCHAR) = $place)
        AND ($since IS NULL OR last >= $since)
        AND ($until IS NULL OR first <= $until)
        AND ($originators IS NULL OR n_originators >= $originators)
        AND ($disputed IS NULL OR is_disputed = $disputed)
        AND ($told IS NULL OR list_contains(certainties, $told))
        AND ($actor IS NULL OR id IN (
            SELECT event_id
            FROM participants
            WHERE side = 'actor'
                AND (contains(lower(name), lower($actor)) OR list_contains(codes, upper($actor)) OR identity = $actor)))
        AND ($recipient IS NULL OR id IN (
            SELECT event_id
            FROM participants
            WHERE side = 'recipient'
                AND (contains(lower(name), lower($recipient)) OR list_contains(codes, upper($recipient))
                    OR identity = $recipient)))
        AND ($source IS NULL OR id IN (
            SELECT event_id FROM links WHERE contains(lower(name), lower($source)) OR key = 'id:' || $source))
        AND ($publisher IS NULL OR id IN (
            SELECT event_id FROM tellings WHERE contains(lower(publisher), lower($publisher))))
        AND ($document IS NULL OR id IN (SELECT event_id FROM tellings WHERE document_id = $document))
        AND ($text IS NULL OR id IN (
            SELECT event_id FROM tellings WHERE contains(lower(sentence_text), lower($text))))
)
