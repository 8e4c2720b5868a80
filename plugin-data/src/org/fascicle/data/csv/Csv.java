package org.fascicle.data.csv;

import static org.fascicle.api.expr.Expressions.require;

import java.io.IOException;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.data.file.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * Examples from a CSV file (UTF-8, plain or gzipped): one row a line, one column with the class, or, for a regression,
 * with the number to predict; every other column is a feature. Classes are whole numbers from 0, or texts, which are
 * counted in their order.
 *
 * @param file the file of training rows
 * @param testFile the file of test rows, of the same columns
 * @param label the column of the class or number: its name in the header, or its index from 0, or from the end if negative
 * @param regression whether that column holds a number to predict
 * @param header whether the first line names the columns; without it, it does if no cell in it is a number
 * @param separator what stands between cells, one character
 * @param classes how many classes there are; without it, as many as occur in the training rows
 */
@Technique(value = "csv",
        description = "Examples from a CSV file, plain or gzipped; classes or numbers to predict stand in one column.",
        formula = "features [columns - 1]; label: whole numbers from 0, or texts; regression: a number",
        source = "Shafranovich, 2005, RFC 4180")
public record Csv(
        String file,
        @Default("null") @Nullable String testFile,
        @Default("-1") String label,
        @Default("false") boolean regression,
        @Default("null") @Nullable Boolean header,
        @Default(",") String separator,
        @Default("null") @Range("[1,inf)") @Nullable Integer classes) implements DataSource {

    public Csv {
        require(separator.length() == 1, "separator must be one character, not '" + separator + "'");
        require(!regression || classes == null, "classes has no meaning with regression");
    }

    @Override
    public Data open(DataContext context) throws IOException {
        CsvTable training = table(file, context);
        if (regression) {
            return testFile == null ? Data.of(new CsvNumbers(training))
                    : Data.of(new CsvNumbers(training), new CsvNumbers(table(testFile, context).like(training)));
        }
        ClassNames names = ClassNames.of(training, classes == null ? 0 : classes);
        return testFile == null ? Data.of(new CsvClasses(training, names))
                : Data.of(new CsvClasses(training, names), new CsvClasses(table(testFile, context).like(training), names));
    }

    private CsvTable table(String name, DataContext context) throws IOException {
        return CsvTable.read(DataFile.find(name, context.folders()), separator.charAt(0), header, label);
    }
}
