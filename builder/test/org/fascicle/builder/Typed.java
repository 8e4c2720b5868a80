package org.fascicle.builder;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.builder.technique.TechniqueDefinition;

/** Calls the typed factories and the methods of their values by reflection, with values that the options permit. */
final class Typed {
    private static final Map<Kind, String> FACTORIES = Map.of(Kind.DATA, "DataSources", Kind.LOSS, "Losses");

    private Typed() {}

    /** The class that has the factories of a kind. */
    static Class<?> factories(Kind kind) throws ClassNotFoundException {
        String usual = kind.toString().substring(0, 1).toUpperCase(Locale.ROOT) + kind.toString().substring(1) + "s";
        return Class.forName("org.fascicle.builder." + FACTORIES.getOrDefault(kind, usual));
    }

    /** The factories of a technique: more than one where what must be given can be of several Java types. */
    static List<Method> factories(TechniqueType type) throws ClassNotFoundException {
        return methods(factories(type.kind()), type.name()).filter(Typed::isStatic).collect(Collectors.toList());
    }

    /** The methods by which an option of a technique can be given. */
    static List<Method> withers(Class<?> value, String option) {
        return methods(value, option).filter(method -> !isStatic(method) && method.getParameterCount() == 1 && !method.isBridge())
                .filter(method -> value.isAssignableFrom(method.getReturnType()) || method.isDefault())
                .collect(Collectors.toList());
    }

    private static Stream<Method> methods(Class<?> owner, String snakeCase) {
        StringBuilder name = new StringBuilder();
        for (char c : snakeCase.toCharArray()) {
            boolean up = name.length() > 0 && name.charAt(name.length() - 1) == '_';
            if (up) {
                name.setLength(name.length() - 1);
            }
            name.append(up ? Character.toUpperCase(c) : c);
        }
        return Arrays.stream(owner.getMethods())
                .filter(method -> method.getName().equals(name.toString()) || method.getName().equals(name + "_"));
    }

    private static boolean isStatic(Method method) {
        return Modifier.isStatic(method.getModifiers());
    }

    /** Whether there are values for all of a factory's parameters: no schedule of ours can be given by its name alone. */
    static boolean canBeMade(Method factory, List<Option> required) {
        for (int i = 0; i < required.size(); i++) {
            if (factory.getParameterTypes()[i] == String.class
                    && required.get(i).kind().filter(Kind.SCHEDULE::equals).isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** What a factory returns for permitted values. */
    static TechniqueDefinition made(Method factory, List<Option> required) throws ReflectiveOperationException {
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < required.size(); i++) {
            arguments.add(value(required.get(i), factory.getParameterTypes()[i]));
        }
        return (TechniqueDefinition) call(factory, null, arguments.toArray());
    }

    /** The value with an option. */
    static TechniqueDefinition with(TechniqueDefinition value, Method wither, Option option) throws ReflectiveOperationException {
        return (TechniqueDefinition) call(wither, value, value(option, wither.getParameterTypes()[0]));
    }

    private static Object call(Method method, Object on, Object... arguments) throws ReflectiveOperationException {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method + " with " + Arrays.deepToString(arguments), e.getCause());
        }
    }

    /** A value that an option permits, of a parameter's type. */
    static Object value(Option option, Class<?> type) throws ReflectiveOperationException {
        if (type == boolean.class) {
            return true;
        } else if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        } else if (type == double.class) {
            return number(option, false);
        } else if (type == int.class) {
            return (int) number(option, true);
        } else if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), 2);
            Array.set(array, 0, value(option, type.getComponentType()));
            Array.set(array, 1, value(option, type.getComponentType()));
            return array;
        } else if (type == String.class) {
            return text(option);
        }
        return technique(option.kind().orElse(Kind.SCHEDULE));
    }

    private static String text(Option option) throws ReflectiveOperationException {
        return option.type() == Option.Type.TECHNIQUE ? technique(option.kind().orElseThrow()).technique()
                : option.choices().isEmpty() ? "some text" : option.choices().get(0);
    }

    private static double number(Option option, boolean whole) {
        Interval range = option.range().orElse(Interval.parse("(-inf,inf)"));
        double middle = Double.isInfinite(range.low()) ? Double.isInfinite(range.high()) ? 0.25 : range.high() - 0.75
                : Double.isInfinite(range.high()) ? range.low() + 0.25 : (range.low() + range.high()) / 2;
        return whole ? Math.ceil(middle) + 1 : middle;
    }

    /** A technique of a kind that needs no other: one without required options, or a schedule of numbers. */
    private static TechniqueDefinition technique(Kind kind) throws ReflectiveOperationException {
        for (TechniqueType type : Installed.techniques().of(kind)) {
            List<Option> required = type.options().stream().filter(Option::isRequired).collect(Collectors.toList());
            if (required.stream().allMatch(option -> option.type() == Option.Type.NUMBER)) {
                return made(factories(type).get(0), required);
            }
        }
        throw new IllegalStateException("no simple " + kind);
    }
}
