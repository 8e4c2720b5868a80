package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Table;

/** A training in plain lines: one per epoch, and at its end a table and a plot. */
class LineView implements TrainingView {
    private final Console console;
    private final PrintStream out;

    LineView(Console console) {
        this.console = console;
        this.out = console.out();
    }

    @Override
    public void epochEnded(EpochReport epoch) {
        out.println(place(epoch.epoch(), epoch.epochs()) + "  " + Numbers.metrics(epoch.metrics(), "  ") + "  "
                + Numbers.count(epoch.samplesPerSecond()) + " samples/s  " + Numbers.seconds(epoch.seconds()) + " s");
        out.flush();
    }

    @Override
    public void techniquesChanged(TechniqueChange change) {
        out.println(change);
        out.flush();
    }

    @Override
    public void result(Outcome outcome) {
        if (!outcome.epochs().isEmpty()) {
            out.println();
            table(outcome.epochs()).print(out);
        }
        EpochPlot.print(console, outcome.epochs());
        out.println();
        ending(outcome);
    }

    /** How it ended, and what came of it. */
    final void ending(Outcome outcome) {
        out.println(ending(outcome.training()));
        if (outcome.test() != null) {
            EvaluationPrinter.print(out, "test", outcome.testRows(), outcome.test(), outcome.classes());
        }
        if (outcome.archive() != null) {
            out.println("written: " + outcome.archive());
        }
    }

    /** Where training stands: {@code epoch  3/20}. */
    static String place(int epoch, int epochs) {
        String of = String.valueOf(epochs);
        return "epoch " + " ".repeat(Math.max(0, of.length() - String.valueOf(epoch).length())) + epoch + "/" + of;
    }

    private static String ending(TrainingResult training) {
        int epochs = training.history().epochs();
        String count = epochs + (epochs == 1 ? " epoch" : " epochs");
        String restored = training.bestEpoch() > 0 ? "; the parameters are those of epoch " + training.bestEpoch() : "";
        switch (training.end()) {
            case EARLY_STOPPED:
                return "stopped early after " + count + restored;
            case STOPPED:
                return "interrupted after " + count + restored;
            case TECHNIQUE_MISSING:
                return "ended without a technique after " + count + restored;
            case BACKEND_MISSING:
                return "ended without its backend after " + count + restored;
            default:
                return "trained for " + count + restored;
        }
    }

    private static Table table(List<EpochReport> epochs) {
        Set<String> metrics = new LinkedHashSet<>();
        epochs.forEach(epoch -> metrics.addAll(epoch.metrics().keySet()));
        List<String> titles = new ArrayList<>(List.of(">epoch"));
        metrics.forEach(metric -> titles.add(">" + metric));
        titles.addAll(List.of(">learning rate", ">seconds"));
        Table table = new Table(titles);
        for (EpochReport epoch : epochs) {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(epoch.epoch())));
            for (String metric : metrics) {
                cells.add(epoch.metrics().containsKey(metric) ? Numbers.metric(epoch.metrics().get(metric)) : "");
            }
            cells.add(Numbers.setting(epoch.learningRate()));
            cells.add(Numbers.seconds(epoch.seconds()));
            table.row(cells);
        }
        return table;
    }
}
