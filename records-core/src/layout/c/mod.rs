//! A layout as a C declaration.

mod name;
mod types;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use self::name::{Names, comment};
use self::types::{plain_type, remark};
use super::draw::heading;
use super::pieces::{Piece, pieces};
use super::{DType, Field, Layout, Rule, Scalar};

impl Layout {
    /// A C declaration of the record that a C11 compiler with GNU attributes (GCC,
    /// Clang) lays out as this layout says: every field at its offset, the same
    /// size, the same alignment.
    ///
    /// Nested records come first, as structs of their own. Holes that C would
    /// not make itself are members named `_pad0`, `_pad1`, ...; where C's rule
    /// cannot be led to the offsets at all, the struct is
    /// `__attribute__((packed))`. Names that C does not allow are changed, with the
    /// original in a comment. The struct is named as the layout is, or `record`.
    /// Members come in the order of memory.
    ///
    /// Types: bytes (`S`) are `char[n]`, characters (`U`) `uint32_t[n]`, raw bytes
    /// `uint8_t[n]`, times `int64_t`, half precision `uint16_t`, complex
    /// numbers arrays of two, enums their integers. A field in the other byte order
    /// than this machine's has a comment that says so.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let person = Layout::aligned([("name", DType::Bytes(30)), ("age", DType::I32)]);
    /// assert_eq!(person.named("Person").to_c(), "\
    /// ##include <stdint.h>
    ///
    /// /* Person: 36 bytes, aligned to 4 */
    /// struct Person {
    ///     char name[30];  /* bytes 0..30 */
    ///     int32_t age;    /* bytes 32..36 */
    /// };
    /// ");
    /// ```
    #[must_use]
    pub fn to_c(&self) -> String {
        let (headers, structs, _) = Declarations::of(self);
        headers + &structs
    }

    /// [`to_c`](Layout::to_c), followed by `_Static_assert`s of the size and the alignment of
    /// every struct and of the offset of every member: a compiler that lays the
    /// record out otherwise refuses the file.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let c = Layout::packed([("id", DType::I16)]).named("Sample").to_c_checked();
    /// assert!(c.contains("_Static_assert(offsetof(struct Sample, id) == 0, \"Sample.id\");"));
    /// ```
    #[must_use]
    pub fn to_c_checked(&self) -> String {
        let (headers, structs, checks) = Declarations::of(self);
        format!("#include <stddef.h>\n{headers}{structs}\n{checks}")
    }
}

/// The structs declared so far.
struct Declarations<'l> {
    tags: Names,
    /// Which layout each tag stands for.
    known: Vec<(&'l Layout, String)>,
    structs: String,
    checks: String,
    needs_bool: bool,
}

/// How C is made to lay a struct out.
enum Manner {
    /// By its own rule, with members for some holes.
    Natural,
    /// `__attribute__((packed))`, with members for all holes.
    Packed,
}

/// A line of a struct: a declaration, and what to say of it.
struct Member {
    declaration: String,
    note: String,
}

impl<'l> Declarations<'l> {
    /// The headers, the structs, the assertions.
    fn of(layout: &'l Layout) -> (String, String, String) {
        let mut all = Declarations {
            tags: Names::default(),
            known: Vec::new(),
            structs: String::new(),
            checks: String::new(),
            needs_bool: false,
        };
        let name = if layout.name().is_empty() { "record" } else { layout.name() };
        let tag = all.tags.unique(name);
        all.declare(layout, tag);
        let headers = if all.needs_bool { "#include <stdbool.h>\n" } else { "" };
        (format!("{headers}#include <stdint.h>\n"), all.structs, all.checks)
    }

    /// Appends a struct, after those that it needs.
    fn declare(&mut self, layout: &'l Layout, tag: String) {
        let manner = manner(layout);
        let mut taken = Names::default();
        let mut members = Vec::new();
        let mut end = 0;
        let pieces = pieces(layout);
        for (i, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Hole(hole) => {
                    // The field behind it, the first that C meets there, or the tail.
                    let behind = match pieces.get(i + 1) {
                        Some(Piece::Field(field)) => field.alignment(),
                        _ => layout.alignment(),
                    };
                    if !natural_hole(layout, &manner, hole, behind) {
                        // Named once all fields are.
                        let declaration = String::new();
                        let note = format!("bytes {}..{}, padding", hole.start, hole.end);
                        members.push((Member { declaration, note }, hole.len()));
                    }
                }
                Piece::Field(field) if field.offset() < end => {
                    // Without bytes, amid another field: C has no such member.
                    let words = format!("{}: no bytes, at byte {}", field.name(), field.offset());
                    let member = Member { declaration: String::new(), note: comment(&words) };
                    members.push((member, 0));
                }
                Piece::Field(field) => {
                    let name = taken.unique(field.name());
                    members.push((self.member(field, &name, &tag), 0));
                    self.check(&tag, &name, field);
                    end = field.end();
                }
            }
        }
        let holes = members.iter_mut().filter(|(_, hole)| *hole > 0);
        for (number, (member, hole)) in holes.enumerate() {
            let name = taken.unique(&format!("_pad{number}"));
            member.declaration = format!("uint8_t {name}[{hole}];");
        }
        let members: Vec<Member> = members.into_iter().map(|(member, _)| member).collect();
        self.write(layout, &tag, &manner, &members);
        self.known.push((layout, tag));
    }

    fn write(&mut self, layout: &Layout, tag: &str, manner: &Manner, members: &[Member]) {
        let title = comment(&heading(layout));
        self.structs += &format!("\n/* {title} */\nstruct {tag} {{\n");
        let widths = members.iter().map(|member| member.declaration.len());
        let width = widths.filter(|&width| width <= 40).max().unwrap_or(0);
        for Member { declaration, note } in members {
            self.structs += &match declaration.as_str() {
                "" => format!("    /* {note} */\n"),
                _ => format!("    {declaration:width$}  /* {note} */\n"),
            };
        }
        self.structs += &match (manner, layout.alignment()) {
            (Manner::Natural, _) => "};\n".to_string(),
            (Manner::Packed, 1) => "} __attribute__((packed));\n".to_string(),
            (Manner::Packed, n) => format!("}} __attribute__((packed, aligned({n})));\n"),
        };
        self.checks += &format!(
            "_Static_assert(sizeof(struct {tag}) == {}, \"size of {tag}\");\n\
             _Static_assert(_Alignof(struct {tag}) == {}, \"alignment of {tag}\");\n",
            layout.itemsize(),
            layout.alignment(),
        );
    }

    fn check(&mut self, tag: &str, name: &str, field: &Field) {
        self.checks += &format!(
            "_Static_assert(offsetof(struct {tag}, {name}) == {}, \"{tag}.{name}\");\n",
            field.offset(),
        );
    }

    fn member(&mut self, field: &'l Field, name: &str, tag: &str) -> Member {
        let mut note = format!("bytes {}..{}", field.offset(), field.end());
        if name != field.name() {
            note += &format!(", named '{}'", field.name());
        }
        let (mut lengths, mut dtype) = (String::new(), field.dtype());
        while let DType::Array(element, len) = dtype {
            lengths += &format!("[{len}]");
            dtype = element.get();
        }
        let base = match dtype {
            DType::Record(nested) => {
                format!("struct {}", self.nested(nested.get(), &format!("{tag}_{name}")))
            }
            plain => {
                self.needs_bool |= matches!(plain, DType::Scalar(Scalar::Bool, _));
                let (base, own) = plain_type(plain);
                if let Some(len) = own {
                    lengths += &format!("[{len}]");
                }
                note += &remark(plain);
                base.to_string()
            }
        };
        Member { declaration: format!("{base} {name}{lengths};"), note: comment(&note) }
    }

    /// The tag of a record inside a record, declared if it is new.
    fn nested(&mut self, layout: &'l Layout, nameless: &str) -> String {
        let known = self.known.iter().find(|(known, _)| {
            *known == layout
                && known.name() == layout.name()
                && known.alignment() == layout.alignment()
                && same_inside(known, layout)
        });
        if let Some((_, tag)) = known {
            return tag.clone();
        }
        let name = if layout.name().is_empty() { nameless } else { layout.name() };
        let tag = self.tags.unique(name);
        self.declare(layout, tag.clone());
        tag
    }
}

/// Whether two equal layouts are the same to C too, which minds the alignments of
/// the records in them.
fn same_inside(a: &Layout, b: &Layout) -> bool {
    fn innermost(mut dtype: &DType) -> &DType {
        while let DType::Array(element, _) = dtype {
            dtype = element.get();
        }
        dtype
    }
    a.fields().iter().zip(b.fields()).all(|(a, b)| {
        a.alignment() == b.alignment()
            && match (innermost(a.dtype()), innermost(b.dtype())) {
                (DType::Record(a), DType::Record(b)) => same_inside(a.get(), b.get()),
                _ => true,
            }
    })
}

/// Whether C's own rule can be led to this layout: no field lies before the place C
/// would give it, and size and alignment come out right.
fn manner(layout: &Layout) -> Manner {
    let (mut end, mut largest) = (0, 1);
    for piece in pieces(layout) {
        match piece {
            Piece::Hole(_) => {}
            Piece::Field(field) if field.offset() < end => {}
            Piece::Field(field) => {
                if !field.offset().is_multiple_of(field.alignment()) {
                    return Manner::Packed;
                }
                end = field.end();
                largest = largest.max(field.alignment());
            }
        }
    }
    if largest == layout.alignment() && layout.itemsize().is_multiple_of(largest) {
        Manner::Natural
    } else {
        Manner::Packed
    }
}

/// Whether C makes this hole without being told, `behind` being the alignment of what
/// lies behind it.
fn natural_hole(layout: &Layout, manner: &Manner, hole: &Range<usize>, behind: usize) -> bool {
    match manner {
        // The attribute `aligned` rounds the size of a packed struct up.
        Manner::Packed => {
            hole.end == layout.itemsize()
                && Rule::Aligned.next(hole.start, layout.alignment()) == hole.end
        }
        Manner::Natural => Rule::Aligned.next(hole.start, behind) == hole.end,
    }
}
