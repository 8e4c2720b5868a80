package org.fascicle.app.verb;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.table.TableColumn;
import org.fascicle.api.table.TableColumn.Type;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.table.TableWriter;
import org.fascicle.app.compare.Comparison;
import org.fascicle.app.compare.Criterion;
import org.fascicle.app.compare.Grid;
import org.fascicle.app.compare.Outcome;
import org.fascicle.app.compare.Run;
import org.fascicle.app.compare.Standing;
import org.fascicle.app.compare.Variant;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.IntervalChart;
import org.fascicle.app.console.JsonLines;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.ProgressLine;
import org.fascicle.app.console.Table;
import org.jspecify.annotations.Nullable;

/** A comparison as lines, a table and a chart, or as JSON. For one thread. */
final class ComparisonView implements Comparison.Listener {
    private static final double MEGA = 1e6;

    private final Console console;
    private final PrintStream out;
    private final boolean json;
    private final Grid grid;
    private final Criterion criterion;
    private final @Nullable ProgressLine line;
    private long began;
    private int before;
    private int folds;

    ComparisonView(Console console, boolean json, Grid grid, Criterion criterion) {
        this.console = console;
        this.out = console.out();
        this.json = json;
        this.grid = grid;
        this.criterion = criterion;
        this.line = console.terminal() && !json ? new ProgressLine(out, console.width()) : null;
    }

    /** Before the first run. */
    void begins(int runs, int done, int rows, int parts, int seeds, int workers) {
        grid.remarks().forEach(remark -> console.err().println("fascicle: " + remark));
        began = System.nanoTime();
        before = done;
        folds = parts;
        if (!json) {
            out.println(
                    count(grid.variants().size(), "variant") + ", " + count(rows, "row") + " in " + count(folds, "fold") + ", "
                            + count(seeds, "seed") + ": " + count(runs, "training") + ", " + workers + " at a time"
                            + (done == 0 ? "" : "; " + done + " were made before"));
        }
    }

    private static String count(int number, String what) {
        return Numbers.count(number) + " " + what + (number == 1 ? "" : "s");
    }

    @Override
    public void ended(Run run, Variant variant, Outcome outcome, int done, int all) {
        if (json) {
            new JsonLines(out).object(object -> {
                writeSettings(object, variant);
                object.writeNumberField("seed", run.seed());
                object.writeNumberField("fold", run.fold() + 1);
                if (outcome.failed()) {
                    object.writeStringField("failure", outcome.failure());
                }
                JsonLines.numbers(object, "metrics", outcome.metrics());
                object.writeNumberField("epochs", outcome.epochs());
                JsonLines.number(object, "seconds", outcome.seconds());
                JsonLines.number(object, "processor_seconds", outcome.processorSeconds());
                JsonLines.number(object, "bytes", outcome.bytes());
            });
        } else if (line != null) {
            double left = (System.nanoTime() - began) / 1e9 / (done - before) * (all - done);
            line.show(done + "/" + all, (double) done / all, Numbers.clock(left) + " left");
        } else {
            out.println("training " + done + "/" + all + "  " + String.join(", ", variant.cells()) + "  seed " + run.seed()
                    + "  fold "
                    + (run.fold() + 1) + "/" + folds + "  "
                    + (outcome.failed() ? "failed: " + outcome.failure() : Numbers.metrics(outcome.metrics(), "  ")) + "  "
                    + Numbers.seconds(outcome.seconds()) + " s");
            out.flush();
        }
    }

    /** After the last run, or where it was stopped. */
    void ended() {
        if (line != null) {
            line.clear();
        }
    }

    void result(List<Standing> standings) {
        if (json) {
            standings.forEach(this::printJson);
            return;
        }
        List<String> titles = new ArrayList<>(grid.paths());
        titles.addAll(List.of(">" + criterion.metric(), ">deviation", ">to the best", ">p", ">epochs", ">seconds", ">processor s",
                ">heap MB"));
        Table table = new Table(titles);
        IntervalChart chart = new IntervalChart();
        for (Standing each : standings) {
            List<String> cells = new ArrayList<>(each.variant().cells());
            if (each.failed()) {
                cells.addAll(List.of("failed", "", "", "", "", "", "", ""));
            } else {
                boolean best = each == standings.get(0);
                cells.addAll(List.of(Numbers.metric(each.mean()), Numbers.metric(each.deviation()),
                        best ? "" : String.format(Locale.ROOT, "%+.4f", each.difference()),
                        best ? "" : probability(each.probability()),
                        Numbers.setting(each.epochs()), Numbers.seconds(each.seconds()), known(each.processorSeconds(), 1),
                        known(each.bytes(), MEGA)));
                chart.add(String.join(" ", each.variant().cells()), each.mean(), each.deviation());
            }
            table.row(cells);
        }
        out.println();
        table.print(out);
        standings.stream().filter(Standing::failed)
                .forEach(each -> out.println(String.join(" ", each.variant().cells()) + ": " + each.failure()));
        out.println();
        chart.print(out, console.width());
        out.flush();
    }

    private static String probability(double value) {
        return value < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String known(double value, double unit) {
        return Double.isNaN(value) ? "unknown" : unit == 1 ? Numbers.seconds(value) : Numbers.count(value / unit);
    }

    /** After the best variant was trained on all rows. */
    void written(Path archive, @Nullable Evaluation test, int rows, List<String> classes) {
        if (json) {
            new JsonLines(out).object(object -> {
                object.writeStringField("archive", archive.toString());
                if (test != null) {
                    JsonLines.numbers(object, "test", test.metrics());
                }
            });
            return;
        }
        out.println();
        out.println("the best, trained on all training rows:");
        if (test != null) {
            EvaluationPrinter.print(out, "test", rows, test, classes);
        }
        out.println("written: " + archive);
    }

    private void printJson(Standing each) {
        new JsonLines(out).object(object -> {
            writeSettings(object, each.variant());
            if (each.failed()) {
                object.writeStringField("failure", each.failure());
                return;
            }
            object.writeStringField("by", criterion.metric());
            JsonLines.number(object, "mean", each.mean());
            JsonLines.number(object, "deviation", each.deviation());
            JsonLines.number(object, "difference", each.difference());
            JsonLines.number(object, "p", each.probability());
            object.writeArrayFieldStart("values");
            for (double value : each.values()) {
                JsonLines.number(object, value);
            }
            object.writeEndArray();
            JsonLines.number(object, "epochs", each.epochs());
            JsonLines.number(object, "seconds", each.seconds());
            JsonLines.number(object, "processor_seconds", each.processorSeconds());
            JsonLines.number(object, "bytes", each.bytes());
        });
    }

    private static void writeSettings(JsonGenerator object, Variant variant) throws IOException {
        object.writeObjectFieldStart("variant");
        for (var setting : variant.settings().entrySet()) {
            object.writeStringField(setting.getKey(), setting.getValue());
        }
        object.writeEndObject();
    }

    /** Writes the table for other programs. */
    void write(TableFormat format, OutputStream stream, List<Standing> standings) throws IOException {
        List<TableColumn> columns = new ArrayList<>();
        grid.paths().forEach(path -> columns.add(TableColumn.of(path, Type.TEXT)));
        for (String name : List.of(criterion.metric(), "deviation", "difference", "p", "epochs", "seconds", "processor_seconds",
                "bytes")) {
            columns.add(TableColumn.of(name, Type.TEXT));
        }
        columns.add(TableColumn.of("failure", Type.TEXT));
        try (TableWriter writer = format.write(stream, columns)) {
            for (Standing each : standings) {
                List<@Nullable Object> cells = new ArrayList<>(each.variant().cells());
                for (double number : new double[] {each.mean(), each.deviation(), each.difference(), each.probability(),
                    each.epochs(),
                    each.seconds(), each.processorSeconds(), each.bytes()}) {
                    // A table's own numbers have 32 bits.
                    cells.add(Double.isNaN(number) ? null : Double.toString(number));
                }
                cells.add(each.failure());
                writer.row(cells);
            }
        }
    }
}
