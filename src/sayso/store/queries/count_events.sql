SELECT count(*) AS n FROM chosen
