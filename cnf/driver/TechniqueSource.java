package org.fascicle.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The source of the class that stands for one technique in a model that is written in Java. */
final class TechniqueSource {
    static final String ROOT = "org.fascicle.builder";
    static final String BASE = ROOT + ".technique";

    private static final String INDENT = "    ";

    private final Description technique;
    private final boolean common;
    private final String name;

    /**
     * A source.
     *
     * @param common whether there are options that every technique of the kind has
     */
    TechniqueSource(Description technique, boolean common) {
        this.technique = technique;
        this.common = common;
        this.name = JavaText.type(technique.name());
    }

    /** The folder of packages that the class is in is named by its kind. */
    static String packageOf(String kind) {
        return ROOT + "." + kind;
    }

    /** The class that all techniques of a kind have above them. */
    static String definition(String kind) {
        return JavaText.type(kind) + "Definition";
    }

    String name() {
        return name;
    }

    Description technique() {
        return technique;
    }

    String text() {
        String kind = technique.kind();
        StringBuilder text = new StringBuilder("package ").append(packageOf(kind)).append(";\n\n");
        imports().forEach(type -> text.append("import ").append(type).append(";\n"));
        text.append("import org.jspecify.annotations.Nullable;\n");
        text.append('\n').append(comment());
        text.append("public final class ").append(name).append(" extends ").append(definition(kind));
        if (common) {
            text.append(" implements ").append(JavaText.type(kind)).append("Options<").append(name).append('>');
        }
        text.append(" {\n    private ").append(name).append("(Values values) {\n        super(")
                .append(JavaText.quoted(technique.qualifiedName())).append(", values);\n    }\n");
        factories(text);
        technique.optional().forEach(option -> withers(text, option));
        copy(text, "option(String name, @Nullable Object value)", "with(name, value)");
        copy(text, "version(@Nullable String range)", "pinned(range)");
        technique.options().stream().filter(option -> !option.choices().isEmpty()).forEach(option -> choices(text, option));
        return text.append("}\n").toString();
    }

    private TreeSet<String> imports() {
        TreeSet<String> imports = new TreeSet<>(List.of(BASE + "." + definition(technique.kind()), BASE + ".Values"));
        if (common) {
            imports.add(BASE + "." + JavaText.type(technique.kind()) + "Options");
        }
        technique.options().stream().flatMap(option -> definitions(option).stream()).forEach(imports::add);
        return imports;
    }

    /** The classes that the option's value may be of, besides those of Java. */
    static List<String> definitions(Description.Option option) {
        return switch (option.type()) {
            case "scheduled" -> List.of(BASE + ".ScheduleDefinition");
            case "technique", "techniques" -> List.of(BASE + "." + definition(option.kind()));
            default -> List.of();
        };
    }

    private String comment() {
        List<String> paragraphs = new ArrayList<>();
        if (!technique.description().isEmpty()) {
            paragraphs.add(JavaText.escaped(technique.description()));
        }
        if (!technique.formula().isEmpty()) {
            paragraphs.add("Formula: <code>" + JavaText.escaped(technique.formula()) + "</code>.");
        }
        if (!technique.source().isEmpty()) {
            paragraphs.add("Source: " + JavaText.escaped(technique.source()) + ".");
        }
        paragraphs.add("Stands for the " + technique.kind() + " {@code " + technique.qualifiedName() + "}, as version "
                + technique.version() + " of the bundle {@code " + technique.bundle() + "} describes it. Pure data. Immutable.");
        return JavaText.comment("", paragraphs, List.of());
    }

    private void factories(StringBuilder text) {
        for (Signature signature : Signature.of(technique, technique.required())) {
            text.append('\n').append(JavaText.comment(INDENT, List.of("With all that must be given."), signature.tags()));
            text.append(JavaText.head(INDENT, "public static " + name + " of", signature.parameters(""), " {"));
            text.append("        return new ").append(name).append("(Values.none()");
            for (Description.Option option : technique.required()) {
                text.append(".with(").append(JavaText.quoted(option.name())).append(", ")
                        .append(JavaText.method(option.name())).append(')');
            }
            text.append(");\n    }\n");
        }
    }

    private void withers(StringBuilder text, Description.Option option) {
        for (Signature signature : Signature.of(technique, List.of(option))) {
            String what = "With the option {@code " + option.name() + "}: " + signature.expectations().get(0) + "; "
                    + JavaText.escaped(option.otherwise()) + ".";
            text.append('\n').append(JavaText.comment(INDENT, List.of(what), List.of()));
            String parameter = JavaText.method(option.name());
            text.append(JavaText.head(INDENT, "public " + name + " " + parameter, signature.parameters(""), " {"));
            text.append("        return option(").append(JavaText.quoted(option.name())).append(", ").append(parameter)
                    .append(");\n    }\n");
        }
    }

    private void copy(StringBuilder text, String head, String change) {
        text.append("\n    @Override\n    public ").append(name).append(' ').append(head).append(" {\n");
        text.append("        return new ").append(name).append("(values().").append(change).append(");\n    }\n");
    }

    private void choices(StringBuilder text, Description.Option option) {
        String what = "What the option {@code " + option.name() + "} can be.";
        text.append('\n').append(JavaText.comment(INDENT, List.of(what), List.of()));
        text.append("    public enum ").append(Signature.choice(technique, option)).append(" {\n");
        List<String> constants = new ArrayList<>();
        for (String choice : option.choices()) {
            String constant = choice.toUpperCase(Locale.ROOT);
            if (!constant.toLowerCase(Locale.ROOT).equals(choice) || !constant.matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
                throw new BuildFailure("%s: the choice '%s' of its option '%s' cannot be a constant in Java",
                        technique.bundle(), choice, option.name());
            }
            constants.add("        /** {@code " + choice + "}. */\n        " + constant);
        }
        text.append(String.join(",\n", constants)).append("\n    }\n");
    }
}
