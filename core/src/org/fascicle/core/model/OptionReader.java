package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.jspecify.annotations.Nullable;

/** Reads the value of an option as its technique declares it. */
final class OptionReader {
    private final TechniqueReader techniques;

    OptionReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    /** The value, of a type that {@link TechniqueSpec} names; null if it is expressly absent. */
    @Nullable
    Object read(Place place, Option option) {
        if (place.node().isNull()) {
            if (!option.isOptional()) {
                throw place.mismatch(option.expectation());
            }
            return null;
        }
        switch (option.type()) {
            case NUMBER:
                return number(place, option);
            case INTEGER:
                return integer(place, option);
            case FLAG:
                return place.flag();
            case SCHEDULED:
                return place.node().isNumber() ? number(place, option) : schedule(place, option);
            case NUMBERS:
                return numbers(place, option);
            case INTEGERS:
                return integers(place, option);
            case TEXTS:
                return texts(place, option);
            case TECHNIQUE:
                return techniques.read(place, option.kind().orElseThrow());
            case TECHNIQUES:
                return techniques(place, option.kind().orElseThrow());
            default:
                return option.choices().isEmpty() ? place.text("a text") : choice(place, option);
        }
    }

    // A single technique stands for a list of it.
    private List<TechniqueSpec> techniques(Place place, Kind kind) {
        List<Place> items = place.node().isArray() ? place.items() : List.of(place);
        return items.stream().map(item -> techniques.read(item, kind)).collect(Collectors.toUnmodifiableList());
    }

    private TechniqueSpec schedule(Place place, Option option) {
        boolean number = place.node().isTextual() && place.node().textValue().matches("-?[0-9.].*");
        if (number || !place.node().isTextual() && !place.node().isObject()) {
            throw place.mismatch(option.expectation());
        }
        return techniques.read(place, Kind.SCHEDULE);
    }

    // Keras writes some words in capitals: "curve": "ROC".
    private static String choice(Place place, Option option) {
        String small = place.node().isTextual() ? place.node().textValue().toLowerCase(Locale.ROOT) : "";
        return option.choices().contains(small) ? small : place.choice(option.choices());
    }

    private static List<Double> numbers(Place place, Option option) {
        List<Double> numbers = new ArrayList<>();
        for (Place item : list(place, option)) {
            numbers.add(number(item, option, "a number"));
        }
        return List.copyOf(numbers);
    }

    private static List<Integer> integers(Place place, Option option) {
        List<Integer> integers = new ArrayList<>();
        for (Place item : list(place, option)) {
            integers.add(item.node().isNull() && takesMinusOne(option) ? Integer.valueOf(-1)
                    : integer(item, option, "a whole number"));
        }
        return List.copyOf(integers);
    }

    // Keras writes None for an extent that is not given: "noise_shape": [null, 1, 8].
    private static boolean takesMinusOne(Option option) {
        return option.range().filter(range -> range.low() == -1 && range.includesLow()).isPresent();
    }

    // A single text stands for a list of it. Columns of a table are named, or counted: a whole number stands for its text.
    private static List<String> texts(Place place, Option option) {
        List<Place> items = place.node().isArray() ? place.items() : List.of(place);
        List<String> texts = new ArrayList<>();
        for (Place item : items) {
            if (!item.node().isTextual() && !item.node().isIntegralNumber()) {
                throw item.mismatch(item == place ? option.expectation() : "a text");
            }
            texts.add(item.node().asText());
        }
        return List.copyOf(texts);
    }

    // A single number stands for a list of it, as Keras has it: "kernel_size": 3.
    private static List<Place> list(Place place, Option option) {
        if (place.node().isNumber()) {
            return List.of(place);
        } else if (!place.node().isArray()) {
            throw place.mismatch(option.expectation());
        }
        return option.isInPairs() ? unpaired(place.items(), option) : place.items();
    }

    private static List<Place> unpaired(List<Place> items, Option option) {
        if (items.stream().noneMatch(item -> item.node().isArray())) {
            return items;
        }
        for (Place item : items) {
            if (!item.node().isArray() || item.node().size() != 2) {
                throw item.mismatch("a pair, as the others are, in " + option.expectation());
            }
        }
        return items.stream().flatMap(item -> item.items().stream()).collect(Collectors.toList());
    }

    private static Double number(Place place, Option option) {
        return number(place, option, null);
    }

    private static Integer integer(Place place, Option option) {
        return integer(place, option, null);
    }

    private static Double number(Place place, Option option, @Nullable String element) {
        String expectation = expectation(option, element);
        double value = place.number(expectation);
        permit(place, option, value, expectation);
        return value;
    }

    private static Integer integer(Place place, Option option, @Nullable String element) {
        String expectation = expectation(option, element);
        int value = place.integer(expectation);
        permit(place, option, value, expectation);
        return value;
    }

    private static String expectation(Option option, @Nullable String element) {
        return element == null ? option.expectation() : element + option.range().map(range -> " in " + range).orElse("");
    }

    private static void permit(Place place, Option option, double value, String expectation) {
        if (option.range().isPresent() && !option.range().get().contains(value)) {
            throw place.mismatch(expectation);
        }
    }
}
