package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.installation.Jars;
import org.fascicle.app.console.Console;
import picocli.CommandLine.Option;

/** The options of all verbs that look for bundles. */
final class RepositoryOptions {
    @Option(names = "--repository", paramLabel = "PLACE",
            description = "Where bundles may be that are not installed: a folder of "
                    + "jars, or an index of the OSGi Repository specification (XML), beside the \"repositories\" that the installation's "
                    + "list names.")
    private List<Path> repositories = new ArrayList<>();

    @Option(names = "--ours",
            description = "What is installed comes from the makers of Fascicle, and may use names without a prefix.")
    private boolean ours;

    List<Path> repositories(Console console) {
        return repositories.stream().map(console::resolve).toList();
    }

    Jars in(Jars jars) {
        return ours ? jars.ours() : jars;
    }
}
