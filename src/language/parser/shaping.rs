//! How an answer is ordered, cut and shown.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;

use super::input::Input;
use super::lexical::{comma_list, is_next, keyword, next_keyword, spanned, whole_number, word, worded};
use super::refusal::{Parsed, refuse};
use super::time::{date, instant};
use crate::language::keywords::{self, Position};
use crate::language::syntax::{AsOf, Column, Direction, Limit, Order, PerField, Shaping, Spanned};
use crate::model::Problem;

/// What stands after the conditions of a question.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    pub per: Vec<Spanned<PerField>>,
    pub shaping: Shaping,
}

/// shaping = { order | limit | showing | including | as of } ;
/// counting = { per | order | limit | showing | including | as of } ;
pub(super) fn shaping(i: Input) -> Parsed<Shaped> {
    let mut shaped = Shaped::default();
    let mut rest = i;
    while opens_shaping(rest) {
        (rest, shaped) = one_shaping(rest, shaped)?;
    }
    Ok((rest, shaped))
}

/// Whether a shaping stands next; `as` opens one only before `of`.
pub(super) fn opens_shaping(i: Input) -> bool {
    let Some(keyword) = next_keyword(i).filter(|keyword| keyword.stands(Position::Shaping)) else {
        return false;
    };
    keyword.spelling != "as" || word(i).is_ok_and(|(after, _)| is_next(after, "of"))
}

fn one_shaping(i: Input<'_>, mut to: Shaped) -> Parsed<'_, Shaped> {
    let opening = next_keyword(i).map_or("", |keyword| keyword.spelling);
    let shaping = &mut to.shaping;
    let twice = match opening {
        "newest" | "oldest" | "sorted" => shaping.order.is_some(),
        "limit" => shaping.limit.is_some(),
        "showing" => !shaping.showing.is_empty(),
        "including" => shaping.including_retracted,
        "as" => shaping.as_of.is_some(),
        _ => !to.per.is_empty(),
    };
    if twice {
        return twice_shaped(i);
    }
    let (rest, ()) = match opening {
        "newest" | "oldest" | "sorted" => cut(order).map(|order| shaping.order = Some(order)).parse(i)?,
        "limit" => cut(limit).map(|limit| shaping.limit = Some(limit)).parse(i)?,
        "showing" => cut(showing).map(|columns| shaping.showing = columns).parse(i)?,
        "including" => cut(including).map(|()| shaping.including_retracted = true).parse(i)?,
        "as" => cut(as_of).map(|date| shaping.as_of = Some(date)).parse(i)?,
        _ => cut(per).map(|fields| to.per = fields).parse(i)?,
    };
    Ok((rest, to))
}

fn twice_shaped(i: Input<'_>) -> Parsed<'_, Shaped> {
    let (end, word) = word(i)?;
    let problem = Problem::invalid(format!("`{}` is given twice in this question", word.to_lowercase()));
    refuse(problem.hint("an order, a `limit`, `showing`, … can be given once each"), i.span_to(end))
}

/// order = ( "newest" | "oldest" ) , "first" | "sorted" , "by" , sort key , { "," , sort key } ;
fn order(i: Input) -> Parsed<Order> {
    let (rest, opening) = word(i)?;
    match keywords::find(opening).map(|keyword| keyword.spelling) {
        Some("newest") => keyword("first").map(|()| Order::NewestFirst).parse(rest),
        Some("oldest") => keyword("first").map(|()| Order::OldestFirst).parse(rest),
        _ => preceded(keyword("by"), comma_list(sort_key)).map(Order::Sorted).parse(rest),
    }
}

/// sort key = column , [ "ascending" | "descending" ] ;
fn sort_key(i: Input) -> Parsed<(Spanned<Column>, Direction)> {
    let (rest, column) = spanned(column)(i)?;
    let direction = match next_keyword(rest).map(|keyword| keyword.spelling) {
        Some("ascending") => Some(Direction::Ascending),
        Some("descending") => Some(Direction::Descending),
        _ => None,
    };
    let rest = if direction.is_some() { word(rest)?.0 } else { rest };
    Ok((rest, (column, direction.unwrap_or(Direction::Ascending))))
}

/// column = "id" | … ;
fn column(i: Input) -> Parsed<Column> {
    worded(Position::Column)(i)
}

/// limit = "limit" , ? whole number ? , [ "offset" , ? whole number ? ] ;
fn limit(i: Input) -> Parsed<Limit> {
    let (rest, rows) = preceded(keyword("limit"), whole_number).parse(i)?;
    let (rest, offset) = opt(preceded(keyword("offset"), cut(whole_number))).parse(rest)?;
    Ok((rest, Limit { rows, offset: offset.unwrap_or(0) }))
}

/// showing = "showing" , column , { "," , column } ;
fn showing(i: Input) -> Parsed<Vec<Spanned<Column>>> {
    preceded(keyword("showing"), comma_list(spanned(column))).parse(i)
}

/// including = "including" , "retracted" ;
fn including(i: Input) -> Parsed<()> {
    (keyword("including"), keyword("retracted")).map(|_| ()).parse(i)
}

/// as of = "as" , "of" , ( date | "transaction" , ? whole number ? ) ;
pub(super) fn as_of(i: Input) -> Parsed<AsOf> {
    preceded((keyword("as"), keyword("of")), cut(state)).parse(i)
}

/// A date, which may say the part of a second here, or a transaction.
fn state(i: Input) -> Parsed<AsOf> {
    if is_next(i, "transaction") {
        let (after, _) = word(i)?;
        let (rest, number) = cut(whole_number).parse(after)?;
        return Ok((rest, AsOf::Transaction(Spanned { node: number, span: i.span_to(rest) })));
    }
    match instant(i) {
        Some((rest, instant)) => Ok((rest, AsOf::Instant(Spanned { node: instant, span: i.span_to(rest) }))),
        None => date.map(AsOf::Date).parse(i),
    }
}

/// per = "per" , per field , { "," , per field } ;
fn per(i: Input) -> Parsed<Vec<Spanned<PerField>>> {
    preceded(keyword("per"), comma_list(spanned(per_field))).parse(i)
}

/// per field = "speaker" | … ;
fn per_field(i: Input) -> Parsed<PerField> {
    worded(Position::Per)(i)
}
