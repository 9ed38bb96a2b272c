//! Days, and dates as uncertain as news has them: by day, month or year, approximate, in doubt, or from one to another.

use super::rng::Rng;

/// Days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The calendar of Howard Hinnant's `civil_from_days`.
    pub fn civil(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (year + era * 400 + i32::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
    }

    pub fn plus(self, days: i32) -> Day {
        Day(self.0 + days)
    }

    pub fn by_day(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    pub fn by_month(self) -> String {
        let (year, month, _) = self.civil();
        format!("{year:04}-{month:02}")
    }

    pub fn by_year(self) -> String {
        format!("{:04}", self.civil().0)
    }

    /// As an article dates what was said.
    pub fn as_said(self, rng: &mut Rng) -> String {
        match rng.below(100) {
            0..62 => self.by_day(),
            62..65 => format!("{}T{:02}:{:02}:00Z", self.by_day(), rng.below(24), rng.below(60)),
            65..79 => self.by_month(),
            79..85 => self.by_year(),
            85..90 => format!("{}~", self.by_month()),
            90..92 => format!("{}~", self.by_year()),
            92..95 => format!("{}?", self.by_day()),
            95..97 => format!("{}%", self.by_month()),
            97..99 => format!("{}/{}", self.by_day(), self.plus(rng.between(2, 45)).by_day()),
            _ => format!("../{}", self.by_day()),
        }
    }

    /// As a document or a tenure is dated.
    pub fn roughly(self, rng: &mut Rng) -> String {
        match rng.below(100) {
            0..70 => self.by_day(),
            70..88 => self.by_month(),
            88..96 => self.by_year(),
            _ => format!("{}~", self.by_month()),
        }
    }

    /// As the time that a claim is about.
    pub fn as_concerned(self, rng: &mut Rng) -> String {
        let (earlier, later) = (self.plus(-rng.between(30, 2000)), self.plus(rng.between(30, 900)));
        match rng.below(5) {
            0 => self.by_year(),
            1 => self.by_month(),
            2 => format!("{}/..", earlier.by_year()),
            3 => format!("{}/{}", earlier.by_month(), self.by_month()),
            _ => later.by_year(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        assert_eq!(Day(0).by_day(), "1970-01-01");
        assert_eq!(Day(12_784).by_day(), "2005-01-01");
        assert_eq!(Day(19_782).by_day(), "2024-02-29");
        assert_eq!(Day(20_453).by_month(), "2025-12");
    }
}
