//! Names and lists of names, as a question has them.

use nom::Parser;
use nom::combinator::{cond, cut, opt};
use nom::sequence::{delimited, preceded};

use super::condition::opens_part;
use super::input::Input;
use super::lexical::{
    begins_quotation, further_word, is_next, is_sign_next, keyword, name_ender, next_keyword, parameter,
    plain_quotation, plain_word, quotation, sign, word,
};
use super::readings::{Join, Row, one_line, opening_before, two_ways, written_join};
use super::refusal::{Expected, Parsed, expected};
use super::time::begins_date;
use crate::language::syntax::{DocumentWord, Entities, Name, NameText, Operands, Quotation, Speaker};

// ---- One name -------------------------------------------------------------------------------------------------------

/// bare name = ? word ? , { [ "of" ] , ? further word ? } ;
pub(super) fn bare_name(i: Input) -> Parsed<String> {
    let (mut rest, first) = plain_word(i)?;
    let mut text = first.to_string();
    loop {
        let (after_of, of) = if is_next(rest, "of") { word(rest)? } else { (rest, "") };
        let Ok((after, next)) = further_word(after_of) else {
            return Ok((rest, text));
        };
        for part in [of, next].into_iter().filter(|part| !part.is_empty()) {
            text.push(' ');
            text += part;
        }
        rest = after;
    }
}

/// plain name = bare name | ? quotation ? | ? parameter ? ;
pub(super) fn plain_name(i: Input) -> Parsed<Name> {
    let (rest, text) = if begins_quotation(i) {
        plain_quotation.map(NameText::Quoted).parse(i)?
    } else if is_sign_next(i, "$") {
        parameter.map(NameText::Param).parse(i)?
    } else {
        bare_name.map(NameText::Bare).parse(i)?
    };
    Ok((rest, Name { text, of: None, runs_on: false, only: None, span: i.span_to(rest) }))
}

/// Whether a name stands next where something else could stand, too.
pub(super) fn begins_name(i: Input) -> bool {
    begins_quotation(i) || is_sign_next(i, "$") || further_word(i).is_ok()
}

/// name = plain name , [ "of" , owner ] ;
pub(super) fn name(i: Input) -> Parsed<Name> {
    let (rest, head) = plain_name(i)?;
    let (rest, of) = opt(preceded(keyword("of"), cut(owner))).parse(rest)?;
    Ok((rest, Name { of: of.map(Box::new), span: i.span_to(rest), ..head }))
}

/// owner = plain name | "(" , names , ")" ;
fn owner(i: Input) -> Parsed<Operands<Name>> {
    if is_sign_next(i, "(") {
        return delimited(sign("("), operands(name), cut(sign(")"))).parse(i);
    }
    plain_name.map(Operands::One).parse(i)
}

// ---- Lists ----------------------------------------------------------------------------------------------------------

/// languages = language operand , { "and" , language operand } | language operand , { "or" , language operand } ;
/// language operand = language | "(" , languages , ")" ;
pub(super) fn languages(i: Input) -> Parsed<Operands<Name>> {
    operands(language)(i)
}

/// language = ? language word ? , { [ "of" ] , ? further word ? } | ? quotation ? | ? parameter ? ;
fn language(i: Input) -> Parsed<Name> {
    if begins_date(i) { expected(i, &[Expected::Thing("a language")]) } else { plain_name(i) }
}

/// entities = [ "exactly" ] , names ;
pub(super) fn entities(i: Input) -> Parsed<Entities> {
    let (rest, exactly) = exactly(i)?;
    operands(name).map(|names| Entities { exactly, names }).parse(rest)
}

/// documents = [ "exactly" ] , document names ;
pub(super) fn documents(i: Input) -> Parsed<Entities> {
    let (rest, exactly) = exactly(i)?;
    operands(document).map(|names| Entities { exactly, names }).parse(rest)
}

/// document = ( "source" | "publisher" ) , ( ? quotation ? | ? parameter ? ) | name ;
fn document(i: Input) -> Parsed<Name> {
    let only = next_keyword(i).and_then(|keyword| DocumentWord::of(keyword.spelling));
    let Some(only) = only else { return name(i) };
    let (rest, _) = word(i)?;
    if !begins_quotation(rest) && !is_sign_next(rest, "$") {
        return name(i);
    }
    let (rest, named) = plain_name(rest)?;
    Ok((rest, Name { only: Some(only), span: i.span_to(rest), ..named }))
}

/// Whether `exactly` stands here.
pub(super) fn exactly(i: Input) -> Parsed<bool> {
    opt(keyword("exactly")).map(|found| found.is_some()).parse(i)
}

/// names = name operand , { "and" , name operand } | name operand , { "or" , name operand } ;
/// name operand = name | "(" , names , ")" ;
/// speakers = speaker operand , { "and" , speaker operand } | speaker operand , { "or" , speaker operand } ;
/// speaker operand = speaker | "(" , speakers , ")" ;
/// document names = document operand , { "and" , document operand } | document operand , { "or" , document operand } ;
/// document operand = document | "(" , document names , ")" ;
/// texts = text operand , { "and" , text operand } | text operand , { "or" , text operand } ;
/// text operand = text | "(" , texts , ")" ;
pub(super) fn operands<'a, T: Listed>(
    one: fn(Input<'a>) -> Parsed<'a, T>,
) -> impl Fn(Input<'a>) -> Parsed<'a, Operands<T>> {
    move |i| {
        let (mut rest, first) = operand(one, i)?;
        let mut row = Row::new(first, i.text_to(rest));
        while let Some((after, join)) = written_join(rest).filter(|(after, _)| !ends_list::<T>(*after)) {
            let (end, next) = cut(|i| operand(one, i)).parse(after)?;
            row.push(join, next, after.text_to(end));
            rest = end;
        }
        note_owners(&mut row, i, rest)?;
        let (rest, (things, join)) = row.settle(i, rest)?;
        Ok((rest, gather(things, join)))
    }
}

fn operand<'a, T: Listed>(one: fn(Input<'a>) -> Parsed<'a, T>, i: Input<'a>) -> Parsed<'a, Operands<T>> {
    if is_sign_next(i, "(") {
        return delimited(sign("("), operands(one), cut(sign(")"))).parse(i);
    }
    one.map(Operands::One).parse(i)
}

/// Whether what stands after an `and` or `or` belongs to the clauses, no longer to the list.
fn ends_list<T: Listed>(i: Input) -> bool {
    let start = after_brackets(i);
    let keyword = if T::can_be_bare() { name_ender(start) } else { next_keyword(start) };
    keyword.is_some_and(|keyword| opens_part(keyword) && !T::begins(keyword.spelling))
}

/// The place after the brackets that open here.
pub(super) fn after_brackets(i: Input) -> Input {
    let mut inside = i.next();
    while is_sign_next(inside, "(") {
        inside = inside.after(1).next();
    }
    inside
}

/// In `researchers of RUSI or Chatham House` nobody can tell how far the `of` reaches. A bare name is marked, as it may turn
/// out to be one name with an `of` in it; what the syntax has split already is refused.
fn note_owners<'a, T: Listed>(
    row: &mut Row<'a, Operands<T>>,
    i: Input<'a>,
    end: Input<'a>,
) -> Parsed<'a, ()> {
    let mut split = None;
    for (at, operand, text) in row.followed() {
        let Operands::One(one) = operand else { continue };
        let Some(name) = one.name_mut().filter(|_| !text.ends_with(')')) else { continue };
        match name.of.as_deref() {
            Some(Operands::One(owner)) => {
                split = Some((at, text.split_at(text.len() - owner.span.range().len())))
            }
            _ => name.runs_on = matches!(&name.text, NameText::Bare(text) if has_of(text)),
        }
    }
    let Some((at, (head, owner))) = split else {
        return Ok((end, ()));
    };
    let (head, rest) = (one_line(head), row.text_from(at + 1));
    let opening = opening_before(i);
    let readings = [format!("{opening}({head} {owner}){rest}"), format!("{opening}{head} ({owner}{rest})")];
    two_ways(i.span_to(end), &readings)
}

/// Whether a bare name has an `of` in it.
pub(in crate::language) fn has_of(bare_name: &str) -> bool {
    bare_name.split(' ').any(|word| word.eq_ignore_ascii_case("of"))
}

/// Lists as the tree has them: no list of one, none directly in one of its own kind.
fn gather<T>(things: Vec<Operands<T>>, join: Join) -> Operands<T> {
    let mut parts = Vec::new();
    for thing in things {
        match (thing, join) {
            (Operands::All(inner), Join::And) | (Operands::Any(inner), Join::Or) => parts.extend(inner),
            (other, _) => parts.push(other),
        }
    }
    match (parts.len(), join) {
        (1, _) => parts.remove(0),
        (_, Join::Or) => Operands::Any(parts),
        _ => Operands::All(parts),
    }
}

/// What can stand in a list of a question.
pub(super) trait Listed {
    /// The keywords that can stand at its start.
    fn begins(_keyword: &str) -> bool {
        false
    }

    /// Whether it can be a bare name, which common words may begin.
    fn can_be_bare() -> bool {
        true
    }

    /// The name in it.
    fn name_mut(&mut self) -> Option<&mut Name>;
}

impl Listed for Name {
    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(self)
    }
}

impl Listed for Speaker {
    fn begins(keyword: &str) -> bool {
        matches!(keyword, "unnamed" | "anyone")
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        match self {
            Speaker::Named(name) => Some(name),
            Speaker::Unnamed { role, .. } => role.as_mut(),
            Speaker::AnyoneNamed(_) => None,
        }
    }
}

impl Listed for Quotation {
    fn can_be_bare() -> bool {
        false
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        None
    }
}

/// speaker = "unnamed" , [ name ] | "anyone" , "named" , text | name ;
pub(super) fn speaker(i: Input) -> Parsed<Speaker> {
    match next_keyword(i).map(|keyword| keyword.spelling) {
        Some("unnamed") => {
            let (rest, _) = word(i)?;
            let (rest, role) = cond(begins_name(rest), name).parse(rest)?;
            Ok((rest, Speaker::Unnamed { role, span: i.span_to(rest) }))
        }
        Some("anyone") => {
            let (rest, _) = word(i)?;
            preceded(cut(keyword("named")), cut(quotation)).map(Speaker::AnyoneNamed).parse(rest)
        }
        _ => name.map(Speaker::Named).parse(i),
    }
}
