//! Which claims: clauses, and what joins them.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::{pair, preceded};

use super::input::Input;
use super::lexical::{
    begins_quotation, ends_name, is_next, is_sign_next, keyword, keyword_of, next_keyword, quotation, sign,
    word, worded,
};
use super::names::{
    bare_name, documents, entities, exactly, in_role, languages, name, operands, plain_name, speaker,
};
use super::refusal::{Expected, NAME, Parsed, QUOTATION, expected, refuse};
use super::shaping::opens_shaping;
use super::time::{begins_date, begins_when, time, when};
use crate::language::keywords::{Position, find};
use crate::language::parser::ambiguous_time;
use crate::language::parser::connectives::{Join, Row, one_line, refuse_open_lists, two_ways, written_join};
use crate::language::parser::other_languages;
use crate::language::syntax::{
    Clause, Condition, Likeness, Linked, Name, NameText, Operands, Rated, RatedAs, Speaker, TimeOf, What,
    When,
};
use crate::language::vocabulary::{Worded, linked, linking};
use crate::model::ClaimPart;
use crate::model::{Mode, Problem, Relation, Verdict};

// ---- Clauses together -------------------------------------------------------------------------------------------------

/// The conditions of a whole question, `like` in its place.
pub(super) fn question_conditions(i: Input) -> Parsed<Option<Condition>> {
    if !opens_clause(i) {
        return Ok((i, None));
    }
    let (rest, condition) = conditions(i)?;
    match misplaced_like(&condition, false) {
        None => Ok((rest, Some(condition))),
        Some(clause) => {
            let problem = Problem::invalid("`like` ranks the claims, so it cannot be under `not` or `or`");
            refuse(problem.hint("to ask for words, write `containing \"…\"`"), clause.span)
        }
    }
}

fn misplaced_like(condition: &Condition, is_under: bool) -> Option<&Clause> {
    match condition {
        Condition::All(parts) => parts.iter().find_map(|part| misplaced_like(part, is_under)),
        Condition::Any(parts) => parts.iter().find_map(|part| misplaced_like(part, true)),
        Condition::Not(part) => misplaced_like(part, true),
        Condition::Clause(clause) => (is_under && matches!(clause.what, What::Like(_))).then_some(clause),
    }
}

/// conditions = part , { [ "and" ] , part } | part , "or" , part , { "or" , part } ;
fn conditions(i: Input) -> Parsed<Condition> {
    let (mut rest, first) = part(i)?;
    let mut row = Row::new(first, i.text_to(rest));
    while let Some((after, join)) = next_join(rest) {
        let (end, next) = cut(part).parse(after)?;
        if join == Join::Beside && is_next(after, "by") {
            refuse_checker_or_speaker(&row, i, after, end)?;
        }
        if join == Join::Beside && begins_when(after) && !i.is_of_0_1 {
            refuse_time_of_either(&row, &next, after, end)?;
        }
        row.push(join, next, after.text_to(end));
        rest = end;
    }
    refuse_open_lists(&row, i, rest)?;
    let (rest, (parts, join)) = row.settle(i, rest)?;
    Ok((rest, gather(parts, join)))
}

fn next_join(i: Input) -> Option<(Input, Join)> {
    written_join(i).or_else(|| opens_clause(i).then_some((i, Join::Beside)))
}

/// part = [ "not" ] , ( clause | "(" , conditions , ")" ) ;
fn part(i: Input) -> Parsed<Condition> {
    if is_next(i, "not") {
        let (rest, _) = word(i)?;
        return cut(clause_or_bracket).map(|inner| Condition::Not(Box::new(inner))).parse(rest);
    }
    clause_or_bracket(i)
}

fn clause_or_bracket(i: Input) -> Parsed<Condition> {
    if !is_sign_next(i, "(") {
        return clause.map(Condition::Clause).parse(i);
    }
    let (rest, inner) = preceded(sign("("), cut(conditions)).parse(i)?;
    close(rest).map(|(rest, ())| (rest, inner))
}

/// The end of a bracket with clauses in it.
fn close(i: Input) -> Parsed<()> {
    if is_sign_next(i, ")") {
        return sign(")")(i);
    }
    if opens_shaping(i) {
        let (end, word) = word(i)?;
        let problem =
            Problem::invalid(format!("`{word}` shapes the whole answer, so it cannot be in brackets"));
        return refuse(problem.hint("put it at the end of the question"), i.span_to(end));
    }
    cut(|i| expected(i, &[Expected::Any(Position::Clause), Expected::Word(")")])).parse(i)
}

/// Whether a clause about claims, or a bracket, stands next.
pub(super) fn opens_clause(i: Input) -> bool {
    is_sign_next(i, "(")
        || next_keyword(i)
            .is_some_and(|k| k.stands(Position::Clause) || matches!(k.spelling, "not" | "certainly"))
}

/// Conditions as the tree has them: none of one part, none directly in one of its own kind.
fn gather(things: Vec<Condition>, join: Join) -> Condition {
    let mut parts = Vec::new();
    for thing in things {
        match (thing, join) {
            (Condition::Any(inner), Join::Or) => parts.extend(inner),
            (Condition::All(inner), Join::And | Join::Beside) => parts.extend(inner),
            (other, _) => parts.push(other),
        }
    }
    match (parts.len(), join) {
        (1, _) => parts.remove(0),
        (_, Join::Or) => Condition::Any(parts),
        _ => Condition::All(parts),
    }
}

/// `rated false by X`: is X the checker, or the speaker?
fn refuse_checker_or_speaker<'a>(
    row: &Row<'a, Condition>,
    start: Input<'a>,
    by: Input<'a>,
    end: Input<'a>,
) -> Parsed<'a, ()> {
    let (last, rated) = row.last();
    let clause = match last {
        Condition::Not(inner) => inner,
        other => other,
    };
    let is_open =
        |clause: &Clause| matches!(&clause.what, What::Rated(rated) if rated.according_to.is_none());
    match clause {
        Condition::Clause(clause) if is_open(clause) && !rated.ends_with(')') => {}
        _ => return Ok((end, ())),
    }
    let (rated, by) = (one_line(rated), one_line(by.text_to(end)));
    let checker = by.split_once(' ').map_or("", |(_, name)| name);
    two_ways(start.span_to(end), &[format!("{rated} according to {checker}"), format!("{by} {rated}")])
}

/// `rated false since 2025-07`: rated since then, or said since then?
fn refuse_time_of_either<'a>(
    row: &Row<'a, Condition>,
    next: &Condition,
    time: Input<'a>,
    end: Input<'a>,
) -> Parsed<'a, ()> {
    let Condition::Clause(Clause { what: What::Time { of: TimeOf::Claim, .. }, .. }) = next else {
        return Ok((end, ()));
    };
    let (last, text) = row.last();
    let next_join = written_join(end).map(|(_, join)| join);
    let joins = |join: Join| row.has(join) || next_join == Some(join);
    let has_list = text.split_whitespace().filter_map(find).any(|word| matches!(word.spelling, "and" | "or"));
    let around = match () {
        () if is_next(end, "by") || begins_when(end) => ambiguous_time::Around::WhatWouldBeTakenIn,
        () if has_list && (joins(Join::And) || joins(Join::Or)) => ambiguous_time::Around::WhatWouldBeTakenIn,
        () if joins(Join::Or) => ambiguous_time::Around::Or,
        () => ambiguous_time::Around::Nothing,
    };
    match ambiguous_time::readings(last, &one_line(text), &one_line(time.text_to(end)), around) {
        None => Ok((end, ())),
        Some(readings) => {
            let start = time.with(time.at_of(text));
            two_ways(start.span_to(end), &readings)
        }
    }
}

// ---- One clause -------------------------------------------------------------------------------------------------------

/// clause = [ "certainly" ] , what ;
fn clause(i: Input) -> Parsed<Clause> {
    let (rest, certainly) = opt(keyword("certainly")).parse(i)?;
    let (rest, what) = what(rest)?;
    Ok((rest, Clause { certainly: certainly.is_some(), what, span: i.span_to(rest) }))
}

/// what = about | by | presented | said at | containing | like | "in" , languages | mode | tagged | rated | according | "unrated"
///      | "disputed" | linking | linked | with | "doubtful" | matching | when | dated by | recorded by
///      | "undated" ;
fn what(i: Input) -> Parsed<What> {
    let (rest, opening) = keyword_of(Position::Clause)(i)?;
    cut(|rest| what_after(opening.spelling, i, rest)).parse(rest)
}

fn what_after<'a>(opening: &str, i: Input<'a>, rest: Input<'a>) -> Parsed<'a, What> {
    match opening {
        "about" | "addressed" | "citing" | "read" => about(opening, rest),
        "ascribed" if is_next(rest, "to") => about(opening, rest),
        "by" => refuse_order_by(i, rest).and_then(|_| by(rest)),
        "said" => said(rest),
        "containing" => containing(rest),
        "like" => like(rest),
        "in" if !begins_date(rest) => languages.map(What::InLanguage).parse(rest),
        "tagged" => tagged(rest),
        "ever" => preceded(keyword("rated"), rated(true)).parse(rest),
        "rated" => rated(false)(rest),
        "according" => according(i),
        "unrated" => Ok((rest, What::Unrated)),
        "disputed" => Ok((rest, What::Disputed)),
        "presented" => presented(i),
        "doubtful" => Ok((rest, What::Doubtful)),
        "undated" => Ok((rest, What::Undated)),
        "with" | "without" => with(opening, rest),
        "matching" => matching(rest),
        "published" => published(rest),
        "recorded" => recorded(rest, TimeOf::Recorded, What::RecordedBy),
        "changed" => recorded(rest, TimeOf::Changed, What::ChangedBy),
        "concerning" => dated_by(TimeOf::Concerning, rest),
        "assessed" => dated_by(TimeOf::Assessed, rest),
        _ => mode_or_link(opening, i, rest),
    }
}

/// about = ( "about" | "ascribed" , "to" | "addressed" , "to" ) , entities | ( "citing" | "read" , "in" ) , documents ;
fn about<'a>(opening: &str, i: Input<'a>) -> Parsed<'a, What> {
    match opening {
        "ascribed" => preceded(keyword("to"), entities).map(What::AscribedTo).parse(i),
        "addressed" => preceded(keyword("to"), entities).map(What::AddressedTo).parse(i),
        "read" => preceded(keyword("in"), documents).map(What::ReadIn).parse(i),
        "citing" => documents.map(What::Citing).parse(i),
        _ => entities.map(What::About).parse(i),
    }
}

/// tagged = "tagged" , names ;
fn tagged(i: Input) -> Parsed<What> {
    operands(name).map(What::Tagged).parse(i)
}

/// with = ( "with" | "without" ) , present ;
fn with<'a>(opening: &str, i: Input<'a>) -> Parsed<'a, What> {
    present.map(if opening == "with" { What::With } else { What::Without }).parse(i)
}

/// present = "words" | … ;
fn present(i: Input) -> Parsed<ClaimPart> {
    worded(Position::Present)(i)
}

/// matching = "matching" , name ;
fn matching(i: Input) -> Parsed<What> {
    name.map(What::Matching).parse(i)
}

/// mode = "quoted" | "paraphrased" | "asserted" | "ascribed" ;
/// linking = ( "contradicting" | "supporting" | "repeating" | "correcting" | "answering" ) , other claim ;
/// linked = ( "contradicted" | "supported" | "repeated" | "corrected" | "answered" ) , [ "by" , other claim ] ;
fn mode_or_link<'a>(opening: &str, i: Input<'a>, rest: Input<'a>) -> Parsed<'a, What> {
    if let Some(mode) = Mode::of(opening) {
        return Ok((rest, What::InMode(mode)));
    }
    if let Some(relation) = Relation::all().into_iter().find(|relation| linking(*relation) == opening) {
        return other_claim.map(|to| What::Linking { relation, to }).parse(rest);
    }
    if let Some(relation) = Relation::all().into_iter().find(|relation| linked(*relation) == opening) {
        let by = opt(preceded(keyword("by"), cut(other_claim)));
        return by.map(|from| What::LinkedFrom { relation, from }).parse(rest);
    }
    bare_time(i)
}

fn bare_time(i: Input) -> Parsed<What> {
    when.map(|when| What::Time { of: TimeOf::Claim, when }).parse(i)
}

/// dated by = ( "said" | "published" | "recorded" | "changed" | "concerning" | "assessed" ) , time ;
fn dated_by(of: TimeOf, rest: Input) -> Parsed<What> {
    time.map(|when| What::Time { of, when }).parse(rest)
}

/// recorded by = ( "recorded" | "changed" ) , "by" , recorders ;
fn recorded(i: Input<'_>, of: TimeOf, by: fn(Operands<Name>) -> What) -> Parsed<'_, What> {
    if is_next(i, "by") { preceded(word, cut(recorders)).map(by).parse(i) } else { dated_by(of, i) }
}

/// recorders = recorder operand , { "and" , recorder operand } | recorder operand , { "or" , recorder operand } ;
/// recorder operand = plain name | "(" , recorders , ")" ;
fn recorders(i: Input) -> Parsed<Operands<Name>> {
    operands(plain_name)(i)
}

/// Refuses `ORDER BY date`, which would be the end of a name and a speaker.
fn refuse_order_by<'a>(i: Input<'a>, rest: Input<'a>) -> Parsed<'a, ()> {
    let before = i.before().split_whitespace().next_back();
    let after = word(rest).ok();
    let hint = before
        .zip(after)
        .and_then(|(before, (_, after))| other_languages::order_by(before, i.text_to(rest), after));
    match hint {
        Some(hint) => refuse(
            Problem::invalid(format!("`{} by` is not used here", before.unwrap_or_default())).hint(hint),
            i.span_to(rest),
        ),
        None => Ok((rest, ())),
    }
}

/// by = "by" , [ "exactly" ] , speakers ;
fn by(i: Input) -> Parsed<What> {
    let (rest, (exactly, mut speakers)) = pair(exactly, operands(speaker)).parse(i)?;
    // `exactly` before one speaker in a role is said of both: its place is before the role.
    let exactly = match &mut speakers {
        Operands::One(Speaker::InRole(in_role)) => {
            in_role.exactly |= exactly;
            false
        }
        _ => exactly,
    };
    Ok((rest, What::By { exactly, speakers }))
}

/// presented = "presented" , "as" , [ "exactly" ] , [ "former" ] , name ;
///
/// Any speaker whom the document presents so.
fn presented(i: Input) -> Parsed<What> {
    let anybody = |role| What::By { exactly: false, speakers: Operands::One(role) };
    in_role(None, i).map(|(rest, role)| (rest, anybody(role)))
}

/// said at = "said" , "at" , entities ;
fn said(i: Input) -> Parsed<What> {
    match next_keyword(i).map(|keyword| keyword.spelling) {
        Some("at") => preceded(keyword("at"), entities).map(What::SaidAt).parse(i),
        Some("by") => {
            let problem = Problem::invalid("`said` asks when or where; `by` alone asks who said it");
            refuse(problem.hint("leave out `said`"), i.span_to(word(i)?.0))
        }
        _ => dated_by(TimeOf::Said, i),
    }
}

fn published(i: Input) -> Parsed<What> {
    if is_next(i, "by") {
        let problem =
            Problem::invalid("of claims, `published` asks when; the publisher is asked for by other words");
        let problem = problem.hint("write `citing …` for a publisher anywhere in the chain");
        return refuse(
            problem.hint("or `read in …` for that of the document that was read"),
            i.span_to(word(i)?.0),
        );
    }
    dated_by(TimeOf::Published, i)
}

/// containing = "containing" , [ "exactly" ] , texts ;
fn containing(i: Input) -> Parsed<What> {
    pair(exactly, operands(quotation)).map(|(exactly, texts)| What::Containing { exactly, texts }).parse(i)
}

/// like = "like" , ( text | bare name ) ;
fn like(i: Input) -> Parsed<What> {
    if begins_quotation(i) || is_sign_next(i, "$") {
        return quotation.map(|text| What::Like(Likeness::Text(text))).parse(i);
    }
    let Ok((rest, text)) = bare_name(i) else {
        return expected(i, &[QUOTATION, NAME]);
    };
    let claim =
        Name { text: NameText::Bare(text), of: None, runs_on: false, only: None, span: i.span_to(rest) };
    Ok((rest, What::Like(Likeness::Claim(claim))))
}

/// rated = [ "ever" ] , "rated" , [ verdicts ] , [ checkers , [ assessed ] | assessed , [ checkers ] ] ;
fn rated<'a>(ever: bool) -> impl Fn(Input<'a>) -> Parsed<'a, What> {
    move |i| {
        let (rest, verdict) = verdicts(i)?;
        let (rest, before) = opt(checkers).parse(rest)?;
        let (rest, assessed) = opt(assessed).parse(rest)?;
        let (rest, according_to) = if before.is_none() { opt(checkers).parse(rest)? } else { (rest, before) };
        Ok((rest, What::Rated(Box::new(Rated { ever, verdict, according_to, assessed }))))
    }
}

/// according = checkers , [ assessed ] ;
fn according(i: Input) -> Parsed<What> {
    let (rest, (checkers, assessed)) = pair(checkers, opt(assessed)).parse(i)?;
    let rated = Rated { ever: false, verdict: RatedAs::AtAll, according_to: Some(checkers), assessed };
    Ok((rest, What::Rated(Box::new(rated))))
}

/// checkers = "according" , "to" , names ;
fn checkers(i: Input) -> Parsed<Operands<Name>> {
    preceded(keyword("according"), cut(preceded(keyword("to"), operands(name)))).parse(i)
}

/// assessed = "assessed" , time ;
fn assessed(i: Input) -> Parsed<When> {
    preceded(keyword("assessed"), cut(time)).parse(i)
}

/// verdicts = ( "worse" | "better" ) , "than" , verdict | verdict , { "or" , verdict } ;
fn verdicts(i: Input) -> Parsed<RatedAs> {
    let Ok((_, first)) = word(i) else {
        return Ok((i, RatedAs::AtAll));
    };
    match find(first) {
        Some(keyword) if keyword.spelling == "worse" => than.map(RatedAs::WorseThan).parse(i),
        Some(keyword) if keyword.spelling == "better" => than.map(RatedAs::BetterThan).parse(i),
        Some(keyword) if keyword.stands(Position::Verdict) => verdict_list(i),
        _ if ends_name(i) => Ok((i, RatedAs::AtAll)),
        _ => expected(i, &[Expected::Any(Position::Verdict), Expected::Any(Position::Clause)]),
    }
}

fn than(i: Input) -> Parsed<Verdict> {
    preceded((word, keyword("than")), verdict).parse(i)
}

fn verdict_list(i: Input) -> Parsed<RatedAs> {
    let (mut rest, first) = verdict(i)?;
    let mut list = vec![first];
    while let Some((after, join)) = written_join(rest) {
        let Ok((end, next)) = verdict(after) else { break };
        if join != Join::Or {
            let problem = Problem::invalid("one assessment cannot have two verdicts");
            return refuse(problem.hint("write `or` between verdicts"), rest.span_to(end));
        }
        list.push(next);
        rest = end;
    }
    Ok((rest, RatedAs::OneOf(list)))
}

/// verdict = "true" | … ;
pub(super) fn verdict(i: Input) -> Parsed<Verdict> {
    worded(Position::Verdict)(i)
}

/// other claim = name | "(" , "claims" , [ conditions ] , ")" ;
fn other_claim(i: Input) -> Parsed<Linked> {
    if !is_sign_next(i, "(") {
        return name.map(Linked::Claim).parse(i);
    }
    let (rest, ()) = preceded(sign("("), keyword("claims")).parse(i)?;
    let (rest, condition) = question_conditions(rest)?;
    let (rest, ()) = close(rest)?;
    Ok((rest, Linked::Claims { condition: condition.map(Box::new), span: i.span_to(rest) }))
}
