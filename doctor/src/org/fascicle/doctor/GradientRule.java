package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Gradients that vanish or explode from the last layer to the first. Bengio, Simard and Frasconi, 1994. */
final class GradientRule implements Rule {
    private static final double FAR = 1e4;

    @Override
    public Optional<Diagnosis> look(Case seen) {
        Map<String, Double> kernels = new LinkedHashMap<>(seen.late("gradient_size", "rms"));
        kernels.keySet().removeIf(place -> !place.endsWith("/kernel"));
        List<String> places = new ArrayList<>(kernels.keySet());
        if (places.size() < 3) {
            return Optional.empty();
        }
        String first = places.get(0);
        String last = places.get(places.size() - 1);
        double ratio = kernels.getOrDefault(first, 1.0) / kernels.getOrDefault(last, 1.0);
        // Where the last layer gets none, nothing has vanished on the way.
        if (!(kernels.getOrDefault(last, 1.0) > 0)) {
            return Optional.empty();
        }
        String evidence = "The gradient of " + first + " is " + Words.number(kernels.getOrDefault(first, 1.0)) + ", that of "
                + last + " " + Words.number(kernels.getOrDefault(last, 1.0)) + " (root mean square).";
        if (ratio < 1 / FAR) {
            return Optional.of(Diagnosis.of("vanishing gradients", evidence,
                    "Take an activation that does not saturate, and the initializer that suits it.", replaced(seen)));
        } else if (ratio > FAR) {
            return Optional.of(Diagnosis.of("exploding gradients", evidence, "Clip the norm of the gradients.",
                    seen.tree.optimizer() == null ? null : seen.tree.copy().setOptimizer("global_clipnorm", 1.0).root()));
        }
        return Optional.empty();
    }

    private static Map<String, Object> replaced(Case seen) {
        ModelTree changed = seen.tree.copy();
        for (int layer = 0; layer < changed.layers() - 1; layer++) {
            if (changed.activates(layer, Activations.BOUNDED)) {
                Activations.replace(changed, layer);
            }
        }
        return changed.root();
    }
}
