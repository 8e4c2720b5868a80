package org.fascicle.tests.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.model.TechniqueSpec;

/**
 * Ways to configure a technique of which nothing but its options is known: all defaults (what has none takes a value from
 * its range), and each option in turn with another value.
 */
final class Variants {
    private static final String PLACE = "/check";
    private static final String SOURCE = "check";
    private static final double NEARBY = 1.25;
    private static final double[] NUMBERS = {0.3, 1.5, 3, 30, -0.5, -3};
    /** Whole numbers without bounds are axes. */
    private static final int AXIS = 1;
    private static final int[] INTEGERS = {3, 2, 1, 0, -1, 10};

    private final Techniques techniques;

    Variants(Techniques techniques) {
        this.techniques = techniques;
    }

    /** The configurations, the defaults first. */
    List<TechniqueSpec> of(TechniqueType type) {
        Map<String, Object> required = new LinkedHashMap<>();
        for (Option option : type.options()) {
            if (option.isRequired()) {
                required.put(option.name(), values(option).get(0));
            }
        }
        List<TechniqueSpec> variants = new ArrayList<>(List.of(spec(type, required)));
        for (Option option : type.options()) {
            for (Object value : values(option)) {
                Map<String, Object> changed = new LinkedHashMap<>(required);
                changed.put(option.name(), value);
                variants.add(spec(type, changed));
            }
        }
        return variants;
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
                break;
            case INTEGERS:
                values.add(List.of(integer(option)));
                break;
            case TECHNIQUE:
                values.add(simplest(option.kind().orElseThrow()));
                break;
            default:
                values.addAll(option.choices());
                break;
        }
        return values;
    }

    /** Near the default, if there is one that is not 0: far from it a rule may have no sense. */
    private static Double number(Option option) {
        if (!option.isRequired() && !option.isOptional()) {
            double near = NEARBY * Double.parseDouble(option.defaultText().orElseThrow());
            if (near != 0 && permits(option, near)) {
                return near;
            }
        }
        return Arrays.stream(NUMBERS).filter(number -> permits(option, number)).findFirst().orElseGet(() -> middle(option));
    }

    private static Integer integer(Option option) {
        if (option.range().isEmpty()) {
            return AXIS;
        }
        return Arrays.stream(INTEGERS).filter(integer -> permits(option, integer)).findFirst()
                .orElseGet(() -> (int) Math.ceil(middle(option)));
    }

    private static boolean permits(Option option, double number) {
        return option.range().map(range -> range.contains(number)).orElse(true);
    }

    private static double middle(Option option) {
        Interval range = option.range().orElseThrow();
        return Double.isInfinite(range.high()) ? range.low() + 1 : (range.low() + range.high()) / 2;
    }

    /** The first technique of a kind that needs no option. */
    private TechniqueSpec simplest(Kind kind) {
        TechniqueType type = techniques.all().stream()
                .filter(each -> each.kind() == kind && each.options().stream().noneMatch(Option::isRequired))
                .min(Comparator.comparing(TechniqueType::qualifiedName)).orElseThrow();
        return spec(type, Map.of());
    }

    private static TechniqueSpec spec(TechniqueType type, Map<String, Object> options) {
        return new TechniqueSpec(type.kind(), type.qualifiedName(), null, options, PLACE, SOURCE);
    }
}
