package org.fascicle.data.table;

import java.io.IOException;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of one form of files. Used by one thread.
 *
 * @param <F> a file
 */
public interface TableReader<F> {
    /** Training rows: what columns mean is fitted on them. */
    Table fitted(F file) throws IOException;

    /** Rows of columns that mean what they mean to a model. */
    Table like(F file, Meaning meaning) throws IOException;

    /** The same for rows of which no column says what they are for. */
    TableReader<F> undivided();

    /**
     * Rows to train on and to test with.
     *
     * @param name what messages call the file of training rows
     * @param test the file of test rows; null if there is none
     * @param context says what columns mean to the model, if it knows that already
     */
    default Data data(F training, String name, @Nullable F test, DataContext context) throws IOException {
        Meaning known = context.meaning().orElse(null);
        Table table = known == null ? fitted(training) : like(training, known);
        Data data = table.data();
        if (test == null) {
            return data;
        } else if (data.test().isPresent()) {
            throw new InputException(name, null, "the column '" + context.splitColumn().orElseThrow()
                    + "' says which rows are for the test, and test_file gives others", "Remove test_file");
        }
        return data.test(undivided().like(test, table.meaning()).rows());
    }
}
