SELECT events.*, (SELECT rule FROM meta) AS rule FROM events WHERE id = $id
