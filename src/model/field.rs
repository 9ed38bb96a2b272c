//! What a field of a record is: what it is called, what it holds, and where in the record.

use super::record::{Dated, Extra, RecordRef};
use super::{
    Author, Citation, Id, Kind, Lang, Medium, Mode, Name, Rating, Record, Ref, Relation, Speaker, Tenure,
    Text, Verdict,
};

/// One field of a type of record.
pub struct Field {
    /// As the interchange format spells it: `ascribed_to`.
    pub name: &'static str,
    /// The words that open it in a script: `ascribed to`. Nothing where it stands at the head of the statement.
    pub keyword: Option<&'static str>,
    /// Whether the keyword opens it in `correct` alone: elsewhere the field stands at the head of the statement.
    pub only_in_corrections: bool,
    /// The word that empties it after `without`; nothing where it must be there.
    pub emptied: Option<&'static str>,
    /// Whether the record cannot be without it.
    pub needed: bool,
    /// Its number among the fields that the journal keeps behind a record; nothing for those that every layout has.
    pub number: Option<u32>,
    pub value: Value,
    /// How the shell's forms ask for it; nothing where they do not.
    pub asked: Option<&'static str>,
    /// Whether it is as long as a document: it is shown with its record alone, not in rows.
    pub long: bool,
    /// How a script has it, as docs/records.md shows it.
    pub script: &'static str,
    /// What it means, as docs/records.md says it.
    pub meaning: &'static str,
}

/// The place of a field in a record. A record of another type has none.
pub struct Lens<T: 'static> {
    pub(super) get: for<'r> fn(RecordRef<'r>) -> Option<&'r T>,
    pub(super) get_mut: fn(&mut Record) -> Option<&mut T>,
}

impl<T> Lens<T> {
    pub fn get<'r>(&self, record: impl Into<RecordRef<'r>>) -> Option<&'r T> {
        (self.get)(record.into())
    }

    pub fn get_mut<'r>(&self, record: &'r mut Record) -> Option<&'r mut T> {
        (self.get_mut)(record)
    }

    pub fn set(&self, record: &mut Record, value: T) {
        if let Some(place) = self.get_mut(record) {
            *place = value;
        }
    }
}

/// What a field holds, and where.
pub enum Value {
    Text(Lens<Option<String>>),
    /// An address on the web.
    Url(Lens<Option<String>>),
    /// An item of Wikidata.
    Item(Lens<Option<String>>),
    Lang(Lens<Option<Lang>>),
    Medium(Lens<Option<Medium>>),
    /// A date; how it is known stands in the interchange format in a field of this name.
    Date(Lens<Option<Dated>>, &'static str),
    Ref(Lens<Option<Ref>>, Takes),
    Refs(Lens<Vec<Ref>>, Takes),
    Rating(Lens<Option<Rating>>),
    Names(Lens<Vec<Name>>),
    Texts(Lens<Vec<Text>>),
    Tags(Lens<Vec<String>>),
    Tenures(Lens<Vec<Tenure>>),
    Authors(Lens<Vec<Author>>),
    Speakers(Lens<Vec<Speaker>>),
    Citations(Lens<Vec<Citation>>),
    Extra(Lens<Extra>),
    Flag(Lens<bool>),
    // what must be there
    Sentence(Lens<String>),
    Id(Lens<Id>),
    Checker(Lens<Ref>),
    Kind(Lens<Kind>),
    Mode(Lens<Mode>),
    Verdict(Lens<Verdict>),
    Relation(Lens<Relation>),
}

/// What a reference can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Sources,
    /// An entity of any kind.
    Entities,
    /// Persons, organizations and groups.
    Speaking,
    Places,
}

impl Takes {
    /// Whether an entity of this kind can stand there.
    pub fn accepts(self, kind: Kind) -> bool {
        match self {
            Takes::Sources => false,
            Takes::Entities => true,
            Takes::Speaking => kind.speaks(),
            Takes::Places => kind == Kind::Place,
        }
    }
}

/// Does the same with the lens of whatever a field holds; the types differ, so that a function could not.
macro_rules! with_lens {
    ($value:expr, $lens:ident => $body:expr) => {{
        use $crate::model::field::Value;
        match $value {
            Value::Text($lens) | Value::Url($lens) | Value::Item($lens) => $body,
            Value::Lang($lens) => $body,
            Value::Medium($lens) => $body,
            Value::Date($lens, _) => $body,
            Value::Ref($lens, _) => $body,
            Value::Refs($lens, _) => $body,
            Value::Rating($lens) => $body,
            Value::Names($lens) => $body,
            Value::Texts($lens) => $body,
            Value::Tags($lens) => $body,
            Value::Tenures($lens) => $body,
            Value::Authors($lens) => $body,
            Value::Speakers($lens) => $body,
            Value::Citations($lens) => $body,
            Value::Extra($lens) => $body,
            Value::Flag($lens) => $body,
            Value::Sentence($lens) => $body,
            Value::Id($lens) => $body,
            Value::Checker($lens) => $body,
            Value::Kind($lens) => $body,
            Value::Mode($lens) => $body,
            Value::Verdict($lens) => $body,
            Value::Relation($lens) => $body,
        }
    }};
}

pub(crate) use with_lens;

/// What a field can hold.
pub trait Held: Sized {
    /// What stands for a field that is not there; nothing for what a record cannot be without.
    fn nothing() -> Option<Self>;
}

impl<T> Held for Option<T> {
    fn nothing() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T> Held for Vec<T> {
    fn nothing() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

impl Held for Extra {
    fn nothing() -> Option<Extra> {
        Some(Extra::new())
    }
}

impl Held for bool {
    fn nothing() -> Option<bool> {
        Some(false)
    }
}

macro_rules! needed {
    ($($type:ty),*) => {$(
        impl Held for $type {
            fn nothing() -> Option<$type> {
                None
            }
        }
    )*};
}

needed!(String, Id, Ref, Kind, Mode, Verdict, Relation);

impl Value {
    /// Empties the field; what a record cannot be without stays.
    pub fn clear(&self, record: &mut Record) {
        with_lens!(self, lens => if let Some(nothing) = Held::nothing() { lens.set(record, nothing) });
    }

    /// Whether it is written the same wherever it stands: nothing about it has to be looked up or arranged.
    pub fn is_plain(&self) -> bool {
        matches!(
            self,
            Value::Text(_)
                | Value::Url(_)
                | Value::Item(_)
                | Value::Lang(_)
                | Value::Medium(_)
                | Value::Date(..)
                | Value::Tags(_)
        )
    }

    /// Whether it holds several values, to which `also` can add one.
    pub fn is_list(&self) -> bool {
        matches!(
            self,
            Value::Refs(..)
                | Value::Names(_)
                | Value::Texts(_)
                | Value::Tags(_)
                | Value::Tenures(_)
                | Value::Authors(_)
                | Value::Speakers(_)
                | Value::Citations(_)
                | Value::Extra(_)
        )
    }
}

impl Field {
    /// The field of the interchange format that says how its date is known.
    pub fn basis_name(&self) -> Option<&'static str> {
        match self.value {
            Value::Date(_, basis) => Some(basis),
            _ => None,
        }
    }

    /// The first word of its keyword: `ascribed` of `ascribed to`.
    pub fn opening(&self) -> Option<&'static str> {
        self.keyword.and_then(|keyword| keyword.split(' ').next())
    }

    /// What it is called beside its value: `archive`, `language`.
    pub fn label(&self) -> &'static str {
        self.emptied.unwrap_or(self.name)
    }

    pub(super) const fn written(self, keyword: &'static str) -> Field {
        Field { keyword: Some(keyword), emptied: Some(keyword), ..self }
    }

    pub(super) const fn emptied(self, word: &'static str) -> Field {
        Field { emptied: Some(word), ..self }
    }

    pub(super) const fn needed(self) -> Field {
        Field { needed: true, emptied: None, ..self }
    }

    pub(super) const fn numbered(self, number: u32) -> Field {
        Field { number: Some(number), ..self }
    }

    pub(super) const fn asked(self, prompt: &'static str) -> Field {
        Field { asked: Some(prompt), ..self }
    }

    pub(super) const fn long(self) -> Field {
        Field { long: true, ..self }
    }

    pub(super) const fn in_corrections(self, keyword: &'static str) -> Field {
        Field { keyword: Some(keyword), only_in_corrections: true, ..self }
    }
}

pub(super) const fn field(
    name: &'static str,
    value: Value,
    script: &'static str,
    meaning: &'static str,
) -> Field {
    Field {
        name,
        keyword: None,
        only_in_corrections: false,
        emptied: None,
        needed: false,
        number: None,
        asked: None,
        long: false,
        value,
        script,
        meaning,
    }
}
