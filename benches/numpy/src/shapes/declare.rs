//! A record, its twins and what the works need of them, out of one list of fields.

/// `name { attribute of the record, attribute of the twin, fields with the type in the
/// record and in the twin, the fields of the part, the columns that are measured }`
macro_rules! shape {
    (
        $module:ident, $(#[$layout:meta])* / $(#[$repr:meta])*,
        { $($field:ident: $type:ty = $twin:ty),* $(,)? },
        part { $($part:ident: $part_type:ty = $part_twin:ty),* $(,)? },
        columns { $($column:ident: $column_type:ty),* $(,)? }
    ) => {
        pub mod $module {
            use records_core::{Record, VecsFamily};

            use crate::given::Given;
            use crate::neighbours;
            use crate::shapes::Shape;
            use crate::work::{Work, bytes_of, work};

            #[derive(Record, Clone, Copy)]
            $(#[$layout])*
            pub struct Row { $(pub $field: $type),* }

            #[derive(Record, Clone, Copy)]
            #[record(packed, project = Row)]
            pub struct Part { $(pub $part: $part_type),* }

            #[derive(Clone, Copy)]
            $(#[$repr])*
            pub struct Twin { $(pub $field: $twin),* }

            #[derive(Clone, Copy)]
            #[repr(C, packed)]
            pub struct PartTwin { $(pub $part: $part_twin),* }

            #[derive(Default)]
            pub struct Hand { $(pub $field: Vec<$twin>),* }

            #[allow(dead_code, reason = "the derive makes more than is measured")]
            mod of_soa_derive {
                #[derive(soa_derive::StructOfArray)]
                pub struct Row { $(pub $field: $twin),* }
            }

            #[allow(dead_code, reason = "the derive makes more than is measured")]
            mod of_soa_rs {
                use soa_rs::Soars;

                #[derive(Soars)]
                pub struct Row { $(pub $field: $twin),* }
            }

            impl Shape for Row {
                type Part = Part;
                type Twin = Twin;
                type PartTwin = PartTwin;
                type Hand = Hand;
                const PART: &'static [&'static str] = &[$(stringify!($part)),*];

                fn bytes(columns: &Self::Set<VecsFamily>) -> Vec<&[u8]> {
                    vec![$(bytes_of(&columns.$field)),*]
                }

                fn bytes_by_hand(columns: &Hand) -> Vec<&[u8]> {
                    vec![$(bytes_of(&columns.$field)),*]
                }

                fn columns_out_by_hand(rows: &[Twin], columns: &mut Hand) {
                    let len = rows.len();
                    $(
                        columns.$field.resize(len, neighbours::zero());
                        // Of a known length, so that the loop checks no index.
                        let $field = &mut columns.$field[..len];
                    )*
                    for (i, row) in rows.iter().enumerate() {
                        $($field[i] = row.$field;)*
                    }
                }

                fn columns_in_by_hand(columns: &Hand, rows: &mut [Twin]) {
                    let len = rows.len();
                    $(let $field = &columns.$field[..len];)*
                    for (i, row) in rows.iter_mut().enumerate() {
                        $(row.$field = $field[i];)*
                    }
                }

                #[inline(always)]
                fn part_by_hand(row: &Twin) -> PartTwin {
                    PartTwin { $($part: row.$part),* }
                }

                fn column(
                    work: &str,
                    name: &str,
                    side: &str,
                    given: Given,
                ) -> Option<Box<dyn Work>> {
                    $(if name == stringify!($column) {
                        return crate::shapes::on_column::<Row, $column_type, _>(
                            work,
                            stringify!($column),
                            side,
                            given,
                            Row::FIELDS.$column,
                            |row| row.$column,
                            |row, value| row.$column = value,
                        );
                    })*
                    None
                }

                fn neighbour(
                    name: &str,
                    of: &str,
                    side: &str,
                    given: Given,
                ) -> Option<Box<dyn Work>> {
                    let out = given.clone();
                    match (side, name) {
                        ("soa_derive", "columns out" | "append") => {
                            let fresh = name == "append";
                            work(
                                of_soa_derive::RowVec::new(),
                                move |columns| {
                                    columns.clear();
                                    if fresh {
                                        *columns = of_soa_derive::RowVec::new();
                                    }
                                    for row in given.twins::<Twin>() {
                                        columns.push(of_soa_derive::Row { $($field: row.$field),* });
                                    }
                                },
                                |columns| vec![$(bytes_of(&columns.$field)),*],
                            )
                        }
                        ("soa_derive", "columns in") => {
                            let mut columns = of_soa_derive::RowVec::new();
                            for row in given.twins::<Twin>() {
                                columns.push(of_soa_derive::Row { $($field: row.$field),* });
                            }
                            work(
                                columns,
                                move |columns| {
                                    let rows = given.out::<Twin>().iter_mut();
                                    for (row, from) in rows.zip(columns.iter()) {
                                        $(row.$field = *from.$field;)*
                                    }
                                },
                                move |_| vec![out.out()],
                            )
                        }
                        ("soa-rs", "columns out" | "append") => {
                            let fresh = name == "append";
                            work(
                                soa_rs::Soa::<of_soa_rs::Row>::new(),
                                move |columns| {
                                    columns.clear();
                                    if fresh {
                                        *columns = soa_rs::Soa::new();
                                    }
                                    for row in given.twins::<Twin>() {
                                        columns.push(of_soa_rs::Row { $($field: row.$field),* });
                                    }
                                },
                                |columns| vec![$(bytes_of(columns.$field())),*],
                            )
                        }
                        ("soa-rs", "columns in") => {
                            let mut columns = soa_rs::Soa::<of_soa_rs::Row>::new();
                            for row in given.twins::<Twin>() {
                                columns.push(of_soa_rs::Row { $($field: row.$field),* });
                            }
                            work(
                                columns,
                                move |columns| {
                                    let rows = given.out::<Twin>().iter_mut();
                                    for (row, from) in rows.zip(columns.iter()) {
                                        $(row.$field = *from.$field;)*
                                    }
                                },
                                move |_| vec![out.out()],
                            )
                        }
                        // The column is there already: what converting once gains later.
                        ("soa_derive", "sum") => {
                            $(if of == stringify!($column) {
                                let column: Vec<$column_type> =
                                    given.twins::<Twin>().iter().map(|row| row.$column).collect();
                                return neighbours::sum(column);
                            })*
                            None
                        }
                        _ => None,
                    }
                }
            }
        }
    };
}
