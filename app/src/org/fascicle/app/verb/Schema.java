package org.fascicle.app.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.problem.InputException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the schema of model files. */
@Command(name = "schema",
        description = {"Print the JSON Schema of model files, made of the installed techniques:",
            "an editor completes names and options with it, and underlines mistakes."},
        footer = "%nA model file that begins with { \"$schema\": \"fascicle.schema.json\", … shows editors where it is.")
final class Schema extends Verb {
    @Option(names = "--out", paramLabel = "FILE", description = "Write it into a file.")
    private @Nullable Path out;

    Schema(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        String schema = platform().fascicle().schema();
        if (out == null) {
            console().out().print(schema);
            console().out().flush();
            return DONE;
        }
        Path file = console().resolve(out);
        OutFile.check(out, file);
        try {
            Files.writeString(file, schema);
        } catch (IOException e) {
            throw new InputException("--out " + out, null, "cannot be written: " + e.getMessage(), null);
        }
        return DONE;
    }
}
