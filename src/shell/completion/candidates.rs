//! The names, ids and words that can be completed: found in the index by how they begin, in any language.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::language::keywords::{self, Position};
use crate::language::name_or_quoted;
use crate::language::vocabulary::Worded;
use crate::model::problem::Result;
use crate::model::text::fold;
use crate::model::{Entity, Kind, Medium, RecordType, Relation, Verdict};
use crate::query::lookup::{Names, described};
use crate::shell::completion::candidate::Candidate;
use crate::shell::completion::expect::{Expect, Fits};
use crate::shell::completion::languages;
use crate::shell::dot_commands::{Argument, COMMANDS};
use crate::store::Snapshot;
use crate::store::index::keys::{Entry, PostingKey, text_in_key};

/// How many are offered at most.
const MOST: usize = 60;
/// How many entries of the index are looked through at most: it must be quick at every key.
const MOST_READ: usize = 1_200;
/// How many entities are read at most to find some of a kind that fits.
const MOST_LOOKED_AT: usize = 300;
/// How many entities of one name are offered: more cannot be distinguished by looking.
const MOST_OF_A_NAME: usize = 8;
/// So many entities of a kind are few: they are gone through one by one.
const FEW: u64 = 1_000;

/// How a name stands with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Yes,
    No,
    /// It fits several things.
    Several,
    /// Something begins so.
    Begins,
}

/// What a state of the database has to offer.
pub struct Offers<'o> {
    pub snapshot: &'o Snapshot,
}

impl Offers<'_> {
    /// What begins with `begun` and can stand where this is expected.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of(&self, expect: Expect, begun: &str) -> Result<Vec<Candidate>> {
        Ok(match expect {
            Expect::Entity(fits) => self.entities(fits, begun)?,
            Expect::Source => self.ids(RecordType::Source, begun)?,
            Expect::SourceOrPublisher => {
                let mut found = self.ids(RecordType::Source, begun)?;
                found.extend(self.titles(begun)?);
                found.extend(self.entities(Fits::Speaking, begun)?);
                found
            }
            Expect::Claim => self.ids(RecordType::Claim, begun)?,
            Expect::Definition => self.ids(RecordType::Definition, begun)?,
            Expect::Record => self.records(begun)?,
            Expect::Tag => self
                .texts(&PostingKey::Tag(String::new()), begun)?
                .iter()
                .map(|tag| Candidate { written: name_or_quoted(tag), shown: tag.clone() })
                .collect(),
            Expect::LanguageOrDate => {
                let dates = words(DATES.iter().copied(), begun);
                languages::names(&self.languages_here()?, begun).into_iter().chain(dates).collect()
            }
            Expect::LanguageTag => languages::tags(&self.languages_here()?, begun),
            Expect::Date => words(DATES.iter().copied(), begun).collect(),
            Expect::Kind => {
                let kinds = Kind::ALL.iter().map(|kind| kind.word());
                words(kinds.chain(["source", "claim", "unnamed"]), begun).collect()
            }
            Expect::OneOf(choices) => words(choices.iter().copied(), begun).collect(),
            Expect::Words(place) => of_place(place, begun),
            Expect::Nothing | Expect::Value(_) => Vec::new(),
        })
    }

    // ---- entities ---------------------------------------------------------------------------------------------------

    fn entities(&self, fits: Fits, begun: &str) -> Result<Vec<Candidate>> {
        let folded = fold(begun);
        if let Some(few) = fits.kind().map(|kind| self.few_of(kind)).transpose()?.flatten() {
            return self.among(&few, &folded, begun);
        }
        let mut seen = RoaringBitmap::new();
        let names = PostingKey::Name(String::new());
        let mut named = self.by_posting(&names, fits, &folded, &mut seen, true)?;
        if !folded.is_empty() && named.len() < MOST {
            let words = PostingKey::NameWord(String::new());
            named.extend(self.by_posting(&words, fits, &folded, &mut seen, false)?);
        }
        let mut found = distinguished(named, &folded);
        if !begun.is_empty() && found.len() < MOST {
            for id in self.ids(RecordType::Entity, begun)? {
                let fit = (Names { snapshot: self.snapshot }).by_id(&id.written)?;
                if let Some(fit) = fit.filter(|fit| fits.accepts(fit.entity.kind) && seen.insert(fit.ordinal))
                {
                    found.push(Candidate { written: id.written, shown: described(&fit.entity) });
                }
            }
        }
        found.truncate(MOST);
        Ok(found)
    }

    /// The entities of a kind, where they are few.
    fn few_of(&self, kind: Kind) -> Result<Option<Vec<Arc<Entity>>>> {
        let posting = self.snapshot.posting(&PostingKey::OfKind(kind))?;
        if posting.len() > FEW {
            return Ok(None);
        }
        let mut found = Vec::new();
        for ordinal in &*posting {
            found.extend(self.snapshot.entity(ordinal)?.filter(|entity| entity.kind == kind));
        }
        Ok(Some(found))
    }

    /// Those whose name, a word of it, or id begins so, in this order.
    fn among(&self, entities: &[Arc<Entity>], folded: &str, begun: &str) -> Result<Vec<Candidate>> {
        let mut ranked: Vec<(u8, Candidate)> = Vec::new();
        for entity in entities {
            let named =
                |fits: &dyn Fn(&str) -> bool| entity.names.iter().find(|name| fits(&fold(&name.text)));
            if let Some(name) = named(&|name| name.starts_with(folded)) {
                ranked.push((0, Candidate::named(&name.text, entity)));
            } else if let Some(name) = named(&|name| name.split(' ').any(|word| word.starts_with(folded))) {
                ranked.push((1, Candidate::named(&name.text, entity)));
            } else if entity.id.as_str().starts_with(begun) {
                ranked.push((2, Candidate { written: entity.id.to_string(), shown: described(entity) }));
            }
        }
        ranked.sort_by(|(one, a), (other, b)| (one, &a.written).cmp(&(other, &b.written)));
        ranked.truncate(MOST);
        Ok(ranked.into_iter().map(|(_, candidate)| candidate).collect())
    }

    /// The entities in the postings of a kind whose texts have this prefix; `whole` where the texts are whole names.
    fn by_posting(
        &self,
        kind: &PostingKey,
        fits: Fits,
        folded: &str,
        seen: &mut RoaringBitmap,
        whole: bool,
    ) -> Result<Vec<(Candidate, Arc<Entity>)>> {
        let mut found = Vec::new();
        let mut looked_at = 0;
        for text in self.folded_texts(kind, folded)? {
            let posting =
                if whole { PostingKey::Name(text.clone()) } else { PostingKey::NameWord(text.clone()) };
            let most = if whole { MOST_OF_A_NAME } else { MOST_LOOKED_AT };
            for ordinal in self.snapshot.posting(&posting)?.iter().take(most) {
                looked_at += 1;
                if found.len() >= MOST || looked_at > MOST_LOOKED_AT {
                    return Ok(found);
                }
                let Some(entity) = self.snapshot.entity(ordinal)? else { continue };
                if !fits.accepts(entity.kind) || seen.contains(ordinal) {
                    continue;
                }
                let fitting = |name: &str| {
                    let name = fold(name);
                    if whole { name == text } else { name.split(' ').any(|word| word == text) }
                };
                if let Some(name) = entity.names.iter().find(|name| fitting(&name.text)) {
                    seen.insert(ordinal);
                    found.push((Candidate::named(&name.text, &entity), entity.clone()));
                }
            }
        }
        Ok(found)
    }

    /// How a name stands with the database, where it stands in a place for entities.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn known(&self, fits: Fits, name: &str) -> Result<Known> {
        let names = Names { snapshot: self.snapshot };
        let accept = |kind| fits.accepts(kind);
        Ok(match names.fitting(name, &accept)?.len() {
            1 => Known::Yes,
            0 if self.is_phrase(&names, fits, name)? => Known::Yes,
            0 if self.begins(name)? => Known::Begins,
            0 => Known::No,
            _ => Known::Several,
        })
    }

    /// Whether a document has this id or title.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn is_source(&self, name: &str) -> Result<bool> {
        let names = Names { snapshot: self.snapshot };
        Ok(!names.sources(name)?.is_empty())
    }

    /// `Russian diplomats`, `diplomats of Russia`: a role with a demonym or an `of`.
    fn is_phrase(&self, names: &Names<'_>, fits: Fits, name: &str) -> Result<bool> {
        if !matches!(fits, Fits::Speakers | Fits::Roles) {
            return Ok(false);
        }
        let parts: Vec<&str> = name.split_whitespace().collect();
        for place in 1..parts.len() {
            let (head, tail) = (parts[..place].join(" "), parts[place..].join(" "));
            let role_of = !names.roles(&tail)?.is_empty() && !names.by_demonym(&head)?.is_empty();
            if role_of || !names.roles(&head)?.is_empty() && !names.by_demonym(&tail)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn begins(&self, name: &str) -> Result<bool> {
        Ok(!self.folded_texts_upto(&PostingKey::Name(String::new()), &fold(name), 1)?.is_empty())
    }

    // ---- ids, titles and tags ---------------------------------------------------------------------------------------

    fn ids(&self, record_type: RecordType, begun: &str) -> Result<Vec<Candidate>> {
        let head = Entry::Id(record_type, "").key().len();
        let mut found = Vec::new();
        for key in self.snapshot.posting_keys(&Entry::Id(record_type, begun).key()).take(MOST_READ) {
            let key = key?;
            let Some(id) = key.get(head..).and_then(|id| std::str::from_utf8(id).ok()) else { continue };
            let ordinal =
                crate::model::Id::new(id).ok().and_then(|id| crate::model::Key::of(record_type, id));
            let is_live = match ordinal {
                Some(key) => self
                    .snapshot
                    .ordinal(&key)?
                    .map(|ordinal| self.snapshot.version(record_type, ordinal))
                    .transpose()?
                    .flatten()
                    .is_some(),
                None => false,
            };
            if is_live {
                found.push(Candidate { written: name_or_quoted(id), shown: id.to_owned() });
            }
            if found.len() >= MOST {
                break;
            }
        }
        Ok(found)
    }

    fn records(&self, begun: &str) -> Result<Vec<Candidate>> {
        let mut found = Vec::new();
        for record_type in [
            RecordType::Claim,
            RecordType::Entity,
            RecordType::Source,
            RecordType::Assessment,
            RecordType::Definition,
        ] {
            for id in self.ids(record_type, begun)? {
                found.push(Candidate { shown: format!("{} ({record_type})", id.shown), ..id });
            }
        }
        found.extend(of_place(Position::Type, begun));
        found.truncate(MOST);
        Ok(found)
    }

    fn titles(&self, begun: &str) -> Result<Vec<Candidate>> {
        let mut found = Vec::new();
        if begun.is_empty() {
            return Ok(found);
        }
        for text in self.folded_texts_upto(&PostingKey::Title(String::new()), &fold(begun), MOST)? {
            for ordinal in &*self.snapshot.posting(&PostingKey::Title(text.clone()))? {
                if let Some(title) = self.snapshot.source(ordinal)?.and_then(|source| source.title.clone()) {
                    found.push(Candidate {
                        written: name_or_quoted(&title),
                        shown: format!("{title} (source)"),
                    });
                }
            }
        }
        Ok(found)
    }

    /// The tags of the languages that claims here are in.
    fn languages_here(&self) -> Result<Vec<String>> {
        let mut tags = self.folded_texts_upto(&PostingKey::ClaimLang(String::new()), "", MOST)?;
        tags.retain(|tag| !tag.is_empty());
        Ok(tags)
    }

    fn texts(&self, kind: &PostingKey, begun: &str) -> Result<Vec<String>> {
        self.folded_texts_upto(kind, &fold(begun), MOST)
    }

    fn folded_texts(&self, kind: &PostingKey, folded: &str) -> Result<Vec<String>> {
        self.folded_texts_upto(kind, folded, MOST_READ / 4)
    }

    /// The texts of a kind of posting that have this prefix, each once.
    fn folded_texts_upto(&self, kind: &PostingKey, folded: &str, most: usize) -> Result<Vec<String>> {
        let mut prefix = kind.kind_prefix();
        prefix.extend(folded.as_bytes());
        let mut texts: Vec<String> = Vec::new();
        for key in self.snapshot.posting_keys(&prefix).take(MOST_READ) {
            if let Some(text) = text_in_key(&key?)
                && texts.last() != Some(&text)
            {
                texts.push(text);
            }
            if texts.len() >= most {
                break;
            }
        }
        Ok(texts)
    }
}

/// Those of one name once; but each by its id, where the name is already written in full.
fn distinguished(named: Vec<(Candidate, Arc<Entity>)>, folded: &str) -> Vec<Candidate> {
    let mut times: HashMap<String, usize> = HashMap::new();
    named.iter().for_each(|(candidate, _)| *times.entry(candidate.written.clone()).or_default() += 1);
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (candidate, entity) in named {
        if times[&candidate.written] == 1 {
            found.push(candidate);
        } else if fold(candidate.written.trim_matches('"')) == folded {
            found.push(Candidate { written: entity.id.to_string(), shown: described(&entity) });
        } else if seen.insert(candidate.written.clone()) {
            let shown = format!("{} (several are called so)", candidate.written);
            found.push(Candidate { shown, ..candidate });
        }
    }
    found
}

// ---- words ----------------------------------------------------------------------------------------------------------

const DATES: [&str; 4] = ["today", "yesterday", "1 week ago", "1 month ago"];

/// The words among `all` that have this prefix.
pub fn words<'w>(all: impl IntoIterator<Item = &'w str>, begun: &str) -> impl Iterator<Item = Candidate> {
    let begun = begun.to_lowercase();
    all.into_iter().filter(move |word| word.starts_with(&begun)).map(Candidate::word)
}

/// The words of a place of the language that have this prefix.
pub fn of_place(place: Position, begun: &str) -> Vec<Candidate> {
    let values = match place {
        Position::Verdict => Verdict::all().into_iter().map(Worded::word).collect(),
        Position::Medium => Medium::all().into_iter().map(Worded::word).collect(),
        Position::Relation => Relation::all().into_iter().map(Worded::word).collect(),
        place => keywords::of_place(place).map(|keyword| keyword.spelling).collect::<Vec<_>>(),
    };
    words(values, begun).collect()
}

/// The dot commands that have this prefix.
pub fn commands(begun: &str) -> Vec<Candidate> {
    let fitting = COMMANDS.iter().filter(|command| command.name.starts_with(begun));
    fitting
        .map(|command| Candidate { written: command.name.to_owned(), shown: command.name.to_owned() })
        .collect()
}

/// What can stand after a dot command.
pub fn arguments(argument: Argument, begun: &str) -> Vec<Candidate> {
    use crate::shell::settings::SETTINGS;
    match argument {
        Argument::Topic => {
            words(crate::shell::dot_commands::help::topics().map(|topic| topic.0), begun).collect()
        }
        Argument::Mode => words(crate::output::Listed::of_screens().map(|row| row.name), begun).collect(),
        Argument::ExportFormat => words(crate::output::Listed::built().map(|row| row.name), begun).collect(),
        Argument::OnOff => words(["on", "off"], begun).collect(),
        Argument::Setting => words(SETTINGS.iter().map(|setting| setting.name), begun).collect(),
        Argument::Nothing | Argument::File => Vec::new(),
    }
}
