//! Records with every field filled, and any records at all.

use std::collections::BTreeMap;

use dictum::model::record::{Basis, Dated, Extra};
use dictum::model::{
    Assessment, Attestation, Author, Citation, Claim, Date, Definition, Entity, Key, Kind, Lang, Link,
    Medium, Mode, Name, Rating, Record, Ref, Relation, Source, Speaker, Tenure, Text, Verdict, Words,
};
use dictum::store::change::{Change, Stamp};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::kit::id;

fn lang(tag: &str) -> Option<Lang> {
    Some(Lang::new(tag).unwrap())
}

fn dated(text: &str, basis: Basis) -> Option<Dated> {
    Some(Dated { date: Date::parse(text).unwrap(), basis })
}

fn reference(text: &str) -> Ref {
    Ref { id: id(text), certain: false, styled: Some(format!("the {text}")) }
}

fn extra() -> Extra {
    BTreeMap::from([("desk".into(), "foreign".into()), ("مكتب".into(), "الخارجية".into())])
}

fn note() -> Option<String> {
    Some("seen in print".into())
}

pub fn claim(name: &str) -> Claim {
    Claim {
        id: id(name),
        statement: "Azerbaijan is playing its last card".into(),
        lang: lang("en"),
        translations: vec![Text {
            text: "أذربيجان تلعب ورقتها الأخيرة".into(), lang: lang("ar")
        }],
        mode: Mode::Paraphrase,
        speakers: vec![Speaker::of(reference("diplomat")), Speaker::of(Ref::certain(id("aliyev")))],
        audience: vec![reference("press")],
        ascribed_to: vec![reference("baku")],
        about: vec![reference("azerbaijan")],
        said: dated("2025-07~", Basis::Inferred),
        said_at: Some(reference("moscow")),
        concerns: dated("2026/..", Basis::Supplied),
        citations: vec![Citation {
            source: reference("telegraph"),
            locator: Some("para 17".into()),
            words: Some(Words {
                text: "последняя карта".into(), lang: lang("ru"), translated: true
            }),
            via: vec![reference("report")],
        }],
        tags: vec!["caucasus".into()],
        note: note(),
        extra: extra(),
    }
}

/// A claim whose speakers are presented in roles.
pub fn attested_claim(name: &str) -> Claim {
    let director = Attestation {
        role: reference("director"),
        of: Some(reference("rusi")),
        title: Some("director of international security".into()),
        former: false,
    };
    let president = Attestation { role: reference("president"), of: None, title: None, former: true };
    Claim {
        speakers: vec![
            Speaker { who: reference("diplomat"), presented: vec![director, president.clone()] },
            Speaker::of(Ref::certain(id("melvin"))),
            Speaker { who: Ref::certain(id("aliyev")), presented: vec![president] },
        ],
        ..claim(name)
    }
}

pub fn source(name: &str) -> Source {
    Source {
        id: id(name),
        title: Some("Baku and Moscow fall out".into()),
        publisher: Some(reference("telegraph-group")),
        authors: vec![Author::Name("A. Writer".into()), Author::Entity(reference("writer"))],
        published: dated("2025-07-10", Basis::Stated),
        url: Some("https://example.org/a".into()),
        archive_url: Some("https://archive.example.org/a".into()),
        accessed: dated("2025-07-11", Basis::Stated),
        lang: lang("en"),
        medium: Some(Medium::Article),
        cites: vec![reference("report")],
        text: Some("The same words stand here again and again. ".repeat(9)),
        note: note(),
        extra: extra(),
    }
}

fn entity(name: &str, kind: Kind) -> Entity {
    Entity {
        id: id(name),
        kind,
        unnamed: true,
        names: vec![Name { text: "diplomats".into(), lang: lang("en"), plural: true }],
        demonyms: vec![Text { text: "Azerbaijani".into(), lang: None }],
        broader: vec![reference("people")],
        roles: vec![Tenure {
            role: reference("diplomat"),
            of: Some(reference("russia")),
            title: Some("director of international security".into()),
            from: dated("2019", Basis::Supplied),
            until: dated("2025-06-30", Basis::Stated),
        }],
        on: dated("2023-09-19/2023-09-20", Basis::Stated),
        at: Some(reference("baku")),
        wikidata: Some("Q159".into()),
        note: note(),
        extra: extra(),
    }
}

fn assessment(name: &str, verdict: Verdict) -> Assessment {
    Assessment {
        id: id(name),
        claim: id("last-card"),
        by: reference("checker"),
        on: dated("2025-08-01", Basis::Stated),
        verdict,
        label: Some("Half true".into()),
        rating: Some(Rating { value: 2.5, worst: Some(1.0), best: Some(5.0) }),
        source: Some(reference("verdict-page")),
        url: None,
        summary: Some("Part of it holds".into()),
        note: note(),
        extra: extra(),
    }
}

/// One with an address of its own.
pub fn published_assessment(name: &str) -> Assessment {
    Assessment { url: Some("https://checker.example/1".into()), ..assessment(name, Verdict::Mixed) }
}

fn link(relation: Relation) -> Link {
    Link { from: id("last-card"), relation, to: id("other"), note: note(), extra: extra() }
}

/// Records of every type, with every field filled and every word of each list of words used.
pub fn every_record() -> Vec<Record> {
    let mut all = vec![
        Record::Source(source("telegraph")),
        Record::Definition(Definition {
            id: id("cards"),
            question: "claims saying \"card\"".into(),
            note: note(),
            extra: extra(),
        }),
    ];
    all.extend(Kind::ALL.iter().map(|kind| Record::Entity(entity(kind.word(), *kind))));
    all.extend(Medium::ALL.iter().map(|medium| {
        Record::Source(Source { medium: Some(*medium), text: Some("short".into()), ..source(medium.word()) })
    }));
    all.extend(Mode::ALL.iter().map(|mode| Record::Claim(Claim { mode: *mode, ..claim(mode.word()) })));
    all.extend(Verdict::ALL.iter().map(|verdict| Record::Assessment(assessment(verdict.word(), *verdict))));
    all.extend(Relation::ALL.iter().map(|relation| Record::Link(link(*relation))));
    all.extend(
        Basis::ALL
            .iter()
            .map(|basis| Record::Claim(Claim { said: dated("2025", *basis), ..claim(basis.word()) })),
    );
    all
}

fn any_id() -> impl Strategy<Value = dictum::model::Id> {
    "[a-zء-ي0-9:._-]{1,12}".prop_map(|text| id(&text))
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,30}", "[ابتثج ]{0,20}", Just(String::new())]
}

fn any_lang() -> impl Strategy<Value = Option<Lang>> {
    select(vec![None, lang("ar"), lang("en-GB"), lang("zh-Hant")])
}

fn any_ref() -> impl Strategy<Value = Ref> {
    (any_id(), any::<bool>(), of(any_text())).prop_map(|(id, certain, styled)| Ref { id, certain, styled })
}

fn any_refs() -> impl Strategy<Value = Vec<Ref>> {
    vec(any_ref(), 0..3)
}

fn any_speakers() -> impl Strategy<Value = Vec<Speaker>> {
    let presented = (any_ref(), of(any_ref()), of(any_text()), any::<bool>())
        .prop_map(|(role, of, title, former)| Attestation { role, of, title, former });
    let speaker = (any_ref(), vec(presented, 0..3)).prop_map(|(who, presented)| Speaker { who, presented });
    vec(speaker, 0..3)
}

fn any_dated() -> impl Strategy<Value = Option<Dated>> {
    let dates = vec![
        "2025",
        "2025-07~",
        "2025-07-10",
        "../2020",
        "2024-21",
        "-0044-03-15?",
        "156X",
        "2025-07-10/2025-08",
    ];
    of((select(dates), select(Basis::ALL.to_vec())))
        .prop_map(|date| date.map(|(date, basis)| Dated { date: Date::parse(date).unwrap(), basis }))
}

fn any_extra() -> impl Strategy<Value = Extra> {
    btree_map(any_text(), any_text(), 0..3)
}

fn any_claim() -> impl Strategy<Value = Record> {
    let words = (any_text(), any_lang(), any::<bool>()).prop_map(|(text, lang, translated)| Words {
        text,
        lang,
        translated,
    });
    let citation = (any_ref(), of(any_text()), of(words), any_refs())
        .prop_map(|(source, locator, words, via)| Citation { source, locator, words, via });
    let said = (any_id(), any_text(), any_lang(), select(Mode::ALL.to_vec()), any_speakers(), any_refs());
    let when = (any_dated(), of(any_ref()), any_dated());
    let rest = (vec(citation, 1..3), vec(any_text(), 0..3), of(any_text()), any_extra());
    (said, when, rest).prop_map(|(said, when, rest)| {
        let (id, statement, lang, mode, speakers, about) = said;
        let (said, said_at, concerns) = when;
        let (citations, tags, note, extra) = rest;
        let translations = vec![Text { text: statement.clone(), lang: lang.clone() }];
        let (audience, ascribed_to) = (about.clone(), about.clone());
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
}

fn any_source() -> impl Strategy<Value = Record> {
    let text = prop_oneof![any_text(), "(any words ){0,80}", "\\PC{100,300}"];
    (any_id(), of(any_text()), of(any_ref()), any_dated(), any_lang(), of(text), any_extra()).prop_map(
        |(id, title, publisher, published, lang, text, extra)| {
            let authors = title.iter().cloned().map(Author::Name).collect();
            let cites = publisher.iter().cloned().collect();
            let (url, archive_url, note) = (title.clone(), None, title.clone());
            let (accessed, medium) = (published.clone(), Some(Medium::Broadcast));
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
        },
    )
}

fn any_small() -> impl Strategy<Value = Record> {
    let number =
        prop_oneof![Just(0.0), Just(-1.5), Just(f64::MAX), Just(f64::MIN_POSITIVE), Just(f64::INFINITY)];
    let rating = of((number, of(Just(1.0)), of(Just(5.0))))
        .prop_map(|rating| rating.map(|(value, worst, best)| Rating { value, worst, best }));
    let verdicts = (any_id(), select(Verdict::ALL.to_vec()), rating, any_dated(), of(any_text())).prop_map(
        |(id, verdict, rating, on, url)| {
            Record::Assessment(Assessment { id, rating, on, url, ..assessment("x", verdict) })
        },
    );
    let entities = (any_id(), select(Kind::ALL.to_vec()), any_text(), any_refs(), any_extra()).prop_map(
        |(id, kind, text, broader, extra)| {
            let names = vec![Name { text, lang: None, plural: false }];
            Record::Entity(Entity { id, names, broader, extra, roles: Vec::new(), ..entity("x", kind) })
        },
    );
    let links = (any_id(), select(Relation::ALL.to_vec()), any_id())
        .prop_map(|(from, relation, to)| Record::Link(Link { from, to, note: None, ..link(relation) }));
    let definitions = (any_id(), any_text()).prop_map(|(id, question)| {
        Record::Definition(Definition { id, question, note: None, extra: Extra::new() })
    });
    prop_oneof![verdicts.boxed(), entities.boxed(), links.boxed(), definitions.boxed()]
}

pub fn any_record() -> impl Strategy<Value = Record> {
    prop_oneof![any_claim().boxed(), any_source().boxed(), any_small().boxed()].boxed()
}

fn any_key() -> impl Strategy<Value = Key> {
    any_record().prop_map(|record| record.key()).boxed()
}

pub fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => any_record().prop_map(Change::Add).boxed(),
        2 => (any_record(), of(any_text())).prop_map(|(record, because)| Change::Correct { record, because }).boxed(),
        1 => (any_key(), of(any_text())).prop_map(|(key, because)| Change::Retract { key, because }).boxed(),
        1 => (any_key(), of(any_text())).prop_map(|(key, because)| Change::Restore { key, because }).boxed(),
    ]
}

pub fn any_stamp() -> impl Strategy<Value = Stamp> {
    (any::<i64>(), any_text(), of(any_text())).prop_map(|(at, by, why)| Stamp { at, by, why })
}
