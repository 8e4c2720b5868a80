package org.fascicle.format.keras;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Techniques;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What {@code save_weights} of Keras 3 writes: weights and slots by classes of layers and numbers, and no network. */
@Component(service = ModelFormat.class)
public final class KerasWeightsFormat extends KerasFile {
    private static final String OPTIMIZER = "optimizer/vars";

    /** Made by Declarative Services. */
    @Activate
    public KerasWeightsFormat(@Reference Techniques techniques) {
        super(techniques);
    }

    @Override
    public String name() {
        return "keras-weights";
    }

    @Override
    public String description() {
        return "Weights of Keras 3 by themselves, and what an optimizer has accumulated.";
    }

    @Override
    public List<String> suffixes() {
        return List.of(".weights.h5");
    }

    @Override
    public Set<Use> uses() {
        return Set.of(Use.WRITE, Use.READ_WEIGHTS);
    }

    @Override
    List<String> missing() {
        return List.of("the network, and what it is compiled with: keep the model file", "the scaling of the data");
    }

    @Override
    void write(ObjectNode config, Hdf5Writer weights, OutputStream out) throws IOException {
        weights.writeTo(out);
    }

    @Override
    public Imported read(Path file) {
        throw new InputException(file.toString(), null, "it holds weights and no network",
                "Name the network's model file: --model model.json");
    }

    @Override
    public Imported read(Path file, Model model) {
        try {
            return read(file.toString(), new Hdf5Reader(file.toString(), "", bytes(file)), model);
        } catch (IOException e) {
            throw new InputException(file.toString(), null, "the file cannot be read: " + e.getMessage(), null);
        } catch (InputException e) {
            throw e.in(file.toString());
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), null, "there is no such file", null);
        }
        long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 2);
        if (Files.size(file) > most) {
            throw new InputException(file.toString(), null, "it has " + Files.size(file) + " bytes, and " + most + " can be read",
                    "Give Java more memory, with -Xmx");
        }
        return Files.readAllBytes(file);
    }

    private Imported read(String file, Hdf5Reader stored, Model model) throws IOException {
        TechniqueWriter writer = new TechniqueWriter(techniques(), 0);
        NetworkWriter network = new NetworkWriter(model, writer, new Hdf5Writer());
        Map<?, ?> definition = ModelWriter.definition(model);
        network.write(definition);
        if (stored.has("model_weights")) {
            throw olderForm(file);
        }
        List<String> others = new ArrayList<>(stored.folders());
        String root = stored.has("layers") ? "layers" : "_layer_checkpoint_dependencies";
        SortedMap<String, Imported.Numbers> tensors = new TreeMap<>();
        network.folders().forEach((place, paths) -> {
            String folder = place.replaceFirst("^layers", root);
            others.remove(folder);
            SortedMap<Integer, Imported.Numbers> numbers = stored.tensors(folder.split("/"));
            if (numbers.size() != paths.size() || !numbers.isEmpty() && numbers.lastKey() != numbers.size() - 1) {
                throw new InputException(file, folder, "there are " + numbers.size() + " tensors, not " + paths.size() + ": "
                        + (paths.isEmpty() ? "none" : String.join(", ", paths)),
                        "Give the model file of the network that was saved");
            }
            numbers.forEach((number, tensor) -> tensors.put(paths.get(number), tensor));
        });
        others.removeIf(folder -> folder.equals(OPTIMIZER) || folder.contains("seed_generator"));
        String scaling = others.size() == 1 && others.get(0).equals(root + "/normalization/vars") && model.inputs().size() == 1
                ? others.remove(0) : null;
        if (!others.isEmpty()) {
            throw new InputException(file, others.get(0), "the model has no layer whose tensors these are"
                    + (others.size() > 1 ? ", nor those of " + (others.size() - 1) + " more" : ""),
                    "Give the model file of the network that was saved");
        }
        List<String> left = new ArrayList<>();
        Imported read = Imported.weights(file, tensors);
        if (scaling != null) {
            double[][] scaled = scaling(file, stored.tensors(scaling.split("/")), model.inputs().get(0), left);
            read = read.scaled(model.inputs().get(0).name(), scaled[0], scaled[1]);
        }
        Optional<TrainingState> training =
                training(stored.tensors(OPTIMIZER.split("/")), definition.get("optimizer"), writer, network.trained(), left);
        return (training.isPresent() ? read.trained(training.get()) : read).without(left);
    }

    private double[][] scaling(String file, Map<Integer, Imported.Numbers> stored, Port input, List<String> left) {
        List<Integer> shape = new ArrayList<>();
        for (int extent : input.shape().toArray()) {
            shape.add(extent);
        }
        JsonNode config = Config.of(new LinkedHashMap<>());
        return new ScalingReader(new TechniqueReader(techniques(), file, left)).read("Normalization", config, shape, stored,
                "layers/normalization");
    }

    private static Optional<TrainingState> training(SortedMap<Integer, Imported.Numbers> variables, @Nullable Object optimizer,
            TechniqueWriter names, List<SlotOrder.Trained> trained, List<String> left) {
        if (variables.isEmpty()) {
            return Optional.empty();
        } else if (optimizer == null) {
            left.add("optimizer: what it has accumulated; the model file has no optimizer");
            return Optional.empty();
        }
        Object rate = names.value(names.written(optimizer, Kind.OPTIMIZER), Kind.OPTIMIZER, "learning_rate");
        // A rate that never changes is a number in Keras.
        boolean scheduled = rate instanceof Map && !names.written(rate, Kind.SCHEDULE).name().equals("constant");
        return OptimizerReader.of(names, optimizer, variables, left).read(scheduled, trained, true);
    }
}
