package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;

/** What {@code describe} says of each technique, for all of them, kind by kind, as Markdown. */
final class Catalogue {
    private final PrintStream out;
    private final Techniques techniques;

    Catalogue(PrintStream out, Techniques techniques) {
        this.out = out;
        this.techniques = techniques;
    }

    void print(Collection<TechniqueType> types) {
        Map<Kind, List<TechniqueType>> kinds = types.stream().collect(
                Collectors.groupingBy(TechniqueType::kind, TreeMap::new, Collectors.toList()));
        out.println("# Techniques");
        out.println();
        out.println("There are " + types.size() + ", each described as `fascicle describe NAME` does it. This page is what"
                + " `fascicle techniques --markdown` prints.");
        out.println();
        out.println("| kind | techniques |");
        out.println("|---|---|");
        kinds.forEach((kind, some) -> out.println("| " + kind + " | " + some.stream().map(TechniqueType::qualifiedName)
                .distinct().collect(Collectors.joining("`, `", "`", "`")) + " |"));
        kinds.forEach((kind, some) -> {
            out.println();
            out.println("## " + kind);
            List<String> common = techniques.commonOptions(kind);
            paragraph(common.isEmpty() ? "" : "Each takes " + common.stream()
                    .collect(Collectors.joining("`, `", "`", "`")) + " as well.");
            some.forEach(this::describe);
        });
    }

    private void describe(TechniqueType type) {
        out.println();
        out.println("### " + type.qualifiedName() + " " + type.version());
        paragraph(type.description());
        paragraph(Stream.of(item("formula", type.formula(), "`"), item("source", type.source(), ""),
                item("also called", String.join("`, `", type.aliases()), "`"),
                item("asked for by an optimizer's", type.shorthand().map(shorthand -> String.join("`, `", shorthand.names()))
                        .orElse(""), "`"),
                item("bundle", type.provider(), "`")).filter(item -> !item.isEmpty()).collect(Collectors.joining("\n")));
        paragraph(type.options().isEmpty() ? "" : type.options().stream().map(Catalogue::row)
                .collect(Collectors.joining("\n", "| option | value | default |\n|---|---|---|\n", "")));
    }

    private void paragraph(String text) {
        if (!text.isEmpty()) {
            out.println();
            out.println(text);
        }
    }

    private static String item(String title, String text, String quote) {
        return text.isEmpty() ? "" : "- " + title + ": " + quote + text + quote;
    }

    private static String row(Option option) {
        return "| `" + option.name() + "`"
                + option.aliases().stream().map(alias -> ", `" + alias + "`").collect(Collectors.joining())
                + " | " + cell(option.expectation()) + " | " + cell(Describe.defaultOf(option)) + " |";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
