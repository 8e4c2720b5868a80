package org.fascicle.data.table;

import java.util.Objects;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** A table that was read: its columns fitted, or mapped to those of a model. Makes its rows. Used by one thread. */
public final class Table {
    private final TableBuilder built;
    private final Meaning meaning;

    private Table(TableBuilder built, Meaning meaning) {
        this.built = built;
        this.meaning = meaning;
    }

    /**
     * Fits categories and classes of rows to train on, and fill values of those among them that will be trained on.
     *
     * @param context says which ones these are
     */
    public static Table fitted(TableBuilder built, DataContext context) {
        return new Fit(built, context).table();
    }

    /** Takes categories, classes and fill values of a model. */
    public static Table like(TableBuilder built, Meaning meaning) {
        Plan plan = built.plan;
        require(built);
        for (int column = 0; column < plan.width(); column++) {
            Column known = plan.known[column];
            if (known != null && plan.roles[column] != Role.SPLIT) {
                take(built, column, known);
            }
        }
        return new Table(built, meaning);
    }

    static Table of(TableBuilder built, Meaning meaning) {
        return new Table(built, meaning);
    }

    /** What its columns mean. */
    public Meaning meaning() {
        return meaning;
    }

    /** Its rows. */
    public TableRows rows() {
        return new TableRows(built, meaning, null);
    }

    /** Its rows as data to train on; to validate and to test with as well, if a column says so. */
    public Data data() {
        Splits splits = splits(built);
        if (splits == null) {
            return Data.of(rows());
        }
        Data data = Data.of(rows(splits, Splits.Part.TRAINING)).validation(rows(splits, Splits.Part.VALIDATION));
        TableRows test = rows(splits, Splits.Part.TEST);
        return test.count() == 0 ? data : data.test(test);
    }

    private TableRows rows(Splits splits, Splits.Part part) {
        return new TableRows(built, meaning, splits.rows(part, built.rows));
    }

    /** What a column says of the rows; null if none does. */
    static @Nullable Splits splits(TableBuilder built) {
        int column = built.plan.only(Role.SPLIT);
        return column < 0 ? null : Splits.of(built.plan, column, Objects.requireNonNull(built.texts[column]));
    }

    static void require(TableBuilder built) {
        if (built.rows == 0) {
            throw new InputException(built.plan.file, null, "the file holds no rows", "Is it the right file?");
        }
    }

    private static void take(TableBuilder built, int index, Column known) {
        NumberColumn numbers = built.numbers[index];
        TextColumn texts = built.texts[index];
        String fill = known.fill().orElse(null);
        if (numbers != null && fill != null) {
            numbers.fill(Double.parseDouble(fill));
        } else if (texts != null && known.form() == Form.MULTI_HOT) {
            if (built.plan.targets.length > 0) {
                texts.sets(Labels.like(built, index, texts, known.categories()));
            }
        } else if (texts != null) {
            texts.number(Categories.like(built.plan, index, texts, known.categories()).numbers);
            if (fill != null) {
                texts.fill(known.categories().indexOf(fill));
            }
        }
    }
}
