//! One row to its records: the documents, somebody who is not named, the claim, the verdict.

use std::collections::BTreeMap;

use super::dates::Read;
use super::map::template::said;
use super::map::{Dates, List, Map, Missing, Names, RoleMap, SourceMap, SpeakerMap, Value, VerdictMap};
use super::rows::Cell;
use crate::exchange::entries::Remark;
use crate::exchange::naming::{Naming, Place, Written, quoted};
use crate::exchange::slug::{distinct_slug, hash_of, slug, slug_of_address};
use crate::model::problem::Result;
use crate::model::record::{Dated, Extra};
use crate::model::text::fold;
use crate::model::{
    Assessment, Attestation, Author, Citation, Claim, Id, Kind, Lang, Medium, Mode, Problem, Rating, Record,
    Ref, Source, Speaker, Tenure, Verdict, Words,
};
use crate::query::resolve::language_called;

/// What a row comes to.
#[derive(Debug, Default)]
pub struct Given {
    pub records: Vec<Record>,
    pub remarks: Vec<Remark>,
    pub problems: Vec<Problem>,
    /// The label of a verdict that the map does not have.
    pub unknown_label: Option<String>,
}

/// Makes records of a row.
pub struct RowReader<'r, 'n> {
    map: &'r Map,
    cells: &'r [Cell],
    naming: &'r mut Naming<'n>,
    given: Given,
    /// What is kept beside the claim.
    extra: Extra,
}

/// Reads a row. `left_over`: the columns that are kept beside the claim, by place and name.
///
/// # Errors
/// The database cannot be read.
pub fn read_row(
    map: &Map,
    cells: &[Cell],
    left_over: &[(usize, String)],
    naming: &mut Naming<'_>,
) -> Result<Given> {
    let mut reader = RowReader { map, cells, naming, given: Given::default(), extra: BTreeMap::new() };
    for (column, name) in left_over {
        if let Some(cell) = said(cells, *column, &map.file.nulls) {
            reader.extra.insert(name.clone(), cell.text.clone());
        }
    }
    reader.read()?;
    Ok(reader.given)
}

impl RowReader<'_, '_> {
    fn wrong(&mut self, problem: Problem) {
        self.given.problems.push(problem);
    }

    fn remark(&mut self, what: &str, detail: String) {
        self.given.remarks.push(Remark::new(what, detail));
    }

    // ---- values ----

    /// What a value is in this row. `key`: as the map calls it.
    fn text(&mut self, value: Option<&Value>, key: &str) -> Option<String> {
        self.filled(value, key).map(|(text, _)| text)
    }

    fn filled(&mut self, value: Option<&Value>, key: &str) -> Option<(String, bool)> {
        match value?.of(self.cells, &self.map.file.nulls) {
            Ok(filled) => filled.map(|filled| (filled.text.trim().to_owned(), filled.is_date)),
            Err(cell) => {
                self.wrong(
                    Problem::invalid(format!("the table of `{key}` does not have {}", quoted(&cell)))
                        .hint(format!("add `{} = \"…\"` to it; `\"\"` stands for nothing", quoted(&cell))),
                );
                None
            }
        }
    }

    fn list(&mut self, list: Option<&List>, key: &str) -> Vec<String> {
        let Some(list) = list else { return Vec::new() };
        let text = self.text(Some(&list.value), key).unwrap_or_default();
        let mut parts = parted(&text, &list.split);
        let nulls = &self.map.file.nulls;
        parts.retain(|part| !nulls.contains(part));
        parts
    }

    fn language(&mut self, value: Option<&Value>, key: &str) -> Option<Lang> {
        let text = self.text(value, key)?;
        let lang = language_called(&text);
        if lang.is_none() {
            self.wrong(Problem::invalid(format!("`{key}`: {} is not a known language", quoted(&text))).hint(format!(
                "in the map, `{key} = {{ from = \"{{column}}\", table = {{ {} = \"en\" }} }}` says which it is",
                quoted(&text)
            )));
        }
        lang
    }

    fn date(&mut self, dates: Option<&Dates>, key: &str) -> Option<Dated> {
        let dates = dates?;
        let (text, is_date) = self.filled(Some(&dates.value), key)?;
        // A spreadsheet's own date needs no pattern.
        let of_sheet = is_date.then(|| super::dates::Reading::default().read(&text));
        match of_sheet.unwrap_or_else(|| dates.reading.read(&text)) {
            Read::Date(date) => return Some(Dated { date, basis: dates.basis }),
            Read::Nothing => self.remark("dates not read", format!("`{key}`: {}", quoted(&text))),
            Read::Several(can_be) => {
                self.remark(
                    "dates that could be two",
                    format!("`{key}`: {} can be {}", quoted(&text), can_be.join(" or ")),
                );
            }
        }
        self.extra.insert(format!("{key} as written"), text);
        None
    }

    fn entity(&mut self, name: &str, lang: Option<&Lang>, kind: Kind, place: Place) -> Result<Option<Id>> {
        match self.naming.entity(Written { name, lang, kind, place })? {
            Ok(id) => Ok(Some(id)),
            Err(problem) => {
                self.wrong(problem);
                Ok(None)
            }
        }
    }

    // ---- documents ----

    fn source(&mut self, map: &SourceMap, key: &str) -> Result<Option<Source>> {
        let title = self.text(map.title.as_ref(), "title");
        let url = self.text(map.url.as_ref(), "url");
        let written = self.text(map.id.as_ref(), "id");
        let id = match (&written, &url, &title) {
            (Some(written), _, _) => self.id_of(written, key),
            (None, Some(url), _) => slug_of_address(url),
            // Titles differ in signs that no id has.
            (None, None, Some(title)) => distinct_slug(title, &hash_of(title)),
            (None, None, None) => return Ok(None),
        };
        let mut source = Source::blank();
        source.id = id;
        source.title = title;
        source.url = url;
        source.archive_url = self.text(map.archive.as_ref(), "archive");
        if let Some(publisher) = self.text(map.publisher.as_ref(), "publisher") {
            let kind = map.publisher_kind.unwrap_or(Kind::Organization);
            source.publisher = self.entity(&publisher, None, kind, Place::Speaking)?.map(Ref::certain);
        }
        let mut authors = self.list(map.authors.as_ref(), "authors");
        let mut known = std::collections::HashSet::new();
        authors.retain(|author| known.insert(author.clone()));
        source.authors = authors.into_iter().map(Author::Name).collect();
        source.published = self.date(map.published.as_ref(), "published");
        source.accessed = self.date(map.accessed.as_ref(), "accessed");
        source.lang = self.language(map.language.as_ref(), "language");
        source.medium = self.one_of(map.medium.as_ref(), "medium", &Medium::ALL, Medium::word);
        source.note = self.text(map.note.as_ref(), "note");
        Ok(Some(source))
    }

    /// One of the words of a scale of ours.
    fn one_of<T: Copy>(
        &mut self,
        value: Option<&Value>,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(value, key)?;
        let found = all.iter().copied().find(|one| word(*one) == text);
        if found.is_none() {
            let known: Vec<String> = all.iter().map(|one| format!("`{}`", word(*one))).collect();
            self.wrong(Problem::invalid(format!("`{key}` cannot be {}", quoted(&text))).hint(format!(
                "it is one of {}; a `table` in the map says which is meant",
                known.join(", ")
            )));
        }
        found
    }

    /// The id that a cell gives. Signs that no id has become `-`, and what was written is kept beside the claim.
    fn id_of(&mut self, written: &str, key: &str) -> Id {
        if let Ok(id) = Id::new(written) {
            return id;
        }
        let mut text = String::new();
        for c in written.chars() {
            let fits = Id::new(&c.to_string()).is_ok();
            if fits {
                text.push(c);
            } else if !text.is_empty() && !text.ends_with('-') {
                text.push('-');
            }
        }
        let id = Id::new(text.trim_matches('-')).unwrap_or_else(|_| slug(written));
        self.extra.insert(format!("{key} as written"), written.to_owned());
        id
    }

    // ---- the claim ----

    fn read(&mut self) -> Result<()> {
        let map = self.map;
        let source = self.source(&map.source, "source id")?;
        let via = map.via.as_ref().map(|via| self.source(via, "via id")).transpose()?.flatten();
        let statement = self.text(Some(&map.claim.statement), "statement");
        let (Some(source), Some(statement)) = (&source, statement.clone()) else {
            if source.is_none() {
                self.wrong(
                    Problem::invalid("the row names no document: id, address and title of `[source]` are empty")
                        .hint("a claim without a source is none; in the map, `default` says which it is where the cell is empty"),
                );
            }
            if statement.is_none() {
                self.wrong(Problem::invalid("the row has no statement"));
            }
            return Ok(());
        };
        let mut claim = Claim::blank();
        claim.id = match self.text(map.claim.id.as_ref(), "id") {
            Some(written) => self.id_of(&written, "id"),
            None => slug(&format!(
                "claim {}{}",
                hash_of(&statement),
                hash_of(&format!("{}\n{statement}", source.id))
            )),
        };
        claim.statement = statement;
        claim.lang = self.language(map.claim.language.as_ref(), "language");
        let lang = claim.lang.clone();
        let mut unnamed = None;
        let mut speakers = self.speakers(&claim.id, &mut unnamed)?;
        claim.speakers.append(&mut speakers);
        self.about(&mut claim)?;
        claim.said = self.date(map.claim.said.as_ref(), "said");
        claim.concerns = self.date(map.claim.concerns.as_ref(), "concerns");
        if let Some(place) = self.text(map.claim.place.as_ref(), "place") {
            claim.said_at = self.entity(&place, lang.as_ref(), Kind::Place, Place::Place)?.map(Ref::certain);
        }
        let mut tags = self.list(map.claim.tags.as_ref(), "tags");
        let mut known = std::collections::HashSet::new();
        tags.retain(|tag| known.insert(tag.clone()));
        claim.tags = tags;
        claim.note = self.text(map.claim.note.as_ref(), "note");
        self.citation(&mut claim, source, via.as_ref());
        let assessment = match &map.verdict {
            Some(verdict) => self.assessment(verdict, &claim.id, source)?,
            None => None,
        };
        claim.extra = std::mem::take(&mut self.extra);
        let documents = via.into_iter().chain([source.clone()]).map(Record::Source);
        self.given.records.extend(documents);
        self.given.records.extend(unnamed);
        self.given.records.push(Record::Claim(claim));
        self.given.records.extend(assessment.map(Record::Assessment));
        Ok(())
    }

    fn citation(&mut self, claim: &mut Claim, source: &Source, via: Option<&Source>) {
        let map = self.map;
        let words = self.text(map.claim.words.as_ref(), "words");
        let is_reported = map.speaker.is_some() || map.verdict.is_some();
        let usual = match (&words, is_reported) {
            (Some(_), _) => Mode::Quote,
            (None, true) => Mode::Paraphrase,
            (None, false) => Mode::Assertion,
        };
        claim.mode = self.one_of(map.claim.mode.as_ref(), "mode", &Mode::ALL, Mode::word).unwrap_or(usual);
        let words = words.map(|text| Words { text, lang: claim.lang.clone(), translated: false });
        claim.citations = vec![Citation {
            source: Ref::certain(source.id.clone()),
            locator: self.text(map.claim.locator.as_ref(), "locator"),
            words,
            via: via.into_iter().map(|via| Ref::certain(via.id.clone())).collect(),
        }];
    }

    fn about(&mut self, claim: &mut Claim) -> Result<()> {
        let map = self.map;
        for names in &map.claim.about {
            let kind = self.kind(names, Kind::Topic);
            for name in self.list(Some(&names.list), "about") {
                if let Some(id) = self.entity(&name, claim.lang.as_ref(), kind, Place::About)?
                    && !claim.about.iter().any(|about| about.id == id)
                {
                    claim.about.push(Ref::certain(id));
                }
            }
        }
        Ok(())
    }

    fn kind(&mut self, names: &Names, usual: Kind) -> Kind {
        self.one_of(Some(&names.kind), "kind", &Kind::ALL, Kind::word).unwrap_or(usual)
    }

    // ---- speakers ----

    fn speakers(&mut self, claim: &Id, unnamed: &mut Option<Record>) -> Result<Vec<Speaker>> {
        let map = self.map;
        let Some(speaker) = &map.speaker else {
            // Without a speaker, whoever published the page would be taken to say what it examines.
            return Ok(if map.verdict.is_some() {
                self.nobody(claim, Missing::Unnamed, unnamed)
            } else {
                Vec::new()
            });
        };
        let kind = self.kind(&speaker.names, Kind::Person);
        let lang = self.language(speaker.language.as_ref(), "language");
        let names = self.list(Some(&speaker.names.list), "name");
        let mut found: Vec<Speaker> = Vec::new();
        let mut named = 0;
        for name in &names {
            if speaker.is_unnamed(name) {
                self.remark("speakers who are not named", quoted(name));
                if unnamed.is_none() {
                    let record = Naming::unnamed(name, lang.as_ref(), speaking(kind, Kind::Group), claim);
                    found.push(speaker_of(&record));
                    *unnamed = Some(record);
                }
            } else if let Some(id) =
                self.entity(name, lang.as_ref(), speaking(kind, kind), Place::Speaking)?
            {
                named += 1;
                if !found.iter().any(|speaker| speaker.who.id == id) {
                    found.push(Speaker::of(Ref::certain(id)));
                }
            }
        }
        if names.is_empty() {
            return Ok(self.nobody(claim, speaker.missing, unnamed));
        }
        if let Some(role) = &speaker.role
            && named == found.len()
        {
            self.roles(role, &speaker.names.list, &mut found)?;
        }
        Ok(found)
    }

    /// The speaker where a row names nobody.
    fn nobody(&mut self, claim: &Id, missing: Missing, unnamed: &mut Option<Record>) -> Vec<Speaker> {
        match missing {
            Missing::Refuse => self.wrong(Problem::invalid("the row names no speaker").hint(
                "`missing = \"unnamed\"` under `[speaker]` in the map takes somebody who is not named",
            )),
            Missing::Publisher => self.remark("without a speaker: the publisher speaks", String::new()),
            Missing::Unnamed => {
                self.remark("without a speaker: somebody who is not named", String::new());
                let english = Lang::new("en").ok();
                let record = Naming::unnamed("unnamed speaker", english.as_ref(), Kind::Group, claim);
                let speaker = speaker_of(&record);
                *unnamed = Some(record);
                return vec![speaker];
            }
        }
        Vec::new()
    }

    fn roles(&mut self, map: &RoleMap, names: &List, speakers: &mut [Speaker]) -> Result<()> {
        let (title, name) =
            (self.text(map.title.as_ref(), "title"), self.text(map.name.as_ref(), "name of the role"));
        let of = self.text(map.of.as_ref(), "of");
        let Some(called) = name.clone().or_else(|| title.clone()) else { return Ok(()) };
        let each = parted(&called, &names.split);
        let called: Vec<String> = match speakers.len() {
            1 => vec![called],
            count if each.len() == count => each,
            _ => {
                self.remark("roles that do not say which of several speakers has them", quoted(&called));
                self.extra.insert("role as written".to_owned(), called);
                return Ok(());
            }
        };
        let of = match of {
            Some(of) => self.entity(&of, None, map.of_kind, Place::OfRole)?.map(Ref::certain),
            None => None,
        };
        let (from, until) = (self.date(map.from.as_ref(), "from"), self.date(map.until.as_ref(), "until"));
        let is_tenure = map.from.is_some() || map.until.is_some();
        for (speaker, called) in speakers.iter_mut().zip(called) {
            let Some(role) = self.entity(&called, None, Kind::Role, Place::Role)?.map(Ref::certain) else {
                continue;
            };
            let title = title.is_some().then_some(called);
            if is_tenure {
                let tenure = Tenure { role, of: of.clone(), title, from: from.clone(), until: until.clone() };
                if !self.naming.add_tenure(&speaker.who.id, tenure) {
                    self.remark(
                        "roles of entities that are recorded already: not added",
                        format!("`{}`", speaker.who.id),
                    );
                }
            } else {
                speaker.presented.push(Attestation { role, of: of.clone(), title, former: false });
            }
        }
        Ok(())
    }

    // ---- the verdict ----

    fn assessment(&mut self, map: &VerdictMap, claim: &Id, source: &Source) -> Result<Option<Assessment>> {
        let Some(label) = self.text(Some(&map.label), "label") else {
            self.remark("without a verdict", String::new());
            return Ok(None);
        };
        let verdict = map.labels.get(&label).copied();
        if verdict.is_none() {
            self.given.unknown_label = Some(label.clone());
        }
        let by = match self.text(map.by.as_ref(), "by") {
            Some(name) => self.entity(&name, None, map.by_kind, Place::Speaking)?.map(Ref::certain),
            None => source.publisher.clone(),
        };
        let Some(by) = by else {
            self.wrong(Problem::invalid(
                "the row does not say whose verdict it is: `by` of `[verdict]` is empty",
            ));
            return Ok(None);
        };
        let mut assessment = Assessment::blank();
        assessment.id = match self.text(map.id.as_ref(), "id") {
            Some(written) => self.id_of(&written, "verdict id"),
            None => assessment_id(claim, &by.id),
        };
        assessment.claim = claim.clone();
        assessment.by = by;
        assessment.verdict = verdict.unwrap_or(Verdict::Other);
        assessment.label = Some(label);
        assessment.on = self.date(map.on.as_ref(), "on");
        assessment.rating = self.rating(map);
        assessment.source = Some(Ref::certain(source.id.clone()));
        assessment.url = self.text(map.url.as_ref(), "url");
        assessment.summary = self.text(map.summary.as_ref(), "summary");
        assessment.note = self.text(map.note.as_ref(), "note");
        Ok(Some(assessment))
    }

    fn rating(&mut self, map: &VerdictMap) -> Option<Rating> {
        let value = self.number(map.rating.as_ref(), "rating")?;
        Some(Rating {
            value,
            worst: self.number(map.worst.as_ref(), "worst"),
            best: self.number(map.best.as_ref(), "best"),
        })
    }

    fn number(&mut self, value: Option<&Value>, key: &str) -> Option<f64> {
        let text = self.text(value, key)?;
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.wrong(Problem::invalid(format!("`{key}` should be a number, not {}", quoted(&text))));
        }
        number
    }
}

/// The id of a checker's verdict on a claim.
fn assessment_id(claim: &Id, by: &Id) -> Id {
    let text = format!("{claim}-by-{by}");
    Id::new(&text).unwrap_or_else(|_| slug(&text))
}

/// A kind that can say something.
fn speaking(kind: Kind, usual: Kind) -> Kind {
    if usual.speaks() && (kind == Kind::Person || !kind.speaks()) { usual } else { kind }
}

fn speaker_of(record: &Record) -> Speaker {
    Speaker::of(Ref::certain(Id::new(&record.name()).unwrap_or_else(|_| Id::placeholder())))
}

/// The parts of a cell, without blanks around them and without empty ones.
fn parted(text: &str, split: &[String]) -> Vec<String> {
    let mut parts = vec![text];
    for by in split {
        parts = parts.into_iter().flat_map(|part| part.split(by.as_str())).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl SpeakerMap {
    /// Whether a name is none.
    fn is_unnamed(&self, name: &str) -> bool {
        let name = fold(name);
        self.unnamed.iter().any(|pattern| fits(pattern, &name))
    }
}

/// Whether a text fits a pattern in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, between)) = pieces.split_last() else { return rest.is_empty() };
    for piece in between {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_names_and_parts_of_cells() {
        for (pattern, text, expected) in [
            ("viral image", "viral image", true),
            ("viral image", "viral images", false),
            ("*viral*", "a viral post", true),
            ("facebook*", "facebook posts", true),
            ("*posts", "facebook posts", true),
            ("a*a", "a", false),
            ("*", "anything", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern}: {text}");
        }
        let split = [" and ".to_owned(), ";".to_owned()];
        assert_eq!(parted("A and B; C;", &split), ["A", "B", "C"]);
        assert_eq!(parted("Andy Sand", &split), ["Andy Sand"]);
    }
}
