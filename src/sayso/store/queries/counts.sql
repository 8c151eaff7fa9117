SELECT
    (SELECT count(*) FROM documents) AS n_documents,
    (SELECT count(*) FROM documents WHERE NOT coded) AS n_dropped,
    (SELECT count(*) FROM failures) AS n_failures,
    (SELECT count(*) FROM mentions) AS n_mentions,
    (SELECT count(*) FROM mentions WHERE len(attribution) = 0) AS n_unattributed,
    (SELECT count(*) FROM reports) AS n_reports,
    (SELECT count(*) FROM events) AS n_events,
    (SELECT count(*) - count(DISTINCT cluster_id) FROM copied) AS n_copies,
    (SELECT min(first) FROM events) AS first,
    (SELECT max(last) FROM events) AS last
