//! Headers of FITS files: cards of 80 characters, in blocks of 2880 bytes.

use std::collections::BTreeMap;

use crate::error::Error;

/// Headers and data fill blocks of so many bytes.
pub const BLOCK: usize = 2880;
const CARD: usize = 80;

/// A header: what each keyword is worth, as the card has it.
pub struct Cards<'a> {
    /// What it is, for messages: `HDU 1`.
    what: String,
    values: BTreeMap<&'a str, &'a str>,
    /// Bytes from the start of the header to the data.
    pub len: usize,
}

impl<'a> Cards<'a> {
    /// Reads the header that these bytes start with.
    pub fn read(bytes: &'a [u8], what: String) -> Result<Cards<'a>, Error> {
        let mut values = BTreeMap::new();
        for (number, card) in bytes.chunks(CARD).enumerate() {
            let text = str::from_utf8(card).ok().filter(|text| {
                text.len() == CARD && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
            });
            let Some(card) = text else {
                let why = format_args!(
                    "card {number}, \"{}\", expected {CARD} characters of text",
                    card[..card.len().min(16)].escape_ascii()
                );
                return Err(Error::new(&what, why));
            };
            let (keyword, rest) = (card[..8].trim_end(), &card[8..]);
            if keyword == "END" {
                let len = ((number + 1) * CARD).next_multiple_of(BLOCK);
                return Ok(Cards { what, values, len });
            }
            if let Some(value) = rest.strip_prefix("= ") {
                // The first one counts.
                values.entry(keyword).or_insert(value);
            }
        }
        Err(Error::new(what, "the header has no END"))
    }

    fn error(&self, keyword: &str, why: impl std::fmt::Display) -> Error {
        Error::new(&self.what, format_args!("{keyword} {why}"))
    }

    /// The whole number of a keyword, if it is there.
    pub fn int(&self, keyword: &str) -> Result<Option<i64>, Error> {
        let Some(value) = self.values.get(keyword) else { return Ok(None) };
        let value = value.split('/').next().unwrap_or_default().trim();
        let number = value.parse();
        number
            .map(Some)
            .map_err(|_| self.error(keyword, format_args!("is `{value}`, not a whole number")))
    }

    /// A size or a count that must be there.
    pub fn size(&self, keyword: &str) -> Result<u64, Error> {
        let number = self.int(keyword)?.ok_or_else(|| self.error(keyword, "is missing"))?;
        u64::try_from(number).map_err(|_| self.error(keyword, format_args!("is {number}")))
    }

    /// The text of a keyword, without the quotes and the blanks at its end.
    pub fn text(&self, keyword: &str) -> Option<String> {
        let value = self.values.get(keyword)?.trim_start().strip_prefix('\'')?;
        let mut text = String::new();
        let mut chars = value.chars().peekable();
        while let Some(c) = chars.next() {
            // A quote within is doubled.
            if c == '\'' && chars.next_if_eq(&'\'').is_none() {
                break;
            }
            text.push(c);
        }
        text.truncate(text.trim_end().len());
        Some(text)
    }

    /// The value of a keyword as the card has it, without the comment.
    pub fn plain(&self, keyword: &str) -> Option<&'a str> {
        Some(self.values.get(keyword)?.split('/').next()?.trim())
    }

    /// Bytes of the data behind the header, without what fills the last block.
    pub fn data_len(&self) -> Result<u64, Error> {
        let axes = self.size("NAXIS")?;
        if axes > 999 {
            return Err(self.error("NAXIS", format_args!("is {axes}, expected 999 at most")));
        }
        if axes == 0 {
            return Ok(0);
        }
        let bits = self.int("BITPIX")?.ok_or_else(|| self.error("BITPIX", "is missing"))?;
        let groups = self.plain("GROUPS") == Some("T");
        let mut items = 1_u64;
        for axis in 1..=axes {
            let keyword = format!("NAXIS{axis}");
            let size = self.size(&keyword)?;
            // Random groups: the first axis is 0 and does not count.
            if !(groups && axis == 1 && size == 0) {
                items = self.checked(items.checked_mul(size))?;
            }
        }
        let more = match self.int("PCOUNT")? {
            None => 0,
            Some(_) => self.size("PCOUNT")?,
        };
        let times = match self.int("GCOUNT")? {
            None => 1,
            Some(_) => self.size("GCOUNT")?,
        };
        let items = items.checked_add(more).and_then(|items| items.checked_mul(times));
        self.checked(items.and_then(|items| items.checked_mul(bits.unsigned_abs() / 8)))
    }

    fn checked(&self, size: Option<u64>) -> Result<u64, Error> {
        size.ok_or_else(|| Error::new(&self.what, "its data are more than 64 bits can count"))
    }
}
