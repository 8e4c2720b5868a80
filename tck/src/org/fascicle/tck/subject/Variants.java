package org.fascicle.tck.subject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;

/**
 * Ways to configure a technique of which nothing but its options is known: all defaults (what has none takes a value from
 * its range), and each option in turn with other values.
 */
public final class Variants {
    private static final double[] NUMBERS = {0.3, 1.5, 3, 30, -0.5, -3};
    private static final int[] INTEGERS = {3, 2, 1, 0, -1, 10};
    /** Whole numbers without bounds are mostly axes. */
    private static final int AXIS = 1;
    private static final int LARGE = 10;

    private final Target target;
    private final List<String> texts;

    /** The variants of a technique. */
    public Variants(Target target) {
        this(target, List.of("name"));
    }

    /** The variants of a technique, with some texts for options that take any. */
    Variants(Target target, List<String> texts) {
        this.target = target;
        this.texts = texts;
    }

    /**
     * What to try where options must be given, the likeliest first; one empty map where none must.
     *
     * @param named the values that somebody has named: nothing else is tried for these options
     */
    public List<Map<String, Object>> required(Map<String, Object> named) {
        List<Map<String, Object>> found = new ArrayList<>(List.of(new LinkedHashMap<>(named)));
        for (Option option : target.type().options()) {
            if (option.isRequired() && !named.containsKey(option.name())) {
                List<Map<String, Object>> longer = new ArrayList<>();
                for (Object value : values(option)) {
                    found.forEach(each -> longer.add(with(each, option.name(), value)));
                }
                if (option.type() == Option.Type.INTEGER && permits(option, LARGE)) {
                    // A number of things may have to be as great as an extent.
                    found.forEach(each -> longer.add(with(each, option.name(), LARGE)));
                }
                found = longer;
            }
        }
        return found;
    }

    /** A configuration, and each of its options in turn with other values, as far as the technique accepts them. */
    public List<Map<String, Object>> around(Map<String, Object> base) {
        List<Map<String, Object>> all = new ArrayList<>(List.of(base));
        for (Option option : target.type().options()) {
            for (Object value : values(option)) {
                Map<String, Object> changed = with(base, option.name(), value);
                if (!all.contains(changed) && accepts(changed)) {
                    all.add(changed);
                }
            }
        }
        return all;
    }

    /** Two options may not go together, which only the technique knows; then it says so. */
    private boolean accepts(Map<String, Object> options) {
        try {
            return target.create(options) != null;
        } catch (OptionException e) {
            return false;
        }
    }

    private static Map<String, Object> with(Map<String, Object> options, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(options);
        changed.put(name, value);
        return changed;
    }

    private List<Object> values(Option option) {
        List<Object> values = new ArrayList<>();
        switch (option.type()) {
            case NUMBER:
            case SCHEDULED:
                values.add(number(option));
                break;
            case INTEGER:
                values.add(integer(option));
                break;
            case FLAG:
                values.addAll(List.of(true, false));
                break;
            case NUMBERS:
                values.add(List.of(number(option)));
                values.add(List.of(number(option), number(option)));
                break;
            case INTEGERS:
                integers(option, values);
                break;
            case TEXTS:
                texts.forEach(text -> values.add(List.of(text)));
                values.add(texts);
                break;
            case TECHNIQUE:
                Object sample = target.sample(option.kind().orElseThrow());
                if (sample != null) {
                    values.add(sample);
                }
                break;
            case TECHNIQUES:
                Object one = target.sample(option.kind().orElseThrow());
                if (one != null) {
                    values.add(List.of(one, one));
                }
                break;
            default:
                values.addAll(option.choices().isEmpty() ? texts : option.choices());
                break;
        }
        return values;
    }

    // One number or one for each of two axes; a shape of six elements in two ways.
    private static void integers(Option option, List<Object> into) {
        for (List<Integer> list : List.of(List.of(2), List.of(2, 2), List.of(6), List.of(3, 2), List.of(1))) {
            if (option.range().isEmpty() || list.stream().allMatch(each -> option.range().get().contains(each))) {
                into.add(list);
            }
        }
    }

    private static Double number(Option option) {
        for (double number : NUMBERS) {
            if (option.range().map(range -> range.contains(number)).orElse(true)) {
                return number;
            }
        }
        return middle(option);
    }

    private static boolean permits(Option option, int number) {
        return option.range().map(range -> range.contains(number)).orElse(false);
    }

    private static Integer integer(Option option) {
        if (option.range().isEmpty()) {
            return AXIS;
        }
        for (int integer : INTEGERS) {
            if (option.range().get().contains(integer)) {
                return integer;
            }
        }
        return (int) Math.ceil(middle(option));
    }

    private static double middle(Option option) {
        Interval range = option.range().orElseThrow();
        return Double.isInfinite(range.high()) ? range.low() + 1 : (range.low() + range.high()) / 2;
    }
}
