package org.fascicle.app.verb;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself, which does nothing without a verb. */
@Command(name = "fascicle", description = "Deep learning out of bundles.%n", versionProvider = CommandTree.Version.class,
        synopsisSubcommandLabel = "VERB", commandListHeading = "%nVerbs (each has --help)%n", optionListHeading = "%nOptions%n",
        footer = "%nExit codes: 0 done, 1 internal error, 2 bad input, 130 interrupted.")
final class Fascicle implements Callable<Integer> {
    @Option(names = {"-v", "--verbose"}, scope = ScopeType.INHERIT, order = 99,
            description = "Log what happens, and print stack traces of internal errors; twice: log everything.")
    private boolean[] verbose = {};

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    int verbosity() {
        return verbose.length;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a verb is missing: one of "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
