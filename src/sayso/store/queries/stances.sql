SELECT originator, kind, told, is_party, n_tellings, n_documents, mention_ids
FROM stances
WHERE event_id = $event
ORDER BY n_tellings DESC, originator, told, originator_key
