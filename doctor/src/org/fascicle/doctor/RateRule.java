package org.fascicle.doctor;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import org.fascicle.api.doctor.Diagnosis;

/** A learning rate that is much too high or too low: a test over a range of rates. Smith, 2017, arXiv:1506.01186. */
final class RateRule implements Rule {
    private static final double LEARNED = 0.8;

    @Override
    public String subject() {
        return "the learning rate";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return seen.hasRate() ? Optional.empty() : Optional.of("the optimizer has none");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        SortedMap<Double, Double> losses = seen.lossByRate();
        Double own = losses.get(seen.rate);
        double initial = own == null ? Double.NaN : seen.initialLoss();
        if (own == null || !Double.isFinite(initial)) {
            return Optional.empty();
        }
        Map.Entry<Double, Double> best = losses.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
        double least = best.getValue();
        boolean learns = least < LEARNED * initial;
        double gained = initial - own;
        boolean fails = seen.diverged != null || gained < 0.5 * (initial - least);
        if (learns && best.getKey() < seen.rate && fails && least < LEARNED * own) {
            return Optional.of(finding("rate too high", seen, initial, best));
        } else if (learns && best.getKey() > seen.rate && gained < 0.1 * (initial - least)) {
            return Optional.of(finding("rate too low", seen, initial, best));
        }
        return Optional.empty();
    }

    private static Diagnosis finding(String name, Case seen, double initial, Map.Entry<Double, Double> best) {
        StringBuilder losses = new StringBuilder();
        seen.lossByRate().forEach((rate, loss) -> losses.append(losses.length() == 0 ? "" : ", ").append(Words.number(loss))
                .append(" at ").append(Words.number(rate)));
        return Diagnosis.of(name, "From a loss of " + Words.number(initial) + ", a few steps come to " + losses + "."
                + (seen.diverged != null ? " The training diverged: " + seen.diverged + "." : ""),
                "Take a learning rate of about " + Words.number(best.getKey()) + " instead of " + Words.number(seen.rate) + ".",
                seen.tree.copy().setOptimizer("learning_rate", best.getKey()).root());
    }
}
