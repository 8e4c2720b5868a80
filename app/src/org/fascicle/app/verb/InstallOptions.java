package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.installation.Jars;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all verbs that may need bundles which are not installed. */
final class InstallOptions {
    @Option(names = "--install", description = "Install the bundles that are missing, from the repositories.")
    private boolean install;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    boolean install() {
        return install;
    }

    List<Path> repositories(Console console) {
        return options.repositories(console);
    }

    Jars in(Jars jars) {
        return options.in(jars);
    }
}
