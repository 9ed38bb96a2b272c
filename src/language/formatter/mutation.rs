//! Records: a head line, and each field on a line of its own.

use crate::language::formatter::question::{claims, target};
use crate::language::formatter::words::{date, id, plain_name, quote_string, quoted_lang, spaced};
use crate::language::syntax::{
    Add, Added, Assess, AttestationText, AuthorText, Change, CitationText, Correct, DateText, DatedText,
    Detail, DetailValue, IdText, LinkText, Mutation, NameText, RefText, SpeakerText, TenureEnd, TenureText,
    TextLang, WordsText,
};
use crate::language::vocabulary::Worded;
use crate::model::record::Basis;

pub(super) fn mutation(mutation: &Mutation) -> String {
    match mutation {
        Mutation::Add(add) => crate::language::formatter::mutation::add(add),
        Mutation::Reading(None) => "reading nothing".to_string(),
        Mutation::Reading(Some(standing)) => format!("reading {}", citation(standing)),
        Mutation::Assess(assess) => crate::language::formatter::mutation::assess(assess),
        Mutation::Link(link) => crate::language::formatter::mutation::link(link),
        Mutation::Define { id: name, question, details } => {
            with_details(format!("define {} as {}", id(&name.text), claims(question.node.as_ref())), details)
        }
        Mutation::Correct(correct) => crate::language::formatter::mutation::correct(correct),
        Mutation::Retract { target: of, because } => spaced([
            "retract".to_string(),
            target(of),
            crate::language::formatter::mutation::because(because),
        ]),
        Mutation::Restore { target: of, because } => spaced([
            "restore".to_string(),
            target(of),
            crate::language::formatter::mutation::because(because),
        ]),
    }
}

fn with_details(head: String, details: &[Detail]) -> String {
    lines(head, details.iter().map(|detail| crate::language::formatter::mutation::detail(&detail.value)))
}

/// A head line, and what belongs to it in lines that are indented further.
fn lines(head: String, fields: impl IntoIterator<Item = String>) -> String {
    fields.into_iter().fold(head, |text, field| text + "\n    " + &field)
}

fn add(add: &Add) -> String {
    let id = add.id.as_ref().map_or(String::new(), optional_id);
    let head = match &add.what {
        Added::Entity { kind, unnamed, names } => {
            let unnamed = if *unnamed { "unnamed" } else { "" };
            spaced(["add".to_string(), unnamed.to_string(), kind.word().to_string(), id, texts(names)])
        }
        Added::Source => spaced(["add source".to_string(), id]),
        Added::Claim { statement } => spaced(["add claim".to_string(), id, text(statement)]),
    };
    with_details(head, &add.details)
}

fn optional_id(given: &IdText) -> String {
    id(&given.text)
}

fn assess(assess: &Assess) -> String {
    let named = assess.id.as_ref().map_or(String::new(), |name| format!("as {}", id(&name.text)));
    let head = ["assess".to_string(), id(&assess.claim.text), assess.verdict.word().to_string(), named];
    with_details(spaced(head), &assess.details)
}

fn link(link: &LinkText) -> String {
    let head = format!("link {} {} {}", id(&link.from.text), link.relation.word(), id(&link.to.text));
    with_details(head, &link.details)
}

fn correct(correct: &Correct) -> String {
    let changes = correct.changes.iter().map(|change| match change {
        Change::Set(detail) => crate::language::formatter::mutation::detail(&detail.value),
        Change::Also(detail) => {
            format!("also {}", crate::language::formatter::mutation::detail(&detail.value))
        }
        Change::Without(field) => format!("without {}", field.node.word()),
        Change::Unnamed(true, _) => "unnamed".to_string(),
        Change::Unnamed(false, _) => "named".to_string(),
    });
    let reason = correct.because.is_some().then(|| because(&correct.because));
    lines(format!("correct {}", target(&correct.target)), changes.chain(reason))
}

fn because(reason: &Option<String>) -> String {
    reason.as_ref().map_or(String::new(), |reason| format!("because {}", quote_string(reason)))
}

// ---- Fields -----------------------------------------------------------------------------------------------------------

fn detail(value: &DetailValue) -> String {
    match value {
        DetailValue::Text(keyword, text) => quoted(keyword, text),
        DetailValue::Date(keyword, day) => format!("{keyword} {}", dated(day)),
        DetailValue::Ref(keyword, one) => format!("{keyword} {}", reference(one)),
        DetailValue::Refs(keyword, several) => format!("{keyword} {}", refs(several)),
        DetailValue::Extra(key, text) => format!("{} {}", quoted("extra", key), quote_string(text)),
        DetailValue::Names(names) => format!("names {}", texts(names)),
        DetailValue::Plural(names) => format!("plural {}", texts(names)),
        DetailValue::Demonym(names) => format!("demonym {}", texts(names)),
        DetailValue::Wikidata(item) => format!("wikidata {item}"),
        DetailValue::Tenure(tenure) => crate::language::formatter::mutation::tenure(tenure),
        DetailValue::Author(authors) => format!("author {}", comma_list(authors, author)),
        DetailValue::Published { by, on } => published(by.as_ref(), on.as_ref()),
        DetailValue::Medium(medium) => format!("medium {}", medium.word()),
        DetailValue::Language(lang) => format!("language {}", lang.as_str()),
        DetailValue::Statement(statement) => format!("statement {}", text(statement)),
        DetailValue::By(speakers) => {
            format!("by {}", crate::language::formatter::mutation::speakers(speakers))
        }
        DetailValue::Mode(mode) => mode.adjective().to_string(),
        DetailValue::Tagged(tags) => format!("tagged {}", comma_list(tags, plain_name)),
        DetailValue::Translation(translation) => format!("translation {}", text(translation)),
        DetailValue::ReadIn(cited) => format!("read in {}", citation(cited)),
        DetailValue::Locator(text) => quoted("locator", text),
        DetailValue::Via(sources) => format!("via {}", refs(sources)),
        DetailValue::Words(words) => crate::language::formatter::mutation::words(words),
        DetailValue::Verdict(verdict) => format!("rated {}", verdict.word()),
        DetailValue::Rating { value, from, to } => rating(*value, *from, *to),
    }
}

fn quoted(field: &str, text: &str) -> String {
    format!("{field} {}", quote_string(text))
}

fn comma_list<T>(things: &[T], one: impl Fn(&T) -> String) -> String {
    things.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn text(text: &TextLang) -> String {
    quoted_lang(&text.text, text.lang.as_ref())
}

fn texts(texts: &[TextLang]) -> String {
    comma_list(texts, text)
}

fn reference(reference: &RefText) -> String {
    let styled =
        reference.styled.as_ref().map_or(String::new(), |styled| format!(" styled {}", quote_string(styled)));
    format!("{}{}{styled}", plain_name(&reference.name), if reference.doubtful { "?" } else { "" })
}

fn refs(refs: &[RefText]) -> String {
    comma_list(refs, reference)
}

fn dated(dated: &DatedText) -> String {
    match dated.basis {
        Basis::Stated => date(&dated.date),
        basis => format!("{} {}", date(&dated.date), basis.word()),
    }
}

fn tenure(tenure: &TenureText) -> String {
    let since = tenure.since.as_ref().map_or(String::new(), |day| format!("since {}", dated(day)));
    let end = match &tenure.end {
        None => String::new(),
        Some(TenureEnd::Until(day)) => format!("until {}", dated(day)),
        Some(TenureEnd::StillOn(DatedText { date, basis: Basis::Stated }))
            if date.date == DateText::Today =>
        {
            "still".to_string()
        }
        Some(TenureEnd::StillOn(day)) => format!("still on {}", dated(day)),
    };
    spaced(["as".to_string(), role(&tenure.role, tenure.of.as_ref()), title(&tenure.title), since, end])
}

fn role(role: &RefText, of: Option<&RefText>) -> String {
    let role = reference(role);
    match of {
        None => role,
        Some(of) => format!("{role} of {}", reference(of)),
    }
}

fn title(title: &Option<String>) -> String {
    title.as_ref().map_or(String::new(), |title| quoted("title", title))
}

/// Behind a speaker without roles, one who has some stands in brackets: else the roles could be of both.
fn speakers(speakers: &[SpeakerText]) -> String {
    let mut texts = Vec::new();
    let mut bare = false;
    for speaker in speakers {
        let text = crate::language::formatter::mutation::speaker(speaker);
        bare |= speaker.presented.is_empty();
        texts.push(if bare && !speaker.presented.is_empty() { format!("({text})") } else { text });
    }
    texts.join(", ")
}

fn speaker(speaker: &SpeakerText) -> String {
    let presented = speaker.presented.iter().map(attestation);
    spaced(std::iter::once(reference(&speaker.who)).chain(presented))
}

fn attestation(attestation: &AttestationText) -> String {
    let former = if attestation.former { "former" } else { "" };
    let role = role(&attestation.role, attestation.of.as_ref());
    spaced(["as".to_string(), former.to_string(), role, title(&attestation.title)])
}

fn published(by: Option<&RefText>, on: Option<&DatedText>) -> String {
    match (by, on) {
        (None, None) => String::new(),
        (None, Some(day)) => format!("published {}", dated(day)),
        (Some(by), None) => format!("published by {}", reference(by)),
        (Some(by), Some(day)) => format!("published by {} on {}", reference(by), dated(day)),
    }
}

fn author(author: &AuthorText) -> String {
    match author {
        AuthorText::Name(name) => quote_string(name),
        AuthorText::Entity(entity) if matches!(entity.name.text, NameText::Quoted(_)) => {
            format!("entity {}", reference(entity))
        }
        AuthorText::Entity(entity) => reference(entity),
    }
}

/// A citation after its `read in` or `reading`.
pub(super) fn citation(citation: &CitationText) -> String {
    spaced([
        reference(&citation.source),
        citation.locator.as_ref().map_or(String::new(), |locator| quoted("locator", locator)),
        if citation.via.is_empty() { String::new() } else { format!("via {}", refs(&citation.via)) },
        citation.words.as_ref().map_or(String::new(), words),
    ])
}

fn words(words: &WordsText) -> String {
    format!("words {}{}", text(&words.text), if words.translated { " translated" } else { "" })
}

fn rating(value: f64, from: Option<f64>, to: Option<f64>) -> String {
    let bound =
        |word: &str, bound: Option<f64>| bound.map_or(String::new(), |bound| format!("{word} {bound}"));
    spaced([format!("rating {value}"), bound("from", from), bound("to", to)])
}
