package org.fascicle.format.keras;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Techniques;
import org.fascicle.format.file.WholeFile;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Archives of Keras 3: a ZIP with config.json, metadata.json and model.weights.h5. */
@Component(service = ModelFormat.class)
public final class KerasFormat extends KerasFile {
    private static final String CONFIG = "config.json";
    private static final String METADATA = "metadata.json";
    private static final String WEIGHTS = "model.weights.h5";
    /** The version of Keras whose form is written. */
    private static final String VERSION = "3.10.0";
    private static final String REMEDY = "Use another copy of it, or save the model anew";
    private static final int LARGEST_CONFIG = 64 << 20;
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,3})");
    /** From this version on, an optimizer's variables lie as the file that is written has them. */
    private static final int RECENT = 3010;

    /** Made by Declarative Services. */
    @Activate
    public KerasFormat(@Reference Techniques techniques) {
        super(techniques);
    }

    @Override
    public String name() {
        return "keras";
    }

    @Override
    public String description() {
        return "Sequential and functional models of Keras 3, with their weights, loss, metrics and optimizer.";
    }

    @Override
    public List<String> suffixes() {
        return List.of(".keras");
    }

    @Override
    public Set<Use> uses() {
        return Set.of(Use.WRITE, Use.READ_MODEL);
    }

    @Override
    List<String> missing() {
        return List.of("the data, and how long to train");
    }

    @Override
    void write(ObjectNode config, Hdf5Writer weights, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        ObjectNode metadata = Config.object().put("keras_version", VERSION).put("date_saved", "1980-01-01@00:00:00");
        entry(zip, METADATA, to -> to.write(Config.text(metadata).getBytes(StandardCharsets.UTF_8)));
        entry(zip, CONFIG, to -> to.write(Config.text(config).getBytes(StandardCharsets.UTF_8)));
        entry(zip, WEIGHTS, weights::writeTo);
        zip.finish();
    }

    // Stored, as Keras stores them: size and checksum stand in front, so that all is written twice. The first time that a ZIP knows
    // makes equal models equal files.
    private static void entry(ZipOutputStream zip, String name, WholeFile.Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        Sized sized = new Sized();
        CheckedOutputStream summed = new CheckedOutputStream(sized, new CRC32());
        content.writeTo(summed);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(sized.size);
        entry.setCrc(summed.getChecksum().getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /** Counts, and keeps nothing. */
    private static final class Sized extends OutputStream {
        private long size;

        @Override
        public void write(int one) {
            size++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            size += length;
        }
    }

    @Override
    public Imported read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), null, "there is no such file", null);
        }
        KerasFile.requireNoOlderForm(file);
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            JsonNode config = parsed(file, bytes(zip, file, CONFIG, LARGEST_CONFIG));
            long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 2);
            return read(file, config, version(zip, file), bytes(zip, file, WEIGHTS, most));
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, null, "this is no whole archive of Keras: " + e.getMessage());
        } catch (InputException e) {
            throw e.in(file.toString());
        }
    }

    /** The version of Keras that wrote a file, as a number that can be compared: 3010 for 3.10. */
    private static int version(ZipFile zip, Path file) throws IOException {
        JsonNode version = zip.getEntry(METADATA) == null ? MissingNode.getInstance()
                : parsed(file, bytes(zip, file, METADATA, LARGEST_CONFIG)).path("keras_version");
        Matcher matcher = NUMBERS.matcher(version.asText());
        return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2)) : RECENT;
    }

    private Imported read(Path file, JsonNode config, int version, byte[] weights) {
        List<String> left = new ArrayList<>();
        TechniqueReader reader = new TechniqueReader(techniques(), file.toString(), left);
        Hdf5Reader stored = new Hdf5Reader(file.toString(), WEIGHTS, weights);
        NetworkReader network = new NetworkReader(reader, stored);
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("fascicle", 1);
        definition.putAll(network.read(config));
        List<String> outputs = new ArrayList<>();
        if (definition.get("outputs") instanceof List<?> named) {
            named.forEach(name -> outputs.add(String.valueOf(name)));
        }
        definition.putAll(new TrainingReader(reader, outputs).read(config.path("compile_config")));
        Optional<TrainingState> training =
                training(definition.get("optimizer"), config, network.trained(), stored, version >= RECENT, left);
        Imported model = Imported.model(file.toString(), Definition.tree(definition, file.toString()), network.tensors(), left);
        for (Map.Entry<String, double[][]> input : network.scaling().entrySet()) {
            model = model.scaled(input.getKey(), input.getValue()[0], input.getValue()[1]);
        }
        return training.isPresent() ? model.trained(training.get()) : model;
    }

    private Optional<TrainingState> training(@Nullable Object optimizer, JsonNode config, List<SlotOrder.Trained> trained,
            Hdf5Reader stored, boolean recent, List<String> left) {
        SortedMap<Integer, Imported.Numbers> variables = stored.tensors("optimizer", "vars");
        if (variables.isEmpty()) {
            return Optional.empty();
        } else if (optimizer == null) {
            left.add(WEIGHTS + "/optimizer: what the optimizer has accumulated");
            return Optional.empty();
        }
        boolean scheduled = config.path("compile_config").path("optimizer").path("config").path("learning_rate").isObject();
        return OptimizerReader.of(new TechniqueWriter(techniques(), 0), optimizer, variables, left).read(scheduled, trained,
                recent);
    }

    private static JsonNode parsed(Path file, byte[] json) throws IOException {
        try {
            return Config.parse(json);
        } catch (JsonProcessingException e) {
            throw damaged(file, CONFIG, "it is no JSON");
        }
    }

    private static byte[] bytes(ZipFile zip, Path file, String name, long most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw damaged(file, name, "the entry is missing");
        } else if (entry.getSize() > most || entry.getSize() < 0) {
            throw damaged(file, name, "it says that it has " + entry.getSize() + " bytes, and " + most + " can be read");
        } else if (entry.getMethod() == ZipEntry.STORED && entry.getSize() > Files.size(file)) {
            throw damaged(file, name, "it says that it has " + entry.getSize() + " bytes, more than the file");
        }
        CRC32 sum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) Math.min(most, entry.getSize()));
            sum.update(bytes);
            if (sum.getValue() != entry.getCrc()) {
                throw damaged(file, name, "its checksum is wrong");
            }
            return bytes;
        }
    }

    private static InputException damaged(Path file, @Nullable String entry, String problem) {
        return new InputException(file.toString(), entry, problem, REMEDY);
    }
}
