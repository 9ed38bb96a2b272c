//! Names and lists of names, as a question has them.

use nom::Parser;
use nom::combinator::{cond, cut, opt};
use nom::sequence::{delimited, preceded};

use super::input::Input;
use super::lexical::{
    begins_quotation, further_word, is_next, is_sign_next, keyword, name_ender, next_keyword, parameter,
    plain_quotation, plain_word, quotation, sign, word,
};
use super::refusal::{Expected, Parsed, expected, refuse};
use super::time::begins_date;
use crate::language::parser::connectives::{Join, Row, one_line, opening_before, two_ways, written_join};
use crate::language::syntax::{
    DocumentWord, Entities, Name, NameText, Operands, Quotation, Speaker, SpeakerInRole,
};
use crate::model::{Problem, Span};

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
        refuse_open_roles(&row, i, rest)?;
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
    keyword.is_some_and(|keyword| keyword.opens_part() && !T::begins(keyword.spelling))
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
                split = Some((at, text.split_at(text.len() - owner.span.range().len())));
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

    /// Where a speaker's role stands.
    fn role_span(&self) -> Option<Span> {
        None
    }
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
            Speaker::AnyoneNamed(_) | Speaker::InRole(_) => None,
        }
    }

    fn role_span(&self) -> Option<Span> {
        match self {
            Speaker::InRole(in_role) => Some(in_role.span),
            _ => None,
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

/// speaker = ( "unnamed" , [ name ] | "anyone" , "named" , text | name ) , [ in role ] ;
pub(super) fn speaker(i: Input) -> Parsed<Speaker> {
    let (rest, who) = speaker_alone(i)?;
    if opens_role(rest) { in_role(Some(who), rest) } else { Ok((rest, who)) }
}

fn speaker_alone(i: Input) -> Parsed<Speaker> {
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

/// Whether a role of the speaker stands next. `as of` always says of which moment the database is asked.
fn opens_role(i: Input) -> bool {
    let after = |i: Input<'_>| word(i).is_ok_and(|(rest, _)| is_next(rest, "of"));
    is_next(i, "as") && !after(i) || opens_presented(i)
}

/// Whether `presented as` stands next.
pub(super) fn opens_presented(i: Input) -> bool {
    is_next(i, "presented") && word(i).is_ok_and(|(rest, _)| is_next(rest, "as"))
}

/// in role = "as" , [ "exactly" ] , name | presented ;
pub(super) fn in_role(who: Option<Speaker>, i: Input<'_>) -> Parsed<'_, Speaker> {
    let (rest, presented) = opt(keyword("presented")).parse(i)?;
    let (rest, exactly) = preceded(cut(keyword("as")), exactly).parse(rest)?;
    let (after, former) = opt(keyword("former")).parse(rest)?;
    let (end, role) = cut(name).parse(after)?;
    if former.is_some() && presented.is_none() {
        let problem = Problem::invalid("no record says that a role was held before: the document may")
            .hint(format!("write `presented as former {}`", one_line(after.text_to(end))));
        return refuse(problem, rest.span_to(after));
    }
    let in_role = SpeakerInRole {
        who,
        presented: presented.is_some(),
        exactly,
        former: former.is_some(),
        role,
        span: i.next().span_to(end),
    };
    Ok((end, Speaker::InRole(Box::new(in_role))))
}

/// In `Trump or Harris as candidates` nobody can tell whose the role is, in `Trump as president or senator` whether a second
/// role follows. In brackets both are plain.
fn refuse_open_roles<'a, T: Listed>(
    row: &Row<'a, Operands<T>>,
    i: Input<'a>,
    end: Input<'a>,
) -> Parsed<'a, ()> {
    let members: Vec<Member<'_>> = row.members().map(|(thing, text)| Member::of(thing, text)).collect();
    let is_plain = |member: &Member<'_>| matches!(member, Member::Plain(_));
    let is_in_role = |member: &Member<'_>| matches!(member, Member::InRole { .. });
    if !(members.iter().any(is_plain) && members.iter().any(is_in_role)) {
        return Ok((end, ()));
    }
    let shared = members.iter().enumerate().map(|(at, member)| match member {
        Member::Plain(text) => match (members[at..].iter().find(|one| is_in_role(one)), &members[..at]) {
            (Some(Member::InRole { role, .. }), _) => format!("({text} {role})"),
            (_, before) => match before.iter().rfind(|one| is_in_role(one)) {
                Some(Member::InRole { who, .. }) => format!("({who} as {text})"),
                _ => text.clone(),
            },
        },
        other => other.alone(),
    });
    let readings = [shared.collect::<Vec<_>>(), members.iter().map(Member::alone).collect()];
    let opening = opening_before(i);
    two_ways(i.span_to(end), &readings.map(|texts| format!("{opening}{}", row.joined(&texts))))
}

/// A member of a list as it is written, where roles are concerned.
enum Member<'a> {
    /// It stands in brackets.
    Closed(&'a str),
    Plain(String),
    InRole {
        who: String,
        role: String,
    },
}

impl<'a> Member<'a> {
    fn of<T: Listed>(thing: &Operands<T>, text: &'a str) -> Member<'a> {
        if text.starts_with('(') {
            return Member::Closed(text);
        }
        let role = match thing {
            Operands::One(one) => one.role_span(),
            _ => None,
        };
        match role {
            None => Member::Plain(one_line(text)),
            Some(span) => {
                let (who, role) = text.split_at(text.len().saturating_sub(span.range().len()));
                Member::InRole { who: one_line(who), role: one_line(role) }
            }
        }
    }

    /// With brackets around it where it has a role.
    fn alone(&self) -> String {
        match self {
            Member::Closed(text) => one_line(text),
            Member::Plain(text) => text.clone(),
            Member::InRole { who, role } => format!("({who} {role})"),
        }
    }
}
