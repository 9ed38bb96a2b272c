//! A map's text to a [`Map`]. Every fault has its place and a fix.

use std::cell::RefCell;
use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::section::{Found, Section, span_of};
use super::{ClaimMap, Extra, FileMap, Header, Map, Missing, RoleMap, SourceMap, SpeakerMap, VerdictMap};
use crate::exchange::tables::encoding;
use crate::model::problem::Problems;
use crate::model::text::fold;
use crate::model::{Kind, Medium, Mode, Problem, Span, Verdict};
use crate::query::lookup::alike;

/// Reads a map.
///
/// # Errors
/// All that is wrong with it, each with its place in the text.
pub fn read(text: &str) -> Result<Map, Problems> {
    let table = DeTable::parse(text).map_err(|error| not_toml(&error))?;
    let problems = RefCell::default();
    let map = read_table(table.get_ref(), Span::new(0, text.trim_end().len().min(1)), &problems);
    let mut found = problems.into_inner();
    match map {
        Some(map) if found.is_empty() => Ok(map),
        _ => {
            found.sort_by_key(|problem| problem.span().map(|span| span.start));
            Err(found.into())
        }
    }
}

fn not_toml(error: &toml::de::Error) -> Problem {
    let span = error.span().map_or_else(Span::default, |range| Span::new(range.start, range.end));
    Problem::invalid(format!("this is not TOML: {}", error.message().lines().collect::<Vec<_>>().join(", ")))
        .at(span)
        .hint("a map is written as `key = \"value\"`, under sections such as `[claim]`")
}

fn read_table(table: &DeTable<'_>, all: Span, problems: &Found) -> Option<Map> {
    let root = Section::new("", table, all, problems);
    let file = root.section("file").map_or_else(FileMap::usual, |section| file(section));
    let Some(claim_section) = root.section("claim") else {
        root.refuse(
            Problem::invalid("the map has no section `[claim]`")
                .at(all)
                .hint("it begins with `[claim]` and `statement = \"{column}\"`"),
        );
        root.finish_map();
        return None;
    };
    let language = claim_section.value("language").and_then(|value| value.constant().map(str::to_owned));
    let also = language.as_deref();
    let claim = claim(claim_section, also);
    let speaker = root.section("speaker").and_then(|section| speaker(section, also));
    let source = match root.section("source") {
        Some(section) => source(section, also),
        None => {
            root.refuse(
                Problem::invalid("the map has no section `[source]`: every claim was read somewhere")
                    .at(all)
                    .hint("such as `[source]` and `url = \"{url}\"`, or `title = \"…\"` for one document that all rows come from"),
            );
            SourceMap::default()
        }
    };
    let via = root.section("via").map(|section| self::source(section, also));
    let verdict = root.section("verdict").and_then(|section| verdict(section, also));
    let extra = extra(&root);
    let entities = root.section("entities").map_or_else(Vec::new, |section| entities(&section));
    if let Some(verdict) = &verdict
        && verdict.by.is_none()
        && source.publisher.is_none()
    {
        root.refuse(
            Problem::invalid("`[verdict]` does not say whose verdicts these are: it has no `by`, and `[source]` has no `publisher`")
                .at(verdict.label.template.span())
                .hint("such as `by = \"Snopes\"`, or `by = \"{site}\"`"),
        );
    }
    root.finish_map();
    Some(Map { file, claim: claim?, speaker, source, via, verdict, extra, entities })
}

impl Section<'_, '_> {
    /// The end of the whole map, whose keys are its sections.
    fn finish_map(self) {
        let known = ["file", "claim", "speaker", "source", "via", "verdict", "extra", "entities"];
        for (key, span, _) in self.all().into_iter().filter(|(key, _, _)| !known.contains(&key.as_str())) {
            let listed = known.map(|section| format!("`[{section}]`")).join(", ");
            self.refuse(
                Problem::invalid(format!("a map has no section `{key}`"))
                    .at(span)
                    .did_you_mean(alike(&key, known.into_iter()))
                    .hint(format!("it has {listed}")),
            );
        }
    }
}

fn file(section: Section<'_, '_>) -> FileMap {
    let mut file = FileMap::usual();
    if let Some((name, span)) = section.text("encoding") {
        file.asked.encoding = encoding::called(&name);
        if file.asked.encoding.is_none() {
            section.refuse(
                Problem::invalid(format!("there is no encoding `{name}`"))
                    .at(span)
                    .hint("such as `utf-8`, `utf-16le`, `windows-1256` (Arabic), `windows-1251` (Cyrillic), `windows-1254` (Turkish)"),
            );
        }
    }
    file.asked.separator =
        one_byte(&section, "separator", "such as `separator = \";\"`, or `\"\\t\"` for tabs");
    file.asked.quote =
        match section.text("quote") {
            Some((text, _)) if text == "none" => Some(None),
            Some((text, span)) => {
                let byte = byte_of(&text);
                if byte.is_none() {
                    let problem = Problem::invalid("`quote` should be one sign").at(span);
                    section.refuse(problem.hint(
                        "such as `quote = \"'\"`; `quote = \"none\"` where quotation marks mean nothing",
                    ));
                }
                byte.map(Some)
            }
            None => None,
        };
    file.asked.escape = one_byte(&section, "escape", "such as `escape = \"\\\\\"`");
    file.sheet = section.text("sheet").map(|(sheet, _)| sheet);
    file.header = header(&section);
    file.nulls = section
        .texts("null")
        .unwrap_or_default()
        .into_iter()
        .map(|(text, _)| text.trim().to_owned())
        .collect();
    file.fill_short_rows = section.word("short-rows", &[("refuse", false), ("fill", true)]).unwrap_or(false);
    section.finish();
    file
}

fn header(section: &Section<'_, '_>) -> Header {
    let Some(given) = section.get("header") else { return Header::Row(1) };
    match given.get_ref() {
        DeValue::Boolean(true) => return Header::Row(1),
        DeValue::Boolean(false) => return Header::None,
        DeValue::Integer(number) => {
            if let Some(row) = number.as_str().parse().ok().filter(|row| *row > 0) {
                return Header::Row(row);
            }
        }
        _ => {}
    }
    section.refuse(
        Problem::invalid("`header` should be the number of the row with the names of the columns")
            .at(span_of(given))
            .hint("such as `header = 1`; `header = false` where there is none, and the columns are `{1}`, `{2}` and so on"),
    );
    Header::Row(1)
}

fn one_byte(section: &Section<'_, '_>, key: &'static str, hint: &str) -> Option<u8> {
    let (text, span) = section.text(key)?;
    let byte = byte_of(&text);
    if byte.is_none() {
        section.refuse(Problem::invalid(format!("`{key}` should be one sign of ASCII")).at(span).hint(hint));
    }
    byte
}

fn byte_of(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r') => Some(*byte),
        _ => None,
    }
}

fn claim(section: Section<'_, '_>, also: Option<&str>) -> Option<ClaimMap> {
    let statement = section.value("statement");
    if statement.is_none() && section.get("statement").is_none() {
        section.missing("statement", "\"{claim}\"");
    }
    let mode = section.value("mode");
    one_of(&section, mode.as_ref(), "a mode", &Mode::ALL.map(Mode::word));
    let language = section.value("language");
    known_language(&section, language.as_ref());
    let (id, place) = (section.value("id"), section.value("place"));
    let (about, tags) = (section.names("about", Kind::Topic).into_iter().collect(), section.list("tags"));
    let (said, concerns) = (section.dates("said", also), section.dates("concerns", also));
    let [words, locator, note] = ["words", "locator", "note"].map(|key| section.value(key));
    let of = |statement| ClaimMap {
        id,
        statement,
        language,
        mode,
        about,
        tags,
        said,
        place,
        concerns,
        words,
        locator,
        note,
    };
    let claim = statement.map(of);
    section.finish();
    claim
}

/// A constant must be one of the words; what cells say is seen when they are read.
fn one_of(section: &Section<'_, '_>, value: Option<&super::Value>, what: &str, words: &[&str]) {
    let Some(value) = value else { return };
    let meant = value.table.iter().flat_map(HashMap::values).map(String::as_str).chain(value.constant());
    for word in meant.filter(|word| !words.contains(word)) {
        let known: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        section.refuse(
            Problem::invalid(format!("\"{word}\" is not {what}"))
                .at(value.template.span())
                .did_you_mean(alike(word, words.iter().copied()))
                .hint(format!("it is one of {}", known.join(", "))),
        );
    }
}

fn known_language(section: &Section<'_, '_>, value: Option<&super::Value>) {
    let Some(value) = value else { return };
    let meant = value.table.iter().flat_map(HashMap::values).map(String::as_str).chain(value.constant());
    for text in
        meant.filter(|text| !text.is_empty() && crate::query::resolve::language_called(text).is_none())
    {
        section.refuse(
            Problem::invalid(format!("\"{text}\" is not a known language"))
                .at(value.template.span())
                .hint("a tag such as `ar`, `en` or `ar-EG`, or a language's English name"),
        );
    }
}

fn speaker(section: Section<'_, '_>, also: Option<&str>) -> Option<SpeakerMap> {
    let mut list = section.list("name");
    let split = section.texts("split").unwrap_or_default();
    if let Some(list) = &mut list {
        list.split.extend(split.into_iter().map(|(by, _)| by).filter(|by| !by.is_empty()));
    }
    if list.is_none() && section.get("name").is_none() {
        section.missing("name", "\"{speaker}\"");
    }
    let kind = section.kind_value("kind").unwrap_or_else(|| section.constant(Kind::Person.word()));
    let language = section.value("language");
    known_language(&section, language.as_ref());
    let unnamed =
        section.texts("unnamed").unwrap_or_default().into_iter().map(|(text, _)| fold(&text)).collect();
    let missing = section.word(
        "missing",
        &[("unnamed", Missing::Unnamed), ("publisher", Missing::Publisher), ("refuse", Missing::Refuse)],
    );
    let role = section.section("role").map(|section| role(section, also));
    section.finish();
    let names = super::Names { list: list?, kind };
    Some(SpeakerMap { names, language, unnamed, missing: missing.unwrap_or_default(), role })
}

fn role(section: Section<'_, '_>, also: Option<&str>) -> RoleMap {
    let role = RoleMap {
        name: section.value("name"),
        title: section.value("title"),
        of: section.value("of"),
        of_kind: section.kind("of-kind").unwrap_or(Kind::Organization),
        from: section.dates("from", also),
        until: section.dates("until", also),
    };
    if role.name.is_none() && role.title.is_none() {
        section.missing("title", "\"{job}\"");
    }
    section.finish();
    role
}

fn source(section: Section<'_, '_>, also: Option<&str>) -> SourceMap {
    let source = SourceMap {
        id: section.value("id"),
        title: section.value("title"),
        url: section.value("url"),
        archive: section.value("archive"),
        publisher: section.value("publisher"),
        publisher_kind: section.kind("publisher-kind"),
        authors: section.list("authors"),
        published: section.dates("published", also),
        accessed: section.dates("accessed", also),
        language: section.value("language"),
        medium: section.value("medium"),
        note: section.value("note"),
    };
    one_of(&section, source.medium.as_ref(), "a medium", &Medium::ALL.map(Medium::word));
    known_language(&section, source.language.as_ref());
    if source.id.is_none() && source.title.is_none() && source.url.is_none() {
        section.missing("url", "\"{url}\"");
    }
    section.finish();
    source
}

fn verdict(section: Section<'_, '_>, also: Option<&str>) -> Option<VerdictMap> {
    let label = section.value("label");
    if label.is_none() && section.get("label").is_none() {
        section.missing("label", "\"{rating}\"");
    }
    let labels = section.section("labels").map_or_else(HashMap::new, |labels| labels_of(&labels));
    let [id, by, url, summary] = ["id", "by", "url", "summary"].map(|key| section.value(key));
    let [rating, worst, best, note] = ["rating", "worst", "best", "note"].map(|key| section.value(key));
    let by_kind = section.kind("by-kind").unwrap_or(Kind::Organization);
    let on = section.dates("on", also);
    let verdict = label.map(|label| VerdictMap {
        id,
        label,
        labels,
        by,
        by_kind,
        on,
        url,
        summary,
        rating,
        worst,
        best,
        note,
    });
    section.finish();
    verdict
}

fn labels_of(section: &Section<'_, '_>) -> HashMap<String, Verdict> {
    let mut labels = HashMap::new();
    let words = Verdict::ALL.map(Verdict::word);
    for (label, _, given) in section.all() {
        let word = given.get_ref().as_str().unwrap_or_default();
        match Verdict::ALL.into_iter().find(|verdict| verdict.word() == word) {
            Some(verdict) => _ = labels.insert(label.trim().to_owned(), verdict),
            None => {
                let known = words.map(|word| format!("\"{word}\"")).join(", ");
                section.refuse(
                    Problem::invalid(format!("the verdict for the label \"{label}\" is none of ours"))
                        .at(span_of(given))
                        .did_you_mean(alike(word, words.into_iter()))
                        .hint(format!("it is one of {known}")),
                );
            }
        }
    }
    labels
}

fn extra(root: &Section<'_, '_>) -> Extra {
    let Some(section) = root.section("extra") else { return Extra::Keep };
    let whole = section.word(
        "columns",
        &[("keep", Extra::KEEP), ("leave-out", Extra::LEAVE_OUT)].map(|(word, keep)| (word, keep)),
    );
    let (only, except) = (section.texts("only"), section.texts("except"));
    section.finish();
    match (whole, only, except) {
        (_, Some(only), _) => Extra::Only(only),
        (_, None, Some(except)) => Extra::Except(except),
        (Some(Extra::LEAVE_OUT), None, None) => Extra::LeaveOut,
        _ => Extra::Keep,
    }
}

impl Extra {
    const KEEP: bool = true;
    const LEAVE_OUT: bool = false;
}

fn entities(section: &Section<'_, '_>) -> Vec<(String, crate::model::Id)> {
    let mut entities = Vec::new();
    for (name, _, given) in section.all() {
        match given.get_ref().as_str() {
            Some(text) => entities.extend(section.id(text, span_of(given)).map(|id| (name, id))),
            None => section.refuse(
                Problem::invalid(format!("the entity that \"{name}\" stands for should be an id"))
                    .at(span_of(given))
                    .hint("such as `\"Barack Obama\" = \"barack-obama\"`"),
            ),
        }
    }
    entities
}
