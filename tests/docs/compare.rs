//! What a page says against what the program writes. `…` stands for whatever is different each time.

/// Whether the lines of a page fit those that were written.
pub fn fits(given: &[String], written: &[String]) -> bool {
    match given {
        [] => written.is_empty(),
        [first, rest @ ..] if first.trim() == "…" => {
            (0..=written.len()).any(|skipped| fits(rest, &written[skipped..]))
        }
        [first, rest @ ..] => {
            written.first().is_some_and(|line| line_fits(first, line)) && fits(rest, &written[1..])
        }
    }
}

fn line_fits(given: &str, written: &str) -> bool {
    if !given.contains('…') {
        return given.trim_end() == written.trim_end();
    }
    let (given, written) = (squeezed(given), squeezed(written));
    let parts: Vec<&str> = given.split('…').collect();
    parts_fit(&parts, &written, true)
}

/// The parts stand in this order, something between each two; the first at the start, the last at the end.
fn parts_fit(parts: &[&str], written: &str, is_first: bool) -> bool {
    let [part, rest @ ..] = parts else { return false };
    let places: Vec<usize> =
        if is_first { vec![0] } else { written.match_indices(part).map(|(at, _)| at).collect() };
    if rest.is_empty() {
        return if is_first {
            written == *part
        } else {
            written.ends_with(part) && written.len() > part.len()
        };
    }
    places.into_iter().any(|at| {
        let after = written[at..].strip_prefix(part);
        (is_first || at > 0) && after.is_some_and(|after| parts_fit(rest, after, false))
    })
}

/// Runs of blanks and of table lines as one: what stands for `…` has another width.
fn squeezed(line: &str) -> String {
    let mut squeezed = String::new();
    for c in line.trim_end().chars() {
        if !(matches!(c, ' ' | '─') && squeezed.ends_with(c)) {
            squeezed.push(c);
        }
    }
    squeezed
}

/// A line with `…` for what will be different the next time: moments of today, digests, durations, sizes.
pub fn settled(line: &str, today: &[String]) -> String {
    let is_table = line.starts_with('│');
    let mut settled = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let before = settled.chars().last();
        let length = moment(rest, today).or_else(|| digest(rest, before)).unwrap_or(0);
        if length > 0 {
            settled.push('…');
            if is_table {
                settled.extend(std::iter::repeat_n(' ', length - 1));
            }
            rest = &rest[length..];
            continue;
        }
        settled.push(c);
        rest = &rest[c.len_utf8()..];
        if settled.ends_with("_us\":") {
            settled.push('…');
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    if settled.starts_with("bytes of ") {
        let label = settled.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        return label + "…";
    }
    settled
}

/// The length of a moment of these days, at the start of a text.
fn moment(text: &str, days: &[String]) -> Option<usize> {
    let day = days.iter().find(|day| text.starts_with(day.as_str()))?;
    let after = text[day.len()..].strip_prefix('T')?;
    let length = after.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.'))?;
    after[length..].starts_with('Z').then_some(day.len() + 1 + length + 1)
}

/// The length of a digest at the start of a text, whole or shortened. Ids made from content have `-` before.
fn digest(text: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return None;
    }
    let length = text.find(|c: char| !matches!(c, '0'..='9' | 'a'..='f')).unwrap_or(text.len());
    let hex = &text[..length];
    let ends = text[length..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let is_hex =
        hex.contains(|c: char| c.is_ascii_digit()) && hex.contains(|c: char| c.is_ascii_alphabetic());
    (ends && is_hex && matches!(length, 12 | 64)).then_some(length)
}

#[test]
fn dots_stand_for_anything() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(fits(&lines("a\n…\nb"), &lines("a\nx\ny\nb")));
    assert!(fits(&lines("a\n…\nb"), &lines("a\nb")));
    assert!(!fits(&lines("a\nb"), &lines("a\nx\nb")));
    assert!(line_fits("at … by mira", "at 2025-01-01T00:00:00Z by mira"));
    assert!(!line_fits("at … by mira", "at 2025-01-01T00:00:00Z by someone"));
    assert!(!line_fits("a…b", "ab"));
    assert!(line_fits("│ …   │ x │", "│ 2025 │ x │"));
    assert_eq!(settled("recorded 2025-01-02T03:04:05Z by a", &["2025-01-02".into()]), "recorded … by a");
    assert_eq!(settled("claim-1f3a0c92e5b7 9c2ad4357c16", &[]), "claim-1f3a0c92e5b7 …");
    assert_eq!(settled("{\"parse_us\":12,\"rows\":3}", &[]), "{\"parse_us\":…,\"rows\":3}");
}
