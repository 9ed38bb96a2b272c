//! The keywords, once: a row for each. Parser, formatter, help and completion all read this table.
//!
//! A keyword means something only where the grammar asks for one; everywhere else it is a word like any other. But a
//! word that opens or joins a clause, a condition, a shaping or a field ends a bare name ([`Keyword::ends_name`]):
//! whoever means it as part of a name puts the name in quotation marks.
//!
//! A word that is also common in names ends one only before a word that must follow it ([`Keyword::only_before`]).

use std::collections::HashMap;
use std::sync::LazyLock;

use Position::{
    Clause, Column, Condition, Date, Emptied, Field, Inside, Joint, Medium, Per, Present, Relation, Shaping,
    Statement, Type, Verdict,
};

/// Where a keyword can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// At the head of a statement.
    Statement,
    /// At the head of a clause about claims.
    Clause,
    /// At the head of a condition on people, sources and the other records.
    Condition,
    /// Between clauses or names, or before them.
    Joint,
    /// At the head of a shaping.
    Shaping,
    /// At the head of a field of a record, or of a part of one.
    Field,
    /// Inside one of these only.
    Inside,
    /// In `showing` and `sorted by`.
    Column,
    /// In `count claims per`.
    Per,
    /// After `with` and `without` in a question.
    Present,
    /// After `without` in a correction.
    Emptied,
    /// Before an id or name, to say what it is of.
    Type,
    Verdict,
    Medium,
    Relation,
    /// In a date.
    Date,
}

impl Position {
    /// What stands in this place, as an error message calls it.
    pub fn title(self) -> &'static str {
        match self {
            Statement => "a statement",
            Clause => "a clause such as `by …`",
            Condition => "a condition such as `named …`",
            Joint => "a joining word",
            Shaping => "a shaping such as `newest first`",
            Field => "a field such as `note …`",
            Emptied | Present => "a field",
            Inside => "a word",
            Column => "a column",
            Per => "something to count by",
            Type => "a type or kind of record",
            Verdict => "a verdict",
            Medium => "a medium",
            Relation => "a relation",
            Date => "a date",
        }
    }
}

/// A keyword.
#[derive(Debug)]
pub struct Keyword {
    /// As it is written in English, in lower case; the canonical form.
    pub spelling: &'static str,
    /// Its spellings in other languages, each with the language's tag.
    pub others: &'static [(&'static str, &'static str)],
    pub places: &'static [Position],
    /// If there are any, it ends a bare name only directly before one of these keywords: `changed` does before `since`,
    /// while "Changed Ltd" is a name.
    pub only_before: &'static [&'static str],
    /// One line of help.
    pub help: &'static str,
}

impl Keyword {
    /// Whether a bare name ends before it, whatever follows.
    pub fn ends_name(&self) -> bool {
        let opens = |place: &Position| matches!(place, Clause | Condition | Joint | Shaping | Field);
        self.only_before.is_empty() && self.places.iter().any(opens)
    }

    /// Whether a bare name ends before it, at least before some words.
    pub fn can_end_name(&self) -> bool {
        self.ends_name() || !self.only_before.is_empty()
    }

    /// Whether a bare name ends before it where this keyword follows it.
    pub fn ends_name_before(&self, next: Option<&Keyword>) -> bool {
        self.ends_name() || next.is_some_and(|next| self.only_before.contains(&next.spelling))
    }

    /// Whether it opens a clause or condition, so that no list goes on with it.
    pub fn opens_part(&self) -> bool {
        let opens = self.stands(Clause) || self.stands(Condition);
        opens || matches!(self.spelling, "not" | "certainly")
    }

    pub fn stands(&self, place: Position) -> bool {
        self.places.contains(&place)
    }
}

/// The keyword that a whole word is, whatever its case.
pub fn find(word: &str) -> Option<&'static Keyword> {
    static BY_SPELLING: LazyLock<HashMap<&str, &Keyword>> = LazyLock::new(|| {
        let spellings = |keyword: &'static Keyword| {
            let others = keyword.others.iter().map(|(_, spelling)| *spelling);
            others.chain([keyword.spelling]).map(move |spelling| (spelling, keyword))
        };
        KEYWORDS.iter().flat_map(spellings).collect()
    });
    if word.len() > LONGEST_KEYWORD {
        return None;
    }
    BY_SPELLING.get(word.to_lowercase().as_str()).copied()
}

/// No keyword is longer, in bytes: longer words need not be looked up.
const LONGEST_KEYWORD: usize = 64;

/// Whether a bare name ends before this word.
pub fn ends_name(word: &str) -> bool {
    find(word).is_some_and(Keyword::ends_name)
}

/// The keywords of a place, in the order of the table.
pub fn of_place(place: Position) -> impl Iterator<Item = &'static Keyword> {
    KEYWORDS.iter().filter(move |keyword| keyword.stands(place))
}

/// The spelling among `candidates` that a misspelt word most likely means.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if !(3..=24).contains(&length) {
        return None;
    }
    let wrong = |candidate: &str| strsim::osa_distance(&word, candidate);
    let near = candidates.into_iter().map(|candidate| (wrong(candidate), candidate));
    let near = near.filter(|(wrong, _)| (1..=(length / 4).max(1)).contains(wrong));
    near.min_by_key(|(wrong, _)| *wrong).map(|(_, candidate)| candidate)
}

/// A word in a bare name that may be a misspelt keyword, and that keyword: `sinse` in `Russia sinse 2025`.
pub fn slip_in_name(name: &str) -> Option<(&str, &'static str)> {
    let keywords = || KEYWORDS.iter().filter(|keyword| keyword.ends_name()).map(|keyword| keyword.spelling);
    name.split(' ').skip(1).find_map(|word| Some((word, nearest(word, keywords())?)))
}

const fn row(spelling: &'static str, places: &'static [Position], help: &'static str) -> Keyword {
    Keyword { spelling, others: &[], places, only_before: &[], help }
}

impl Keyword {
    /// The same keyword, ending a bare name only before these.
    pub const fn only_before(self, next: &'static [&'static str]) -> Keyword {
        Keyword { only_before: next, ..self }
    }
}

/// The table.
pub static KEYWORDS: &[Keyword] = &[
    // Statements that ask
    row("claims", &[Statement], "the claims that fit what follows; alone, every claim"),
    row("count", &[Statement], "how many there are: `count claims about Russia per speaker`"),
    row("people", &[Statement], "the persons that fit what follows"),
    row("organizations", &[Statement], "the organizations that fit what follows"),
    row("groups", &[Statement], "the groups that fit what follows"),
    row("places", &[Statement], "the places that fit what follows"),
    row("roles", &[Statement, Emptied], "the roles that fit what follows"),
    row("topics", &[Statement], "the topics that fit what follows"),
    row("events", &[Statement], "the events that fit what follows"),
    row("sources", &[Statement], "the sources that fit what follows"),
    row("show", &[Statement], "everything about one record: `show last-card`"),
    row("history", &[Statement], "every version of one record: `history of last-card`"),
    row("explain", &[Statement], "how a question was understood and answered"),
    // Statements that record
    row("add", &[Statement], "adds an entity, a source or a claim"),
    row(
        "reading",
        &[Statement],
        "the citation of the claims that follow and name none; `reading nothing` ends it",
    ),
    row(
        "assess",
        &[Statement],
        "records what a checker found of a claim: `assess last-card mixed by full-fact`",
    ),
    row("link", &[Statement, Type], "says how one claim stands to another: `link a contradicts b`"),
    row("define", &[Statement], "gives a question a name: `define russia-watch as claims about Russia`"),
    row("correct", &[Statement], "changes fields of a record: `correct last-card said 2025-07-12`"),
    row("retract", &[Statement], "takes a record out of every answer; its history stays"),
    row("restore", &[Statement], "brings back a record that was retracted"),
    // Joints
    row("and", &[Joint], "both must hold"),
    row("or", &[Joint], "either may hold"),
    row("not", &[Joint], "before a clause or a bracket: exactly the rest"),
    row("certainly", &[Joint], "before a clause: it must hold whatever the truth about doubtful things is"),
    row("to", &[Joint], "in `ascribed to`, `addressed to`, `rating 3 from 1 to 6`"),
    // Clauses
    row("about", &[Clause, Field, Column, Present, Emptied], "what it is about, or anything narrower"),
    row(
        "by",
        &[Clause, Field],
        "who said it; of a role: whoever held it then; of an assessment: the checker",
    ),
    row(
        "ascribed",
        &[Clause, Field, Column, Present, Emptied],
        "`ascribed to`: whose belief or plan it is said to be; alone: the mode",
    ),
    row("addressed", &[Clause, Field], "`addressed to`: to whom it was said, or narrower"),
    row("said", &[Clause, Field, Column, Present, Emptied], "when it was said; `said at`: where"),
    row("citing", &[Clause, Condition, Field, Emptied], "a source, or its publisher, anywhere in the chain"),
    row("read", &[Clause, Field], "`read in`: the document that was read, or its publisher"),
    row(
        "containing",
        &[Clause],
        "all these words, in any inflection; `containing exactly`: the phrase as written",
    ),
    row("like", &[Clause], "ranked by likeness to a text or a claim"),
    row("in", &[Clause, Condition, Field], "a language, or a time: `in Arabic`, `in July 2025`"),
    row("quoted", &[Clause, Field], "in direct speech"),
    row("paraphrased", &[Clause, Field], "in the document's rendering"),
    row("asserted", &[Clause, Field], "said by the document itself, or by whom it credits"),
    row("tagged", &[Clause, Field], "having a tag"),
    row("ever", &[Clause], "`ever rated`: by any verdict that a checker gave, even a superseded one")
        .only_before(&["rated"]),
    row("rated", &[Clause, Field], "having a verdict: `rated false or mostly-false`; alone: assessed at all"),
    row("unrated", &[Clause], "not assessed"),
    row("disputed", &[Clause], "two checkers stand by verdicts on opposite sides"),
    row("according", &[Clause], "`according to`: whose verdict it is"),
    row("contradicting", &[Clause], "having a link that contradicts a claim"),
    row("supporting", &[Clause], "having a link that supports a claim"),
    row("repeating", &[Clause], "having a link that repeats a claim"),
    row("correcting", &[Clause], "having a link that corrects a claim"),
    row("answering", &[Clause], "having a link that answers a claim"),
    row("contradicted", &[Clause], "a claim contradicts it; `contradicted by`: which"),
    row("supported", &[Clause], "a claim supports it; `supported by`: which"),
    row("repeated", &[Clause], "a claim repeats it; `repeated by`: which"),
    row("corrected", &[Clause], "a claim corrects it; `corrected by`: which"),
    row("answered", &[Clause], "a claim answers it; `answered by`: which"),
    row("with", &[Clause], "a field is there: `with words`"),
    row("without", &[Clause, Field], "a field is missing; in a correction: empties it"),
    row("doubtful", &[Clause], "something in it is marked uncertain"),
    row("matching", &[Clause], "fitting a defined question"),
    row("on", &[Clause, Condition, Field, Emptied], "within a day or another date"),
    row("presented", &[Clause], "`presented as`: in which role the document presents the speaker")
        .only_before(&["as"]),
    row("since", &[Clause, Condition, Field], "from the first moment of a date"),
    row("after", &[Clause, Condition], "past the last moment of a date"),
    row("before", &[Clause, Condition], "earlier than the first moment of a date"),
    row("until", &[Clause, Condition, Field], "up to the last moment of a date"),
    row("between", &[Clause, Condition], "from one date to another: `between 2025-06 and 2025-07-15`"),
    row(
        "published",
        &[Clause, Condition, Field, Column, Present, Emptied],
        "when, and of a source by whom, it was published",
    ),
    row(
        "recorded",
        &[Clause, Column],
        "when it first came into this database; `recorded by`: who recorded it",
    ),
    row("changed", &[Clause], "when it was corrected, retracted or restored; `changed by`: who did that")
        .only_before(&[
            "after",
            "before",
            "between",
            "by",
            "in",
            "on",
            "since",
            "today",
            "until",
            "yesterday",
        ]),
    row("concerning", &[Clause, Field, Column, Present, Emptied], "the time that it is about"),
    row("assessed", &[Clause], "when it was assessed"),
    row("undated", &[Clause], "it is not known when it was said"),
    // Conditions on other records
    row("named", &[Condition, Field], "having this as part of a name; in a correction: no longer unnamed"),
    row("within", &[Condition, Field, Emptied], "narrower than something: `within \"South Caucasus\"`"),
    row("as", &[Condition, Shaping, Field], "a role that somebody holds; `as of`: what was known then"),
    row("unnamed", &[Condition, Field], "whom the document does not name"),
    // Shaping
    row("newest", &[Shaping], "`newest first`: the latest first"),
    row("oldest", &[Shaping], "`oldest first`: the earliest first"),
    row("sorted", &[Shaping], "`sorted by`: ordered by these columns"),
    row("limit", &[Shaping], "at most so many rows"),
    row("showing", &[Shaping], "which columns to show"),
    row("including", &[Shaping], "`including retracted`: retracted records too"),
    row("per", &[Shaping], "counted for each speaker, topic, publisher, …"),
    // Fields of records
    row("names", &[Field], "in a correction: all the names"),
    row("plural", &[Field, Emptied], "a role's name for several: `plural \"diplomats\"@en`"),
    row("demonym", &[Field, Emptied], "the adjective of a place: `demonym \"Russian\"@en`"),
    row("wikidata", &[Field, Emptied], "its item in Wikidata: `wikidata Q159`"),
    row("at", &[Field, Emptied], "where an event was"),
    row("title", &[Field, Present, Emptied], "a document's title; of a role: the title in words"),
    row("author", &[Field, Present, Emptied], "a document's author: a name in quotation marks, or an entity"),
    row("medium", &[Field, Emptied], "what sort of document it is"),
    row(
        "language",
        &[Field, Column, Per, Present, Emptied],
        "a document's language, as a tag: `language ar`",
    ),
    row("url", &[Field, Column, Present, Emptied], "a document's address"),
    row("archive", &[Field, Column, Present, Emptied], "the address of an archived copy"),
    row("accessed", &[Field, Emptied], "when the document was read at its address"),
    row("text", &[Field, Emptied], "a document's full text"),
    row("statement", &[Field, Column], "the recorder's wording of a claim"),
    row("translation", &[Field, Column, Present, Emptied], "the statement in another language"),
    row("locator", &[Field, Column, Present, Emptied], "where in the document: `locator \"para 11\"`"),
    row("via", &[Field, Present, Emptied], "the documents behind the one that was read, nearest first"),
    row("words", &[Field, Column, Present, Emptied], "the document's own words, to the letter"),
    row("translated", &[Field], "the words are given in another language than they were said in"),
    row("styled", &[Field], "what the document calls somebody: `styled \"Aliyev\"`"),
    row("label", &[Field, Emptied], "the checker's own word for the verdict"),
    row("rating", &[Field, Emptied], "the checker's own scale: `rating 3 from 1 to 6`"),
    row("summary", &[Field, Emptied], "what the checker found, in a sentence"),
    row("note", &[Field, Column, Present, Emptied], "a note of the recorder"),
    row("extra", &[Field, Present, Emptied], "a field of another tool: `extra \"key\" \"value\"`"),
    row("also", &[Field], "in a correction: adds to a field"),
    row("because", &[Field], "why something is corrected, retracted or restored"),
    // Inside a clause or operand, before a name: these too end one
    row("exactly", &[Joint], "turns widening off; in `containing exactly`: the phrase as written"),
    row("anyone", &[Joint], "`by anyone named \"Aliyev\"`: by part of a name"),
    // Inside
    row("transaction", &[Inside], "`as of transaction 12`: when that had been recorded"),
    row("of", &[Inside], "`diplomats of Russia`, `history of`, `as of`; part of a bare name"),
    row("former", &[Inside], "`as former ROLE`: a role that was no longer held"),
    row(
        "still",
        &[Inside],
        "of a role that somebody holds: `still on 2024-09-15`, `still`: it was held then",
    ),
    row("worse", &[Inside], "`rated worse than mixed`"),
    row("better", &[Inside], "`rated better than mixed`"),
    row("than", &[Inside], "`rated worse than mixed`"),
    row("first", &[Inside], "`newest first`, `oldest first`"),
    row("ascending", &[Inside], "from the least to the greatest"),
    row("descending", &[Inside], "from the greatest to the least"),
    row("offset", &[Inside], "`limit 20 offset 40`: after leaving out so many"),
    row("retracted", &[Inside], "`including retracted`"),
    row("nothing", &[Inside], "`reading nothing`: no standing citation any more"),
    row("from", &[Inside], "`rating 3 from 1 to 6`"),
    row("stated", &[Inside], "the document states the date"),
    row("inferred", &[Inside], "the date was inferred from the document"),
    row("supplied", &[Inside], "the date was supplied from outside the document"),
    // Columns, counting and fields that can be asked for
    row("id", &[Column], "the record's id"),
    row("mode", &[Column, Per], "quoted, paraphrased, asserted or ascribed"),
    row("speaker", &[Column, Per, Present, Emptied], "who said it"),
    row("audience", &[Column, Present, Emptied], "to whom it was said"),
    row("place", &[Column, Per, Present, Emptied, Type], "where it was said; as a kind: a place"),
    row("source", &[Column, Per, Emptied, Type], "a document"),
    row("publisher", &[Column, Per, Present, Emptied], "who published it"),
    row("chain", &[Column], "from the speaker to the document that was read"),
    row("citation", &[Column], "the citation in words"),
    row("tags", &[Column, Present, Emptied], "its tags"),
    row("verdict", &[Column, Per], "what checkers found"),
    row("links", &[Column, Present], "how it stands to other claims"),
    row("match", &[Column], "whether the row matches only possibly"),
    row("name", &[Column], "the name of an entity or source"),
    row("kind", &[Column], "what an entity is"),
    row("role", &[Per, Type], "a role held; as a kind: a role"),
    row("topic", &[Per, Type], "what claims are about; as a kind: a topic"),
    row("checker", &[Per, Emptied], "who assessed it"),
    row("tag", &[Per], "a tag"),
    row("year", &[Per, Date], "a year"),
    row("month", &[Per, Date], "a month"),
    row("day", &[Per, Date], "a day"),
    // Types and kinds
    row("entity", &[Type], "a person, organization, group, place, role, topic or event"),
    row("claim", &[Type], "an utterance with its provenance"),
    row("assessment", &[Type], "what a checker found of a claim"),
    row("definition", &[Type], "a question with a name"),
    row("person", &[Type], "a person"),
    row("organization", &[Type], "an organization"),
    row("group", &[Type], "people spoken of as one"),
    row("event", &[Type], "something that happened"),
    // Verdicts
    row("true", &[Verdict], "the checker found it true"),
    row("mostly-true", &[Verdict], "the checker found it mostly true"),
    row("mixed", &[Verdict], "the checker found it partly true"),
    row("mostly-false", &[Verdict], "the checker found it mostly false"),
    row("false", &[Verdict], "the checker found it false"),
    row("unproven", &[Verdict], "the checker found no proof either way"),
    row("satire", &[Verdict], "the checker found it to be satire"),
    row("other", &[Verdict, Medium], "none of the others"),
    // Media
    row("article", &[Medium], "a newspaper or magazine article"),
    row("report", &[Medium], "a report"),
    row("speech", &[Medium], "a speech"),
    row("interview", &[Medium], "an interview"),
    row("broadcast", &[Medium], "a broadcast"),
    row("post", &[Medium], "a post in a social medium"),
    row("document", &[Medium], "any other document"),
    // Relations
    row("contradicts", &[Relation], "the first claim contradicts the second"),
    row("supports", &[Relation], "the first claim supports the second"),
    row("repeats", &[Relation], "the first claim repeats the second"),
    row("corrects", &[Relation], "the first claim corrects the second"),
    row("answers", &[Relation], "the first claim answers the second"),
    // Dates
    row("today", &[Date], "the day on which the question is asked"),
    row("yesterday", &[Date], "the day before"),
    row("ago", &[Date], "`2 weeks ago`"),
    row("days", &[Date], "`10 days ago`"),
    row("week", &[Date], "`1 week ago`"),
    row("weeks", &[Date], "`2 weeks ago`"),
    row("months", &[Date], "`2 months ago`"),
    row("years", &[Date], "`2 years ago`"),
    row("january", &[Date], "a month"),
    row("jan", &[Date], "January"),
    row("february", &[Date], "a month"),
    row("feb", &[Date], "February"),
    row("march", &[Date], "a month"),
    row("mar", &[Date], "March"),
    row("april", &[Date], "a month"),
    row("apr", &[Date], "April"),
    row("may", &[Date], "a month"),
    row("june", &[Date], "a month"),
    row("jun", &[Date], "June"),
    row("july", &[Date], "a month"),
    row("jul", &[Date], "July"),
    row("august", &[Date], "a month"),
    row("aug", &[Date], "August"),
    row("september", &[Date], "a month"),
    row("sep", &[Date], "September"),
    row("october", &[Date], "a month"),
    row("oct", &[Date], "October"),
    row("november", &[Date], "a month"),
    row("nov", &[Date], "November"),
    row("december", &[Date], "a month"),
    row("dec", &[Date], "December"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_stands_once() {
        let mut seen = std::collections::HashSet::new();
        for keyword in KEYWORDS {
            assert!(seen.insert(keyword.spelling), "{} is given twice", keyword.spelling);
            assert!(keyword.spelling.len() <= LONGEST_KEYWORD);
            assert_eq!(keyword.spelling, keyword.spelling.to_lowercase());
            assert!(!keyword.help.is_empty());
            for next in keyword.only_before {
                assert!(
                    find(next).is_some(),
                    "{} stands before {next}, which is no keyword",
                    keyword.spelling
                );
            }
        }
    }

    #[test]
    fn what_the_language_promises_never_to_end_a_name_does_not() {
        for word in
            ["of", "today", "first", "july", "may", "false", "mostly-true", "person", "claims", "source"]
        {
            assert!(!ends_name(word), "{word}");
        }
        for word in
            ["to", "To", "in", "AND", "or", "not", "as", "via", "at", "on", "title", "because", "unnamed"]
        {
            assert!(ends_name(word), "{word}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_finds_its_keyword() {
        let clauses = || of_place(Clause).map(|keyword| keyword.spelling);
        assert_eq!(nearest("abuot", clauses()), Some("about"));
        assert_eq!(nearest("ciitng", clauses()), Some("citing"));
        assert_eq!(nearest("Russia", clauses()), None);
        assert_eq!(slip_in_name("Russia sinse 2025"), Some(("sinse", "since")));
        assert_eq!(slip_in_name("Russian diplomats"), None);
    }
}
