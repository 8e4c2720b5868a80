package org.fascicle.data.parquet;

import static org.fascicle.api.expr.Expressions.require;

import java.io.IOException;
import java.nio.file.Path;
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
import org.fascicle.api.technique.Sample;
import org.fascicle.api.technique.Technique;
import org.fascicle.data.file.DataFile;
import org.fascicle.data.table.TableOptions;
import org.jspecify.annotations.Nullable;

/**
 * Examples from a Parquet file: some columns have the classes or numbers to predict, every other one is a feature. Columns are named, or
 * counted from 0, or from the end if negative. Columns of texts are categories. Whole numbers from 0 are classes themselves; other labels
 * are sorted.
 *
 * @param file the file of training rows
 * @param testFile the file of test rows, of the same columns
 * @param label the columns to predict
 * @param regression whether they hold numbers to predict, not classes
 * @param classes how many classes there are; without it, as many as occur in the training rows
 * @param missing the cells that mean that something is missing, beside those that are
 * @param fill what stands for a missing cell: {@code mean}, {@code median}, {@code most_frequent} or a value, for one column as in
 *     {@code age=median}; without it, missing cells are refused
 * @param features the columns that go into the network; without it, all that are for nothing else
 * @param ignore the columns that are left out
 * @param weight the column with the weight of each row
 * @param id the column that names rows; predictions carry it along
 * @param categorical the columns of categories, beside those of texts
 * @param categories whether a category becomes as many numbers as there are categories, or one: its index, as an embedding takes it
 * @param multiLabel whether a row can be of several classes, or of none
 * @param labelSeparator what stands between the classes of a row
 */
@Technique(value = "parquet",
        description = "Examples from a Parquet file; classes or numbers to predict stand in one column or in several.",
        formula = "features [numbers and categories]; label: whole numbers from 0, or texts; regression: numbers",
        source = "Apache Parquet")
public record Parquet(
        @Sample("plants.parquet") String file,
        @Default("null") @Nullable String testFile,
        @Default("-1") List<String> label,
        @Default("false") boolean regression,
        @Default("null") @Range("[1,inf)") @Nullable Integer classes,
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
    private static final List<String> SUFFIXES = List.of(".parquet", ".pq");

    /** How categories become numbers. */
    public enum Categories {
        /** As many numbers as there are categories, one of them 1. */
        ONE_HOT,
        /** The index of the category. */
        INDEX
    }

    public Parquet {
        require(!regression || classes == null, "classes has no meaning with regression");
        require(!multiLabel || !regression && classes == null, (regression ? "regression" : "classes")
                + " has no meaning with multi_label, whose classes are those that occur");
        require(!labelSeparator.isEmpty(), "label_separator must be at least one character");
    }

    @Override
    public Data open(DataContext context) throws IOException {
        InputFile training = find(file, context);
        InputFile test = testFile == null ? null : find(testFile, context);
        return tables(context).data(training, training.name(), test, context);
    }

    @Override
    public Optional<Rows> read(InputFile input, DataContext context) throws IOException {
        String name = input.name().toLowerCase(Locale.ROOT);
        Optional<Meaning> meaning = context.meaning();
        if (meaning.isEmpty() || SUFFIXES.stream().noneMatch(name::endsWith)) {
            return Optional.empty();
        }
        return Optional.of(tables(context).undivided().like(input, meaning.get()).rows());
    }

    private static InputFile find(String name, DataContext context) {
        return InputFile.of(Path.of(DataFile.find(name, context).name()));
    }

    private ParquetTables tables(DataContext context) {
        TableOptions options = new TableOptions(label, features, ignore, weight, id, categorical,
                categories == Categories.INDEX ? Column.Form.INDEX : Column.Form.ONE_HOT, regression,
                classes == null ? 0 : classes, Set.copyOf(missing), fill, '.')
                .split(context.splitColumn().orElse(null))
                .labelSeparator(multiLabel ? labelSeparator : null);
        return new ParquetTables(options, context);
    }
}
