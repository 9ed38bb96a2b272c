//! The fields of every type of record, each declared once: its name in the interchange format, its keyword in a script,
//! what it holds, whether it must be there, what empties it, and the line that the documentation has of it.
//!
//! The other layers walk over these tables and look at what a field *holds*, not at which field it is: the interchange
//! format and the codec both ways, the script writer, the parser, lowering, completion, cards, rows and columns, the shell's forms,
//! the tables in docs/records.md. So
//! a new field is a member of its struct and a row here; what only one field has (a citation, a role held) has its own
//! code where it is read and written.

pub(crate) use super::field::with_lens;
pub use super::field::{Field, Held, Lens, Takes, Value};

use super::field::field;
use super::record::RecordRef;
use super::{Record, RecordType};

/// The fields of a type of record but its id, in the order in which they are written.
pub fn of(record_type: RecordType) -> &'static [Field] {
    match record_type {
        RecordType::Entity => &ENTITY,
        RecordType::Source => &SOURCE,
        RecordType::Claim => &CLAIM,
        RecordType::Assessment => &ASSESSMENT,
        RecordType::Link => &LINK,
        RecordType::Definition => &DEFINITION,
    }
}

/// The fields of every type of record.
pub fn all() -> impl Iterator<Item = &'static Field> {
    RecordType::ALL.into_iter().flat_map(of)
}

/// The field of a type of record that this keyword opens.
pub fn written(record_type: RecordType, keyword: &str) -> Option<&'static Field> {
    of(record_type).iter().find(|field| field.keyword == Some(keyword))
}

/// The first field of any type that this keyword opens. Wherever several types have the keyword, the fields agree in
/// name and in what empties them.
pub fn written_anywhere(keyword: &str) -> Option<&'static Field> {
    all().find(|field| field.keyword == Some(keyword))
}

/// The field of a type of record that is emptied with this word.
pub fn emptied(record_type: RecordType, word: &str) -> Option<&'static Field> {
    of(record_type).iter().find(|field| field.emptied == Some(word))
}

/// The place of a field in a record of one type.
macro_rules! at {
    ($type:ident, $field:ident) => {
        Lens {
            get: |record| match record {
                RecordRef::$type(record) => Some(&record.$field),
                _ => None,
            },
            get_mut: |record| match record {
                Record::$type(record) => Some(&mut record.$field),
                _ => None,
            },
        }
    };
}

/// The place of a field that every record has.
macro_rules! in_any {
    ($field:ident) => {
        Lens {
            get: |record| {
                Some(match record {
                    RecordRef::Entity(record) => &record.$field,
                    RecordRef::Source(record) => &record.$field,
                    RecordRef::Claim(record) => &record.$field,
                    RecordRef::Assessment(record) => &record.$field,
                    RecordRef::Link(record) => &record.$field,
                    RecordRef::Definition(record) => &record.$field,
                })
            },
            get_mut: |record| {
                Some(match record {
                    Record::Entity(record) => &mut record.$field,
                    Record::Source(record) => &mut record.$field,
                    Record::Claim(record) => &mut record.$field,
                    Record::Assessment(record) => &mut record.$field,
                    Record::Link(record) => &mut record.$field,
                    Record::Definition(record) => &mut record.$field,
                })
            },
        }
    };
}

const NOTE: Field = field("note", Value::Text(in_any!(note)), "`note \"…\"`", "a remark of the recorder")
    .written("note")
    .asked("note: ");
const EXTRA: Field = field(
    "extra",
    Value::Extra(in_any!(extra)),
    "`extra \"key\" \"value\"`",
    "texts under names of your own",
)
.written("extra");

static ENTITY: [Field; 11] = [
    field("kind", Value::Kind(at!(Entity, kind)), "the word after `add`", "`person`, `organization`, `group` (people spoken of as one: \"experts\"), `place`, `role`, `topic` or `event`").needed(),
    field(
        "unnamed",
        Value::Flag(at!(Entity, unnamed)),
        "`unnamed` before the kind",
        "`true` for a person, group or organization that the document does not name",
    ),
    field(
        "names",
        Value::Names(at!(Entity, names)),
        "the texts after the id; `plural \"…\"`",
        "at least one. The first in each language is the preferred one, the others are aliases. A role can have plural names (`\"kind\":\"plural\"`). In JSON a plain text is a name whose language is not known",
    )
    .in_corrections("names")
    .needed(),
    field(
        "demonyms",
        Value::Texts(at!(Entity, demonyms)),
        "`demonym \"…\"@en`",
        "what people and things from there are called: \"Estmarker\"",
    )
    .written("demonym"),
    field("broader", Value::Refs(at!(Entity, broader), Takes::Entities), "`within E, E`", "the broader entities: a town within its country, an ambassador within diplomat. No circles. It has no dates: it holds for all time")
        .written("within").asked("within (something broader): "),
    field("roles", Value::Tenures(at!(Entity, roles)), "`as ROLE of E since D until D title \"…\"`", "the roles that a person, organization or group held: `role`, `of` which organization or place, `from`, `until`, `title` in words. A bound that is a day belongs to the tenure; a vaguer one is uncertain within itself; a missing one is not known and fits any time. See [Roles held](#roles-held)")
        .written("as")
        .emptied("roles"),
    field("on", Value::Date(at!(Entity, on), "on_basis"), "`on D`", "when an event was").written("on").asked("on (its date): "),
    field("at", Value::Ref(at!(Entity, at), Takes::Places), "`at PLACE`", "where an event was").written("at").asked("at (its place): "),
    field("wikidata", Value::Item(at!(Entity, wikidata)), "`wikidata Q159`", "its item in Wikidata: `Q` and a number")
        .written("wikidata").asked("wikidata (such as Q159): "),
    NOTE,
    EXTRA,
];

static SOURCE: [Field; 13] = [
    field("title", Value::Text(at!(Source, title)), "`title \"…\"`", "as printed").written("title"),
    field(
        "publisher",
        Value::Ref(at!(Source, publisher), Takes::Speaking),
        "`published by E`",
        "the person, organization or group that published it",
    )
    .written("published by")
    .emptied("publisher"),
    field(
        "authors",
        Value::Authors(at!(Source, authors)),
        "`author \"…\", E`",
        "names as printed; for somebody who is an entity here, in JSON `{\"id\":\"jon-ruhl\"}`",
    )
    .written("author"),
    field(
        "published",
        Value::Date(at!(Source, published), "published_basis"),
        "`published on D`",
        "when it came out. Where a claim does not say when it was said, this date stands in",
    )
    .written("published"),
    field("url", Value::Url(at!(Source, url)), "`url \"…\"`", "its address").written("url").asked("url: "),
    field("archive_url", Value::Url(at!(Source, archive_url)), "`archive \"…\"`", "the address of an archived copy")
        .written("archive").asked("archive (the address of a kept copy): "),
    field("accessed", Value::Date(at!(Source, accessed), "accessed_basis"), "`accessed D`", "when it was read there")
        .written("accessed").asked("accessed (when you read it): "),
    field("lang", Value::Lang(at!(Source, lang)), "`language ar`", "the language that it is written in")
        .written("language").asked("language (a tag such as en): "),
    field(
        "medium",
        Value::Medium(at!(Source, medium)),
        "`medium report`",
        "`article`, `report`, `speech`, `interview`, `broadcast`, `post`, `document` or `other`",
    )
    .written("medium").asked("medium: "),
    field("cites", Value::Refs(at!(Source, cites), Takes::Sources), "`citing S, S`", "the sources that it cites")
        .written("citing").asked("citing (a document that it goes back to): "),
    field(
        "text",
        Value::Text(at!(Source, text)),
        "`text \"…\"`",
        "its full text, where it was kept; `dictum check` looks for a claim's [quoted words](#quoted-words-and-kept-texts) there",
    )
    .written("text")
    .long(),
    NOTE,
    EXTRA,
];

static CLAIM: [Field; 15] = [
    field(
        "statement",
        Value::Sentence(at!(Claim, statement)),
        "the text after the id",
        "the claim in the recorder's own words, in one sentence. It is never printed in quotation marks",
    )
    .in_corrections("statement")
    .needed(),
    field("lang", Value::Lang(at!(Claim, lang)), "the tag behind that text", "its language").emptied("language"),
    field(
        "translations",
        Value::Texts(at!(Claim, translations)),
        "`translation \"…\"@ar`",
        "the statement in other languages",
    )
    .written("translation"),
    field(
        "mode",
        Value::Mode(at!(Claim, mode)),
        "`quoted`, `paraphrased`, `asserted`, `ascribed`",
        "how the document gives it: `quote` (direct speech), `paraphrase` (its own rendering), `assertion` (the document, or what it credits, says so itself), `ascription` (a belief, wish or plan of somebody who did not say it)",
    )
    .needed(),
    field(
        "speakers",
        Value::Speakers(at!(Claim, speakers)),
        "`by E, E`",
        "persons, groups or organizations, each perhaps with [the roles in which the document presents them](#how-a-document-presents-a-speaker). Left out, the end of the chain speaks: of the last `via`, or of the document read where there is none, the publisher, else the authors who are entities. Where it has neither, the speaker is not known",
    )
    .written("by")
    .emptied("speaker"),
    field(
        "audience",
        Value::Refs(at!(Claim, audience), Takes::Entities),
        "`addressed to E, E`",
        "to whom it was said",
    )
    .written("addressed to")
    .emptied("audience"),
    field(
        "ascribed_to",
        Value::Refs(at!(Claim, ascribed_to), Takes::Entities),
        "`ascribed to E, E`",
        "whose belief, wish or plan it is, by an `ascription`",
    )
    .written("ascribed to")
    .emptied("ascribed"),
    field("about", Value::Refs(at!(Claim, about), Takes::Entities), "`about E, E`", "what it is about")
        .written("about").asked("about: "),
    field("said", Value::Date(at!(Claim, said), "said_basis"), "`said D`", "when it was said, if that is known")
        .written("said").asked("said (when; nothing: not known): "),
    field("said_at", Value::Ref(at!(Claim, said_at), Takes::Places), "`said at PLACE`", "where it was said, if that is known")
        .written("said at")
        .emptied("place"),
    field("concerns", Value::Date(at!(Claim, concerns), "concerns_basis"), "`concerning D`", "the time that it is about")
        .written("concerning"),
    field(
        "citations",
        Value::Citations(at!(Claim, citations)),
        "`read in S …`",
        "at least one: a claim without a source is an error",
    )
    .written("read in")
    .needed(),
    field("tags", Value::Tags(at!(Claim, tags)), "`tagged a, b`", "words of your own to find it by")
        .written("tagged").asked("tagged: ")
        .emptied("tags"),
    NOTE,
    EXTRA,
];

static ASSESSMENT: [Field; 11] = [
    field("claim", Value::Id(at!(Assessment, claim)), "the first word after `assess`", "the claim that was assessed")
        .needed(),
    field("by", Value::Checker(at!(Assessment, by)), "`by E`", "the checker: a person, organization or group")
        .written("by")
        .needed(),
    field("on", Value::Date(at!(Assessment, on), "on_basis"), "`on D`", "when").written("on"),
    field(
        "verdict",
        Value::Verdict(at!(Assessment, verdict)),
        "the word after the claim",
        "`true`, `mostly-true`, `mixed`, `mostly-false`, `false` (in this order), `unproven`, `satire` or `other`",
    )
    .in_corrections("rated")
    .needed(),
    field("label", Value::Text(at!(Assessment, label)), "`label \"…\"`", "the checker's own word: \"Half true\"")
        .written("label"),
    field(
        "rating",
        Value::Rating(at!(Assessment, rating)),
        "`rating 3 from 1 to 6`",
        "`value` on the scale from `worst` to `best`. A `worst` above `best` is a scale that runs the other way",
    )
    .written("rating"),
    field(
        "source",
        Value::Ref(at!(Assessment, source), Takes::Sources),
        "`read in S`",
        "the document in which it was published",
    )
    .written("read in")
    .emptied("source"),
    field(
        "url",
        Value::Url(at!(Assessment, url)),
        "`url \"…\"`",
        "the address at which the checker published the rating; left out, the address of that document stands in",
    )
    .written("url")
    .numbered(1),
    field("summary", Value::Text(at!(Assessment, summary)), "`summary \"…\"`", "what was found, in a sentence")
        .written("summary"),
    NOTE,
    EXTRA,
];

static LINK: [Field; 5] = [
    field("from", Value::Id(at!(Link, from)), "the first word after `link`", "the claim that it leads from")
        .needed(),
    field(
        "relation",
        Value::Relation(at!(Link, relation)),
        "the word after that",
        "`contradicts`, `supports`, `repeats`, `corrects` or `answers`",
    )
    .needed(),
    field("to", Value::Id(at!(Link, to)), "the last of the three words", "the claim that it leads to")
        .needed(),
    NOTE,
    EXTRA,
];

static DEFINITION: [Field; 3] = [
    field("question", Value::Sentence(at!(Definition, question)), "what stands behind `as`", "the question")
        .needed(),
    NOTE,
    EXTRA,
];

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::mem::discriminant;

    use super::*;
    use crate::model::validate::kinds_for;
    use crate::model::{Id, Key, Kind, Ref};

    #[test]
    fn a_keyword_opens_the_same_field_wherever_it_stands() {
        // These two lead a reader to the same words, and to what each record makes of them.
        let differing = ["by", "read in"];
        let mut known: HashMap<&str, &Field> = HashMap::new();
        for field in all() {
            let Some(keyword) = field.keyword.filter(|keyword| !differing.contains(keyword)) else {
                continue;
            };
            let first = known.entry(keyword).or_insert(field);
            assert_eq!((first.name, first.emptied), (field.name, field.emptied), "{keyword}");
            assert_eq!(discriminant(&first.value), discriminant(&field.value), "{keyword}");
        }
    }

    #[test]
    fn every_field_is_at_its_place_and_stands_once() {
        for record_type in RecordType::ALL {
            let mut record = Record::blank(record_type);
            let mut names: Vec<&str> = Vec::new();
            for field in of(record_type) {
                assert!(with_lens!(&field.value, lens => lens.get(&record).is_some()), "{}", field.name);
                assert!(
                    with_lens!(&field.value, lens => lens.get_mut(&mut record).is_some()),
                    "{}",
                    field.name
                );
                names.extend([field.name].into_iter().chain(field.basis_name()));
            }
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{record_type}");
        }
    }

    #[test]
    fn every_reference_is_looked_up_as_what_the_field_takes() {
        for record_type in RecordType::ALL {
            for field in of(record_type) {
                let (mut record, one) = (Record::blank(record_type), Ref::certain(Id::placeholder()));
                let takes = match &field.value {
                    Value::Ref(lens, takes) => {
                        lens.set(&mut record, Some(one));
                        *takes
                    }
                    Value::Refs(lens, takes) => {
                        lens.set(&mut record, vec![one]);
                        *takes
                    }
                    _ => continue,
                };
                let is_source = takes == Takes::Sources;
                let is_found = record
                    .references()
                    .iter()
                    .any(|(name, key)| *name == field.name && is_source == matches!(key, Key::Source(_)));
                assert!(is_found, "{record_type}: {}", field.name);
                let kinds = kinds_for(record_type, field.name);
                for kind in Kind::ALL.into_iter().filter(|_| !is_source) {
                    let is_taken = kinds.is_none_or(|kinds| kinds.contains(&kind));
                    assert_eq!(is_taken, takes.accepts(kind), "{record_type}: {}", field.name);
                }
            }
        }
    }

    fn has_nothing<T: Held>(_: &Lens<T>) -> bool {
        T::nothing().is_some()
    }

    #[test]
    fn what_can_be_emptied_is_not_needed() {
        for field in all() {
            assert!(!(field.needed && field.emptied.is_some()), "{}", field.name);
            let can_be_empty = with_lens!(&field.value, lens => has_nothing(lens));
            assert!(field.needed || can_be_empty, "{}", field.name);
        }
    }
}
