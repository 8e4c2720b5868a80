package org.fascicle.app.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * How a variant came out. Numbers are means over its runs; they are NaN where it failed.
 *
 * @param values the criterion's, by run
 * @param mean of the values
 * @param deviation the standard deviation of the values
 * @param difference what the mean is away from the best one's
 * @param probability of such differences to the best one by chance, corrected for the number of variants; NaN for the best itself
 * @param epochs that were trained
 * @param seconds as {@link Outcome} has it
 * @param processorSeconds as {@link Outcome} has it
 * @param bytes as {@link Outcome} has it
 * @param failure why it has no number; empty if it has
 */
public record Standing(Variant variant, List<Double> values, double mean, double deviation, double difference, double probability,
        double epochs, double seconds, double processorSeconds, double bytes, String failure) {
    /** Whether it has no number. */
    public boolean failed() {
        return !failure.isEmpty();
    }

    /**
     * All variants: the best first, those that failed last, equals as they were written.
     *
     * @param outcomes by variant, those of each in the same order of runs
     * @param ratio of the rows that judge to those that were trained on
     */
    static List<Standing> of(List<Variant> variants, List<List<Outcome>> outcomes, Criterion criterion, double ratio) {
        List<Standing> good = new ArrayList<>();
        List<Standing> failed = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            Standing each = of(variants.get(i), outcomes.get(i), criterion);
            (each.failed() ? failed : good).add(each);
        }
        good.sort((one, other) -> criterion.compare(one.mean, other.mean));
        List<Standing> all = tested(good, ratio);
        all.addAll(failed);
        return all;
    }

    private static Standing of(Variant variant, List<Outcome> outcomes, Criterion criterion) {
        String failure = failure(outcomes, criterion.metric());
        double[] values = failure.isEmpty()
                ? outcomes.stream().mapToDouble(outcome -> outcome.metrics().get(criterion.metric())).toArray() : new double[0];
        return new Standing(variant, Arrays.stream(values).boxed().toList(), PairedTest.mean(values),
                PairedTest.deviation(values), Double.NaN, Double.NaN, mean(outcomes, Outcome::epochs),
                mean(outcomes, Outcome::seconds), mean(outcomes, Outcome::processorSeconds), mean(outcomes, Outcome::bytes),
                failure);
    }

    private static String failure(List<Outcome> outcomes, String metric) {
        List<String> reasons =
                outcomes.stream().map(outcome -> reason(outcome, metric)).filter(reason -> reason != null).toList();
        return reasons.isEmpty() ? "" : "failed in " + reasons.size() + " of " + outcomes.size() + " runs: " + reasons.get(0);
    }

    private static @Nullable String reason(Outcome outcome, String metric) {
        if (outcome.failed()) {
            return outcome.failure();
        }
        Double value = outcome.metrics().get(metric);
        return value == null ? "there is no number called '" + metric + "', but " + String.join(", ", outcome.metrics().keySet())
                : value.isNaN() || value.isInfinite() ? metric + " is not finite" : null;
    }

    private static List<Standing> tested(List<Standing> sorted, double ratio) {
        if (sorted.isEmpty()) {
            return sorted;
        }
        Standing best = sorted.get(0);
        double[] probabilities = new double[sorted.size() - 1];
        for (int i = 0; i < probabilities.length; i++) {
            List<Double> other = sorted.get(i + 1).values;
            double[] differences = new double[other.size()];
            for (int run = 0; run < differences.length; run++) {
                differences[run] = best.values.get(run) - other.get(run);
            }
            probabilities[i] = PairedTest.probability(differences, ratio);
        }
        double[] corrected = PairedTest.corrected(probabilities);
        List<Standing> tested = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Standing each = sorted.get(i);
            tested.add(new Standing(each.variant, each.values, each.mean, each.deviation, each.mean - best.mean,
                    i == 0 ? Double.NaN : corrected[i - 1], each.epochs, each.seconds, each.processorSeconds, each.bytes, ""));
        }
        return tested;
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
        return outcomes.stream().filter(outcome -> !outcome.failed()).mapToDouble(number).average().orElse(Double.NaN);
    }
}
