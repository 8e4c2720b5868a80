package org.fascicle.build;

import java.util.Comparator;
import java.util.List;

/**
 * The sources of two interfaces: the options that every optimizer has, because techniques around it are asked for by them, and
 * those of them that a group of parameters may have for itself.
 */
final class ShorthandSource {
    static final String OPTIMIZER = "OptimizerOptions";
    static final String GROUP = "GroupOptions";

    private final List<Description> transforms;

    /**
     * Sources.
     *
     * @param techniques all of them; those that have no shorthand do not count
     */
    ShorthandSource(List<Description> techniques) {
        transforms = techniques.stream().filter(technique -> technique.shorthand() != null)
                .sorted(Comparator.comparingInt((Description technique) -> technique.shorthand().place())
                        .thenComparing(Description::name))
                .toList();
    }

    boolean isEmpty() {
        return transforms.isEmpty();
    }

    String optimizer() {
        StringBuilder methods = new StringBuilder();
        for (Description transform : transforms) {
            Description.Shorthand shorthand = transform.shorthand();
            if (shorthand.flag() != null) {
                method(methods, shorthand.flag(), "boolean", "true or false; it asks for " + link(transform));
            }
            shorthand.options().forEach((option, own) -> methods(methods, transform, option, own));
        }
        return text(OPTIMIZER,
                "The options that every optimizer has, whichever its technique: each stands for a technique around it.",
                "the optimizer", methods);
    }

    String group() {
        StringBuilder methods = new StringBuilder();
        for (Description transform : transforms) {
            String option = transform.shorthand().perParameter();
            if (option != null) {
                methods(methods, transform, option, transform.shorthand().options().get(option));
            }
        }
        return text(GROUP, "The options of techniques around an optimizer that a group of parameters may have for itself.",
                "the group", methods);
    }

    private static String link(Description transform) {
        return "{@code " + transform.qualifiedName() + "}";
    }

    private static void methods(StringBuilder text, Description transform, String name, String own) {
        if (own.equals("match") || own.equals("exclude")) {
            method(text, name, "String...", "patterns of parameters' paths, which " + link(transform)
                    + (own.equals("match") ? " is for" : " leaves out"));
            return;
        }
        Description.Option option = transform.options().stream().filter(each -> each.name().equals(own)).findFirst().orElseThrow(
                () -> new BuildFailure("%s: its shorthand '%s' names an option '%s' that it does not have", transform.bundle(),
                        name, own));
        for (Signature signature : Signature.of(transform, List.of(option.plain(name)))) {
            String otherwise = option.defaultText() == null ? "" : "; " + JavaText.escaped(option.otherwise());
            method(text, name, signature.types().get(0),
                    signature.expectations().get(0) + ", for " + link(transform) + otherwise);
        }
    }

    private static void method(StringBuilder text, String option, String type, String what) {
        String name = JavaText.method(option);
        text.append('\n')
                .append(JavaText.comment("    ", List.of("With the option {@code " + option + "}: " + what + "."), List.of()));
        text.append("    default T ").append(name).append('(').append(type).append(' ').append(name)
                .append(") {\n        return option(")
                .append(JavaText.quoted(option)).append(", ").append(name).append(");\n    }\n");
    }

    private static String text(String name, String what, String self, StringBuilder methods) {
        return "package " + TechniqueSource.BASE + ";\n\nimport org.jspecify.annotations.Nullable;\n\n"
                + JavaText.comment("", List.of(what), List.of("@param <T> " + self)) + "public interface " + name + "<T> {\n"
                + "    /** With the value of any option, by its name in model files; see {@link TechniqueDefinition#option}. */\n"
                + "    T option(String name, @Nullable Object value);\n" + methods + "}\n";
    }
}
