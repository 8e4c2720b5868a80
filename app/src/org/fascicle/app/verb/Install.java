package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.installation.Jars;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Installs bundles. */
@Command(name = "install", description = "Install bundles: their techniques can be used at once, and from now on.")
final class Install extends Verb {
    @Parameters(arity = "1..*", paramLabel = "JAR", description = "The bundles' files; those that need one another together.")
    private List<Path> jars = List.of();

    @Option(names = "--ours", description = "They come from the makers of Fascicle, and may use names without a prefix.")
    private boolean ours;

    Install(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Jars all = Jars.of(jars.stream().map(console()::resolve).toList());
        new ChangePrinter(console()).print(platform().installer().install(ours ? all.ours() : all));
        return DONE;
    }
}
