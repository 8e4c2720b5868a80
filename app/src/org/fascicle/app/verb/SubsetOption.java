package org.fascicle.app.verb;

import java.util.Arrays;
import java.util.Optional;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which rows of the data. */
final class SubsetOption {
    @Option(names = "--subset", paramLabel = "ROWS",
            description = "test, validation or training rows; without it, the first of these that there are.")
    private @Nullable Subset wanted;

    /**
     * The rows that were asked for, of data of which only the first ones were read; empty if others may be needed.
     */
    Optional<Rows> first(Data data) {
        Subset first = data.test().isPresent() ? Subset.TEST : Subset.TRAINING;
        boolean split = first == Subset.TRAINING && (data.validation().isPresent() || data.validationPart() > 0);
        return split || wanted != null && wanted != first ? Optional.empty() : Optional.of(first.rows(data));
    }

    /** The rows that were asked for. */
    Subset of(Data data) {
        if (wanted == null) {
            return Arrays.stream(Subset.values()).filter(each -> each.of(data).isPresent()).findFirst().orElseThrow();
        }
        if (wanted.of(data).isEmpty()) {
            throw new InputException("--subset " + wanted, null, "the data have no such rows", null);
        }
        return wanted;
    }
}
