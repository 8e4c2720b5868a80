package org.fascicle.doctor;

import java.util.Map;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** A learning rate that is much too high or too low: a test over a range of rates. Smith, 2017, arXiv:1506.01186. */
final class RateRule implements Rule {
    private static final double LEARNED = 0.8;

    @Override
    public Optional<Diagnosis> look(Case seen) {
        Double own = seen.lossByRate.get(seen.rate);
        if (own == null || !Double.isFinite(seen.initialLoss)) {
            return Optional.empty();
        }
        Map.Entry<Double, Double> best = seen.lossByRate.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
        double least = best.getValue();
        boolean learns = least < LEARNED * seen.initialLoss;
        double gained = seen.initialLoss - own;
        boolean fails = seen.diverged != null || gained < 0.5 * (seen.initialLoss - least);
        if (learns && best.getKey() < seen.rate && fails && least < LEARNED * own) {
            return Optional.of(finding("rate too high", seen, best));
        } else if (learns && best.getKey() > seen.rate && gained < 0.1 * (seen.initialLoss - least)) {
            return Optional.of(finding("rate too low", seen, best));
        }
        return Optional.empty();
    }

    private static Diagnosis finding(String name, Case seen, Map.Entry<Double, Double> best) {
        StringBuilder losses = new StringBuilder();
        seen.lossByRate.forEach((rate, loss) -> losses.append(losses.length() == 0 ? "" : ", ").append(Words.number(loss))
                .append(" at ").append(Words.number(rate)));
        return Diagnosis.of(name, "From a loss of " + Words.number(seen.initialLoss) + ", a few steps come to " + losses + "."
                + (seen.diverged != null ? " The training diverged: " + seen.diverged + "." : ""),
                "Take a learning rate of about " + Words.number(best.getKey()) + " instead of " + Words.number(seen.rate) + ".",
                seen.tree.copy().setOptimizer("learning_rate", best.getKey()).root());
    }
}
