package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;

/** Reads which rows a model file sets apart to validate with. */
final class ValidationReader {
    static final String EXPECTATION = "a number of rows, a fraction in [0,1), a file, { \"column\": … }, or an object with"
            + " the source's options that are others for these rows";
    private static final String COLUMN = "column";
    /** What an option's name begins with if it is about test rows alone. */
    private static final String TEST = "test_";
    /** Options that name files which belong to one file of features. */
    private static final Set<String> BESIDE = Set.of("labels", "targets");

    private final TechniqueReader techniques;

    ValidationReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    /** The rows that are said at a place, beside those of a source. */
    Validation read(Place place, TechniqueSpec data) {
        if (place.node().isIntegralNumber()) {
            return Validation.rows(place.integerFrom(0));
        } else if (place.node().isTextual() && !isNumber(place.node().textValue()) || place.node().isObject()) {
            return place.has(COLUMN) ? column(place) : source(place, data);
        }
        double fraction = place.number(EXPECTATION);
        if (fraction < 0 || fraction >= 1) {
            throw place.mismatch(EXPECTATION);
        }
        return Validation.fraction(fraction);
    }

    // A number in quotes is a slip; no file is called so.
    private static boolean isNumber(String text) {
        return text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?");
    }

    private static Validation column(Place place) {
        place.permitOnly(List.of(COLUMN), "key beside 'column':");
        Place column = place.at(COLUMN);
        return Validation.column(column.node().isIntegralNumber() ? String.valueOf(column.integer("a column"))
                : column.text("the name of a column, or its number"));
    }

    private Validation source(Place place, TechniqueSpec data) {
        TechniqueType type = techniques.type(place, data);
        if (type == null) {
            return Validation.of(data);
        }
        List<Option> declared = TechniqueReader.options(place, type).stream()
                .filter(option -> !option.name().startsWith(TEST)).collect(Collectors.toList());
        List<String> files = files(declared, data);
        Map<String, Object> values = new LinkedHashMap<>(data.options());
        values.keySet().removeIf(name -> name.startsWith(TEST));
        Map<String, String> keys = new LinkedHashMap<>();
        if (place.node().isTextual()) {
            if (files.size() != 1) {
                throw place.problem(files.isEmpty() ? "the rows of '" + type.qualifiedName() + "' come from no file"
                        : "a file is not enough: the rows of '" + type.qualifiedName() + "' need " + String.join(" and ", files),
                        files.isEmpty() ? "Hold back a number of rows, or a fraction" : "Write " + example(files));
            }
            values.put(files.get(0), place.text(EXPECTATION));
        } else {
            List<String> aliases = declared.stream().flatMap(option -> option.aliases().stream()).collect(Collectors.toList());
            place.permitOnly(declared.stream().map(Option::name).collect(Collectors.toList()), aliases,
                    "option of '" + type.qualifiedName() + "':", "");
            for (String key : place.keys()) {
                Option option = declared.stream().filter(each -> each.isCalled(key)).findFirst().orElseThrow();
                values.put(option.name(), techniques.value(place.at(key), option));
                keys.put(option.name(), key);
            }
            List<String> lacking = files.stream().filter(name -> !keys.containsKey(name)).collect(Collectors.toList());
            if (!lacking.isEmpty()) {
                throw place.problem("the rows to validate with need their own " + String.join(" and ", lacking),
                        "Write " + example(files));
            }
        }
        return Validation.of(new TechniqueSpec(data.kind(), data.name(), data.range(), values, place.pointer(), place.source())
                .written(keys));
    }

    /** The options that name the files of the rows. */
    private static List<String> files(List<Option> declared, TechniqueSpec data) {
        List<String> files = new ArrayList<>();
        for (Option option : declared) {
            boolean needed = option.isRequired() || BESIDE.contains(option.name()) && given(data, option.name()) != null;
            if (needed && option.type() == Option.Type.TEXT) {
                files.add(option.name());
            }
        }
        return files;
    }

    private static @Nullable Object given(TechniqueSpec data, String option) {
        return data.options().get(option);
    }

    private static String example(List<String> files) {
        return files.stream().map(file -> "\"" + file + "\": …").collect(Collectors.joining(", ", "{ ", " }"));
    }
}
