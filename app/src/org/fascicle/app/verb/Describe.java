package org.fascicle.app.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Describes techniques of one name. */
@Command(name = "describe",
        description = "Describe a technique: what it is, its options, its formula, where it comes from. An activation "
                + "is drawn with its derivative, a schedule over a run.")
final class Describe extends Verb {
    private static final int EPOCHS = 20;

    @Parameters(index = "0", paramLabel = "NAME", description = "The technique's name.")
    private String name;

    @Mixin
    private KindOption kind;

    @picocli.CommandLine.Option(names = "--option", paramLabel = "NAME=VALUE",
            description = "Draw it with this value of an option, for example factor=0.5; the default with the defaults.")
    private Map<String, String> values = new LinkedHashMap<>();

    @picocli.CommandLine.Option(names = "--epochs", paramLabel = "N",
            description = "Draw a schedule over so many epochs; the default is 20.")
    private int epochs = EPOCHS;

    @picocli.CommandLine.Option(names = "--json", description = "Print JSON: an object per technique of that name.")
    private boolean json;

    Describe(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        List<TechniqueType> found = find(platform().techniques().all());
        check(found);
        if (json) {
            JsonLines lines = new JsonLines(console().out());
            found.forEach(type -> lines.object(out -> write(out, type)));
        } else {
            for (int i = 0; i < found.size(); i++) {
                if (i > 0) {
                    console().out().println();
                }
                print(console().out(), found.get(i));
                new TechniquePlot(console(), platform().curves(), values, epochs).print(found.get(i));
            }
        }
        return DONE;
    }

    private void check(List<TechniqueType> found) {
        if (epochs < 1) {
            throw new InputException("--epochs " + epochs, null, "a run has at least 1 epoch", null);
        }
        List<String> names = new ArrayList<>();
        found.stream().filter(type -> TechniqueCurves.draws(type.kind()))
                .forEach(type -> type.options().forEach(option -> names.addAll(names(option))));
        for (String given : values.keySet()) {
            if (!names.contains(given)) {
                String hint = Nearest.hint(given, names);
                throw new InputException("--option " + given, null, "'" + name + "' is not drawn with an option of this name",
                        hint != null ? hint : names.isEmpty() ? "There is none." : "There are " + String.join(", ", names) + ".");
            }
        }
    }

    private List<TechniqueType> find(Collection<TechniqueType> all) {
        List<TechniqueType> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TechniqueType type : all) {
            if (kind.permits(type)) {
                names.add(type.qualifiedName());
                names.addAll(type.aliases());
                if (type.isCalled(name)) {
                    found.add(type);
                }
            }
        }
        if (found.isEmpty()) {
            String hint = Nearest.hint(name, names);
            throw new InputException(null, null, "no technique '" + name + "' is installed",
                    hint != null ? hint : "'fascicle techniques' lists what is.");
        }
        return found;
    }

    private void print(PrintStream out, TechniqueType type) {
        out.println(type.kind() + " " + type.qualifiedName() + " " + type.version()
                + (type.provider().isEmpty() ? "" : ", from " + type.provider()));
        Chosen chosen = new Chosen(platform().techniques().all());
        paragraph(out, "taken: ", chosen.isOneOfSeveral(type) ? chosen.why(type) : "");
        paragraph(out, "also called: ", String.join(", ", type.aliases()));
        paragraph(out, "", type.description());
        paragraph(out, "formula: ", type.formula());
        paragraph(out, "source: ", type.source());
        List<Option> options = type.options();
        if (options.isEmpty()) {
            out.println("  no options");
        } else {
            Table table = new Table("  option", "value", "default");
            options.forEach(
                    option -> table.row("  " + String.join(", ", names(option)), option.expectation(), defaultOf(option)));
            table.print(out);
        }
        paragraph(out, "also, as all of its kind: ", String.join(", ", common(type)));
        paragraph(out, "asked for by an optimizer's options: ",
                type.shorthand().map(shorthand -> String.join(", ", shorthand.names())).orElse(""));
    }

    /** The options that it has because its kind has them, but for those that it declares itself. */
    private List<String> common(TechniqueType type) {
        List<String> names = new ArrayList<>(platform().techniques().commonOptions(type.kind()));
        type.options().forEach(option -> names.remove(option.name()));
        return names;
    }

    private static void paragraph(PrintStream out, String title, String text) {
        if (!text.isEmpty()) {
            out.println("  " + title + text);
        }
    }

    private static List<String> names(Option option) {
        List<String> names = new ArrayList<>(option.aliases());
        names.add(0, option.name());
        return names;
    }

    static String defaultOf(Option option) {
        String usual =
                option.isRequired() ? "(must be given)" : option.isOptional() ? "none" : option.defaultText().orElseThrow();
        Map<String, List<String>> others = new TreeMap<>();
        option.defaultsUnder().forEach((name, value) -> others.computeIfAbsent(value, any -> new ArrayList<>()).add(name));
        return usual + others.entrySet().stream().map(other -> "; " + other.getKey() + " with "
                + other.getValue().stream().sorted().collect(Collectors.joining(", "))).collect(Collectors.joining());
    }

    private void write(JsonGenerator out, TechniqueType type) throws IOException {
        out.writeStringField("kind", type.kind().toString());
        out.writeStringField("name", type.qualifiedName());
        out.writeStringField("version", type.version());
        out.writeStringField("bundle", type.provider());
        new Chosen(platform().techniques().all()).write(out, type);
        JsonLines.texts(out, "aliases", type.aliases());
        out.writeStringField("description", type.description());
        out.writeStringField("formula", type.formula());
        out.writeStringField("source", type.source());
        out.writeArrayFieldStart("options");
        for (Option option : type.options()) {
            out.writeStartObject();
            out.writeStringField("name", option.name());
            JsonLines.texts(out, "aliases", option.aliases());
            out.writeStringField("type", option.type().name().toLowerCase(Locale.ROOT));
            out.writeStringField("kind", option.kind().map(Object::toString).orElse(null));
            out.writeBooleanField("required", option.isRequired());
            out.writeStringField("default", option.isOptional() ? null : option.defaultText().orElse(null));
            out.writeStringField("range", option.range().map(Object::toString).orElse(null));
            JsonLines.texts(out, "choices", option.choices());
            out.writeEndObject();
        }
        out.writeEndArray();
        JsonLines.texts(out, "common_options", common(type));
        JsonLines.texts(out, "optimizer_options", type.shorthand().map(ShorthandOptions::names).orElse(List.of()));
    }
}
