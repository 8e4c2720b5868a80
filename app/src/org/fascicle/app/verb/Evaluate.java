package org.fascicle.app.verb;

import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.data.Data;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
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

    @Mixin
    private InstallOptions install;

    @Mixin
    private UpgradeOption upgrade;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    Evaluate(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        Models models = new Models(platform(), upgrade.in(options.settings(console())),
                new MissingBundles(platform(), console(), install));
        try (Model model = models.opened(console().resolve(archive))) {
            Data data = platform().fascicle().data(model);
            Subset subset = wanted.of(data);
            Evaluation evaluation = model.evaluate(subset.of(data).orElseThrow());
            List<String> classes = EvaluationPrinter.classes(model);
            if (json) {
                new JsonLines(console().out()).object(out -> EvaluationPrinter.write(out, evaluation, classes));
            } else {
                EvaluationPrinter.print(console().out(), subset.toString(), subset.rows(data).count(), evaluation,
                        classes);
            }
        }
        return DONE;
    }
}
