-- The world in SQLite. Moments are whole seconds since 1970 UTC. Keys are numbers in the order of coming.

CREATE TABLE entity (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, unnamed INTEGER NOT NULL,
    name TEXT NOT NULL, folded TEXT NOT NULL,
    -- How many claims the tables below hold under it: which end a question begins at.
    claims_about INTEGER NOT NULL DEFAULT 0, claims_by INTEGER NOT NULL DEFAULT 0,
    claims_as INTEGER NOT NULL DEFAULT 0, claims_citing INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE name (folded TEXT, entity INTEGER, nth INTEGER, text TEXT, lang TEXT, plural INTEGER,
    PRIMARY KEY (folded, entity, nth)) WITHOUT ROWID;
-- The closure of what is narrower: each entity with itself and all above it.
CREATE TABLE within (narrow INTEGER, broad INTEGER, PRIMARY KEY (narrow, broad)) WITHOUT ROWID;
CREATE TABLE tenure (holder INTEGER, nth INTEGER, role INTEGER, place INTEGER, title TEXT, since TEXT, until TEXT,
    -- When it can have been held; when it certainly was, where both bounds are known; whether whenever its holder spoke.
    earliest INTEGER, latest INTEGER, sure_from INTEGER, sure_until INTEGER, whenever INTEGER NOT NULL,
    PRIMARY KEY (holder, nth)) WITHOUT ROWID;

CREATE TABLE source (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, publisher INTEGER, publisher_certain INTEGER,
    published TEXT, url TEXT, archive_url TEXT, lang TEXT, medium TEXT, authors TEXT
);

CREATE TABLE claim (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, statement TEXT NOT NULL, lang TEXT, mode TEXT NOT NULL,
    said TEXT, said_basis TEXT, said_at INTEGER, concerns TEXT,
    -- When it was said, else when the first of the documents read was published; `span`: 0 up to 40 days, 1 wider, 2 unknown.
    earliest INTEGER, latest INTEGER, span INTEGER NOT NULL,
    -- Which of the tables below have rows of it, as bits.
    parts INTEGER NOT NULL
);
CREATE TABLE translation (claim INTEGER, nth INTEGER, text TEXT, lang TEXT, PRIMARY KEY (claim, nth)) WITHOUT ROWID;
CREATE TABLE speaker (claim INTEGER, nth INTEGER, entity INTEGER, certain INTEGER, styled TEXT,
    PRIMARY KEY (claim, nth)) WITHOUT ROWID;
CREATE TABLE audience (claim INTEGER, nth INTEGER, entity INTEGER, certain INTEGER, styled TEXT,
    PRIMARY KEY (claim, nth)) WITHOUT ROWID;
CREATE TABLE ascribed (claim INTEGER, nth INTEGER, entity INTEGER, certain INTEGER, styled TEXT,
    PRIMARY KEY (claim, nth)) WITHOUT ROWID;
CREATE TABLE about (claim INTEGER, nth INTEGER, entity INTEGER, certain INTEGER, styled TEXT,
    PRIMARY KEY (claim, nth)) WITHOUT ROWID;
CREATE TABLE citation (claim INTEGER, nth INTEGER, source INTEGER, locator TEXT, words TEXT, words_lang TEXT,
    translated INTEGER, PRIMARY KEY (claim, nth)) WITHOUT ROWID;
CREATE TABLE via (claim INTEGER, nth INTEGER, hop INTEGER, source INTEGER, certain INTEGER,
    PRIMARY KEY (claim, nth, hop)) WITHOUT ROWID;
CREATE TABLE tag (claim INTEGER, nth INTEGER, tag TEXT, PRIMARY KEY (claim, nth)) WITHOUT ROWID;

CREATE TABLE assessment (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, claim INTEGER NOT NULL, checker INTEGER NOT NULL,
    day TEXT, earliest INTEGER, latest INTEGER, verdict TEXT NOT NULL, label TEXT,
    value REAL, worst REAL, best REAL, summary TEXT,
    -- Whether the checker still holds to it: as far as the dates tell, it `stands`, `can stand` or is `superseded`.
    standing TEXT NOT NULL DEFAULT 'stands'
);
CREATE TABLE link (target INTEGER, relation TEXT, origin INTEGER, PRIMARY KEY (target, relation, origin)) WITHOUT ROWID;

-- What follows from the above, kept for questions.
-- About it or anything narrower, by when.
CREATE TABLE about_when (entity INTEGER, span INTEGER, latest INTEGER, claim INTEGER, earliest INTEGER,
    PRIMARY KEY (entity, span, latest, claim)) WITHOUT ROWID;
-- By whom, those included who speak at the end of a chain.
CREATE TABLE spoken (entity INTEGER, claim INTEGER, PRIMARY KEY (entity, claim)) WITHOUT ROWID;
-- In which role, or broader, it can have been said.
CREATE TABLE spoken_as (role INTEGER, claim INTEGER, PRIMARY KEY (role, claim)) WITHOUT ROWID;
-- Whose documents stand in its chain.
CREATE TABLE cited (publisher INTEGER, claim INTEGER, PRIMARY KEY (publisher, claim)) WITHOUT ROWID;
-- By which verdicts its checkers can stand, by when it was said.
CREATE TABLE rated (verdict TEXT, span INTEGER, latest INTEGER, claim INTEGER, earliest INTEGER,
    PRIMARY KEY (verdict, span, latest, claim)) WITHOUT ROWID;
-- Folded words (`w…`), stems (`sen…`, `sar…`), and what it is about (`a…`), so that one search intersects them all.
CREATE VIRTUAL TABLE words USING fts5 (tokens, content = '', detail = none, columnsize = 0,
    tokenize = "unicode61 remove_diacritics 0");
