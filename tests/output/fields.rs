//! A field is declared once: whatever holds a text, an address, a date, a language or tags is shown on cards, in rows of JSON, in the
//! columns of csv and in the shell's forms without a line of its own. So is a field that nobody has thought of yet.

use std::sync::Arc;

use dictum::model::fields::{self, Field, Value};
use dictum::model::record::{Basis, Dated};
use dictum::model::{Date, Lang, Medium, Record, RecordType};
use dictum::output::{Format, Style};
use dictum::query::answer::{Answer, AnswerBody, ClaimRow, EntityCard, RecordRow, RecordsAnswer, SourceView};

use super::build::{answer, claim, claims_answer};
use super::rendered;

/// Puts something into a field that is nowhere else; gives how a program reads it. Nothing for fields of other kinds.
fn fill(field: &Field, record: &mut Record, number: usize) -> Option<String> {
    match &field.value {
        Value::Text(lens) | Value::Url(lens) | Value::Item(lens) => {
            let text = format!("mark{number}");
            lens.set(record, Some(text.clone()));
            Some(text)
        }
        Value::Date(lens, _) => {
            let date = Date::parse(&format!("19{:02}-02-03", number + 10)).unwrap();
            let text = date.as_str().to_owned();
            lens.set(record, Some(Dated { date, basis: Basis::Stated }));
            Some(text)
        }
        Value::Lang(lens) => {
            lens.set(record, Some(Lang::new("cy").unwrap()));
            Some("cy".to_owned())
        }
        Value::Medium(lens) => {
            lens.set(record, Some(Medium::Broadcast));
            Some("broadcast".to_owned())
        }
        Value::Tags(lens) => {
            lens.set(record, vec![format!("tag{number}")]);
            Some(format!("tag{number}"))
        }
        _ => None,
    }
}

fn asked_for(record: Record) -> Answer {
    let rows = |row: RecordRow, of: &'static str| {
        AnswerBody::Records(RecordsAnswer {
            of,
            rows: vec![row],
            columns: Vec::new(),
            total: 1,
            offset: 0,
            empty: Vec::new(),
        })
    };
    let body = match record {
        Record::Entity(entity) => {
            let entity = Arc::new(entity);
            rows(
                RecordRow::Entity(EntityCard { entity, broader: Vec::new(), roles: Vec::new(), at: None }),
                "people",
            )
        }
        Record::Source(source) => rows(
            RecordRow::Source(SourceView {
                source: Arc::new(source),
                publisher: None,
                authors: Vec::new().into(),
                certain: true,
            }),
            "sources",
        ),
        Record::Claim(record) => {
            AnswerBody::Claims(claims_answer(vec![ClaimRow { record, ..claim("x", "y") }]))
        }
        other => panic!("no rows of {:?}", other.record_type()),
    };
    answer("asked", body)
}

#[test]
fn every_plain_field_is_shown_everywhere() {
    for record_type in [RecordType::Entity, RecordType::Source, RecordType::Claim] {
        for (number, field) in fields::of(record_type).iter().enumerate().filter(|(_, field)| !field.long) {
            let mut record = Record::blank(record_type);
            let Some(value) = fill(field, &mut record, number) else { continue };
            let answer = asked_for(record);
            let of = |format| rendered(&answer, format, &Style::PLAIN);
            let name = format!("{record_type}: {}", field.name);
            let in_words: &[&str] = match &field.value {
                Value::Lang(_) => &["Welsh"],
                Value::Date(..) => &["February", "-02-03"],
                _ => &[value.as_str()],
            };
            let cards = of(Format::Cards);
            assert!(in_words.iter().any(|words| cards.contains(words)), "{name} on a card: {cards}");
            let json = of(Format::Json);
            let key = format!("\"{}\":", field.name);
            assert!(json.contains(&key) && json.contains(&format!("\"{value}\"")), "{name} in {json}");
            let csv = of(Format::Csv);
            assert!(csv.lines().next().is_some_and(|head| head.split(',').any(|word| word == field.name)));
            assert!(csv.contains(&value), "{name} in {csv}");
        }
    }
}
