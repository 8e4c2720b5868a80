package org.fascicle.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.Range;
import org.jspecify.annotations.Nullable;

/** What has to be true of an option, as far as it can be seen in the source. */
final class OptionRules {
    private static final Set<String> REALS = Set.of("double", Double.class.getName(), Scheduled.class.getName());
    private static final Set<String> WHOLES = Set.of("int", Integer.class.getName());
    private static final Set<String> FLAGS = Set.of("boolean", Boolean.class.getName());
    private static final String TEXT = String.class.getName();

    private final Elements elements;
    private final Types types;
    private final Kind kind;

    /** The rules for options of techniques of a kind. */
    OptionRules(Elements elements, Types types, Kind kind) {
        this.elements = elements;
        this.types = types;
        this.kind = kind;
    }

    /** What is wrong with an option. */
    List<String> problems(RecordComponentElement component) {
        List<String> problems = new ArrayList<>();
        String name = Option.nameOf(component.getSimpleName().toString());
        if (kind.commonOptions().contains(name)) {
            problems.add("the option '" + name + "' is one that the platform gives each " + kind + ": call it otherwise");
        }
        TypeMirror type = component.asType();
        TypeMirror element = element(type);
        String each = name(element == null ? type : element);
        boolean known =
                REALS.contains(each) || WHOLES.contains(each) || FLAGS.contains(each) && element == null || each.equals(TEXT)
                        || isEnum(type) || isTechnique(element == null ? type : element);
        if (!known) {
            problems.add("no option can be a " + type
                    + ": there are double, int, boolean, String, enums, Scheduled, techniques and lists");
            return problems;
        }
        Interval range = range(component, problems);
        Default given = component.getAnnotation(Default.class);
        if (given != null && !given.value().equals("null")) {
            problem(given.value(), each, element != null, range, isEnum(type) ? constants(type) : List.of(), problems);
        }
        return problems;
    }

    private static @Nullable Interval range(Element component, List<String> problems) {
        Range range = component.getAnnotation(Range.class);
        try {
            return range == null ? null : Interval.parse(range.value());
        } catch (IllegalArgumentException e) {
            problems.add("@Range: " + e.getMessage());
            return null;
        }
    }

    private static void problem(String text, String type, boolean list, @Nullable Interval range, List<String> choices,
            List<String> problems) {
        for (String each : list ? text.trim().split("\\s*,\\s*") : new String[] {text}) {
            boolean real = REALS.contains(type);
            try {
                if (real || WHOLES.contains(type)) {
                    double number = real ? Double.parseDouble(each) : Integer.parseInt(each);
                    if (range != null && !range.contains(number)) {
                        problems.add("the default " + each + " is not in " + range);
                    }
                }
            } catch (NumberFormatException e) {
                if (!list || !text.isBlank()) {
                    problems.add("the default '" + each + "' is no " + (real ? "number" : "whole number"));
                }
            }
            if (FLAGS.contains(type) && !each.equals("true") && !each.equals("false")) {
                problems.add("the default '" + each + "' is neither true nor false");
            }
            if (!choices.isEmpty() && !choices.contains(each)) {
                problems.add("the default '" + each + "' is none of " + String.join(", ", choices));
            }
        }
    }

    /** What a list has as elements; null for what is no list. */
    private static @Nullable TypeMirror element(TypeMirror type) {
        boolean list = type instanceof DeclaredType && name(type).equals(List.class.getName())
                && ((DeclaredType) type).getTypeArguments().size() == 1;
        return list ? ((DeclaredType) type).getTypeArguments().get(0) : null;
    }

    private boolean isTechnique(TypeMirror type) {
        for (Kind each : Kind.values()) {
            TypeElement contract = elements.getTypeElement(each.contract().getName());
            if (contract != null && types.isSameType(types.erasure(type), types.erasure(contract.asType()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEnum(TypeMirror type) {
        return type instanceof DeclaredType && ((DeclaredType) type).asElement().getKind() == ElementKind.ENUM;
    }

    private static List<String> constants(TypeMirror type) {
        return ((DeclaredType) type).asElement().getEnclosedElements().stream()
                .filter(each -> each.getKind() == ElementKind.ENUM_CONSTANT)
                .map(each -> each.getSimpleName().toString().toLowerCase(Locale.ROOT)).collect(Collectors.toList());
    }

    /** Without what annotations of the type's use would add to its text. */
    private static String name(TypeMirror type) {
        return type instanceof DeclaredType ? ((TypeElement) ((DeclaredType) type).asElement()).getQualifiedName().toString()
                : type.getKind().toString().toLowerCase(Locale.ROOT);
    }
}
