package org.fascicle.core.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Whether archives are of one training. No archive has a name for its training, because equal trainings have equal archives; but their
 * losses agree to the bit.
 */
final class Lineage {
    private Lineage() {}

    /** Whether one of two archives may have come out of the other: all epochs that both have made are the same. */
    static boolean isOne(Archive one, Archive other) {
        int epochs = Math.min(epochs(one), epochs(other));
        if (one.seed() != other.seed()) {
            return false;
        }
        return epochs > 0 ? agree(one, other, epochs) : definition(one).equals(definition(other));
    }

    /** The file whose archive is that of a training's past after some epochs; null if there is none. */
    static @Nullable Path find(Archive past, int epochs, List<Path> candidates) {
        for (Path file : candidates) {
            if (Files.isRegularFile(file) && isAfter(past, epochs, file)) {
                return file;
            }
        }
        return null;
    }

    private static boolean isAfter(Archive past, int epochs, Path file) {
        try {
            return Archive.readWeights(file, read -> read.step() == epochs * stepsPerEpoch(read) && epochs(read) == epochs
                    && read.seed() == past.seed() && agree(past, read, epochs));
        } catch (InputException e) {
            return false; // damaged, or something else
        }
    }

    /** The steps that an epoch has; 0 if the archive does not say it. */
    static long stepsPerEpoch(Archive archive) {
        Object steps = archive.extra().get(Archive.STEPS_PER_EPOCH);
        return steps instanceof Long ? (Long) steps : 0;
    }

    private static int epochs(Archive archive) {
        return archive.history().values().stream().mapToInt(List::size).max().orElse(0);
    }

    // A metric that only one of them has may have been asked for later.
    private static boolean agree(Archive one, Archive other, int epochs) {
        List<String> both = new ArrayList<>(one.history().keySet());
        both.retainAll(other.history().keySet());
        return both.stream()
                .allMatch(metric -> start(one.history(), metric, epochs).equals(start(other.history(), metric, epochs)))
                && !both.isEmpty();
    }

    private static List<Double> start(Map<String, List<Double>> history, String metric, int epochs) {
        List<Double> values = history.getOrDefault(metric, List.of());
        return values.subList(0, Math.min(epochs, values.size()));
    }

    // More epochs are no other training.
    private static JsonNode definition(Archive archive) {
        try {
            JsonNode definition = Json.parse(archive.modelJson().getBytes(StandardCharsets.UTF_8));
            if (definition.get("training") instanceof ObjectNode) {
                ((ObjectNode) definition.get("training")).remove("epochs");
            }
            return definition;
        } catch (IOException e) {
            return Json.of(archive.modelJson());
        }
    }
}
