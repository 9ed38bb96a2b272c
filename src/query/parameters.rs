//! A question with the values that were given for its `$names`: what an answer says was asked must be what was asked.

use std::collections::BTreeMap;

use crate::language::{format_ask, parse_ask, quote_string};
use crate::model::problem::Result;
use crate::model::{Date, Problem, Span};

/// The values of `$name`, given from outside; never parsed as language.
#[derive(Clone, Debug, Default)]
pub struct Params(pub BTreeMap<String, String>);

impl Params {
    /// Gives `$name` a value.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// # Errors
    /// Where no value was given.
    pub fn get(&self, name: &str, span: Span) -> Result<&str> {
        self.0.get(name).map(String::as_str).ok_or_else(|| {
            Problem::invalid(format!("`${name}` has no value"))
                .at(span)
                .hint(format!("give it one: --param {name}=…"))
        })
    }
}

impl<N: Into<String>, V: Into<String>, const COUNT: usize> From<[(N, V); COUNT]> for Params {
    fn from(values: [(N, V); COUNT]) -> Params {
        values.into_iter().collect()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Params {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Params {
        Params(values.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// The question, in the canonical form, with values in the places of `$names`: a date where one can stand, else a text in
/// quotation marks, which is never read as language. What would not mean the same keeps its `$`.
pub fn with_values(question: &str, params: &Params) -> String {
    let mut text = question.to_owned();
    let mut from = 0;
    while let Some((place, name)) = next_parameter(&text, from) {
        from = place + 1;
        let Some(value) = params.0.get(&name) else { continue };
        let as_date = Date::parse(value).is_ok().then(|| value.clone());
        for written in as_date.into_iter().chain([quote_string(value)]) {
            let tried = format!("{}{written}{}", &text[..place], &text[place + 1 + name.len()..]);
            if parse_ask(&tried).is_ok() {
                from = place + written.len();
                text = tried;
                break;
            }
        }
    }
    parse_ask(&text).map_or(text, |ask| format_ask(&ask))
}

/// The first `$name` from a place on that stands in no quotation.
fn next_parameter(text: &str, from: usize) -> Option<(usize, String)> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (place, c) in text.char_indices() {
        match c {
            '"' if !is_escaped => is_quoted = !is_quoted,
            '$' if !is_quoted && place >= from => {
                let is_of_name = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-');
                let name: String = text[place + 1..].chars().take_while(is_of_name).collect();
                if !name.is_empty() {
                    return Some((place, name));
                }
            }
            _ => {}
        }
        is_escaped = is_quoted && c == '\\' && !is_escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::query::parameters::*;

    #[test]
    fn values_stand_where_they_were_given() {
        let params = [("who", "Russia"), ("when", "2025-07"), ("odd", "say \"no\" $who"), ("year", "2024")];
        let params = Params(params.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        for (question, wanted) in [
            ("claims about $who", "claims about \"Russia\""),
            ("claims about $who said since $when", "claims about \"Russia\" said since 2025-07"),
            ("claims containing \"$who\"", "claims containing \"$who\""),
            ("claims containing $year", "claims containing \"2024\""),
            ("claims about $missing by $who", "claims about $missing by \"Russia\""),
            ("claims as of $when", "claims as of 2025-07"),
        ] {
            let canonical = format_ask(&parse_ask(question).expect(question));
            let shown = with_values(&canonical, &params);
            let wanted = format_ask(&parse_ask(wanted).expect(wanted));
            assert_eq!(shown, wanted, "{question}");
        }
        let odd = with_values("claims containing $odd", &params);
        assert!(parse_ask(&odd).is_ok() && odd.contains("$who") && !odd.contains("$odd"), "{odd}");
    }
}
