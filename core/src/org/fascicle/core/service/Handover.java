package org.fascicle.core.service;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.format.Imported;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.Tensor;

/** Hands the state of an archive's training to other systems, and takes theirs into an archive. */
final class Handover {
    private final Path file;

    Handover(Path file) {
        this.file = file;
    }

    /** What the training has accumulated; empty if the archive has none. */
    Optional<TrainingState> state() {
        Archive archive = Archive.read(file);
        Snapshot snapshot = Snapshot.of(archive, file);
        if (snapshot.trainingRows() == 0 && !snapshot.isBegunElsewhere()) {
            return Optional.empty();
        }
        TrainingState state = TrainingState.of(archive.step(), numbers(archive.training(), TrainingState.SLOTS, ""))
                .weights(numbers(archive.training(), Snapshot.LAST, Snapshot.LAST));
        return Optional.of(snapshot.isBegunElsewhere() ? state : state.stepsPerEpoch(snapshot.stepsPerEpoch()));
    }

    /** The tensors below a folder, by their path without what is cut off. */
    private static SortedMap<String, Imported.Numbers> numbers(Map<String, Tensor> from, String folder, String cut) {
        SortedMap<String, Imported.Numbers> numbers = new TreeMap<>();
        from.forEach((path, tensor) -> {
            if (path.startsWith(folder) && tensor.isReal()) {
                numbers.put(path.substring(cut.length()), tensor.numbers());
            }
        });
        return numbers;
    }

    /** Writes a model with the state of a training that another system began. */
    static void save(ModelState model, TrainingState state, Path archive) {
        model.requireUntrained();
        if (!state.weights().isEmpty()) {
            throw new InputException("the state has other parameters than the model: give the model those that the training has");
        }
        Archive.Builder builder =
                model.gate().reading(() -> model.weights(new Archive.Builder(model.parts().text.json()), model.techniques()));
        Snapshot.begunElsewhere(builder, state.step());
        state.slots().forEach((path, numbers) -> builder.training(path, tensor(path, numbers)));
        builder.build().write(archive);
    }

    private static Tensor tensor(String path, Imported.Numbers numbers) {
        double[] values = numbers.values();
        float[] floats = new float[values.length];
        boolean single = true;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new InputException(null, path, "the slot holds NaN, which is no number",
                        "Its training had diverged: use an earlier file");
            }
            floats[i] = (float) values[i];
            single &= floats[i] == values[i];
        }
        return single ? Tensor.of(numbers.shape(), floats) : Tensor.of(numbers.shape(), values);
    }
}
