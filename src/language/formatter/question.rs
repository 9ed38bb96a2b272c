//! Questions.

use super::words::{date, plain_name, quoted_lang, spaced};
use crate::language::parser::{conditions_of, has_of};
use crate::language::syntax::{
    AsOf, Ask, Clause, Column, Condition, Counted, DateExpr, DateText, Direction, Entities, Likeness, Limit,
    Linked, Listing, ListingCondition, Name, NameText, Operands, Order, PerField, Quotation, QuotationText,
    Rated, RatedAs, Shaping, Spanned, Spans, Speaker, SpeakerInRole, Target, TargetKind, TimeOf, What, When,
};
use crate::language::vocabulary::{Worded, linked, linking};

pub(super) fn ask(ask: &Ask) -> String {
    match ask {
        Ask::Claims { condition, shaping: how } => spaced([claims(condition.as_ref()), shaping(how)]),
        Ask::Count { of, per, shaping: how } => {
            let counted = match of {
                Counted::Claims(condition) => claims(condition.as_ref()),
                Counted::Records(of) => listing(of),
            };
            spaced(["count".to_string(), counted, self::per(per), shaping(how)])
        }
        Ask::Records { listing: of, shaping: how } => spaced([listing(of), shaping(how)]),
        Ask::Show { target: what, as_of } => {
            spaced(["show".to_string(), target(what), as_of.as_ref().map_or(String::new(), self::as_of)])
        }
        Ask::History { target: what } => format!("history of {}", target(what)),
        Ask::Explain(question) => format!("explain {}", self::ask(question)),
    }
}

pub(super) fn claims(condition: Option<&Condition>) -> String {
    spaced(["claims".to_string(), condition.map_or(String::new(), self::condition)])
}

// ---- Conditions -----------------------------------------------------------------------------------------------------

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::All(parts) => all(parts),
        Condition::Any(parts) => {
            let parts: Vec<_> =
                parts.iter().map(|part| bracketed_if(listed(part) == Some(Listed::All), part)).collect();
            parts.join(" or ")
        }
        Condition::Not(inner) => {
            format!("not {}", bracketed_if(!matches!(**inner, Condition::Clause(_)), inner))
        }
        Condition::Clause(clause) => self::clause(clause),
    }
}

/// Side by side, or with `and` where they would not be read as they are without it.
fn all(parts: &[Condition]) -> String {
    let texts: Vec<String> = parts.iter().map(|part| bracketed_if(false, part)).collect();
    let needs_and: Vec<bool> =
        (0..=parts.len()).map(|at| at > 0 && at < parts.len() && joins_badly(parts, &texts, at)).collect();
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        text += match (at, needs_and[at]) {
            (0, _) => "",
            (_, true) => " and ",
            (_, false) => " ",
        };
        let is_beside_and = needs_and[at] || needs_and[at + 1];
        let is_open = is_beside_and && listed(part) == Some(Listed::Any);
        text += &if is_open { format!("({})", texts[at]) } else { texts[at].clone() };
    }
    text
}

/// Whether a part directly behind the one before it would be refused or read as something else. The parser is asked.
fn joins_badly(parts: &[Condition], texts: &[String], at: usize) -> bool {
    let is_leaf = |part: &Condition| match part {
        Condition::Clause(_) => true,
        Condition::Not(inner) => matches!(**inner, Condition::Clause(_)),
        Condition::All(_) | Condition::Any(_) => false,
    };
    let (before, next) = (&parts[at - 1], &parts[at]);
    if !is_leaf(before) || !is_leaf(next) {
        return false;
    }
    match conditions_of(&format!("{} {}", texts[at - 1], texts[at])) {
        Some(Condition::All(read)) => {
            read.without_spans() != vec![before.without_spans(), next.without_spans()]
        }
        _ => true,
    }
}

fn bracketed_if(is_needed: bool, part: &Condition) -> String {
    let needs_by_kind = matches!(part, Condition::Any(_) | Condition::All(_));
    if is_needed || needs_by_kind { format!("({})", condition(part)) } else { condition(part) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    All,
    Any,
}

/// What joins the last list of a clause, if it ends in one without brackets.
fn listed(condition: &Condition) -> Option<Listed> {
    match condition {
        Condition::Not(inner) => listed(inner),
        Condition::Clause(clause) => listed_in(&clause.what),
        Condition::All(_) | Condition::Any(_) => None,
    }
}

fn listed_in(what: &What) -> Option<Listed> {
    fn join<T>(operands: &Operands<T>) -> Option<Listed> {
        match operands {
            Operands::One(_) => None,
            Operands::All(_) => Some(Listed::All),
            Operands::Any(_) => Some(Listed::Any),
        }
    }
    match what {
        What::About(list)
        | What::AscribedTo(list)
        | What::AddressedTo(list)
        | What::SaidAt(list)
        | What::Citing(list)
        | What::ReadIn(list) => join(&list.names),
        What::By { speakers, .. } => join(speakers),
        What::Containing { texts, .. } => join(texts),
        What::InLanguage(names) | What::Tagged(names) | What::RecordedBy(names) | What::ChangedBy(names) => {
            join(names)
        }
        What::Rated(rated) => match (&rated.according_to, &rated.verdict) {
            (Some(checkers), _) if join(checkers).is_some() => join(checkers),
            (_, RatedAs::OneOf(verdicts)) if verdicts.len() > 1 => Some(Listed::Any),
            _ => None,
        },
        _ => None,
    }
}

// ---- Clauses --------------------------------------------------------------------------------------------------------

pub(super) fn clause(clause: &Clause) -> String {
    let what = what(&clause.what);
    if clause.certainly { format!("certainly {what}") } else { what }
}

fn what(what: &What) -> String {
    match what {
        What::About(list) => format!("about {}", entities(list)),
        What::By { speakers: Operands::One(Speaker::InRole(one)), .. } if one.who.is_none() => in_role(one),
        What::By { exactly, speakers: Operands::One(one) } => {
            format!("by {}{}", exact(*exactly), speaker(one, false))
        }
        What::By { exactly, speakers } => {
            format!("by {}{}", exact(*exactly), operands(speakers, &speaker_in_list))
        }
        What::AscribedTo(list) => format!("ascribed to {}", entities(list)),
        What::AddressedTo(list) => format!("addressed to {}", entities(list)),
        What::SaidAt(list) => format!("said at {}", entities(list)),
        What::Citing(list) => format!("citing {}", entities(list)),
        What::ReadIn(list) => format!("read in {}", entities(list)),
        What::Containing { exactly, texts } => {
            format!("containing {}{}", exact(*exactly), operands(texts, &|text, _| quotation(text)))
        }
        What::Like(Likeness::Text(text)) => format!("like {}", quotation(text)),
        What::Like(Likeness::Claim(claim)) => format!("like {}", name(claim, false)),
        What::InLanguage(names) => format!("in {}", operands(names, &name)),
        What::InMode(mode) => mode.adjective().to_string(),
        What::Tagged(tags) => format!("tagged {}", operands(tags, &name)),
        What::Rated(rated) => self::rated(rated),
        What::Unrated => "unrated".to_string(),
        What::Disputed => "disputed".to_string(),
        What::Linking { relation, to } => format!("{} {}", linking(*relation), other_claim(to)),
        What::LinkedFrom { relation, from: None } => linked(*relation).to_string(),
        What::LinkedFrom { relation, from: Some(from) } => {
            format!("{} by {}", linked(*relation), other_claim(from))
        }
        What::With(field) => format!("with {}", field.word()),
        What::Without(field) => format!("without {}", field.word()),
        What::Doubtful => "doubtful".to_string(),
        What::Matching(definition) => format!("matching {}", name(definition, false)),
        What::Time { of, when } => time(*of, when),
        What::Undated => "undated".to_string(),
        What::RecordedBy(names) => format!("recorded by {}", operands(names, &name)),
        What::ChangedBy(names) => format!("changed by {}", operands(names, &name)),
    }
}

fn exact(exactly: bool) -> &'static str {
    if exactly { "exactly " } else { "" }
}

fn entities(list: &Entities) -> String {
    format!("{}{}", exact(list.exactly), operands(&list.names, &name))
}

/// A list; each item is told whether another follows it directly.
fn operands<T>(list: &Operands<T>, one: &dyn Fn(&T, bool) -> String) -> String {
    let joined = |parts: &[Operands<T>], join: &str| {
        let last = parts.len() - 1;
        let texts = parts.iter().enumerate().map(|(at, part)| match part {
            Operands::One(thing) => one(thing, at < last),
            list => format!("({})", operands(list, one)),
        });
        texts.collect::<Vec<_>>().join(join)
    };
    match list {
        Operands::One(thing) => one(thing, false),
        Operands::All(parts) => joined(parts, " and "),
        Operands::Any(parts) => joined(parts, " or "),
    }
}

/// A name; in brackets where the list that follows could belong to its `of`.
fn name(name: &Name, is_followed: bool) -> String {
    let text = match name.of.as_deref() {
        None => plain_name(name),
        Some(Operands::One(owner)) if needs_no_bracket(name, owner) => {
            format!("{} of {}", plain_name(name), plain_name(owner))
        }
        Some(owners) => format!("{} of ({})", plain_name(name), operands(owners, &self::name)),
    };
    let text = name.only.map_or(text.clone(), |only| format!("{} {text}", only.word()));
    let is_open = name.of.is_some() || matches!(&name.text, NameText::Bare(text) if has_of(text));
    if is_followed && is_open && !name.runs_on { format!("({text})") } else { text }
}

/// Bare, role and owner would be read as one name.
fn needs_no_bracket(name: &Name, owner: &Name) -> bool {
    let is_bare = |name: &Name| matches!(name.text, NameText::Bare(_));
    owner.of.is_none() && !(is_bare(name) && is_bare(owner))
}

fn speaker(speaker: &Speaker, is_followed: bool) -> String {
    match speaker {
        Speaker::Named(named) => name(named, is_followed),
        Speaker::Unnamed { role: None, .. } => "unnamed".to_string(),
        Speaker::Unnamed { role: Some(role), .. } => {
            let text = format!("unnamed {}", name(role, false));
            if name(role, is_followed).starts_with('(') { format!("({text})") } else { text }
        }
        Speaker::AnyoneNamed(text) => format!("anyone named {}", quotation(text)),
        Speaker::InRole(one) => in_role(one),
    }
}

/// In a list, a speaker's role could be that of others too.
fn speaker_in_list(one: &Speaker, is_followed: bool) -> String {
    let text = speaker(one, is_followed);
    if matches!(one, Speaker::InRole(_)) { format!("({text})") } else { text }
}

fn in_role(one: &SpeakerInRole) -> String {
    let role = format!(
        "{}as {}{}{}",
        if one.presented { "presented " } else { "" },
        exact(one.exactly),
        if one.former { "former " } else { "" },
        name(&one.role, false)
    );
    one.who.as_ref().map_or(role.clone(), |who| format!("{} {role}", speaker(who, false)))
}

fn quotation(quotation: &Quotation) -> String {
    match &quotation.text {
        QuotationText::Text(text) => quoted_lang(text, quotation.lang.as_ref()),
        QuotationText::Param(param) => format!("${param}"),
    }
}

fn rated(rated: &Rated) -> String {
    let verdict = match &rated.verdict {
        RatedAs::AtAll => String::new(),
        RatedAs::OneOf(verdicts) => {
            verdicts.iter().map(|verdict| verdict.word()).collect::<Vec<_>>().join(" or ")
        }
        RatedAs::WorseThan(verdict) => format!("worse than {}", verdict.word()),
        RatedAs::BetterThan(verdict) => format!("better than {}", verdict.word()),
    };
    let checkers =
        rated.according_to.as_ref().map(|checkers| format!("according to {}", operands(checkers, &name)));
    let assessed = rated.assessed.as_ref().map(|when| time(TimeOf::Assessed, when));
    let opening = if rated.ever { "ever rated" } else { "rated" };
    spaced([opening.to_string(), verdict, checkers.unwrap_or_default(), assessed.unwrap_or_default()])
}

fn other_claim(other: &Linked) -> String {
    match other {
        Linked::Claim(claim) => name(claim, false),
        Linked::Claims { condition, .. } => format!("({})", claims(condition.as_deref())),
    }
}

// ---- Time -----------------------------------------------------------------------------------------------------------

fn time(of: TimeOf, when: &When) -> String {
    let when = match when {
        When::In(day) => spaced([within(of, day).to_string(), date(day)]),
        When::Since(day) => format!("since {}", date(day)),
        When::After(day) => format!("after {}", date(day)),
        When::Before(day) => format!("before {}", date(day)),
        When::Until(day) => format!("until {}", date(day)),
        When::Between(first, last) => format!("between {} and {}", date(first), date(last)),
    };
    spaced([of.word().unwrap_or_default().to_string(), when])
}

/// The word before a date: a day is something that happens `on`; `in $x` would be a language.
fn within(of: TimeOf, day: &DateExpr) -> &'static str {
    match (&day.date, of) {
        (_, TimeOf::Concerning) => "",
        (DateText::Date(date), _) if date.interval().one_day().is_none() => "in",
        (DateText::Date(_), _) | (_, TimeOf::Claim) => "on",
        _ => "",
    }
}

// ---- Shaping --------------------------------------------------------------------------------------------------------

fn shaping(shaping: &Shaping) -> String {
    let retracted = if shaping.including_retracted { "including retracted" } else { "" };
    let showing: Vec<_> = shaping.showing.iter().map(|column| column.node.word()).collect();
    let showing = if showing.is_empty() { String::new() } else { format!("showing {}", showing.join(", ")) };
    spaced([
        retracted.to_string(),
        shaping.as_of.as_ref().map_or(String::new(), as_of),
        shaping.order.as_ref().map_or(String::new(), order),
        showing,
        shaping.limit.as_ref().map_or(String::new(), limit),
    ])
}

fn as_of(state: &AsOf) -> String {
    match state {
        AsOf::Date(moment) => format!("as of {}", date(moment)),
        AsOf::Instant(instant) => format!("as of {}", instant.node.written),
        AsOf::Transaction(number) => format!("as of transaction {}", number.node),
    }
}

fn order(order: &Order) -> String {
    let key = |(column, direction): &(Spanned<Column>, Direction)| match direction {
        Direction::Ascending => column.node.word().to_string(),
        Direction::Descending => format!("{} descending", column.node.word()),
    };
    match order {
        Order::NewestFirst => "newest first".to_string(),
        Order::OldestFirst => "oldest first".to_string(),
        Order::Sorted(keys) => format!("sorted by {}", keys.iter().map(key).collect::<Vec<_>>().join(", ")),
    }
}

fn limit(limit: &Limit) -> String {
    match limit.offset {
        0 => format!("limit {}", limit.rows),
        offset => format!("limit {} offset {offset}", limit.rows),
    }
}

fn per(fields: &[Spanned<PerField>]) -> String {
    let words: Vec<_> = fields.iter().map(|field| field.node.word()).collect();
    if words.is_empty() { String::new() } else { format!("per {}", words.join(", ")) }
}

// ---- The records themselves -------------------------------------------------------------------------------------------

fn listing(listing: &Listing) -> String {
    let conditions = listing.conditions.iter().map(|condition| match condition {
        ListingCondition::Named(text) => format!("named {}", quotation(text)),
        ListingCondition::Within(list) => format!("within {}", entities(list)),
        ListingCondition::As(list) => format!("as {}", entities(list)),
        ListingCondition::PublishedBy(list) => format!("published by {}", entities(list)),
        ListingCondition::Citing(list) => format!("citing {}", entities(list)),
        ListingCondition::InLanguage(names) => format!("in {}", operands(names, &name)),
        ListingCondition::Published(when) => time(TimeOf::Claim, when),
        ListingCondition::Unnamed => "unnamed".to_string(),
    });
    spaced([listing.of.word().to_string()].into_iter().chain(conditions))
}

pub(super) fn target(target: &Target) -> String {
    match target {
        Target::Record { kind: None, name: record } => name(record, false),
        Target::Record { kind: Some(TargetKind::Type(of)), name: record } => {
            format!("{} {}", of.word(), name(record, false))
        }
        Target::Record { kind: Some(TargetKind::Entity(of)), name: record } => {
            format!("{} {}", of.word(), name(record, false))
        }
        Target::Link { from, relation, to, .. } => {
            format!("link {} {} {}", plain_name(from), relation.word(), plain_name(to))
        }
    }
}
