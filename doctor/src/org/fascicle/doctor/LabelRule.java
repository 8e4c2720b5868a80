package org.fascicle.doctor;

import java.util.Arrays;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Labels that the inputs do not foretell. */
final class LabelRule implements Rule {
    private static final int ROWS = 50;

    @Override
    public Optional<Diagnosis> look(Case seen) {
        int rows = Arrays.stream(seen.labelled).sum();
        if (rows < ROWS) {
            return Optional.empty();
        }
        double most = (double) Arrays.stream(seen.labelled).max().orElse(0) / rows;
        boolean learned = seen.accuracy > most + 3 * deviation(most, rows);
        boolean foretold = !(seen.unseenRows >= ROWS) || seen.unseenAccuracy > most + 3 * deviation(most, seen.unseenRows);
        if (learned && foretold) {
            return Optional.empty();
        }
        String seenBetter = learned ? "Rows that were trained on are predicted rightly in " + Words.percent(seen.accuracy)
                + ", and others in " + Words.percent(seen.unseenAccuracy)
                : "Rows that were trained on are predicted rightly in " + Words.percent(seen.accuracy);
        return Optional.of(Diagnosis.of("labels look shuffled",
                seenBetter + "; to name the most frequent class each time would come to "
                        + Words.percent(most) + ". No rate of a wide range learns better, and nothing within the network is ill.",
                "Look whether each row has its own label: at the column, the order of two files, and the names of classes.",
                null));
    }

    private static double deviation(double share, int rows) {
        return Math.sqrt(share * (1 - share) / rows);
    }
}
