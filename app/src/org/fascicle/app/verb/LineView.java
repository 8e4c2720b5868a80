package org.fascicle.app.verb;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.training.TrainingResult;
import org.fascicle.app.console.Figures;
import org.fascicle.app.console.Table;

/** A training in plain lines: one per epoch, and at its end a table. */
class LineView implements TrainingView {
    private final PrintStream out;

    LineView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void epochEnded(EpochFigures figures) {
        out.println(place(figures.epoch(), figures.epochs()) + "  " + Figures.metrics(figures.metrics(), "  ") + "  "
            + Figures.count(figures.samplesPerSecond()) + " samples/s  " + Figures.seconds(figures.seconds()) + " s");
        out.flush();
    }

    @Override
    public void result(Outcome outcome) {
        if (!outcome.epochs().isEmpty()) {
            out.println();
            table(outcome.epochs()).print(out);
        }
        out.println();
        out.println(ending(outcome.training()));
        if (outcome.test() != null) {
            EvaluationPrinter.print(out, "test", outcome.testRows(), outcome.test());
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
            default:
                return "trained for " + count + restored;
        }
    }

    private static Table table(List<EpochFigures> epochs) {
        Set<String> metrics = new LinkedHashSet<>();
        epochs.forEach(figures -> metrics.addAll(figures.metrics().keySet()));
        List<String> titles = new ArrayList<>(List.of(">epoch"));
        metrics.forEach(metric -> titles.add(">" + metric));
        titles.addAll(List.of(">learning rate", ">seconds"));
        Table table = new Table(titles);
        for (EpochFigures figures : epochs) {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(figures.epoch())));
            for (String metric : metrics) {
                cells.add(figures.metrics().containsKey(metric) ? Figures.metric(figures.metrics().get(metric)) : "");
            }
            cells.add(Figures.setting(figures.learningRate()));
            cells.add(Figures.seconds(figures.seconds()));
            table.row(cells);
        }
        return table;
    }
}
