package org.fascicle.app.verb;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that picks a kind of technique. */
final class KindOption {
    @Option(names = "--kind", paramLabel = "KIND", description = "Only techniques of this kind, for example activation.")
    private @Nullable String name;

    /** Whether a technique is of the kind that was asked for, if one was. */
    boolean permits(TechniqueType type) {
        return name == null || type.kind() == kind(name);
    }

    private static Kind kind(String name) {
        return Kind.named(name).orElseThrow(() -> {
            List<String> kinds = Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.toList());
            String hint = Nearest.hint(name, kinds);
            return new InputException("--kind " + name, null, "there is no such kind",
                    hint != null ? hint : "There are " + String.join(", ", kinds) + ".");
        });
    }
}
