//! A file of BibTeX cut into its entries, and texts of TeX as plain text, as far as no crate does it.

/// A part of a file: an entry, a `@string`, a `@comment`, a `@preamble`.
#[derive(Debug)]
pub(super) struct RawPart<'t> {
    /// In small letters, without the `@`.
    pub kind: String,
    pub key: Option<String>,
    pub text: &'t str,
    /// Counted from 1.
    pub line: u64,
    pub is_sound: bool,
    /// What is wrong with it as a whole.
    pub problem: Option<&'static str>,
}

/// How deep braces may lie in one another: whoever reads them calls itself for each.
const DEEPEST: usize = 100;

/// Cuts a file. Where an entry does not end, it is cut off before the next one begins on a line of its own.
pub(super) fn parts(text: &str, is_sound: impl Fn(&str) -> bool) -> Vec<RawPart<'_>> {
    let (mut parts, mut at, mut line, mut counted) = (Vec::new(), 0, 1, 0);
    while let Some((start, kind, opening)) = next_part(text, at) {
        line += text[counted..start].matches('\n').count() as u64;
        counted = start;
        let end = balanced_end(text, opening);
        let next = next_entry_on_a_line(text, opening);
        let whole = end.map(|end| &text[start..end]);
        let is_entry = !matches!(kind.as_str(), "string" | "comment" | "preamble");
        let depth = depth(whole.unwrap_or_default());
        let sound = depth <= DEEPEST && whole.is_some_and(|whole| !is_entry || is_sound(whole));
        let holds_next = next.is_some_and(|next| end.is_none_or(|end| next < end));
        let is_cut = holds_next && !sound;
        let end = if is_cut { next } else { end }.unwrap_or(text.len());
        let problem = match (is_cut || whole.is_none(), depth > DEEPEST) {
            (true, _) => Some("the entry does not end: its braces are not balanced"),
            (_, true) => Some("braces lie too deep in one another"),
            _ => None,
        };
        let part = &text[start..end];
        parts.push(RawPart {
            key: key(&text[opening + 1..end]),
            kind,
            text: part.trim_end(),
            line,
            is_sound: sound && !is_cut,
            problem,
        });
        at = end.max(start + 1);
    }
    parts
}

/// The next `@word{` or `@word(`: where it begins, the word in small letters, where its bracket is.
fn next_part(text: &str, from: usize) -> Option<(usize, String, usize)> {
    for (at, _) in text[from..].match_indices('@') {
        let start = from + at;
        let is_free = text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if let Some((word, opening)) = word_and_bracket(text, start)
            && is_free
            && !is_commented_out(text, start)
        {
            return Some((start, word, opening));
        }
    }
    None
}

fn word_and_bracket(text: &str, start: usize) -> Option<(String, usize)> {
    let rest = &text[start + 1..];
    let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let blanks = rest[word..].len() - rest[word..].trim_start().len();
    let is_open = rest[word + blanks..].starts_with(['{', '(']);
    (word > 0 && is_open).then(|| (rest[..word].to_ascii_lowercase(), start + 1 + word + blanks))
}

/// Many programs take a line that begins with `%` for a comment.
fn is_commented_out(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with('%')
}

/// Behind the bracket that closes the one at this place.
fn balanced_end(text: &str, opening: usize) -> Option<usize> {
    let is_round = text[opening..].starts_with('(');
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(opening) {
        let closes_all = match byte {
            _ if is_escaped => false,
            b'{' => {
                depth += 1;
                false
            }
            b'}' => {
                depth = depth.checked_sub(1)?;
                depth == 0 && !is_round
            }
            b')' => is_round && depth == 0,
            _ => false,
        };
        is_escaped = byte == b'\\' && !is_escaped;
        if closes_all {
            return Some(at + 1);
        }
    }
    None
}

fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The next line that begins with `@word{key,`.
fn next_entry_on_a_line(text: &str, from: usize) -> Option<usize> {
    text[from..].match_indices('\n').map(|(at, _)| from + at + 1).find_map(|start| {
        let blanks = text[start..].len() - text[start..].trim_start_matches([' ', '\t']).len();
        let at = start + blanks;
        if !text[at..].starts_with('@') {
            return None;
        }
        let (_, opening) = word_and_bracket(text, at)?;
        key(&text[opening + 1..]).map(|_| at)
    })
}

/// The key that an entry begins with.
fn key(inside: &str) -> Option<String> {
    let end = inside.find([',', '}', '\n', '{', '=', '"'])?;
    let key = inside[..end].trim();
    (inside[end..].starts_with(',') && !key.is_empty() && !key.contains(char::is_whitespace))
        .then(|| key.to_owned())
}

/// The abbreviations that these texts may use, and those that they use themselves.
pub(super) fn needed_strings(texts: &[&str], strings: &[&RawPart<'_>]) -> String {
    let name = |part: &RawPart<'_>| {
        let inside = part.text.split(['{', '(']).nth(1).unwrap_or_default();
        inside.split('=').next().unwrap_or_default().trim().to_owned()
    };
    let mut needed = vec![false; strings.len()];
    let names: Vec<String> = strings.iter().map(|part| name(part)).collect();
    let mut open: Vec<&str> = texts.to_vec();
    while let Some(text) = open.pop() {
        for (at, part) in strings.iter().enumerate() {
            if !needed[at] && !names[at].is_empty() && part.is_sound && text.contains(names[at].as_str()) {
                needed[at] = true;
                open.push(part.text);
            }
        }
    }
    let all =
        strings.iter().zip(needed).filter(|(_, needed)| *needed).map(|(part, _)| format!("{}\n", part.text));
    all.collect()
}

/// Commands that only change how something looks.
const LOOKS: [&str; 26] = [
    "texttt",
    "textit",
    "textbf",
    "textsc",
    "textsl",
    "textrm",
    "textsf",
    "textup",
    "textmd",
    "textnormal",
    "emph",
    "mkbibemph",
    "mkbibitalic",
    "mkbibbold",
    "mkbibparens",
    "mkbibacro",
    "underline",
    "uppercase",
    "autocap",
    "url",
    "path",
    "nolinkurl",
    "mbox",
    "textsubscript",
    "textsuperscript",
    "NoCaseChange",
];

/// Commands of quotations.
const QUOTES: [&str; 4] = ["enquote", "mkbibquote", "textquote", "foreignquote"];

/// Commands that change how all looks that follows. They go with the blank behind them.
const SWITCHES: [&str; 13] =
    ["em", "it", "bf", "sc", "tt", "rm", "sf", "sl", "itshape", "bfseries", "scshape", "noopsort", "relax"];

/// Commands that stand for a sign.
const COMMANDS_OF_SIGNS: [(&str, &str); 11] = [
    ("hyphen", "-"),
    ("slash", "/"),
    ("ldots", "…"),
    ("textsmaller", ""),
    ("newblock", " "),
    ("quad", " "),
    ("qquad", " "),
    ("space", " "),
    ("addspace", " "),
    ("textapprox", "≈"),
    ("textdegree", "°"),
];

/// A source text of BibTeX in which commands that only change how something looks are braces, those of quotations are quotation marks, as two
/// signs for one are, and those that stand for a sign are that sign. What stands for a letter is left to the crate.
pub(super) fn with_commands_read(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let (mut rest, mut depth) = (text, 0_usize);
    // How deep the braces of open quotations lie.
    let mut quotations: Vec<usize> = Vec::new();
    while let Some(at) = rest.find(['\\', '{', '}', '`', '\'']) {
        read.push_str(&rest[..at]);
        let sign = &rest[at..=at];
        rest = &rest[at + 1..];
        match sign {
            "`" | "'" if rest.starts_with(sign) => {
                rest = &rest[1..];
                read.push(if sign == "`" { '“' } else { '”' });
                continue;
            }
            "`" | "'" => {}
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if quotations.last() == Some(&depth) {
                    quotations.pop();
                    read.push_str("}”");
                    continue;
                }
            }
            _ => {
                let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (name, behind) = rest.split_at(word);
                let opens = behind.starts_with('{');
                if word == 0 {
                    let escaped = rest.chars().next().map_or(0, char::len_utf8);
                    // `\-` is where a word may be broken, `\/` the end of a slant, `\ ` and `\,` blanks.
                    match rest.get(..escaped) {
                        Some("-" | "/") => {}
                        Some(" " | "," | ";" | "\n") => read.push(' '),
                        Some(other) => read.extend(["\\", other]),
                        None => read.push('\\'),
                    }
                    rest = &rest[escaped..];
                } else if opens && LOOKS.contains(&name) {
                    rest = behind;
                } else if opens && QUOTES.contains(&name) {
                    quotations.push(depth);
                    read.push('“');
                    rest = behind;
                } else if let Some((_, sign)) = COMMANDS_OF_SIGNS.iter().find(|(known, _)| *known == name) {
                    read.push_str(sign);
                    rest = behind.strip_prefix("{}").unwrap_or_else(|| behind.trim_start_matches(' '));
                } else if name == "textasciitilde" {
                    // Between braces, so that it is not taken for the blank that is written with the same sign.
                    read.push_str("{\\textasciitilde}");
                    rest = behind.strip_prefix("{}").unwrap_or_else(|| behind.trim_start_matches(' '));
                } else if SWITCHES.contains(&name) {
                    rest = behind.trim_start_matches(' ');
                } else {
                    read.extend(["\\", name]);
                    rest = behind;
                }
                continue;
            }
        }
        read.push_str(sign);
    }
    read + rest
}

/// The first command of TeX in a text.
pub(super) fn command_in(text: &str) -> Option<String> {
    text.match_indices('\\').find_map(|(at, _)| {
        let word: String = text[at + 1..].chars().take_while(char::is_ascii_alphabetic).collect();
        (!word.is_empty()).then(|| format!("\\{word}"))
    })
}

/// An address or a number as it stands, without the braces and backslashes with which some programs protect its signs.
pub(super) fn verbatim(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut signs = text.trim().chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '\\' if signs.peek().is_some_and(|next| "_%&#$~{}".contains(*next)) => plain.extend(signs.next()),
            '{' | '}' => {}
            c => plain.push(c),
        }
    }
    tidy(&plain)
}

/// A text with one blank between words.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A formula in signs, as far as there are signs for it: `\alpha_2` is `α₂`. What there is no sign for stays as it is, between dollars.
pub(super) fn formula(tex: &str) -> String {
    signs_of(tex).unwrap_or_else(|| format!("${tex}$"))
}

fn signs_of(tex: &str) -> Option<String> {
    let mut signs = String::new();
    let mut rest = tex;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (name, behind) = rest.split_at(word);
                if matches!(
                    name,
                    "mathrm"
                        | "mathit"
                        | "mathbf"
                        | "mathcal"
                        | "mathbb"
                        | "text"
                        | "textrm"
                        | "textit"
                        | "emph"
                        | "ensuremath"
                ) {
                    rest = behind;
                } else if name.is_empty() {
                    // `\,` and the like are blanks.
                    rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..)?;
                } else {
                    signs.push(sign(name)?);
                    rest = behind.strip_prefix(' ').unwrap_or(behind);
                }
            }
            '^' | '_' => {
                let (argument, behind) = argument(rest)?;
                for sign in signs_of(argument)?.chars() {
                    signs.push(if sign == '∘' { '°' } else { shifted(sign, c == '^')? });
                }
                rest = behind;
            }
            '{' | '}' => {}
            c => signs.push(c),
        }
    }
    Some(signs)
}

/// What follows `^` or `_`: one sign, or what stands in braces.
fn argument(text: &str) -> Option<(&str, &str)> {
    if let Some(inside) = text.strip_prefix('{') {
        return inside.split_once('}');
    }
    if let Some(command) = text.strip_prefix('\\') {
        let letters = command.bytes().take_while(u8::is_ascii_alphabetic).count();
        return Some(text.split_at(1 + letters));
    }
    let end = text.chars().next()?.len_utf8();
    Some(text.split_at(end))
}

fn shifted(c: char, is_raised: bool) -> Option<char> {
    const PLAIN: &str = "0123456789+-=()n";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ";
    let at = PLAIN.chars().position(|plain| plain == c)?;
    let signs = if is_raised { RAISED } else { LOWERED };
    signs.chars().nth(at)
}

fn sign(name: &str) -> Option<char> {
    const SIGNS: [(&str, char); 52] = [
        ("alpha", 'α'),
        ("beta", 'β'),
        ("gamma", 'γ'),
        ("delta", 'δ'),
        ("epsilon", 'ε'),
        ("varepsilon", 'ε'),
        ("zeta", 'ζ'),
        ("eta", 'η'),
        ("theta", 'θ'),
        ("iota", 'ι'),
        ("kappa", 'κ'),
        ("lambda", 'λ'),
        ("mu", 'μ'),
        ("nu", 'ν'),
        ("xi", 'ξ'),
        ("pi", 'π'),
        ("rho", 'ρ'),
        ("sigma", 'σ'),
        ("tau", 'τ'),
        ("phi", 'φ'),
        ("varphi", 'φ'),
        ("chi", 'χ'),
        ("psi", 'ψ'),
        ("omega", 'ω'),
        ("Gamma", 'Γ'),
        ("Delta", 'Δ'),
        ("Theta", 'Θ'),
        ("Lambda", 'Λ'),
        ("Xi", 'Ξ'),
        ("Pi", 'Π'),
        ("Sigma", 'Σ'),
        ("Phi", 'Φ'),
        ("Psi", 'Ψ'),
        ("Omega", 'Ω'),
        ("times", '×'),
        ("cdot", '·'),
        ("pm", '±'),
        ("leq", '≤'),
        ("geq", '≥'),
        ("neq", '≠'),
        ("approx", '≈'),
        ("infty", '∞'),
        ("to", '→'),
        ("rightarrow", '→'),
        ("leftarrow", '←'),
        ("sim", '∼'),
        ("circ", '∘'),
        ("prime", '′'),
        ("ell", 'ℓ'),
        ("partial", '∂'),
        ("in", '∈'),
        ("sqrt", '√'),
    ];
    SIGNS.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_in_signs() {
        assert_eq!(formula(r"\alpha_2"), "α₂");
        assert_eq!(formula(r"\mathrm{CO}_{2}"), "CO₂");
        assert_eq!(formula(r"10^{-3}"), "10⁻³");
        assert_eq!(formula(r"90^\circ"), "90°");
        assert_eq!(formula(r"\frac{1}{2}"), r"$\frac{1}{2}$");
    }

    #[test]
    fn commands_that_only_change_the_look_go() {
        let read = with_commands_read(
            r#"a \texttt{b} \emph{c {D}} \enquote{e {f}} g\hyphen h \'{e} {\"o} \& {\em i} \foo{j} k\-l\ m"#,
        );
        assert_eq!(read, r#"a {b} {c {D}} “{e {f}}” g-h \'{e} {\"o} \& {i} \foo{j} kl m"#);
        assert_eq!(command_in(r"\& \foo x").as_deref(), Some(r"\foo"));
    }

    #[test]
    fn an_entry_that_does_not_end_is_cut_before_the_next() {
        let text = "% @article{no,}\n@string{a = {x}}\n@book{one, title = {A {B},\n}\n@book{two, title = {C}}\n@book(three, title = {D})";
        let sound = |text: &str| text.matches('{').count() == text.matches('}').count();
        let found: Vec<(String, u64, bool)> = parts(text, sound)
            .iter()
            .map(|part| (part.kind.clone(), part.line, part.problem.is_none()))
            .collect();
        assert_eq!(
            found,
            [
                ("string".into(), 2, true),
                ("book".into(), 3, false),
                ("book".into(), 5, true),
                ("book".into(), 6, true)
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut(text in "[@{}(),=a-z\"\\\\\n% ]{0,80}|\\PC{0,40}") {
            let _ = parts(&text, |_| true);
            let _ = parts(&text, |_| false);
            let _ = formula(&text);
            let _ = with_commands_read(&text);
        }
    }
}
