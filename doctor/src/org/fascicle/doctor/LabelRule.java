package org.fascicle.doctor;

import java.util.Arrays;
import java.util.Optional;

import org.fascicle.api.doctor.Diagnosis;

/** Labels that the inputs do not foretell. */
final class LabelRule implements Rule {
    private static final int ROWS = 50;
    /** Rows that were learned by heart foretell nothing of others; those that overfit foretell something. */
    private static final double HARDLY = 1.5;

    @Override
    public String subject() {
        return "labels";
    }

    @Override
    public Optional<String> hindrance(Case seen) {
        return Optional.ofNullable(seen.unpredicted);
    }

    @Override
    public Optional<Diagnosis> look(Case seen) {
        Predictions known = seen.known;
        // Where all rows have one class there is nothing to foretell.
        if (known == null || known.rows() < ROWS || Arrays.stream(known.labelled).filter(count -> count > 0).count() < 2) {
            return Optional.empty();
        }
        int rows = known.rows();
        Predictions fresh = seen.fresh;
        double most = (double) Arrays.stream(known.labelled).max().orElse(0) / rows;
        boolean learned = known.accuracy() > most + 3 * deviation(most, rows);
        boolean foretold =
                fresh == null || fresh.rows() < ROWS || fresh.accuracy() > most + HARDLY * deviation(most, fresh.rows());
        if (learned && foretold) {
            return Optional.empty();
        }
        String seenBetter = learned ? "Rows that were trained on are predicted rightly in " + Words.percent(known.accuracy())
                + (fresh == null ? "" : ", and others in " + Words.percent(fresh.accuracy()))
                : "Rows that were trained on are predicted rightly in " + Words.percent(known.accuracy());
        return Optional.of(Diagnosis.of("labels look shuffled",
                seenBetter + "; to name the most frequent class each time would come to "
                        + Words.percent(most) + "."
                        + (seen.lossByRate().isEmpty() ? ""
                                : " No learning rate of a wide range learns better, and nothing within"
                                        + " the network is ill."),
                "Look whether each row has its own label: at the column, the order of two files, and the names of classes.",
                null));
    }

    private static double deviation(double share, int rows) {
        return Math.sqrt(share * (1 - share) / rows);
    }
}
