//! What the fields of a record hold: texts, ids, dates, words of fixed lists, references, names, citations.

use std::collections::BTreeMap;

use crate::language::keywords::nearest;
use crate::model::record::{Basis, Extra};
use crate::model::{
    Attestation, Author, Citation, Date, Id, Kind, Lang, Medium, Mode, Name, Rating, RecordType, Ref,
    Relation, Speaker, Tenure, Text, Verdict, Words,
};

use super::fields::{Fields, FromJson, Reader, listed};
use super::json::Json;

impl<'a> FromJson<'a> for String {
    const ONE: &'static str = "a text";
    const MANY: &'static str = "texts";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<String> {
        match json {
            Json::Text(text) => Some(text.into_owned()),
            other => {
                reader.refuse_kind::<String>(&other);
                None
            }
        }
    }
}

impl<'a> FromJson<'a> for bool {
    const ONE: &'static str = "`true` or `false`";
    const MANY: &'static str = "`true` or `false`";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<bool> {
        match json {
            Json::Bool(given) => Some(given),
            other => {
                reader.refuse_kind::<bool>(&other);
                None
            }
        }
    }
}

impl<'a> FromJson<'a> for f64 {
    const ONE: &'static str = "a number";
    const MANY: &'static str = "numbers";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<f64> {
        match json {
            Json::Number(number) => Some(number),
            other => {
                reader.refuse_kind::<f64>(&other);
                None
            }
        }
    }
}

/// Reads a text that the model makes something of.
fn read_text<'a, T: FromJson<'a>>(
    json: &Json<'a>,
    reader: &mut Reader,
    make: impl FnOnce(&str, &mut Reader) -> Option<T>,
) -> Option<T> {
    match json {
        Json::Text(text) => make(text, reader),
        other => {
            reader.refuse_kind::<T>(other);
            None
        }
    }
}

impl<'a> FromJson<'a> for Id {
    const ONE: &'static str = "an id";
    const MANY: &'static str = "ids";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Id> {
        read_text(&json, reader, |text, reader| {
            Id::new(text).map_err(|why| reader.refuse_with(why.into())).ok()
        })
    }
}

impl<'a> FromJson<'a> for Lang {
    const ONE: &'static str = "a language tag";
    const MANY: &'static str = "language tags";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Lang> {
        read_text(&json, reader, |text, reader| {
            Lang::new(text).map_err(|why| reader.refuse_with(why.into())).ok()
        })
    }
}

impl<'a> FromJson<'a> for Date {
    const ONE: &'static str = "a date";
    const MANY: &'static str = "dates";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Date> {
        if matches!(json, Json::Number(_)) {
            reader.refuse("should be a date, not a number", Some("a date is a text: `\"2025\"`".to_owned()));
            return None;
        }
        read_text(&json, reader, |text, reader| {
            Date::parse(text).map_err(|error| reader.refuse(error.message, error.hint)).ok()
        })
    }
}

/// The words of the format's fixed lists, each read from the model's own table.
macro_rules! words_of_a_list {
    ($($type:ty, $one:literal, $many:literal;)*) => {$(
        impl<'a> FromJson<'a> for $type {
            const ONE: &'static str = $one;
            const MANY: &'static str = $many;

            fn read(json: Json<'a>, reader: &mut Reader) -> Option<$type> {
                read_text(&json, reader, |text, reader| {
                    let found = <$type>::ALL.into_iter().find(|known| known.word() == text);
                    if found.is_none() {
                        refuse_word(reader, text, $one, &<$type>::ALL.map(<$type>::word));
                    }
                    found
                })
            }
        }
    )*};
}

words_of_a_list! {
    RecordType, "a type of record", "types of record";
    Kind, "a kind of entity", "kinds of entity";
    Medium, "a medium", "media";
    Mode, "a mode", "modes";
    Verdict, "a verdict", "verdicts";
    Relation, "a relation between claims", "relations between claims";
    Basis, "a basis of a date", "bases of a date";
}

/// A word that its list does not have.
pub(super) fn refuse_word(reader: &mut Reader, given: &str, one: &str, known: &[&str]) {
    let hint = match nearest(given, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", listed(known)),
    };
    reader.refuse(format!("`{}` is not {one}", shown(given)), Some(hint));
}

/// A given text as a message shows it.
pub(super) fn shown(text: &str) -> String {
    cut(text, 60)
}

/// A text on one line, and not longer than so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    let visible = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    let mut cut: String = text.chars().take(longest).map(visible).collect();
    if text.chars().nth(longest).is_some() {
        cut.push('…');
    }
    cut
}

/// A plain id, or an object that adds doubt and what the document calls it.
impl<'a> FromJson<'a> for Ref {
    const ONE: &'static str = "an id";
    const MANY: &'static str = "ids";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Ref> {
        let Json::Object(members) = json else { return Id::read(json, reader).map(Ref::certain) };
        reader.object(members, "a reference", whole_reference)
    }
}

/// The fields of a reference that is an object.
fn whole_reference(fields: &mut Fields<'_, '_>) -> Option<Ref> {
    let id = fields.required("id");
    let certain = fields.flag("certain", true);
    let styled = fields.optional("styled");
    Some(Ref { id: id?, certain, styled })
}

/// As a reference; the object can also say in which roles the document presents the speaker.
impl<'a> FromJson<'a> for Speaker {
    const ONE: &'static str = "an id";
    const MANY: &'static str = "ids";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Speaker> {
        let Json::Object(members) = json else { return Ref::read(json, reader).map(Speaker::of) };
        reader.object(members, "a speaker", |fields| {
            let who = whole_reference(fields);
            let presented = fields.list("as");
            Some(Speaker { who: who?, presented })
        })
    }
}

impl<'a> FromJson<'a> for Attestation {
    const ONE: &'static str = "an object with `role`, `of`, `title` and `former`";
    const MANY: &'static str = "roles in which the document presents the speaker";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Attestation> {
        read_object(json, reader, "a role in which a speaker is presented", |fields| {
            let role = fields.required("role");
            let of = fields.optional("of");
            let title = fields.optional("title");
            let former = fields.flag("former", false);
            Some(Attestation { role: role?, of, title, former })
        })
    }
}

impl<'a> FromJson<'a> for Author {
    const ONE: &'static str = "a name or an entity";
    const MANY: &'static str = "names or entities";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Author> {
        match json {
            Json::Object(_) => Ref::read(json, reader).map(Author::Entity),
            Json::Text(name) => Some(Author::Name(name.into_owned())),
            other => {
                reader.refuse_kind::<Author>(&other);
                None
            }
        }
    }
}

/// A plain text is a name without a language.
impl<'a> FromJson<'a> for Name {
    const ONE: &'static str = "a name";
    const MANY: &'static str = "names";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Name> {
        match json {
            Json::Text(text) => Some(Name { text: text.into_owned(), lang: None, plural: false }),
            Json::Object(members) => reader.object(members, "a name", |fields| {
                let text = fields.required("text");
                let lang = fields.optional("lang");
                let plural = fields.optional::<Plural>("kind").is_some();
                Some(Name { text: text?, lang, plural })
            }),
            other => {
                reader.refuse_kind::<Name>(&other);
                None
            }
        }
    }
}

/// The one kind of name that is marked.
struct Plural;

impl<'a> FromJson<'a> for Plural {
    const ONE: &'static str = "a kind of name";
    const MANY: &'static str = "kinds of name";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Plural> {
        read_text(&json, reader, |text, reader| {
            if text != "plural" {
                let hint = "the only kind is `plural`; a preferred name comes before its aliases".to_owned();
                reader.refuse(format!("`{}` is not a kind of name", shown(text)), Some(hint));
            }
            (text == "plural").then_some(Plural)
        })
    }
}

impl<'a> FromJson<'a> for Text {
    const ONE: &'static str = "an object with `text` and `lang`";
    const MANY: &'static str = "objects with `text` and `lang`";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Text> {
        read_object(json, reader, "a text in a language", |fields| {
            let text = fields.required("text");
            let lang = fields.optional("lang");
            Some(Text { text: text?, lang })
        })
    }
}

impl<'a> FromJson<'a> for Words {
    const ONE: &'static str = "an object with `text`, `lang` and `translated`";
    const MANY: &'static str = "objects with `text`, `lang` and `translated`";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Words> {
        read_object(json, reader, "the document's words", |fields| {
            let text = fields.required("text");
            let lang = fields.optional("lang");
            let translated = fields.flag("translated", false);
            Some(Words { text: text?, lang, translated })
        })
    }
}

impl<'a> FromJson<'a> for Citation {
    const ONE: &'static str = "an object with `source`, `locator`, `words` and `via`";
    const MANY: &'static str = "citations";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Citation> {
        read_object(json, reader, "a citation", |fields| {
            let source = fields.required("source");
            let locator = fields.optional("locator");
            let words = fields.optional("words");
            let via = fields.list("via");
            Some(Citation { source: source?, locator, words, via })
        })
    }
}

impl<'a> FromJson<'a> for Tenure {
    const ONE: &'static str = "an object with `role`, `of`, `from`, `until` and `title`";
    const MANY: &'static str = "roles held";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Tenure> {
        read_object(json, reader, "a role held", |fields| {
            let role = fields.required("role");
            let of = fields.optional("of");
            let from = fields.dated("from", "from_basis");
            let until = fields.dated("until", "until_basis");
            let title = fields.optional("title");
            Some(Tenure { role: role?, of, title, from, until })
        })
    }
}

impl<'a> FromJson<'a> for Rating {
    const ONE: &'static str = "an object with `value`, `worst` and `best`";
    const MANY: &'static str = "ratings";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Rating> {
        read_object(json, reader, "a rating", |fields| {
            let value = fields.required("value");
            let worst = fields.optional("worst");
            let best = fields.optional("best");
            Some(Rating { value: value?, worst, best })
        })
    }
}

/// Reads a value that can be an object alone.
pub(super) fn read_object<'a, T: FromJson<'a>>(
    json: Json<'a>,
    reader: &mut Reader,
    what: &'static str,
    read: impl FnOnce(&mut Fields<'_, 'a>) -> Option<T>,
) -> Option<T> {
    match json {
        Json::Object(members) => reader.object(members, what, read),
        other => {
            reader.refuse_kind::<T>(&other);
            None
        }
    }
}

/// The free fields: texts under any name.
impl<'a> FromJson<'a> for Extra {
    const ONE: &'static str = "an object of texts";
    const MANY: &'static str = "objects of texts";

    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Extra> {
        let Json::Object(members) = json else {
            reader.refuse_kind::<Extra>(&json);
            return None;
        };
        let mut extra = BTreeMap::new();
        for member in members {
            let name = shown(&member.name);
            match member.value {
                Json::Text(text) => {
                    if extra.insert(member.name.into_owned(), text.into_owned()).is_some() {
                        reader.refuse(format!("`{name}` is given twice"), None);
                    }
                }
                other => {
                    let hint = Some("put other values between double quotes".to_owned());
                    reader.refuse(format!("`{name}` should be a text, not {}", other.what()), hint);
                }
            }
        }
        Some(extra)
    }
}
