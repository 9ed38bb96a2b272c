//! Names that are nearly the same: "Jon Smith" and "John Smith", "Smith, John" and "John Smith". They are not taken for one;
//! somebody is to look at them.

use std::collections::{BTreeSet, HashMap};

use strsim::damerau_levenshtein;

use crate::model::text::{fold, words};

/// How many pairs are found at most.
const MOST: usize = 20;
/// Of more names than these with the same beginning, the pairs are not looked at one by one.
const MOST_ALIKE: usize = 400;
/// Shorter names differ by a letter and are others: "Ali" and "Eli".
const SHORTEST: usize = 6;

/// The pairs of names that are nearly the same, at most twenty of them.
pub fn near<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<(String, String)> {
    let mut by_key: HashMap<String, Vec<&str>> = HashMap::new();
    for name in names {
        for key in keys_of(name) {
            by_key.entry(key).or_default().push(name);
        }
    }
    let mut found = BTreeSet::new();
    let mut groups: Vec<&Vec<&str>> =
        by_key.values().filter(|names| (2..=MOST_ALIKE).contains(&names.len())).collect();
    groups.sort();
    for group in groups {
        for (at, one) in group.iter().enumerate() {
            for other in group[at + 1..].iter().filter(|other| are_near(one, other)) {
                let (first, second) = if one < other { (one, other) } else { (other, one) };
                found.insert(((*first).to_owned(), (*second).to_owned()));
                if found.len() >= MOST {
                    return found.into_iter().collect();
                }
            }
        }
    }
    found.into_iter().collect()
}

/// Names that are nearly the same have one of these in common: their words in any order, their beginning, their last word.
fn keys_of(name: &str) -> Vec<String> {
    let mut sorted: Vec<String> = words(name).collect();
    let last = sorted.last().cloned().unwrap_or_default();
    sorted.sort();
    let beginning: String = fold(name).chars().take(3).collect();
    vec![format!("words {}", sorted.join(" ")), format!("begins {beginning}"), format!("ends {last}")]
}

fn are_near(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    if one == other {
        return false;
    }
    let sorted = |name: &str| {
        let mut words: Vec<String> = words(name).collect();
        words.sort();
        words
    };
    if sorted(&one) == sorted(&other) {
        return true;
    }
    let (lengths, digits) = ([one.chars().count(), other.chars().count()], |name: &str| {
        name.chars().filter(char::is_ascii_digit).collect::<String>()
    });
    let most = if lengths[0].min(lengths[1]) >= 2 * SHORTEST { 2 } else { 1 };
    lengths[0].min(lengths[1]) >= SHORTEST
        && lengths[0].abs_diff(lengths[1]) <= most
        && digits(&one) == digits(&other)
        && damerau_levenshtein(&one, &other) <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_turned_names_are_found_and_others_are_not() {
        let names = [
            "John Smith",
            "Jon Smith",
            "Smith, John",
            "Jane Roe",
            "Ali",
            "Eli",
            "Unit 1234",
            "Unit 1235",
            "محمد العلي",
            "محمد العلى ",
            "أحمد المنصور",
            "أحمد المنصوري",
        ];
        let found = near(names);
        let has = |one: &str, other: &str| {
            found.iter().any(|pair| {
                pair == &(one.to_owned(), other.to_owned()) || pair == &(other.to_owned(), one.to_owned())
            })
        };
        assert!(has("John Smith", "Jon Smith") && has("John Smith", "Smith, John"), "{found:?}");
        assert!(has("أحمد المنصور", "أحمد المنصوري"), "{found:?}");
        assert!(
            !has("Ali", "Eli") && !has("Unit 1234", "Unit 1235") && !has("محمد العلي", "محمد العلى "),
            "{found:?}"
        );
    }
}
