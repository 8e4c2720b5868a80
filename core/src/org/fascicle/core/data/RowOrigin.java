package org.fascicle.core.data;

import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.SelectedRows;
import org.jspecify.annotations.Nullable;

/** The numbers that rows have among those that they were selected from. */
final class RowOrigin {
    private RowOrigin() {}

    /** The number that a row has among all of the data that it is a part of, for people. */
    static long of(Examples examples, long row) {
        return of(examples, row, null);
    }

    /** The number that a row has among the rows of a source, of which it was selected. */
    static int in(Rows source, Rows part, int row) {
        return Math.toIntExact(of(part, row, source));
    }

    private static long of(Examples examples, long row, @Nullable Rows last) {
        Examples at = examples;
        long number = row;
        while (at != last) {
            if (at instanceof SelectedRows) {
                number = ((SelectedRows) at).number((int) number);
                at = ((SelectedRows) at).all();
            } else if (at instanceof ClassRows) {
                number = ((ClassRows) at).number((int) number);
                at = ((ClassRows) at).all();
            } else {
                break;
            }
        }
        return number;
    }
}
