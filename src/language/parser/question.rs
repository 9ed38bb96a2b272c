//! What can be asked: claims, counts, the records themselves.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;

use super::condition::question_conditions;
use super::input::Input;
use super::lexical::{ends_name, id, is_next, keyword, keyword_of, next_keyword, quotation, word, worded};
use super::names::{begins_name, documents, entities, languages, name};
use super::refusal::{Expected, Parsed, expected, refuse};
use super::shaping::{Shaped, as_of, opens_shaping, shaping};
use super::time::{begins_date, begins_when, time, when};
use crate::language::keywords::Position;
use crate::language::syntax::{
    Ask, Counted, Listing, ListingCondition, ListingOf, Name, NameText, Target, TargetKind,
};
use crate::language::vocabulary::Worded;
use crate::model::Kind;
use crate::model::record::RecordType;
use crate::model::{Problem, Relation};

/// question = claims | count | records | show | history | explain ;
pub(super) fn question(i: Input) -> Parsed<Ask> {
    let (rest, opening) = keyword_of(Position::Statement)(i)?;
    match opening.spelling {
        "claims" => cut(claims).parse(rest),
        "count" => cut(count).parse(rest),
        "show" => cut(show).parse(rest),
        "history" => {
            preceded(cut(keyword("of")), cut(target)).map(|target| Ask::History { target }).parse(rest)
        }
        "explain" => cut(explain).parse(rest),
        _ if listing_of(opening.spelling).is_some() => records(i),
        _ => expected(i, &[Expected::Any(Position::Statement)]),
    }
}

/// claims = "claims" , [ conditions ] , shaping ;
fn claims(i: Input) -> Parsed<Ask> {
    let (rest, condition) = question_conditions(i)?;
    let (rest, shaped) = no_per(rest)?;
    Ok((rest, Ask::Claims { condition, shaping: shaped.shaping }))
}

/// count = "count" , ( "claims" , [ conditions ] , counting | records ) ;
fn count(i: Input) -> Parsed<Ask> {
    if !is_next(i, "claims") {
        let (rest, listing) = listing(i)?;
        let (rest, shaped) = no_per(rest)?;
        let of = Counted::Records(listing);
        return Ok((rest, Ask::Count { of, per: Vec::new(), shaping: shaped.shaping }));
    }
    let (rest, condition) = preceded(word, question_conditions).parse(i)?;
    let (rest, Shaped { per, shaping }) = shaping(rest)?;
    Ok((rest, Ask::Count { of: Counted::Claims(condition), per, shaping }))
}

/// explain = "explain" , ( claims | count | records ) ;
fn explain(i: Input) -> Parsed<Ask> {
    match next_keyword(i).map(|keyword| keyword.spelling) {
        Some("show" | "history" | "explain") => {
            let problem =
                Problem::invalid("`explain` goes before a question for claims, a count or a list of records");
            refuse(problem.hint("such as `explain claims about Russia`"), i.span_to(word(i)?.0))
        }
        _ => question.map(|ask| Ask::Explain(Box::new(ask))).parse(i),
    }
}

/// The shaping of a question that counts by nothing.
fn no_per(i: Input) -> Parsed<Shaped> {
    let (rest, shaped) = shaping(i)?;
    match shaped.per.first() {
        None => Ok((rest, shaped)),
        Some(field) => {
            let problem = Problem::invalid("`per` says by what claims are counted");
            refuse(problem.hint("write `count claims … per speaker`"), field.span)
        }
    }
}

// ---- The records themselves -------------------------------------------------------------------------------------------

fn listing_of(spelling: &str) -> Option<ListingOf> {
    let kind = || Kind::ALL.into_iter().find(|kind| kind.plural() == spelling);
    if spelling == "sources" { Some(ListingOf::Sources) } else { kind().map(ListingOf::Entities) }
}

/// records = listing , shaping ;
fn records(i: Input) -> Parsed<Ask> {
    let (rest, listing) = listing(i)?;
    let (rest, shaped) = cut(no_per).parse(rest)?;
    Ok((rest, Ask::Records { listing, shaping: shaped.shaping }))
}

/// listing = ( "people" | "organizations" | "groups" | "places" | "roles" | "topics" | "events" | "sources" ) ,
///           [ listing condition , { [ "and" ] , listing condition } ] ;
fn listing(i: Input) -> Parsed<Listing> {
    let found = next_keyword(i).and_then(|keyword| listing_of(keyword.spelling));
    let Some(of) = found else {
        return expected(i, &[Expected::Word("claims"), Expected::Word("people"), Expected::Word("sources")]);
    };
    let (mut rest, _) = word(i)?;
    let mut conditions = Vec::new();
    loop {
        let is_joined = is_next(rest, "and") && !conditions.is_empty();
        let after = if is_joined { word(rest)?.0 } else { rest };
        if !is_joined && !opens_listing_condition(after) {
            return Ok((rest, Listing { of, conditions }));
        }
        let (end, condition) = cut(listing_condition).parse(after)?;
        conditions.push(condition);
        rest = end;
    }
}

fn opens_listing_condition(i: Input) -> bool {
    next_keyword(i).is_some_and(|keyword| keyword.stands(Position::Condition)) && !opens_shaping(i)
}

/// listing condition = "named" , text | ( "within" | "as" | "published" , "by" ) , entities | "citing" , documents | "in" , languages
///                   | "unnamed" | when | "published" , time ;
fn listing_condition(i: Input) -> Parsed<ListingCondition> {
    if opens_shaping(i) {
        return expected(i, &[Expected::Any(Position::Condition)]);
    }
    let (rest, opening) = keyword_of(Position::Condition)(i)?;
    match opening.spelling {
        "named" => cut(quotation).map(ListingCondition::Named).parse(rest),
        "within" => cut(entities).map(ListingCondition::Within).parse(rest),
        "as" => cut(entities).map(ListingCondition::As).parse(rest),
        "citing" => cut(documents).map(ListingCondition::Citing).parse(rest),
        "in" if !begins_date(rest) => cut(languages).map(ListingCondition::InLanguage).parse(rest),
        "unnamed" => Ok((rest, ListingCondition::Unnamed)),
        "published" if is_next(rest, "by") => {
            preceded(word, cut(entities)).map(ListingCondition::PublishedBy).parse(rest)
        }
        "published" => cut(time).map(ListingCondition::Published).parse(rest),
        _ if begins_when(i) => cut(when).map(ListingCondition::Published).parse(i),
        _ => expected(i, &[Expected::Any(Position::Condition)]),
    }
}

// ---- One record -------------------------------------------------------------------------------------------------------

/// show = "show" , target , [ as of ] ;
fn show(i: Input) -> Parsed<Ask> {
    let (rest, target) = target(i)?;
    let (rest, as_of) =
        if opens_shaping(rest) && is_next(rest, "as") { opt(as_of).parse(rest)? } else { (rest, None) };
    Ok((rest, Ask::Show { target, as_of }))
}

/// history = "history" , "of" , target ;
/// target = [ type ] , name | "link" , id , relation , id ;
pub(super) fn target(i: Input) -> Parsed<Target> {
    if let Ok((rest, target)) = link_target(i) {
        return Ok((rest, target));
    }
    let kind = next_keyword(i).and_then(|keyword| target_kind(keyword.spelling));
    let after_kind = word(i).map_or(i, |(rest, _)| rest);
    let kind = kind.filter(|_| begins_name(after_kind));
    name.map(|name| Target::Record { kind, name }).parse(if kind.is_some() { after_kind } else { i })
}

/// type = "entity" | "source" | "claim" | "assessment" | "definition" | kind ;
fn target_kind(spelling: &str) -> Option<TargetKind> {
    let record_type = RecordType::of(spelling).filter(|found| *found != RecordType::Link);
    record_type.map(TargetKind::Type).or_else(|| Kind::of(spelling).map(TargetKind::Entity))
}

fn link_target(i: Input) -> Parsed<Target> {
    let (rest, (from, relation, to)) = preceded(keyword("link"), (id_name, relation, id_name)).parse(i)?;
    let goes_on = word(rest).is_ok() && !ends_name(rest);
    if goes_on {
        return expected(rest, &[]);
    }
    Ok((rest, Target::Link { from, relation, to, span: i.span_to(rest) }))
}

/// relation = "contradicts" | "supports" | "repeats" | "corrects" | "answers" ;
pub(super) fn relation(i: Input) -> Parsed<Relation> {
    worded(Position::Relation)(i)
}

fn id_name(i: Input) -> Parsed<Name> {
    let (rest, id) = id(i)?;
    let text =
        if super::lexical::begins_quotation(i) { NameText::Quoted(id.text) } else { NameText::Bare(id.text) };
    Ok((rest, Name { text, of: None, runs_on: false, only: None, span: id.span }))
}
