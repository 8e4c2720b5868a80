package org.fascicle.data.table;

import java.util.function.IntPredicate;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** What stands for missing cells: {@code mean}, {@code median}, {@code most_frequent} or a value, for all columns or for one. */
final class Filling {
    private static final String MEAN = "mean";
    private static final String MEDIAN = "median";
    private static final String MOST_FREQUENT = "most_frequent";

    private Filling() {}

    /** Whether something stands for the missing cells of a column. */
    static boolean isFilled(Plan plan, TableOptions options, int column) {
        Column known = plan.known[column];
        return known != null ? known.fill().isPresent() : rule(plan, options, column) != null;
    }

    /** An example of the option, for messages. */
    static String example(Plan plan, int column) {
        boolean number = plan.forms[column] == Form.NUMBER;
        return number ? "\"" + MEDIAN + "\", \"" + MEAN + "\" or a number; for this column alone \"" + plan.names.get(column)
                + "=" + MEDIAN + "\"" : "\"" + plan.names.get(column) + "=" + MOST_FREQUENT + "\", or a category in its place";
    }

    /** Refuses rules for columns that there are none of. */
    static void check(Plan plan, TableOptions options) {
        for (String entry : options.fill) {
            int sign = entry.lastIndexOf('=');
            if (sign >= 0 && !plan.names.contains(entry.substring(0, sign))) {
                throw new InputException(plan.file, null, "there is no column '" + entry.substring(0, sign)
                        + "' to fill; the columns are " + Plan.listed(plan.names), null);
            } else if (sign < 0 && !isWord(entry) && Double.isNaN(Decimal.parse(entry, '.'))) {
                throw new InputException(plan.file, null, "'" + entry + "' does not say what stands for missing cells",
                        "Take mean, median, most_frequent or a number; or name a column, as in \"age=median\"");
            }
        }
    }

    /** Whether anything is fitted on the rows that are trained on. */
    static boolean isFitted(TableOptions options) {
        return options.fill.stream().anyMatch(entry -> isWord(entry.substring(entry.lastIndexOf('=') + 1)));
    }

    /**
     * The number that stands for missing ones of a column; null if nothing does.
     *
     * @param trained the rows that it is fitted on; null for all
     */
    static @Nullable Double number(Plan plan, TableOptions options, int column, NumberColumn numbers,
            @Nullable IntPredicate trained) {
        String rule = rule(plan, options, column);
        if (rule == null) {
            return null;
        }
        double number = rule.equals(MEAN) ? numbers.mean(trained) : rule.equals(MEDIAN) ? numbers.median(trained)
                : rule.equals(MOST_FREQUENT) ? numbers.mostFrequent(trained) : Decimal.parse(rule, '.');
        if (Double.isNaN(number) && isWord(rule)) {
            throw allMissing(plan, column);
        }
        if (Float.isInfinite((float) number) || Double.isNaN(number)) {
            throw new InputException(plan.file, null, "'" + rule + "' cannot stand for missing numbers of the column '"
                    + plan.names.get(column) + "'", "Take mean, median, most_frequent or a number");
        }
        return number;
    }

    /**
     * The category that stands for missing ones of a column; null if nothing does.
     *
     * @param trained the rows that it is fitted on; null for all
     */
    static @Nullable String category(Plan plan, TableOptions options, int column, TextColumn texts,
            @Nullable IntPredicate trained) {
        String rule = rule(plan, options, column);
        if (rule == null || !rule.equals(MOST_FREQUENT)) {
            return rule;
        }
        String most = texts.mostFrequent(trained);
        if (most == null) {
            throw allMissing(plan, column);
        }
        return most;
    }

    private static InputException allMissing(Plan plan, int column) {
        return new InputException(plan.file, null, "every cell of the column '" + plan.names.get(column)
                + "' is missing in the rows that are trained on", "Leave it out: \"ignore\": [" + plan.quoted(column) + "]");
    }

    // The rule of a column goes before that of all. Means and numbers for all are for columns of numbers.
    private static @Nullable String rule(Plan plan, TableOptions options, int column) {
        if (plan.roles[column] != Role.FEATURE) {
            return null;
        }
        String all = null;
        for (String entry : options.fill) {
            int sign = entry.lastIndexOf('=');
            if (sign >= 0 && entry.substring(0, sign).equals(plan.names.get(column))) {
                return entry.substring(sign + 1);
            } else if (sign < 0 && (plan.forms[column] == Form.NUMBER || entry.equals(MOST_FREQUENT))) {
                all = all == null ? entry : all;
            }
        }
        return all;
    }

    private static boolean isWord(String rule) {
        return rule.equals(MEAN) || rule.equals(MEDIAN) || rule.equals(MOST_FREQUENT);
    }
}
