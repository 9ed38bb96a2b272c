//! Answers put together by hand, through the public structs alone.

use std::sync::Arc;

use dictum::language::syntax::{Column, PerField};
use dictum::model::record::{Basis, Dated, Extra};
use dictum::model::*;
use dictum::query::answer::*;

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn lang(tag: &str) -> Option<Lang> {
    Some(Lang::new(tag).unwrap())
}

pub fn dated(edtf: &str, basis: Basis) -> Dated {
    Dated { date: Date::parse(edtf).unwrap(), basis }
}

pub fn stated(edtf: &str) -> Option<Dated> {
    Some(dated(edtf, Basis::Stated))
}

pub fn entity(id_text: &str, name: &str, kind: Kind) -> EntityView {
    EntityView {
        id: id(id_text),
        name: name.into(),
        lang: None,
        kind,
        unnamed: false,
        styled: None,
        certain: true,
    }
}

pub fn name(id_text: &str, name: &str) -> EntityName {
    EntityName { id: id(id_text), name: name.into() }
}

pub fn speaker(who: EntityView) -> SpeakerView {
    SpeakerView { who, implied: false, roles: Vec::new() }
}

pub fn source(id_text: &str) -> Source {
    Source {
        id: id(id_text),
        title: None,
        publisher: None,
        authors: Vec::new(),
        published: None,
        url: None,
        archive_url: None,
        accessed: None,
        lang: None,
        medium: None,
        cites: Vec::new(),
        text: None,
        note: None,
        extra: Extra::new(),
    }
}

pub fn view(source: Source, publisher: Option<EntityView>) -> SourceView {
    SourceView { source: Arc::new(source), publisher, authors: Vec::new().into(), certain: true }
}

pub fn arabic_report() -> SourceView {
    view(Source { lang: lang("ar"), medium: Some(Medium::Article), ..source("arabic-report") }, None)
}

pub fn telegraph() -> EntityView {
    entity("the-telegraph", "The Telegraph", Kind::Organization)
}

pub fn telegraph_report() -> SourceView {
    let telegraph_report = Source {
        publisher: Some(Ref::certain(id("the-telegraph"))),
        lang: lang("en"),
        medium: Some(Medium::Article),
        ..source("telegraph-report")
    };
    view(telegraph_report, Some(telegraph()))
}

pub fn assumed(view: SourceView) -> SourceView {
    SourceView { certain: false, ..view }
}

pub fn web_report() -> SourceView {
    let web_report = Source {
        title: Some("Moscow's *last* card | an analysis".to_owned()),
        publisher: Some(Ref::certain(id("example-news"))),
        authors: vec![Author::Name("A. Writer".to_owned()), Author::Entity(Ref::certain(id("neil-melvin")))],
        published: stated("2025-07"),
        url: Some("https://news.example/a_b?c=1".to_owned()),
        archive_url: Some("https://archive.example/2025/a_b".to_owned()),
        accessed: stated("2025-07-20"),
        lang: lang("en"),
        medium: Some(Medium::Report),
        ..source("web-report")
    };
    let publisher = entity("example-news", "Example News", Kind::Organization);
    SourceView {
        authors: vec!["A. Writer".to_owned(), "Neil Melvin".to_owned()].into(),
        ..view(web_report, Some(publisher))
    }
}

pub fn citation(read: SourceView) -> CitationView {
    CitationView { read, locator: None, words: None, via: Vec::new() }
}

pub fn words(text: &str, tag: &str, translated: bool) -> Option<Words> {
    Some(Words { text: text.to_owned(), lang: lang(tag), translated })
}

/// 20 July 2025, noon.
pub const NOON: i64 = 1_753_012_800_000_000;

pub fn recorded(sequence: u64) -> Recorded {
    Recorded { at: NOON + 1_000_000 * sequence as i64, by: "roman".to_owned(), sequence }
}

pub fn claim(id_text: &str, statement: &str) -> ClaimRow {
    let record = Claim {
        id: id(id_text),
        statement: statement.to_owned(),
        lang: lang("en"),
        mode: Mode::Paraphrase,
        ..Claim::blank()
    };
    ClaimRow {
        record,
        speakers: Vec::new(),
        audience: Vec::new(),
        ascribed_to: Vec::new(),
        about: Vec::new(),
        dated: None,
        said_at: None,
        citations: vec![citation(arabic_report())],
        assessments: Vec::new(),
        links: Vec::new(),
        certain: true,
        likeness: None,
        recorded: recorded(3),
        corrected: None,
        retracted: None,
    }
}

/// The same row of a claim whose record says something else.
pub fn recording(mut row: ClaimRow, change: impl FnOnce(&mut Claim)) -> ClaimRow {
    change(&mut row.record);
    row
}

pub fn said(mut row: ClaimRow, date: Dated) -> ClaimRow {
    let dating = date.date.dating();
    row.dated = Some(EffectiveDate { by: DatedBy::Said, dated: date.clone(), dating, certain: true });
    row.record.said = Some(date);
    row
}

pub fn published(mut row: ClaimRow, date: Dated) -> ClaimRow {
    let dating = date.date.dating();
    row.dated = Some(EffectiveDate { by: DatedBy::Published, dated: date, dating, certain: true });
    row.record.said = None;
    row
}

// ---- Claims -------------------------------------------------------------------------------------------------------

pub fn last_card() -> ClaimRow {
    let role = RoleView {
        by: RoleBy::Presented { former: false },
        role: name("director", "director"),
        of: Some(name("rusi", "RUSI")),
        title: Some("director of international security".to_owned()),
        certain: true,
    };
    let melvin =
        SpeakerView { roles: vec![role], ..speaker(entity("neil-melvin", "Neil Melvin", Kind::Person)) };
    let row = ClaimRow {
        speakers: vec![melvin],
        about: vec![
            entity("russia", "Russia", Kind::Place),
            EntityView { certain: false, ..entity("zangezur-corridor", "Zangezur corridor", Kind::Place) },
        ],
        citations: vec![CitationView {
            locator: Some("para 11".to_owned()),
            words: words("هذه هي الورقة القوية الأخيرة التي تملكها روسيا في المنطقة", "ar", true),
            via: vec![assumed(telegraph_report())],
            ..citation(arabic_report())
        }],
        links: vec![LinkView {
            relation: Relation::Contradicts,
            outgoing: true,
            other: id("other-claim"),
            statement: "Russia has many cards".to_owned(),
        }],
        ..claim("last-card", "The corridor is the last strong card that Russia holds in the region")
    };
    recording(row, |record| {
        record.mode = Mode::Quote;
        record.translations = vec![Text {
            text: "الممر هو آخر ورقة قوية تملكها روسيا في المنطقة".to_owned(),
            lang: lang("ar"),
        }];
        record.concerns = stated("2020/..");
        record.tags = vec!["trade".to_owned(), "transport".to_owned()];
    })
}

fn diplomat() -> ClaimRow {
    let unnamed = EntityView {
        unnamed: true,
        ..entity("russian-diplomat-1", "a senior Russian diplomat", Kind::Person)
    };
    let role = RoleView {
        by: RoleBy::Tenure { still_on: None },
        role: name("diplomat", "diplomat"),
        of: Some(name("russia", "Russia")),
        title: None,
        certain: false,
    };
    let row = ClaimRow {
        speakers: vec![SpeakerView { roles: vec![role], ..speaker(unnamed) }],
        audience: vec![entity("armenia", "Armenia", Kind::Place)],
        citations: vec![CitationView {
            locator: Some("para 17".to_owned()),
            via: vec![assumed(telegraph_report())],
            ..citation(arabic_report())
        }],
        certain: false,
        ..claim("warning", "Armenia will pay for leaving its old ally")
    };
    said(row, dated("2025?-07-10", Basis::Supplied))
}

pub fn two_papers() -> ClaimRow {
    let aliyev = EntityView {
        certain: false,
        styled: Some("Aliyev".to_owned()),
        ..entity("nurlan-aliyev", "Nurlan Aliyev", Kind::Person)
    };
    let checker = |id_text: &str, text: &str| entity(id_text, text, Kind::Organization);
    let assessment = |id_text: &str, by: EntityView, on: &str, verdict: Verdict| AssessmentView {
        record: Arc::new(Assessment { id: id(id_text), on: stated(on), verdict, ..Assessment::blank() }),
        by,
        source: None,
        standing: Some(Standing::Stands),
    };
    let bare = assessment("a1", checker("full-fact", "Full Fact"), "2025-07-21", Verdict::MostlyFalse);
    let half_true = AssessmentView {
        record: Arc::new(Assessment {
            label: Some("Half true".to_owned()),
            rating: Some(Rating { value: 3.0, worst: Some(1.0), best: Some(6.0) }),
            summary: Some("One blow, not two.".to_owned()),
            ..(*bare.record).clone()
        }),
        source: Some(web_report()),
        ..bare
    };
    let row = ClaimRow {
        speakers: vec![speaker(aliyev)],
        citations: vec![
            CitationView {
                locator: Some("para 15".to_owned()),
                words: words("two blows", "en", false),
                ..citation(web_report())
            },
            CitationView {
                via: vec![telegraph_report(), assumed(web_report())],
                ..citation(assumed(arabic_report()))
            },
        ],
        assessments: vec![
            half_true,
            assessment("a2", checker("other-check", "Other Check"), "2025-08", Verdict::True),
        ],
        links: vec![LinkView {
            relation: Relation::Repeats,
            outgoing: false,
            other: id("blows-again"),
            statement: "Two blows were struck".to_owned(),
        }],
        corrected: Some(recorded(5)),
        ..claim("two-blows", "Two blows broke the relations")
    };
    let row = recording(row, |record| {
        record.note = Some("The report gives the surname alone.\nIt may be another Aliyev.".to_owned());
        record.extra = Extra::from([("desk".to_owned(), "caucasus".to_owned())]);
    });
    published(row, dated("2025-07", Basis::Stated))
}

fn ascription() -> ClaimRow {
    let row = ClaimRow {
        ascribed_to: vec![entity("nikol-pashinyan", "Nikol Pashinyan", Kind::Person)],
        speakers: vec![SpeakerView {
            implied: true,
            ..speaker(EntityView { certain: false, ..telegraph() })
        }],
        citations: vec![CitationView { via: vec![assumed(telegraph_report())], ..citation(arabic_report()) }],
        said_at: Some(entity("baku", "Baku", Kind::Place)),
        retracted: Some(Retracted { when: recorded(7), because: Some("misattributed".to_owned()) }),
        ..claim("plan", "Armenia means to leave the alliance")
    };
    recording(row, |record| record.mode = Mode::Ascription)
}

/// Scripts and characters that tables stumble over.
fn troublesome() -> Vec<ClaimRow> {
    vec![
        recording(
            claim("عربي", "قالت روسيا (Russia) إن ممر زنغزور هو آخر ورقة قوية في المنطقة، ولا بديل عنها"),
            |record| record.lang = lang("ar"),
        ),
        recording(claim("hebrew", "רוסיה אמרה שהמסדרון הוא הקלף האחרון"), |record| record.lang = lang("he")),
        recording(
            claim("wide", "走廊是俄罗斯在该地区的最后一张王牌 🦊👩‍👩‍👧 e\u{301}"),
            |record| record.lang = lang("zh"),
        ),
        claim(
            "controls",
            "red \u{1b}[31malarm\u{1b}[0m, bell \u{7}, C1 \u{9b}2J, override \u{202e}evil\u{202c},\ttab,\nnew line\r\nagain",
        ),
        claim("long", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"),
        claim("formula", "=1+1 | *bold* _it_ [a](b) <b> \\ `code` \"quoted\", comma; semicolon"),
    ]
}

pub fn asked(question: &str) -> Asked {
    Asked {
        question: question.to_owned(),
        at: NOON + 250_000,
        digest: "9f2c41d07ab3".to_owned(),
        sequence: 12,
        as_of: None,
    }
}

pub fn answer(question: &str, body: AnswerBody) -> Answer {
    Answer { body, asked: asked(question), understood: Vec::new(), took: Took::default() }
}

pub fn claims_answer(rows: Vec<ClaimRow>) -> ClaimsAnswer {
    let only_possible = rows.iter().filter(|row| !row.certain).count();
    let total = rows.len();
    let left_out = LeftOut { only_possible, ..LeftOut::default() };
    ClaimsAnswer { rows, columns: Vec::new(), total, offset: 0, left_out, empty: Vec::new() }
}

pub fn claims() -> Answer {
    let rows = vec![last_card(), diplomat(), two_papers(), ascription()];
    let mut body = claims_answer(rows);
    body.left_out = LeftOut { undated: 2, only_possible: 1, retracted: 1, retracted_included: true };
    Answer {
        understood: vec!["`روسيا` is Russia (place), by its Arabic name".to_owned()],
        ..answer("claims about Russia including retracted", AnswerBody::Claims(body))
    }
}

pub fn scripts() -> Answer {
    answer("claims", AnswerBody::Claims(claims_answer(troublesome())))
}

pub fn showing() -> Answer {
    let columns = vec![
        Column::Speaker,
        Column::Said,
        Column::Words,
        Column::Verdict,
        Column::Locator,
        Column::Citation,
    ];
    let mut body = claims_answer(vec![last_card(), two_papers()]);
    (body.columns, body.total, body.offset) = (columns, 40, 20);
    let question = "claims limit 2 offset 20 showing speaker, said, words, verdict, locator, citation";
    answer(question, AnswerBody::Claims(body))
}

pub fn empty() -> Answer {
    let mut body = claims_answer(Vec::new());
    body.empty =
        vec!["`by Ilham Aliyev` leaves none: 0 by Ilham Aliyev; 1 possibly his; 11 about him".to_owned()];
    body.left_out = LeftOut { undated: 1, retracted: 2, ..LeftOut::default() };
    answer("claims by Ilham Aliyev since 2025", AnswerBody::Claims(body))
}

// ---- Counts -----------------------------------------------------------------------------------------------------------

pub fn counts() -> Answer {
    let row = |publisher: CountValue, verdict: CountValue, count| CountRow {
        values: vec![publisher, verdict],
        count,
    };
    let word = |text: &str| CountValue::Word(text.to_owned());
    let rows = vec![
        row(CountValue::Entity(name("the-telegraph", "The Telegraph")), word("mixed"), 12),
        row(CountValue::Entity(name("telegraph-in", "The Telegraph")), word("false"), 3),
        row(CountValue::Entity(name("sky", "سكاي نيوز عربية")), CountValue::Inexact, 2),
        row(CountValue::None, CountValue::None, 1),
    ];
    let counts = CountsAnswer {
        per: vec![PerField::Publisher, PerField::Verdict],
        rows,
        counted: 17,
        of: "claims",
        groups: 9,
        left_out: LeftOut::default(),
        empty: Vec::new(),
    };
    answer("count claims per publisher, verdict limit 4", AnswerBody::Counts(counts))
}

pub fn count() -> Answer {
    let counts = CountsAnswer {
        per: Vec::new(),
        rows: vec![CountRow { values: Vec::new(), count: 17 }],
        counted: 17,
        of: "claims",
        groups: 1,
        left_out: LeftOut { only_possible: 4, ..LeftOut::default() },
        empty: Vec::new(),
    };
    answer("count claims", AnswerBody::Counts(counts))
}
