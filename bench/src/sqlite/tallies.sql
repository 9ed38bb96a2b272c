-- Once everything is in: by which verdicts checkers stand, by when the claims were said, and how many claims each
-- entity has.

CREATE INDEX assessment_claim ON assessment (claim, checker);

-- A later verdict of the same checker supersedes; of equal dates, or of two that are missing, the one recorded last.
UPDATE assessment AS a SET standing = CASE
    WHEN EXISTS (SELECT 1 FROM assessment b WHERE b.claim = a.claim AND b.checker = a.checker AND b.key <> a.key
        AND iif(b.earliest IS a.earliest AND b.latest IS a.latest, b.key > a.key, ifnull(b.earliest > a.latest, 0)))
    THEN 'superseded'
    WHEN EXISTS (SELECT 1 FROM assessment b WHERE b.claim = a.claim AND b.checker = a.checker AND b.key <> a.key
        AND iif(b.earliest IS a.earliest AND b.latest IS a.latest, b.key > a.key, ifnull(b.latest >= a.earliest, 1)))
    THEN 'can stand'
    ELSE 'stands' END;

INSERT INTO rated
    SELECT DISTINCT a.verdict, c.span, ifnull(c.latest, 0), c.key, ifnull(c.earliest, 0)
    FROM assessment a JOIN claim c ON c.key = a.claim
    WHERE a.standing <> 'superseded' ORDER BY 1, 2, 3, 4;

UPDATE entity SET claims_about = n FROM (SELECT entity, count(*) n FROM about_when GROUP BY entity) t WHERE t.entity = key;
UPDATE entity SET claims_by = n FROM (SELECT entity, count(*) n FROM spoken GROUP BY entity) t WHERE t.entity = key;
UPDATE entity SET claims_as = n FROM (SELECT role, count(*) n FROM spoken_as GROUP BY role) t WHERE t.role = key;
UPDATE entity SET claims_citing = n FROM (SELECT publisher, count(*) n FROM cited GROUP BY publisher) t WHERE t.publisher = key;
