//! Answers about records themselves, put together by hand: listings, one record, its history, an explanation.

use std::sync::Arc;

use dictum::language::syntax::Column;
use dictum::model::record::Extra;
use dictum::model::*;
use dictum::query::answer::*;

use super::build::{
    answer, arabic_report, entity, id, lang, name, recorded, stated, telegraph_report, two_papers, web_report,
};

fn melvin() -> EntityCard {
    let called = |text: &str, tag: &str| Name { text: text.to_owned(), lang: lang(tag), plural: false };
    let entity_record = Entity {
        id: id("neil-melvin"),
        kind: Kind::Person,
        unnamed: false,
        names: vec![called("Neil Melvin", "en"), called("نيل ملفين", "ar")],
        demonyms: Vec::new(),
        broader: Vec::new(),
        roles: Vec::new(),
        on: None,
        at: None,
        wikidata: Some("Q1".to_owned()),
        note: None,
        extra: Extra::new(),
    };
    let tenure = TenureView {
        role: entity("director", "director", Kind::Role),
        of: Some(entity("rusi", "RUSI", Kind::Organization)),
        title: Some("director of international security".to_owned()),
        from: stated("2020"),
        until: None,
    };
    EntityCard { entity: Arc::new(entity_record), broader: Vec::new(), roles: vec![tenure], at: None }
}

fn nagorno_karabakh() -> EntityCard {
    let called = |text: &str, tag: &str| Name { text: text.to_owned(), lang: lang(tag), plural: false };
    let record = Entity {
        id: id("nagorno-karabakh"),
        kind: Kind::Place,
        names: vec![called("Nagorno-Karabakh", "en"), called("ناغورنو كاراباخ", "ar")],
        demonyms: vec![Text { text: "Karabakhi".to_owned(), lang: lang("en") }],
        wikidata: None,
        note: Some("Under the South Caucasus alone.".to_owned()),
        ..(*melvin().entity).clone()
    };
    let broader = vec![entity("south-caucasus", "South Caucasus", Kind::Place)];
    EntityCard { entity: Arc::new(record), broader, roles: Vec::new(), at: None }
}

pub fn people() -> Answer {
    let rows = vec![RecordRow::Entity(melvin()), RecordRow::Entity(nagorno_karabakh())];
    let records =
        RecordsAnswer { of: "people", rows, columns: Vec::new(), total: 2, offset: 0, empty: Vec::new() };
    answer("people", AnswerBody::Records(records))
}

pub fn sources() -> Answer {
    let rows = [web_report(), arabic_report(), telegraph_report()].map(RecordRow::Source).to_vec();
    let records =
        RecordsAnswer { of: "sources", rows, columns: Vec::new(), total: 5, offset: 0, empty: Vec::new() };
    answer("sources limit 3", AnswerBody::Records(records))
}

pub fn sources_showing() -> Answer {
    let mut answer = sources();
    if let AnswerBody::Records(records) = &mut answer.body {
        records.columns = vec![Column::Name, Column::Kind, Column::Published, Column::Archive];
    }
    answer
}

// ---- One record -----------------------------------------------------------------------------------------------------------

fn shown(question: &str, what: ShownRecord) -> Answer {
    let shown = Shown { what, recorded: recorded(2), corrected: Some(recorded(4)), retracted: None };
    answer(question, AnswerBody::Shown(Box::new(shown)))
}

pub fn shown_claim() -> Answer {
    shown("show two-blows", ShownRecord::Claim(Box::new(two_papers())))
}

pub fn shown_entity() -> Answer {
    let what = ShownRecord::Entity {
        card: nagorno_karabakh(),
        narrower: vec![name("stepanakert", "Stepanakert")],
        holders: Vec::new(),
        claims_by: 0,
        claims_about: 11,
        ascribed: 1,
    };
    shown("show nagorno-karabakh", what)
}

pub fn shown_source() -> Answer {
    let text = "First line of the text.\nثم سطر بالعربية.".to_owned();
    let with_text = Source { text: Some(text), ..(*web_report().source).clone() };
    let cited =
        EntityOrId { id: id("telegraph-report"), title: None, certain: false, medium: Some(Medium::Article) };
    let what = ShownRecord::Source {
        view: SourceView { source: Arc::new(with_text), ..web_report() },
        cites: vec![cited],
        claims_read_in: 1,
        claims_citing: 2,
    };
    shown("show source web-report", what)
}

pub fn shown_assessment() -> Answer {
    let view = two_papers().assessments.swap_remove(0);
    let assessment =
        Assessment { claim: id("two-blows"), by: Ref::certain(id("full-fact")), ..(*view.record).clone() };
    let statement = "Two blows broke the relations".to_owned();
    shown("show assessment a1", ShownRecord::Assessment { assessment, view, statement })
}

pub fn shown_link() -> Answer {
    let link = Link {
        from: id("last-card"),
        relation: Relation::Contradicts,
        to: id("other-claim"),
        note: Some("They cannot both hold.".to_owned()),
        extra: Extra::new(),
    };
    let (from_statement, to_statement) =
        ("The corridor is the last card".to_owned(), "Russia has many cards".to_owned());
    shown("show last-card contradicts other-claim", ShownRecord::Link { link, from_statement, to_statement })
}

pub fn definition(question: &str) -> Definition {
    Definition { id: id("russia-watch"), question: question.to_owned(), note: None, extra: Extra::new() }
}

pub fn shown_definition() -> Answer {
    let definition = definition("claims about Russia by diplomats");
    shown("show definition russia-watch", ShownRecord::Definition { definition, claims: Some(3) })
}

// ---- History and explanation ------------------------------------------------------------------------------------------------

pub fn history() -> Answer {
    let record = |question: &str| Arc::new(Record::Definition(definition(question)));
    let version = |sequence, act, because: Option<&str>, question: &str| VersionView {
        when: recorded(sequence),
        why: (sequence == 2).then(|| "first import".to_owned()),
        act,
        because: because.map(str::to_owned),
        record: Some(record(question)),
    };
    let (first, second) = ("claims about Russia", "claims about Russia by diplomats");
    let versions = vec![
        version(2, ChangeKind::Added, None, first),
        version(4, ChangeKind::Corrected, Some("too wide"), second),
        version(6, ChangeKind::Retracted, Some("nobody asks it"), second),
        version(9, ChangeKind::Restored, None, second),
    ];
    let body =
        HistoryAnswer { record_type: RecordType::Definition, name: "russia-watch".to_owned(), versions };
    answer("history of russia-watch", AnswerBody::History(body))
}

pub fn explained() -> Answer {
    let step = |depth, clause: &str, by: &str, possible, certain| Step {
        depth,
        clause: clause.to_owned(),
        by: by.to_owned(),
        possible,
        certain,
    };
    let question = "claims about روسيا by diplomats".to_owned();
    let explanation = Explanation {
        names: vec![
            NameUnderstood {
                written: "روسيا".to_owned(),
                meaning: "Russia (place russia), by its Arabic name".to_owned(),
                reading: Reading::OtherName,
                narrower: vec![name("moscow", "Moscow"), name("baku-x", "موسكو")],
            },
            NameUnderstood {
                written: "diplomats".to_owned(),
                meaning: "diplomat (role)".to_owned(),
                reading: Reading::Plain,
                narrower: Vec::new(),
            },
        ],
        steps: vec![
            step(0, "all of", "", 3, 2),
            step(1, "about روسيا", "postings of `about`", 40, 38),
            step(1, "by diplomats", "postings of roles at the time of saying", 5, 5),
        ],
        question: question.clone(),
    };
    answer(&format!("explain {question}"), AnswerBody::Explained(explanation))
}
