//! The smallest parts: words, keywords, quotations, parameters, numbers and signs.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;
use unicode_normalization::char::is_combining_mark;

use super::input::Input;
use super::refusal::{Expected, NAME, Parsed, QUOTATION, expected, refuse};
use crate::language::keywords::{self, Keyword, Position};
use crate::language::syntax::{IdText, Quotation, QuotationText, Spanned, TextLang};
use crate::language::vocabulary::Worded;
use crate::model::lang::InvalidLang;
use crate::model::{Lang, Problem, Span};

// ---- Words ----------------------------------------------------------------------------------------------------------

fn begins_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn continues_word(c: char) -> bool {
    begins_word(c) || matches!(c, '-' | '_' | '.' | ':' | '\'' | '’' | '\u{200C}' | '\u{200D}')
}

/// How many bytes of word stand at the start of a text; 0 where none does.
pub(super) fn word_length(text: &str) -> usize {
    if !text.starts_with(begins_word) {
        return 0;
    }
    text.find(|c| !continues_word(c)).unwrap_or(text.len())
}

/// A whole word, keyword or not.
pub(super) fn word(i: Input<'_>) -> Parsed<'_, &str> {
    let start = i.next();
    match word_length(start.rest()) {
        0 => expected(i, &[]),
        length => Ok((start.after(length), &start.rest()[..length])),
    }
}

/// A word that can begin a bare name where one has to stand: it ends none whatever follows it, and is not `of`.
pub(super) fn plain_word(i: Input<'_>) -> Parsed<'_, &str> {
    match word(i) {
        Ok((rest, word)) if is_plain(word) => Ok((rest, word)),
        _ => expected(i, &[NAME]),
    }
}

/// A word with which a bare name goes on: what follows it must not make it a keyword.
pub(super) fn further_word(i: Input<'_>) -> Parsed<'_, &str> {
    if ends_name(i) { expected(i, &[NAME]) } else { plain_word(i) }
}

/// Whether a word can stand in a bare name, whatever follows it.
pub(super) fn is_plain(word: &str) -> bool {
    keywords::find(word).is_none_or(|keyword| !keyword.ends_name() && keyword.spelling != "of")
}

/// Whether the keyword that stands next ends a bare name here, with what follows it.
pub(super) fn ends_name(i: Input) -> bool {
    name_ender(i).is_some()
}

/// The keyword that stands next, if it ends a bare name here.
pub(super) fn name_ender(i: Input) -> Option<&'static Keyword> {
    let (rest, word) = word(i).ok()?;
    let next = if i.is_of_0_1 { None } else { next_keyword(rest) };
    keywords::find(word).filter(|keyword| keyword.ends_name_before(next))
}

/// The keyword that stands next, if one does.
pub(super) fn next_keyword(i: Input) -> Option<&'static Keyword> {
    word(i).ok().and_then(|(_, word)| keywords::find(word))
}

/// Whether this keyword stands next.
pub(super) fn is_next(i: Input, spelling: &str) -> bool {
    next_keyword(i).is_some_and(|keyword| keyword.spelling == spelling)
}

/// A keyword.
pub(super) fn keyword<'a>(spelling: &'static str) -> impl Fn(Input<'a>) -> Parsed<'a, ()> {
    move |i| match word(i) {
        Ok((rest, word)) if keywords::find(word).is_some_and(|k| k.spelling == spelling) => Ok((rest, ())),
        _ => expected(i, &[Expected::Word(spelling)]),
    }
}

/// Any keyword of a place.
pub(super) fn keyword_of<'a>(place: Position) -> impl Fn(Input<'a>) -> Parsed<'a, &'static Keyword> {
    move |i| match word(i) {
        Ok((rest, word)) => match keywords::find(word).filter(|k| k.stands(place)) {
            Some(keyword) => Ok((rest, keyword)),
            None => expected(i, &[Expected::Any(place)]),
        },
        Err(_) => expected(i, &[Expected::Any(place)]),
    }
}

/// A value that has a word of its own: a verdict, a column, …
pub(super) fn worded<'a, T: Worded>(place: Position) -> impl Fn(Input<'a>) -> Parsed<'a, T> {
    move |i| match next_keyword(i).and_then(|keyword| T::of(keyword.spelling)) {
        Some(value) => word(i).map(|(rest, _)| (rest, value)),
        None => expected(i, &[Expected::Any(place)]),
    }
}

/// An id in its fixed place.
/// id = ? word ? | ? quotation ? ;
pub(super) fn id(i: Input) -> Parsed<IdText> {
    let (rest, text) = match plain_word(i) {
        Ok((rest, word)) => (rest, word.to_string()),
        Err(_) if begins_quotation(i) => plain_quotation(i)?,
        Err(_) => return expected(i, &[Expected::Thing("an id")]),
    };
    Ok((rest, IdText { text, span: i.span_to(rest) }))
}

// ---- Signs ----------------------------------------------------------------------------------------------------------

/// A sign such as `(`, blanks before it allowed.
pub(super) fn sign<'a>(sign: &'static str) -> impl Fn(Input<'a>) -> Parsed<'a, ()> {
    move |i| match i.next().rest().starts_with(sign) {
        true => Ok((i.next().after(sign.len()), ())),
        false => expected(i, &[Expected::Word(sign)]),
    }
}

pub(super) fn is_sign_next(i: Input, sign: &str) -> bool {
    i.next().rest().starts_with(sign)
}

/// Whether a `?` stands directly here: a mark of doubt.
pub(super) fn doubt(i: Input) -> Parsed<bool> {
    match i.rest().starts_with('?') {
        true => Ok((i.after(1), true)),
        false => Ok((i, false)),
    }
}

// ---- Quotations -----------------------------------------------------------------------------------------------------

/// The quotation mark that closes what this one opens.
fn closing(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '“' => Some('”'),
        _ => None,
    }
}

pub(super) fn begins_quotation(i: Input) -> bool {
    i.next().rest().chars().next().is_some_and(|c| closing(c).is_some())
}

/// How many bytes the quotation at the start of a text has, its marks included; none where it is not closed.
pub(super) fn quotation_length(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let close = closing(chars.next()?.1)?;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => _ = chars.next(),
            _ if c == close => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// A quotation: what stands between its marks, escapes resolved.
pub(super) fn quoted(i: Input) -> Parsed<String> {
    let start = i.next();
    let Some(length) = quotation_length(start.rest()) else {
        return expected(i, &[QUOTATION]);
    };
    let token = &start.rest()[..length];
    let mark = token.chars().next().map_or(0, char::len_utf8);
    match unescape(&token[mark..length - mark.min(length)]) {
        Ok(text) => Ok((start.after(length), text)),
        Err((at, problem)) => {
            let escape = start.after(mark + at);
            let length = escape.rest().chars().take(2).map(char::len_utf8).sum();
            refuse(problem, escape.span_to(escape.after(length)))
        }
    }
}

/// Escapes become what they stand for, and line breaks `\n`, whatever the file has. An error has its place.
fn unescape(raw: &str) -> Result<String, (usize, Problem)> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let place = raw.len() - rest.len() + at;
        let (c, length) = escape(&rest[at..]).ok_or_else(|| (place, unknown_escape()))?;
        text += &rest[..at].replace("\r\n", "\n");
        text.push(c);
        rest = &rest[at + length..];
    }
    Ok(text + &rest.replace("\r\n", "\n"))
}

/// The character that an escape stands for, and the escape's length.
fn escape(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().get(1)? {
        b'"' => Some(('"', 2)),
        b'\\' => Some(('\\', 2)),
        b'n' => Some(('\n', 2)),
        b'u' => {
            let digits = text.strip_prefix("\\u{")?.split_once('}')?.0;
            let code = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 6)?;
            Some((char::from_u32(code)?, digits.len() + 4))
        }
        _ => None,
    }
}

fn unknown_escape() -> Problem {
    Problem::invalid("after a `\\` in quotation marks stands `\"`, `\\`, `n` or `u{…}`")
        .hint("for a backslash itself write `\\\\`; for any character its number, such as `\\u{201D}`")
}

/// A quotation in a place that keeps no language.
pub(super) fn plain_quotation(i: Input) -> Parsed<String> {
    let (rest, text) = quoted(i)?;
    if rest.rest().starts_with('@') {
        let end = rest.after(1 + word_length(&rest.rest()[1..]));
        let problem = Problem::invalid("no language is recorded here").hint("leave out what begins with `@`");
        return refuse(problem, Span::new(rest.at, end.at));
    }
    Ok((rest, text))
}

/// text in language = ? quotation ? , [ ? tag ? ] ;
pub(super) fn text_lang(i: Input) -> Parsed<TextLang> {
    let (rest, text) = quoted(i)?;
    let (rest, lang) = glued_lang(rest)?;
    Ok((rest, TextLang { text, lang, span: i.span_to(rest) }))
}

/// text = text in language | ? parameter ? ;
pub(super) fn quotation(i: Input) -> Parsed<Quotation> {
    if is_sign_next(i, "$") {
        let (rest, name) = parameter(i)?;
        return Ok((rest, Quotation { text: QuotationText::Param(name), lang: None, span: i.span_to(rest) }));
    }
    let (rest, TextLang { text, lang, span }) = text_lang(i)?;
    Ok((rest, Quotation { text: QuotationText::Text(text), lang, span }))
}

// ---- Languages, parameters, numbers -----------------------------------------------------------------------------------

/// `@ar` directly after a quotation.
fn glued_lang(i: Input) -> Parsed<Option<Lang>> {
    if !i.rest().starts_with('@') {
        return Ok((i, None));
    }
    let tag = i.after(1);
    if word_length(tag.rest()) == 0 {
        return refuse(tag_missing(), Span::new(i.at, tag.at));
    }
    opt(lang).parse(tag)
}

fn tag_missing() -> Problem {
    Problem::invalid("`@` is followed by the tag of a language").hint("such as `@ar`, `@en` or `@ar-EG`")
}

/// The tag of a language.
pub(super) fn lang(i: Input) -> Parsed<Lang> {
    let Ok((rest, tag)) = word(i) else {
        return expected(i, &[Expected::Thing("the tag of a language, such as `ar`")]);
    };
    match read_tag(tag) {
        Ok(lang) => Ok((rest, lang)),
        Err(problem) => refuse(problem, i.span_to(rest)),
    }
}

/// A language's tag. The standard reserves tags that begin with more than three letters, and none was ever given: whoever
/// writes one means a language's name.
fn read_tag(tag: &str) -> Result<Lang, Problem> {
    let primary = tag.split('-').next().unwrap_or(tag);
    if primary.len() <= 3 {
        return Ok(Lang::new(tag)?);
    }
    let problem = Problem::invalid(format!("`{tag}` is not the tag of a language"));
    Err(match isolang::Language::from_name_lowercase(&tag.to_lowercase()) {
        Some(found) => problem.hint(format!(
            "for {} write `{}`",
            found.to_name(),
            found.to_639_1().unwrap_or(found.to_639_3())
        )),
        None => problem.hint(InvalidLang::HINT),
    })
}

/// `$name`: its name.
pub(super) fn parameter(i: Input) -> Parsed<String> {
    let (name, ()) = sign("$")(i)?;
    let inside = |c: char| begins_word(c) || matches!(c, '-' | '_');
    let length = name.rest().find(|c| !inside(c)).unwrap_or(name.rest().len());
    if length == 0 {
        let problem = Problem::invalid("`$` is followed by the name of a parameter");
        return refuse(problem.hint("such as `$name`"), i.span_to(name));
    }
    Ok((name.after(length), name.rest()[..length].to_string()))
}

/// A whole number.
pub(super) fn whole_number(i: Input) -> Parsed<u64> {
    let digits = word(i).ok().filter(|(_, word)| word.bytes().all(|b| b.is_ascii_digit()));
    match digits.and_then(|(rest, word)| Some((rest, word.parse().ok()?))) {
        Some(read) => Ok(read),
        None => expected(i, &[Expected::Thing("a whole number")]),
    }
}

/// A number as a rating has it: `3`, `-2`, `4.5`.
pub(super) fn number(i: Input) -> Parsed<f64> {
    let start = i.next();
    let minus = usize::from(start.rest().starts_with('-'));
    let length = minus + word_length(&start.rest()[minus..]);
    let token = &start.rest()[..length];
    match token
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'))
        .then(|| token.parse().ok())
        .flatten()
    {
        Some(number) => Ok((start.after(length), number)),
        None => expected(i, &[Expected::Thing("a number")]),
    }
}

// ---- Repetition -----------------------------------------------------------------------------------------------------

/// One or more with commas between; after a comma another must follow.
pub(super) fn comma_list<'a, T>(
    one: impl Fn(Input<'a>) -> Parsed<'a, T>,
) -> impl Fn(Input<'a>) -> Parsed<'a, Vec<T>> {
    move |i| {
        let (mut rest, first) = one(i)?;
        let mut list = vec![first];
        while is_sign_next(rest, ",") {
            let (end, next) = preceded(sign(","), cut(&one)).parse(rest)?;
            list.push(next);
            rest = end;
        }
        Ok((rest, list))
    }
}

/// texts in languages = text in language , { "," , text in language } ;
pub(super) fn texts(i: Input) -> Parsed<Vec<TextLang>> {
    comma_list(text_lang)(i)
}

/// What a parser reads, with its place.
pub(super) fn spanned<'a, T>(
    one: impl Fn(Input<'a>) -> Parsed<'a, T>,
) -> impl Fn(Input<'a>) -> Parsed<'a, Spanned<T>> {
    move |i| one(i).map(|(rest, node)| (rest, Spanned { node, span: i.span_to(rest) }))
}
