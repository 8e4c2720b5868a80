package org.fascicle.core.service;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.graph.Variable;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.SafetensorsFile;
import org.fascicle.core.archive.Tensor;
import org.fascicle.core.model.LayerSpec;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.program.Store;
import org.jspecify.annotations.Nullable;

/**
 * Gives layers the tensors that a layer of another, trained network has: parameters and states, not slots. They come from its archive,
 * or from a file of safetensors.
 */
final class Reuse {
    private final NetworkSpec network;
    private final @Nullable Path folder;
    private final Store store;
    private final Map<Path, Map<String, Tensor>> files = new HashMap<>();

    /**
     * Tensors of other networks.
     *
     * @param folder where archives are looked for first, or null
     * @param store receives them
     */
    Reuse(NetworkSpec network, @Nullable Path folder, Store store) {
        this.network = network;
        this.folder = folder;
        this.store = store;
    }

    void run() {
        for (LayerSpec layer : network.layers()) {
            if (layer.from() != null) {
                String[] parts = layer.from().split("#", 2);
                copy(layer, weights(layer, path(layer, parts[0])), parts.length > 1 ? parts[1] : layer.name());
            }
        }
    }

    private Map<String, Tensor> weights(LayerSpec layer, Path path) {
        try {
            return files.computeIfAbsent(path,
                    file -> SafetensorsFile.isNamedSo(file) ? SafetensorsFile.read(file) : Archive.read(file).weights());
        } catch (InputException e) {
            throw problem(layer, path + ": " + e.problem(), e.remedy());
        }
    }

    // Beside the model file first, as its other files are; else where the user stands.
    private Path path(LayerSpec layer, String name) {
        try {
            Path beside = folder == null ? null : folder.resolve(name);
            return beside != null && Files.exists(beside) ? beside : Path.of(name);
        } catch (InvalidPathException e) {
            throw problem(layer, "\"" + name + "\" is no path: " + e.getReason(), null);
        }
    }

    private void copy(LayerSpec layer, Map<String, Tensor> weights, String source) {
        List<Variable> own = store.tensors().stream()
                .filter(variable -> variable.path().startsWith(layer.name() + "/")).collect(Collectors.toList());
        for (Variable variable : own) {
            Tensor tensor = weights.get(source + variable.path().substring(layer.name().length()));
            if (tensor == null) {
                Set<String> layers = layers(weights);
                String hint = layers.contains(source) ? null : Nearest.hint(source, layers);
                throw problem(layer, "the file has no tensor for '" + variable.path() + "' in its layer '" + source + "'",
                        hint != null ? hint : "Its layers are: " + String.join(", ", layers));
            } else if (!tensor.shape().equals(variable.shape())) {
                throw problem(layer, "'" + variable.path() + "' has the shape " + variable.shape() + ", and the file's has "
                        + tensor.shape(), null);
            }
            if (!tensor.isReal()) {
                throw problem(layer, "the file's tensor for '" + variable.path() + "' holds integers, and no weights do", null);
            }
            double[] values = tensor.reals();
            if (Arrays.stream(values).anyMatch(Double::isNaN)) {
                throw problem(layer, "the file's tensor for '" + variable.path() + "' holds NaN, which is no number",
                        "Its training had diverged: use an earlier one");
            }
            store.write(variable.path(), values);
        }
    }

    private InputException problem(LayerSpec layer, String problem, @Nullable String remedy) {
        String pointer = layer.technique().pointer() + "/from";
        return new InputException(network.source(pointer), pointer, problem, remedy);
    }

    private static Set<String> layers(Map<String, Tensor> weights) {
        return weights.keySet().stream().filter(path -> !path.startsWith(Snapshot.SCALING))
                .map(path -> path.substring(0, Math.max(0, path.indexOf('/')))).collect(Collectors.toCollection(TreeSet::new));
    }
}
