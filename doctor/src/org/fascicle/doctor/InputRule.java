package org.fascicle.doctor;

import java.util.Optional;

import org.fascicle.api.data.Scale;
import org.fascicle.api.doctor.Diagnosis;

/** Numbers that are far from a mean of 0 and a deviation of 1, where that matters. Klambauer et al., 2017, arXiv:1706.02515. */
final class InputRule implements Rule {
    private static final double FAR = 20;

    @Override
    public Optional<Diagnosis> look(Case seen) {
        if (seen.scale == Scale.STANDARD || !(seen.inputDeviation > 0)) {
            return Optional.empty();
        }
        boolean normalizes = false;
        for (int layer = 0; layer < seen.tree.layers(); layer++) {
            normalizes |= seen.tree.activates(layer, Activations.SELF_NORMALIZING);
        }
        boolean off = Math.abs(seen.inputMean) > 0.3 || seen.inputDeviation < 0.6 || seen.inputDeviation > 1.6;
        boolean far = Math.abs(seen.inputMean) > FAR || seen.inputDeviation > FAR;
        if (!(normalizes && off) && !far) {
            return Optional.empty();
        }
        String evidence = "The numbers that go in have the mean " + Words.number(seen.inputMean) + " and the deviation "
                + Words.number(seen.inputDeviation) + "." + (normalizes
                        ? " An activation that keeps its layers normalized needs the mean 0 and the deviation 1." : "");
        return Optional.of(Diagnosis.of("inputs not standardized", evidence, "Let the data be scaled: \"scale\": \"standard\".",
                seen.tree.namesData() ? seen.tree.copy().setData("scale", "standard").root() : null));
    }
}
