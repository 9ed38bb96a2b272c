//! The life of a question: resolved, evaluated, ordered, cut, and only then read.

use std::collections::HashMap;
use std::time::Duration;

use crate::language::format_ask;
use crate::language::syntax::{
    self, AsOf, Ask, Column, Counted, DateExpr, DateText, Limit, Order, PerField, Shaping, Spanned, TimeOf,
};
use crate::model::problem::Result;
use crate::model::text::few;
use crate::model::{Instant, Problem, Span};
use crate::query::answer::{
    Answer, AnswerBody, Asked, ClaimRow, ClaimsAnswer, CountRow, CountsAnswer, Explanation, LeftOut, Step,
    Took,
};
use crate::query::asking::{Asking, Question, page};
use crate::query::count::Counted as Counts;
use crate::query::evaluate::Evaluator;
use crate::query::match_set::MatchSet;
use crate::query::resolved::{Condition, Likeness, Resolved};
use crate::query::sort;
use crate::query::state::State;
use crate::query::time;
use crate::store::index::keys::Slot;
use crate::store::{Snapshot, clock};

/// Answers a question.
///
/// # Errors
/// A name that fits nothing or several things, a `$` without a value, and whatever else in the question is wrong, with
/// its place; or the database cannot be read.
pub fn answer(snapshot: &State, question: Question<'_>) -> Result<Answer> {
    let start = std::time::Instant::now();
    let then = match as_of(question.ask) {
        Some(state) => state_of(snapshot, state, question)?,
        None => snapshot.clone(),
    };
    let mut asking = Asking { snapshot: &then, question, understood: Vec::new(), planning: Duration::ZERO };
    let since = not_yet_there(&then)?;
    let body = asking
        .body()
        .map_err(|problem| since.iter().fold(problem, |problem, since| problem.hint(since.clone())))?;
    let mut understood = std::mem::take(&mut asking.understood);
    understood.extend(since);
    if as_of(question.ask).is_some() && lists(&body) {
        understood.extend(missing_of_then(&then)?);
    }
    let asked = Asked {
        question: crate::query::parameters::with_values(&format_ask(question.ask), question.params),
        at: question.now.0,
        digest: then.digest()?,
        sequence: then.sequence(),
        as_of: as_of(question.ask).map(|state| written(state, question)).transpose()?,
    };
    let took = Took { plan: asking.planning, execute: start.elapsed().saturating_sub(asking.planning) };
    Ok(Answer { body, asked, understood, took })
}

/// The state of the database that `as of` asks for. Dates such as `yesterday` elsewhere in the question count from the day on
/// which it is asked all the same.
///
/// # Errors
/// It is none of the past, or there is no such transaction.
pub fn state_of(snapshot: &State, state: &AsOf, question: Question<'_>) -> Result<State> {
    let moment = match state {
        AsOf::Transaction(number) => {
            let stamp = snapshot.transaction(number.node)?.filter(|_| number.node <= snapshot.sequence());
            return match stamp {
                Some(_) => Ok(snapshot.as_of_transaction(number.node)),
                None => Err(no_transaction(snapshot, number)),
            };
        }
        AsOf::Instant(instant) => past(instant.node.last, instant.span, question)?,
        AsOf::Date(expr) => match instant_given(expr, question) {
            Some(instant) => past(instant.last, expr.span, question)?,
            None => moment_of(expr, question)?,
        },
    };
    snapshot.as_of(moment)
}

fn no_transaction(snapshot: &Snapshot, number: &Spanned<u64>) -> Problem {
    let problem = Problem::invalid(format!("there is no transaction {}", number.node)).at(number.span);
    problem.hint(match snapshot.sequence() {
        0 => "nothing was recorded yet".to_owned(),
        last => format!("they are numbered from 1 to {last}; `dictum log` lists them"),
    })
}

/// A moment that is not still to come. One of this very second may be a little ahead of the clock.
fn past(moment: i64, span: Span, question: Question<'_>) -> Result<i64> {
    if moment > question.now.0.saturating_add(1_000_000) { Err(still_to_come(span)) } else { Ok(moment) }
}

fn still_to_come(span: Span) -> Problem {
    Problem::invalid("this moment is in the future").at(span).hint("`as of` takes a moment of the past")
}

/// The moment to the part of a second that a `$` stands for, if it stands for one.
fn instant_given(expr: &DateExpr, question: Question<'_>) -> Option<Instant> {
    match &expr.date {
        DateText::Param(name) => Instant::parse(question.params.get(name, expr.span).ok()?),
        _ => None,
    }
}

/// `as of` in the words of an answer.
fn written(state: &AsOf, question: Question<'_>) -> Result<String> {
    Ok(match state {
        AsOf::Transaction(number) => format!("transaction {}", number.node),
        AsOf::Instant(instant) => instant.node.written.clone(),
        AsOf::Date(expr) => match instant_given(expr, question) {
            Some(instant) => instant.written,
            None => time::date(expr, question.now, question.params)?.to_string(),
        },
    })
}

/// Of a state in which nothing had been recorded, although something has by now: since when the database exists.
fn not_yet_there(then: &Snapshot) -> Result<Option<String>> {
    if then.sequence() > 0 {
        return Ok(None);
    }
    let first = then.transaction(1)?;
    Ok(first.map(|first| {
        format!("nothing was recorded then: the database exists since {}", clock::written(first.stamp.at))
    }))
}

/// Whether an answer would hold more if nothing had been redacted.
fn lists(body: &AnswerBody) -> bool {
    matches!(body, AnswerBody::Claims(_) | AnswerBody::Counts(_) | AnswerBody::Records(_))
}

/// What is said of records that were there then, and are in no answer since they were redacted.
fn missing_of_then(then: &Snapshot) -> Result<Option<String>> {
    /// How many of them are named.
    const MOST: usize = 10;
    let redacted = then.redacted_since()?;
    let named = few(redacted.iter().map(|redaction| redaction.key.to_string()), redacted.len(), MOST, ", ");
    Ok(match redacted.len() {
        0 => None,
        1 => Some(format!("1 record that was there then was redacted since, and is missing: {named}")),
        count => Some(format!(
            "{count} records that were there then were redacted since, and are missing: {named}"
        )),
    })
}

/// The moment of `as of`: the last that its date includes, but not one that is still to come.
fn moment_of(expr: &DateExpr, question: Question<'_>) -> Result<i64> {
    let interval = time::date(expr, question.now, question.params)?.interval();
    let micros = |seconds: i64| seconds.saturating_mul(1_000_000);
    if micros(interval.earliest.0) > question.now.0 {
        return Err(still_to_come(expr.span));
    }
    Ok(micros(interval.latest.0).saturating_add(999_999).min(question.now.0))
}

fn as_of(ask: &Ask) -> Option<&AsOf> {
    match ask {
        Ask::Claims { shaping, .. } | Ask::Count { shaping, .. } | Ask::Records { shaping, .. } => {
            shaping.as_of.as_ref()
        }
        Ask::Show { as_of, .. } => as_of.as_ref(),
        Ask::History { .. } => None,
        Ask::Explain(inner) => as_of(inner),
    }
}

impl Asking<'_> {
    fn body(&mut self) -> Result<AnswerBody> {
        if let Ask::Count { shaping, .. } = self.question.ask {
            refuse_for_counts(shaping)?;
        }
        Ok(match self.question.ask {
            Ask::Claims { condition, shaping } => {
                AnswerBody::Claims(self.claims(condition.as_ref(), shaping)?)
            }
            Ask::Count { of: Counted::Claims(condition), per, shaping } => {
                AnswerBody::Counts(self.count(condition.as_ref(), per, shaping)?)
            }
            Ask::Count { of: Counted::Records(listing), shaping, .. } => {
                AnswerBody::Counts(self.count_records(listing, shaping)?)
            }
            Ask::Records { listing, shaping } => AnswerBody::Records(self.records(listing, shaping)?),
            Ask::Show { target, .. } => AnswerBody::Shown(Box::new(self.show(target)?)),
            Ask::History { target } => AnswerBody::History(self.history(target)?),
            Ask::Explain(inner) => AnswerBody::Explained(self.explain(inner)?),
        })
    }

    /// Resolves the condition and keeps what a reader should know of how its names were understood.
    fn resolve(&mut self, condition: Option<&syntax::Condition>) -> Result<Resolved> {
        let start = std::time::Instant::now();
        let mut resolver = self.resolver();
        let resolved = match condition {
            Some(condition) => resolver.condition(condition)?,
            None => Resolved::All(Vec::new()),
        };
        self.keep_understood(&resolver);
        self.planning += start.elapsed();
        let without_inflections = self.languages_without_inflections(&resolved)?;
        self.understood.extend(without_inflections);
        Ok(resolved)
    }

    fn claims(&mut self, condition: Option<&syntax::Condition>, shaping: &Shaping) -> Result<ClaimsAnswer> {
        refuse_columns_of_records(&shaping.showing)?;
        let resolved = self.resolve(condition)?;
        let evaluator = Evaluator::new(self.snapshot, shaping.including_retracted);
        let universe = evaluator.universe()?;
        let sets = evaluator.all(&resolved)?;
        let likeness = match asked_likeness(&resolved) {
            Some(likeness) => evaluator.likeness(likeness, &sets.possible)?,
            None => HashMap::new(),
        };
        let most = shaping.limit.map_or(usize::MAX, last_wanted);
        let ordered = self.order(&evaluator, &sets, shaping.order.as_ref(), &likeness, most)?;
        let rows = page(&ordered, shaping.limit)
            .iter()
            .map(|slot| evaluator.row(*slot, sets.certain.contains(*slot), likeness.get(slot).copied()));
        let empty = if sets.possible.is_empty() {
            self.why_empty(&evaluator, &resolved, &universe)?
        } else {
            Vec::new()
        };
        Ok(ClaimsAnswer {
            rows: rows.collect::<Result<Vec<ClaimRow>>>()?,
            columns: shaping.showing.iter().map(|column| column.node).collect(),
            total: sets.possible.len() as usize,
            offset: shaping.limit.map_or(0, |limit| limit.offset as usize),
            left_out: self.left_out(&evaluator, &resolved, &sets, shaping)?,
            empty,
        })
    }

    fn order(
        &self,
        evaluator: &Evaluator<'_>,
        sets: &MatchSet,
        order: Option<&Order>,
        likeness: &HashMap<Slot, f64>,
        most: usize,
    ) -> Result<Vec<Slot>> {
        let slots = &*sets.possible;
        match order {
            Some(Order::NewestFirst) => sort::by_date(evaluator, slots, true, most),
            Some(Order::OldestFirst) => sort::by_date(evaluator, slots, false, most),
            Some(Order::Sorted(columns)) => sort::by_columns(evaluator, slots, &sets.certain, columns),
            None if !likeness.is_empty() => sort::by_likeness(evaluator, slots, likeness),
            None => sort::as_recorded(evaluator, slots, most),
        }
    }

    /// What the reader of the answer would want to know was left out.
    fn left_out(
        &self,
        evaluator: &Evaluator<'_>,
        resolved: &Resolved,
        sets: &MatchSet,
        shaping: &Shaping,
    ) -> Result<LeftOut> {
        let retracted = self.snapshot.retracted()?;
        let retracted = if shaping.including_retracted {
            (&*sets.possible & &*retracted).len()
        } else if retracted.is_empty() {
            0
        } else {
            Evaluator::new(self.snapshot, true).evaluate(resolved, &retracted)?.possible.len()
        };
        Ok(LeftOut {
            undated: self.undated_left_out(evaluator, resolved, sets)?,
            only_possible: sets.possible.len() as usize - sets.certain.len() as usize,
            retracted: retracted as usize,
            retracted_included: shaping.including_retracted,
        })
    }

    /// The claims that fit but for a time clause, and have no date for it.
    fn undated_left_out(
        &self,
        evaluator: &Evaluator<'_>,
        resolved: &Resolved,
        sets: &MatchSet,
    ) -> Result<usize> {
        let mut said_alone = None;
        let timeless = without_time(resolved, &mut said_alone);
        let Some(said_alone) = said_alone else { return Ok(0) };
        let dateless = evaluator.dateless(said_alone)?;
        if dateless.is_empty() {
            return Ok(0);
        }
        let fitting = evaluator.all(&timeless)?;
        let left_out = &*fitting.possible & &*dateless;
        Ok((left_out - &*sets.possible).len() as usize)
    }

    fn count(
        &mut self,
        condition: Option<&syntax::Condition>,
        per: &[Spanned<PerField>],
        shaping: &Shaping,
    ) -> Result<CountsAnswer> {
        let resolved = self.resolve(condition)?;
        let evaluator = Evaluator::new(self.snapshot, shaping.including_retracted);
        let universe = evaluator.universe()?;
        let sets = evaluator.all(&resolved)?;
        let per: Vec<PerField> = per.iter().map(|field| field.node).collect();
        let counted = sets.possible.len() as usize;
        let counts = if per.is_empty() {
            Counts { rows: vec![CountRow { values: Vec::new(), count: counted }], groups: 1 }
        } else {
            evaluator.count_per(&sets.possible, &per, shaping.limit.map(last_wanted))?
        };
        let empty = if counted == 0 { self.why_empty(&evaluator, &resolved, &universe)? } else { Vec::new() };
        Ok(CountsAnswer {
            groups: counts.groups,
            rows: page(&counts.rows, shaping.limit).to_vec(),
            per,
            counted,
            of: "claims",
            left_out: self.left_out(&evaluator, &resolved, &sets, shaping)?,
            empty,
        })
    }

    fn explain(&mut self, ask: &Ask) -> Result<Explanation> {
        let (condition, retracted) = match ask {
            Ask::Claims { condition, shaping }
            | Ask::Count { of: Counted::Claims(condition), shaping, .. } => {
                (condition.as_ref(), shaping.including_retracted)
            }
            other => return self.explain_records(other),
        };
        let mut resolver = self.resolver();
        let resolved = condition.map(|condition| resolver.condition(condition)).transpose()?;
        let evaluator = Evaluator::new(self.snapshot, retracted);
        let universe = evaluator.universe()?;
        let mut steps = vec![Step {
            depth: 0,
            clause: "claims".into(),
            by: if retracted { "claims in force and retracted ones" } else { "posting of claims in force" }
                .into(),
            possible: universe.len() as usize,
            certain: universe.len() as usize,
        }];
        if let Some(resolved) = &resolved {
            evaluator.traced(resolved, None, 1, Some(&mut steps))?;
        }
        Ok(Explanation { question: format_ask(ask), names: resolver.understood, steps })
    }
}

/// Counts have an order of their own, and no columns.
fn refuse_for_counts(shaping: &Shaping) -> Result<()> {
    if shaping.order.is_some() {
        return Err(Problem::invalid("a count has no order to choose: the largest comes first")
            .hint("leave the order out"));
    }
    match shaping.showing.first() {
        Some(column) => Err(Problem::invalid("a count has no columns to choose")
            .at(column.span)
            .hint("count by something: `per speaker`")),
        None => Ok(()),
    }
}

/// How many rows there must be for the last one that is wanted.
fn last_wanted(limit: Limit) -> usize {
    usize::try_from(limit.offset.saturating_add(limit.rows)).unwrap_or(usize::MAX)
}

/// The likeness that the answer is ranked by: `like` stands in no `not` and no `or`.
fn asked_likeness(resolved: &Resolved) -> Option<&Likeness> {
    match resolved {
        Resolved::All(parts) => parts.iter().find_map(asked_likeness),
        Resolved::Clause(clause) => match &clause.what {
            Condition::Like(likeness) => Some(likeness),
            _ => None,
        },
        Resolved::Any(_) | Resolved::Not(_) => None,
    }
}

/// The question without its time clauses of claims, and whether one of those asked for the date of saying alone.
fn without_time(resolved: &Resolved, said_alone: &mut Option<bool>) -> Resolved {
    match resolved {
        Resolved::All(parts) => {
            Resolved::All(parts.iter().map(|part| without_time(part, said_alone)).collect())
        }
        Resolved::Clause(clause) => match clause.what {
            Condition::Time { of: of @ (TimeOf::Claim | TimeOf::Said), .. } => {
                *said_alone = Some(said_alone.unwrap_or(false) || of == TimeOf::Said);
                Resolved::All(Vec::new())
            }
            _ => resolved.clone(),
        },
        Resolved::Any(_) | Resolved::Not(_) => resolved.clone(),
    }
}

/// A claim has neither a name nor a kind.
fn refuse_columns_of_records(columns: &[Spanned<Column>]) -> Result<()> {
    match columns.iter().find(|column| matches!(column.node, Column::Name | Column::Kind)) {
        Some(column) => {
            Err(Problem::invalid("claims have no such column; people, places, sources and the like do")
                .at(column.span)
                .hint("of a claim there are `statement`, `speaker`, `about`, `source` and others"))
        }
        None => Ok(()),
    }
}
