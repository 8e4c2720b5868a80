package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Classes without rows to learn them from, and classes that are never predicted. */
final class ClassRule implements Rule {
    static final String UNPREDICTED = "class never predicted";
    private static final int FEW = 5;
    /** Of the share that classes of one size have. */
    private static final double RARE = 0.5;
    private static final double WELL = 0.9;
    private static final int PER_CLASS = 10;

    @Override
    public String subject() {
        return "classes";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return Optional.ofNullable(seen.unpredicted).or(() -> !seen.streamed ? Optional.empty()
                : Optional.of("only the first rows of a stream were looked at, and another class may come later"));
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        Predictions known = seen.known;
        if (known == null) {
            return Optional.empty();
        }
        int rows = known.rows();
        List<String> missing = new ArrayList<>();
        List<String> unpredicted = new ArrayList<>();
        for (int i = 0; i < known.labelled.length && rows >= PER_CLASS * known.labelled.length; i++) {
            String name = seen.classes.isEmpty() ? String.valueOf(i) : seen.classes.get(i);
            if (known.labelled[i] == 0) {
                if (!seen.streamed) {
                    missing.add(name);
                }
            } else if (isLeftOut(known, i)) {
                unpredicted.add(name);
            }
        }
        if (!missing.isEmpty()) {
            return Optional.of(Diagnosis.of("class without rows", "Of " + rows + " rows that are trained on, none has the class "
                    + Words.some(missing) + ": it is never predicted.",
                    "Get rows of that class, or split the data so that some of them are trained on.", null));
        } else if (!unpredicted.isEmpty()) {
            return Optional.of(Diagnosis.of(UNPREDICTED,
                    "After " + seen.made + " steps, of " + rows + " rows that are trained on, none is predicted to be "
                            + Words.some(unpredicted) + ", though some have that class.",
                    "Let rows of rare classes count more.",
                    seen.tree.copy().setTraining("class_weight", "balanced").root()));
        }
        return Optional.empty();
    }

    /** Whether a class is never predicted though others are: one that is rare, or one without which the others are predicted well. */
    private static boolean isLeftOut(Predictions known, int label) {
        double share = (double) known.labelled[label] / known.rows();
        boolean rare = share < RARE / known.labelled.length && known.accuracy() > 0.5;
        return known.predicted[label] == 0 && known.labelled[label] >= FEW && (rare || known.accuracy() > WELL * (1 - share));
    }
}
