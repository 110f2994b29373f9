//! Some fields of the rows, to be written: columns, projections, selections.

use super::RecordsMut;
use crate::record::{check_distinct, check_projection_mut};
use crate::view::records::find;
use crate::view::sets::{ColumnMutSet, ColumnSet};
use crate::{
    Column, ColumnMut, ColumnsFamily, ColumnsMutFamily, Element, Error, Pick, Picked, Placement,
    Record, Token, Within,
};

impl<'a, R: Record, L: Placement<R>> RecordsMut<'a, R, L> {
    /// All columns, to read them.
    #[must_use]
    pub fn columns(&self) -> R::Set<ColumnsFamily<'_>> {
        // SAFETY: the rows of this view, borrowed meanwhile.
        R::build(&mut unsafe { ColumnSet::<'_, '_, R, L>::new(self.rows, &self.place) })
    }

    /// All columns, to be written, together: a struct with a [`ColumnMut`] for
    /// each field.
    #[must_use]
    pub fn columns_mut(&mut self) -> R::Set<ColumnsMutFamily<'_>> {
        self.reborrow().into_columns()
    }

    /// All columns for good; takes the view.
    #[must_use]
    pub fn into_columns(self) -> R::Set<ColumnsMutFamily<'a>> {
        // SAFETY: the rows of this view, which is gone.
        let set = unsafe { ColumnSet::<'_, 'a, R, L>::new(self.rows, &self.place) };
        R::build(&mut ColumnMutSet(set))
    }

    /// The column of one field, to read it.
    #[must_use]
    pub fn column<F: Element, const I: usize>(&self, token: Token<R, F, I>) -> Column<'_, F> {
        self.view().column(token)
    }

    /// The column of one field, to be written.
    #[must_use]
    pub fn column_mut<F: Element, const I: usize>(
        &mut self,
        _: Token<R, F, I>,
    ) -> ColumnMut<'_, F> {
        // SAFETY: field I of the rows is an F; `self` is borrowed meanwhile.
        unsafe { ColumnMut::from_items(self.rows.shifted(self.place.offset(I))) }
    }

    /// The column of the field of this name, to be written.
    ///
    /// # Errors
    /// [`Error::Layout`] if there is none; [`Error::WrongType`] if it is no column of `F`.
    pub fn column_named_mut<F: Element>(&mut self, name: &str) -> Result<ColumnMut<'_, F>, Error> {
        let (index, field) = find::<R>(name)?;
        if !field.dtype().same(F::DTYPE) {
            return Err(Error::wrong_type::<F>(field));
        }
        // SAFETY: the field allows the same bytes as F; `self` is borrowed meanwhile.
        Ok(unsafe { ColumnMut::from_items(self.rows.shifted(self.place.offset(index))) })
    }

    /// The same rows as records of `P`, to be written; see [`Records::project`](crate::Records::project).
    ///
    /// Does not compile if a field is missing, or does not allow the same values.
    #[must_use]
    pub fn project_mut<P: Record>(&mut self) -> RecordsMut<'_, P, Within<R, L>> {
        // Not by way of `into_projection`, so that the error points at the caller.
        const { check_projection_mut::<P, R>() };
        // SAFETY: as there; `self` is borrowed meanwhile.
        unsafe { RecordsMut::from_rows(self.rows, Within::new(self.place.clone())) }
    }

    /// The same rows as records of `P` for good; takes the view.
    #[must_use]
    pub fn into_projection<P: Record>(self) -> RecordsMut<'a, P, Within<R, L>> {
        const { check_projection_mut::<P, R>() };
        // SAFETY: P's fields are different fields of R with the same valid bytes.
        unsafe { RecordsMut::from_rows(self.rows, Within::new(self.place)) }
    }

    /// Some fields of the same rows as tuples, to be written; see
    /// [`Records::select`](crate::Records::select).
    ///
    /// Does not compile if a field is named twice.
    #[must_use]
    pub fn select_mut<T: Pick<R>>(&mut self, _: T) -> RecordsMut<'_, T::Row, Picked<R, T, L>> {
        const { check_distinct::<R, T>() };
        // SAFETY: the row's fields have the types of the picked fields, which are
        // different ones; `self` is borrowed meanwhile.
        unsafe { RecordsMut::from_rows(self.rows, Picked::new(self.place.clone())) }
    }
}
