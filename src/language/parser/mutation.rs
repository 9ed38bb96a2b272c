//! What can be recorded: new records, assessments, links, definitions, corrections, retractions.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::{pair, preceded};

use crate::language::keywords::Position;
use crate::language::parser::citations::{add_change, citation};
use crate::language::parser::condition::{question_conditions, verdict};
use crate::language::parser::fields::{Seen, Writing, detail, details};
use crate::language::parser::input::Input;
use crate::language::parser::lexical::{
    begins_quotation, id, is_next, is_sign_next, keyword, next_keyword, plain_quotation, quotation_length,
    spanned, text_lang, texts, word, worded,
};
use crate::language::parser::question::{relation, target};
use crate::language::parser::refusal::{Expected, Parsed, expected, refuse};
use crate::language::parser::shaping::opens_shaping;
use crate::language::syntax::{
    Add, Added, Assess, Change, CitationText, Condition, Correct, Detail, DetailValue, Emptied, IdText,
    LinkText, Mutation, Spanned, Target,
};
use crate::language::vocabulary::Worded;
use crate::model::Kind;
use crate::model::Problem;

/// recording = add | reading | assess | link | define | correct | retract | restore ;
pub(super) fn recording(i: Input) -> Parsed<Mutation> {
    let Some(opening) = next_keyword(i) else {
        return expected(i, &[Expected::Any(Position::Statement)]);
    };
    match opening.spelling {
        "add" => preceded(word, cut(add)).map(Mutation::Add).parse(i),
        "reading" => preceded(word, cut(reading)).map(Mutation::Reading).parse(i),
        "assess" => preceded(word, cut(assess)).map(Mutation::Assess).parse(i),
        "link" => preceded(word, cut(link)).map(Mutation::Link).parse(i),
        "define" => preceded(word, cut(define)).parse(i),
        "correct" => preceded(word, cut(correct)).map(Mutation::Correct).parse(i),
        "retract" => preceded(word, cut(retraction))
            .map(|(target, because)| Mutation::Retract { target, because })
            .parse(i),
        "restore" => preceded(word, cut(retraction))
            .map(|(target, because)| Mutation::Restore { target, because })
            .parse(i),
        _ => expected(i, &[Expected::Any(Position::Statement)]),
    }
}

// ---- New records ------------------------------------------------------------------------------------------------------

/// add = "add" , ( new entity | new source | new claim ) ;
fn add(i: Input) -> Parsed<Add> {
    let (rest, (what, id, details)) = match next_keyword(i).map(|keyword| keyword.spelling) {
        Some("source") => new_source(i)?,
        Some("claim") => new_claim(i)?,
        Some(kind) if kind == "unnamed" || Kind::of(kind).is_some() => new_entity(i)?,
        _ => {
            let kinds = Kind::ALL.map(Kind::word).into_iter().chain(["source", "claim"]);
            return expected(i, &kinds.map(Expected::Word).collect::<Vec<_>>());
        }
    };
    Ok((rest, Add { what, id, details, span: i.span_to(rest) }))
}

type NewRecord = (Added, Option<IdText>, Vec<Detail>);

/// new entity = [ "unnamed" ] , kind , [ id ] , [ texts in languages ] , { entity field | common field } ;
fn new_entity(i: Input) -> Parsed<NewRecord> {
    let (rest, unnamed) = opt(keyword("unnamed")).parse(i)?;
    let (rest, kind) = kind(rest)?;
    let (rest, id) = id_before_text(rest)?;
    let (rest, names) = if begins_quotation(rest) { texts(rest)? } else { (rest, Vec::new()) };
    let (rest, details) = details(Writing::Entity)(rest)?;
    Ok((rest, (Added::Entity { kind, unnamed: unnamed.is_some(), names }, id, details)))
}

/// kind = "person" | "organization" | "group" | "place" | "role" | "topic" | "event" ;
fn kind(i: Input) -> Parsed<Kind> {
    match next_keyword(i).and_then(|keyword| Kind::of(keyword.spelling)) {
        Some(kind) => word(i).map(|(rest, _)| (rest, kind)),
        None => expected(i, &Kind::ALL.map(Kind::word).map(Expected::Word)),
    }
}

/// new source = "source" , [ id ] , { source field | common field } ;
fn new_source(i: Input) -> Parsed<NewRecord> {
    let (rest, _) = word(i)?;
    let (rest, id) = opt(id).parse(rest)?;
    let (rest, details) = details(Writing::Source)(rest)?;
    Ok((rest, (Added::Source, id, details)))
}

/// new claim = "claim" , [ id ] , text in language , { claim field | common field } ;
fn new_claim(i: Input) -> Parsed<NewRecord> {
    let (rest, _) = word(i)?;
    let (rest, id) = id_before_text(rest)?;
    let (rest, statement) = text_lang(rest)?;
    let (rest, details) = details(Writing::Claim)(rest)?;
    Ok((rest, (Added::Claim { statement }, id, details)))
}

/// An id where a text follows: of two quotations side by side the first is the id.
fn id_before_text(i: Input) -> Parsed<Option<IdText>> {
    let quotation = quotation_length(i.next().rest()).map(|length| i.next().after(length));
    if begins_quotation(i) && !quotation.is_some_and(begins_quotation) {
        return Ok((i, None));
    }
    opt(id).parse(i)
}

/// reading = "reading" , ( "nothing" | citation ) ;
fn reading(i: Input) -> Parsed<Option<CitationText>> {
    match keyword("nothing")(i) {
        Ok((rest, ())) if rest.is_at_end() => Ok((rest, None)),
        _ => citation.map(Some).parse(i),
    }
}

/// assess = "assess" , id , verdict , [ "as" , id ] , { assessment field | common field } ;
fn assess(i: Input) -> Parsed<Assess> {
    let (rest, (claim, verdict)) = pair(id, verdict).parse(i)?;
    let (rest, id) = opt(preceded(keyword("as"), cut(id))).parse(rest)?;
    let (rest, details) = details(Writing::Assessment)(rest)?;
    Ok((rest, Assess { claim, verdict, id, details, span: i.span_to(rest) }))
}

/// link = "link" , id , relation , id , { common field } ;
fn link(i: Input) -> Parsed<LinkText> {
    let (rest, (from, relation, to)) = (id, relation, id).parse(i)?;
    let (rest, details) = details(Writing::Other)(rest)?;
    Ok((rest, LinkText { from, relation, to, details, span: i.span_to(rest) }))
}

/// define = "define" , id , "as" , "claims" , [ conditions ] , { common field } ;
fn define(i: Input) -> Parsed<Mutation> {
    let (rest, (id, ())) = pair(id, keyword("as")).parse(i)?;
    let (rest, question) = definition(rest)?;
    let (rest, details) = details(Writing::Other)(rest)?;
    Ok((rest, Mutation::Define { id, question, details }))
}

/// The question of a definition: nothing in it is given from outside, and nothing shapes it.
pub(super) fn definition(i: Input) -> Parsed<Spanned<Option<Condition>>> {
    let (rest, question) = spanned(|i| preceded(keyword("claims"), cut(question_conditions)).parse(i))(i)?;
    if let Some(at) = parameter_in(i, rest) {
        let problem = Problem::invalid("a definition is asked later, when parameters have no values");
        return refuse(
            problem.hint("write the name itself in place of the one with `$`"),
            at.span_to(at.after(1)),
        );
    }
    if opens_shaping(rest) {
        let (end, word) = word(rest)?;
        let problem = Problem::invalid(format!(
            "a definition cannot hold `{word}`: it says which claims, not how to show them"
        ));
        return refuse(problem.hint("put it in the question that uses the definition"), rest.span_to(end));
    }
    Ok((rest, question))
}

/// The first `$` outside quotation marks between two places.
fn parameter_in<'a>(i: Input<'a>, end: Input<'a>) -> Option<Input<'a>> {
    let mut at = i.next();
    while at.at < end.at {
        if is_sign_next(at, "$") {
            return Some(at);
        }
        let rest = at.rest();
        let quotation = if begins_quotation(at) { quotation_length(rest) } else { None };
        at = at.after(quotation.unwrap_or(rest.chars().next().map_or(1, char::len_utf8))).next();
    }
    None
}

// ---- Changes ----------------------------------------------------------------------------------------------------------

/// correct = "correct" , target , change , { change } , [ because ] ;
fn correct(i: Input) -> Parsed<Correct> {
    let (mut rest, target) = target(i)?;
    let (mut changes, mut seen) = (Vec::new(), Seen::default());
    while !is_next(rest, "because") && !rest.is_at_end() || changes.is_empty() {
        let (end, next) = change(rest)?;
        refuse_change_twice(&mut seen, &changes, &next, rest)?;
        add_change(&mut changes, next, rest)?;
        rest = end;
    }
    let (rest, because) = because(rest)?;
    Ok((rest, Correct { target, changes, because, span: i.span_to(rest) }))
}

/// Refuses what a correction says already. `also` may stand several times: each adds something.
fn refuse_change_twice<'a>(
    seen: &mut Seen,
    before: &[Change],
    next: &Change,
    i: Input<'a>,
) -> Parsed<'a, ()> {
    let is_said = match next {
        Change::Set(detail) => return seen.add(detail, Writing::Correction, i),
        Change::Also(detail @ Detail { value: DetailValue::Extra(..), .. }) => {
            return seen.add(detail, Writing::Correction, i);
        }
        Change::Also(Detail { value: DetailValue::ReadIn(_), .. }) => {
            seen.begin_citation();
            false
        }
        Change::Also(_) => false,
        Change::Without(field) => {
            before.iter().any(|change| matches!(change, Change::Without(other) if other.node == field.node))
        }
        Change::Unnamed(..) => before.iter().any(|change| matches!(change, Change::Unnamed(..))),
    };
    if !is_said {
        return Ok((i, ()));
    }
    let (end, word) = word(i)?;
    refuse(Problem::invalid(format!("this correction gives `{word}` twice")), i.span_to(end))
}

/// change = field | "also" , field | "without" , emptied | "named" | "unnamed" ;
/// field = entity field | source field | claim field | assessment field | common field | "names" , texts in languages
///       | "statement" , text in language | "rated" , verdict ;
fn change(i: Input) -> Parsed<Change> {
    match next_keyword(i).map(|keyword| keyword.spelling) {
        Some("also") => preceded(word, cut(detail(Writing::Correction))).map(Change::Also).parse(i),
        Some("without") => preceded(word, cut(spanned(emptied))).map(Change::Without).parse(i),
        Some("named") => word(i).map(|(rest, _)| (rest, Change::Unnamed(false, i.span_to(rest)))),
        Some("unnamed") => word(i).map(|(rest, _)| (rest, Change::Unnamed(true, i.span_to(rest)))),
        _ => detail(Writing::Correction).map(Change::Set).parse(i),
    }
}

/// emptied = "note" | … ;
fn emptied(i: Input) -> Parsed<Emptied> {
    worded(Position::Emptied)(i)
}

/// retract = "retract" , target , [ because ] ;
/// restore = "restore" , target , [ because ] ;
fn retraction(i: Input) -> Parsed<(Target, Option<String>)> {
    pair(target, because).parse(i)
}

/// because = "because" , ? quotation ? ;
fn because(i: Input) -> Parsed<Option<String>> {
    opt(preceded(keyword("because"), cut(plain_quotation))).parse(i)
}
