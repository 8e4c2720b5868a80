package org.fascicle.data.csv;

import static org.fascicle.api.expr.Expressions.require;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.data.file.DataFile;
import org.fascicle.data.table.TableOptions;
import org.jspecify.annotations.Nullable;

/**
 * Examples from a CSV file, plain or gzipped: one row a line; some columns have the classes or numbers to predict, every other one is
 * a feature. Columns are named, or counted from 0, or from the end if negative. Whole numbers from 0 are classes themselves; other
 * labels are sorted.
 *
 * @param file the file of training rows
 * @param testFile the file of test rows, of the same columns
 * @param label the columns to predict
 * @param regression whether they hold numbers to predict, not classes
 * @param header whether the first line names the columns; without it, all other lines show it
 * @param delimiter what stands between cells, one character; without it, a tabulator in files that end in .tsv, and else a comma
 * @param separator another name of the delimiter
 * @param classes how many classes there are; without it, as many as occur in the training rows
 * @param quote what stands around a cell that has a delimiter in it
 * @param encoding of the text; bytes that it does not know are refused
 * @param decimal what stands before the fraction of a number
 * @param missing the cells that mean that something is missing, beside empty ones
 * @param fill what stands for a missing cell: {@code mean}, {@code median}, {@code most_frequent} or a value, for one column as in
 *     {@code age=median}; without it, missing cells are refused
 * @param features the columns that go into the network; without it, all that are for nothing else
 * @param ignore the columns that are left out
 * @param weight the column with the weight of each row
 * @param id the column that names rows; predictions carry it along
 * @param categorical the columns of categories, or {@code auto} for all that have a cell that is no number; for a label, that it is
 *     a text though it looks like a number
 * @param categories whether a category becomes as many numbers as there are categories, or one: its index, as an embedding takes it
 * @param multiLabel whether a row can be of several classes, or of none: its target is 1 for each of its classes and 0 for the others.
 *     One column names all classes of a row; several have 1 or 0 each, and are classes of their names
 * @param labelSeparator what stands between the classes of a row in one column
 */
@Technique(value = "csv",
        description = "Examples from a CSV file, plain or gzipped; classes or numbers to predict stand in one column or in several.",
        formula = "features [numbers and categories]; label: whole numbers from 0, or texts; regression: numbers",
        source = "Shafranovich, 2005, RFC 4180")
public record Csv(
        String file,
        @Default("null") @Nullable String testFile,
        @Default("-1") List<String> label,
        @Default("false") boolean regression,
        @Default("null") @Nullable Boolean header,
        @Default("null") @Nullable String delimiter,
        @Default("null") @Nullable String separator,
        @Default("null") @Range("[1,inf)") @Nullable Integer classes,
        @Default("\"") String quote,
        @Default("UTF-8") String encoding,
        @Default(".") String decimal,
        @Default("") List<String> missing,
        @Default("") List<String> fill,
        @Default("") List<String> features,
        @Default("") List<String> ignore,
        @Default("null") @Nullable String weight,
        @Default("null") @Nullable String id,
        @Default("") List<String> categorical,
        @Default("one_hot") Categories categories,
        @Default("false") boolean multiLabel,
        @Default("|") String labelSeparator) implements DataSource {
    private static final List<String> SUFFIXES = List.of(".csv", ".tsv", ".tab", ".txt", ".dat", ".data");

    /** How categories become numbers. */
    public enum Categories {
        /** As many numbers as there are categories, one of them 1. */
        ONE_HOT,
        /** The index of the category. */
        INDEX
    }

    public Csv {
        require(delimiter == null || separator == null, "delimiter and separator are the same: give one of them");
        requireCharacter(delimiter, "delimiter");
        requireCharacter(separator, "separator");
        requireCharacter(quote, "quote");
        require(decimal.equals(".") || decimal.equals(","), "decimal must be '.' or ',', not '" + decimal + "'");
        require(isEncoding(encoding), "there is no encoding '" + encoding + "': UTF-8, windows-1252 and ISO-8859-1 are some");
        require(!regression || classes == null, "classes has no meaning with regression");
        require(!multiLabel || !regression && classes == null, (regression ? "regression" : "classes")
                + " has no meaning with multi_label, whose classes are those that occur");
        require(!labelSeparator.isEmpty(), "label_separator must be at least one character");
        String between = delimiter != null ? delimiter : separator;
        require(!decimal.equals(between), "decimal and delimiter cannot both be '" + decimal + "'");
        require(!quote.equals(between), "quote and delimiter cannot both be '" + quote + "'");
    }

    @Override
    public Data open(DataContext context) throws IOException {
        DataFile training = DataFile.find(file, context);
        DataFile test = testFile == null ? null : DataFile.find(testFile, context);
        return tables(context).data(training, training.name(), test, context);
    }

    @Override
    public Optional<Rows> read(InputFile input, DataContext context) throws IOException {
        String name = input.name().toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        Optional<Meaning> meaning = context.meaning();
        if (meaning.isEmpty() || input.isFile() && SUFFIXES.stream().noneMatch(plain::endsWith)) {
            return Optional.empty();
        }
        DataFile data = DataFile.of(input, context);
        return Optional.of(tables(context).undivided().like(data, meaning.get()).rows());
    }

    private CsvTables tables(DataContext context) {
        TableOptions options = new TableOptions(label, features, ignore, weight, id, categorical,
                categories == Categories.INDEX ? Column.Form.INDEX : Column.Form.ONE_HOT, regression,
                classes == null ? 0 : classes, Set.copyOf(missing), fill, decimal.charAt(0))
                .split(context.splitColumn().orElse(null))
                .labelSeparator(multiLabel ? labelSeparator : null);
        return new CsvTables(read -> new CsvFormat(delimiter(read.name()), quote.charAt(0), Charset.forName(encoding)), options,
                header,
                context);
    }

    private char delimiter(String name) {
        String given = delimiter != null ? delimiter : separator;
        String lower = name.toLowerCase(Locale.ROOT);
        boolean tabs = lower.endsWith(".tsv") || lower.endsWith(".tab") || lower.endsWith(".tsv.gz");
        return given != null ? given.charAt(0) : tabs ? '\t' : ',';
    }

    private static void requireCharacter(@Nullable String text, String option) {
        require(text == null || text.length() == 1, option + " must be one character, not '" + text + "'");
    }

    private static boolean isEncoding(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
