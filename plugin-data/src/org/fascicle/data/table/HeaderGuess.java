package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.data.Column.Role;
import org.fascicle.api.problem.InputException;

/**
 * Whether the first line of a table names its columns: each of its cells is compared with all others of its column. Where they do not
 * agree, the user has to say it.
 */
public final class HeaderGuess {
    private static final Set<String> NOTHING = Set.of("", "na", "n/a", "nan", "null", "none", "nil", "missing", "?", "-");

    private final List<String> first;
    private final TableBuilder rest;
    private final char decimal;
    /** The cells that name a column of numbers. */
    private final List<String> names = new ArrayList<>();
    /** The cells that are numbers as all others of their column. */
    private final List<String> numbers = new ArrayList<>();
    /** The cells that are texts, which occur again in their column. */
    private final List<String> repeated = new ArrayList<>();
    /** The cells that are texts, which do not occur again. */
    private final List<String> fresh = new ArrayList<>();

    private HeaderGuess(List<String> first, TableBuilder rest) {
        this.first = first;
        this.rest = rest;
        this.decimal = rest.options.decimal;
        for (int column = 0; column < first.size(); column++) {
            look(column, first.get(column));
        }
    }

    /**
     * Whether it does.
     *
     * @param first the cells of the first line, trimmed
     * @param rest all other lines
     * @throws InputException if that is doubtful
     */
    public static boolean isHeader(List<String> first, TableBuilder rest) {
        return new HeaderGuess(first, rest).decide().orElseThrow(() -> doubt(first, rest));
    }

    /** Whether a cell says that something is missing, in words of any table. */
    static boolean isNothing(String cell, TableOptions options) {
        return NOTHING.contains(cell.toLowerCase(Locale.ROOT)) || options.missing.contains(cell);
    }

    private void look(int column, String cell) {
        NumberColumn number = rest.numbers[column];
        TextColumn text = rest.texts[column];
        if (rest.plan.roles[column] == Role.ID || isNothing(cell, rest.options)) {
            return;
        }
        boolean isNumber = Double.isFinite(Decimal.parse(cell, decimal));
        boolean numeric = number != null ? number.known() > 0 : text != null && !text.texts().isEmpty()
                && text.texts().stream().allMatch(each -> Double.isFinite(Decimal.parse(each, decimal)));
        if (numeric) {
            (isNumber ? numbers : names).add(cell);
        } else if (text != null && !text.texts().isEmpty()) {
            if (text.has(cell)) {
                repeated.add(cell);
            } else if (!isNumber) {
                fresh.add(cell);
            }
        }
    }

    private Optional<Boolean> decide() {
        if (rest.rows == 0) {
            boolean any = first.stream().anyMatch(cell -> Double.isFinite(Decimal.parse(cell, decimal)));
            return Optional.of(!any);
        }
        boolean counted = first.size() > 2 && isCounted();
        if (!names.isEmpty()) {
            return repeated.isEmpty() && (numbers.isEmpty() || counted) ? Optional.of(true) : Optional.empty();
        } else if (!repeated.isEmpty()) {
            return Optional.of(false);
        } else if (numbers.isEmpty()) {
            // Texts alone, and none occurs again: names of columns or of things, who knows. Nothing at all is no header.
            return fresh.isEmpty() ? Optional.of(false) : Optional.empty();
        } else if (counted) {
            return !fresh.isEmpty() ? Optional.of(true)
                    : numbers.size() == first.size() ? Optional.empty() : Optional.of(false);
        }
        // Whole numbers can name columns (years); fractions cannot.
        boolean nameable = numbers.stream().allMatch(cell -> cell.chars().allMatch(c -> c >= '0' && c <= '9'))
                && Set.copyOf(numbers).size() == numbers.size() && numbers.size() > 1;
        return nameable && !fresh.isEmpty() ? Optional.empty() : Optional.of(false);
    }

    // 0, 1, 2, … are names of columns more often than a row.
    private boolean isCounted() {
        if (numbers.size() < 2) {
            return false;
        }
        for (int i = 0; i < numbers.size(); i++) {
            String cell = numbers.get(i);
            double value = Decimal.parse(cell, decimal);
            boolean next = i == 0 ? value == 0 || value == 1 : value == Decimal.parse(numbers.get(i - 1), decimal) + 1;
            if (!next || cell.indexOf(decimal) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static InputException doubt(List<String> first, TableBuilder rest) {
        return new InputException(rest.plan.file, "line 1", "it is not clear whether this line names the columns ("
                + Plan.listed(first) + ")", "Say \"header\": true if it does, \"header\": false if it is a row");
    }
}
