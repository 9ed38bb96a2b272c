//! When the claims were said, drawn as SVG: a dot where the time is known closely, a bar as wide as it is left open.
//! Places along it are percentages, so that its labels keep their size on a telephone.

use crate::model::date::Moment;
use crate::model::{Date, Interval};
use crate::output::content::date_words;
use crate::query::answer::ClaimRow;

use super::text::escaped;

/// How many rows of marks there are at most; further marks lie over others.
const MOST_LANES: usize = 16;
/// The height of a row.
const LANE: usize = 14;
/// Where the first moment stands and how wide all of them are, in percent.
const LEFT: f64 = 3.0;
const WIDTH: f64 = 94.0;
/// What is narrower is a dot.
const NARROW: f64 = 1.2;

/// When a claim is taken to have been said.
pub(super) fn interval(row: &ClaimRow) -> Option<Interval> {
    let said = row.said.as_ref().map(|said| said.date.interval());
    row.dated.as_ref().map(|dated| dated.dating.instants()).or(said)
}

/// The drawing; nothing where fewer than two claims have a date.
pub(super) fn drawn(rows: &[&ClaimRow]) -> Option<String> {
    let dated: Vec<(usize, &ClaimRow, Interval)> =
        rows.iter().enumerate().filter_map(|(place, row)| Some((place + 1, *row, interval(row)?))).collect();
    let scale = Scale::of(dated.iter().map(|(.., interval)| *interval))?;
    if dated.len() < 2 {
        return None;
    }
    let mut marks: Vec<Mark<'_>> =
        dated.iter().map(|(number, row, interval)| Mark::of(*number, row, *interval, &scale)).collect();
    marks.sort_by(|one, other| one.from.total_cmp(&other.from));
    let lanes = arranged(&mut marks);
    let bottom = lanes * LANE + 6;
    let mut svg = format!(
        "<figure class=\"timeline\"><svg height=\"{bottom}\" role=\"img\" aria-label=\"When the claims were said\">\n",
    );
    let ticks = scale.ticks();
    for (at, ..) in &ticks {
        svg.push_str(&format!("<line x1=\"{at:.2}%\" x2=\"{at:.2}%\" y1=\"0\" y2=\"{bottom}\"/>\n"));
    }
    marks.iter().for_each(|mark| svg.push_str(&mark.drawn()));
    let undated = rows.len() - dated.len();
    let without =
        if undated == 0 { String::new() } else { format!(" {undated} without a date are not drawn.") };
    svg.push_str(&format!(
        "</svg>{}<figcaption>When the claims were said. A bar is as wide as the time is left open.{without}</figcaption></figure>\n",
        axis(&ticks)
    ));
    Some(svg)
}

/// The labels of the axis. They are drawn from an attribute: a word processor, which knows no drawing of this sort, would
/// else have them as words.
fn axis(ticks: &[(f64, String, &'static str)]) -> String {
    let label = |(at, label, stands): &(f64, String, &str)| {
        format!("<i class=\"{stands}\" style=\"left:{at:.2}%\" data-label=\"{}\"></i>", escaped(label))
    };
    format!("<div class=\"axis\" aria-hidden=\"true\">{}</div>", ticks.iter().map(label).collect::<String>())
}

struct Mark<'a> {
    number: usize,
    row: &'a ClaimRow,
    from: f64,
    until: f64,
    lane: usize,
}

impl<'a> Mark<'a> {
    fn of(number: usize, row: &'a ClaimRow, interval: Interval, scale: &Scale) -> Mark<'a> {
        let (from, until) = (scale.place(interval.earliest), scale.place(interval.latest));
        Mark { number, row, from, until, lane: 0 }
    }

    fn is_dot(&self) -> bool {
        self.until - self.from < NARROW
    }

    fn drawn(&self) -> String {
        let y = self.lane * LANE + 8;
        let doubtful = self.row.said.as_ref().is_some_and(|said| said.date.is_uncertain());
        let inexact = if doubtful || !self.is_dot() { " inexact" } else { "" };
        let shape = if self.is_dot() {
            format!(
                "<circle class=\"mark{inexact}\" cx=\"{:.2}%\" cy=\"{y}\" r=\"4\"/>",
                self.from.midpoint(self.until)
            )
        } else {
            format!(
                "<rect class=\"mark{inexact}\" x=\"{:.2}%\" y=\"{}\" width=\"{:.2}%\" height=\"8\" rx=\"4\"/>",
                self.from,
                y - 4,
                self.until - self.from
            )
        };
        format!(
            "<a href=\"#claim-{0}\" id=\"mark-{0}\" class=\"{1}\"><title>{2}</title>{shape}</a>\n",
            self.number,
            super::colours::of_claim(self.row),
            escaped(&self.row.statement)
        )
    }
}

/// Gives each mark the first row in which it lies over no other, and the number of rows.
fn arranged(marks: &mut [Mark<'_>]) -> usize {
    let mut ends: Vec<f64> = Vec::new();
    for mark in marks {
        let free = ends.iter().position(|end| *end + NARROW < mark.from);
        let lane = free.unwrap_or_else(|| ends.len().min(MOST_LANES - 1));
        if lane == ends.len() {
            ends.push(mark.until);
        }
        ends[lane] = ends[lane].max(mark.until);
        mark.lane = lane;
    }
    ends.len()
}

/// From the first to the last moment that is known.
struct Scale {
    first: i64,
    last: i64,
}

impl Scale {
    fn of(intervals: impl Iterator<Item = Interval>) -> Option<Scale> {
        let mut ends: Vec<i64> = Vec::new();
        for interval in intervals {
            ends.extend(
                [interval.earliest, interval.latest].iter().filter(|end| end.is_bounded()).map(|end| end.0),
            );
        }
        let (first, last) = (*ends.iter().min()?, *ends.iter().max()?);
        Some(Scale { first, last: last.max(first.saturating_add(1)) })
    }

    /// Where a moment stands, in percent; an end that is not known, at the edge.
    fn place(&self, moment: Moment) -> f64 {
        let at = moment.0.clamp(self.first, self.last);
        LEFT + WIDTH * (at as f64 - self.first as f64) / (self.last as f64 - self.first as f64)
    }

    /// Where years, months or days begin, at most six of them: the place, the label, and how it stands there.
    fn ticks(&self) -> Vec<(f64, String, &'static str)> {
        const MOST: usize = 5;
        let begins = [Unit::Year, Unit::Month, Unit::Day].map(|unit| self.begins(unit));
        let mut units = [Unit::Year, Unit::Month, Unit::Day].into_iter().zip(begins);
        let (unit, begins) = units.find(|(_, begins)| begins.len() > 2).unwrap_or((Unit::Day, Vec::new()));
        let step = begins.len().div_ceil(MOST).max(1);
        begins
            .into_iter()
            .step_by(step)
            .map(|moment| {
                let at = self.place(moment);
                let anchor = if at < 12.0 {
                    "start"
                } else if at > 88.0 {
                    "end"
                } else {
                    "middle"
                };
                (at, unit.label(moment), anchor)
            })
            .collect()
    }

    fn begins(&self, unit: Unit) -> Vec<Moment> {
        /// More would not be drawn, and centuries have too many days.
        const MOST: i64 = 4000;
        let Some((year, month, day)) = Moment(self.first).civil() else { return Vec::new() };
        let begin = |number: i64| match unit {
            Unit::Year => Moment::from_civil(year + number, 1, 1),
            Unit::Month => {
                let months = i64::from(month) - 1 + number;
                let month = u32::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
                Moment::from_civil(year + months.div_euclid(12), month, 1)
            }
            Unit::Day => Moment::from_civil(year, month, day).plus(number * 86_400),
        };
        let all = (0..MOST).map(begin).skip_while(|moment| moment.0 < self.first);
        let within: Vec<Moment> = all.take_while(|moment| moment.0 <= self.last).collect();
        within
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Year,
    Month,
    Day,
}

impl Unit {
    fn label(self, moment: Moment) -> String {
        let Some((year, month, day)) = moment.civil() else { return String::new() };
        match self {
            Unit::Year => Date::of_year(year).as_str().to_owned(),
            Unit::Month => date_words::short(&Date::of_month(year, month)),
            Unit::Day => date_words::short(&Date::of_day(year, month, day)),
        }
    }
}
