package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.fascicle.api.problem.Nearest;
import org.fascicle.api.problem.Readable;
import org.jspecify.annotations.Nullable;

/** The categories or classes of a column, and which of them its texts are. Immutable. */
final class Categories {
    /** Nobody counts more classes than these by the greatest label. */
    private static final int MOST = 1_000_000;
    private static final double EXACT = 1L << 53;

    final List<String> names;
    final Map<String, Integer> numbers;

    private Categories(List<String> names, Map<String, Integer> numbers) {
        this.names = names;
        this.numbers = numbers;
    }

    /** The categories of a feature: numbers in their order, else texts in theirs. */
    static Categories ofFeature(TextColumn column, @Nullable String more) {
        TreeSet<String> plain = new TreeSet<>();
        column.texts().forEach(text -> plain.add(plain(text)));
        if (more != null) {
            plain.add(plain(more));
        }
        List<String> names = new ArrayList<>(plain);
        if (names.stream().allMatch(name -> Double.isFinite(Decimal.parse(name, '.')))) {
            names.sort(Comparator.comparingDouble(name -> Decimal.parse(name, '.')));
        }
        Map<String, Integer> places = places(names);
        Map<String, Integer> numbers = new HashMap<>();
        column.texts().forEach(text -> numbers.put(text, places.get(plain(text))));
        return new Categories(List.copyOf(names), numbers);
    }

    /**
     * The classes of a label: whole numbers from 0 are classes themselves, others are sorted, and so are texts.
     *
     * @param expected how many there are; 0 if the table says it
     */
    static Categories ofLabel(Plan plan, int index, TextColumn column, int expected) {
        List<String> texts = column.texts();
        Map<String, Long> whole = new LinkedHashMap<>();
        String odd = null;
        for (String text : texts) {
            double value = Decimal.parse(text, '.');
            if (value == Math.rint(value) && Math.abs(value) < EXACT) {
                whole.put(text, (long) value);
            } else {
                odd = odd == null ? text : odd;
            }
        }
        boolean numeric = odd != null && Double.isFinite(Decimal.parse(odd, '.'));
        if (plan.literal[index] || odd != null && whole.isEmpty() && !numeric) {
            return sorted(plan, index, column, expected);
        } else if (odd != null) {
            throw plan.problem(column.line(odd), index, "'" + Readable.quote(odd)
                    + "' is no class: the labels are whole numbers" + (numeric ? "" : ", as '"
                            + whole.keySet().iterator().next() + "' is"),
                    numeric ? "For numbers to predict, set regression to true"
                            : "If labels are texts, say \"categorical\": [" + plan.quoted(index) + "]");
        }
        long least = Collections.min(whole.values());
        return least < 0 ? distinct(plan, index, column, whole, expected) : counted(plan, index, column, whole, expected);
    }

    /** The categories that a model has, for the texts of a column. */
    static Categories like(Plan plan, int index, TextColumn column, List<String> names) {
        Map<String, Integer> known = places(names);
        Map<String, Integer> numbers = new HashMap<>();
        for (String text : column.texts()) {
            Integer number = known.get(text);
            if (number == null) {
                number = known.get(plain(text));
            }
            if (number == null) {
                double value = Decimal.parse(text, '.');
                number = value == Math.rint(value) && Math.abs(value) < EXACT ? known.get(Long.toString((long) value)) : null;
            }
            if (number == null) {
                boolean label = Arrays.stream(plan.targets).anyMatch(target -> target == index);
                String hint = Nearest.hint(text, names);
                throw plan.problem(column.line(text), index, "there is no " + (label ? "class" : "category") + " '"
                        + Readable.quote(text) + "' in the training rows",
                        hint != null ? hint : "There are: " + Plan.listed(names));
            }
            numbers.put(text, number);
        }
        return new Categories(names, numbers);
    }

    private static Categories sorted(Plan plan, int index, TextColumn column, int expected) {
        TreeSet<String> names = new TreeSet<>();
        for (String text : column.texts()) {
            names.add(text);
            requireFew(plan, index, column, text, names.size(), expected);
        }
        return named(new ArrayList<>(names), expected, column);
    }

    private static Categories distinct(Plan plan, int index, TextColumn column, Map<String, Long> whole, int expected) {
        TreeSet<Long> values = new TreeSet<>();
        whole.forEach((text, value) -> {
            values.add(value);
            requireFew(plan, index, column, text, values.size(), expected);
        });
        List<Long> order = new ArrayList<>(values);
        List<String> names = new ArrayList<>();
        order.forEach(value -> names.add(value.toString()));
        Map<Long, Integer> places = places(order);
        Map<String, Integer> numbers = new HashMap<>();
        whole.forEach((text, value) -> numbers.put(text, places.get(value)));
        return new Categories(padded(names, expected), numbers);
    }

    private static Categories counted(Plan plan, int index, TextColumn column, Map<String, Long> whole, int expected) {
        int count = expected;
        Map<String, Integer> numbers = new HashMap<>();
        for (Map.Entry<String, Long> label : whole.entrySet()) {
            long value = label.getValue();
            if (expected > 0 && value >= expected) {
                throw plan.problem(column.line(label.getKey()), index,
                        "the label " + value + " is outside the classes, which are 0 to " + (expected - 1),
                        "Say how many classes there are: \"classes\": " + (value + 1));
            } else if (value >= MOST) {
                throw plan.problem(column.line(label.getKey()), index, "the label " + value
                        + " would make as many classes: whole numbers from 0 are classes themselves",
                        "For numbers to predict, set regression to true; for names, say \"categorical\": ["
                                + plan.quoted(index) + "]");
            }
            count = Math.max(count, (int) value + 1);
            numbers.put(label.getKey(), (int) value);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(Integer.toString(i));
        }
        return new Categories(List.copyOf(names), numbers);
    }

    private static void requireFew(Plan plan, int index, TextColumn column, String text, int count, int expected) {
        if (expected > 0 && count > expected) {
            throw plan.problem(column.line(text), index, "'" + Readable.quote(text) + "' is one class more than the "
                    + expected + " that are expected", "Is it misspelt? Else raise \"classes\"");
        }
    }

    private static Categories named(List<String> names, int expected, TextColumn column) {
        Map<String, Integer> byName = places(names);
        Map<String, Integer> numbers = new HashMap<>();
        column.texts().forEach(text -> numbers.put(text, byName.get(text)));
        return new Categories(padded(names, expected), numbers);
    }

    /** Where each of some things stands among them. */
    static <T> Map<T, Integer> places(List<T> all) {
        Map<T, Integer> places = new HashMap<>();
        all.forEach(each -> places.put(each, places.size()));
        return places;
    }

    // Classes that are expected and do not occur have names as well.
    private static List<String> padded(List<String> names, int expected) {
        List<String> all = new ArrayList<>(names);
        while (all.size() < expected) {
            all.add("class " + all.size());
        }
        return List.copyOf(all);
    }

    /** A category as it is called: what writes tables makes 1.0 of 1 as soon as a cell of the column is missing. */
    static String plain(String text) {
        int mark = text.indexOf('.');
        boolean zeros = mark > 0 && mark + 1 < text.length() && text.chars().skip(mark + 1).allMatch(c -> c == '0');
        return zeros && Double.isFinite(Decimal.parse(text, '.')) ? text.substring(0, mark) : text;
    }
}
