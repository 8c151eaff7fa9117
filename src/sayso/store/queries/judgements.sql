SELECT * FROM judgements ORDER BY "at" DESC, kind, "left", "right"
