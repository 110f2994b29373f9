//! Some fields of the rows: columns, projections, selections.

use super::Records;
use crate::record::Found;
use crate::view::sets::ColumnSet;
use crate::{
    Column, ColumnsFamily, Element, Error, Pick, Picked, Placement, Record, Token, Within,
};

impl<'a, R: Record, L: Placement<R>> Records<'a, R, L> {
    /// All columns: a struct with a [`Column`] for each field.
    #[must_use]
    #[inline]
    pub fn columns(&self) -> R::Set<ColumnsFamily<'a>> {
        // SAFETY: the rows of this view.
        R::build(&mut unsafe { ColumnSet::<'_, 'a, R, L>::new(self.rows, &self.place) })
    }

    /// The column of one field: `people.column(Person::FIELDS.age)`.
    #[must_use]
    #[inline]
    pub fn column<F: Element, const I: usize>(&self, _: Token<R, F, I>) -> Column<'a, F> {
        // SAFETY: field I of the rows is an F.
        unsafe { Column::from_items(self.rows.shifted(self.place.offset(I))) }
    }

    /// The column of the field of this name.
    ///
    /// # Errors
    /// [`Error::Layout`] if there is none; [`Error::WrongType`] if it holds no `F`.
    pub fn column_named<F: Element>(&self, name: &str) -> Result<Column<'a, F>, Error> {
        let (index, field) = find::<R>(name)?;
        if !field.dtype().reads_as(F::DTYPE) {
            return Err(Error::wrong_type::<F>(field));
        }
        // SAFETY: the bytes of the field are valid for F.
        Ok(unsafe { Column::from_items(self.rows.shifted(self.place.offset(index))) })
    }

    /// The same rows as records of `P`, whose fields are found by name among
    /// those of `R`: nothing is copied.
    ///
    /// Does not compile if one is missing or has another type. `#[record(project = R)]` on `P`
    /// makes that an error of `cargo check` already.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Sample { id: i16, sin: f64, cos: f64 }
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed, project = Sample)]
    /// struct Cos { cos: f64, id: i16 }
    ///
    /// let bytes = [0; 18];
    /// let samples = Records::<Sample>::from_bytes(&bytes)?;
    /// assert_eq!(samples.project::<Cos>().get(0), Some(Cos { cos: 0.0, id: 0 }));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn project<P: Record>(&self) -> Records<'a, P, Within<R, L>> {
        // Here, too, so that the error points at the caller.
        const { _ = Found::<P, R>::TABLE };
        // SAFETY: `Within` compiles only if P can be read in rows of R.
        unsafe { Records::from_rows(self.rows, Within::new(self.place.clone())) }
    }

    /// Some fields of the same rows, as tuples: nothing is copied.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Sample { id: i16, sin: f64, cos: f64 }
    /// # let bytes = [0; 18];
    /// let samples = Records::<Sample>::from_bytes(&bytes)?;
    /// let picked = samples.select((Sample::FIELDS.cos, Sample::FIELDS.id));
    /// assert_eq!(picked.get(0), Some((0.0, 0)));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn select<T: Pick<R>>(&self, _: T) -> Records<'a, T::Row, Picked<R, T, L>> {
        // SAFETY: the row's fields have the types of the picked fields.
        unsafe { Records::from_rows(self.rows, Picked::new(self.place.clone())) }
    }
}

/// The field of this name.
pub(in crate::view) fn find<R: Record>(
    name: &str,
) -> Result<(usize, &'static crate::Field), Error> {
    let index = R::LAYOUT.index_of(name).ok_or_else(|| Error::unknown_field(R::LAYOUT, name))?;
    Ok((index, &R::LAYOUT.fields()[index]))
}
