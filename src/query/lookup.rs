//! Finding records by what they are called: by exact id, or by any whole name in any language. Nothing is guessed:
//! what fits nothing, or two things, is said with what stands near.

use std::sync::Arc;

use crate::model::problem::{ErrorKind, Result};
use crate::model::record::RecordType;
use crate::model::text::{fold, words};
use crate::model::{Entity, Id, Key, Kind, Name, Problem};
use crate::store::index::keys;
use crate::store::index::keys::{Ordinal, PostingKey};
use crate::store::index::versions::ChangeKind;
use crate::store::{Snapshot, clock};

/// How a name found its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    ById,
    /// The name that answers show, or its plural.
    ByName,
    /// The preferred name of another language.
    ByOtherLanguage,
    ByAlias,
}

/// An entity that a name fits.
#[derive(Clone, Debug)]
pub struct Fit {
    pub ordinal: Ordinal,
    pub entity: Arc<Entity>,
    pub found: Found,
}

impl Fit {
    /// "Russia (place russia)", as lists of candidates name it.
    pub fn described(&self) -> String {
        described(&self.entity)
    }
}

pub fn described(entity: &Entity) -> String {
    format!("{} ({} {})", entity.name(), entity.kind.word(), entity.id)
}

/// Looks names up in a state of the database.
#[derive(Clone, Copy)]
pub struct Names<'n> {
    pub snapshot: &'n Snapshot,
}

impl Names<'_> {
    /// The entity with exactly this id.
    pub fn by_id(&self, text: &str) -> Result<Option<Fit>> {
        let Ok(id) = Id::new(text) else { return Ok(None) };
        let Some(ordinal) = self.snapshot.ordinal(&Key::Entity(id))? else { return Ok(None) };
        Ok(self.snapshot.entity(ordinal)?.map(|entity| Fit { ordinal, entity, found: Found::ById }))
    }

    /// All entities that have this whole name.
    pub fn by_name(&self, text: &str) -> Result<Vec<Fit>> {
        let folded = fold(text);
        let mut fits = Vec::new();
        for ordinal in &*self.snapshot.posting(&PostingKey::Name(folded.clone()))? {
            let Some(entity) = self.snapshot.entity(ordinal)? else { continue };
            let Some(place) = entity.names.iter().position(|name| fold(&name.text) == folded) else {
                continue;
            };
            let found = found_by(&entity, place);
            fits.push(Fit { ordinal, entity, found });
        }
        Ok(fits)
    }

    /// Those that the name fits and that `accept` takes: the one with that id, else those with that name.
    pub fn fitting(&self, text: &str, accept: &dyn Fn(Kind) -> bool) -> Result<Vec<Fit>> {
        if let Some(fit) = self.by_id(text)?.filter(|fit| accept(fit.entity.kind)) {
            return Ok(vec![fit]);
        }
        let mut fits = self.by_name(text)?;
        fits.retain(|fit| accept(fit.entity.kind));
        Ok(fits)
    }

    /// The same for a role in a phrase, which may stand with the Arabic article.
    pub fn roles(&self, text: &str) -> Result<Vec<Fit>> {
        let role = |kind| kind == Kind::Role;
        let fits = self.fitting(text, &role)?;
        match without_article(text) {
            Some(bare) if fits.is_empty() => self.fitting(&bare, &role),
            _ => Ok(fits),
        }
    }

    /// The entities whose people are called so: "Russian" finds Russia.
    pub fn by_demonym(&self, text: &str) -> Result<Vec<Fit>> {
        let fits = self.with_demonym(text)?;
        match without_article(text) {
            Some(bare) if fits.is_empty() => self.with_demonym(&bare),
            _ => Ok(fits),
        }
    }

    fn with_demonym(&self, text: &str) -> Result<Vec<Fit>> {
        let folded = fold(text);
        let mut fits = Vec::new();
        for ordinal in &*self.snapshot.posting(&PostingKey::Demonym(folded.clone()))? {
            let Some(entity) = self.snapshot.entity(ordinal)? else { continue };
            if entity.demonyms.iter().any(|demonym| fold(&demonym.text) == folded) {
                fits.push(Fit { ordinal, entity, found: Found::ByAlias });
            }
        }
        Ok(fits)
    }

    /// The entities in one of whose names these words stand together.
    pub fn with_words(&self, wanted: &[String]) -> Result<Vec<Fit>> {
        let mut fits = Vec::new();
        let Some(mut candidates) = self.all_of(wanted, PostingKey::NameWord)? else { return Ok(fits) };
        for ordinal in std::mem::take(&mut candidates) {
            let Some(entity) = self.snapshot.entity(ordinal)? else { continue };
            if entity.names.iter().any(|name| stand_together(&name.text, wanted)) {
                fits.push(Fit { ordinal, entity, found: Found::ByAlias });
            }
        }
        Ok(fits)
    }

    /// What has every one of these words in its posting; `None` for no words.
    pub fn all_of(
        &self,
        wanted: &[String],
        posting: fn(String) -> PostingKey,
    ) -> Result<Option<roaring::RoaringBitmap>> {
        let mut found: Option<roaring::RoaringBitmap> = None;
        for word in wanted {
            if found.as_ref().is_some_and(roaring::RoaringBitmap::is_empty) {
                break;
            }
            let having = self.snapshot.posting(&posting(word.clone()))?;
            found = Some(found.map_or_else(|| (*having).clone(), |so_far| so_far & &*having));
        }
        Ok(found)
    }

    /// When a record was retracted that has this id or, as an entity or source, this name, and by which transaction: "the
    /// claim `x` was retracted at …".
    pub fn retracted(&self, text: &str, of: RecordType) -> Result<Option<(Key, String)>> {
        let by_id = match Id::new(text).ok().and_then(|id| Key::of(of, id)) {
            Some(key) => self.snapshot.ordinal(&key)?,
            None => None,
        };
        let named = match of {
            RecordType::Entity => self.snapshot.posting(&PostingKey::Name(fold(text)))?,
            RecordType::Source => self.snapshot.posting(&PostingKey::Title(fold(text)))?,
            _ => Arc::default(),
        };
        for ordinal in by_id.into_iter().chain(named.iter()) {
            let Some(version) = self.snapshot.version(of, ordinal)? else { continue };
            if version.act == ChangeKind::Retracted {
                let key = self.snapshot.content(version.content)?.key();
                let at =
                    self.snapshot.transaction(version.sequence)?.map(|entry| clock::written(entry.stamp.at));
                let at = at.map_or_else(String::new, |at| format!(" at {at}"));
                let sentence = format!("{key} was retracted{at} (transaction {})", version.sequence);
                return Ok(Some((key, sentence)));
            }
        }
        Ok(None)
    }

    /// The same as hints for somebody who asks for that record.
    pub fn retracted_hint(&self, text: &str, of: RecordType, problem: Problem) -> Result<Problem> {
        let key = Id::new(text).ok().and_then(|id| Key::of(of, id));
        if let Some(ordinal) = key.map(|key| self.snapshot.ordinal(&key)).transpose()?.flatten()
            && let Some(redaction) = self.snapshot.redaction(of, ordinal)?
        {
            return Ok(problem.hint(redaction.to_string()));
        }
        Ok(match self.retracted(text, of)? {
            Some((key, sentence)) => {
                problem.hint(sentence).hint(format!("`restore {}` brings it back", key.name()))
            }
            None => problem,
        })
    }

    /// Sources with this id, else with this title.
    pub fn sources(&self, text: &str) -> Result<Vec<Ordinal>> {
        if let Ok(id) = Id::new(text)
            && let Some(ordinal) = self.snapshot.ordinal(&Key::Source(id))?
            && self.snapshot.source(ordinal)?.is_some()
        {
            return Ok(vec![ordinal]);
        }
        let folded = fold(text);
        let mut found = Vec::new();
        for ordinal in &*self.snapshot.posting(&PostingKey::Title(folded.clone()))? {
            let source = self.snapshot.source(ordinal)?;
            if source.is_some_and(|source| source.title.as_ref().is_some_and(|title| fold(title) == folded)) {
                found.push(ordinal);
            }
        }
        Ok(found)
    }

    /// The entities nearest to a name that fits nothing: those with its words in their names, else those spelt alike.
    pub fn near(&self, text: &str, accept: &dyn Fn(Kind) -> bool) -> Result<Vec<Fit>> {
        if !can_be_misspelt(text) {
            return Ok(Vec::new());
        }
        let wanted: Vec<String> = words(text).collect();
        let mut fits = self.with_words(&wanted)?;
        fits.retain(|fit| accept(fit.entity.kind));
        if !fits.is_empty() {
            return Ok(fits);
        }
        for name in self.spelt_alike(text, &PostingKey::Name(String::new()))? {
            for fit in self.fitting(&name, accept)? {
                if !fits.iter().any(|other| other.ordinal == fit.ordinal) {
                    fits.push(fit);
                }
            }
        }
        Ok(fits)
    }

    /// The texts of one kind of posting that are spelt most alike, best first.
    pub fn spelt_alike(&self, text: &str, kind: &PostingKey) -> Result<Vec<String>> {
        let folded = fold(text);
        let mut alike = Alike::to(&folded);
        if alike.is_hopeless() {
            return Ok(Vec::new());
        }
        for key in self.snapshot.posting_keys(&kind.kind_prefix()) {
            if let Some(text) = keys::text_in_key(&key?) {
                alike.weigh(&text);
            }
        }
        Ok(alike.best())
    }

    /// The ids of a type of record that are spelt most alike, best first.
    pub fn ids_alike(&self, text: &str, record_type: RecordType) -> Result<Vec<String>> {
        let mut alike = Alike::to(text);
        if alike.is_hopeless() {
            return Ok(Vec::new());
        }
        for ordinal in self.snapshot.posting(&PostingKey::All(record_type))?.iter().take(100_000) {
            if let Some(trail) = self.snapshot.trail(record_type, ordinal)? {
                alike.weigh(&trail.key.name());
            }
        }
        Ok(alike.best())
    }
}

/// What finding an entity by its name number `place` says of the name.
fn found_by(entity: &Entity, place: usize) -> Found {
    let name = &entity.names[place];
    let in_its_language = |other: &Name| match (&other.lang, &name.lang) {
        (Some(other), Some(lang)) => other.is_same(lang),
        (other, lang) => other == lang,
    };
    let shown = in_its_language(&entity.names[0]);
    let preferred = entity.names[..place]
        .iter()
        .all(|earlier| !in_its_language(earlier) || earlier.plural != name.plural);
    match (preferred, shown) {
        (false, _) => Found::ByAlias,
        (true, true) => Found::ByName,
        (true, false) => Found::ByOtherLanguage,
    }
}

/// At most five of the candidates, those spelt most like `text`, best first.
pub fn alike<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut alike = Alike::to(text);
    if !alike.is_hopeless() {
        candidates.for_each(|candidate| alike.weigh(candidate));
    }
    alike.best()
}

/// The longest text, in characters, for which something is looked for that is spelt alike. What is longer was pasted, and
/// is not misspelt; weighing it takes the square of its length.
const LONGEST_MISSPELT: usize = 200;

/// Whether a text is short enough to be a misspelt name.
pub fn can_be_misspelt(text: &str) -> bool {
    text.chars().nth(LONGEST_MISSPELT).is_none()
}

/// Finds the texts that are spelt most like one.
struct Alike<'t> {
    text: &'t str,
    /// In characters.
    length: usize,
    /// How often each character stands in it, by the last bits of the character.
    letters: [u16; LETTERS],
    /// How alike a text must be, of 1.
    enough: f64,
    /// The best so far, the best first.
    near: Vec<(f64, String)>,
}

const LETTERS: usize = 64;
/// How many are found at most.
const MOST_ALIKE: usize = 5;

impl Alike<'_> {
    fn to(text: &str) -> Alike<'_> {
        let length = text.chars().take(LONGEST_MISSPELT + 1).count();
        // In a short word one wrong letter is already a large part.
        let enough = if length <= 4 { 0.5 } else { 0.7 };
        Alike { text, length, letters: letters(text), enough, near: Vec::new() }
    }

    /// Whether nothing can be found for so long a text.
    fn is_hopeless(&self) -> bool {
        self.length > LONGEST_MISSPELT
    }

    fn weigh(&mut self, other: &str) {
        if !self.can_be_alike(other) || self.near.iter().any(|(_, known)| known == other) {
            return;
        }
        let likeness = strsim::normalized_damerau_levenshtein(self.text, other);
        if likeness >= self.enough {
            let better = |(near, text): &(f64, String)| (*near, other) > (likeness, text.as_str());
            let place = self.near.partition_point(better);
            self.near.insert(place, (likeness, other.to_owned()));
            self.near.truncate(MOST_ALIKE);
        }
    }

    /// Whether a text may be alike enough: decided by how often the same characters stand in both, which is soon counted.
    fn can_be_alike(&self, other: &str) -> bool {
        let length = other.chars().take(2 * LONGEST_MISSPELT).count();
        let longest = self.length.max(length);
        // Each change makes up for at most one character that is missing, and one that is too many.
        let (mut missing, mut too_many) = (0, 0);
        for (ours, theirs) in self.letters.iter().zip(letters(other)) {
            missing += usize::from(ours.saturating_sub(theirs));
            too_many += usize::from(theirs.saturating_sub(*ours));
        }
        let likeness = 1.0 - missing.max(too_many) as f64 / longest.max(1) as f64;
        likeness >= self.enough
    }

    fn best(self) -> Vec<String> {
        self.near.into_iter().map(|(_, text)| text).collect()
    }
}

/// How often each character stands in a text, as far as names go: those with the same last bits are counted as one.
fn letters(text: &str) -> [u16; LETTERS] {
    let mut letters = [0; LETTERS];
    text.chars().take(2 * LONGEST_MISSPELT).for_each(|c| letters[c as usize % LETTERS] += 1);
    letters
}

/// The most words that the phrase of a role can have: a longer one was pasted, and each place in it is a lookup.
pub const MOST_WORDS_OF_A_PHRASE: usize = 40;

/// The two sides of a phrase at each `of` in it: `director of rusi` is `director` and `rusi`.
pub fn sides_of_of(text: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() > MOST_WORDS_OF_A_PHRASE {
        return Vec::new();
    }
    let places = (1..words.len()).filter(|place| words[*place].eq_ignore_ascii_case("of"));
    places.map(|place| (words[..place].join(" "), words[place + 1..].join(" "))).collect()
}

/// Whether the folded words stand in the text one after the other.
pub fn stand_together(text: &str, wanted: &[String]) -> bool {
    let there: Vec<String> = words(text).collect();
    !wanted.is_empty() && there.windows(wanted.len()).any(|window| window == wanted)
}

fn without_article(text: &str) -> Option<String> {
    fold(text).strip_prefix("ال").filter(|rest| rest.chars().count() > 1).map(str::to_owned)
}

pub use crate::model::problem::MOST_CANDIDATES as MOST_LISTED;

/// The error for a name that fits more than one thing.
pub fn ambiguous(written: &str, fits: &[Fit]) -> Problem {
    let candidates = fits.iter().map(Fit::described).collect();
    ErrorKind::Ambiguous { written: written.to_owned(), candidates }.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::query::lookup::*;

    /// The same without any shorter way.
    fn weighed_one_by_one(text: &str, candidates: &[String]) -> Vec<String> {
        let enough = if text.chars().count() <= 4 { 0.5 } else { 0.7 };
        let weighed =
            candidates.iter().map(|other| (strsim::normalized_damerau_levenshtein(text, other), other));
        let mut near: Vec<(f64, &String)> = weighed.filter(|(likeness, _)| *likeness >= enough).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.dedup();
        near.into_iter().take(5).map(|(_, other)| other.clone()).collect()
    }

    proptest! {
        #[test]
        fn what_is_left_out_could_not_have_been_alike(
            text in "[a-dé أب]{0,12}",
            candidates in prop::collection::vec("[a-dé أب]{0,12}", 0..40),
        ) {
            prop_assert_eq!(
                alike(&text, candidates.iter().map(String::as_str)),
                weighed_one_by_one(&text, &candidates)
            );
        }
    }

    #[test]
    fn a_pasted_page_is_compared_with_nothing() {
        let page = "word ".repeat(200_000);
        let begun = std::time::Instant::now();
        for _ in 0..1_000 {
            assert!(alike("a misspelt name", [page.as_str()].into_iter()).is_empty());
            assert!(alike(&page, [page.as_str(), "word"].into_iter()).is_empty());
        }
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }
}
