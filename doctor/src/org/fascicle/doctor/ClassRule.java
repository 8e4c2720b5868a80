package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Classes without rows to learn them from, and classes that are never predicted. */
final class ClassRule implements Rule {
    private static final int FEW = 5;
    private static final int PER_CLASS = 10;

    @Override
    public Optional<Diagnosis> look(Case seen) {
        int rows = Arrays.stream(seen.labelled).sum();
        List<String> missing = new ArrayList<>();
        List<String> unpredicted = new ArrayList<>();
        for (int i = 0; i < seen.labelled.length && rows >= PER_CLASS * seen.labelled.length; i++) {
            String name = seen.classes.isEmpty() ? String.valueOf(i) : seen.classes.get(i);
            if (seen.labelled[i] == 0) {
                missing.add(name);
            } else if (seen.predicted[i] == 0 && seen.labelled[i] >= FEW && seen.accuracy > 0.5) {
                unpredicted.add(name);
            }
        }
        if (!missing.isEmpty()) {
            return Optional.of(Diagnosis.of("class without rows", "Of " + rows + " rows that are trained on, none has the class "
                    + Words.some(missing) + ": it is never predicted.",
                    "Get rows of that class, or split the data so that some of them are trained on.", null));
        } else if (!unpredicted.isEmpty()) {
            return Optional.of(Diagnosis.of("class never predicted",
                    "Of " + rows + " rows that are trained on, none is predicted to be "
                            + Words.some(unpredicted) + ", though some are.",
                    "Let rows of rare classes count more.",
                    seen.tree.copy().setTraining("class_weight", "balanced").root()));
        }
        return Optional.empty();
    }
}
