//! Reading an object's fields one by one. What is wrong is collected with its path, so one reading names every fault.

use crate::language::keywords::nearest;
use crate::model::Problem;
use crate::model::field_path::{FieldPath, Step};
use crate::model::record::{Basis, Dated};
use crate::model::violation::{Rule, Violation};

use super::json::{Json, Member};

/// The most faults that are named of one line.
const MOST: usize = 100;

/// What can be read from a value of JSON.
pub(super) trait FromJson<'a>: Sized {
    /// As a sentence calls it: "an id".
    const ONE: &'static str;
    /// The same of several: "ids".
    const MANY: &'static str;

    /// Nothing where something is wrong; the reader then knows what.
    fn read(json: Json<'a>, reader: &mut Reader) -> Option<Self>;
}

/// Where in the line the reading is, and what was wrong so far.
#[derive(Default)]
pub(super) struct Reader {
    path: Vec<Step>,
    breaches: Vec<Violation>,
}

impl Reader {
    pub fn into_breaches(self) -> Vec<Violation> {
        self.breaches
    }

    /// Something is wrong here.
    pub fn refuse(&mut self, message: impl Into<String>, hint: Option<String>) {
        let field = self.field();
        self.push(Violation { field, rule: Rule::Content(message.into()), hint });
    }

    /// The value is none that can stand here.
    pub fn refuse_kind<'a, T: FromJson<'a>>(&mut self, given: &Json<'_>) {
        self.refuse(format!("should be {}, not {}", T::ONE, given.what()), None);
    }

    /// What the model says of the value.
    pub fn refuse_with(&mut self, problem: Problem) {
        self.refuse(problem.message(), one_hint(&problem.hints()));
    }

    fn push(&mut self, violation: Violation) {
        if self.breaches.len() < MOST {
            self.breaches.push(violation);
        }
    }

    fn field(&self) -> FieldPath {
        self.path.clone().into()
    }

    fn step<T>(&mut self, step: Step, read: impl FnOnce(&mut Reader) -> T) -> T {
        self.path.push(step);
        let read = read(self);
        self.path.pop();
        read
    }

    /// Reads an object; `what` is what a sentence calls its fields' owner: "a citation".
    pub fn object<'a, T>(
        &mut self,
        members: Vec<Member<'a>>,
        what: &'static str,
        read: impl FnOnce(&mut Fields<'_, 'a>) -> Option<T>,
    ) -> Option<T> {
        let mut fields = Fields { reader: self, members, known: Vec::with_capacity(18), what };
        let read = read(&mut fields);
        fields.refuse_the_rest();
        read
    }
}

/// The fields of an object, each to be asked for by its name.
pub(super) struct Fields<'r, 'a> {
    reader: &'r mut Reader,
    members: Vec<Member<'a>>,
    /// Those that were asked for.
    known: Vec<&'static str>,
    what: &'static str,
}

impl<'a> Fields<'_, 'a> {
    /// A field that can be missing.
    pub fn optional<T: FromJson<'a>>(&mut self, name: &'static str) -> Option<T> {
        let given = self.take(name)?;
        self.reader.step(Step::Field(name.into()), |reader| T::read(given, reader))
    }

    /// A field that must be there.
    pub fn required<T: FromJson<'a>>(&mut self, name: &'static str) -> Option<T> {
        match self.take(name) {
            Some(given) => self.reader.step(Step::Field(name.into()), |reader| T::read(given, reader)),
            None => self.refuse_without(name),
        }
    }

    /// A list that can be missing, which is the same as empty.
    pub fn list<T: FromJson<'a>>(&mut self, name: &'static str) -> Vec<T> {
        self.take(name).map_or(Vec::new(), |given| {
            self.reader.step(Step::Field(name.into()), |reader| read_list(given, reader))
        })
    }

    /// A list that must be there.
    pub fn required_list<T: FromJson<'a>>(&mut self, name: &'static str) -> Vec<T> {
        match self.take(name) {
            Some(given) => self.reader.step(Step::Field(name.into()), |reader| read_list(given, reader)),
            None => self.refuse_without(name).unwrap_or_default(),
        }
    }

    fn refuse_without<T>(&mut self, name: &'static str) -> Option<T> {
        let message = format!("is missing, and {} needs it", self.what);
        self.reader.step(Step::Field(name.into()), |reader| reader.refuse(message, None));
        None
    }

    /// A field that is true or false.
    pub fn flag(&mut self, name: &'static str, otherwise: bool) -> bool {
        self.optional(name).unwrap_or(otherwise)
    }

    /// A field that was read already.
    pub fn pass_over(&mut self, name: &'static str) {
        self.take(name);
    }

    /// A date with its basis.
    pub fn dated(&mut self, name: &'static str, basis_name: &'static str) -> Option<Dated> {
        let was_given = self.members.iter().any(|m| m.name == name && !matches!(m.value, Json::Null));
        let date = self.optional(name);
        let basis: Option<Basis> = self.optional(basis_name);
        if !was_given && basis.is_some_and(|basis| basis != Basis::Stated) {
            let message = format!("says how `{name}` is known, but there is no `{name}`");
            self.reader.step(Step::Field(basis_name.into()), |reader| reader.refuse(message, None));
        }
        Some(Dated { date: date?, basis: basis.unwrap_or_default() })
    }

    fn take(&mut self, name: &'static str) -> Option<Json<'a>> {
        self.known.push(name);
        let member = self.members.iter_mut().find(|member| member.name == name)?;
        member.taken = true;
        let given = std::mem::take(&mut member.value);
        (!matches!(given, Json::Null)).then_some(given)
    }

    /// Names the fields that nobody asked for, and those that stand twice.
    fn refuse_the_rest(self) {
        let Fields { reader, members, known, what } = self;
        for member in members.iter().filter(|member| !member.taken) {
            let field = reader.field().field(member.name.to_string());
            let violation = if known.contains(&&*member.name) {
                Violation::new(field, "is given twice")
            } else {
                let hint = match nearest(&member.name, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("{what} has {}", listed(&known)),
                };
                Violation::new(field, format!("{what} has no such field")).hint(hint)
            };
            reader.push(violation);
        }
    }
}

/// Hints as the one that a violation has.
pub(super) fn one_hint(hints: &[String]) -> Option<String> {
    (!hints.is_empty()).then(|| hints.join("; "))
}

/// Words as a sentence lists them: `a`, `b` and `c`.
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [first @ .., last] => format!("`{}` and `{last}`", first.join("`, `")),
    }
}

fn read_list<'a, T: FromJson<'a>>(json: Json<'a>, reader: &mut Reader) -> Vec<T> {
    let Json::List(items) = json else {
        let hint = matches!(json, Json::Text(_) | Json::Object(_))
            .then(|| "a list is in brackets: `[…]`".to_owned());
        reader.refuse(format!("should be a list of {}, not {}", T::MANY, json.what()), hint);
        return Vec::new();
    };
    let read = |(at, item)| reader.step(Step::Item(at), |reader| T::read(item, reader));
    items.into_iter().enumerate().filter_map(read).collect()
}
