//! Which entity a name in a file stands for: one that the database has, one that was made for an earlier entry, or a new one.
//! One name in many entries is one entity, and its id follows from the name.

use std::collections::{BTreeSet, HashMap};

use ahash::RandomState;

use super::slug::{distinct_slug, hash_of, slug};
use crate::model::problem::{ErrorKind, Result};
use crate::model::text::fold;
use crate::model::{Entity, Id, Kind, Lang, Name, Problem, Record, Tenure};

/// An entity that the database has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEntity {
    pub id: Id,
    pub kind: Kind,
    /// Somebody whom a document does not name: no other entry can mean them.
    pub unnamed: bool,
    /// As lists of candidates name it: "Russia (place russia)".
    pub described: String,
}

/// What the database knows.
pub trait Known {
    /// The entities that have this whole name.
    ///
    /// # Errors
    /// The database cannot be read.
    fn entities_called(&self, name: &str) -> Result<Vec<KnownEntity>>;

    /// The entity with this id.
    ///
    /// # Errors
    /// The database cannot be read.
    fn entity(&self, id: &Id) -> Result<Option<KnownEntity>>;

    /// Whether an entity has this id or ever had it.
    ///
    /// # Errors
    /// The database cannot be read.
    fn is_taken(&self, id: &Id) -> Result<bool>;
}

/// A database that knows nothing: for a preview, and for a second reading, when every name is decided.
pub struct NothingKnown;

impl Known for NothingKnown {
    fn entities_called(&self, _: &str) -> Result<Vec<KnownEntity>> {
        Ok(Vec::new())
    }

    fn entity(&self, _: &Id) -> Result<Option<KnownEntity>> {
        Ok(None)
    }

    fn is_taken(&self, _: &Id) -> Result<bool> {
        Ok(false)
    }
}

/// In which place a name stands: what it can be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Speaker, publisher, author, checker.
    Speaking,
    /// What a claim is about.
    About,
    /// Where something was said.
    Place,
    Role,
    /// What a role is of.
    OfRole,
}

impl Place {
    fn accepts(self, kind: Kind) -> bool {
        match self {
            Place::Speaking => kind.speaks(),
            Place::About => true,
            Place::Place => kind == Kind::Place,
            Place::Role => kind == Kind::Role,
            Place::OfRole => matches!(kind, Kind::Organization | Kind::Place),
        }
    }
}

/// A name as it stands in a file.
#[derive(Clone, Copy, Debug)]
pub struct Written<'t> {
    pub name: &'t str,
    /// The language of the name, if that is known.
    pub lang: Option<&'t Lang>,
    /// What it is if it is new.
    pub kind: Kind,
    pub place: Place,
}

/// What was decided of the names of a file, and the entities that were made for them.
#[derive(Default)]
pub struct Names {
    /// Ids that the user gives names, by the names folded.
    given: HashMap<String, Id, RandomState>,
    decided: HashMap<(String, Kind, Place), std::result::Result<Id, Problem>, RandomState>,
    made: HashMap<Id, Made, RandomState>,
    /// The made ones by their names folded, in the order in which they were made.
    by_name: HashMap<String, Vec<Id>, RandomState>,
}

struct Made {
    entity: Entity,
    /// Other spellings of its name.
    spellings: BTreeSet<String>,
}

/// How many spellings of a name are kept to be named.
const MOST_SPELLINGS: usize = 8;

impl Names {
    /// Says by its id which entity a name stands for.
    pub fn give(&mut self, name: &str, id: Id) {
        self.given.insert(fold(name), id);
    }

    /// The entity that was made with this id.
    pub fn made(&self, id: &Id) -> Option<&Entity> {
        self.made.get(id).map(|made| &made.entity)
    }

    /// Those that were made, in the order of their ids.
    pub fn all_made(&self) -> Vec<&Entity> {
        let mut all: Vec<&Entity> = self.made.values().map(|made| &made.entity).collect();
        all.sort_by(|one, other| one.id.cmp(&other.id));
        all
    }

    /// Names that are written in several ways and were taken for one: each first as it was recorded.
    pub fn spellings(&self) -> Vec<Vec<String>> {
        let several = self.made.values().filter(|made| !made.spellings.is_empty());
        let mut all: Vec<Vec<String>> = several
            .map(|made| {
                std::iter::once(made.entity.name().to_owned()).chain(made.spellings.iter().cloned()).collect()
            })
            .collect();
        all.sort();
        all
    }
}

/// Decides names while a file is read.
pub struct Naming<'n> {
    names: &'n mut Names,
    known: &'n dyn Known,
}

impl<'n> Naming<'n> {
    pub fn new(names: &'n mut Names, known: &'n dyn Known) -> Naming<'n> {
        Naming { names, known }
    }

    /// The id of the entity that a name stands for. A new one is made where there is none.
    ///
    /// # Errors
    /// The outer one: the database cannot be read. The inner one: it can be several, or is not what it must be there.
    pub fn entity(&mut self, written: Written<'_>) -> Result<std::result::Result<Id, Problem>> {
        let folded = fold(written.name);
        let key =
            (if folded.is_empty() { written.name.to_owned() } else { folded }, written.kind, written.place);
        if let Some(decided) = self.names.decided.get(&key) {
            if let Ok(id) = decided {
                let id = id.clone();
                self.note_spelling(&id, written.name);
                return Ok(Ok(id));
            }
            return Ok(decided.clone());
        }
        let decided = self.decide(&key.0, written)?;
        self.names.decided.insert(key, decided.clone());
        Ok(decided)
    }

    fn decide(&mut self, folded: &str, written: Written<'_>) -> Result<std::result::Result<Id, Problem>> {
        if let Some(id) = self.names.given.get(folded) {
            return self.given(id.clone(), written);
        }
        let mut known = self.known.entities_called(written.name)?;
        known.retain(|entity| !entity.unnamed && written.place.accepts(entity.kind));
        if known.len() > 1 && known.iter().filter(|entity| entity.kind == written.kind).count() == 1 {
            known.retain(|entity| entity.kind == written.kind);
        }
        match &known[..] {
            [] => {}
            [one] => return Ok(Ok(one.id.clone())),
            several => {
                let candidates = several.iter().map(|entity| entity.described.clone()).collect();
                let problem =
                    Problem::from(ErrorKind::Ambiguous { written: written.name.to_owned(), candidates });
                return Ok(Err(problem.hint(format!(
                    "say which under `[entities]` in the map: {} = \"{}\"",
                    quoted(written.name),
                    several[0].id
                ))));
            }
        }
        let made = self.names.by_name.get(folded).into_iter().flatten();
        let fitting =
            made.filter_map(|id| self.names.made(id)).filter(|entity| written.place.accepts(entity.kind));
        let fitting: Vec<&Entity> = fitting.collect();
        let same_kind = fitting.iter().find(|entity| entity.kind == written.kind);
        if let Some(entity) = same_kind.or(fitting.first()) {
            let id = entity.id.clone();
            self.note_spelling(&id, written.name);
            return Ok(Ok(id));
        }
        self.make(folded, written).map(Ok)
    }

    /// The entity that the user has given for a name.
    fn given(&self, id: Id, written: Written<'_>) -> Result<std::result::Result<Id, Problem>> {
        Ok(match self.known.entity(&id)? {
            Some(entity) if written.place.accepts(entity.kind) => Ok(id),
            Some(entity) => Err(Problem::invalid(format!(
                "{} is to be {}, which cannot stand there",
                quoted(written.name),
                entity.described
            ))),
            None => Err(Problem::invalid(format!(
                "{} is to be `{id}`, and there is no entity with that id",
                quoted(written.name)
            ))
            .hint("record it first, or correct the id under `[entities]` in the map")),
        })
    }

    fn make(&mut self, folded: &str, written: Written<'_>) -> Result<Id> {
        let plain = slug(written.name);
        let by_kind = || distinct_slug(written.name, written.kind.word());
        let by_hash = || {
            distinct_slug(written.name, &hash_of(&format!("{} {}", written.kind.word(), written.name.trim())))
        };
        let same_name = self.names.by_name.contains_key(folded);
        let id = if self.is_free(&plain)? {
            plain
        } else if same_name && self.is_free(&by_kind())? {
            by_kind()
        } else {
            by_hash()
        };
        let mut entity = Entity::blank();
        entity.id = id.clone();
        entity.kind = written.kind;
        let text = written.name.trim().to_owned();
        entity.names = vec![Name { text, lang: written.lang.cloned(), plural: false }];
        self.names.made.insert(id.clone(), Made { entity, spellings: BTreeSet::new() });
        self.names.by_name.entry(folded.to_owned()).or_default().push(id.clone());
        Ok(id)
    }

    fn is_free(&self, id: &Id) -> Result<bool> {
        Ok(!self.names.made.contains_key(id) && !self.known.is_taken(id)?)
    }

    fn note_spelling(&mut self, id: &Id, name: &str) {
        if let Some(made) = self.names.made.get_mut(id)
            && made.entity.name() != name.trim()
            && made.spellings.len() < MOST_SPELLINGS
        {
            made.spellings.insert(name.trim().to_owned());
        }
    }

    /// Adds a role to those that an entity held, if the entity is made from this file. Says whether it is.
    pub fn add_tenure(&mut self, id: &Id, tenure: Tenure) -> bool {
        let Some(made) = self.names.made.get_mut(id) else { return false };
        if !made.entity.roles.contains(&tenure) {
            made.entity.roles.push(tenure);
        }
        true
    }

    /// Somebody whom a document does not name: an entity of this entry alone. It is a record of the entry.
    pub fn unnamed(words: &str, lang: Option<&Lang>, kind: Kind, beside: &Id) -> Record {
        let mut entity = Entity::blank();
        entity.id = distinct_slug(words, &hash_of(beside.as_str()));
        entity.kind = kind;
        entity.unnamed = true;
        entity.names = vec![Name { text: words.trim().to_owned(), lang: lang.cloned(), plural: false }];
        Record::Entity(entity)
    }
}

/// A name between quotation marks, as TOML writes it.
pub fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    text.push('"');
    for c in name.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A database with these entities, by id, kind and name.
    struct Few(Vec<(&'static str, Kind, &'static str)>);

    impl Few {
        fn all(&self, fits: impl Fn(&(&'static str, Kind, &'static str)) -> bool) -> Vec<KnownEntity> {
            let known = |one: &(&str, Kind, &str)| KnownEntity {
                id: Id::new(one.0).unwrap(),
                kind: one.1,
                unnamed: false,
                described: format!("{} ({} {})", one.2, one.1.word(), one.0),
            };
            self.0.iter().filter(|one| fits(one)).map(known).collect()
        }
    }

    impl Known for Few {
        fn entities_called(&self, name: &str) -> Result<Vec<KnownEntity>> {
            Ok(self.all(|one| fold(one.2) == fold(name)))
        }

        fn entity(&self, id: &Id) -> Result<Option<KnownEntity>> {
            Ok(self.all(|one| one.0 == id.as_str()).pop())
        }

        fn is_taken(&self, id: &Id) -> Result<bool> {
            Ok(self.entity(id)?.is_some())
        }
    }

    fn written(name: &str, kind: Kind, place: Place) -> Written<'_> {
        Written { name, lang: None, kind, place }
    }

    #[test]
    fn one_name_is_one_entity_and_a_known_one_is_taken() {
        let known =
            Few(vec![("potus-44", Kind::Person, "Barack Obama"), ("georgia", Kind::Place, "Georgia")]);
        let mut names = Names::default();
        let mut naming = Naming::new(&mut names, &known);
        let mut id =
            |name, kind, place| naming.entity(written(name, kind, place)).unwrap().unwrap().to_string();
        assert_eq!(id("Barack Obama", Kind::Person, Place::Speaking), "potus-44");
        assert_eq!(id("barack  obama", Kind::Topic, Place::About), "potus-44");
        assert_eq!(id("Jane Roe", Kind::Person, Place::Speaking), "jane-roe");
        assert_eq!(id("JANE ROE", Kind::Person, Place::Speaking), "jane-roe");
        assert_eq!(id("Georgia", Kind::Topic, Place::About), "georgia");
        let person = id("Georgia", Kind::Person, Place::Speaking);
        assert!(person.starts_with("georgia-"), "{person}");
        assert_eq!(id("C", Kind::Topic, Place::About), "c");
        assert_ne!(id("C++", Kind::Topic, Place::About), "c");
        assert_eq!(names.all_made().len(), 4);
        assert_eq!(names.spellings(), [["Jane Roe", "JANE ROE"]]);
    }

    #[test]
    fn what_can_be_two_is_refused_with_both() {
        let known = Few(vec![("a", Kind::Person, "John Smith"), ("b", Kind::Person, "John Smith")]);
        let mut names = Names::default();
        let refused =
            Naming::new(&mut names, &known).entity(written("John Smith", Kind::Person, Place::Speaking));
        let problem = refused.unwrap().unwrap_err();
        assert_eq!(problem.candidates().len(), 2);
        assert!(problem.to_string().contains("\"John Smith\" = \"a\""), "{problem}");
        names.decided.clear();
        names.give("john smith", Id::new("b").unwrap());
        let id = Naming::new(&mut names, &known).entity(written("John Smith", Kind::Person, Place::Speaking));
        assert_eq!(id.unwrap().unwrap().as_str(), "b");
    }
}
