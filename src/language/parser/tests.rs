//! What sentences mean: the trees that they are read as.

use super::*;
use crate::language::format_ask;
use crate::language::syntax::{
    Added, Clause, DateText, DetailValue, Entities, Name, NameText, Operands, RatedAs, Spans, Speaker,
    TimeOf, What, When,
};

fn conditions(text: &str) -> Vec<Condition> {
    match parse_ask(text) {
        Ok(Ask::Claims { condition: Some(Condition::All(parts)), .. }) => parts,
        Ok(Ask::Claims { condition: Some(one), .. }) => vec![one],
        other => panic!("{text}: {other:?}"),
    }
}

fn what(text: &str) -> What {
    match conditions(text).remove(0) {
        Condition::Clause(Clause { what, certainly: false, .. }) => what,
        other => panic!("{text}: {other:?}"),
    }
}

fn recorded(text: &str) -> Mutation {
    match parse_script(text).map(|mut script| script.statements.remove(0).body) {
        Ok(Body::Mutation(mutation)) => mutation,
        other => panic!("{text}: {other:?}"),
    }
}

fn details(text: &str) -> Vec<DetailValue> {
    match recorded(text) {
        Mutation::Add(add) => add.details.into_iter().map(|detail| detail.value).collect(),
        other => panic!("{text}: {other:?}"),
    }
}

fn bare(text: &str) -> Operands<Name> {
    Operands::One(Name::bare(text))
}

#[test]
fn clauses_side_by_side_and_with_and_are_the_same() {
    assert_eq!(
        conditions("claims about Russia by diplomats").without_spans(),
        conditions("CLAIMS about Russia AND (by diplomats)").without_spans()
    );
    assert_eq!(conditions("claims (about Russia by diplomats) since 2025").len(), 3);
    assert!(
        matches!(conditions("claims quoted or (asserted or unrated)")[..], [Condition::Any(ref parts)] if parts.len() == 3)
    );
    assert!(
        matches!(conditions("claims not (not quoted)")[..], [Condition::Not(ref inner)] if matches!(**inner, Condition::Not(_)))
    );
}

#[test]
fn a_list_ends_where_a_clause_begins() {
    let Condition::Clause(Clause { what: What::About(list), .. }) =
        &conditions("claims about Russia and by diplomats")[0]
    else {
        panic!("no list");
    };
    assert_eq!(list.without_spans(), Entities { exactly: false, names: bare("Russia") });
    let What::By { exactly: true, speakers: Operands::Any(list) } =
        what("claims by exactly RUSI or (unnamed and a)")
    else {
        panic!("no list");
    };
    assert!(
        matches!(&list[1], Operands::All(inner) if matches!(inner[0], Operands::One(Speaker::Unnamed { role: None, .. })))
    );
}

#[test]
fn an_assessment_takes_in_what_follows_it_directly() {
    assert_eq!(conditions("claims rated false assessed since 2025 according to x").len(), 1);
    assert_eq!(conditions("claims rated false and assessed since 2025").len(), 2);
    assert_eq!(conditions("claims rated false according to x by y").len(), 2);
    let What::Rated(rated) = what("claims according to x") else { panic!("not rated") };
    assert_eq!((rated.verdict, rated.according_to.without_spans()), (RatedAs::AtAll, Some(bare("x"))));
}

#[test]
fn of_is_split_only_where_the_syntax_sees_it() {
    let name = |text: &str| match what(text) {
        What::About(Entities { names: Operands::One(name), .. }) => name.without_spans(),
        What::About(Entities { names: Operands::Any(mut list), .. }) => match list.remove(0) {
            Operands::One(name) => name.without_spans(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(name("claims about bank of England"), Name::bare("bank of England"));
    assert_eq!(name("claims about bank # c\n of # d\n  England"), Name::bare("bank of England"));
    let of_quoted = name("claims about bank of \"England\"");
    assert_eq!(
        (of_quoted.text, of_quoted.of),
        (NameText::Bare("bank".into()), Some(Box::new(Operands::One(Name::quoted("England")))))
    );
    assert!(name("claims about bank of England or Russia").runs_on);
    assert!(!name("claims about (bank of England) or Russia").runs_on);
    assert!(!name("claims about England or Russia").runs_on);
    assert_eq!(
        format_ask(&parse_ask("claims about (bank of England) or Russia").unwrap()),
        "claims about (bank of England) or Russia"
    );
}

#[test]
fn in_is_a_time_before_a_date_and_a_language_before_a_name() {
    assert!(matches!(what("claims in July 2025"), What::Time { of: TimeOf::Claim, when: When::In(_) }));
    assert!(matches!(what("claims in today"), What::Time { .. }));
    assert!(matches!(what("claims in Arabic"), What::InLanguage(_)));
    assert!(matches!(what("claims in $x"), What::InLanguage(_)));
    assert!(matches!(what("claims on $x"), What::Time { of: TimeOf::Claim, .. }));
    assert!(matches!(what("claims said 2025"), What::Time { of: TimeOf::Said, when: When::In(_) }));
    let written_out = what("claims on 9 Sep 2025");
    assert_eq!(written_out.without_spans(), what("claims in 2025-09-09").without_spans());
    assert_ne!(written_out, what("claims  in 2025-09-09"), "the places differ");
    let What::Time { when: When::Since(date), .. } = what("claims since 1 year ago") else {
        panic!("no date")
    };
    assert!(matches!(date.date, DateText::Ago(1, _)));
}

#[test]
fn records_are_read_with_their_fields() {
    assert!(matches!(
        details("add claim \"x\" quoted locator \"p\"")[..],
        [DetailValue::Mode(_), DetailValue::Locator(_)]
    ));
    let [DetailValue::ReadIn(citation)] = &details("add claim \"x\" read in a? via b, c locator \"p\"")[..]
    else {
        panic!("no citation");
    };
    assert!(citation.source.doubtful && citation.via.len() == 2 && citation.locator.is_some());
    let tenures =
        details("add person x \"X\" as director of rusi as diplomat? of russia since 2018 inferred");
    let [DetailValue::Tenure(first), DetailValue::Tenure(second)] = &tenures[..] else {
        panic!("no tenures")
    };
    assert_eq!((&first.role.name.without_spans(), &first.of), (&Name::bare("director of rusi"), &None));
    assert!(second.role.doubtful && second.of.is_some() && second.since.is_some());
    let id_of = |text: &str| match recorded(text) {
        Mutation::Add(add) => (add.id.map(|id| id.text), add.what),
        other => panic!("{other:?}"),
    };
    assert_eq!(id_of("add claim \"to\" \"x\"").0.as_deref(), Some("to"));
    assert_eq!(id_of("add claim \"x\"@en").0, None);
    assert!(
        matches!(id_of("add person \"A\", \"B\"@en"), (None, Added::Entity { names, .. }) if names.len() == 2)
    );
    assert!(matches!(recorded("reading nothing"), Mutation::Reading(None)));
    assert!(matches!(recorded("reading \"nothing\""), Mutation::Reading(Some(_))));
}

#[test]
fn places_are_those_in_the_whole_text() {
    let text = "\u{FEFF}claims\r\n\r\n# c\r\nclaims about Russia # d\r\n  by\tdiplomats\r\n";
    let script = parse_script(text).unwrap();
    assert_eq!(script.statements[1].comments, [" c", " d"]);
    assert_eq!(&text[script.statements[1].span.range()], "claims about Russia # d\r\n  by\tdiplomats");
    let problems = parse_script("claims abuot x\nclaims\n claims; count y").unwrap_err();
    let places: Vec<_> = problems.iter().map(|problem| problem.span().unwrap().start).collect();
    assert_eq!(places, [7, 23, 37]);
}

#[test]
fn texts_keep_their_letters() {
    let text = |source: &str| match what(source) {
        What::Containing { texts: Operands::One(quotation), .. } => quotation.text,
        other => panic!("{other:?}"),
    };
    let is = |source: &str, expected: &str| {
        assert_eq!(text(source), super::super::syntax::QuotationText::Text(expected.into()));
    };
    is("claims containing \"a\\\"b\\\\c\\n\\u{E9}\"", "a\"b\\c\né");
    is("claims containing “say \"no\"”", "say \"no\"");
    is("claims containing \"two\r\n  lines # no comment\"", "two\n  lines # no comment");
}

#[test]
fn a_question_is_asked_alone_and_records_nothing() {
    let refused = |text: &str| parse_ask(text).unwrap_err();
    assert!(refused("add source x").hints()[0].contains("run"));
    assert!(refused("claims; claims").message().contains("only one question"));
    assert!(refused(" # nothing").message().contains("no question"));
    assert!(parse_ask("# why\nclaims;").is_ok());
}

#[test]
fn a_definition_is_a_bare_question_for_claims() {
    assert_eq!(parse_claims_condition(" claims "), Ok(None));
    assert!(parse_claims_condition("claims about Russia").unwrap().is_some());
    for wrong in
        ["", "count claims", "claims limit 5", "claims about $x", "claims; claims", "claims about Russia)"]
    {
        assert!(parse_claims_condition(wrong).is_err(), "{wrong}");
    }
}

/// A word that is said of a clause and was put before the question: the hint runs as it is written.
#[test]
fn what_is_said_of_a_clause_stands_before_it() {
    for (wrong, right) in [
        ("certainly claims about Russia by diplomats", "claims certainly about Russia by diplomats"),
        ("not claims about \"Russia\"", "claims not about \"Russia\""),
        ("Certainly about Russia", "claims certainly about Russia"),
        ("certainly claims", "claims certainly about Russia"),
    ] {
        let hints = parse_ask(wrong).expect_err(wrong).hints();
        assert_eq!(hints.len(), 1, "{wrong}: {hints:?}");
        assert!(hints[0].contains(&format!("`{right}`")), "{wrong}: {hints:?}");
        assert!(parse_ask(right).is_ok(), "{right}");
    }
}
