//! Quotation marks around a text that may have some of its own: `“‘Big’ day”`, never `““Big” day”`.

use std::borrow::Cow;
use std::collections::HashSet;

/// A text in quotation marks. Those that it has take the other form, each in its own manner: “…” becomes ‘…’, „…“ becomes
/// ‚…‘, and "…" becomes ‘…’; ‘…’ within such a pair becomes “…”. Others, such as «…» and 「…」, cannot be taken for the
/// outer ones and stay.
pub(in crate::output) fn quoted(text: &str) -> String {
    format!("“{}”", within(text))
}

/// The text as it stands within “…”.
pub(in crate::output) fn within(text: &str) -> Cow<'_, str> {
    if !text.contains(['“', '”', '„', '"', '‟']) {
        return text.into();
    }
    let mut chars: Vec<char> = text.chars().collect();
    let marks = chars.clone();
    for pair in pairs(&marks) {
        let (open, close) = match (marks[pair.open], marks[pair.close]) {
            ('‘', _) => ('“', '”'),
            ('„', '“') => ('‚', '‘'),
            ('„', _) => ('‚', '’'),
            _ => ('‘', '’'),
        };
        (chars[pair.open], chars[pair.close]) = (open, close);
    }
    // One that has no partner would be taken for the end of ours.
    for (at, mark) in marks.iter().enumerate() {
        let is_alone = chars[at] == *mark;
        chars[at] = match mark {
            '“' | '‟' if is_alone => '‘',
            '”' if is_alone => '’',
            '„' if is_alone => '‚',
            _ => chars[at],
        };
    }
    chars.into_iter().collect::<String>().into()
}

/// Where a pair of marks stands.
#[derive(Clone, Copy)]
struct Pair {
    open: usize,
    close: usize,
    /// The mark that was open before it.
    outer: Option<usize>,
}

/// The pairs of double marks, and of single ones inside a pair of double ones. An apostrophe is no mark.
fn pairs(chars: &[char]) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, mark) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + 1).copied();
        let begins = before.is_none_or(|c| !c.is_alphanumeric() && !is_closing(c));
        let ends = after.is_none_or(|c| !c.is_alphanumeric());
        let closed = match mark {
            '“' | '”' => partner(&open, chars, |c| {
                if *mark == '“' { c == '„' } else { matches!(c, '“' | '„' | '‟') }
            }),
            '"' if ends => partner(&open, chars, |c| c == '"'),
            '’' if ends => {
                open.last().copied().filter(|place| chars[*place] == '‘').map(|_| open.len() - 1)
            }
            _ => None,
        };
        match closed {
            Some(place) => {
                let outer = place.checked_sub(1).map(|outer| open[outer]);
                found.push(Pair { open: open[place], close: at, outer });
                open.truncate(place);
            }
            None if matches!(mark, '“' | '„' | '‟') || *mark == '"' && begins => open.push(at),
            None if *mark == '‘' && !open.is_empty() => open.push(at),
            None => {}
        }
    }
    // A single pair is one of marks only inside of a double pair that was closed itself.
    let closed: HashSet<usize> = found.iter().map(|pair| pair.open).collect();
    found.retain(|pair| chars[pair.open] != '‘' || pair.outer.is_some_and(|outer| closed.contains(&outer)));
    found
}

/// The last open mark that fits, among the latest: nobody nests deeper.
fn partner(open: &[usize], chars: &[char], fits: impl Fn(char) -> bool) -> Option<usize> {
    const DEEPEST: usize = 8;
    let latest = open.len().saturating_sub(DEEPEST);
    open[latest..].iter().rposition(|place| fits(chars[*place])).map(|place| latest + place)
}

fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | '!' | '?' | ')' | ']')
}

#[cfg(test)]
mod tests {
    use crate::output::content::quoting::*;

    #[test]
    fn marks_within_marks_take_the_other_form() {
        for (text, wanted) in [
            ("“Big” day", "“‘Big’ day”"),
            ("\"Big\" day", "“‘Big’ day”"),
            ("A \"big\", \"bold\" day", "“A ‘big’, ‘bold’ day”"),
            ("Der „große“ Tag", "“Der ‚große‘ Tag”"),
            ("Le «grand» jour", "“Le «grand» jour”"),
            ("“He said ‘no’, twice”", "“‘He said “no”, twice’”"),
            ("It’s the boys’ day", "“It’s the boys’ day”"),
            ("“It’s ‘on’”", "“‘It’s “on”’”"),
            ("a screen of 5\" and more", "“a screen of 5\" and more”"),
            ("הודעת דובר צה\"ל", "“הודעת דובר צה\"ל”"),
            ("قال «لا» ثم “نعم”", "“قال «لا» ثم ‘نعم’”"),
            ("left “open", "“left ‘open”"),
            ("plain", "“plain”"),
            ("", "“”"),
        ] {
            assert_eq!(quoted(text), wanted);
        }
    }

    #[test]
    fn no_mark_of_ours_ends_early() {
        for text in ["”", "“”", "“““", "„“”", "‘“’”", "\"\"\"", "“a‘b”c’"] {
            let inside = quoted(text);
            let inside = inside.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')).unwrap_or_default();
            let opened = inside.matches('“').count();
            assert_eq!(opened, inside.matches('”').count(), "{text} became {inside}");
        }
    }
}
