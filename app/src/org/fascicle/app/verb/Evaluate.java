package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.Locale;

import org.fascicle.api.model.Evaluation;
import org.fascicle.api.network.Network;
import org.fascicle.api.network.Network.Subset;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a trained network. */
@Command(name = "evaluate", description = "Print loss and metrics of a trained network.")
final class Evaluate extends Verb {
    @Parameters(index = "0", paramLabel = "ARCHIVE", description = "What 'train --out' wrote.")
    private Path archive;

    @Mixin
    private SubsetOption wanted;

    @Mixin
    private NetworkOptions options;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    Evaluate(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Models models = new Models(platform(), options.settings(console()));
        try (Network network = models.restored(console().resolve(archive))) {
            Subset rows = wanted.of(network);
            Evaluation evaluation = network.assess(rows);
            if (json) {
                new JsonLines(console().out()).object(out -> EvaluationPrinter.write(out, evaluation));
            } else {
                String subset = rows.name().toLowerCase(Locale.ROOT);
                EvaluationPrinter.print(console().out(), subset, network.rows(rows), evaluation);
            }
        }
        return DONE;
    }
}
