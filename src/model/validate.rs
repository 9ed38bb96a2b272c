//! What must hold within one record, and which kinds of entity each field takes. What holds between records
//! (that a reference leads somewhere, that no hierarchy is a circle) is the store's to check.

use std::collections::HashSet;
use std::hash::Hash;

use crate::model::field_path::FieldPath;
use crate::model::violation::Violation;
use crate::model::{
    Assessment, Author, Citation, Claim, Definition, Entity, Kind, Link, Rating, Record, RecordType, Ref,
    Source, Speaker, Tenure,
};

/// Those that can say something.
pub const SPEAKING: [Kind; 3] = [Kind::Person, Kind::Organization, Kind::Group];

/// The kinds of entity that a field takes, the field spelled as in [`Record::references`]; nothing where any kind will do.
pub fn kinds_for(record: RecordType, field: &str) -> Option<&'static [Kind]> {
    match (record, field) {
        (RecordType::Claim, "speakers")
        | (RecordType::Source, "publisher" | "authors")
        | (RecordType::Assessment, "by") => Some(&SPEAKING),
        (RecordType::Claim, "said_at") | (RecordType::Entity, "at") => Some(&[Kind::Place]),
        (RecordType::Entity, "roles.role") | (RecordType::Claim, "speakers.as.role") => Some(&[Kind::Role]),
        (RecordType::Entity, "roles.of") | (RecordType::Claim, "speakers.as.of") => {
            Some(&[Kind::Organization, Kind::Place])
        }
        _ => None,
    }
}

/// Brings a record to the one form in which both formats keep it: plural names stand after the others.
pub fn canonical(record: &mut Record) {
    if let Record::Entity(entity) = record {
        entity.names.sort_by_key(|name| name.plural);
    }
}

/// Every rule that the record breaks; none for a sound one.
pub fn check(record: &Record) -> Vec<Violation> {
    let mut found = Vec::new();
    match record {
        Record::Entity(entity) => check_entity(entity, &mut found),
        Record::Source(source) => check_source(source, &mut found),
        Record::Claim(claim) => check_claim(claim, &mut found),
        Record::Assessment(assessment) => check_assessment(assessment, &mut found),
        Record::Link(link) => check_link(link, &mut found),
        Record::Definition(definition) => check_definition(definition, &mut found),
    }
    found
}

fn check_entity(entity: &Entity, found: &mut Vec<Violation>) {
    check_names(entity, found);
    check_kind(entity, found);
    filled(found, "demonyms", entity.demonyms.iter().map(|d| &d.text), "a demonym");
    distinct(found, "demonyms", &entity.demonyms, |d| (&d.text, &d.lang));
    distinct_refs(found, "broader", &entity.broader);
    if let Some(at) = entity.broader.iter().position(|broader| broader.id == entity.id) {
        let message = format!("`{}` cannot be broader than itself", entity.id);
        found.push(Violation::new(FieldPath::of("broader").item(at), message));
    }
    for (at, tenure) in entity.roles.iter().enumerate() {
        check_tenure(tenure, at, found);
    }
    if let Some(item) = entity.wikidata.as_deref().filter(|item| !is_wikidata_item(item)) {
        let violation = Violation::new("wikidata", format!("`{item}` is not an item of Wikidata"));
        found.push(violation.hint("an item is `Q` and a number, such as `Q159`"));
    }
}

fn check_names(entity: &Entity, found: &mut Vec<Violation>) {
    if entity.names.is_empty() {
        found.push(Violation::new("names", "an entity needs at least one name"));
    } else if entity.names.iter().all(|name| name.plural) {
        found.push(Violation::new("names", "an entity needs a name that is not a plural"));
    }
    filled(found, "names", entity.names.iter().map(|n| &n.text), "a name");
    distinct(found, "names", &entity.names, |n| (&n.text, &n.lang, n.plural));
    if entity.kind != Kind::Role {
        let plurals = entity.names.iter().enumerate().filter(|(_, name)| name.plural);
        found.extend(plurals.map(|(at, _)| {
            let message = format!("only roles have plural names, and this is {}", entity.kind.with_article());
            Violation::new(FieldPath::of("names").item(at).field("kind"), message)
                .hint("give it as a name like the others")
        }));
    }
}

/// What only some kinds of entity have.
fn check_kind(entity: &Entity, found: &mut Vec<Violation>) {
    let kind = entity.kind;
    if entity.unnamed && !kind.speaks() {
        let message =
            format!("only a person, a group or an organization can be unnamed, not {}", kind.with_article());
        found.push(Violation::new("unnamed", message));
    }
    if !entity.roles.is_empty() && !kind.speaks() {
        let message =
            format!("only a person, a group or an organization can hold a role, not {}", kind.with_article());
        found.push(Violation::new("roles", message));
    }
    if kind != Kind::Event {
        let on = entity.on.is_some().then_some(("on", "date"));
        let at = entity.at.is_some().then_some(("at", "place"));
        found.extend(on.into_iter().chain(at).map(|(field, what)| {
            Violation::new(
                field,
                format!("only events have a {what} of their own, and this is {}", kind.with_article()),
            )
        }));
    }
}

fn check_tenure(tenure: &Tenure, at: usize, found: &mut Vec<Violation>) {
    let (Some(from), Some(until)) = (&tenure.from, &tenure.until) else { return };
    let known = until.date.open_since();
    let (last, what) = match &known {
        Some(date) => (date, "is held"),
        None => (&until.date, "ends"),
    };
    if from.date.dating().civil().earliest > last.dating().civil().latest {
        let (from, last) = (from.date.as_str(), last.as_str());
        let message = format!("the role {what} ({last}) before it begins ({from})");
        found.push(Violation::new(FieldPath::of("roles").item(at).field("until"), message));
    }
}

fn is_wikidata_item(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn check_source(source: &Source, found: &mut Vec<Violation>) {
    for (at, author) in source.authors.iter().enumerate() {
        if matches!(author, Author::Name(name) if name.trim().is_empty()) {
            found.push(Violation::new(FieldPath::of("authors").item(at), "an author's name cannot be empty"));
        }
    }
    distinct(found, "authors", &source.authors, |author| match author {
        Author::Name(name) => (false, name.as_str()),
        Author::Entity(entity) => (true, entity.id.as_str()),
    });
    distinct_refs(found, "cites", &source.cites);
    if let Some(at) = source.cites.iter().position(|cited| cited.id == source.id) {
        found.push(Violation::new(
            FieldPath::of("cites").item(at),
            format!("`{}` cannot cite itself", source.id),
        ));
    }
}

fn check_claim(claim: &Claim, found: &mut Vec<Violation>) {
    if claim.statement.trim().is_empty() {
        found.push(
            Violation::new("statement", "the statement cannot be empty")
                .hint("say the claim in one sentence"),
        );
    }
    filled(found, "translations", claim.translations.iter().map(|t| &t.text), "a translation");
    distinct(found, "translations", &claim.translations, |t| (&t.text, &t.lang));
    check_speakers(&claim.speakers, found);
    for (field, refs) in
        [("audience", &claim.audience), ("ascribed_to", &claim.ascribed_to), ("about", &claim.about)]
    {
        distinct_refs(found, field, refs);
    }
    check_citations(&claim.citations, found);
    filled(found, "tags", &claim.tags, "a tag");
    distinct(found, "tags", &claim.tags, |tag| tag);
}

fn check_speakers(speakers: &[Speaker], found: &mut Vec<Violation>) {
    for at in repeated(speakers, |speaker| &speaker.who.id) {
        let violation = Violation::new(
            FieldPath::of("speakers").item(at),
            format!("`{}` is in the list twice", speakers[at].who.id),
        );
        found.push(if speakers[at].presented.is_empty() {
            violation
        } else {
            violation.hint("a speaker who is presented in several roles is listed once, with all of them")
        });
    }
    for (at, speaker) in speakers.iter().enumerate() {
        let field = FieldPath::of("speakers").item(at).field("as");
        distinct(found, field.clone(), &speaker.presented, |one| {
            (&one.role.id, one.of.as_ref().map(|of| &of.id), &one.title, one.former)
        });
        for (place, one) in speaker.presented.iter().enumerate() {
            if one.title.as_deref().is_some_and(|title| title.trim().is_empty()) {
                found.push(Violation::new(
                    field.clone().item(place).field("title"),
                    "a title cannot be empty",
                ));
            }
        }
    }
}

fn check_citations(citations: &[Citation], found: &mut Vec<Violation>) {
    if citations.is_empty() {
        let violation =
            Violation::new("citations", "a claim needs at least one citation: the document that was read");
        found.push(violation.hint("a report whose title or publisher is not known can be a source too"));
    }
    distinct(found, "citations", citations, |c| {
        let via: Vec<&str> = c.via.iter().map(|hop| hop.id.as_str()).collect();
        (&c.source.id, &c.locator, c.words.as_ref().map(|words| &words.text), via)
    });
    for (at, citation) in citations.iter().enumerate() {
        if citation.words.as_ref().is_some_and(|words| words.text.trim().is_empty()) {
            let violation = Violation::new(
                FieldPath::of("citations").item(at).field("words"),
                "the document's words cannot be empty",
            );
            found.push(violation.hint("leave `words` out where they were not kept"));
        }
        if citation.via.is_empty() {
            continue;
        }
        distinct_refs(found, FieldPath::of("citations").item(at).field("via"), &citation.via);
        if let Some(hop) = citation.via.iter().position(|hop| hop.id == citation.source.id) {
            let message =
                format!("`{}` is the document that was read and cannot be behind itself", citation.source.id);
            let violation =
                Violation::new(FieldPath::of("citations").item(at).field("via").item(hop), message);
            found.push(violation.hint("`via` has the documents behind it alone, nearest first"));
        }
    }
}

fn check_assessment(assessment: &Assessment, found: &mut Vec<Violation>) {
    if let Some(rating) = &assessment.rating {
        check_rating(rating, found);
    }
}

fn check_rating(rating: &Rating, found: &mut Vec<Violation>) {
    let parts = [("value", Some(rating.value)), ("worst", rating.worst), ("best", rating.best)];
    let endless = parts.into_iter().filter(|(_, part)| part.is_some_and(|number| !number.is_finite()));
    let before = found.len();
    found.extend(
        endless.map(|(part, _)| {
            Violation::new(FieldPath::of("rating").field(part), "a rating is a finite number")
        }),
    );
    let (Some(worst), Some(best)) = (rating.worst, rating.best) else { return };
    if found.len() > before {
        return;
    }
    if worst == best {
        found.push(Violation::new("rating", format!("a scale needs two ends, and both are {worst}")));
    } else if !(worst.min(best)..=worst.max(best)).contains(&rating.value) {
        let message = format!("{} is not on the scale from {worst} (worst) to {best} (best)", rating.value);
        found.push(Violation::new("rating.value", message));
    }
}

fn check_link(link: &Link, found: &mut Vec<Violation>) {
    if link.from == link.to {
        found.push(Violation::new("to", format!("a claim cannot be linked to itself (`{}`)", link.to)));
    }
}

fn check_definition(definition: &Definition, found: &mut Vec<Violation>) {
    if definition.question.trim().is_empty() {
        let violation = Violation::new("question", "the question cannot be empty");
        found.push(violation.hint("such as `claims about russia by diplomat`"));
    }
}

/// Refuses the empty among some texts.
fn filled<'a>(
    found: &mut Vec<Violation>,
    field: impl Into<FieldPath>,
    texts: impl IntoIterator<Item = &'a String>,
    what: &str,
) {
    let field = field.into();
    let empty = texts.into_iter().enumerate().filter(|(_, text)| text.trim().is_empty());
    found.extend(
        empty.map(|(at, _)| Violation::new(field.clone().item(at), format!("{what} cannot be empty"))),
    );
}

fn distinct_refs(found: &mut Vec<Violation>, field: impl Into<FieldPath>, refs: &[Ref]) {
    let field = field.into();
    for at in repeated(refs, |r| &r.id) {
        found.push(Violation::new(field.clone().item(at), format!("`{}` is in the list twice", refs[at].id)));
    }
}

fn distinct<'a, T, K: Eq + Hash>(
    found: &mut Vec<Violation>,
    field: impl Into<FieldPath>,
    items: &'a [T],
    key: impl Fn(&'a T) -> K,
) {
    let field = field.into();
    for at in repeated(items, key) {
        found.push(Violation::new(field.clone().item(at), "the same value is in the list twice"));
    }
}

/// Where a list says again what it has said already.
fn repeated<'a, T, K: Eq + Hash>(items: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<usize> {
    if items.len() < 2 {
        return Vec::new();
    }
    let mut seen = HashSet::with_capacity(items.len());
    (0..items.len()).filter(|at| !seen.insert(key(&items[*at]))).collect()
}
