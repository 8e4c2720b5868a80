package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.network.Network;
import org.fascicle.api.network.Summary;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.Figures;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a network's layers. */
@Command(name = "summary", description = "Print a network's layers, output shapes and numbers of parameters.")
final class Summarize extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL|ARCHIVE",
        description = "A model file or an archive; without it, the built-in example.")
    private Path file;

    @Mixin
    private NetworkOptions options;

    @Option(names = "--json",
        description = "Print JSON: an object per layer (and parameter), and a last one with the totals.")
    private boolean json;

    @Option(names = "--parameters",
        description = "Print each parameter as well: its shape, and by what training updates it.")
    private boolean parameters;

    Summarize(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Models models = new Models(platform(), options.settings(console()));
        try (Network network = models.either(file == null ? null : console().resolve(file))) {
            if (json) {
                printJson(network.summary());
            } else {
                print(network.summary());
            }
        }
        return DONE;
    }

    private void print(Summary summary) {
        Table table = new Table("layer (type)", "output shape", ">parameters");
        for (Summary.Line line : summary.lines()) {
            table.row(line.name() + " (" + line.type() + ")", line.output().toString(),
                Figures.count(line.trainable() + line.nonTrainable()));
        }
        table.print(console().out());
        console().out().println();
        Table totals = new Table("", ">parameters");
        totals.row("total", Figures.count(summary.trainable() + summary.nonTrainable()));
        totals.row("trainable", Figures.count(summary.trainable()));
        totals.row("not trainable", Figures.count(summary.nonTrainable()));
        totals.print(console().out());
        if (parameters) {
            console().out().println();
            Table each = new Table("parameter", "shape", "updated by");
            summary.parameters().forEach(parameter -> each.row(
                parameter.path(), parameter.shape().toString(), parameter.update().orElse("nothing: frozen")));
            each.print(console().out());
        }
    }

    private void printJson(Summary summary) {
        JsonLines lines = new JsonLines(console().out());
        for (Summary.Line line : summary.lines()) {
            lines.object(out -> {
                out.writeStringField("name", line.name());
                out.writeStringField("type", line.type());
                out.writeArrayFieldStart("output");
                for (Integer extent : extents(line.output())) {
                    if (extent == null) {
                        out.writeNull();
                    } else {
                        out.writeNumber(extent);
                    }
                }
                out.writeEndArray();
                out.writeNumberField("trainable", line.trainable());
                out.writeNumberField("non_trainable", line.nonTrainable());
            });
        }
        if (parameters) {
            summary.parameters().forEach(parameter -> printJson(parameter, lines));
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
            out.writeArrayFieldStart("shape");
            for (int extent : parameter.shape().toArray()) {
                out.writeNumber(extent);
            }
            out.writeEndArray();
            out.writeStringField("update", parameter.update().orElse(null));
        });
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
