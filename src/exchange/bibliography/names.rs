//! Names of persons in their parts, and names of organizations, which have none.

/// A name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Of an organization, and where the parts are not known, the whole.
    pub family: String,
    pub given: String,
    /// "von", "de la".
    pub particle: String,
    /// "Jr.", "III".
    pub suffix: String,
    /// Whether `family` is the whole name.
    pub is_whole: bool,
}

impl PersonName {
    pub fn whole(name: &str) -> PersonName {
        PersonName { family: tidy(name), is_whole: true, ..PersonName::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.family.is_empty() && self.given.is_empty()
    }

    /// As it is printed in a text: "Ludwig van Beethoven", "Martin Luther King Jr.".
    pub fn printed(&self) -> String {
        let parts = [&self.given, &self.particle, &self.family, &self.suffix];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// As BibLaTeX writes it, its parts told apart: `van Beethoven, Ludwig`, `King, Jr., Martin Luther`, `{World Health Organization}`.
    pub fn inverted(&self) -> String {
        if self.is_whole {
            return format!("{{{}}}", without_braces(&self.family));
        }
        let family = match self.particle.is_empty() {
            true => protected(&self.family),
            false => format!("{} {}", self.particle, protected(&self.family)),
        };
        match (self.suffix.is_empty(), self.given.is_empty()) {
            (true, true) => format!("{{{}}}", without_braces(&self.family)),
            (true, false) => format!("{family}, {}", protected(&self.given)),
            (false, _) => format!("{family}, {}, {}", protected(&self.suffix), protected(&self.given)),
        }
    }
}

/// A part of a name in which nothing is taken for what stands between parts.
fn protected(part: &str) -> String {
    let part = without_braces(part);
    let small = part.to_lowercase();
    let is_cut = part.contains(',') || small.split_whitespace().any(|word| word == "and");
    if is_cut { format!("{{{part}}}") } else { part }
}

fn without_braces(text: &str) -> String {
    text.replace(['{', '}'], "")
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several names as BibLaTeX writes them.
pub fn written(names: &[PersonName]) -> String {
    names.iter().map(PersonName::inverted).collect::<Vec<_>>().join(" and ")
}

/// Reads what [`written`] writes.
pub fn read(text: &str) -> Vec<PersonName> {
    let names = split_outside_braces(text, " and ");
    names.iter().map(|name| read_one(name)).filter(|name| !name.is_empty()).collect()
}

fn read_one(text: &str) -> PersonName {
    let text = text.trim();
    let parts: Vec<String> = split_outside_braces(text, ",").iter().map(|part| tidy(part)).collect();
    let (family, suffix, given) = match &parts[..] {
        [family, given] => (family, "", given.as_str()),
        [family, suffix, given, ..] => (family, suffix.as_str(), given.as_str()),
        _ => return PersonName::whole(&without_braces(text)),
    };
    let (particle, family) = with_particle(family);
    let part = |text: &str| tidy(&without_braces(text));
    PersonName {
        family: part(family),
        given: part(given),
        particle: part(particle),
        suffix: part(suffix),
        is_whole: false,
    }
}

/// The words in small letters before a family name are its particle.
fn with_particle(family: &str) -> (&str, &str) {
    let mut end = 0;
    for word in family.split_inclusive(' ') {
        let is_particle =
            word.chars().next().is_some_and(char::is_lowercase) && end + word.len() < family.len();
        if !is_particle {
            break;
        }
        end += word.len();
    }
    (family[..end].trim_end(), &family[end..])
}

fn split_outside_braces<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let (mut depth, mut from, mut parts) = (0_usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= from && text[at..].starts_with(separator) => {
                parts.push(&text[from..at]);
                from = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// A name of the form `Family, Given` or `Family, Given, Suffix`, as RIS has it; without a comma it is whole.
pub fn read_inverted(text: &str) -> PersonName {
    let parts: Vec<String> = text.split(',').map(tidy).collect();
    let (family, given, suffix) = match &parts[..] {
        [family, given] => (family, given.as_str(), ""),
        [family, given, suffix] => (family, given.as_str(), suffix.as_str()),
        _ => return PersonName::whole(text),
    };
    let (particle, family) = with_particle(family);
    let (family, particle) = (family.to_owned(), particle.to_owned());
    PersonName {
        family,
        given: given.to_owned(),
        particle,
        suffix: suffix.to_owned(),
        is_whole: given.is_empty() && suffix.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(particle: &str, family: &str, suffix: &str, given: &str) -> PersonName {
        let (family, given, particle, suffix) = (family.into(), given.into(), particle.into(), suffix.into());
        PersonName { family, given, particle, suffix, is_whole: false }
    }

    #[test]
    fn names_are_written_and_read_in_their_parts() {
        let names = [
            name("van", "Beethoven", "", "Ludwig"),
            name("", "King", "Jr.", "Martin Luther"),
            name("de la", "Cruz", "", "Juana"),
            name("", "García Márquez", "", "Gabriel"),
            PersonName::whole("Research and Development, Inc."),
            name("", "Smith and Sons", "", "A."),
            name("", "الأسد", "", "بشار"),
        ];
        let text = written(&names);
        assert!(
            text.starts_with("van Beethoven, Ludwig and King, Jr., Martin Luther and de la Cruz, Juana"),
            "{text}"
        );
        assert_eq!(read(&text), names);
        assert_eq!(names[0].printed(), "Ludwig van Beethoven");
        assert_eq!(names[1].printed(), "Martin Luther King Jr.");
        assert_eq!(read_inverted("van Beethoven, Ludwig"), names[0]);
        assert_eq!(
            read_inverted("World Health Organization"),
            PersonName::whole("World Health Organization")
        );
        assert_eq!(read_inverted("King, Martin Luther, Jr."), names[1]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[a-zA-Z,{} ]{0,40}|\\PC{0,30}") {
            let names = read(&text);
            // What is written of it is read as the same.
            let again = read(&written(&names));
            let printed = |names: &[PersonName]| names.iter().map(PersonName::printed).collect::<Vec<_>>();
            proptest::prop_assert_eq!(printed(&again).len(), printed(&names).len());
        }
    }
}
