//! Numbers and texts in few bytes, for what the index keeps many of. Small numbers take one byte (LEB128); signed ones
//! are folded so that those near zero are small.

use crate::store::engine::EngineError;
use crate::store::journal::Locator;

type Result<T> = std::result::Result<T, EngineError>;

/// Writes values one behind another.
#[derive(Clone, Debug, Default)]
pub struct Packer(Vec<u8>);

impl Packer {
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub fn number(&mut self, number: u64) {
        push_number(&mut self.0, number);
    }

    pub fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// A place in the journal, as its distance from the one before.
    pub fn locator(&mut self, at: Locator, before: Locator) {
        self.signed(at.offset.wrapping_sub(before.offset) as i64);
        self.signed(i64::from(at.place) - behind(at.offset, before));
        self.number(u64::from(at.length));
    }
}

/// Reads what a [`Packer`] wrote. Whatever does not fit is an error, never a panic.
#[derive(Clone, Debug)]
pub struct Unpacker<'b>(&'b [u8]);

impl<'b> Unpacker<'b> {
    pub fn new(bytes: &'b [u8]) -> Unpacker<'b> {
        Unpacker(bytes)
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> Result<u8> {
        let (byte, rest) = self.0.split_first().ok_or_else(too_short)?;
        self.0 = rest;
        Ok(*byte)
    }

    pub fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(EngineError::new("a number in an entry does not end"))
    }

    /// A number that is no larger than its type holds.
    pub fn small(&mut self) -> Result<u32> {
        u32::try_from(self.number()?).map_err(|_| EngineError::new("a number in an entry is too large"))
    }

    pub fn signed(&mut self) -> Result<i64> {
        let folded = self.number()?;
        Ok((folded >> 1) as i64 ^ -((folded & 1) as i64))
    }

    pub fn bytes(&mut self) -> Result<&'b [u8]> {
        let length = usize::try_from(self.number()?).map_err(|_| too_short())?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or_else(too_short)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub fn text(&mut self) -> Result<&'b str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| EngineError::new("a text in an entry is not UTF-8"))
    }

    pub fn locator(&mut self, before: Locator) -> Result<Locator> {
        let offset = before.offset.wrapping_add(self.signed()? as u64);
        let place = behind(offset, before).checked_add(self.signed()?).and_then(|at| u32::try_from(at).ok());
        let place = place.ok_or_else(|| EngineError::new("a place in an entry is wrong"))?;
        Ok(Locator { offset, place, length: self.small()? })
    }

    /// How many values follow; never more than bytes are left, so that no memory is claimed for a wrong number.
    pub fn count(&mut self) -> Result<usize> {
        let count = self.number()?;
        if count > self.0.len() as u64 {
            return Err(too_short());
        }
        Ok(count as usize)
    }
}

/// Where in the block at `offset` a change would stand that follows the one before at once.
fn behind(offset: u64, before: Locator) -> i64 {
    if offset == before.offset { i64::from(before.place) + i64::from(before.length) } else { 0 }
}

fn too_short() -> EngineError {
    EngineError::new("an entry is cut short")
}

pub fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use crate::store::index::varint::*;

    #[test]
    fn what_was_packed_comes_back() {
        let mut packer = Packer::default();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let signed = [0, -1, 1, -64, 64, i64::MIN, i64::MAX];
        numbers.iter().for_each(|number| packer.number(*number));
        signed.iter().for_each(|number| packer.signed(*number));
        packer.text("روسيا");
        let bytes = packer.into_bytes();
        let mut unpacker = Unpacker::new(&bytes);
        for number in numbers {
            assert_eq!(unpacker.number().unwrap(), number);
        }
        for number in signed {
            assert_eq!(unpacker.signed().unwrap(), number);
        }
        assert_eq!(unpacker.text().unwrap(), "روسيا");
        assert!(unpacker.is_at_end());
    }

    #[test]
    fn bytes_that_were_never_packed_are_errors() {
        assert!(Unpacker::new(&[0x80]).number().is_err());
        assert!(Unpacker::new(&[0xFF; 11]).number().is_err());
        assert!(Unpacker::new(&[5, b'a']).text().is_err());
        assert!(Unpacker::new(&[9]).count().is_err());
    }
}
