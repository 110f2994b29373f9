//! One array of the fixtures.

use serde_json::Value;

use super::tree::size;

/// An array, and the file that NumPy wrote of it.
pub struct ArrayCase(Value);

impl ArrayCase {
    pub fn new(value: Value) -> ArrayCase {
        ArrayCase(value)
    }

    /// The number of its dtype.
    pub fn dtype(&self) -> usize {
        size(&self.0["dtype"])
    }

    pub fn shape(&self) -> Vec<usize> {
        self.0["shape"].as_array().expect("a shape").iter().map(size).collect()
    }

    pub fn fortran_order(&self) -> bool {
        self.0["fortran_order"].as_bool().expect("an order")
    }

    pub fn is(&self, key: &str) -> bool {
        self.0.get(key) == Some(&Value::Bool(true))
    }

    pub fn file(&self) -> Vec<u8> {
        base64(self.0["file"].as_str().expect("a file"))
    }

    pub fn values(&self) -> &Value {
        &self.0["values"]
    }

    /// The items' values in the order of memory.
    pub fn in_memory_order(&self) -> Vec<&Value> {
        self.indices().iter().map(|index| self.at(index)).collect()
    }

    /// All indices in the order of memory.
    pub fn indices(&self) -> Vec<Vec<usize>> {
        let shape = self.shape();
        let mut axes: Vec<usize> = (0..shape.len()).collect();
        // From the slowest to the fastest.
        if self.fortran_order() {
            axes.reverse();
        }
        let mut indices = vec![vec![0; shape.len()]];
        for axis in axes {
            let with = |index: &Vec<usize>, i: usize| {
                let mut index = index.clone();
                index[axis] = i;
                index
            };
            indices = indices
                .iter()
                .flat_map(|index| (0..shape[axis]).map(move |i| with(index, i)))
                .collect();
        }
        indices
    }

    /// The value of one item.
    pub fn at(&self, index: &[usize]) -> &Value {
        index.iter().fold(self.values(), |values, &i| &values[i])
    }
}

/// Bytes out of their text in base 64.
fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |c: u8| ALPHABET.iter().position(|&known| known == c).expect("a digit") as u32;
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.as_bytes().chunks(4) {
        let digits = group.iter().filter(|&&c| c != b'=');
        let count = digits.clone().count();
        let bits = digits.fold(0, |bits, &c| bits << 6 | digit(c)) << (6 * (4 - count));
        bytes.extend(&bits.to_be_bytes()[1..count]);
    }
    bytes
}
