//! From date expressions to stretches of time.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::resolve::Params;
use crate::language::syntax::{DateExpr, DateText, TimeUnit, When};
use crate::model::problem::Result;
use crate::model::{Date, Interval, Moment, Problem};

/// The moment that `today` and `ago` count from: microseconds since 1970 UTC.
#[derive(Clone, Copy, Debug)]
pub struct Now(pub i64);

impl Now {
    /// The present moment.
    pub fn present() -> Now {
        Now(Utc::now().timestamp_micros())
    }

    fn day(self) -> Result<NaiveDate> {
        DateTime::from_timestamp_micros(self.0)
            .map(|now| now.date_naive())
            .ok_or_else(|| Problem::given("the present moment lies outside of what can be reckoned with"))
    }
}

/// Brings a date expression to a date.
pub fn date(expr: &DateExpr, now: Now, params: &Params) -> Result<Date> {
    let today = now.day()?;
    let day = match &expr.date {
        DateText::Date(date) => return Ok(date.clone()),
        DateText::Param(name) => {
            let value = params.get(name, expr.span)?;
            return Date::parse(value).map_err(|e| {
                let problem =
                    Problem::given(format!("`${name}` stands for a date here: {}", e.message)).at(expr.span);
                e.hint.into_iter().fold(problem, Problem::hint)
            });
        }
        DateText::Today => Some(today),
        DateText::Yesterday => today.pred_opt(),
        DateText::Ago(count, TimeUnit::Days) => today.checked_sub_days(Days::new(u64::from(*count))),
        DateText::Ago(count, TimeUnit::Weeks) => today.checked_sub_days(Days::new(u64::from(*count) * 7)),
        DateText::Ago(count, TimeUnit::Months) => today.checked_sub_months(Months::new(*count)),
        DateText::Ago(count, TimeUnit::Years) => {
            count.checked_mul(12).and_then(|months| today.checked_sub_months(Months::new(months)))
        }
    };
    day.map(|day| Date::of_day(i64::from(day.year()), day.month(), day.day()))
        .ok_or_else(|| Problem::given("this lies further back than dates reach").at(expr.span))
}

/// The stretch of time in which something must lie; `None` where nothing can.
pub fn window(when: &When, now: Now, params: &Params) -> Result<Option<Interval>> {
    let interval = |expr: &DateExpr| date(expr, now, params).map(|date| date.interval());
    Ok(match when {
        When::In(expr) => Some(interval(expr)?),
        When::Since(expr) => Interval::new(interval(expr)?.earliest, Moment::END),
        When::Until(expr) => Interval::new(Moment::BEGINNING, interval(expr)?.latest),
        When::After(expr) => {
            let last = interval(expr)?.latest;
            if last == Moment::END { None } else { Interval::new(last.next(), Moment::END) }
        }
        When::Before(expr) => {
            let first = interval(expr)?.earliest;
            if first == Moment::BEGINNING { None } else { Interval::new(Moment::BEGINNING, first.previous()) }
        }
        When::Between(from, to) => {
            let both = Interval::new(interval(from)?.earliest, interval(to)?.latest);
            Some(both.ok_or_else(|| {
                Problem::given("this stretch of time ends before it begins")
                    .at(from.span.to(to.span))
                    .hint("write the earlier date first")
            })?)
        }
    })
}
