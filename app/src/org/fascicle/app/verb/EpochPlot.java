package org.fascicle.app.verb;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import org.fascicle.app.console.Console;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.Sparkline;
import org.fascicle.app.console.Table;

/** The loss and each metric over the epochs, a line each; of the training rows and of the validation rows on one scale. */
final class EpochPlot {
    private static final String VALIDATION = "val_";
    /** A column's gap, twice, and what numbers take in most cases, are kept free. */
    private static final int GAPS = 6;
    private static final int NARROWEST = 8;

    private EpochPlot() {}

    /** Prints it; nothing, for fewer than two epochs. */
    static void print(Console console, List<EpochReport> epochs) {
        if (epochs.size() < 2) {
            return;
        }
        Map<String, double[]> series = series(epochs);
        int taken = 0;
        for (Map.Entry<String, double[]> one : series.entrySet()) {
            double[] numbers = one.getValue();
            taken = Math.max(taken, one.getKey().length() + Numbers.metric(numbers[0]).length()
                    + Numbers.metric(numbers[numbers.length - 1]).length());
        }
        int width = Math.max(NARROWEST, console.width() - taken - GAPS - 1);
        Table table = new Table("", ">first", "epochs " + epochs.get(0).epoch() + " to " + epochs.get(epochs.size() - 1).epoch(),
                ">last");
        series.forEach((metric, numbers) -> {
            String plain = plain(metric);
            double[] scale = series.entrySet().stream().filter(other -> plain(other.getKey()).equals(plain))
                    .flatMapToDouble(other -> Arrays.stream(other.getValue())).filter(Double::isFinite).toArray();
            table.row(metric, Numbers.metric(numbers[0]),
                    Sparkline.of(numbers, DoubleStream.of(scale).min().orElse(0), DoubleStream.of(scale).max().orElse(0), width,
                            console.unicode()),
                    Numbers.metric(numbers[numbers.length - 1]));
        });
        console.out().println();
        table.print(console.out());
    }

    private static Map<String, double[]> series(List<EpochReport> epochs) {
        Map<String, double[]> series = new LinkedHashMap<>();
        epochs.forEach(epoch -> epoch.metrics().keySet().forEach(metric -> series.computeIfAbsent(metric,
                name -> epochs.stream().mapToDouble(each -> each.metrics().getOrDefault(name, Double.NaN)).toArray())));
        return series;
    }

    private static String plain(String metric) {
        return metric.startsWith(VALIDATION) ? metric.substring(VALIDATION.length()) : metric;
    }
}
