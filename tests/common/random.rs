//! Random layouts from a seed, the same on every machine.

#[path = "splitmix.rs"]
mod splitmix;

use records_core::{ByteOrder, DType, Layout, Scalar, TimeStep, TimeUnit};

/// The scalars that random layouts have.
pub const SCALARS: [Scalar; 16] = [
    Scalar::Bool,
    Scalar::U8,
    Scalar::U16,
    Scalar::U32,
    Scalar::U64,
    Scalar::U128,
    Scalar::I8,
    Scalar::I16,
    Scalar::I32,
    Scalar::I64,
    Scalar::I128,
    Scalar::F16,
    Scalar::F32,
    Scalar::F64,
    Scalar::C64,
    Scalar::C128,
];

/// Numbers, and layouts made of them.
pub struct Random {
    numbers: splitmix::Random,
    /// Whether fields have odd names, and some of them titles.
    dressed: bool,
}

impl Random {
    pub fn new(seed: u64) -> Random {
        Random { numbers: splitmix::Random(seed), dressed: false }
    }

    /// One whose layouts have names in several scripts, with quotes and escapes in
    /// them, and titles.
    pub fn dressed(seed: u64) -> Random {
        Random { numbers: splitmix::Random(seed), dressed: true }
    }

    pub fn next(&mut self) -> u64 {
        self.numbers.next()
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.numbers.below(end)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn order(&mut self) -> ByteOrder {
        *self.pick(&[ByteOrder::Little, ByteOrder::Big])
    }

    /// A dtype that is no array and no record.
    pub fn plain(&mut self) -> DType {
        const UNITS: [TimeUnit; 5] = [
            TimeUnit::Day,
            TimeUnit::Second,
            TimeUnit::Microsecond,
            TimeUnit::Attosecond,
            TimeUnit::Generic,
        ];
        match self.below(24) {
            0 => DType::Bytes(self.below(6)),
            1 => DType::Bytes(30),
            2 => DType::Str(self.below(4), self.order()),
            3 => DType::Raw(self.below(9)),
            4 => DType::DateTime(TimeStep::one(*self.pick(&UNITS)), self.order()),
            5 => DType::TimeDelta(TimeStep { unit: TimeUnit::Second, count: 25 }, self.order()),
            _ => DType::Scalar(*self.pick(&SCALARS), self.order()),
        }
    }

    /// A dtype with records and arrays in it, to this depth.
    pub fn dtype(&mut self, depth: usize) -> DType {
        match self.below(6) {
            0 if depth > 0 => DType::record(self.layout(depth - 1)),
            1 if depth > 0 => {
                let len = *self.pick(&[0, 1, 2, 3, 3, 5]);
                DType::array(self.dtype(depth - 1), len)
            }
            _ => self.plain(),
        }
    }

    /// A layout by any rule, of up to six fields.
    pub fn layout(&mut self, depth: usize) -> Layout {
        let fields: Vec<(String, DType)> =
            (0..self.below(7)).map(|i| (self.name(i), self.dtype(depth))).collect();
        let layout = match self.below(7) {
            0..=1 => Layout::packed(fields),
            2..=4 => Layout::aligned(fields),
            5 => self.explicit(fields),
            _ => self.selection(&Layout::aligned(fields)),
        };
        if self.dressed { self.titled(layout) } else { layout }
    }

    fn name(&mut self, i: usize) -> String {
        const ODD: [&str; 14] = [
            "größe", "日本", "😀", "it's", "\"", "'\"", "\\", "\n", "\0", "\u{a0}", " ", "T{", "}",
            "a:b",
        ];
        match self.dressed {
            true => format!("{}{i}", self.pick(&ODD)),
            false => format!("f{i}"),
        }
    }

    /// The layout with titles for some of its fields.
    fn titled(&mut self, layout: Layout) -> Layout {
        let mut titles = Vec::new();
        for (i, field) in layout.fields().iter().enumerate() {
            if self.below(3) == 0 {
                titles.push((field.name().to_string(), format!("title {}", self.name(i))));
            }
        }
        let titles: Vec<_> = titles.iter().map(|(name, title)| (&**name, title.clone())).collect();
        layout.with_titles(titles).unwrap()
    }

    /// The fields with random gaps, in a random order of memory.
    fn explicit(&mut self, fields: Vec<(String, DType)>) -> Layout {
        let mut places: Vec<usize> = vec![0; fields.len()];
        let mut order: Vec<usize> = (0..fields.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, self.below(i + 1));
        }
        let mut end = 0;
        for &i in &order {
            places[i] = end + self.below(2) * self.below(9);
            end = places[i] + fields[i].1.size();
        }
        let fields = fields.into_iter().zip(places).map(|((name, dtype), at)| (name, dtype, at));
        Layout::explicit(fields, end + self.below(2) * self.below(9)).unwrap()
    }

    /// Some of the fields, in another order.
    fn selection(&mut self, of: &Layout) -> Layout {
        let mut names: Vec<&str> = of.fields().iter().map(|field| field.name()).collect();
        names.retain(|_| self.below(3) > 0);
        if self.below(2) == 0 {
            names.reverse();
        }
        of.select(&names).unwrap()
    }
}
