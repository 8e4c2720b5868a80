package org.fascicle.doctor;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.fascicle.api.doctor.Diagnosis;

/** Layers of which most numbers are where the activation is nearly flat. Glorot and Bengio, 2010. */
final class SaturationRule implements Rule {
    private static final double MANY = 0.5;

    @Override
    public String subject() {
        return "saturated units";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return seen.unwatched("saturation");
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        Map<String, Double> flat = seen.late("saturation", "flat");
        Map<String, Double> shares = new TreeMap<>(seen.late("saturation", "saturated"));
        // What is flat by its formula, as one half of a relu, is no illness.
        shares.replaceAll((place, share) -> share - flat.getOrDefault(place, 0.0));
        shares.values().removeIf(share -> !(share >= MANY));
        // Probabilities may be sure.
        shares.keySet().removeIf(place -> seen.layer(place) == seen.tree.layers() - 1);
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        ModelTree changed = seen.tree.copy();
        boolean found = false;
        for (String place : shares.keySet()) {
            int layer = seen.layer(place);
            if (layer >= 0) {
                Activations.replace(changed, layer);
                found = true;
            }
        }
        double worst = shares.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return Optional.of(Diagnosis.of("saturated units", "In " + Words.some(shares.keySet()) + ", up to " + Words.percent(worst)
                + " of the numbers are where the activation is nearly flat: they let hardly any gradient through.",
                "Take an activation that does not saturate, and the initializer that suits it.", found ? changed.root() : null));
    }
}
