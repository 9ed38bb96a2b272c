//! The quick way through a sound line: in one pass straight into the model's types, with no path and no words for what
//! might be wrong. Whatever it stumbles over – it does not say what – goes to the careful reader, whose word is final.
//! So it may refuse what that one takes, and must never take what that one refuses, nor read it otherwise.
//!
//! Here live the guess at a line's type and the reading of single values; `quick_records` has the records' fields.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::model::record::{Basis, Dated, Extra};
use crate::model::{Date, Id, Kind, Lang, Medium, Mode, RecordType, Relation, Verdict};

/// What can be read from a value of JSON, where it is sound.
pub(super) trait Quick: Sized {
    /// What stands for a field that is missing, where it can be.
    fn absent() -> Option<Self> {
        None
    }

    fn of_null() -> Option<Self> {
        Self::absent()
    }

    fn of_text(_: &str) -> Option<Self> {
        None
    }

    fn of_flag(_: bool) -> Option<Self> {
        None
    }

    fn of_number(_: f64) -> Option<Self> {
        None
    }

    fn of_list<'de, A: SeqAccess<'de>>(_: A) -> Result<Self, A::Error> {
        Err(unsound())
    }

    fn of_object<'de, A: MapAccess<'de>>(_: A) -> Result<Self, A::Error> {
        Err(unsound())
    }
}

/// Nobody reads it: the careful reader will say it better.
pub(super) fn unsound<E: Error>() -> E {
    E::custom("")
}

/// The type of record that a line seems to be of. A wrong guess is found out, as the line says its type.
pub(super) fn guess(line: &str) -> Option<&str> {
    const FIELD: &str = "\"type\"";
    let at = if line.as_bytes().get(1..7) == Some(FIELD.as_bytes()) { 1 } else { line.rfind(FIELD)? };
    let value = line.get(at + FIELD.len()..)?.trim_start().strip_prefix(':')?;
    let word = value.trim_start().strip_prefix('"')?;
    word.get(..word.find('"')?)
}

/// A value read from a line or a part of it.
pub(super) struct Sound<T>(pub T);

impl<'de, T: Quick> Deserialize<'de> for Sound<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sound<T>, D::Error> {
        deserializer.deserialize_any(SoundVisitor(PhantomData))
    }
}

struct SoundVisitor<T>(PhantomData<T>);

fn sound<T, E: Error>(read: Option<T>) -> Result<Sound<T>, E> {
    read.map(Sound).ok_or_else(unsound)
}

impl<'de, T: Quick> Visitor<'de> for SoundVisitor<T> {
    type Value = Sound<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a part of a record")
    }

    fn visit_unit<E: Error>(self) -> Result<Sound<T>, E> {
        sound(T::of_null())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Sound<T>, E> {
        sound(T::of_flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Sound<T>, E> {
        sound(T::of_number(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Sound<T>, E> {
        sound(T::of_number(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Sound<T>, E> {
        sound(T::of_number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Sound<T>, E> {
        sound(T::of_text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Sound<T>, A::Error> {
        T::of_list(list).map(Sound)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Sound<T>, A::Error> {
        T::of_object(object).map(Sound)
    }
}

// ---- Values -------------------------------------------------------------------------------------------------------

impl<T: Quick> Quick for Option<T> {
    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    fn of_text(text: &str) -> Option<Option<T>> {
        T::of_text(text).map(Some)
    }

    fn of_flag(flag: bool) -> Option<Option<T>> {
        T::of_flag(flag).map(Some)
    }

    fn of_number(number: f64) -> Option<Option<T>> {
        T::of_number(number).map(Some)
    }

    fn of_list<'de, A: SeqAccess<'de>>(list: A) -> Result<Option<T>, A::Error> {
        T::of_list(list).map(Some)
    }

    fn of_object<'de, A: MapAccess<'de>>(object: A) -> Result<Option<T>, A::Error> {
        T::of_object(object).map(Some)
    }
}

/// What may be missing, but not `null`.
pub(super) struct Unless<T>(pub Option<T>);

impl<T: Quick> Quick for Unless<T> {
    fn absent() -> Option<Unless<T>> {
        Some(Unless(None))
    }

    fn of_null() -> Option<Unless<T>> {
        None
    }

    fn of_text(text: &str) -> Option<Unless<T>> {
        T::of_text(text).map(|read| Unless(Some(read)))
    }
}

impl<T: Quick> Quick for Vec<T> {
    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }

    fn of_list<'de, A: SeqAccess<'de>>(mut list: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(Sound(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(items)
    }
}

impl Quick for Extra {
    fn absent() -> Option<Extra> {
        Some(Extra::new())
    }

    fn of_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<Extra, A::Error> {
        let mut extra = BTreeMap::new();
        while let Some((name, Sound(text))) = object.next_entry::<String, Sound<String>>()? {
            if extra.insert(name, text).is_some() {
                return Err(unsound());
            }
        }
        Ok(extra)
    }
}

impl Quick for bool {
    fn of_flag(flag: bool) -> Option<bool> {
        Some(flag)
    }
}

impl Quick for f64 {
    fn of_number(number: f64) -> Option<f64> {
        Some(number)
    }
}

impl Quick for String {
    fn of_text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }
}

impl Quick for Id {
    fn of_text(text: &str) -> Option<Id> {
        Id::new(text).ok()
    }
}

impl Quick for Date {
    fn of_text(text: &str) -> Option<Date> {
        Date::parse(text).ok()
    }
}

/// How it is known stands in a field of its own.
impl Quick for Dated {
    fn of_text(text: &str) -> Option<Dated> {
        Date::of_text(text).map(|date| Dated { date, basis: Basis::Stated })
    }
}

/// A file is written in few languages; a tag is looked into once.
impl Quick for Lang {
    fn of_text(text: &str) -> Option<Lang> {
        const MOST: usize = 16;
        thread_local!(static KNOWN: RefCell<Vec<(Box<str>, Lang)>> = const { RefCell::new(Vec::new()) });
        KNOWN.with_borrow_mut(|known| {
            if let Some((_, lang)) = known.iter().find(|(tag, _)| **tag == *text) {
                return Some(lang.clone());
            }
            let lang = Lang::new(text).ok()?;
            if known.len() < MOST {
                known.push((text.into(), lang.clone()));
            }
            Some(lang)
        })
    }
}

/// The words of the format's fixed lists.
macro_rules! words_of_a_list {
    ($($type:ty),*) => {$(
        impl Quick for $type {
            fn of_text(text: &str) -> Option<$type> {
                <$type>::ALL.into_iter().find(|known| known.word() == text)
            }
        }
    )*};
}

words_of_a_list!(RecordType, Kind, Medium, Mode, Verdict, Relation, Basis);

/// A date with its basis, if there is a date; nothing where there is a basis that was found out, and no date.
pub(super) fn dated(date: Option<Date>, basis: Option<Basis>) -> Option<Option<Dated>> {
    let basis = basis.unwrap_or_default();
    match date {
        Some(date) => Some(Some(Dated { date, basis })),
        None => (basis == Basis::Stated).then_some(None),
    }
}
