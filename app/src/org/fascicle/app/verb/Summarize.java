package org.fascicle.app.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Summary;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a network's layers. */
@Command(name = "summary", description = "Print a network's layers, output shapes and numbers of parameters;"
        + " with -v also which tensors mixed precision rounds.")
final class Summarize extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL|ARCHIVE",
            description = "A model file or an archive; without it, the built-in example.")
    private @Nullable Path file;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Mixin
    private UpgradeOption upgrade;

    @Option(names = "--json",
            description = "Print JSON: an object per layer (and parameter), and a last one with the totals.")
    private boolean json;

    @Option(names = "--parameters",
            description = "Print each parameter as well: its shape, and by what training updates it.")
    private boolean parameters;

    @ParentCommand
    private Fascicle root;

    Summarize(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Path named = file == null ? null : console().resolve(file);
        if (named == null || Files.exists(named) && !Models.isArchive(named)) {
            upgrade.requireArchive("a model file", "Leave it out, or name an archive.");
        }
        Models models = new Models(platform(), upgrade.in(options.settings(console())),
                new MissingBundles(platform(), console(), install));
        try (Model model = models.either(named)) {
            // How parameters are updated, and what is rounded, only a training knows.
            boolean trained = parameters || root.verbosity() > 0;
            Summary summary = trained ? platform().fascicle().train(model).summary() : model.summary();
            if (json) {
                printJson(summary);
            } else {
                print(summary);
            }
        }
        return DONE;
    }

    private void print(Summary summary) {
        Table table = new Table("layer (type)", "output shape", ">parameters");
        for (Summary.Line line : summary.lines()) {
            table.row(line.name() + " (" + line.type() + ")", line.output().toString(),
                    Numbers.count(line.trainable() + line.nonTrainable()));
            line.further().forEach((name, shape) -> table.row("  " + name, shape.toString(), ""));
        }
        table.print(console().out());
        console().out().println();
        Table totals = new Table("", ">parameters");
        totals.row("total", Numbers.count(summary.trainable() + summary.nonTrainable()));
        totals.row("trainable", Numbers.count(summary.trainable()));
        totals.row("not trainable", Numbers.count(summary.nonTrainable()));
        totals.print(console().out());
        if (!summary.techniques().isEmpty()) {
            console().out().println();
            Table used = new Table("technique", "version", "chosen");
            summary.techniques().forEach(technique -> used.row(technique.kind() + " " + technique.name(), technique.version(),
                    technique.why()));
            used.print(console().out());
        }
        if (parameters) {
            console().out().println();
            Table each = new Table("parameter", "shape", "updated by");
            summary.parameters().forEach(parameter -> each.row(
                    parameter.path(), parameter.shape().toString(), parameter.update().orElse("nothing: frozen")));
            each.print(console().out());
        }
        if (root.verbosity() > 0) {
            printCasts(summary.casts());
        }
    }

    private void printCasts(List<Summary.Cast> casts) {
        console().out().println();
        if (casts.isEmpty()) {
            console().out().println("no tensor is rounded for products");
            return;
        }
        Table table = new Table("rounded in a training step", "shape", "to", "for");
        for (Summary.Cast cast : casts) {
            table.row(cast.tensor(), cast.shape().toString(), cast.format(), String.join(", ", cast.readers()));
        }
        table.print(console().out());
    }

    private void printJson(Summary summary) {
        JsonLines lines = new JsonLines(console().out());
        for (Summary.Line line : summary.lines()) {
            lines.object(out -> {
                out.writeStringField("name", line.name());
                out.writeStringField("type", line.type());
                writeShape(out, "output", line.output());
                out.writeNumberField("trainable", line.trainable());
                out.writeNumberField("non_trainable", line.nonTrainable());
                if (!line.further().isEmpty()) {
                    out.writeObjectFieldStart("further");
                    for (Map.Entry<String, Shape> further : line.further().entrySet()) {
                        writeShape(out, further.getKey(), further.getValue());
                    }
                    out.writeEndObject();
                }
            });
        }
        summary.techniques().forEach(technique -> lines.object(out -> {
            out.writeStringField("technique", technique.name());
            out.writeStringField("kind", technique.kind().toString());
            out.writeStringField("version", technique.version());
            out.writeStringField("bundle", technique.bundle());
            out.writeStringField("why", technique.why());
        }));
        if (parameters) {
            summary.parameters().forEach(parameter -> printJson(parameter, lines));
        }
        for (Summary.Cast cast : root.verbosity() > 0 ? summary.casts() : List.<Summary.Cast>of()) {
            lines.object(out -> {
                out.writeStringField("cast", cast.tensor());
                writeShape(out, "shape", cast.shape());
                out.writeStringField("format", cast.format());
                JsonLines.texts(out, "readers", cast.readers());
            });
        }
        lines.object(out -> {
            out.writeNumberField("layers", summary.lines().size());
            out.writeNumberField("trainable", summary.trainable());
            out.writeNumberField("non_trainable", summary.nonTrainable());
        });
    }

    private static void printJson(Summary.Parameter parameter, JsonLines lines) {
        lines.object(out -> {
            out.writeStringField("parameter", parameter.path());
            writeShape(out, "shape", parameter.shape());
            out.writeStringField("update", parameter.update().orElse(null));
        });
    }

    private static void writeShape(JsonGenerator out, String name, Shape shape) throws IOException {
        out.writeArrayFieldStart(name);
        for (Integer extent : extents(shape)) {
            if (extent == null) {
                out.writeNull();
            } else {
                out.writeNumber(extent);
            }
        }
        out.writeEndArray();
    }

    // The number of rows is not known: null, as in Keras.
    private static List<Integer> extents(Shape shape) {
        List<Integer> extents = new ArrayList<>();
        for (int extent : shape.toArray()) {
            extents.add(extent == Shape.ROWS ? null : extent);
        }
        return extents;
    }
}
