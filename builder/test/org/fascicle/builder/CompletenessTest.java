package org.fascicle.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.builder.technique.TechniqueDefinition;
import org.junit.jupiter.api.Test;

/** The generated classes know every technique of every bundle, and each of its options by a fitting Java type. */
class CompletenessTest {
    @Test
    void everyKindHasItsTechniques() throws Exception {
        for (Kind kind : Arrays.stream(Kind.values()).filter(Kind::isOfModels).collect(Collectors.toList())) {
            Set<String> known = Arrays.stream(Typed.factories(kind).getDeclaredMethods())
                    .map(method -> method.getReturnType().getSimpleName()).collect(Collectors.toCollection(TreeSet::new));
            assertFalse(known.isEmpty(), kind + " has no techniques");
            assertEquals(Installed.techniques().of(kind).size(), known.size(), kind + ": " + known);
        }
    }

    @Test
    void everyTechniqueHasAFactoryWithWhatMustBeGiven() throws Exception {
        for (TechniqueType type : Installed.techniques().all()) {
            List<Option> required = type.options().stream().filter(Option::isRequired).collect(Collectors.toList());
            List<Method> factories = Typed.factories(type);
            assertFalse(factories.isEmpty(), type + " has no factory");
            for (Method factory : factories) {
                assertEquals(required.size(), factory.getParameterCount(), factory.toString());
                TechniqueDefinition made = Typed.made(factory, required);
                assertEquals(type.kind(), made.kind());
                assertEquals(type.qualifiedName(), made.technique());
                assertEquals(required.stream().map(Option::name).collect(Collectors.toList()),
                        List.copyOf(made.options().keySet()));
            }
            for (int i = 0; i < required.size(); i++) {
                int position = i;
                assertTypes(type, required.get(i), factories.stream().map(factory -> factory.getParameterTypes()[position])
                        .collect(Collectors.toList()));
            }
        }
    }

    @Test
    void everyOtherOptionCanBeGiven() throws Exception {
        for (TechniqueType type : Installed.techniques().all()) {
            Class<?> value = Typed.factories(type).get(0).getReturnType();
            for (Option option : type.options()) {
                if (!option.isRequired()) {
                    assertTypes(type, option, Typed.withers(value, option.name()).stream()
                            .map(wither -> wither.getParameterTypes()[0]).collect(Collectors.toList()));
                }
            }
            for (String option : Installed.techniques().commonOptions(type.kind())) {
                assertFalse(Typed.withers(value, option).isEmpty(), type + " has no " + option);
            }
        }
    }

    @Test
    void noClassHasOptionsThatItsTechniqueLacks() throws Exception {
        for (TechniqueType type : Installed.techniques().all()) {
            Class<?> value = Typed.factories(type).get(0).getReturnType();
            Set<String> own = type.options().stream().filter(option -> !option.isRequired())
                    .map(option -> option.name().replace("_", "").toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
            for (Method method : value.getDeclaredMethods()) {
                boolean wither = method.getReturnType() == value && method.getParameterCount() == 1
                        && !method.isSynthetic() && !Modifier.isStatic(method.getModifiers());
                if (wither && !method.getName().equals("version")) {
                    assertTrue(own.contains(method.getName().replace("_", "").toLowerCase(Locale.ROOT)), method.toString());
                }
            }
        }
    }

    private static String definition(Option option) {
        String kind = option.kind().orElseThrow().toString();
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + "Definition";
    }

    private static void assertTypes(TechniqueType type, Option option, List<Class<?>> given) {
        Set<String> simple = given.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        String nested = given.stream().filter(Class::isEnum).map(Class::getSimpleName).findFirst().orElse("an enum");
        Set<String> expected = new TreeSet<>();
        switch (option.type()) {
            case NUMBER -> expected.add("double");
            case INTEGER -> expected.add("int");
            case FLAG -> expected.add("boolean");
            case TEXT -> expected.addAll(option.choices().isEmpty() ? List.of("String") : List.of("String", nested));
            case SCHEDULED -> expected.addAll(List.of("double", "ScheduleDefinition"));
            case NUMBERS -> expected.add("double[]");
            case INTEGERS -> expected.add("int[]");
            case TEXTS -> expected.add("String[]");
            case TECHNIQUES -> expected.add(definition(option) + "[]");
            default -> {
                expected.addAll(List.of("String", definition(option)));
            }
        }
        assertTrue(simple.containsAll(expected), type + ", " + option.name() + ": " + simple);
        given.stream().filter(Class::isEnum).forEach(choice -> assertEquals(option.choices(),
                Arrays.stream(choice.getEnumConstants()).map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toList())));
    }
}
