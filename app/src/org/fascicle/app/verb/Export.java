package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Model;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model for another system. */
@Command(name = "export", description = "Write a trained network for another system: safetensors, ONNX, Keras with its training.")
final class Export extends Verb {
    @Parameters(index = "0", paramLabel = "ARCHIVE", description = "What 'train --out' wrote.")
    private Path archive;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write; the end of its name says which format.")
    private Path file;

    @Option(names = "--format", paramLabel = "NAME", description = "The format, whatever the file's name.")
    private @Nullable String format;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    Export(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        ModelFormat chosen = new Formats(platform().formats(), Set.of(ModelFormat.Use.WRITE)).of(file, format);
        Models models =
                new Models(platform(), options.settings(console()), new MissingBundles(platform(), console(), install));
        List<String> left;
        try (Model model = models.opened(console().resolve(archive))) {
            Optional<TrainingState> training = platform().fascicle().state(console().resolve(archive));
            Path target = console().resolve(file);
            left = training.isPresent() ? chosen.write(model, training.get(), target) : chosen.write(model, target);
        }
        if (json) {
            new JsonLines(console().out()).object(out -> {
                out.writeStringField("file", file.toString());
                out.writeStringField("format", chosen.name());
                JsonLines.texts(out, "left_out", left);
            });
        } else {
            console().out().println(file + ": written as " + chosen.name());
            left.forEach(line -> console().out().println("not in it: " + line));
        }
        return DONE;
    }
}
