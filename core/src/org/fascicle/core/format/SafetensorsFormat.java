package org.fascicle.core.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.archive.SafetensorsFile;
import org.fascicle.core.archive.Tensor;
import org.osgi.service.component.annotations.Component;

/** Weights by themselves, as safetensors: what an archive keeps its own weights in. */
@Component
public final class SafetensorsFormat implements ModelFormat {
    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public String description() {
        return "Parameters and states by themselves, by path; without the network and without the scaling of the data.";
    }

    @Override
    public List<String> suffixes() {
        return List.of(".safetensors");
    }

    @Override
    public Set<Use> uses() {
        return Set.of(Use.WRITE, Use.READ_WEIGHTS);
    }

    /** As float32 where that loses nothing of any of them, else as float64. */
    @Override
    public List<String> write(Model model, Path file) {
        Map<String, double[]> values = new TreeMap<>();
        boolean single = true;
        for (String path : model.tensors().keySet()) {
            double[] tensor = model.tensor(path);
            values.put(path, tensor);
            single &= isSingle(tensor);
        }
        Map<String, Tensor> tensors = new TreeMap<>();
        for (Map.Entry<String, Shape> tensor : model.tensors().entrySet()) {
            double[] doubles = Objects.requireNonNull(values.remove(tensor.getKey()));
            tensors.put(tensor.getKey(),
                    single ? Tensor.of(tensor.getValue(), singles(doubles)) : Tensor.of(tensor.getValue(), doubles));
        }
        SafetensorsFile.write(file, tensors);
        return List.of("the network: keep the model file", "the scaling of the data: it is fitted to the training rows anew");
    }

    @Override
    public Imported read(Path file) {
        SortedMap<String, Imported.Numbers> tensors = new TreeMap<>();
        SafetensorsFile.read(file).forEach((path, tensor) -> {
            if (!tensor.isReal()) {
                throw new InputException(file.toString(), path, "its numbers are integers, and no weights are",
                        "Leave it out of the file");
            }
            tensors.put(path, tensor.numbers());
        });
        return Imported.weights(file.toString(), tensors);
    }

    private static boolean isSingle(double[] values) {
        for (double value : values) {
            if ((float) value != value && !Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    private static float[] singles(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
