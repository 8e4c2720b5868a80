package org.fascicle.app.verb;

import java.util.Locale;
import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;

/** Which rows of the data. */
enum Subset {
    /** The rows that are held back for the test. */
    TEST,
    /** The rows that are held back from training to validate with. */
    VALIDATION,
    /** The rows that are trained on. */
    TRAINING;

    /** The examples, if the data have such. */
    Optional<Examples> of(Data data) {
        return switch (this) {
            case TEST -> data.test();
            case VALIDATION -> data.validation();
            case TRAINING -> Optional.of(data.training());
        };
    }

    /**
     * The rows by index.
     *
     * @throws InputException if they come in batches
     */
    Rows rows(Data data) {
        if (of(data).orElseThrow() instanceof Rows rows) {
            return rows;
        }
        throw new InputException("--subset " + this, null, "these rows come in batches, and have no numbers", null);
    }

    /** The word for it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
