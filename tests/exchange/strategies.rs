//! Arbitrary sound records of every type, with texts of many scripts and with what breaks programs.
//! Every strategy is boxed: unboxed, their values are too large for the stack of a test.

use std::collections::HashSet;
use std::hash::Hash;

use dictum::language;
use dictum::model::record::{Basis, Dated, Extra};
use dictum::model::{
    Assessment, Attestation, Author, Citation, Claim, Date, Definition, Entity, Id, Kind, Lang, Link, Medium,
    Mode, Name, Rating, Record, Ref, Relation, Source, Speaker, Tenure, Text, Verdict, Words,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Any text, perhaps empty.
pub fn text() -> BoxedStrategy<String> {
    let telling = select(vec![
        "",
        " ",
        "روسيا",
        "رُوسـيا",
        "שלום",
        "🦊👩‍👩‍👧",
        "\"quoted\"",
        "“quoted”",
        "back\\slash\\",
        "line\nbreak\r\n",
        "tab\t",
        "# no comment",
        "a;b",
        "$x",
        "\u{0}",
        "\u{feff}",
        "\u{202e}right to left",
        "e\u{301}",
        "it's",
        "a, b and c",
        "{\"id\":1}",
    ]);
    prop_oneof![telling.prop_map(str::to_owned), "[a-zA-Z ]{0,20}", any::<String>()].boxed()
}

/// A text that says something.
pub fn words() -> BoxedStrategy<String> {
    text().prop_map(|text| if text.trim().is_empty() { format!("x{text}") } else { text }).boxed()
}

pub fn id() -> BoxedStrategy<Id> {
    let letters: Vec<char> = "abcxyzABC0129-_.:éяعرבש語é\u{301}\u{64b}".chars().collect();
    let odd = select(vec!["by", "about", "today", "of", "2025", "false", "x".repeat(200).leak()]);
    let made = vec(select(letters), 1..12).prop_map(|letters| letters.into_iter().collect::<String>());
    prop_oneof![9 => made, 1 => odd.prop_map(str::to_owned)]
        .prop_map(|id| Id::new(&id).expect("an id"))
        .boxed()
}

fn lang() -> BoxedStrategy<Option<Lang>> {
    option::of(
        select(vec!["en", "ar", "ar-EG", "he", "zh-Hant-TW", "sr-Latn"])
            .prop_map(|tag| Lang::new(tag).expect("a tag")),
    )
    .boxed()
}

fn reference() -> BoxedStrategy<Ref> {
    (id(), any::<bool>(), option::of(text()))
        .prop_map(|(id, certain, styled)| Ref { id, certain, styled })
        .boxed()
}

fn dated() -> BoxedStrategy<Dated> {
    let dates = vec![
        "2025-07-10",
        "2025-07",
        "2025",
        "2025-07-10T09:30:00Z",
        "2025-07-10T13:30:00+04:00",
        "2025-07~",
        "2025-07?",
        "2025-07%",
        "2025?-07-10",
        "202X",
        "2025-07-XX",
        "XXXX-07-10",
        "2025-06/2025-07",
        "2023/..",
        "../2020",
        "2023/",
    ];
    (select(dates), select(Basis::ALL.to_vec()))
        .prop_map(|(date, basis)| Dated { date: Date::parse(date).expect("a date"), basis })
        .boxed()
}

fn extra() -> BoxedStrategy<Extra> {
    btree_map(text(), text(), 0..3).boxed()
}

/// A list in which nothing is given twice.
fn distinct<T: std::fmt::Debug + 'static, K: Eq + Hash>(
    item: impl Strategy<Value = T> + 'static,
    most: usize,
    key: impl Fn(&T) -> K + 'static,
) -> BoxedStrategy<Vec<T>> {
    vec(item, 0..=most)
        .prop_map(move |mut items| {
            let mut seen = HashSet::new();
            items.retain(|item| seen.insert(key(item)));
            items
        })
        .boxed()
}

fn refs() -> BoxedStrategy<Vec<Ref>> {
    distinct(reference(), 3, |r| r.id.clone()).boxed()
}

/// The roles in which a document presents a speaker.
fn presented() -> BoxedStrategy<Vec<Attestation>> {
    let one = (reference(), option::of(reference()), option::of(words()), any::<bool>())
        .prop_map(|(role, of, title, former)| Attestation { role, of, title, former });
    distinct(one, 2, |one: &Attestation| one.role.id.clone())
}

fn speakers() -> BoxedStrategy<Vec<Speaker>> {
    let speaker = (reference(), presented()).prop_map(|(who, presented)| Speaker { who, presented });
    distinct(speaker, 3, |speaker| speaker.who.id.clone())
}

fn texts() -> BoxedStrategy<Vec<Text>> {
    distinct((words(), lang()).prop_map(|(text, lang)| Text { text, lang }), 2, |t| {
        (t.text.clone(), t.lang.clone())
    })
    .boxed()
}

fn names(kind: Kind) -> BoxedStrategy<Vec<Name>> {
    let name = |plural| (words(), lang()).prop_map(move |(text, lang)| Name { text, lang, plural });
    let key = |name: &Name| (name.text.clone(), name.lang.clone());
    let plurals = if kind == Kind::Role { 2 } else { 0 };
    let more = (distinct(name(false), 2, key), distinct(name(true), plurals, key));
    (name(false), more)
        .prop_map(move |(first, (others, plurals))| {
            let others = others.into_iter().filter(|other| key(other) != key(&first)).collect::<Vec<_>>();
            std::iter::once(first).chain(others).chain(plurals).collect()
        })
        .boxed()
}

fn tenure() -> BoxedStrategy<Tenure> {
    let parts =
        (reference(), option::of(reference()), option::of(text()), option::of(dated()), option::of(dated()));
    parts
        .prop_map(|(role, of, title, from, until)| {
            let earliest = from.as_ref().map(|from| from.date.dating().civil().earliest);
            let last =
                |date: &Date| date.open_since().unwrap_or_else(|| date.clone()).dating().civil().latest;
            let until = until.filter(|until| earliest.is_none_or(|from| from <= last(&until.date)));
            Tenure { role, of, title, from, until }
        })
        .boxed()
}

fn entity() -> BoxedStrategy<Record> {
    select(Kind::ALL.to_vec())
        .prop_flat_map(|kind| {
            let named = (id(), names(kind), texts(), refs(), option::of("Q[0-9]{1,9}"));
            let held = (vec(tenure(), 0..3), any::<bool>(), option::of(dated()), option::of(reference()));
            (named, held, option::of(text()), extra()).prop_map(move |(named, held, note, extra)| {
                let ((id, names, demonyms, mut broader, wikidata), (roles, unnamed, on, at)) = (named, held);
                broader.retain(|broader| broader.id != id);
                let is_event = kind == Kind::Event;
                let (on, at) = (on.filter(|_| is_event), at.filter(|_| is_event));
                let roles = if kind.speaks() { roles } else { Vec::new() };
                let unnamed = unnamed && kind.speaks();
                Record::Entity(Entity {
                    id,
                    kind,
                    unnamed,
                    names,
                    demonyms,
                    broader,
                    roles,
                    on,
                    at,
                    wikidata,
                    note,
                    extra,
                })
            })
        })
        .boxed()
}

fn source() -> BoxedStrategy<Record> {
    let author = prop_oneof![words().prop_map(Author::Name), reference().prop_map(Author::Entity)];
    let authors = distinct(author, 3, |author| match author {
        Author::Name(name) => (false, name.clone()),
        Author::Entity(entity) => (true, entity.id.to_string()),
    });
    let texts =
        (option::of(text()), option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    let named = (id(), option::of(reference()), authors, refs());
    let rest =
        (option::of(dated()), option::of(dated()), lang(), option::of(select(Medium::ALL.to_vec())), extra());
    (named, texts, rest)
        .prop_map(|(named, (title, url, archive_url, text, note), rest)| {
            let ((id, publisher, authors, mut cites), (published, accessed, lang, medium, extra)) =
                (named, rest);
            cites.retain(|cited| cited.id != id);
            Record::Source(Source {
                id,
                title,
                publisher,
                authors,
                published,
                url,
                archive_url,
                accessed,
                lang,
                medium,
                cites,
                text,
                note,
                extra,
            })
        })
        .boxed()
}

fn citation() -> BoxedStrategy<Citation> {
    let said = (words(), lang(), any::<bool>()).prop_map(|(text, lang, translated)| Words {
        text,
        lang,
        translated,
    });
    (reference(), option::of(text()), option::of(said), refs())
        .prop_map(|(source, locator, words, mut via)| {
            via.retain(|hop| hop.id != source.id);
            Citation { source, locator, words, via }
        })
        .boxed()
}

fn claim() -> BoxedStrategy<Record> {
    let said = (id(), words(), lang(), texts(), select(Mode::ALL.to_vec()));
    let people = (speakers(), refs(), refs(), refs());
    let circumstances = (option::of(dated()), option::of(reference()), option::of(dated()));
    let citations =
        (citation(), distinct(citation(), 2, |c| c.source.id.clone())).prop_map(|(first, mut more)| {
            more.retain(|other| other.source.id != first.source.id);
            std::iter::once(first).chain(more).collect::<Vec<_>>()
        });
    let rest = (citations, distinct(words(), 3, String::clone), option::of(text()), extra());
    (said, people, circumstances, rest)
        .prop_map(|(said, people, circumstances, rest)| {
            let (id, statement, lang, translations, mode) = said;
            let (speakers, audience, ascribed_to, about) = people;
            let ((said, said_at, concerns), (citations, tags, note, extra)) = (circumstances, rest);
            Record::Claim(Claim {
                id,
                statement,
                lang,
                translations,
                mode,
                speakers,
                audience,
                ascribed_to,
                about,
                said,
                said_at,
                concerns,
                citations,
                tags,
                note,
                extra,
            })
        })
        .boxed()
}

fn finite() -> BoxedStrategy<f64> {
    let plain = (-100..100i32).prop_map(|tenths| f64::from(tenths) / 10.0);
    prop_oneof![plain, any::<f64>().prop_filter("a number", |number| number.is_finite())].boxed()
}

/// A rating on a scale that may run either way, or of which an end or both are missing.
fn rating() -> BoxedStrategy<Rating> {
    ([finite(), finite(), finite()], any::<bool>(), 0..4)
        .prop_map(|(mut numbers, falls, ends)| {
            numbers.sort_by(f64::total_cmp);
            let [low, value, high] = numbers;
            let (worst, best) = if falls { (high, low) } else { (low, high) };
            let is_scale = worst != best;
            Rating {
                value,
                worst: (ends & 1 == 0 && is_scale).then_some(worst),
                best: (ends & 2 == 0).then_some(best),
            }
        })
        .boxed()
}

fn assessment() -> BoxedStrategy<Record> {
    let found = (
        id(),
        id(),
        reference(),
        select(Verdict::ALL.to_vec()),
        option::of(rating()),
        option::of(reference()),
    );
    let texts = (option::of(text()), option::of(text()), option::of(text()), option::of(text()), extra());
    (found, option::of(dated()), texts)
        .prop_map(|(found, on, (label, url, summary, note, extra))| {
            let (id, claim, by, verdict, rating, source) = found;
            Record::Assessment(Assessment {
                id,
                claim,
                by,
                on,
                verdict,
                label,
                rating,
                source,
                url,
                summary,
                note,
                extra,
            })
        })
        .boxed()
}

fn link() -> BoxedStrategy<Record> {
    let parts = (id(), select(Relation::ALL.to_vec()), id(), option::of(text()), extra());
    parts
        .prop_filter("two claims", |(from, _, to, ..)| from != to)
        .prop_map(|(from, relation, to, note, extra)| Record::Link(Link { from, relation, to, note, extra }))
        .boxed()
}

fn definition() -> BoxedStrategy<Record> {
    let questions = vec![
        "claims",
        "claims about russia by diplomat",
        "claims (about روسيا or by \"Russia Today\") not since 2025",
        "claims containing \"a \\\"b\\\"\" tagged trade",
    ];
    let canonical = |question: &str| {
        let condition = language::parse_claims_condition(question).expect("a question");
        language::format_condition(condition.as_ref())
    };
    (id(), select(questions).prop_map(canonical), option::of(text()), extra())
        .prop_map(|(id, question, note, extra)| Record::Definition(Definition { id, question, note, extra }))
        .boxed()
}

/// A sound record of any type, in its canonical form.
pub fn record() -> BoxedStrategy<Record> {
    prop_oneof![2 => entity(), 2 => source(), 3 => claim(), 2 => assessment(), 1 => link(), 1 => definition()]
        .boxed()
}
