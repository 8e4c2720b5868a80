package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

import org.fascicle.api.format.Imported;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a model of another system into an archive. */
@Command(name = "import", description = "Read a network with its training, or weights by themselves, that another system wrote.")
final class Import extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "The file to read; the end of its name says which format.")
    private Path file;

    @Option(names = "--out", paramLabel = "ARCHIVE", required = true, description = "The archive to write.")
    private Path archive;

    @Option(names = "--model", paramLabel = "MODEL", description = "The model file whose network the weights belong to; needed"
            + " for a file without a network, and taken in place of the file's network else.")
    private @Nullable Path model;

    @Option(names = "--format", paramLabel = "NAME", description = "The format, whatever the file's name.")
    private @Nullable String format;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    Import(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        ModelFormat chosen = new Formats(platform().formats(),
                Set.of(ModelFormat.Use.READ_MODEL, ModelFormat.Use.READ_WEIGHTS)).of(file, format);
        Path target = console().resolve(archive);
        OutFile.check(archive, target);
        Path source = console().resolve(file);
        Imported alone = model != null ? null : chosen.read(source);
        Definition definition = model != null ? Definition.file(console().resolve(model))
                : Objects.requireNonNull(alone).definition().orElseThrow(() -> new InputException(file.toString(), null,
                        "it holds weights and no network", "Name the network's model file: --model model.json"));
        Settings settings = options.settings(console());
        ModelNeed need = ModelNeed.toTrain(MissingBundles.ID, definition).with(settings);
        Imported read;
        try (Model made = new MissingBundles(platform(), console(), install).open(need,
                () -> platform().fascicle().create(definition, settings))) {
            read = alone != null ? alone : chosen.read(source, made);
            read.into(made);
            if (read.training().isPresent()) {
                platform().fascicle().save(made, read.training().get(), target);
            } else {
                made.save(target);
            }
        }
        if (json) {
            new JsonLines(console().out()).object(out -> {
                out.writeStringField("file", archive.toString());
                out.writeStringField("format", chosen.name());
                out.writeNumberField("tensors", read.tensors().size());
                if (read.training().isPresent()) {
                    out.writeNumberField("step", read.training().get().step());
                }
                JsonLines.texts(out, "left_out", read.left());
            });
        } else {
            console().out().println(archive + ": " + read.tensors().size() + " tensors read as " + chosen.name());
            read.training().ifPresent(training -> console().out().println("its training stands at step " + training.step()
                    + ": 'train --resume " + archive + "' goes on, with the data of the model file or --set data=…"));
            read.left().forEach(line -> console().out().println("not taken over: " + line));
        }
        return DONE;
    }
}
