package org.fascicle.data.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.problem.Nearest;
import org.fascicle.api.problem.Readable;

/** Labels that have several classes each, or none: one column names them all, or each class has a column of its own. */
final class Labels {
    private static final Set<String> YES = Set.of("1", "true", "yes");
    private static final Set<String> NO = Set.of("0", "false", "no");
    private static final int[] NONE = {};
    private static final int[] FIRST = {0};

    private Labels() {}

    /** The classes of a column: numbers in their order, else texts in theirs. */
    static List<String> classes(TableBuilder built, int index, TextColumn column) {
        if (!built.plan.isSeparated(index)) {
            return List.of(built.plan.names.get(index));
        }
        TreeSet<String> all = new TreeSet<>();
        column.texts().forEach(text -> all.addAll(parts(built, index, column, text)));
        if (all.isEmpty()) {
            throw built.plan.problem(1, index, "no row has a class", "Is it the right column?");
        }
        boolean numbers = all.stream().allMatch(name -> Double.isFinite(Decimal.parse(name, '.')));
        return numbers ? all.stream().sorted(Comparator.comparingDouble(name -> Decimal.parse(name, '.')))
                .collect(Collectors.toUnmodifiableList()) : List.copyOf(all);
    }

    /** The numbers of the classes that each text of a column names. */
    static Map<String, int[]> like(TableBuilder built, int index, TextColumn column, List<String> classes) {
        Map<String, Integer> numbers = Categories.places(classes);
        Map<String, int[]> sets = new HashMap<>();
        for (String text : column.texts()) {
            sets.put(text, built.plan.isSeparated(index) ? numbers(built, index, column, text, numbers)
                    : flag(built.plan, index, column, text));
        }
        return sets;
    }

    private static int[] numbers(TableBuilder built, int index, TextColumn column, String text, Map<String, Integer> numbers) {
        List<String> parts = parts(built, index, column, text);
        for (String part : parts) {
            if (!numbers.containsKey(part)) {
                String hint = Nearest.hint(part, numbers.keySet());
                throw built.plan.problem(column.line(text), index, "there is no class '" + Readable.quote(part)
                        + "' in the training rows",
                        hint != null ? hint
                                : "There are: " + Plan.listed(numbers.keySet().stream().sorted().collect(Collectors.toList())));
            }
        }
        return parts.stream().mapToInt(numbers::get).distinct().toArray();
    }

    private static int[] flag(Plan plan, int index, TextColumn column, String text) {
        String word = Categories.plain(text).toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw plan.problem(column.line(text), index,
                    "'" + Readable.quote(text) + "' does not say whether the row is of the class '"
                            + plan.names.get(index) + "'",
                    "Write 1 or 0. If one column has all classes, name it alone in \"label\"");
        }
        return YES.contains(word) ? FIRST : NONE;
    }

    private static List<String> parts(TableBuilder built, int index, TextColumn column, String text) {
        String separator = Objects.requireNonNull(built.options.labelSeparator);
        List<String> parts = Arrays.stream(text.split(Pattern.quote(separator), -1)).map(String::strip)
                .collect(Collectors.toList());
        if (parts.contains("")) {
            throw built.plan.problem(column.line(text), index, "a class is empty in '" + Readable.quote(text) + "'",
                    "Write '" + separator + "' between two classes; an empty cell is a row without classes");
        }
        return parts;
    }
}
