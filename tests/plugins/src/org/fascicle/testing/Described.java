package org.fascicle.testing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;

/** What a technique's record says of itself, as a test can compare it. */
public final class Described {
    private static final Set<Option.Type> NUMBERS =
            EnumSet.of(Option.Type.NUMBER, Option.Type.NUMBERS, Option.Type.SCHEDULED);

    private Described() {}

    /**
     * Its options, one a line: {@code rate: a number in [0,1) or a schedule}, followed by {@code = default} if there is
     * one.
     */
    public static List<String> options(Class<?> technique) {
        return TechniqueType.of(technique).options().stream().map(Described::option).collect(Collectors.toList());
    }

    /** The kind and the name, {@code layer dense}; description, formula and source, and ranges of numbers, must be there. */
    public static String identity(Class<?> technique) {
        TechniqueType type = TechniqueType.of(technique);
        if (type.description().isEmpty() || type.formula().isEmpty() || type.source().isEmpty()) {
            throw new AssertionError(type + " lacks its description, formula or source");
        }
        for (Option option : type.options()) {
            if (NUMBERS.contains(option.type()) && option.range().isEmpty()) {
                throw new AssertionError(type + " lacks the range of " + option.name());
            }
        }
        return type.kind() + " " + type.qualifiedName();
    }

    private static String option(Option option) {
        return option.name() + ": " + option.expectation() + option.defaultText().map(text -> " = " + text).orElse("");
    }
}
