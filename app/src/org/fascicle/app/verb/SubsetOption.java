package org.fascicle.app.verb;

import java.util.Locale;

import org.fascicle.api.network.Network;
import org.fascicle.api.network.Network.Subset;
import org.fascicle.api.problem.InputException;
import picocli.CommandLine.Option;

/** The option that says which rows of the data. */
final class SubsetOption {
    @Option(names = "--subset", paramLabel = "ROWS",
        description = "test, validation or training rows; without it, the first of these that there are.")
    private Subset wanted;

    /** The rows that were asked for. */
    Subset of(Network network) {
        if (wanted == null) {
            Subset held = network.has(Subset.VALIDATION) ? Subset.VALIDATION : Subset.TRAINING;
            return network.has(Subset.TEST) ? Subset.TEST : held;
        }
        if (!network.has(wanted)) {
            throw new InputException("--subset " + wanted.name().toLowerCase(Locale.ROOT), null,
                "the data have no such rows", null);
        }
        return wanted;
    }
}
