//! The fields of records that are written.

use std::collections::HashSet;
use std::mem::Discriminant;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};
use nom::sequence::{pair, preceded};

use super::citations::{add_detail, citation, words};
use super::condition::verdict;
use super::input::Input;
use super::lexical::{
    begins_quotation, comma_list, is_next, is_sign_next, keyword, lang, next_keyword, number,
    plain_quotation, sign, text_lang, texts, word, worded,
};
use super::names::plain_name;
use super::references::{reference, refs};
use super::refusal::{Expected, Parsed, expected, refuse};
use super::time::{dated, recorded_date};
use crate::language::keywords::Position;
use crate::language::parser::connectives::{one_line, two_ways};
use crate::language::syntax::{
    AttestationText, AuthorText, CitationText, DateExpr, DateText, DatedText, Detail, DetailValue, NameText,
    RefText, SpeakerText, TenureEnd, TenureText,
};
use crate::language::vocabulary::Worded;
use crate::model::fields::{self, Field, Value};
use crate::model::record::Basis;
use crate::model::{Medium, Mode, Problem, RecordType};

/// What is being written, and so which fields it can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Entity,
    Source,
    Claim,
    Assessment,
    /// a link or a definition
    Other,
    /// a correction of a record whose type only the database knows
    Correction,
}

impl Writing {
    fn title(self) -> &'static str {
        match self {
            Writing::Entity => "an entity",
            Writing::Source => "a source",
            Writing::Claim => "a claim",
            Writing::Assessment => "an assessment",
            Writing::Other => "this record",
            Writing::Correction => "a record",
        }
    }

    /// The type of record; nothing where several types can stand there.
    fn record_type(self) -> Option<RecordType> {
        match self {
            Writing::Entity => Some(RecordType::Entity),
            Writing::Source => Some(RecordType::Source),
            Writing::Claim => Some(RecordType::Claim),
            Writing::Assessment => Some(RecordType::Assessment),
            Writing::Other | Writing::Correction => None,
        }
    }

    /// What opens a part of its fields beside the keywords of the fields themselves.
    fn parts(self) -> &'static [&'static str] {
        match self {
            Writing::Entity => &["plural"],
            Writing::Claim => &["quoted", "paraphrased", "asserted", "locator", "via", "words"],
            _ => &[],
        }
    }

    /// The keywords that open a field in a new record, but those that every record has.
    fn openings(self) -> impl Iterator<Item = &'static str> {
        let table = self.record_type().map_or(&[][..], fields::of).iter();
        let openings = table.filter(|field| !field.only_in_corrections).filter_map(Field::opening);
        openings.filter(|word| !COMMON.contains(word)).chain(self.parts().iter().copied())
    }

    /// Whether it can have the field that this keyword opens.
    fn has(self, field: &str) -> bool {
        const BY_TYPE: [Writing; 4] = [Writing::Entity, Writing::Source, Writing::Claim, Writing::Assessment];
        let is_corrected = |word: &str| {
            fields::all().any(|field| field.opening() == Some(word))
                || BY_TYPE.iter().any(|one| one.parts().contains(&word))
        };
        COMMON.contains(&field)
            || self.openings().any(|opening| opening == field)
            || self == Writing::Correction && is_corrected(field)
    }
}

/// The fields that every record may have.
const COMMON: [&str; 2] = ["note", "extra"];

/// All the fields of a record.
pub(super) fn details(of: Writing) -> impl Fn(Input<'_>) -> Parsed<'_, Vec<Detail>> {
    move |i| {
        let (mut rest, mut details, mut seen) = (i, Vec::new(), Seen::default());
        while next_keyword(rest).is_some_and(|keyword| of.has(keyword.spelling)) {
            let (end, next) = cut(detail(of)).parse(rest)?;
            seen.add(&next, of, rest)?;
            add_detail(&mut details, next, rest)?;
            rest = end;
        }
        refuse_foreign(of, rest)?;
        Ok((rest, details))
    }
}

/// A field that another type of record has is named as such.
fn refuse_foreign(of: Writing, i: Input) -> Parsed<()> {
    match next_keyword(i).map(|keyword| keyword.spelling) {
        Some(field) if of != Writing::Correction && Writing::Correction.has(field) => {
            let problem = Problem::invalid(format!("{} has no field `{field}`", of.title()));
            let mut openings: Vec<String> = Vec::new();
            for opening in of.openings().chain(COMMON).map(|opening| format!("`{opening}`")) {
                if !openings.contains(&opening) {
                    openings.push(opening);
                }
            }
            refuse(problem.hint(format!("its fields are {}", openings.join(", "))), i.span_to(word(i)?.0))
        }
        _ => Ok((i, ())),
    }
}

/// The fields that a record has had, but for those of which several make sense.
#[derive(Default)]
pub(super) struct Seen {
    fields: HashSet<(Discriminant<DetailValue>, &'static str, String)>,
    has_citation: bool,
}

impl Seen {
    /// A `read in` stands here: the parts of a citation that follow belong to it.
    pub fn begin_citation(&mut self) {
        self.has_citation = true;
    }

    /// Notes a field; refuses it where the record has it already.
    pub fn add<'a>(&mut self, detail: &Detail, of: Writing, i: Input<'a>) -> Parsed<'a, ()> {
        use DetailValue::{Extra, Locator, ReadIn, Tenure, Translation, Via, Words};
        let key = match &detail.value {
            ReadIn(_) if of != Writing::Assessment => {
                self.begin_citation();
                return Ok((i, ()));
            }
            // Each citation has its own.
            Locator(_) | Via(_) | Words(_) if self.has_citation => return Ok((i, ())),
            Tenure(_) | Translation(_) => return Ok((i, ())),
            Extra(key, _) => key.clone(),
            _ => String::new(),
        };
        let (sort, keyword) = detail.value.which();
        if self.fields.insert((sort, keyword, key)) { Ok((i, ())) } else { twice(&detail.value, i) }
    }
}

fn twice<'a>(value: &DetailValue, i: Input<'a>) -> Parsed<'a, ()> {
    let (end, word) = word(i)?;
    let problem = match value {
        DetailValue::Mode(_) => Problem::invalid("the mode is given twice in one record"),
        DetailValue::Extra(key, _) => {
            Problem::invalid(format!("`extra` is given twice in one record with the key `{key}`"))
        }
        _ => Problem::invalid(format!("`{word}` is given twice in one record")),
    };
    let list = is_list(value).then_some("all of them are in one list, with commas between");
    refuse(list.into_iter().fold(problem, Problem::hint), i.span_to(end))
}

fn is_list(value: &DetailValue) -> bool {
    use DetailValue::{Author, By, Demonym, Names, Plural, Refs, Tagged, Via};
    matches!(value, Refs(..) | By(_) | Via(_) | Names(_) | Plural(_) | Demonym(_) | Author(_) | Tagged(_))
}

/// One field.
pub(super) fn detail(of: Writing) -> impl Fn(Input<'_>) -> Parsed<'_, Detail> {
    move |i| {
        let (rest, value) = match next_keyword(i).filter(|keyword| of.has(keyword.spelling)) {
            Some(opening) => value_after(of, opening.spelling, i)?,
            None => return expected(i, &[Expected::Any(Position::Field)]),
        };
        Ok((rest, Detail { span: i.span_to(rest), value }))
    }
}

fn value_after<'a>(of: Writing, opening: &str, i: Input<'a>) -> Parsed<'a, DetailValue> {
    let (rest, _) = word(i)?;
    match opening {
        "by" | "read" if of == Writing::Assessment => cut(|rest| checker(opening, rest)).parse(rest),
        "published" => cut(published).parse(rest),
        "extra" => cut(extra).parse(rest),
        _ => {
            let field = fields::all().find(|field| is_opened_by(field, opening, rest));
            let read = field.and_then(|field| of_common_sort(field, rest));
            read.unwrap_or_else(|| cut(|rest| own_field(opening, rest)).parse(rest))
        }
    }
}

/// Whether this word opens the field here: of a keyword of two words, the second follows.
fn is_opened_by(field: &Field, opening: &str, rest: Input<'_>) -> bool {
    match field.keyword.and_then(|keyword| keyword.split_once(' ')) {
        Some((first, second)) => first == opening && is_next(rest, second),
        None => field.keyword == Some(opening) && !opens_two_words(opening, rest),
    }
}

/// Whether the word opens a keyword of two words here: `said at`, where `said` opens another field.
fn opens_two_words(opening: &str, rest: Input<'_>) -> bool {
    let two_words = |field: &Field| field.keyword.and_then(|keyword| keyword.split_once(' '));
    fields::all().filter_map(two_words).any(|(first, second)| first == opening && is_next(rest, second))
}

/// A field that takes a value of a common sort. Nothing where it takes what no other field does.
///
/// common field = "note" , ? quotation ? | "extra" , ? quotation ? , ? quotation ? ;
fn of_common_sort<'a>(field: &Field, rest: Input<'a>) -> Option<Parsed<'a, DetailValue>> {
    let keyword = field.keyword?;
    let value = if keyword.contains(' ') { word(rest).ok()?.0 } else { rest };
    Some(match &field.value {
        Value::Text(_) | Value::Url(_) => {
            cut(plain_quotation).map(|text| DetailValue::Text(keyword, text)).parse(value)
        }
        // `on` is a word for the day itself, and does not stand before it twice.
        Value::Date(..) if keyword == "on" => {
            cut(recorded_date).map(|on| DetailValue::Date(keyword, on)).parse(value)
        }
        Value::Date(..) => cut(dated).map(|on| DetailValue::Date(keyword, on)).parse(value),
        Value::Refs(..) => cut(refs).map(|several| DetailValue::Refs(keyword, several)).parse(value),
        Value::Ref(..) if keyword != READ_IN => {
            cut(reference).map(|one| DetailValue::Ref(keyword, one)).parse(value)
        }
        _ => return None,
    })
}

const READ_IN: &str = "read in";

fn extra(i: Input) -> Parsed<DetailValue> {
    pair(plain_quotation, plain_quotation).map(|(key, value)| DetailValue::Extra(key, value)).parse(i)
}

/// A field that takes what no other does, or a part of one.
///
/// entity field = ( "plural" | "demonym" ) , texts in languages | "within" , refs | "wikidata" , ? item ? | tenure
///              | "on" , recorded date | "at" , ref ;
/// source field = ( "title" | "url" | "archive" | "text" ) , ? quotation ? | "author" , author , { "," , author }
///              | source published | "medium" , medium | "language" , ? language tag ? | "accessed" , dated | "citing" , refs ;
/// claim field = "by" , recorded speakers | ( "ascribed" , "to" | "addressed" , "to" | "about" | "via" ) , refs | "said" , dated
///             | "said" , "at" , ref | "concerning" , dated | mode | "tagged" , plain name , { "," , plain name } | "translation" , text in language
///             | "read" , "in" , citation | "locator" , ? quotation ? | "words" , words ;
/// assessment field = ( "label" | "url" | "summary" ) , ? quotation ? | rating | "by" , ref | "on" , recorded date
///                  | "read" , "in" , ref ;
fn own_field<'a>(opening: &str, i: Input<'a>) -> Parsed<'a, DetailValue> {
    match opening {
        "names" => texts.map(DetailValue::Names).parse(i),
        "plural" => texts.map(DetailValue::Plural).parse(i),
        "demonym" => texts.map(DetailValue::Demonym).parse(i),
        "wikidata" => wikidata_item.map(DetailValue::Wikidata).parse(i),
        "as" => tenure.map(DetailValue::Tenure).parse(i),
        "author" => comma_list(author).map(DetailValue::Author).parse(i),
        "medium" => medium.map(DetailValue::Medium).parse(i),
        "language" => lang.map(DetailValue::Language).parse(i),
        "by" => recorded_speakers.map(DetailValue::By).parse(i),
        // With its `to` it was read already.
        "addressed" => expected(i, &[Expected::Word("to")]),
        "tagged" => comma_list(plain_name).map(DetailValue::Tagged).parse(i),
        "translation" => text_lang.map(DetailValue::Translation).parse(i),
        "statement" => text_lang.map(DetailValue::Statement).parse(i),
        "read" => preceded(keyword("in"), citation).map(DetailValue::ReadIn).parse(i),
        "locator" => plain_quotation.map(DetailValue::Locator).parse(i),
        "via" => refs.map(DetailValue::Via).parse(i),
        "words" => words.map(DetailValue::Words).parse(i),
        "rating" => rating(i),
        "rated" => verdict.map(DetailValue::Verdict).parse(i),
        _ => match Mode::of(opening) {
            Some(mode) => Ok((i, DetailValue::Mode(mode))),
            None => expected(i, &[Expected::Any(Position::Field)]),
        },
    }
}

/// Who assessed, and in which document: one of each.
fn checker<'a>(opening: &str, i: Input<'a>) -> Parsed<'a, DetailValue> {
    if opening == "by" {
        return reference.map(|checker| DetailValue::By(vec![SpeakerText::of(checker)])).parse(i);
    }
    let cited = |source| CitationText { source, locator: None, via: Vec::new(), words: None };
    preceded(keyword("in"), reference).map(|source| DetailValue::ReadIn(cited(source))).parse(i)
}

/// rating = "rating" , ? number ? , [ "from" , ? number ? ] , [ "to" , ? number ? ] ;
fn rating(i: Input) -> Parsed<DetailValue> {
    let (rest, value) = number(i)?;
    let (rest, from) = opt(preceded(keyword("from"), cut(number))).parse(rest)?;
    let (rest, to) = opt(preceded(keyword("to"), cut(number))).parse(rest)?;
    Ok((rest, DetailValue::Rating { value, from, to }))
}

/// source published = "published" , ( "by" , ref , [ ( "in" | "on" ) , recorded date ] | dated ) ;
fn published(i: Input) -> Parsed<DetailValue> {
    if !is_next(i, "by") {
        return dated.map(|on| DetailValue::Published { by: None, on: Some(on) }).parse(i);
    }
    let (rest, by) = preceded(word, cut(reference)).parse(i)?;
    let has_date = is_next(rest, "on") || is_next(rest, "in");
    let (rest, on) = if has_date { cut(dated).map(Some).parse(rest)? } else { (rest, None) };
    Ok((rest, DetailValue::Published { by: Some(by), on }))
}

/// author = ? quotation ? | ( "entity" , ? quotation ? | bare name | ? parameter ? ) , [ "?" ] , [ styled ] ;
fn author(i: Input) -> Parsed<AuthorText> {
    let entity = preceded(keyword("entity"), quoted_reference).map(AuthorText::Entity);
    let unquoted = reference.map(AuthorText::Entity);
    if begins_quotation(i) {
        plain_quotation.map(AuthorText::Name).parse(i)
    } else {
        alt((entity, unquoted)).parse(i)
    }
}

fn quoted_reference(i: Input) -> Parsed<RefText> {
    if begins_quotation(i) { reference(i) } else { expected(i, &[]) }
}

/// medium = "article" | … ;
fn medium(i: Input) -> Parsed<Medium> {
    worded(Position::Medium)(i)
}

fn wikidata_item(i: Input) -> Parsed<String> {
    let is_item = |word: &str| match word.split_at_checked(1) {
        Some(("Q" | "q", digits)) => !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    };
    match word(i).ok().filter(|(_, word)| is_item(word)) {
        Some((rest, word)) => Ok((rest, word.to_uppercase())),
        None => expected(i, &[Expected::Thing("an item of Wikidata, such as `Q159`")]),
    }
}

// ---- Parts that several fields share ------------------------------------------------------------------------------------

/// tenure = "as" , ref , [ "of" , ref ] , { "title" , ? quotation ? | "since" , recorded date | tenure end } ;
/// tenure end = "until" , recorded date | "still" , [ "on" , recorded date ] ;
fn tenure(i: Input) -> Parsed<TenureText> {
    let (rest, role) = reference(i)?;
    let (mut rest, of) = opt(preceded(keyword("of"), cut(reference))).parse(rest)?;
    let mut tenure = TenureText { role, of, title: None, since: None, end: None };
    if is_next(rest, "on") && take_still(tenure.of.as_mut().unwrap_or(&mut tenure.role)) {
        let (after, day) = preceded(word, cut(recorded_date)).parse(rest)?;
        tenure.end = Some(TenureEnd::StillOn(day));
        rest = after;
    }
    let parts = ["title", "since", "until", "still"];
    while let Some(part) = next_keyword(rest).filter(|k| parts.contains(&k.spelling)) {
        let (value, _) = word(rest)?;
        let (end, is_twice) = match part.spelling {
            "title" => {
                cut(plain_quotation).map(|title| tenure.title.replace(title).is_some()).parse(value)?
            }
            "since" => cut(recorded_date).map(|date| tenure.since.replace(date).is_some()).parse(value)?,
            ending => {
                let (end, ending) = tenure_end(ending, value)?;
                refuse_two_ends(tenure.end.as_ref(), &ending, i, end)?;
                (end, tenure.end.replace(ending).is_some())
            }
        };
        refuse_part_twice(is_twice, part.spelling, rest, value)?;
        rest = end;
    }
    Ok((rest, tenure))
}

/// In `governor of Ohio still on 2024-09-15` the `still` is none of the name, which could not be known before the `on`.
fn take_still(last: &mut RefText) -> bool {
    let NameText::Bare(text) = &mut last.name.text else { return false };
    let Some((name, word)) = text.rsplit_once(' ') else { return false };
    let is_still = word.eq_ignore_ascii_case("still") && !last.doubtful && last.styled.is_none();
    if is_still {
        last.name.span.end -= word.len() + 1;
        *text = name.to_owned();
    }
    is_still
}

fn tenure_end<'a>(opening: &str, i: Input<'a>) -> Parsed<'a, TenureEnd> {
    if opening == "until" {
        return cut(recorded_date).map(TenureEnd::Until).parse(i);
    }
    if is_next(i, "on") {
        return preceded(word, cut(recorded_date)).map(TenureEnd::StillOn).parse(i);
    }
    let today = DateExpr { date: DateText::Today, span: i.span_to(i) };
    Ok((i, TenureEnd::StillOn(DatedText { date: today, basis: Basis::Stated })))
}

/// A role that has ended is not still held.
fn refuse_two_ends<'a>(
    known: Option<&TenureEnd>,
    next: &TenureEnd,
    i: Input<'a>,
    end: Input<'a>,
) -> Parsed<'a, ()> {
    match (known, next) {
        (Some(TenureEnd::Until(_)), TenureEnd::StillOn(_))
        | (Some(TenureEnd::StillOn(_)), TenureEnd::Until(_)) => {
            let problem = Problem::invalid("`until` and `still` cannot both be in one tenure");
            let problem = problem.hint(
                "`until D`: it ended then; `still on D`: it was held then, how long after is not known",
            );
            refuse(problem, i.span_to(end))
        }
        _ => Ok((i, ())),
    }
}

/// recorded speakers = recorded speaker , { "," , recorded speaker } ;
///
/// Whether in `a, b as R` the role is of both nobody can tell; in brackets it is of the one beside it.
fn recorded_speakers(i: Input<'_>) -> Parsed<'_, Vec<SpeakerText>> {
    let (rest, listed) = comma_list(recorded_speaker)(i)?;
    let roles_after =
        |at: usize| listed[at..].iter().find(|one| one.is_open()).map(|open| one_line(open.roles));
    let is_first_bare = |at: usize| listed[at].is_bare() && roles_after(at).is_some();
    let Some(first) = (0..listed.len()).find(|at| is_first_bare(*at)) else {
        return Ok((rest, listed.into_iter().map(|one| one.speaker).collect()));
    };
    let of_all = listed.iter().enumerate().map(|(at, one)| match roles_after(at) {
        Some(roles) if one.is_bare() => format!("{} {roles}", one_line(one.text)),
        _ => one_line(one.text),
    });
    let of_one = listed.iter().enumerate().map(|(at, one)| {
        if at > first && one.is_open() { format!("({})", one_line(one.text)) } else { one_line(one.text) }
    });
    let readings = [of_all.collect::<Vec<_>>(), of_one.collect()];
    two_ways(i.span_to(rest), &readings.map(|speakers| format!("by {}", speakers.join(", "))))
}

/// A speaker as they stand in a list.
struct InList<'a> {
    speaker: SpeakerText,
    text: &'a str,
    /// What is said of the roles: empty, or beginning with `as`.
    roles: &'a str,
    bracketed: bool,
}

impl InList<'_> {
    fn is_bare(&self) -> bool {
        self.roles.is_empty()
    }

    /// Whether the roles could be those of the speakers before as well.
    fn is_open(&self) -> bool {
        !self.is_bare() && !self.bracketed
    }
}

/// recorded speaker = ref , { attestation } | "(" , ref , { attestation } , ")" ;
fn recorded_speaker(i: Input<'_>) -> Parsed<'_, InList<'_>> {
    let bracketed = is_sign_next(i, "(");
    let start = if bracketed { sign("(")(i)?.0 } else { i };
    let (after, who) = reference(start)?;
    let (mut rest, mut presented) = (after, Vec::new());
    while is_next(rest, "as") {
        let (end, one) = preceded(word, cut(attestation)).parse(rest)?;
        presented.push(one);
        rest = end;
    }
    let end = if bracketed { cut(sign(")")).parse(rest)?.0 } else { rest };
    let speaker = SpeakerText { who, presented };
    Ok((end, InList { speaker, text: i.text_to(end), roles: after.text_to(rest), bracketed }))
}

/// attestation = "as" , [ "former" ] , ref , [ "of" , ref ] , [ "title" , ? quotation ? ] ;
fn attestation(i: Input) -> Parsed<AttestationText> {
    let (rest, former) = opt(keyword("former")).parse(i)?;
    let (rest, role) = reference(rest)?;
    let (rest, of) = opt(preceded(keyword("of"), cut(reference))).parse(rest)?;
    let (rest, title) = opt(preceded(keyword("title"), cut(plain_quotation))).parse(rest)?;
    match next_keyword(rest).map(|keyword| keyword.spelling) {
        Some(part @ ("since" | "until" | "still")) => {
            let problem = Problem::invalid(format!(
                "`{part}` does not belong here: the document presents a speaker in a role as they speak"
            ));
            let hint =
                "how long somebody holds a role stands in their own record: `as director of rusi since 2019`";
            refuse(problem.hint(hint), rest.span_to(word(rest)?.0))
        }
        _ => Ok((rest, AttestationText { former: former.is_some(), role, of, title })),
    }
}

fn refuse_part_twice<'a>(is_twice: bool, part: &str, i: Input<'a>, end: Input<'a>) -> Parsed<'a, ()> {
    if !is_twice {
        return Ok((i, ()));
    }
    refuse(Problem::invalid(format!("`{part}` is given twice in one place")), i.span_to(end))
}
