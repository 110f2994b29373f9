//! The known name that someone who mistyped it probably meant.

/// The name nearest to `typed`, if one is near.
pub(crate) fn nearest<'n>(typed: &str, known: &[&'n str]) -> Option<&'n str> {
    known
        .iter()
        .map(|&name| (distance(typed, name), name))
        .min()
        .filter(|&(distance, name)| distance <= 1 + name.len() / 4)
        .map(|(_, name)| name)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let cost = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_nothing_else() {
        let known = ["packed", "aligned", "size", "project", "crate", "bytemuck", "columns"];
        assert_eq!(nearest("pakced", &known), Some("packed"));
        assert_eq!(nearest("align", &known), Some("aligned"));
        assert_eq!(nearest("column", &known), Some("columns"));
        assert_eq!(nearest("sise", &known), Some("size"));
        assert_eq!(nearest("itemsize", &known), None);
        assert_eq!(nearest("skip", &known), None);
    }

    #[test]
    fn counts_edits() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
