-- Once everything is in: what was found of claims by when those were said, and how many claims each entity has.

INSERT INTO rated
    SELECT DISTINCT a.verdict, c.span, ifnull(c.latest, 0), c.key, ifnull(c.earliest, 0)
    FROM assessment a JOIN claim c ON c.key = a.claim ORDER BY 1, 2, 3, 4;

UPDATE entity SET claims_about = n FROM (SELECT entity, count(*) n FROM about_when GROUP BY entity) t WHERE t.entity = key;
UPDATE entity SET claims_by = n FROM (SELECT entity, count(*) n FROM spoken GROUP BY entity) t WHERE t.entity = key;
UPDATE entity SET claims_as = n FROM (SELECT role, count(*) n FROM spoken_as GROUP BY role) t WHERE t.role = key;
UPDATE entity SET claims_citing = n FROM (SELECT publisher, count(*) n FROM cited GROUP BY publisher) t WHERE t.publisher = key;
