//! Conditions as a user would write them.

use super::ask::*;
use super::world::{Mode, RELATIONS, VERDICTS};

/// The text of a condition as it stands after `claims`.
pub fn condition(cond: &Cond) -> String {
    match cond {
        Cond::All => String::new(),
        Cond::Is(one) => clause(one),
        Cond::Certainly(one) => format!("certainly {}", clause(one)),
        Cond::Not(inner) => format!("not {}", operand(inner)),
        Cond::And(parts, with_and) => conjunction(parts, *with_and),
        Cond::Or(parts) => parts.iter().map(|part| guarded(part, "or")).collect::<Vec<_>>().join(" or "),
    }
}

fn operand(cond: &Cond) -> String {
    match cond {
        Cond::And(..) | Cond::Or(_) => format!("({})", condition(cond)),
        _ => condition(cond),
    }
}

/// A part of a chain of `and` or `or`: in brackets if it has the other word bare in it.
fn guarded(part: &Cond, joint: &str) -> String {
    match bare_joint(part) {
        Some(other) if other != joint => format!("({})", condition(part)),
        _ => operand(part),
    }
}

fn conjunction(parts: &[Cond], with_and: bool) -> String {
    let mut text = String::new();
    for (place, part) in parts.iter().enumerate() {
        let before = place > 0 && (with_and || must_join(&parts[place - 1], part));
        let after = parts.get(place + 1).is_some_and(|next| with_and || must_join(part, next));
        if place > 0 {
            text.push_str(if before { " and " } else { " " });
        }
        text.push_str(&if before || after { guarded(part, "and") } else { operand(part) });
    }
    text
}

fn inner(cond: &Cond) -> Option<&Clause> {
    match cond {
        Cond::Is(one) | Cond::Certainly(one) => Some(one),
        Cond::Not(inside) => inner(inside),
        _ => None,
    }
}

/// Two clauses that would be read as one if they stood side by side.
fn must_join(before: &Cond, after: &Cond) -> bool {
    let open = matches!(
        inner(before),
        Some(
            Clause::Rated { .. }
                | Clause::Unrated
                | Clause::With(..)
                | Clause::Linked(_, None)
                | Clause::Mode(_)
                | Clause::Disputed
                | Clause::Author { .. }
        )
    );
    let text = condition(after);
    let first = text.split(' ').next().unwrap_or("");
    let taken =
        ["by", "in", "on", "since", "after", "before", "until", "between", "said", "assessed", "published"];
    // The role would be asked of the speaker before it.
    let in_role =
        matches!(inner(before), Some(Clause::By { .. } | Clause::Unnamed(_) | Clause::NamedPart(_)))
            && matches!(inner(after), Some(Clause::Presented(_)));
    in_role || open && taken.contains(&first)
}

fn bare_joint(cond: &Cond) -> Option<&'static str> {
    match inner(cond)? {
        Clause::Of { list, .. } => list.joint(),
        Clause::By { list, .. } => list.joint(),
        Clause::Citing { list, .. } => list.joint(),
        Clause::InLanguage(list) | Clause::Tagged(list) | Clause::Author { list, .. } => list.joint(),
        Clause::Rated { rating: Rating::OneOf(some), .. } if some.len() > 1 => Some("or"),
        Clause::Rated { by: Some(list), .. } => list.joint(),
        _ => None,
    }
}

fn list<T>(list: &List<T>) -> String {
    match list {
        List::One(named) => named.text.clone(),
        List::And(parts) => joined(parts, " and "),
        List::Or(parts) => joined(parts, " or "),
    }
}

fn joined<T>(parts: &[List<T>], joint: &str) -> String {
    let part = |part: &List<T>| match part {
        List::One(named) if named.text.contains(" of ") && !named.text.starts_with(['"', '(']) => {
            format!("({})", named.text)
        }
        List::One(named) => named.text.clone(),
        _ => format!("({})", list(part)),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(joint)
}

fn clause(clause: &Clause) -> String {
    let narrow = |exactly: &bool| if *exactly { "exactly " } else { "" };
    match clause {
        Clause::Of { sight, exactly, list: of } => {
            format!("{} {}{}", sight_words(*sight), narrow(exactly), list(of))
        }
        Clause::By { exactly, list: who } => format!("by {}{}", narrow(exactly), list(who)),
        Clause::Unnamed(None) => "by unnamed".to_string(),
        Clause::Unnamed(Some(who)) => format!("by unnamed {}", who.text),
        Clause::Presented(asked) => asked.text.clone(),
        Clause::NamedPart(part) => format!("by anyone named \"{part}\""),
        Clause::Citing { read_only, list: of } => {
            format!("{} {}", if *read_only { "read in" } else { "citing" }, list(of))
        }
        Clause::Containing(words) => format!("containing \"{words}\""),
        Clause::Phrase(words) => format!("containing exactly \"{words}\""),
        Clause::InLanguage(of) => format!("in {}", list(of)),
        Clause::Mode(mode) => mode_word(*mode).to_string(),
        Clause::Tagged(of) => format!("tagged {}", list(of)),
        Clause::Rated { ever, rating, by, when } => {
            format!("{}{}", if *ever { "ever " } else { "" }, rated(rating, by, when))
        }
        Clause::Unrated => "unrated".to_string(),
        Clause::Disputed => "disputed".to_string(),
        Clause::Linking(relation, to) => format!("{} {}", RELATIONS[*relation].1, target(to)),
        Clause::Linked(relation, None) => RELATIONS[*relation].2.to_string(),
        Clause::Linked(relation, Some(by)) => format!("{} by {}", RELATIONS[*relation].2, target(by)),
        Clause::With(field, there) => {
            format!("{} {}", if *there { "with" } else { "without" }, field_word(*field))
        }
        Clause::Doubtful => "doubtful".to_string(),
        Clause::Matching(_, name) => format!("matching {name}"),
        Clause::Time(clock, when) => format!("{}{}", clock_word(*clock), when.text),
        Clause::Undated => "undated".to_string(),
        Clause::Changed(when) => format!("changed {}", when.text),
        Clause::Author { changed, list: who } => {
            format!("{} by {}", if *changed { "changed" } else { "recorded" }, list(who))
        }
    }
}

fn sight_words(sight: Sight) -> &'static str {
    match sight {
        Sight::About => "about",
        Sight::Addressed => "addressed to",
        Sight::AscribedTo => "ascribed to",
        Sight::SaidAt => "said at",
    }
}

fn rated(rating: &Rating, by: &Option<List<usize>>, when: &Option<When>) -> String {
    let mut text = match rating {
        Rating::Any => "rated".to_string(),
        Rating::OneOf(some) => {
            format!("rated {}", some.iter().map(|v| VERDICTS[*v]).collect::<Vec<_>>().join(" or "))
        }
        Rating::Worse(than) => format!("rated worse than {}", VERDICTS[*than]),
        Rating::Better(than) => format!("rated better than {}", VERDICTS[*than]),
    };
    if let Some(by) = by {
        text.push_str(&format!(" according to {}", list(by)));
    }
    if let Some(when) = when {
        text.push_str(&format!(" assessed {}", when.text));
    }
    text
}

fn target(target: &Target) -> String {
    match target {
        Target::Claim(_, text) => text.clone(),
        Target::Those(cond) => format!("(claims {})", condition(cond)),
    }
}

pub fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Quote => "quoted",
        Mode::Paraphrase => "paraphrased",
        Mode::Assertion => "asserted",
        Mode::Ascription => "ascribed",
    }
}

pub fn field_word(field: Field) -> &'static str {
    FIELDS.iter().find(|(known, _)| *known == field).map_or("", |(_, word)| word)
}

fn clock_word(clock: Clock) -> &'static str {
    match clock {
        Clock::Bare => "",
        Clock::Said => "said ",
        Clock::Published => "published ",
        Clock::Recorded => "recorded ",
        Clock::Concerning => "concerning ",
        Clock::Assessed => "assessed ",
    }
}
