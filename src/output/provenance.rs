//! What was asked, when, of which state of the database, and how many there were: what every export says of itself where its
//! format allows, and what `dictum verify` reads in it.

use crate::output::content::phrase;
use crate::query::answer::{Answer, AnswerBody};

/// The provenance of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The question in the canonical form, with the values of its parameters.
    pub question: String,
    /// RFC 3339, UTC.
    pub asked_at: String,
    /// The hash of the last transaction, and its number.
    pub digest: String,
    pub sequence: u64,
    /// How many fit, before `limit` and `offset`.
    pub total: usize,
}

impl Provenance {
    pub fn of(answer: &Answer) -> Provenance {
        let asked = &answer.asked;
        Provenance {
            question: asked.question.clone(),
            asked_at: phrase::moment(asked.at),
            digest: asked.digest.clone(),
            sequence: asked.sequence,
            total: total(answer),
        }
    }

    /// Each with its name.
    pub(in crate::output) fn fields(&self) -> [(&'static str, String); 5] {
        [
            ("question", self.question.clone()),
            ("asked-at", self.asked_at.clone()),
            ("digest", self.digest.clone()),
            ("sequence", self.sequence.to_string()),
            ("total", self.total.to_string()),
        ]
    }
}

fn total(answer: &Answer) -> usize {
    match &answer.body {
        AnswerBody::Claims(claims) => claims.total,
        AnswerBody::Counts(counts) => counts.counted,
        AnswerBody::Records(records) => records.total,
        AnswerBody::Shown(_) | AnswerBody::History(_) | AnswerBody::Explained(_) => answer.rows(),
    }
}

// ---- Reading it again -------------------------------------------------------------------------------------------------

impl Provenance {
    /// What a file that was written by dictum says of itself: a page, `audit` or `print` Markdown, or `json`. Nothing where
    /// it says nothing that can be read.
    pub fn read(text: &str) -> Option<Provenance> {
        let text = text.trim_start_matches('\u{feff}');
        match text.trim_start().chars().next()? {
            '<' => of_page(text),
            '{' => of_json(text),
            _ => of_audit(text).or_else(|| of_article(text)),
        }
    }
}

fn of_page(text: &str) -> Option<Provenance> {
    let field = |name: &str| {
        let (_, rest) = text.split_once(&format!("<meta name=\"dictum-{name}\" content=\""))?;
        let (value, _) = rest.split_once('"')?;
        let unescaped = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        Some(unescaped.iter().fold(value.to_owned(), |value, (sign, c)| value.replace(sign, c)))
    };
    Some(Provenance {
        question: field("question")?,
        asked_at: field("asked-at")?,
        digest: field("digest")?,
        sequence: field("sequence")?.parse().ok()?,
        total: field("total")?.parse().ok()?,
    })
}

fn of_json(text: &str) -> Option<Provenance> {
    let object: serde_json::Value = serde_json::from_str(text).ok()?;
    let field = |name: &str| object.get(name)?.as_str().map(str::to_owned);
    Some(Provenance {
        question: field("question")?,
        asked_at: field("asked_at")?,
        digest: field("digest")?,
        sequence: object.get("sequence")?.as_u64()?,
        total: usize::try_from(object.get("total")?.as_u64()?).ok()?,
    })
}

/// `# question`, then `Asked at … of the database; digest `…`, transaction 6.` and how many there are.
fn of_audit(text: &str) -> Option<Provenance> {
    let mut lines = text.lines();
    let question = unescaped(lines.next()?.strip_prefix("# ")?);
    let line = lines.find(|line| line.starts_with("Asked at "))?;
    let asked_at = line.strip_prefix("Asked at ")?.split(' ').next()?.to_owned();
    let (digest, rest) = line.split_once("digest `")?.1.split_once('`')?;
    let sequence = rest.strip_prefix(", transaction ")?.trim_end_matches('.').parse().ok()?;
    let total = lines.find_map(|line| first_total(&unescaped(line.strip_prefix("- ")?))).unwrap_or_default();
    Some(Provenance { question, asked_at, digest: digest.to_owned(), sequence, total })
}

/// The last line: `*question – 4 claims, asked on 27 November 2026, 19:24:55 UTC of the database at transaction 1, digest ….*`
fn of_article(text: &str) -> Option<Provenance> {
    let line = text.trim_end().lines().next_back()?.strip_prefix('*')?.strip_suffix('*')?;
    let line = unescaped(line);
    let (before, digest) = line.rsplit_once(", digest ")?;
    let (before, sequence) = before.rsplit_once(" at transaction ")?;
    let (before, asked) = before.rsplit_once(", asked on ")?;
    let (question, count) = before.rsplit_once(" – ")?;
    let day = asked.split(" UTC").next()?;
    let moment = ["%d %B %Y, %H:%M:%S", "%d %B %Y, %H:%M"]
        .iter()
        .find_map(|form| chrono::NaiveDateTime::parse_from_str(day, form).ok())?;
    Some(Provenance {
        question: question.to_owned(),
        asked_at: moment.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        digest: digest.to_owned(),
        sequence: sequence.parse().ok()?,
        total: first_total(count).unwrap_or_default(),
    })
}

/// The number of all in `4 claims`, `no claims`, `20 of 134 claims shown`.
fn first_total(count: &str) -> Option<usize> {
    if count.starts_with("no ") {
        return Some(0);
    }
    let whole = count.split_once(" of ").map_or(count, |(_, whole)| whole);
    whole.split(' ').next()?.parse().ok()
}

/// Markdown without the signs that keep it from being read as more.
fn unescaped(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => text.extend(chars.next()),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dictum_wrote_is_read_again() {
        let wanted = Provenance {
            question: "claims containing \"a – b\" about X".to_owned(),
            asked_at: "2026-11-27T19:24:55Z".to_owned(),
            digest: "0c3d".to_owned(),
            sequence: 12,
            total: 134,
        };
        for text in [
            "# claims containing \"a – b\" about X\n\nAsked at 2026-11-27T19:24:55Z of the database; digest `0c3d`, transaction 12.\n\n- 20 of 134 claims shown\n",
            "text\n\n*claims containing \"a – b\" about X – 134 claims, asked on 27 November 2026, 19:24:55 UTC of the database at transaction 12, digest 0c3d*\n",
            "{\"question\":\"claims containing \\\"a – b\\\" about X\",\"asked_at\":\"2026-11-27T19:24:55Z\",\"digest\":\"0c3d\",\"sequence\":12,\"total\":134}",
            "<!DOCTYPE html><meta name=\"dictum-question\" content=\"claims containing &quot;a – b&quot; about X\"><meta name=\"dictum-asked-at\" content=\"2026-11-27T19:24:55Z\"><meta name=\"dictum-digest\" content=\"0c3d\"><meta name=\"dictum-sequence\" content=\"12\"><meta name=\"dictum-total\" content=\"134\">",
        ] {
            assert_eq!(Provenance::read(text).as_ref(), Some(&wanted), "{text}");
        }
        for text in ["", "plain", "<p>", "{}", "# a heading\n", "*emphasis*"] {
            assert_eq!(Provenance::read(text), None, "{text}");
        }
    }
}
