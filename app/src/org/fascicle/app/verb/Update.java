package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.installation.Jars;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces installed bundles. */
@Command(name = "update",
        description = "Replace installed bundles by others of the same symbolic name, and say what has changed. "
                + "If that fails, they stay as they are.")
final class Update extends Verb {
    @Parameters(arity = "1..*", paramLabel = "JAR", description = "The files of the bundles that come in their place.")
    private List<Path> jars = List.of();

    @Option(names = "--replace", paramLabel = "VERSION", description = "Which version is replaced, where several are installed.")
    private @Nullable String replaced;

    @Option(names = "--ours", description = "They come from the makers of Fascicle, and may use names without a prefix.")
    private boolean ours;

    Update(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Jars all = Jars.of(jars.stream().map(console()::resolve).toList());
        all = ours ? all.ours() : all;
        new ChangePrinter(console()).print(platform().installer().update(replaced == null ? all : all.replacing(replaced)));
        return DONE;
    }
}
