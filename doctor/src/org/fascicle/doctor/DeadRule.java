package org.fascicle.doctor;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.fascicle.api.doctor.Diagnosis;

/** Units that get no gradient from any row. Lu, Shin, Su and Karniadakis, 2019, arXiv:1903.06733. */
final class DeadRule implements Rule {
    private static final double MANY = 0.4;
    private static final String BIAS = "bias_initializer";

    @Override
    public String subject() {
        return "dead units";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return seen.unwatched("saturation");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        Map<String, Double> dead = new TreeMap<>(seen.late("saturation", "dead"));
        dead.values().removeIf(share -> !(share >= MANY));
        if (dead.isEmpty()) {
            return Optional.empty();
        }
        ModelTree changed = seen.tree.copy();
        boolean found = false;
        boolean biased = false;
        for (String place : dead.keySet()) {
            int layer = seen.layer(place);
            if (layer < 0) {
                continue;
            }
            found = true;
            if (changed.option(layer, BIAS) != null) {
                changed.set(layer, BIAS, "zeros");
                biased = true;
            } else {
                Activations.replace(changed, layer);
            }
        }
        double worst = dead.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return Optional.of(Diagnosis.of("dead units", "In " + Words.some(dead.keySet()) + ", up to " + Words.percent(worst)
                + " of the units have a slope of 0 for each row of a batch: no row changes them any more.",
                biased ? "Let biases begin with zeros."
                        : "Take an activation whose slope is nowhere 0, and the initializer that suits it.",
                found ? changed.root() : null));
    }
}
