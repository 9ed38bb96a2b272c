//! From date expressions to stretches of time.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};

use crate::language::syntax::{DateExpr, DateText, TimeUnit, When};
use crate::model::problem::Result;
use crate::model::{Date, Dating, Interval, Moment, Precision, Problem};
use crate::query::parameters::Params;
use crate::store::clock;

/// The moment that `today` and `ago` count from: microseconds since 1970 UTC.
#[derive(Clone, Copy, Debug)]
pub struct Now(pub i64);

impl Now {
    /// The present moment.
    pub fn present() -> Now {
        Now(clock::present())
    }

    fn day(self) -> Result<NaiveDate> {
        DateTime::from_timestamp_micros(self.0)
            .map(|now| now.date_naive())
            .ok_or_else(|| Problem::invalid("the present moment is outside the range of dates"))
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
                let problem = Problem::invalid(format!("`${name}` stands for a date here: {}", e.message))
                    .at(expr.span);
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
        .ok_or_else(|| Problem::invalid("this is further back than dates reach").at(expr.span))
}

/// By what a bound of a stretch of time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// The calendar, as dates were written: a day, a month or a year was asked for.
    Civil,
    /// Instants: a time of day was asked for.
    Instants,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Bound {
    at: Moment,
    clock: Clock,
}

impl Bound {
    /// The stretch of a date by the clock of this bound.
    fn of(self, dating: Dating) -> Interval {
        match self.clock {
            Clock::Civil => dating.civil(),
            Clock::Instants => dating.instants(),
        }
    }

    /// By how many seconds the instant of a date can differ from what this bound goes by.
    fn slack(self) -> i64 {
        match self.clock {
            Clock::Civil => Dating::FURTHEST_AHEAD,
            Clock::Instants => 0,
        }
    }
}

/// A stretch of time that is asked for, both ends included. Each bound goes by the calendar or by instants, as it was
/// asked for: `on 2024-01-20` includes what was said at `2024-01-20T21:00:00-05:00`, a place where it was still the 20th.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    from: Bound,
    until: Bound,
}

impl Window {
    const ALWAYS: Window = Window {
        from: Bound { at: Moment::BEGINNING, clock: Clock::Civil },
        until: Bound { at: Moment::END, clock: Clock::Civil },
    };

    /// The time that a date stands for.
    pub fn of(date: &Date) -> Window {
        let [begins, ends] = date.precision().map(|precision| match precision {
            Precision::Moment => Clock::Instants,
            Precision::Coarse | Precision::Day => Clock::Civil,
        });
        let bound = |clock, bound: fn(Interval) -> Moment| {
            let whole = Bound { at: Moment::BEGINNING, clock }.of(date.dating());
            Bound { at: bound(whole), clock }
        };
        Window {
            from: bound(begins, |interval| interval.earliest),
            until: bound(ends, |interval| interval.latest),
        }
    }

    /// Whether a date can lie in it: some moment of the date does.
    pub fn can_hold(self, dating: Dating) -> bool {
        self.from.at <= self.from.of(dating).latest && self.until.of(dating).earliest <= self.until.at
    }

    /// Whether a date certainly lies in it: all of the date does.
    pub fn holds(self, dating: Dating) -> bool {
        self.from.at <= self.from.of(dating).earliest && self.until.of(dating).latest <= self.until.at
    }

    /// The same stretch for what has no other clock than UTC.
    pub fn in_utc(self) -> Interval {
        Interval { earliest: self.from.at, latest: self.until.at }
    }

    /// The months in UTC that a date must touch to lie in it, and those that it certainly lies in it if it begins after
    /// the first of them and ends before the last.
    pub fn months(self) -> [RangeInclusive<i64>; 2] {
        let months = |out: i64| {
            let first = self.from.at.plus(-out * self.from.slack()).month();
            first..=self.until.at.plus(out * self.until.slack()).month()
        };
        [months(1), months(-1)]
    }

    /// By which clock a date is to be shown beside it.
    pub fn clock(self) -> Clock {
        match (self.from.clock, self.until.clock) {
            (Clock::Civil, Clock::Civil) => Clock::Civil,
            _ => Clock::Instants,
        }
    }
}

/// The stretch of time in which something must lie; `None` where nothing can.
pub fn window(when: &When, now: Now, params: &Params) -> Result<Option<Window>> {
    let of = |expr: &DateExpr| date(expr, now, params).map(|date| Window::of(&date));
    Ok(match when {
        When::In(expr) => Some(of(expr)?),
        When::Since(expr) => Some(Window { until: Window::ALWAYS.until, ..of(expr)? }),
        When::Until(expr) => Some(Window { from: Window::ALWAYS.from, ..of(expr)? }),
        When::After(expr) => {
            let Bound { at, clock } = of(expr)?.until;
            let from = Bound { at: at.next(), clock };
            (at != Moment::END).then_some(Window { from, ..Window::ALWAYS })
        }
        When::Before(expr) => {
            let Bound { at, clock } = of(expr)?.from;
            let until = Bound { at: at.previous(), clock };
            (at != Moment::BEGINNING).then_some(Window { until, ..Window::ALWAYS })
        }
        When::Between(first, last) => {
            let (from, until) = (date(first, now, params)?, date(last, now, params)?);
            if from.interval().earliest > until.interval().latest {
                return Err(Problem::invalid("this stretch of time ends before it begins")
                    .at(first.span.to(last.span))
                    .hint("write the earlier date first"));
            }
            Some(Window { from: Window::of(&from).from, until: Window::of(&until).until })
        }
    })
}
