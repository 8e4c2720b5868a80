package org.fascicle.data.table;

import java.util.List;
import java.util.Set;

import org.fascicle.api.data.Column.Form;
import org.jspecify.annotations.Nullable;

/** What a user says of a table's columns, which are named, or counted from 0, or from the end if negative. Immutable. */
public final class TableOptions {
    /** The columns to predict. */
    public final List<String> label;
    /** The columns that go into the network; empty for all that are for nothing else. */
    public final List<String> features;
    /** The columns that are left out. */
    public final List<String> ignore;
    /** The column with the weights of rows. */
    public final @Nullable String weight;
    /** The column that names rows. */
    public final @Nullable String id;
    /** The columns of categories; {@code auto} for each that has a cell that is no number. */
    public final List<String> categorical;
    /** How categories become numbers. */
    public final Form form;
    /** Whether the columns to predict hold numbers. */
    public final boolean regression;
    /** How many classes there are; 0 if the table says it. */
    public final int classes;
    /** The cells that mean that something is missing, beside empty ones. */
    public final Set<String> missing;
    /** What stands for a missing cell: for all columns, or {@code column=what}. */
    public final List<String> fill;
    /** Stands before the fraction of a number. */
    public final char decimal;

    /** The column that says which rows are trained on; null if none does. */
    public final @Nullable String split;
    /** What stands between the classes of a label that has several of them; null if each has one. */
    public final @Nullable String labelSeparator;

    /** All of them, for rows that are not divided and have one class each. */
    public TableOptions(List<String> label, List<String> features, List<String> ignore, @Nullable String weight,
            @Nullable String id, List<String> categorical, Form form, boolean regression, int classes, Set<String> missing,
            List<String> fill, char decimal) {
        this(label, features, ignore, weight, id, categorical, form, regression, classes, missing, fill, decimal, null, null);
    }

    private TableOptions(List<String> label, List<String> features, List<String> ignore, @Nullable String weight,
            @Nullable String id, List<String> categorical, Form form, boolean regression, int classes, Set<String> missing,
            List<String> fill, char decimal, @Nullable String split, @Nullable String labelSeparator) {
        this.label = label;
        this.features = features;
        this.ignore = ignore;
        this.weight = weight;
        this.id = id;
        this.categorical = categorical;
        this.form = form;
        this.regression = regression;
        this.classes = classes;
        this.missing = missing;
        this.fill = fill;
        this.decimal = decimal;
        this.split = split;
        this.labelSeparator = labelSeparator;
    }

    /** With a column that says which rows are trained on, held back to validate with, and for the test; null for none. */
    public TableOptions split(@Nullable String column) {
        return new TableOptions(label, features, ignore, weight, id, categorical, form, regression, classes, missing, fill,
                decimal,
                column, labelSeparator);
    }

    /**
     * With labels that have several classes each, or none: separated in one column, or each with a column that says 1 or 0.
     *
     * @param separator stands between them; null if each row has one class
     */
    public TableOptions labelSeparator(@Nullable String separator) {
        return new TableOptions(label, features, ignore, weight, id, categorical, form, regression, classes, missing, fill,
                decimal,
                split, separator);
    }
}
